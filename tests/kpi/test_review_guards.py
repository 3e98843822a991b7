"""Nothing changes a published review: not the ORM, not raw SQL, not a replaced or truncated table."""

import datetime

import pytest
from django.apps import apps
from django.db import connection, models

from accounts.guards import SENTENCES
from kpi.guards import GUARDS
from kpi.models import GrantReview, ItemProject, Proposal, ReviewOpinion, ReviewYear
from kpi.review.closing import start_correction
from kpi.review.reading import report_of
from kpi.review_guards import OWNED
from tests.kpi import closings
from tests.kpi.rounds import a_round
from tests.snapshots import everything_stored
from tests.strategy.test_guards import attempts, changed, execute, refusal

PUBLISHED = SENTENCES["hashira:published-review"]
# Each kind of row, and a column whose change anybody would notice.
ROWS = {
    "year": "judgement",
    "return": "head_name",
    "target_review": "cause",
    "item_review": "achievement",
    "project": "name",
    "hearing": "summary",
    "opinion": "answer",
    "grant": "outside_opinion",
}


@pytest.fixture
def rows(toyonaka) -> dict[str, models.Model]:
    """One row of each kind of a published review, and an open correction of it."""
    year = a_round(toyonaka)
    review = closings.ready(year)
    item = closings.say_of_item(review, year)
    hearing = closings.heard(review, "順調です。")
    found = {
        "return": review.returns.first(),
        "target_review": review.target_reviews.get(),
        "item_review": item,
        "project": ItemProject.objects.create(review=review, item_review=item, name="窓口"),
        "hearing": hearing,
        "opinion": ReviewOpinion.objects.get(),
        "grant": GrantReview.objects.create(
            review=review, item=year.made["measure1"], project="窓口", grant_name="推進交付金"
        ),
    }
    found["year"] = closings.published(review)
    found["open"] = start_correction(actor=None, review=found["year"], reason="誤り")
    found["year"] = ReviewYear.objects.get(pk=review.pk)
    connection.check_constraints()  # PostgreSQL truncates nothing that still has keys to check
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ROWS)
def test_a_published_row_cannot_be_changed_or_removed(rows, kind):
    before = everything_stored()
    ways = attempts(rows[kind], ROWS[kind])
    assert {name: refusal(act) for name, act in ways.items()} == dict.fromkeys(ways, PUBLISHED)
    assert everything_stored() == before


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [kind for kind in ROWS if kind != "year"])
def test_no_row_joins_or_leaves_a_published_review(rows, kind):
    before = everything_stored()
    row = changed(rows[kind], ROWS[kind])
    row.pk = None
    assert refusal(lambda: type(row)._base_manager.bulk_create([row])) == PUBLISHED
    table, of = row._meta.db_table, "UPDATE {} SET review_id = %s WHERE review_id = %s"
    there = refusal(lambda: execute(of.format(table), rows["year"].pk, rows["open"].pk))
    back = refusal(lambda: execute(of.format(table), rows["open"].pk, rows["year"].pk))
    assert (there, back) == (PUBLISHED, PUBLISHED)
    assert everything_stored() == before


@pytest.mark.django_db
def test_a_publication_is_not_taken_back(rows):
    table, pk = ReviewYear._meta.db_table, rows["year"].pk
    before = everything_stored()
    assert refusal(lambda: execute(f"UPDATE {table} SET published_at = NULL WHERE id = %s", pk)) == PUBLISHED
    assert refusal(lambda: execute(f"UPDATE {table} SET content = %s WHERE id = %s", b"x", pk)) == PUBLISHED
    assert everything_stored() == before


@pytest.mark.django_db
def test_an_open_review_changes_freely_and_its_proposals_are_answered_afterwards(rows):
    open_year = rows["open"]
    assert open_year.opinions.all().delete()[0] == 1
    assert open_year.hearings.update(summary="直した") == 1
    assert ReviewYear.objects.filter(pk=open_year.pk).update(judgement="順調") == 1
    made = Proposal.objects.create(
        review=rows["year"], item_lineage=rows["item_review"].item.lineage, subject="x", decision="改善"
    )
    assert Proposal.objects.filter(pk=made.pk).update(answer="反映した") == 1


@pytest.mark.django_db
def test_the_report_is_read_from_the_bytes_alone(rows, year=2024):
    stored = rows["year"]
    before = report_of(stored, datetime.date(2026, 11, 22))
    assert (before.fiscal_year, len(before.rows)) == (year, 3)
    stored.judgement = "別の言葉"
    assert report_of(stored, datetime.date(2030, 1, 1)) == before


def test_every_table_of_a_review_is_guarded():
    """A model added later with a review of its own is guarded, or this fails."""
    tables = {
        model._meta.db_table
        for model in apps.get_app_config("kpi").get_models()
        for field in model._meta.concrete_fields
        if field.related_model is ReviewYear and field.name == "review"
        if not model.__name__.startswith("Historical")
    }
    assert tables - {"kpi_proposal", "kpi_upload"} == set(OWNED)
    assert {trigger.table for trigger in GUARDS.triggers()} >= {*OWNED, "kpi_reviewyear"}
