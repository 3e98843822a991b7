"""Publishing a year of review against who publishes it too, saves in it, or approves a figure; in processes of their own."""

import pytest

from accounts.guards import SENTENCES
from kpi.models import MeasurementRevision, Publication, ReviewYear, TargetReview
from kpi.review.holding import PUBLISHED
from kpi.review.report import from_bytes
from tests.kpi import closings, promises
from tests.kpi.rounds import a_round
from tests.racecourse import racecourse

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def start():
    with racecourse() as started:
        yield started


@pytest.fixture
def year(toyonaka):
    return a_round(toyonaka)


@pytest.fixture
def review(year) -> ReviewYear:
    return closings.ready(year)


def stored(review):
    return from_bytes(bytes(ReviewYear.objects.get(pk=review.pk).content))


def test_of_two_who_publish_one_is_told(review, start):
    seen = closings.seen_of(review)
    first = start("publish review slowly", review.pk, seen)
    assert first.next() == "read"
    second = start("publish review", review.pk, seen)
    assert second.is_held_up()
    first.go()
    assert (first.next(), second.next()) == ("done", PUBLISHED)
    assert (Publication.objects.count(), stored(review).fiscal_year) == (4, 2024)


def test_who_saves_while_a_year_is_published_is_refused_and_the_report_has_what_the_rows_say(
    year, review, start
):
    row = TargetReview.objects.get(target=year.targets["births"])
    publisher = start("publish review slowly", review.pk, closings.seen_of(review))
    assert publisher.next() == "read"
    saver = start("say of target", row.pk, "遅れて書いた要因")
    assert saver.is_held_up()
    publisher.go()
    assert (publisher.next(), saver.next() in (PUBLISHED, SENTENCES["hashira:published-review"])) == (
        "done",
        True,
    )
    row.refresh_from_db()
    assert (row.cause, stored(review).rows[1].cause) == ("転出が増えた。", "転出が増えた。")


def test_a_figure_approved_while_a_year_is_published_is_neither_in_the_report_nor_public(year, review, start):
    waiting = promises.submitted(year.targets["emission"].indicator, 2024, "-25.1%")
    publisher = start("publish review slowly", review.pk, closings.seen_of(review))
    assert publisher.next() == "read"
    approver = start("approve value", waiting.measurement_id)
    assert approver.is_held_up()
    publisher.go()
    assert (publisher.next(), approver.next()) == ("done", "done")
    newest = MeasurementRevision.objects.filter(measurement=waiting.measurement).latest("n")
    assert (newest.state, hasattr(newest, "publication")) == ("APPROVED", False)
    assert stored(review).rows[2].figures[-1].text == ""
