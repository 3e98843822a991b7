"""A report arranged as a book: overview, KPI sheet, measures, materials, grants. Page, PDF, Word and Excel show this."""

from collections.abc import Iterator

from kpi.review.report import Report
from publishing.review import words
from publishing.review.blocks import (
    NONE,
    Block,
    Book,
    Cell,
    Column,
    CountChart,
    Group,
    Paragraphs,
    Part,
    Table,
)
from publishing.review.chapters import chapters_of
from publishing.review.kpi_sheet import kgi_charts, kpi_table

MOST_CHARTS = 2  # KGIs that are drawn; all of them stand in the sheet


def arrange(report: Report) -> Book:
    """The whole report; a table of which nothing is there is left out."""
    sheet = Part("kpis", "重要業績評価指標（ＫＰＩ）の検証シート", (kpi_table(report),))
    return Book(
        title=words.title(report),
        head=words.head(report),
        mark=words.mark(report),
        government=report.government,
        overview=tuple(_overview(report)),
        chapters=(*([sheet] if report.rows else []), *chapters_of(report)),
        years=len(report.years),
    )


def _overview(report: Report) -> Iterator[Part]:
    bars = tuple(
        (grade.sign, grade.word, grade.tone, count)
        for grade, count in zip(report.grades, report.counts, strict=True)
    )
    told = "、".join(f"{word}{count}件" for _, word, _, count in bars)
    chart = CountChart(f"評価ごとの件数の棒グラフ。{told}", bars)
    lines = tuple(filter(None, (words.essence(report), words.judged(report))))
    yield Part("result", "評価の結果", (Paragraphs(lines), chart))
    if charts := list(kgi_charts(report))[:MOST_CHARTS]:
        yield Part("kgi", "重要目標達成指標（ＫＧＩ）", tuple(charts))
    if report.goals:
        yield Part("goals", "目標ごとの指標数", (goals_table(report),))
    yield Part("criteria", "評価の基準", (criteria_table(report),))
    if said := tuple(_told(report)):
        yield Part("summary", "総評" if report.summary else "訂正の理由", said)


def _told(report: Report) -> Iterator[Block]:
    """What is said of the whole year, and why a correction was made."""
    if report.summary:
        yield Paragraphs(tuple(line for line in report.summary.splitlines() if line.strip()))
    if report.correction_reason:
        yield Paragraphs((report.correction_reason,), label="訂正の理由" if report.summary else "")


def goals_table(report: Report) -> Table:
    """Counts per grade under each goal, with the roll-up in words (GUI-65)."""
    counts = [str(count) for count in report.counts]
    places = {place.lineage: place for place in report.places}
    rows = tuple(
        (
            Cell(
                (words.called(places[row.place]) if row.place in places else NONE,),
                (row.sentence,) if row.sentence else (),
            ),
            *(Cell((str(count),)) for count in row.counts),
            Cell((str(row.total),)),
        )
        for row in report.goals
    )
    return Table(
        key="goals",
        name="目標ごとの指標数",
        columns=(
            Column("目標", width=44, is_head=True),
            *(
                Column(f"{one.sign} {one.word}".strip(), f"{one.sign}\n{one.word}", 0, "mark")
                for one in report.grades
            ),
            Column("計", form="mark"),
        ),
        groups=(Group("", rows),),
        note=words.again(report),
        total=tuple(Cell((text,)) for text in ("計", *counts, str(report.total))),
    )


def criteria_table(report: Report) -> Table:
    """When each grade is given, and how the rate is reckoned."""
    rows = tuple(
        (Cell((one.word,), sign=one.sign, tone=one.tone), Cell((one.meaning or NONE,)))
        for one in report.grades
    )
    return Table(
        key="criteria",
        name=f"評価の基準（{report.scheme_name}）" if report.scheme_name else "評価の基準",
        columns=(Column("評価", width=27, form="grade", is_head=True), Column("どのようなとき")),
        groups=(Group("", rows),),
        note=words.FORMULA,
    )
