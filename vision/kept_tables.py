"""Verbs on tables that stand in a vision: typed totals, and removing a table."""

from collections.abc import Mapping

from accounts.audit import Refused, record, verb
from accounts.models import User
from vision.keeping import keep_totals, require_standing
from vision.models import PopulationTable, PopulationVision, VisionArea
from vision.rules import require_working_vision
from vision.saving import require_version
from vision.tables import Totals, TotalsTable
from vision.uploads import Taking

WORD = "この表"


@verb("population_table.enter", "公表された総人口の入力")
def enter_totals(
    *,
    actor: User | None,
    vision: PopulationVision,
    area: VisionArea,
    totals: Mapping[int, Totals],
    title: str = "",
    source: str = "",
    source_url: str = "",
    seen: str | None = None,
) -> PopulationTable:
    """Keep totals that somebody typed, in the place of those that stand there; Refused without any, or with impossible ones.

    ``seen`` is what stood there when the person opened the page (``vision.keeping.standing_of``); raises ``Overtaken``.
    """
    current = require_working_vision(vision)
    require_standing(current, seen)
    own = current.areas.filter(pk=area.pk).first()
    if own is None:
        raise Refused("この区域はもうありません。人口表の一覧から開き直してください。")
    if not totals:
        raise Refused("年と総人口を、少なくとも1行入れてください。")
    if any(one.total <= 0 for one in totals.values()):
        raise Refused("総人口は1人以上の数で入れてください。")
    taking = Taking(PopulationTable.Kind.TOTALS, title, source, source_url)
    keep_totals(current, own, TotalsTable(totals), None, taking)
    row = current.tables.get(area=own, kind=PopulationTable.Kind.TOTALS)
    record(
        "population_table.enter",
        actor=actor,
        government=current.government,
        subject=row,
        area=own.name,
        years=[str(year) for year in sorted(totals)],
    )
    return row


@verb("population_table.remove", "人口表の削除")
def remove_table(*, actor: User | None, table: PopulationTable, version: int) -> PopulationVision:
    """Take a table out of a vision that is being written; raises ``Overtaken`` where it changed since ``version``."""
    current = require_working_vision(table.vision)
    row = current.tables.select_related("area").filter(pk=table.pk).first()
    if row is None:
        raise Refused("この表はもうありません。")
    require_version(row, version, WORD)
    record(
        "population_table.remove",
        actor=actor,
        government=current.government,
        subject=row,
        area=row.area.name if row.area else "全国",
        table=row.get_kind_display(),
    )
    row.delete()
    return current
