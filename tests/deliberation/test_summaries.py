"""Opinions are put together and answered in a table; whoever comes too late loses nothing; nothing is left out."""

import pytest

from accounts.audit import Refused
from deliberation.comment_reading import Gathered
from deliberation.models import Opinion, Reply
from deliberation.summaries import (
    OUT_OF_SCOPE,
    Answer,
    AnswersOvertaken,
    dissolve_summary,
    relate_summary,
    release_part,
    save_answers,
    summarise,
    waiting,
)
from publishing.editions import freeze, start_next_edition
from strategy.models import Edition
from tests.deliberation import calls

PAGE = "/office/toyonaka/digital-strategy/comments/1/"


@pytest.fixture
def comment(toyonaka):
    return calls.a_call(calls.a_draft(toyonaka))


@pytest.fixture
def three(comment):
    calls.sent(comment, "バスをふやして", "公園をふやして")
    calls.sent(comment, "バスの本数を")
    return calls.parts(comment)


def test_many_opinions_are_one_summary_and_one_opinion_may_be_in_two(comment, three):
    buses = calls.summed(comment, [three[0], three[2]], "バスの本数")
    assert waiting(comment) == 1
    calls.summed(comment, [three[0], three[1]], "公園とバス")
    assert waiting(comment) == 0
    assert [one.count for one in Gathered(comment).summaries] == [2, 2]
    assert (buses.source, buses.author, buses.comment) == ("CITIZEN", "", comment)


def test_an_opinion_joins_a_summary_that_stands(comment, three):
    buses = calls.summed(comment, [three[0]], "バスの本数")
    summarise(actor=None, comment=comment, parts=[three[2].pk], into=buses.pk)
    assert buses.parts.count() == 2


def test_what_does_not_belong_to_the_call_is_answered_too(comment, three):
    made = summarise(actor=None, comment=comment, parts=[three[1].pk], is_out_of_scope=True)
    assert (made.reply.disposition, made.reply.text, made.state) == ("OTHER", OUT_OF_SCOPE, "DONE")
    assert waiting(comment) == 2


def test_opinions_of_another_call_are_not_summed_up_here(comment, three):
    other = calls.a_call(comment.edition)
    with pytest.raises(Refused):
        summarise(actor=None, comment=other, parts=[three[0].pk], text="他の募集")
    with pytest.raises(Refused):
        summarise(actor=None, comment=comment, parts=[], text="なし")
    mine = calls.summed(comment, three[:1], "ここ")
    with pytest.raises(Refused):
        save_answers(
            actor=None, comment=other, answers=[Answer(mine.pk, mine.version, "横から", "NOTED", "x")]
        )


def test_an_answer_needs_words_and_a_disposition_and_is_never_emptied(comment, three):
    made = calls.summed(comment, three, "まとめ")
    for word, text in (("NOTED", ""), ("", "参考とします。"), ("UNKNOWN", "参考とします。")):
        with pytest.raises(Refused):
            save_answers(actor=None, comment=comment, answers=[Answer(made.pk, 1, "まとめ", word, text)])
    assert calls.answered(comment, made, word="DIFFICULT").state == Opinion.State.DECLINED
    with pytest.raises(Refused):
        save_answers(actor=None, comment=comment, answers=[Answer(made.pk, made.version, "まとめ", "", "")])
    assert Reply.objects.get().disposition == "DIFFICULT"


def test_whoever_saves_a_row_too_late_saves_none_and_sees_both(comment, three):
    one, other = calls.summed(comment, three[:1], "一"), calls.summed(comment, three[1:], "二")
    save_answers(actor=None, comment=comment, answers=[Answer(one.pk, 1, "一（先の人）")])
    mine = [Answer(one.pk, 1, "一（私）"), Answer(other.pk, 1, "二（私）")]
    with pytest.raises(AnswersOvertaken) as refusal:
        save_answers(actor=None, comment=comment, answers=mine)
    assert {pk: row.text for pk, row in refusal.value.current.items()} == {one.pk: "一（先の人）"}
    other.refresh_from_db()
    assert other.text == "二"
    # a row that nobody typed in does not count, however old the page is
    assert save_answers(actor=None, comment=comment, answers=[Answer(one.pk, 1, "一（先の人）")]) == 0


def test_a_summary_taken_apart_gives_its_opinions_back(comment, three):
    made = calls.answered(comment, calls.summed(comment, three, "まとめ"))
    release_part(actor=None, summary=made, part=three[0].pk)
    assert waiting(comment) == 1
    made.refresh_from_db()
    dissolve_summary(actor=None, summary=made, seen=made.version)
    assert (waiting(comment), Reply.objects.count()) == (3, 0)


