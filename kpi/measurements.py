"""Verbs on figures (実績値): entered, submitted, returned, approved, published. Each adds a revision; none is changed."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from accounts.saving import Overtaken
from kpi.figures import places_of
from kpi.indicators import locked
from kpi.models import Indicator, Measurement, MeasurementRevision, Publication, ReferenceSeries
from kpi.periods import Stretch, require_within, stretch_of
from kpi.rules import require_year
from kpi.typed import TypedFigure, read_part, read_typed
from strategy.fiscal import format_fiscal_year

State = MeasurementRevision.State
Quality = MeasurementRevision.Quality
WHY_NEEDED = "承認した値を直すときは、理由を書いてください。"
OVERTAKEN = "ほかの人が先にこの値を変えました。いまの値を確かめてから、もう一度入れてください。"
# What a revision takes over from the one before when only its state changes.
FIGURE = "value places numerator denominator quality is_running_total is_partial note".split()


@verb("measurement.record", "実績値の入力")
def record_value(
    *,
    actor: User | None,
    indicator: Indicator,
    fiscal_year: int,
    typed: str,
    series: ReferenceSeries | None = None,
    stage: int = 1,
    quality: str = Quality.FINAL,
    seen: int = 0,
    why: str = "",
    note: str | None = None,
    numerator: Decimal | str | None = None,
    denominator: Decimal | str | None = None,
    is_running_total: bool | None = None,
    is_partial: bool = False,
    period_kind: str = Measurement.PeriodKind.FISCAL_YEAR,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
    first_year: int | None = None,
    period: tuple[int, int] | None = None,
) -> MeasurementRevision:
    """Enter the figure that somebody typed, as the newest revision (入力中) of its measurement.

    ``seen`` is the number of the newest revision that the person was shown, 0 for none; raises ``Overtaken`` with the
    newest where another stands there now. ``period`` (or ``first_year`` alone) bounds the years, as the plan's own.
    ``note`` is shown to readers beside the figure (None: it stays); ``why`` is the office's own.
    Typing 「―」 empties a figure that was never approved. What is there already is not entered again.
    """
    require_year(fiscal_year)
    stretch = stretch_of(period_kind, fiscal_year, starts_on, ends_on)
    require_within(stretch, *(period or (first_year, None)))
    current = locked(indicator)
    own = _own_series(series, current)
    figure = read_typed(typed, unit=current.unit)
    measurement = _measurement(current, own, stretch, stage)
    newest = newest_of(measurement)
    if (newest.n if newest else 0) != seen and not (seen == 0 and newest and newest.value is None):
        raise Overtaken(OVERTAKEN, newest)
    facts = _facts(figure, quality, is_partial) | _particulars(
        figure, newest, numerator=numerator, denominator=denominator, is_running_total=is_running_total
    )
    facts["note"] = note.strip() if note is not None else newest.note if newest else ""
    if newest is not None and newest.quality == Quality.CORRECTED and facts["quality"] == Quality.FINAL:
        facts["quality"] = Quality.CORRECTED  # once corrected, it is not as it was first said to be final
    if newest is not None and all(getattr(newest, name) == value for name, value in facts.items()):
        return newest
    _require_sound(measurement, newest, facts, why)
    revision = _add(measurement, actor, newest, State.DRAFT, why, facts)
    _event("measurement.record", actor, revision)
    return revision


@verb("measurement.submit", "実績値の提出")
def submit_value(*, actor: User | None, measurement: Measurement, seen: int) -> MeasurementRevision:
    """Submit a figure that is being entered or was returned; Refused otherwise."""
    return _pass_on("measurement.submit", actor, measurement, seen, State.SUBMITTED)


@verb("measurement.return", "実績値の差戻し")
def return_value(*, actor: User | None, measurement: Measurement, seen: int, why: str) -> MeasurementRevision:
    """Return a submitted figure with the reason for it; Refused without one."""
    if not why.strip():
        raise Refused("差し戻す理由を書いてください。")
    return _pass_on("measurement.return", actor, measurement, seen, State.RETURNED, why)


@verb("measurement.approve", "実績値の承認")
def approve_value(*, actor: User | None, measurement: Measurement, seen: int) -> MeasurementRevision:
    """Approve a submitted figure: it counts in the office, and is not public by that."""
    return _pass_on("measurement.approve", actor, measurement, seen, State.APPROVED)


@verb("measurement.publish", "実績値の公表")
def publish_value(*, actor: User | None, measurement: Measurement, seen: int) -> Publication:
    """Make the newest approved revision public, if it is the one the person saw."""
    current = _locked(measurement)
    approved = current.revisions.filter(state=State.APPROVED).order_by("-n").first()
    if approved is None or approved.n != seen:
        newest = newest_of(current)
        if newest is not None and newest.n == seen:
            raise Refused("公表できるのは承認した値だけです。先に承認してください。")
        raise Overtaken(OVERTAKEN, newest)
    if Publication.objects.filter(revision=approved).exists():
        raise Refused("この値はすでに公表されています。")
    made = Publication(revision=approved, by=actor, at=timezone.now())
    made.full_clean()
    made.save(force_insert=True)
    approved.measurement = current
    _event("measurement.publish", actor, approved)
    return made


def newest_of(measurement: Measurement) -> MeasurementRevision | None:
    """The revision that says where a figure stands, if there is one."""
    return measurement.revisions.order_by("-n").first()


# From which states a figure may come into another.
_FROM = {
    State.SUBMITTED: (State.DRAFT, State.RETURNED),
    State.RETURNED: (State.SUBMITTED,),
    State.APPROVED: (State.SUBMITTED,),
}
_DEEDS = {State.SUBMITTED: "提出", State.RETURNED: "差戻し", State.APPROVED: "承認"}


def _pass_on(
    name: str, actor: User | None, measurement: Measurement, seen: int, state: State, why: str = ""
) -> MeasurementRevision:
    current = _locked(measurement)
    newest = newest_of(current)
    if newest is None:
        raise Refused("値がまだ入っていません。先に値を入れてください。")
    if newest.n != seen:
        raise Overtaken(OVERTAKEN, newest)
    if newest.value is None:
        raise Refused("値が空です。先に値を入れてください。")
    if newest.state not in _FROM[state]:
        wanted = "・".join(f"「{one.label}」" for one in _FROM[state])
        raise Refused(
            f"{_DEEDS[state]}ができるのは{wanted}の値だけです（いまは「{newest.get_state_display()}」）。"
        )
    facts = {name: getattr(newest, name) for name in FIGURE}
    revision = _add(current, actor, newest, state, why, facts)
    _event(name, actor, revision)
    return revision


def _locked(measurement: Measurement) -> Measurement:
    """The measurement as it stands now; its indicator is locked, so that its revisions stay as they are."""
    indicator = locked(measurement.indicator)
    current = indicator.measurements.select_related("series").filter(pk=measurement.pk).first()
    if current is None:
        raise Refused("この実績値はもうありません。画面を開き直してください。")
    current.indicator = indicator
    return current


def _own_series(series: ReferenceSeries | None, indicator: Indicator) -> ReferenceSeries | None:
    if series is not None and series.indicator_id != indicator.pk:
        raise Refused("ほかの指標の比べる系列には入れられません。")
    return series


def _measurement(
    indicator: Indicator, series: ReferenceSeries | None, stretch: Stretch, stage: int
) -> Measurement:
    """The measurement of this stretch of time, made if there is none; Refused where the year has another."""
    found = None
    for other in indicator.measurements.filter(series=series, fiscal_year=stretch.fiscal_year, stage=stage):
        if (other.starts_on, other.ends_on) == (stretch.starts_on, stretch.ends_on):
            found = other
        elif (newest := newest_of(other)) is not None and newest.value is not None:
            raise Refused(
                f"{format_fiscal_year(stretch.fiscal_year)}の値は、別の時期（{other.get_period_kind_display()}："
                f"{other.starts_on:%Y/%m/%d}～{other.ends_on:%Y/%m/%d}）の値としてすでに入っています。"
                "一つの年度に入れられる値は一つです。"
            )
    if found is not None:
        found.indicator = indicator
        return found
    made = Measurement(
        indicator=indicator,
        series=series,
        period_kind=stretch.kind,
        starts_on=stretch.starts_on,
        ends_on=stretch.ends_on,
        fiscal_year=stretch.fiscal_year,
        stage=stage,
    )
    made.full_clean()
    made.save()
    return made


def _facts(figure: TypedFigure, quality: str, is_partial: bool) -> dict[str, Any]:
    if figure.is_provisional and quality == Quality.FINAL:
        quality = Quality.PROVISIONAL
    return {
        "value": figure.value,
        "places": places_of(figure.value) if figure.value is not None else 0,
        "quality": quality,
        "is_partial": is_partial,
    }


def _particulars(
    figure: TypedFigure,
    newest: MeasurementRevision | None,
    *,
    numerator: Decimal | str | None,
    denominator: Decimal | str | None,
    is_running_total: bool | None,
) -> dict[str, Any]:
    """What nobody said (None) stays as it was while the figure is the same."""
    said = {
        "numerator": None if numerator is None else read_part(numerator, "分子"),
        "denominator": None if denominator is None else read_part(denominator, "分母"),
        "is_running_total": figure.is_running_total if is_running_total is None else is_running_total,
    }
    if newest is None or newest.value != figure.value:
        return said
    if numerator is None and denominator is None:
        said |= {"numerator": newest.numerator, "denominator": newest.denominator}
    if is_running_total is None and not figure.is_running_total:
        said["is_running_total"] = newest.is_running_total
    return said


def _require_sound(
    measurement: Measurement, newest: MeasurementRevision | None, facts: dict[str, Any], why: str
) -> None:
    """Refuse to empty what was approved, and to correct an approved final figure without saying why."""
    if newest is None:
        if facts["value"] is None:
            raise Refused("値が入力されていません。値を入れてください。")
        return
    approved = measurement.revisions.filter(state=State.APPROVED).order_by("-n").first()
    if approved is None:
        return
    if facts["value"] is None:
        raise Refused("承認した値は空にできません。正しい値を入れて、もう一度提出してください。")
    is_corrected = approved.quality != Quality.PROVISIONAL and approved.value != facts["value"]
    if is_corrected and not why.strip():
        raise Refused(WHY_NEEDED)
    if is_corrected and facts["quality"] == Quality.FINAL:
        facts["quality"] = Quality.CORRECTED


def _add(
    measurement: Measurement,
    actor: User | None,
    newest: MeasurementRevision | None,
    state: State,
    why: str,
    facts: dict[str, Any],
) -> MeasurementRevision:
    revision = MeasurementRevision(
        measurement=measurement,
        n=newest.n + 1 if newest else 1,
        state=state,
        by=actor,
        at=timezone.now(),
        why=why.strip(),
        **facts,
    )
    revision.full_clean()
    revision.save(force_insert=True)
    return revision


def _event(name: str, actor: User | None, revision: MeasurementRevision) -> None:
    measurement = revision.measurement
    record(
        name,
        actor=actor,
        government=measurement.indicator.government,
        subject=measurement,
        indicator=measurement.indicator.name,
        fiscal_year=measurement.fiscal_year,
        value=None if revision.value is None else f"{revision.value:.{revision.places}f}",
        revision=revision.n,
        reason=revision.why,
    )
