"""The materials of a review and the opinions said there: added, changed over what was seen, deleted."""

import datetime

import pytest

from accounts.audit import Refused
from accounts.models import AuditEvent
from accounts.saving import Overtaken
from kpi.models import Hearing, ReviewOpinion
from kpi.review.hearings import add_hearing, delete_hearing, save_hearing
from kpi.review.opinions import add_opinion, delete_opinion, save_opinion
from tests.kpi.rounds import a_round

pytestmark = pytest.mark.django_db
COUNCIL = {"kind": "EXTERNAL", "name": "推進会議", "held_on": datetime.date(2025, 8, 4)}


@pytest.fixture
def year(toyonaka):
    return a_round(toyonaka)


def council(review) -> Hearing:
    return add_hearing(actor=None, review=review, **COUNCIL, judgement="概ね順調", has_outsiders=True)


def test_a_meeting_is_added_and_changed(year, aoki):
    review = year.open()
    made = council(review)
    assert AuditEvent.objects.get(verb="hearing.create").detail == {
        "fiscal_year": 2024, "kind": "外部の評価", "name": "推進会議",
    }  # fmt: skip
    kept = save_hearing(actor=aoki, hearing=made, seen=1, judgement="順調")
    assert (kept.judgement, kept.name, kept.version) == ("順調", "推進会議", 2)
    with pytest.raises(Overtaken) as caught:
        save_hearing(actor=aoki, hearing=made, seen=1, judgement="遅れ")
    assert caught.value.current.judgement == "順調"


def test_a_day_that_lies_ahead_is_refused(year):
    with pytest.raises(Refused, match="まだ来ていません"):
        add_hearing(actor=None, review=year.open(), **COUNCIL | {"held_on": datetime.date(2199, 1, 1)})
    assert Hearing.objects.count() == 0


def test_a_meeting_with_opinions_stays(year):
    review = year.open()
    made = council(review)
    opinion = add_opinion(actor=None, review=review, hearing=made, text="若者の声を。")
    with pytest.raises(Refused, match="意見が1件あるので"):
        delete_hearing(actor=None, hearing=made, seen=1)
    delete_opinion(actor=None, opinion=opinion, seen=1)
    delete_hearing(actor=None, hearing=made, seen=1)
    assert (Hearing.objects.count(), ReviewOpinion.objects.count()) == (0, 0)
    with pytest.raises(Refused, match="すでに消しました"):
        delete_hearing(actor=None, hearing=made, seen=1)


def test_what_somebody_changed_meanwhile_is_not_deleted(year):
    made = council(year.open())
    save_hearing(actor=None, hearing=made, seen=1, summary="まとめ")
    with pytest.raises(Overtaken):
        delete_hearing(actor=None, hearing=made, seen=1)
    assert Hearing.objects.get().summary == "まとめ"


def test_opinions_stand_in_the_order_in_which_they_were_said(year):
    review = year.open()
    made = council(review)
    first = add_opinion(actor=None, review=review, hearing=made, text="一つ目")
    second = add_opinion(
        actor=None, review=review, hearing=made, text="二つ目", target=year.targets["births"]
    )
    assert [(row.text, row.position) for row in made.opinions.all()] == [("一つ目", 10), ("二つ目", 20)]
    kept = save_opinion(actor=None, opinion=first, seen=1, answer="検討します。", item=year.made["measure1"])
    assert (kept.answer, kept.item, kept.text, kept.version) == (
        "検討します。", year.made["measure1"], "一つ目", 2,
    )  # fmt: skip
    with pytest.raises(Overtaken):
        save_opinion(actor=None, opinion=second, seen=9, answer="別の回答")


def test_an_opinion_is_about_one_thing_of_this_year(year, toyonaka):
    review, other = year.open(), a_round(toyonaka, slug="other-plan")
    made, strange = council(review), council(other.open())
    wrong = {
        "どちらか一つ": {"target": year.targets["births"], "item": year.made["measure1"]},
        "版のものではありません": {"target": other.targets["births"]},
        "使う版のものではありません": {"item": other.made["measure1"]},
    }
    for sentence, about in wrong.items():
        with pytest.raises(Exception, match=sentence):
            add_opinion(actor=None, review=review, hearing=made, text="意見", **about)
    with pytest.raises(Refused, match="年度の評価のものではありません"):
        add_opinion(actor=None, review=review, hearing=strange, text="意見")
    assert ReviewOpinion.objects.count() == 0
