"""What a vision's courses come to, as tables: totals, classes, ages, births and moves. Pure.

Each course shown by the office stands in them; the adopted one first. Figures are whole people, half up, shares as printed
(they may add to 99.9 or 100.1).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from vision.ages import group_words
from vision.blocks import NONE, Cell, Column, Group, Table
from vision.figures import Change, ScenarioFigures, Summary, whole
from vision.wording import BETWEEN, decimal, difference, people, percent, span_name, year_name

ADOPTED = "（採用する見通し）"
CLASS_WORDS = (
    ("young", "年少人口（0～14歳）"),
    ("working", "生産年齢人口（15～64歳）"),
    ("old", "老年人口（65歳以上）"),
    ("old75", "うち75歳以上"),
)
SHARES_NOTE = "割合は、小数第2位を四捨五入しているため、合わせても100％にならないことがあります。"
BETWEEN_NOTE = f"{BETWEEN}は、5年ごとの値の間を直線で補った値、または人が入れた年の間を直線で補った値です。"
BIRTHS_NOTE = (
    "出生は、その5年間に生まれて期末に0～4歳になっている人の数です。死亡には、生まれて期末までに亡くなった人を含みません。"
    "1人未満を四捨五入しているため、内訳の和が合計と一致しないことがあります。"
)


def called(figures: ScenarioFigures) -> str:
    """The name of a course; the adopted one says so."""
    return figures.name + (ADOPTED if figures.is_adopted else "")


def broken(figures: ScenarioFigures) -> str:
    """The same in the head of a column."""
    return called(figures).replace("（採", "\n（採")


def figure(count: Decimal | None, note: str = "") -> Cell:
    """People as a cell."""
    return Cell() if count is None else Cell(people(count), Decimal(whole(count)), note)


def year_cell(year: int) -> Cell:
    """The head of a row."""
    return Cell(year_name(year), Decimal(year))


def years_of(courses: Iterable[ScenarioFigures]) -> tuple[int, ...]:
    """Every year for which one of the courses has figures of its own."""
    return tuple(sorted({year for one in courses for year in one.years}))


# --- totals -------------------------------------------------------------------------------------------------


def totals_table(courses: Sequence[ScenarioFigures], published: ScenarioFigures | None) -> Table:
    """Total people by year and course, with what the adopted one has more than the published one (社人研推計準拠)."""
    adopted = next((one for one in courses if one.is_adopted), None)
    has_gap = adopted is not None and published is not None and adopted.lineage != published.lineage
    rows = []
    for year in years_of(courses):
        cells = [year_cell(year), *(_total(one.at(year)) for one in courses)]
        if has_gap and adopted and published:
            cells.append(gap_cell(adopted.at(year), published.at(year)))
        rows.append(tuple(cells))
    gap = [Column("採用する見通しと社人研推計準拠との差", short="社人研推計\n準拠との差")] if has_gap else []
    is_between = any(cell.text.endswith(BETWEEN) for row in rows for cell in row)
    return Table(
        "totals",
        "ケースごとの総人口（人）",
        (_year_column(), *(Column(called(one), short=broken(one)) for one in courses), *gap),
        (Group("", tuple(rows)),),
        note=BETWEEN_NOTE if is_between else "",
    )


def gap_cell(own: Summary | None, other: Summary | None) -> Cell:
    """The difference of the whole numbers printed beside it, so that a reader can check it."""
    if own is None or other is None:
        return Cell()
    gap = whole(own.total) - whole(other.total)
    return Cell(difference(gap), Decimal(gap))


def _total(summary: Summary | None) -> Cell:
    if summary is None:
        return Cell()
    mark = BETWEEN if summary.is_between else ""
    return Cell(people(summary.total) + mark, Decimal(whole(summary.total)))


def _year_column() -> Column:
    return Column("年", "text", 34, is_head=True)


# --- classes ------------------------------------------------------------------------------------------------


def classes_table(key: str, name: str, courses: Sequence[ScenarioFigures], *, named: bool = False) -> Table:
    """The three classes and 75+ by year, people and shares; several courses, and ``named`` ones, stand in groups."""
    named = named or len(courses) > 1
    columns = [_year_column(), Column("総人口", short="総人口\n（人）")]
    columns += [Column(word, short=word.replace("（", "\n（")) for _, word in CLASS_WORDS]
    columns += [
        Column(f"{word.split('（')[0]}の割合", short=f"{word.split('（')[0]}\nの割合")
        for _, word in CLASS_WORDS
    ]
    groups = [
        Group(
            called(one) if named else "",
            tuple(_class_row(one.summaries[year]) for year in one.years),
        )
        for one in courses
        if one.years
    ]
    grouped = "ケース" if named else ""
    return without_blanks(Table(key, name, tuple(columns), tuple(groups), SHARES_NOTE, grouped))


def _class_row(summary: Summary) -> tuple[Cell, ...]:
    counts = [figure(getattr(summary, name)) for name, _ in CLASS_WORDS]
    shares = [_share(getattr(summary, f"{name}_share")) for name, _ in CLASS_WORDS]
    return (year_cell(summary.year), figure(summary.total), *counts, *shares)


def _share(share: Decimal | None) -> Cell:
    return Cell() if share is None else Cell(percent(share), share)


# --- ages ---------------------------------------------------------------------------------------------------


def ages_table(figures: ScenarioFigures, years: Sequence[int]) -> Table:
    """People by sex and age group in some years, with totals; the table beside the pyramid."""
    columns = [Column("年齢", "text", 28, is_head=True)]
    for year in years:
        columns += [Column(f"{year_name(year)}の{sex}", short=f"{year}年\n{sex}") for sex in ("男性", "女性")]
    words = group_words(figures.data["open"])
    columns_of_people = [
        row for year in years for row in (figures.male.get(year, ()), figures.female.get(year, ()))
    ]
    rows = [
        (Cell(word), *(figure(row[place]) for row in columns_of_people)) for place, word in enumerate(words)
    ]
    rows.append((Cell("総数"), *(figure(sum(row, Decimal())) for row in columns_of_people)))
    return Table("ages", "男女別・年齢5歳階級別の人口（人）", tuple(columns), (Group("", tuple(rows)),))


# --- births, deaths, moves ----------------------------------------------------------------------------------


def changes_table(courses: Sequence[ScenarioFigures], *, named: bool = False) -> Table:
    """Births, deaths and moves of every five years (自然増減・社会増減), for the courses that were computed."""
    told = [one for one in courses if one.changes]
    named = named or len(told) > 1
    has_added = any(change.added for one in told for change in one.changes)
    columns = [
        Column("期間", "text", 46, is_head=True),
        Column("出生"),
        Column("死亡"),
        Column("自然増減"),
        Column("社会増減（純移動）", short="社会増減\n（純移動）"),
        *([Column("開発などで加わる人", short="開発などで\n加わる人")] if has_added else []),
        Column("増減の計"),
    ]
    groups = [
        Group(
            called(one) if named else "",
            tuple(_change_row(change, has_added) for change in one.changes),
        )
        for one in told
    ]
    grouped = "ケース" if named else ""
    name = "5年ごとの自然増減と社会増減（人）"
    return Table("changes", name, tuple(columns), tuple(groups), BIRTHS_NOTE, grouped)


def _change_row(change: Change, has_added: bool) -> tuple[Cell, ...]:
    natural = change.births - change.deaths
    whole_change = natural + change.migration + change.added
    signed = [natural, change.migration, *([change.added] if has_added else []), whole_change]
    return (
        Cell(span_name(change.first, change.last)),
        figure(change.births),
        figure(change.deaths),
        *(Cell(difference(count), Decimal(whole(count))) for count in signed),
    )


# --- how unsure ---------------------------------------------------------------------------------------------


def band_table(courses: Sequence[ScenarioFigures]) -> Table | None:
    """The band of each course that has one; None where nobody asked for one."""
    told = [one for one in courses if one.data.get("band")]
    if not told:
        return None
    quantiles = told[0].data["band"]["quantiles"]
    columns = [_year_column(), *(Column(_quantile(Decimal(one))) for one in quantiles)]
    groups = []
    for one in told:
        band = one.data["band"]
        rows = tuple(
            (year_cell(int(year)), *(figure(Decimal(count)) for count in counts))
            for year, counts in sorted(band["total"].items())
        )
        groups.append(Group(called(one) if len(told) > 1 else "", rows))
    band = told[0].data["band"]
    note = f"出生率と純移動率を{band['draws']:,}回変えて計算し、小さい方から並べた値です（乱数の種 {band['seed']}）。"
    note += "中央の値は、仮定のとおりに計算した総人口と少し違うことがあります。"
    grouped = "ケース" if len(told) > 1 else ""
    return Table("band", "見通しの幅（総人口、人）", tuple(columns), tuple(groups), note, grouped)


def _quantile(share: Decimal) -> str:
    if share == Decimal("0.5"):
        return "中央の値"
    return f"小さい方から{decimal(share * 100, 0)}％の値"


def missing_sentences(courses: Iterable[ScenarioFigures]) -> tuple[str, ...]:
    """Why courses could not be computed, each with its name."""
    return tuple(f"「{one.name}」：{sentence}" for one in courses for sentence in one.data.get("missing", ()))


def without_blanks(table: Table) -> Table:
    """The table without columns in which nothing stands at all: classes of which only shares were published."""
    kept = [
        place
        for place, column in enumerate(table.columns)
        if column.is_head or any(row[place].text != NONE for row in table.rows)
    ]
    groups = (
        replace(group, rows=tuple(tuple(row[n] for n in kept) for row in group.rows))
        for group in table.groups
    )
    return replace(table, columns=tuple(table.columns[n] for n in kept), groups=tuple(groups))


def is_empty(table: Table) -> bool:
    """Whether there is no figure in the table at all."""
    return not any(cell.text != NONE for row in table.rows for cell in row[1:])
