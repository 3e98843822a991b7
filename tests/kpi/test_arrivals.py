"""The pages of workbooks that came back ask as much for many rows and files as for few, and compare no more than they show."""

import pytest
from django.urls import reverse

from kpi.importing import arrivals
from kpi.review.years import Reviewed, address_word
from tests.kpi import returned, rounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(client, aoki):
    client.force_login(aoki)
    return client


def at(name, review, *more):
    plan = review.plan
    return reverse(name, args=[plan.government.slug, plan.slug, address_word(review), *more])


def many(review, count):
    """An upload that speaks of every KPI and item, its values all new."""
    reviewed = Reviewed(review)
    rows = [
        returned.row("target", row.target.lineage, 5 + n, value=str(50 + n), cause="甲", direction="継続")
        for n, row in enumerate(reviewed.targets)
    ]
    rows += [
        returned.row("item", row.item.lineage, 5 + n, achievement="乙")
        for n, row in enumerate(reviewed.items)
    ]
    rows += [
        returned.row("project", row.item.lineage, 5 + n, name=f"事業{n}", budget="10")
        for n, row in enumerate(reviewed.items)
    ]
    return [returned.upload(review, *rows, at=f"2025-06-01T09:00:{n:02}+09:00") for n in range(count)]


@pytest.fixture(params=[(2, 1), (12, 4)], ids=["few", "many"])
def sized(request, toyonaka):
    """A review with few or many measures and KPIs, and few or many uploads."""
    measures, files = request.param
    round_ = rounds.a_round(toyonaka, measures=measures)
    return round_.open(), files


def test_queries_of_the_list(planner, sized, django_assert_num_queries):
    review, files = sized
    many(review, files)
    with django_assert_num_queries(LIST):
        planner.get(at("results_uploads", review))


def test_queries_of_the_preview(planner, sized, django_assert_num_queries):
    review, files = sized
    upload = many(review, files)[0]
    with django_assert_num_queries(PREVIEW):
        planner.get(at("results_upload", review, upload.pk))


def test_queries_of_applying(planner, sized, django_assert_num_queries):
    review, files = sized
    upload = many(review, files)[0]
    with django_assert_num_queries(APPLY):
        planner.post(at("upload_apply", review, upload.pk), {"seen": 1})


LIST, PREVIEW, APPLY = 18, 16, 34


def test_the_list_compares_no_more_than_it_should(planner, toyonaka, monkeypatch):
    round_ = rounds.a_round(toyonaka)
    review = round_.open()
    monkeypatch.setattr(arrivals, "MOST_COMPARED", 1)
    for n in range(2):
        returned.upload(review, returned.of_target(round_.targets["ease"], value=str(n)))
    found = planner.get(at("results_uploads", review)).context["arrivals"].all
    assert [bool(one.counts) for one in found] == [True, False]
