"""What stands in a vision, as the office's pages list it: tables by area and year, rates as tables, files that wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from vision.ages import group_words
from vision.models import Assumption, PopulationTable, PopulationUpload, PopulationVision, VisionArea
from vision.reading.checks import sum_of
from vision.reading.found import AreaRates
from vision.reading.parsed import Parsed
from vision.tables import AgeRates, Counts, PeopleTable, TotalsTable, year_rates
from vision.wording import people, year_name

MOST_UPLOADS = 30
PLACES = Decimal("0.00001")
NATION = "全国"
COMMON = "全区域共通"
RATE_WORDS = {
    "survival": "生残率",
    "migration": "純移動率",
    "combined": "生残率と純移動率を合わせた率",
    "child_woman": "子ども女性比",
    "sex_ratio": "0～4歳性比",
    "tfr_ratio": "k",
}


@dataclass(frozen=True)
class TableLine:
    """A table in a list: its years in words, the people of its newest year, what to know of it."""

    row: PopulationTable
    where: str
    years: str
    newest: str
    people: str
    groups: str


@dataclass(frozen=True)
class YearTable:
    """People of a year by group, as printed: a label, men, women, both. ``sums`` are those of known age, ``unknown`` the others
    (empty where there are none), ``printed`` the total of the table, ``by`` how much the sum is more or less than that."""

    year: str
    groups: tuple[tuple[str, ...], ...]
    sums: tuple[str, ...]
    unknown: tuple[str, ...]
    printed: str
    by: str


@dataclass(frozen=True)
class RateTable:
    """Rates as a table: heads of its columns, rows of label and figures as they are printed."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class RateLine:
    """Rates in a list, with the table of their figures."""

    row: Assumption
    where: str
    years: str
    table: RateTable


@dataclass(frozen=True)
class Taken:
    """A table or rates in a file that waits, as the preview shows it; ``replaces`` says what stands in its place."""

    where: str
    what: str
    years: str
    people: str
    replaces: str


def table_lines(vision: PopulationVision) -> list[TableLine]:
    """The tables of a vision, areas in their order, the nation last. One query."""
    rows = vision.tables.select_related("area").order_by("area__position", "area_id", "kind", "id")
    lines = [table_line(row) for row in rows]
    return sorted(lines, key=lambda one: one.row.area_id is None)


def table_line(row: PopulationTable) -> TableLine:
    """One of them."""
    where = row.area.name if row.area else NATION
    if row.kind == PopulationTable.Kind.TOTALS:
        totals = TotalsTable.of(row.data).years
        count, groups, years = people(totals[max(totals)].total), "総数", sorted(totals)
    else:
        table = PeopleTable.of(row.data)
        years = sorted(table.years)
        count, groups = people(sum_of(table.years[years[-1]])), f"{table.open_from}歳以上まで"
    return TableLine(row, where, _years(years), year_name(years[-1]), count, groups)


def missing_tables(vision: PopulationVision, lines: Sequence[TableLine]) -> list[str]:
    """Areas without people of the base year by sex and age, as sentences. One query."""
    have = {
        line.row.area_id
        for line in lines
        if line.row.kind in (PopulationTable.Kind.CENSUS, PopulationTable.Kind.PROJECTION)
        and str(vision.base_year) in line.row.data["years"]
    }
    return [
        f"{area.name}の{year_name(vision.base_year)}（基準年）の男女別・年齢別の人口がありません。"
        for area in vision.areas.all()
        if area.pk not in have
    ]


def year_tables(row: PopulationTable) -> list[YearTable]:
    """A table of people year by year, the newest first."""
    table = PeopleTable.of(row.data)
    words = group_words(table.open_from)
    return [_year(year, words, counts) for year, counts in sorted(table.years.items(), reverse=True)]


def _year(year: int, words: tuple[str, ...], counts: Counts) -> YearTable:
    groups = tuple(
        (word, *(f"{n:,}" for n in (men, women, men + women)))
        for word, men, women in zip(words, counts.male, counts.female, strict=True)
    )
    men, women = sum(counts.male), sum(counts.female)
    lost = (*counts.unknown, sum(counts.unknown))
    by = 0 if counts.total is None else sum_of(counts) - counts.total
    sums, unknown = (
        tuple(f"{n:,}" for n in row) for row in ((men, women, men + women), lost if any(lost) else ())
    )
    printed = "" if counts.total is None else f"{counts.total:,}"
    words_by = f"{abs(by):,}人{'多い' if by > 0 else '少ない'}" if by else ""
    return YearTable(year_name(year), groups, sums, unknown, printed, words_by)


def total_rows(row: PopulationTable) -> list[tuple[str, ...]]:
    """A table of totals as printed: year, total, three classes."""
    return [
        (year_name(year), *(people(value) for value in (one.total, one.young, one.working, one.old)))
        for year, one in sorted(TotalsTable.of(row.data).years.items())
    ]