def test_the_last_opinion_is_not_taken_out(comment, three):
    made = calls.summed(comment, three[:1], "一つ")
    with pytest.raises(Refused):
        release_part(actor=None, summary=made, part=three[0].pk)


def test_it_links_to_what_was_changed_in_a_later_edition_also_after_publication(comment, three):
    reflected = calls.answered(comment, calls.summed(comment, three, "まとめ"), "直しました。", "REFLECTED")
    later = start_next_edition(actor=None, edition=comment.edition, stage=Edition.Stage.PROPOSAL)
    item = later.items.get(title="見本の取組み1")
    facts = {"actor": None, "summary": reflected, "lineage": None, "seen": reflected.version}
    with pytest.raises(Refused):  # the draft itself is no later edition
        relate_summary(**facts, changed_edition=comment.edition)
    made = relate_summary(**facts, changed_edition=later, changed_lineage=item.lineage)
    assert made.reply.changed_lineage == item.lineage
    calls.published(calls.over(comment))
    freeze(actor=None, edition=later)
    facts["seen"] = made.version
    assert relate_summary(**facts, changed_edition=later).reply.changed_lineage is None
    facts |= {"seen": made.version + 1, "lineage": item.lineage}
    with pytest.raises(Refused):  # where it stands was published
        relate_summary(**facts)


def test_only_an_answer_that_changed_the_text_links_to_a_change(comment, three):
    noted = calls.answered(comment, calls.summed(comment, three, "まとめ"))
    later = start_next_edition(actor=None, edition=comment.edition, stage=Edition.Stage.PROPOSAL)
    with pytest.raises(Refused):
        relate_summary(actor=None, summary=noted, lineage=None, seen=noted.version, changed_edition=later)


def test_after_publication_nothing_is_summed_up_or_answered(comment, three):
    made = calls.answered(comment, calls.summed(comment, three, "まとめ"))
    calls.published(calls.over(comment))
    acts = (
        lambda: calls.summed(comment, three, "あとから"),
        lambda: calls.answered(comment, made, "あとから"),
        lambda: dissolve_summary(actor=None, summary=made, seen=made.version),
        lambda: release_part(actor=None, summary=made, part=three[0].pk),
    )
    for act in acts:
        with pytest.raises(Refused, match="公表した意見募集は変えられません"):
            act()


# --- the pages ----------------------------------------------------------------------------------------------


def test_a_planner_sums_up_and_answers_in_the_table(client, comment, three, aoki):
    client.force_login(aoki)
    page = client.get(f"{PAGE}summaries/").content.decode()
    assert page.count('name="parts"') == 3
    posted = {"parts": [three[0].pk, three[2].pk], "into": "", "text": "バスの本数をふやしてほしい。"}
    assert client.post(f"{PAGE}summaries/", posted).status_code == 302
    made = Opinion.objects.get()
    row = {
        f"seen-{made.pk}": "1",
        f"text-{made.pk}": "バスの本数",
        f"reply-{made.pk}": "参考とします。",
        f"word-{made.pk}": "NOTED",
    }
    assert client.post(f"{PAGE}answers/", row).status_code == 302
    late = client.post(f"{PAGE}answers/", row | {f"text-{made.pk}": "遅れた人の文"})
    assert late.status_code == 409
    told = late.content.decode()
    assert "いまの文（ほかの人が保存）：</strong>バスの本数" in told and "遅れた人の文" in told
    assert client.post(f"{PAGE}summaries/", {"into": ""}).status_code == 422
    assert client.get(f"{PAGE}summaries/{made.pk}/").status_code == 200
    assert client.post(f"{PAGE}summaries/{made.pk}/dissolve/", {"seen": "1"}).status_code == 302
    assert Opinion.objects.count() == 1  # somebody had saved since
    assert client.post(f"{PAGE}summaries/{made.pk}/dissolve/", {"seen": "2"}).status_code == 302
    assert Opinion.objects.count() == 0


def test_the_table_costs_the_same_at_any_size(client, comment, aoki, django_assert_max_num_queries):
    client.force_login(aoki)
    client.get(f"{PAGE}summaries/")  # the session is written once
    counts = []
    for more in (2, 25):
        for n in range(more):
            calls.sent(comment, f"意見{more}-{n}", f"待つ{more}-{n}")
            calls.answered(comment, calls.summed(comment, calls.parts(comment)[-2:-1], f"まとめ{n}"))
        with django_assert_max_num_queries(40) as captured:
            client.get(f"{PAGE}summaries/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
