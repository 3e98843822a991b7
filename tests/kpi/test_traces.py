"""What became of a text: who changed which field and when, in the words of the practice."""

import pytest

from kpi.models import TargetReview
from kpi.review.item_reviews import Project, save_item_review
from kpi.review.target_reviews import FIELDS, save_target_review
from kpi.review.traces import MOST, traces_of
from tests.kpi.rounds import a_round

pytestmark = pytest.mark.django_db


def test_changes_are_told_with_their_author_the_newest_first(toyonaka, aoki, baba, django_assert_num_queries):
    year = a_round(toyonaka)
    review, target = year.open(), year.targets["births"]
    save_target_review(actor=baba, review=review, target=target, seen=0, cause="要因", direction="continue")
    row = save_target_review(actor=aoki, review=review, target=target, seen=1, direction="improve")
    words = {"direction": {"continue": "継続", "improve": "改善"}.__getitem__}
    with django_assert_num_queries(1):
        found = traces_of(row, FIELDS, words)
    assert [(trace.by, trace.changes) for trace in found] == [
        ("青木", (("今後の方針", "継続", "改善"),)),
        ("馬場", (("要因", "", "要因"), ("今後の方針", "", "継続"))),
    ]
    assert traces_of(TargetReview(), FIELDS) == []


def test_a_save_of_rows_alone_and_a_long_history(toyonaka):
    year = a_round(toyonaka)
    review, item = year.open(), year.made["measure1"]
    save_item_review(actor=None, review=review, item=item, seen=0, achievement="0")
    row = save_item_review(actor=None, review=review, item=item, seen=1, projects=[Project("事業")])
    assert [(trace.by, trace.changes) for trace in traces_of(row, ["achievement"])] == [
        ("", ()), ("", (("実績", "", "0"),)),
    ]  # fmt: skip
    for n in range(MOST):
        row = save_item_review(actor=None, review=review, item=item, seen=2 + n, achievement=f"実績{n}")
    found = traces_of(row, ["achievement"])
    assert (len(found), found[-1].changes) == (MOST, (("実績", "0", "実績0"),))
