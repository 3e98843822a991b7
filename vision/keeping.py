"""Rows of tables and rates of a vision, written in the transaction of a verb. Part of the verbs."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from accounts.audit import Refused
from accounts.saving import Overtaken
from vision.models import Assumption, PopulationTable, PopulationUpload, PopulationVision, VisionArea
from vision.reading.checks import same_open_group
from vision.reading.found import AreaRates
from vision.reading.rates import difference
from vision.saving import save_checked
from vision.tables import AgeRates, PeopleTable, TotalsTable, year_rates_data
from vision.wording import year_name

Kind = PopulationTable.Kind
FIELDS_OF_KINDS = (
    (Assumption.Kind.SURVIVAL, "survival"),
    (Assumption.Kind.MIGRATION, "migration"),
    (Assumption.Kind.CHILD_WOMAN, "child_woman"),
    (Assumption.Kind.SEX_RATIO, "sex_ratio"),
    (Assumption.Kind.TFR_RATIO, "tfr_ratio"),
)
NO_SURVIVAL = (
    "このファイルの率は、生残率と純移動率を合わせたものです。分けるには生残率が要ります。"
    "先に生残率（全国の値でもかまいません）を取り込んでください。"
)
OTHER_GROUPS = (
    "生残率と、ファイルの率とで、期間か最も上の年齢階級が違うため、純移動率を求められません。"
    "同じ期間、同じ年齢階級の生残率を取り込んでください。"
)
STANDING = (
    "この画面を開いたあとで、ほかの人が人口表か仮定値を変えました。まだ何も変えていません。"
    "いまの内容を確かめてから、もう一度送ってください。"
)


class Described(Protocol):
    """How somebody called a table: see ``vision.uploads.Taking``."""

    kind: str
    title: str
    source: str
    source_url: str
    unknown: str


def own_areas(vision: PopulationVision) -> dict[str, VisionArea]:
    """The areas of a vision by code. One query."""
    return {row.code: row for row in vision.areas.all()}


def standing_of(vision: PopulationVision) -> str:
    """Which tables and rates stand in a vision, each with its version: what a preview was made against. Two queries."""
    rows = [
        *(("t", *row) for row in vision.tables.order_by("id").values_list("id", "version")),
        *(("a", *row) for row in vision.assumptions.order_by("id").values_list("id", "version")),
    ]
    return ",".join(f"{kind}{pk}.{version}" for kind, pk, version in rows)


def require_standing(vision: PopulationVision, seen: str | None) -> None:
    """``Overtaken`` where other tables or rates stand in a locked vision than the person saw; None asks for nothing."""
    if seen is not None and standing_of(vision) != seen:
        raise Overtaken(STANDING, vision)


def keep_table(
    vision: PopulationVision,
    area: VisionArea | None,
    table: PeopleTable,
    upload: PopulationUpload,
    said: Described,
) -> str:
    """Write a table of people; a census table keeps the years of the one before that it does not have itself."""
    kind = Kind(said.kind)
    if (kind == Kind.NATIONAL) != (area is None) or kind == Kind.TOTALS:
        raise Refused("表の種類と区域が合いません。全国の表には区域がなく、そのほかの表には区域があります。")
    remarks = _remarks_on(upload, area)
    row = vision.tables.filter(area=area, kind=kind).first()
    if row is not None and kind == Kind.CENSUS:
        table, more = joined(PeopleTable.of(row.data), table)
        remarks += more
    has_unknown = any(any(one.unknown) for one in table.years.values())
    unknown = said.unknown if has_unknown else PopulationTable.Unknown.NONE
    if has_unknown and unknown == PopulationTable.Unknown.NONE:
        raise Refused("この表には年齢不詳の人がいます。年齢別に按分するか、別に示すかを選んでください。")
    facts = {"unknown": unknown, "data": table.to_data(), "remarks": remarks}
    return _write_table(vision, area, kind, row, upload, said, facts)


def keep_totals(
    vision: PopulationVision,
    area: VisionArea,
    totals: TotalsTable,
    upload: PopulationUpload | None,
    said: Described,
) -> str:
    """Write published totals of an area in the place of those that stand there."""
    row = vision.tables.filter(area=area, kind=Kind.TOTALS).first()
    facts = {"data": totals.to_data(), "remarks": _remarks_on(upload, area) if upload else []}
    return _write_table(vision, area, Kind.TOTALS, row, upload, said, facts)


def _write_table(
    vision: PopulationVision,
    area: VisionArea | None,
    kind: Kind,
    row: PopulationTable | None,
    upload: PopulationUpload | None,
    said: Described,
    facts: Mapping[str, Any],
) -> str:
    where = area.name if area else "全国"
    if row is None:
        row = PopulationTable(vision=vision, area=area, kind=kind)
    else:
        row.version += 1
    row.title = said.title.strip() or f"{where}の{kind.label}"
    row.source, row.source_url = said.source.strip(), said.source_url.strip()
    row.file_name, row.sha256 = (upload.name, upload.sha256) if upload else ("", "")
    for name, value in facts.items():
        setattr(row, name, value)
    save_checked(row)
    return f"{where}（{kind.label}）"


def joined(old: PeopleTable, new: PeopleTable) -> tuple[PeopleTable, list[str]]:
    """Both tables in one: of a year that both have the new one counts; folded to the lower open group, which is told."""
    folded, said = same_open_group({"いままでの表": old, "新しい表": new})
    before, after = folded.values()
    kept = [year for year in sorted(before.years) if year not in after.years]
    remarks = [one.sentence for one in said]
    if kept:
        remarks.append(f"{'、'.join(map(year_name, kept))}は、前に取り込んだ表のままです。")
    return PeopleTable(after.open_from, {**before.years, **after.years}), remarks


def keep_rates(
    vision: PopulationVision,
    area: VisionArea | None,
    rates: AreaRates,
    upload: PopulationUpload,
    source: str,
) -> list[str]:
    """Write the rates of an area, or those common to all areas, each in the place of the one that stands there."""
    given = {kind: getattr(rates, name) for kind, name in FIELDS_OF_KINDS}
    if given[Assumption.Kind.MIGRATION] is None and rates.combined is not None:
        given[Assumption.Kind.MIGRATION] = _split(vision, area, rates.combined)
    remarks = _remarks_on(upload, area)
    kept = []
    for kind, value in given.items():
        if value is not None:
            data = value.to_data() if isinstance(value, AgeRates) else year_rates_data(value)
            kept.append(
                keep_assumption(vision, area, kind, data, source=source, remarks=remarks, upload=upload)
            )
    return kept


def keep_assumption(
    vision: PopulationVision,
    area: VisionArea | None,
    kind: str,
    data: Mapping[str, Any],
    *,
    source: str,
    remarks: Sequence[str] = (),
    is_derived: bool = False,
    upload: PopulationUpload | None = None,
) -> str:
    """Write a rate in the place of the one of its kind; what it is called, for the record."""
    row = vision.assumptions.filter(area=area, kind=kind).first()
    if row is None:
        row = Assumption(vision=vision, area=area, kind=kind)
    else:
        row.version += 1
    row.data, row.source, row.remarks, row.is_derived = dict(data), source.strip(), list(remarks), is_derived
    row.file_name, row.sha256 = (upload.name, upload.sha256) if upload else ("", "")
    save_checked(row)
    return f"{area.name if area else '全区域共通'}（{row.get_kind_display()}）"


def survival_of(vision: PopulationVision, area: VisionArea | None) -> AgeRates | None:
    """Survival of an area, else that common to all areas; None where there is none. One query."""
    rows = {row.area_id: row for row in vision.assumptions.filter(kind=Assumption.Kind.SURVIVAL)}
    row = rows.get(area.pk if area else None) or rows.get(None)
    return AgeRates.of(row.data) if row else None


def _split(vision: PopulationVision, area: VisionArea | None, combined: AgeRates) -> AgeRates:
    survival = survival_of(vision, area)
    if survival is None:
        raise Refused(NO_SURVIVAL)
    migration = difference(combined, survival)
    if migration is None:
        raise Refused(OTHER_GROUPS)
    return migration


def _remarks_on(upload: PopulationUpload, area: VisionArea | None) -> list[str]:
    """Sentences of the reading that concern this area, or the file as a whole."""
    parsed = upload.parsed or {}
    # What is said of codes is about rows that were not read.
    said = [
        sentence
        for sentence, _, is_fault in parsed.get("findings", [])
        if not is_fault and not sentence.startswith("団体コード")
    ]
    names = set(parsed.get("names", {}).values())
    others = tuple(f"{name}の" for name in names if area is not None and name != area.name)
    return [sentence for sentence in said if not (others and sentence.startswith(others))]
