"""Verbs on the rates that a vision assumes: derived from its tables, k computed or typed, removed."""

from collections.abc import Mapping
from decimal import Decimal

from accounts.audit import Refused, record, verb
from accounts.models import User
from vision.deriving import Derived, NotDerivable, derived_from, national_k
from vision.keeping import keep_assumption, require_standing, survival_of
from vision.models import Assumption, PopulationTable, PopulationVision, VisionArea
from vision.rules import require_working_vision
from vision.saving import require_version
from vision.tables import PeopleTable, year_rates_data

Kind = Assumption.Kind
WORD = "この仮定値"
NO_SURVIVAL = "生残率がないため、純移動率を求められません。先に生残率（全国や都道府県の値でもかまいません）を取り込んでください。"
LOWEST_K, HIGHEST_K = Decimal("0.05"), Decimal("0.3")


@verb("assumption.derive", "仮定値を人口表から求める")
def derive_assumptions(
    *,
    actor: User | None,
    vision: PopulationVision,
    kinds: tuple[str, ...] = ("CENSUS",),
    seen: str | None = None,
) -> list[str]:
    """Net migration rates, child–woman ratios and sex ratios of every area out of its tables of these kinds, marked as derived.

    ``kinds`` are those of tables, the first goes before. Refused where tables or survival are missing; nothing is kept then.
    ``seen`` is what stood there when the person opened the page (``vision.keeping.standing_of``); raises ``Overtaken``.
    """
    current = require_working_vision(vision)
    require_standing(current, seen)
    tables: dict[int, list[PopulationTable]] = {}
    for row in current.tables.filter(kind__in=kinds, area__isnull=False).select_related("area"):
        tables.setdefault(row.area_id, []).append(row)
    kept: list[str] = []
    for area in current.areas.all():
        own = sorted(tables.get(area.pk, []), key=lambda row: kinds.index(row.kind))
        kept += _keep_derived(current, area, _derived(current, area, own))
    if not kept:
        raise Refused("推計の区域がありません。先に区域を加えてください。")
    record("assumption.derive", actor=actor, government=current.government, subject=current, assumptions=kept)
    return kept


def _derived(vision: PopulationVision, area: VisionArea, tables: list[PopulationTable]) -> Derived:
    if not tables:
        raise Refused(
            f"{area.name}の人口表がありません。先に、5年離れた二つの年の人口表を取り込んでください。"
        )
    survival = survival_of(vision, area)
    if survival is None:
        raise Refused(NO_SURVIVAL)
    given = [
        (f"{row.get_kind_display()}「{row.title}」", PeopleTable.of(row.data), row.unknown) for row in tables
    ]
    try:
        return derived_from(given, survival)
    except NotDerivable as why:
        raise Refused(f"{area.name}：{why}") from why


def _keep_derived(vision: PopulationVision, area: VisionArea, derived: Derived) -> list[str]:
    assert derived.migration is not None
    values = (
        (Kind.MIGRATION, derived.migration.to_data()),
        (Kind.CHILD_WOMAN, year_rates_data(derived.child_woman)),
        (Kind.SEX_RATIO, year_rates_data(derived.sex_ratio)),
    )
    return [
        keep_assumption(
            vision, area, kind, data, source="人口表から計算", remarks=derived.remarks, is_derived=True
        )
        for kind, data in values
    ]


@verb("assumption.enter", "kの入力")
def enter_k(
    *,
    actor: User | None,
    vision: PopulationVision,
    source: str,
    tfr: Mapping[int, Decimal] | None = None,
    k: Mapping[int, Decimal] | None = None,
    seen: str | None = None,
) -> Assumption:
    """Keep k by year, common to all areas: typed (``k``), or the national table's child–woman ratio ÷ ``tfr``, the nation's.

    ``seen`` as ``derive_assumptions`` has it.
    """
    current = require_working_vision(vision)
    require_standing(current, seen)
    if tfr:
        k, remarks = _computed_k(current, tfr)
    else:
        remarks = []
    if not k:
        raise Refused("年と値を、少なくとも1行入れてください。")
    for year, value in sorted(k.items()):
        if not LOWEST_K <= value <= HIGHEST_K:
            raise Refused(
                f"{year}年のkが{value:f}になります。kは0.14前後の数です。合計特殊出生率か、全国の表を確かめてください。"
            )
    keep_assumption(
        current,
        None,
        Kind.TFR_RATIO,
        year_rates_data(k),
        source=source,
        remarks=remarks,
        is_derived=bool(tfr),
    )
    row = current.assumptions.get(area=None, kind=Kind.TFR_RATIO)
    record(
        "assumption.enter",
        actor=actor,
        government=current.government,
        subject=row,
        years=[str(year) for year in sorted(k)],
    )
    return row


def _computed_k(
    vision: PopulationVision, tfr: Mapping[int, Decimal]
) -> tuple[Mapping[int, Decimal], list[str]]:
    table = vision.tables.filter(kind=PopulationTable.Kind.NATIONAL).first()
    if table is None:
        raise Refused("全国の将来推計の表がありません。「人口表」で取り込むか、kそのものを入れてください。")
    try:
        found = national_k(PeopleTable.of(table.data), tfr)
    except NotDerivable as why:
        raise Refused(str(why)) from why
    rates = "、".join(f"{year}年{rate:f}" for year, rate in sorted(tfr.items()))
    return found, [f"「{table.title}」の子ども女性比を、全国の合計特殊出生率（{rates}）で割りました。"]


@verb("assumption.remove", "仮定値の削除")
def remove_assumption(*, actor: User | None, assumption: Assumption, version: int) -> PopulationVision:
    """Take rates out of a vision that is being written; raises ``Overtaken`` where they changed since ``version``."""
    current = require_working_vision(assumption.vision)
    row = current.assumptions.select_related("area").filter(pk=assumption.pk).first()
    if row is None:
        raise Refused("この仮定値はもうありません。")
    require_version(row, version, WORD)
    record(
        "assumption.remove",
        actor=actor,
        government=current.government,
        subject=row,
        area=row.area.name if row.area else "全区域共通",
    )
    row.delete()
    return current
