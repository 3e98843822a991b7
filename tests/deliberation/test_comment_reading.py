"""How a call stands by the clock, how its period and its places are called, how often things were said."""

import datetime

import pytest
from django.utils import timezone

from deliberation.comment_reading import Stage, counted, period_words, place_choices, places_in, stage_of
from tests.deliberation import calls


@pytest.fixture
def draft(toyonaka):
    return calls.a_draft(toyonaka)


@pytest.mark.parametrize(
    ("offset", "stage"),
    [(-1, Stage.OPEN), (0, Stage.CLOSED), (1, Stage.CLOSED)],
)
def test_the_deadline_is_an_exclusive_instant(draft, offset, stage):
    comment = calls.a_call(draft)
    assert stage_of(comment, comment.closes_at + datetime.timedelta(milliseconds=offset)) is stage
    assert stage_of(comment, comment.opens_at) is Stage.OPEN
    assert stage_of(comment, comment.opens_at - datetime.timedelta(milliseconds=1)) is Stage.ANNOUNCED


def test_the_period_in_words_counts_both_days_and_names_the_year_once(draft):
    at = [timezone.make_aware(datetime.datetime(*day)) for day in ((2026, 8, 3), (2026, 9, 2))]
    comment = calls.a_call(draft, opens_at=at[0], closes_at=at[1])
    assert period_words(comment) == "令和8年（2026年）8月3日（月）から9月1日（火）まで（30日間）"
    comment.closes_at = timezone.make_aware(datetime.datetime(2027, 1, 5, 17))
    assert period_words(comment) == (
        "令和8年（2026年）8月3日（月）から令和9年（2027年）1月5日（火）17時まで（156日間）"
    )


def test_chapters_are_offered_and_of_the_measures_only_the_one_that_was_asked_for(draft):
    places = places_in(draft)
    titles = [words.strip("　") for _, words in place_choices(places)]
    assert titles[0] == "計画全体"
    assert "第1章－1　妊娠・出産・子育て支援の充実" in titles
    assert not [words for words in titles if "見本の取組み" in words]
    measure = next(place for place in places.values() if place.title == "見本の取組み2")
    assert [words.strip("　") for _, words in place_choices(places, measure.lineage)][-1] == (
        "第1章－1（1）②　見本の取組み2"
    )


def test_what_does_not_occur_is_not_counted_and_words_keep_their_order():
    assert counted(["b", "a", "b"]) == (("a", 1), ("b", 2))
    assert counted(["b", "x"], {"x": "ほか", "b": "ウェブ", "c": "窓口"}) == (("ほか", 1), ("ウェブ", 1))
