"""The next edition promises what the one before promised: lineages kept, in a constant number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kpi.models import RelistedTarget, ServedItem, SettledFlag, Target
from kpi.targets import choose_period, relist_target, serve_items, settle_flag
from publishing.document import Document
from publishing.editions import freeze, publish, start_correction, start_next_edition
from strategy.models import Edition
from tests import factories
from tests.kpi import promises


def grown(edition: Edition, targets: int, *, hanging: bool) -> Edition:
    """A frozen edition with so many targets, and one row of each kind at every third if anything is ``hanging``."""
    made = factories.small_tree(edition)
    first = promises.target(made["chapter"])
    kept = {
        name: getattr(first, name) for name in ("edition", "item", "indicator", "spec", "baseline", "kind")
    }
    Target.objects.bulk_create(
        Target(**kept, name=f"見本の指標{n}", target_text="73%", position=10 * n)
        for n in range(2, targets + 1)
    )
    rows = list(edition.targets.order_by("position"))[::3] if hanging else []
    own, now = {"edition": edition}, timezone.now()
    RelistedTarget.objects.bulk_create(
        RelistedTarget(**own, target=row, item=made["section"]) for row in rows
    )
    ServedItem.objects.bulk_create(ServedItem(**own, target=row, item=made["measure1"]) for row in rows)
    SettledFlag.objects.bulk_create(
        SettledFlag(**own, target=row, code="source_missing", reason="x", at=now) for row in rows
    )
    return freeze(actor=None, edition=edition)


@pytest.mark.django_db
def test_everything_that_hangs_on_targets_comes_along(edition, made, aoki):
    first = promises.target(made["chapter"], "就業率", rationale="国と同じだけ。")
    second = promises.target(made["section"], "出生数", target_text="維持")
    relist_target(actor=aoki, target=second, item=made["chapter"], index=0)
    serve_items(actor=aoki, target=first, items=[made["measure2"], made["measure1"]])
    settle_flag(actor=aoki, target=first, code="source_missing", reason="庁内の集計")
    old = freeze(actor=aoki, edition=edition)
    new = start_next_edition(actor=aoki, edition=old, stage="PROPOSAL")
    assert new.targets.exclude(pk__in=old.targets.all()).count() == 2
    before, after = ({row["lineage"]: row for row in targets_of(one)} for one in (old, new))
    assert after == before
    copy = new.targets.get(lineage=first.lineage)
    assert (copy.version, copy.rationale_for, copy.indicator, copy.history.count()) == (
        1, "73%", first.indicator, 0,
    )  # fmt: skip
    answer = copy.settled.get()
    assert (answer.edition, answer.reason, answer.by) == (new, "庁内の集計", aoki)
    rows = Document.of(new).target_rows(Document.of(new).items[1])
    assert [(row.target.name, row.is_relisted) for row in rows] == [("出生数", True), ("就業率", False)]


def targets_of(edition: Edition) -> list[dict]:
    """The targets as the document has them, each with where it stands."""
    document = Document.of(edition)
    return [
        {"lineage": one.lineage, "at": entry.lineage, "target": one}
        for entry in document.walk()
        for one in entry.targets
    ]


@pytest.mark.django_db
def test_a_correction_promises_the_same(made, edition, aoki):
    promises.target(made["chapter"])
    Edition.objects.filter(pk=edition.pk).update(stage="ADOPTED", effective_from="2023-04-01")
    old = publish(actor=aoki, edition=freeze(actor=aoki, edition=edition))
    new = start_correction(actor=aoki, edition=old)
    assert targets_of(new) == targets_of(old)


@pytest.mark.django_db
def test_another_period_moves_the_deadlines_that_nobody_printed(made, edition, aoki):
    plain = promises.target(made["chapter"], "A")
    dated = promises.target(made["chapter"], "B", target_text="令和8年度までに75%")
    points = {"baseline_text": "令和5年度より通年実施", "target_text": "35,000,000ポイント"}
    whole, yearly = (promises.target(made["chapter"], name, **points) for name in "CD")
    choose_period(actor=aoki, target=whole, version=1, whole=True)
    choose_period(actor=aoki, target=yearly, version=1, whole=False)
    new = start_next_edition(
        actor=aoki, edition=freeze(actor=aoki, edition=edition), stage="DRAFT",
        first_fiscal_year=2025, last_fiscal_year=2029,
    )  # fmt: skip
    spec = {one.name: one.spec for one in new.targets.all()}
    assert {name: spec[name]["by"]["year"] for name in "ABD"} == {"A": 2029, "B": 2026, "D": 2029}
    assert [spec["C"]["span"][end]["year"] for end in ("first", "last")] == [2025, 2029]
    assert "is_period_open" not in spec["D"]
    for one in (plain, dated, whole, yearly):
        one.refresh_from_db()
        assert (one.spec.get("by") or one.spec["span"]["last"])["year"] in (
            2026,
            2027,
        )  # the old edition's stay


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_targets(toyonaka):
    """Django cuts an insert on SQLite after some forty targets; PostgreSQL takes them all at once."""
    counts = {}
    for size, hanging in ((1, True), (30, True), (1, False), (150, False)):
        edition = grown(
            factories.edition(factories.plan(toyonaka, f"s{size}-{int(hanging)}")), size, hanging=hanging
        )
        with CaptureQueriesContext(connection) as queries:
            new = start_next_edition(actor=None, edition=edition, stage="PROPOSAL")
        assert (new.targets.count(), new.served_items.count()) == (size, -(-size // 3) if hanging else 0)
        asked = [query["sql"] for query in queries if '"kpi_' in query["sql"]]
        assert {sql.split(" ", 1)[0] for sql in asked} == {"SELECT", "INSERT"}
        counts[size, hanging] = len(asked)
    assert (counts[1, True], counts[30, True], counts[1, False]) == (8, 8, 5)
    assert counts[150, False] == (8 if connection.vendor == "sqlite" else 5)
