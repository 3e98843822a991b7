"""A comparison arranged to be read: the most important figures and what changed, then everything by year. Pure.

Page, PDF, Word and Excel show these blocks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from vision.blocks import Block, Book, Cell, Column, Group, Paragraphs, Part, Table
from vision.comparing import Comparison, Row, Series
from vision.comparison.cells import figure, mark
from vision.comparison.facts import facts_of
from vision.comparison.front import front_table, parts_table
from vision.comparison.pictures import courses_picture, pyramid_picture
from vision.comparison.telling import sentences
from vision.comparison.words import (
    BETWEEN_NOTE,
    LESS_NOTE,
    NEW,
    NONE,
    OLD,
    POINTS,
    base_words,
    edition_words,
    stage_mark,
)
from vision.decomposing import Parts
from vision.figures import ScenarioFigures
from vision.indices import STAGE_NAMES, stages
from vision.wording import span_name, year_name

TITLE = "人口ビジョンの変更点"
INDICES_NOTE = "指数は、生産年齢人口（老年化指数は年少人口）を100としたときの値です。"
ASSUMED_NOTE = "率の値が変わったときは、出典が同じでも「変更」としています。"


def arrange(comparison: Comparison, parts: Parts | None) -> Book:
    """The whole comparison; ``parts`` are those of the difference (``vision.decomposing``)."""
    new, old = comparison.new, comparison.old
    told = sentences(comparison, parts)
    return Book(
        title=f"{TITLE}（{new['vision']['title']}）",
        mark=stage_mark(comparison),
        notice="　".join(comparison.notices),
        government=new["government"]["name"],
        lead=told[0],
        facts=(
            (OLD, f"{edition_words(old)}（基準年 {base_words(old)}）"),
            (NEW, f"{edition_words(new)}（基準年 {base_words(new)}）"),
        ),
        parts=tuple(_parts(comparison, parts, told)),
    )


def _parts(comparison: Comparison, parts: Parts | None, told: tuple[str, ...]) -> Iterator[Part]:
    first: list[Block] = [Paragraphs(told[1:], is_list=True)] if told[1:] else []
    if front := front_table(comparison):
        first.insert(0, front)
    if parts is not None and parts.is_known:
        first.append(parts_table(parts))
    yield Part("main", "主な数値の変更", tuple(first))
    totals = [series for series in comparison.totals if series.rows]
    if totals:
        drawn = courses_picture(comparison)
        yield Part("totals", "総人口", tuple(filter(None, (drawn, totals_table(totals)))))
    if comparison.classes:
        yield Part("classes", "年齢区分", tuple(_classes(comparison)))
    if comparison.indices:
        yield Part("indices", "人口の指数", tuple(_indices(comparison)))
    yield Part("assumed", "仮定", tuple(_assumed(comparison)))


def _classes(comparison: Comparison) -> Iterator[Block]:
    if drawn := pyramid_picture(comparison):
        yield drawn
    counts = [series for series in comparison.classes if not series.is_share]
    shares = [series for series in comparison.classes if series.is_share]
    yield _with_rates("classes", "年齢区分ごとの人口（人）", counts, "年齢区分")
    if shares:
        note = "差の単位はポイントです。割合は四捨五入しているため、合わせても100％にならないことがあります。"
        yield _plain("shares", "年齢区分の割合（％）", shares, "年齢区分", note)


def _indices(comparison: Comparison) -> Iterator[Block]:
    yield _plain("indices", "人口の指数", comparison.indices, "指数", INDICES_NOTE, is_annex=True)
    pair = comparison.main
    if pair is None or pair.old is None or pair.new is None:
        return
    old, new = (_stages(one) for one in (pair.old, pair.new))
    if old or new:
        columns = (Column("人口減少段階", "text", 62, is_head=True), Column(OLD, "mark"), Column(NEW, "mark"))
        names = [one for one in STAGE_NAMES.values() if one in old or one in new]
        rows = tuple((Cell(name), Cell(old.get(name, NONE)), Cell(new.get(name, NONE))) for name in names)
        yield Table("stages", "人口減少段階", columns, (Group("", rows),))


def _stages(one: ScenarioFigures) -> dict[str, str]:
    """From when to when, by the name of the stage."""
    spans: dict[str, list[str]] = {}
    for stage in stages(one.summaries):
        spans.setdefault(stage.name, []).append(span_name(stage.first, stage.last))
    return {name: "、".join(told) for name, told in spans.items()}


def _assumed(comparison: Comparison) -> Iterator[Block]:
    yield facts_table(comparison)
    if comparison.assumed:
        yield _plain("rates", "出生の仮定の推移", comparison.assumed, "仮定", is_annex=True)


# --- by year ------------------------------------------------------------------------------------------------


def totals_table(totals: Iterable[Series]) -> Table:
    """People in all by year, a group for each scenario."""
    return _with_rates("totals", "ケースごとの総人口（人）", totals, "ケース")


def _with_rates(key: str, name: str, several: Iterable[Series], grouped_by: str) -> Table:
    """Counts with differences and what these are of the old figure."""
    return _table(key, name, several, grouped_by, "増減率（％）")


def _plain(
    key: str, name: str, several: Iterable[Series], grouped_by: str, note: str = "", *, is_annex: bool = False
) -> Table:
    """Shares, indices, rates: figures of which a rate of change says nothing. An annex is folded away on pages."""
    return replace(_table(key, name, several, grouped_by, "", note), is_annex=is_annex)


def _table(
    key: str, name: str, several: Iterable[Series], grouped_by: str, rate: str, note: str = ""
) -> Table:
    found = [series for series in several if series.rows]
    columns = [Column("年", "text", 40, is_head=True), Column(OLD), Column(NEW), Column("差")]
    groups = tuple(
        Group(series.name, tuple(_row(series, row, rate) for row in series.rows)) for series in found
    )
    marked = BETWEEN_NOTE if any(row.is_between for series in found for row in series.rows) else ""
    if any(series.is_share for series in found):
        columns[-1] = Column(f"差（{POINTS}）")
    if rate:
        columns.append(Column(rate))
    return Table(key, name, tuple(columns), groups, "".join((note, LESS_NOTE, marked)), grouped_by)


def _row(series: Series, row: Row, rate: str) -> tuple[Cell, ...]:
    places = series.places
    cells = (
        Cell(year_name(row.year), Decimal(row.year)),
        figure(row.old, places, mark(is_between=row.old_between)),
        figure(row.new, places, mark(is_between=row.new_between)),
        figure(row.difference, places),
    )
    return (*cells, figure(row.rate, 1)) if rate else cells


def facts_table(comparison: Comparison) -> Table:
    """What both assume, in words."""
    columns = (
        Column("項目", "text", 36, is_head=True),
        Column(OLD, "text"),
        Column(NEW, "text"),
        Column("変更", "mark", 20),
    )
    rows = tuple(tuple(Cell(text) for text in fact.cells) for fact in facts_of(comparison))
    return Table("facts", "推計の仮定と出典", columns, (Group("", rows),), note=ASSUMED_NOTE)
