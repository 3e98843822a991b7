"""Verbs on indicators (指標): what is measured, what it is compared with, and where its definition changed."""

from typing import Any

from accounts.audit import Refused, record, verb
from accounts.models import Department, Government, User
from accounts.saving import Overtaken, names_of, put, require_known
from kpi.models import Indicator, Measurement, ReferenceSeries, SeriesBreak
from kpi.rules import is_fiscal_year, require_year
from kpi.saving import delete_by, save_by

FIELDS = frozenset(
    "name unit better effect department deputy person deputy_person definition formula source survey frequency "
    "survey_years known_month lag_years sector_plan sector_name sector_target".split()
)
OVERTAKEN = "ほかの人が先にこの指標を保存しました。いまの内容を確かめてから、もう一度直してください。"


@verb("indicator.create", "指標の追加")
def create_indicator(*, actor: User | None, government: Government, **fields: Any) -> Indicator:
    """Register an indicator; ``fields`` are those of FIELDS. Raises ``ValidationError`` for what cannot be."""
    indicator = make_indicator(actor, government, **fields)
    event("indicator.create", actor, indicator)
    return indicator


def make_indicator(actor: User | None, government: Government, **fields: Any) -> Indicator:
    """A new indicator, checked and saved; part of the verbs that make one."""
    require_known(fields, FIELDS)
    indicator = Indicator(government=government)
    put(indicator, fields)
    _check(indicator)
    save_by(indicator, actor)
    return indicator


@verb("indicator.save", "指標の保存")
def save_indicator(*, actor: User | None, indicator: Indicator, version: int, **fields: Any) -> Indicator:
    """Save these fields if nobody saved since ``version``; raises ``Overtaken`` otherwise."""
    require_known(fields, FIELDS)
    current = locked(indicator)
    if current.version != version:
        raise Overtaken(OVERTAKEN, current)
    changed = put(current, fields)
    if not changed:
        return current
    if "unit" in changed:
        _require_no_figures(current)
    _check(current)
    current.version += 1
    save_by(current, actor)
    event("indicator.save", actor, current, version=current.version, fields=names_of(current, changed))
    return current


@verb("indicator.delete", "指標の削除")
def delete_indicator(*, actor: User | None, indicator: Indicator) -> Government:
    """Delete an indicator on which nothing hangs; Refused naming targets and figures otherwise."""
    current = locked(indicator)
    if hanging := _hanging(current):
        raise Refused(f"「{current.name}」は削除できません。{hanging}")
    event("indicator.delete", actor, current)
    delete_by(current, actor)
    return current.government


def locked(indicator: Indicator) -> Indicator:
    """The indicator as it stands now, locked; Refused when it is gone."""
    rows = Indicator.objects.select_for_update(no_key=True, of=("self",)).select_related("government")
    current = rows.filter(pk=indicator.pk).first()
    if current is None:
        raise Refused("この指標はもうありません。画面を開き直してください。")
    return current


def event(name: str, /, actor: User | None, indicator: Indicator, **detail: Any) -> None:
    """The event of a verb on an indicator."""
    record(
        name,
        actor=actor,
        government=indicator.government,
        subject=indicator,
        key=str(indicator.key),
        **detail,
    )


def _check(indicator: Indicator) -> None:
    own = indicator.government_id
    for department in (indicator.department, indicator.deputy):
        if isinstance(department, Department) and department.government_id != own:
            raise Refused("ほかの団体の課は担当課に指定できません。")
    _check_people(indicator)
    if indicator.survey is not None and indicator.survey.government_id != own:
        raise Refused("ほかの団体の調査は指定できません。")
    if indicator.sector_plan is not None and indicator.sector_plan.government_id != own:
        raise Refused("ほかの団体の計画は個別計画に指定できません。")
    years = indicator.survey_years
    if not isinstance(years, list) or not all(is_fiscal_year(year) for year in years):
        raise Refused("調査年度は、「2021」のような西暦の年度で入れてください。")
    indicator.survey_years = sorted(set(years))