def rate_lines(vision: PopulationVision) -> list[RateLine]:
    """The rates of a vision with their figures: common ones first, then area by area. One query."""
    order = list(Assumption.Kind)
    rows = list(vision.assumptions.select_related("area"))
    rows.sort(
        key=lambda row: (row.area is not None, row.area.position if row.area else 0, order.index(row.kind))
    )
    return [rate_line(row) for row in rows]


def rate_line(row: Assumption) -> RateLine:
    """One of them."""
    where = row.area.name if row.area else COMMON
    if row.kind in (Assumption.Kind.SURVIVAL, Assumption.Kind.MIGRATION):
        rates = AgeRates.of(row.data)
        return RateLine(row, where, _periods(sorted(rates.male)), _age_table(rates))
    by_year = year_rates(row.data)
    rows = tuple((year_name(year), (_shown(rate),)) for year, rate in sorted(by_year.items()))
    return RateLine(row, where, _years(sorted(by_year)), RateTable((row.get_kind_display(),), rows))


def _age_table(rates: AgeRates) -> RateTable:
    words = group_words(rates.open_from)
    below = f"{rates.open_from - 5}歳以上"
    periods = sorted(rates.male)
    heads = tuple(f"{year}→{year + 5}年 {sex}" for year in periods for sex in ("男", "女"))
    rows = []
    for place in range(len(words) - 1):
        leaving = below if place == len(words) - 2 else words[place]
        figures = tuple(
            _shown(given[year][place]) for year in periods for given in (rates.male, rates.female)
        )
        rows.append((f"{leaving}→{words[place + 1]}", figures))
    return RateTable(heads, tuple(rows))


def _shown(rate: Decimal) -> str:
    return f"{rate.quantize(PLACES, ROUND_HALF_UP):f}".replace("-", "−")


def _years(years: Sequence[int]) -> str:
    if len(years) < 4:
        return "、".join(map(year_name, years))
    return f"{year_name(years[0])}～{year_name(years[-1])}の{len(years)}回"


def _periods(years: Sequence[int]) -> str:
    return f"{years[0]}年→{years[-1] + 5}年（{len(years)}期間）" if years else ""


def uploads_of(vision: PopulationVision) -> list[PopulationUpload]:
    """The newest files, without their bytes. One query."""
    rows = vision.uploads.defer("data", "parsed").select_related("by").order_by("-id")
    return list(rows[:MOST_UPLOADS])


def takings_of(vision: PopulationVision, parsed: Parsed) -> list[Taken]:
    """What a file would bring, table by table. Three queries."""
    areas: dict[str, VisionArea] = {area.code: area for area in vision.areas.all()}
    tables = {(row.area_id, row.kind): row for row in vision.tables.all()}
    rates = {(row.area_id, row.kind) for row in vision.assumptions.all()}
    made = []
    for key, table in parsed.people.items():
        area = areas.get(key)
        there = [
            row.get_kind_display()
            for (area_id, kind), row in tables.items()
            if area is not None and area_id == area.pk and kind in ("CENSUS", "PROJECTION")
        ]
        newest = max(table.years)
        count = f"{year_name(newest)} {sum_of(table.years[newest]):,}人（{table.open_from}歳以上まで）"
        made.append(
            Taken(
                _where(area, key, parsed),
                "男女・年齢別の人口",
                _years(sorted(table.years)),
                count,
                "、".join(there),
            )
        )
    for key, totals in parsed.totals.items():
        area, newest = areas.get(key), max(totals.years)
        there = ["公表された総人口と3区分"] if area and (area.pk, "TOTALS") in tables else []
        count = f"{year_name(newest)} {totals.years[newest].total:,}人"
        made.append(
            Taken(
                _where(area, key, parsed),
                "総人口と3区分",
                _years(sorted(totals.years)),
                count,
                "、".join(there),
            )
        )
    for key, one in parsed.rates.items():
        made += _rates_taken(areas.get(key), _where(areas.get(key), key, parsed), one, rates)
    return made


def _rates_taken(
    area: VisionArea | None, where: str, rates: AreaRates, standing: set[tuple[int | None, str]]
) -> list[Taken]:
    made = []
    for name, word in RATE_WORDS.items():
        value = getattr(rates, name)
        if value is None:
            continue
        is_there = (area.pk if area else None, name.upper()) in standing
        if isinstance(value, AgeRates):
            years, detail = _periods(sorted(value.male)), f"{value.open_from}歳以上まで"
        else:
            newest = max(value)
            years, detail = _years(sorted(value)), f"{year_name(newest)} {_shown(value[newest])}"
        made.append(Taken(where, word, years, detail, word if is_there else ""))
    return made


def _where(area: VisionArea | None, key: str, parsed: Parsed) -> str:
    if area is not None:
        return area.name
    return parsed.names.get(key) or key or ("全国" if parsed.is_nation else "団体コードなし")
