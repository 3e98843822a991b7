"""KPIs of a document as targets, indicators and figures, in bulk with their history: part of the verb that takes it in."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.audit import Refused
from accounts.models import User
from kpi.figures import places_of
from kpi.flags import CODES
from kpi.intake.previewing import Preview
from kpi.intake.rows import Fate, KpiRow
from kpi.intake.seeing_kpis import PRINTED
from kpi.models import Indicator, Measurement, MeasurementRevision, RelistedTarget, SettledFlag, Target
from kpi.periods import stretch_of
from kpi.rereading import read, write_data
from strategy import tree
from strategy.models import PlanItem

_WRITTEN = [
    *(name for name, _ in PRINTED), "rationale_for", "kind", "baseline_kind", "spec", "baseline", "is_hand_read", "version"
]  # fmt: skip
_TEXTS = {"baseline_text", "target_text"}
_READ = {"name", "unit", *_TEXTS}
MEASURED_SINCE = (
    "画面を開いたあとで、ほかの人がこの文書と同じ年度の実績値を入れました。何も取り込んでいません。"
    "いまの内容を確かめてから、もう一度取り込んでください。"
)


def write_kpis(preview: Preview, actor: User | None) -> tuple[int, int, int]:
    """Make indicators and targets, change those that stand there, print others again; how many targets of each.

    Each row of the preview knows its target and indicator afterwards.
    """
    rows = [row for row in preview.kpis if row.is_taken]
    _make_indicators([row for row in rows if row.fate is Fate.NEW], preview, actor)
    last: dict[int, int] = defaultdict(int)
    for standing in (*preview.world.targets, *preview.world.relistings):
        last[standing.item_id] = max(last[standing.item_id], standing.position)
    fresh = [row for row in rows if row.fate is Fate.NEW]
    again: list[tuple[KpiRow, PlanItem, int]] = []
    for row in rows:
        if row.fate in (Fate.NEW, Fate.RELIST):
            item = _item(row, preview)
            last[item.pk] += tree.STEP
            if row.fate is Fate.NEW:
                row.target = _target(row, item, last[item.pk], preview)
            else:
                again.append((row, item, last[item.pk]))
    _insert([row.target for row in fresh], actor)
    changed = [row for row in rows if row.fate is Fate.CHANGE and row.changed]
    _change(changed, actor)
    return len(fresh), len(changed), _relist(again, preview)


def _item(row: KpiRow, preview: Preview) -> PlanItem:
    item = row.home.item if row.home else preview.under
    assert item is not None  # the preview has a fault otherwise
    return item


def _make_indicators(rows: Sequence[KpiRow], preview: Preview, actor: User | None) -> None:
    made: list[Indicator] = []
    for row in rows:
        if row.indicator is None and row.first is None:
            row.indicator = _indicator(row, preview)
            made.append(row.indicator)
    bulk_create_with_history(made, Indicator, default_user=actor)
    for row in rows:
        if row.indicator is None and row.first is not None:
            row.indicator = row.first.indicator


def _indicator(row: KpiRow, preview: Preview) -> Indicator:
    assert row.read is not None
    item = _item(row, preview)
    made = Indicator(
        government=preview.world.government,
        name=row.kpi.name.strip(),
        unit=row.read.unit[:40],
        better=row.read.better,
        department=row.department or item.department,
        source=row.kpi.source.strip(),
    )
    made.clean_fields(exclude=["government", "department", "deputy", "survey", "sector_plan"])
    return made


def _target(row: KpiRow, item: PlanItem, position: int, preview: Preview) -> Target:
    assert row.indicator is not None
    printed = {name: getattr(row.kpi, name).strip() for name, _ in PRINTED}
    target = Target(
        edition=preview.edition,
        item=item,
        indicator=row.indicator,
        role=row.role,
        position=position,
        is_survey=row.kpi.is_survey,
        **printed,
    )
    target.unit = target.unit or row.indicator.unit
    target.rationale_for = target.target_text if target.rationale else ""
    write_data(target, *read(target, row.indicator))
    return target


def _insert(targets: Sequence[Any], actor: User | None) -> None:
    for target in targets:
        target.clean_fields(exclude=["edition", "item", "indicator"])
    bulk_create_with_history(targets, Target, default_user=actor)


def _change(rows: Sequence[KpiRow], actor: User | None) -> None:
    """What a person decided for is printed now; read anew, and what was answered about the old print is asked again."""
    asked: dict[str, list[int]] = defaultdict(list)
    targets = []
    for row in rows:
        target, said = row.target, row.changed
        assert target is not None
        for name, value in said.items():
            setattr(target, name, value)
        if _TEXTS & set(said) or (_READ & set(said) and not target.is_hand_read):
            write_data(target, *read(target, target.indicator))
            target.is_hand_read = False
        if "rationale" in said:
            target.rationale_for = target.target_text if target.rationale else ""
        target.version += 1
        target.clean_fields(exclude=["edition", "item", "indicator"])
        targets.append(target)
        for code, fields in CODES.items():
            if fields & set(said):
                asked[code].append(target.pk)
    if targets:
        bulk_update_with_history(targets, Target, _WRITTEN, default_user=actor)
    for code, ids in asked.items():
        SettledFlag.objects.filter(code=code, target__in=ids).delete()


def _relist(again: Sequence[tuple[KpiRow, PlanItem, int]], preview: Preview) -> int:
    """Print targets again, each once in a place and never where it stands itself."""
    taken = {(one.target_id, one.item_id) for one in preview.world.relistings}
    made = []
    for row, item, position in again:
        target = row.target or (row.first.target if row.first else None)
        assert target is not None
        if target.item_id != item.pk and (target.pk, item.pk) not in taken:
            taken.add((target.pk, item.pk))
            made.append(RelistedTarget(edition=preview.edition, target=target, item=item, position=position))
    RelistedTarget.objects.bulk_create(made)
    return len(made)


# --- figures ------------------------------------------------------------------------------------------------


def write_figures(preview: Preview, actor: User | None, file_name: str) -> int:
    """Keep the figures of the years as 入力中, with a note where they come from; returns how many. Three queries.

    The indicators are locked first: Refused where somebody entered a figure of the same year meanwhile.
    """
    rows = [(row, *one) for row in preview.kpis if row.is_taken for one in row.figures]
    if not rows:
        return 0
    ids = sorted({row.indicator.pk for row, _, _ in rows if row.indicator})
    locked = Indicator.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    list(locked.values_list("pk", flat=True))
    kept = Measurement.objects.filter(indicator__in=ids, series=None).values_list(
        "indicator_id", "fiscal_year"
    )
    if set(kept) & {(row.indicator.pk, year) for row, year, _ in rows if row.indicator}:
        raise Refused(MEASURED_SINCE)
    now, revisions = timezone.now(), []
    for row, year, figure in rows:
        assert row.indicator is not None
        stretch = stretch_of(Measurement.PeriodKind.FISCAL_YEAR, year, None, None)
        measurement = Measurement(
            indicator=row.indicator,
            period_kind=stretch.kind,
            starts_on=stretch.starts_on,
            ends_on=stretch.ends_on,
            fiscal_year=year,
        )
        revisions.append(_revision(measurement, figure, actor, now, _origin(file_name, row)))
    Measurement.objects.bulk_create([revision.measurement for revision in revisions])
    MeasurementRevision.objects.bulk_create(revisions)
    return len(revisions)


def _origin(file_name: str, row: KpiRow) -> str:
    place = f"（{row.kpi.place}）" if row.kpi.place else ""
    return f"「{file_name}」{place}から取り込みました。"[:500]


def _revision(
    measurement: Measurement, figure: Any, actor: User | None, now: Any, why: str
) -> MeasurementRevision:
    quality = MeasurementRevision.Quality
    revision = MeasurementRevision(
        measurement=measurement,
        n=1,
        value=figure.value,
        places=places_of(figure.value),
        quality=quality.PROVISIONAL if figure.is_provisional else quality.FINAL,
        is_running_total=figure.is_running_total,
        state=MeasurementRevision.State.DRAFT,
        by=actor,
        at=now,
        why=why,
    )
    revision.clean_fields(exclude=["measurement", "by"])
    return revision
