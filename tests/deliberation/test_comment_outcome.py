"""The result as it stands: what is counted, what is still missing, what a summary without opinions is."""

import pytest

from deliberation.comment_outcome import draft_of, obstacles
from deliberation.comment_reading import Gathered
from deliberation.models import Opinion
from tests.deliberation import calls


@pytest.fixture
def comment(toyonaka):
    return calls.a_call(calls.a_draft(toyonaka))


def test_the_counts_are_of_people_groups_opinions_ways_and_words(comment):
    calls.sent(comment, "一", "二")
    calls.sent(comment, "三", is_group=True, submitter_class="そのほか")
    calls.sent(comment, "四", way="POST", submitter_class="")
    calls.over(comment)
    rows = calls.parts(comment)
    calls.answered(comment, calls.summed(comment, rows[:3], "三つ"), word="REFLECTED")
    calls.answered(comment, calls.summed(comment, rows[3:], "一つ"))
    result = draft_of(Gathered(comment))
    assert (result.persons, result.groups, result.opinions) == (2, 1, 4)
    assert result.ways == (("ウェブ", 2), ("郵送", 1))
    assert result.classes == (("市内に住んでいる", 1), ("そのほか", 1))
    assert [(word.word, word.count) for word in result.words] == [
        ("反映", 1),
        ("既記載", 0),
        ("参考", 1),
        ("困難", 0),
        ("その他", 0),
    ]
    assert [(row.number, row.count) for row in result.rows] == [(1, 3), (2, 1)]


def test_a_summary_that_nobody_sent_stands_in_the_way_and_a_withdrawn_one_counts_for_nothing(comment):
    calls.sent(comment, "一")
    calls.over(comment)
    made = calls.answered(comment, calls.summed(comment, calls.parts(comment), "まとめ"))
    Opinion.objects.create(
        plan=comment.plan, comment=comment, source="CITIZEN", text="だれも言っていない", at=comment.closes_at
    )
    assert [sentence[:12] for sentence in obstacles(Gathered(comment))] == [
        "考え方と区分のない項目が",
        "届いた意見のない項目が1",
    ]
    Opinion.objects.filter(pk=made.pk).update(is_withdrawn=True)
    assert [part.text for part in Gathered(comment).open_parts] == ["一"]