def _check_people(indicator: Indicator) -> None:
    """Who is in charge belongs to the government, or did: somebody who left stays until the 引継."""
    people = [one for one in (indicator.person, indicator.deputy_person) if one is not None]
    if len({one.pk for one in people}) < len(people):
        raise Refused("担当者と副担当者が同じ人です。副担当者は、別の人にするか、空にしてください。")
    for one in people:
        if not one.memberships.filter(government=indicator.government_id).exists():
            raise Refused(
                f"{one.name}さんはこの団体に所属していません。担当者は、この団体の人から選んでください。"
            )


def _require_no_figures(indicator: Indicator) -> None:
    if Measurement.objects.filter(indicator=indicator).exists():
        raise Refused(
            f"「{indicator.name}」には実績値があるので、単位は変えられません。"
            "単位の違う値は、新しい指標をつくって入れてください。"
        )


def _hanging(indicator: Indicator) -> str:
    """What hangs on an indicator, and what to do about it."""
    targets = list(indicator.targets.select_related("edition__plan").order_by("edition_id", "position")[:4])
    figures = indicator.measurements.count()
    said = []
    if targets:
        where = "、".join(
            dict.fromkeys(f"「{one.edition.title}」第{one.edition.number}版" for one in targets[:3])
        )
        said.append(f"この指標を使う目標値が{where}{'など' if len(targets) > 3 else ''}にあります。")
    if figures:
        said.append(f"実績値が{figures}件あり、実績値は記録として残します。")
    return "".join(said)


# --- 定義の変更 ------------------------------------------------------------------------------------------------


@verb("indicator.break", "定義の変更の追加")
def mark_break(*, actor: User | None, indicator: Indicator, fiscal_year: int, note: str) -> SeriesBreak:
    """Say that figures from ``fiscal_year`` on are of another kind. Raises ``ValidationError`` for a second one."""
    require_year(fiscal_year)
    if not note.strip():
        raise Refused("何が変わったかを書いてください。")
    current = locked(indicator)
    made = SeriesBreak(indicator=current, fiscal_year=fiscal_year, note=note.strip())
    made.full_clean()
    made.save()
    event("indicator.break", actor, current, fiscal_year=fiscal_year, reason=made.note)
    return made


@verb("indicator.unbreak", "定義の変更の取消し")
def unmark_break(*, actor: User | None, series_break: SeriesBreak) -> Indicator:
    """Take a change of definition back."""
    current = locked(series_break.indicator)
    found = current.breaks.filter(pk=series_break.pk).first()
    if found is None:
        raise Refused("この定義の変更はもうありません。画面を開き直してください。")
    event("indicator.unbreak", actor, current, fiscal_year=found.fiscal_year, reason=found.note)
    found.delete()
    return current


# --- 比べる系列 ------------------------------------------------------------------------------------------------


@verb("reference.create", "比べる系列の追加")
def add_reference(
    *, actor: User | None, indicator: Indicator, name: str, source: str = ""
) -> ReferenceSeries:
    """Add what an indicator is compared with (全国平均). Raises ``ValidationError`` for a name that is taken."""
    current = locked(indicator)
    made = ReferenceSeries(indicator=current, name=name.strip(), source=source.strip())
    made.full_clean()
    made.save()
    event("reference.create", actor, current, name=made.name)
    return made


@verb("reference.save", "比べる系列の変更")
def save_reference(
    *, actor: User | None, reference: ReferenceSeries, name: str, source: str = ""
) -> ReferenceSeries:
    """Change name and source of what an indicator is compared with."""
    current = locked(reference.indicator)
    found = _reference(reference, current)
    if not put(found, {"name": name, "source": source}):
        return found
    found.full_clean()
    found.save()
    event("reference.save", actor, current, name=found.name)
    return found


@verb("reference.remove", "比べる系列の削除")
def remove_reference(*, actor: User | None, reference: ReferenceSeries) -> Indicator:
    """Remove what an indicator is compared with; Refused when figures of it were kept."""
    current = locked(reference.indicator)
    found = _reference(reference, current)
    if count := found.measurements.count():
        raise Refused(f"「{found.name}」には値が{count}件あるので、削除できません。値は記録として残します。")
    event("reference.remove", actor, current, name=found.name)
    found.delete()
    return current


def _reference(reference: ReferenceSeries, indicator: Indicator) -> ReferenceSeries:
    found = indicator.references.filter(pk=reference.pk).first()
    if found is None:
        raise Refused("この比べる系列はもうありません。画面を開き直してください。")
    return found
