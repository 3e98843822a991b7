"""Targets of a frozen edition never change; figures, publications, schemes and grades are only ever added."""

from functools import partial
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection, models

from accounts.checks import check_guards
from accounts.guards import SENTENCES
from kpi.grades import TAMA, to_data
from kpi.guards import APPEND_ONLY, GUARDS, OWNED, SAME_EDITION
from kpi.models import (
    MeasureSheet,
    Publication,
    RelistedTarget,
    ServedItem,
    SettledFlag,
    Target,
)
from kpi.schemes import grade_by_hand, save_scheme
from kpi.targets import relist_target, serve_items, settle_flag
from publishing.editions import freeze, start_next_edition
from strategy.models import PlanItem
from tests import factories
from tests.kpi import promises
from tests.snapshots import everything_stored
from tests.strategy.test_guards import attempts, changed, execute, refusal

FROZEN = SENTENCES["hashira:frozen-edition"]
OTHER = SENTENCES["hashira:other-edition"]
KEPT = SENTENCES["hashira:append-only"]
# Each kind of row that belongs to an edition, and a column whose change anybody would notice.
OF_EDITIONS = {
    "target": "target_text",
    "relisting": "position",
    "served": "item_id",
    "settled": "reason",
    "sheet": "continuity",
}
ONLY_ADDED = {"revision": "why", "publication": "by_id", "scheme": "number", "grade": "reason"}


@pytest.fixture
def rows(toyonaka, aoki) -> dict[str, models.Model]:
    """One row of each kind in a frozen edition with a following one that is being written, and beside it."""
    edition = factories.edition(factories.plan(toyonaka))
    made = factories.small_tree(edition)
    target = promises.target(made["chapter"])
    relist_target(actor=None, target=target, item=made["section"])
    serve_items(actor=None, target=target, items=[made["measure1"]])
    settle_flag(actor=None, target=target, code="source_missing", reason="x")
    revision = promises.published(target.indicator)
    scheme = save_scheme(actor=None, government=toyonaka, content=to_data(TAMA))
    grade = grade_by_hand(actor=None, target=target, fiscal_year=2024, grade="steady", reason="x")
    MeasureSheet.objects.create(edition=edition, item=made["measure1"], continuity="NEW")
    frozen = freeze(actor=None, edition=edition)
    working = start_next_edition(actor=None, edition=frozen, stage="PROPOSAL")
    MeasureSheet.objects.create(edition=working, item=working.items.get(lineage=made["measure1"].lineage))
    connection.check_constraints()  # PostgreSQL truncates nothing that still has keys to check
    return {
        "target": Target.objects.get(edition=frozen),
        "relisting": RelistedTarget.objects.get(edition=frozen),
        "served": ServedItem.objects.get(edition=frozen),
        "settled": SettledFlag.objects.get(edition=frozen),
        "sheet": MeasureSheet.objects.get(edition=frozen),
        "revision": revision,
        "publication": Publication.objects.get(),
        "scheme": scheme,
        "grade": grade,
        "frozen": frozen,
        "working": working,
        "elsewhere": factories.edition(factories.plan(toyonaka, "betsu-keikaku")),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("kind", OF_EDITIONS)
def test_a_frozen_row_cannot_be_changed_or_removed(rows, kind):
    before = everything_stored()
    ways = attempts(rows[kind], OF_EDITIONS[kind])
    assert {name: refusal(act) for name, act in ways.items()} == dict.fromkeys(ways, FROZEN)
    row = changed(rows[kind], OF_EDITIONS[kind])
    row.pk = None
    if kind == "target":
        row.lineage = Target._meta.get_field("lineage").default()
    assert refusal(lambda: type(row)._base_manager.bulk_create([row])) == FROZEN
    assert everything_stored() == before


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ONLY_ADDED)
def test_what_was_recorded_is_never_changed_or_removed(rows, kind):
    rows["publication"].by_id = 0  # so that another value can be put beside it
    before = everything_stored()
    ways = attempts(rows[kind], ONLY_ADDED[kind])
    assert {name: refusal(act) for name, act in ways.items()} == dict.fromkeys(ways, KEPT)
    assert everything_stored() == before


@pytest.mark.django_db
def test_no_row_points_into_another_edition(rows):
    """The next edition has rows of its own; each pointer of them refuses a row of the edition before."""
    guarded = (Target, RelistedTarget, ServedItem, SettledFlag, MeasureSheet, PlanItem)
    tables = {model._meta.db_table: model for model in guarded}
    before = everything_stored()
    for table, column, target in SAME_EDITION:
        row = tables[table].objects.get(edition=rows["working"])
        stranger = tables[target].objects.filter(edition=rows["frozen"]).last()
        where = tables[table].objects.filter(pk=row.pk)
        pointing = refusal(partial(where.update, **{column: stranger.pk}))
        row.pk, row.lineage, row._state.adding = None, Target._meta.get_field("lineage").default(), True
        setattr(row, column, stranger.pk)
        assert (table, column, pointing, refusal(row.save)) == (table, column, OTHER, OTHER)
    for table in OWNED:
        sql = f"UPDATE {table} SET edition_id = %s WHERE edition_id = %s"
        moving = partial(execute, sql, rows["elsewhere"].pk, rows["working"].pk)
        assert (table, refusal(moving)) == (table, OTHER)
    assert everything_stored() == before


@pytest.mark.django_db
def test_the_rows_of_a_working_edition_change_freely(rows):
    working = rows["working"]
    assert Target.objects.filter(edition=working).update(target_text="80%") == 1
    for model in (SettledFlag, ServedItem, RelistedTarget, MeasureSheet, Target):
        assert model.objects.filter(edition=working).delete()[0] == 1


def test_every_table_of_an_edition_and_every_record_is_guarded():
    """A model added later with an edition of its own, or with who did it when, is guarded, or this fails."""
    kept = [
        model
        for model in apps.get_app_config("kpi").get_models()
        if not model.__name__.startswith("Historical")
    ]
    # Reviews, uploads and proposals name an edition and are none of its text; a review has guards of its own.
    owned = {model._meta.db_table for model in kept if model.government_path.startswith("edition__")}
    assert owned == set(OWNED)
    pointers = {
        (model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model in kept
        if model._meta.db_table in OWNED
        for field in model._meta.concrete_fields
        if field.related_model in (PlanItem, Target)
    }
    assert pointers == set(SAME_EDITION)
    recorded = {
        model._meta.db_table
        for model in kept
        if {"by", "at"} <= {field.name for field in model._meta.concrete_fields}
    }
    assert recorded - owned - {"kpi_upload"} == set(APPEND_ONLY)  # an upload waits for a decision


@pytest.mark.django_db
def test_a_missing_guard_is_told_by_the_check_and_by_readyz(client):
    assert check_guards(None, databases=["default"]) == []
    assert client.get("/readyz").status_code == 200
    (trigger,) = [one for one in GUARDS.triggers() if one.name == "append_only_kpi_publication"]
    name = next(iter(GUARDS._names(trigger, connection.vendor)))
    on = " ON kpi_publication" if connection.vendor == "postgresql" else ""
    execute(f"DROP TRIGGER {name}{on}")
    (error,) = check_guards(None, databases=["default"])
    assert (error.id, name in error.msg) == ("hashira.E002", True)
    assert client.get("/readyz").status_code == 503
    with pytest.raises(SystemCheckError):
        call_command("check", database=["default"], stdout=StringIO(), stderr=StringIO())
    GUARDS.install()
    assert GUARDS.missing() == set()
