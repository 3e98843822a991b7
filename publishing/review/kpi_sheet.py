"""The KPI sheet of a report, as offices know it:
No｜KPI｜単位｜基準値｜実績 by year｜目標値｜達成率｜評価｜要因・課題｜今後の方針｜担当課｜委員意見."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from kpi.explaining import year_word
from kpi.review.report import KpiRow, Report, YearFigure
from publishing.kpi_cells import Printed, printed
from publishing.review import words
from publishing.review.blocks import NONE, Cell, Column, Group, LineChart, Table
from strategy.fiscal import format_fiscal_year

KEY = "kpis"
NARROW = 3  # years beside which the unit has a column of its own; with more the sheet is A3
KGI, SUPPLEMENTARY = "KGI", "SUPPLEMENTARY"
FITTING = 8  # characters of a figure that stand in a narrow column
_APART = {KGI: "重要目標達成指標（KGI）", SUPPLEMENTARY: "補足指標（目標値を定めず、値の動きを見るもの）"}
ELSEWHERE = "その他の指標"


def kpi_table(report: Report) -> Table:
    """The sheet, grouped by goal, in printed order."""
    heads = _common(report, "baseline_text"), _common(report, "target_text")
    groups = [
        Group(title, tuple(tuple(_cells(row, report, heads)) for row in rows), anchor)
        for title, anchor, rows in grouped(report)
    ]
    return Table(
        key=KEY,
        name="重要業績評価指標（KPI）の検証",
        columns=tuple(_columns(report, heads)),
        groups=tuple(groups),
        note=_note(report),
        grouped_by="基本目標",
        is_dense=True,
    )


def is_wide(report: Report) -> bool:
    """Whether there are too many years for A4."""
    return len(report.years) > NARROW


def grouped(report: Report) -> Iterator[tuple[str, str, list[KpiRow]]]:
    """Heading, anchor and rows of each group: goals in printed order, KGI before and 補足指標 behind them."""
    by_key: dict[str, list[KpiRow]] = {}
    for row in report.rows:
        by_key.setdefault(row.role if row.role in _APART else row.goal, []).append(row)
    last = by_key.pop(SUPPLEMENTARY, None)
    first = by_key.pop(KGI, None)
    ordered = [(KGI, first), *by_key.items(), (SUPPLEMENTARY, last)]
    places = {place.lineage: words.called(place) for place in report.places}
    for number, (key, rows) in enumerate(((key, rows) for key, rows in ordered if rows), start=1):
        yield _APART.get(key) or places.get(key, ELSEWHERE), f"goal-{number}", rows


def _common(report: Report, field: str) -> str:
    """The bracket that most texts of a column end with, if it names a year: it is told once, in the head.

    Not where another text of the column names no time at all: the head would give it one. A target without a time is
    for the last year of the plan.
    """
    texts = [printed(text) for row in report.rows if (text := getattr(row, field))]
    brackets = Counter(small for text in texts for small in text.small)
    if not brackets:
        return ""
    found, _ = brackets.most_common(1)[0]
    year = words.bracketed_year(found)
    is_last = field == "target_text" and year == report.last_fiscal_year
    return found if year and (is_last or all(text.small for text in texts)) else ""


def _columns(report: Report, heads: tuple[str, str]) -> Iterator[Column]:
    wide = is_wide(report)
    yield Column("No", width=8, form="mark")
    yield Column("KPI", "ＫＰＩ", width=52 if wide else 43, is_head=True)
    if not wide:
        yield Column("単位", width=11, form="mark", is_below=True)
    yield _dated("基準値", heads[0])
    longest = max((len(figure.text) for row in report.rows for figure in row.figures), default=0)
    broad = longest > FITTING  # 19,650,000 is not to be broken
    for year in report.years:
        yield Column(
            f"実績（{year_word(year)}）", f"実績\n{words.short_year(year)}", 19 if broad else 15, "figure"
        )
    yield _dated("目標値", heads[1])
    yield Column("達成率", width=15, form="mark")
    yield Column("最終評価" if words.is_term(report) else "評価", width=21, form="grade")
    yield Column("要因・課題", is_detail=True)
    yield Column("今後の方針", width=0 if wide else 25 if broad else 29, is_detail=True)
    yield Column("担当課", width=20 if wide else 17, is_detail=True)
    yield Column("委員意見", width=0 if wide else 26 if broad else 31, is_detail=True)


def _dated(name: str, bracket: str) -> Column:
    year = words.bracketed_year(bracket) if bracket else None
    if year is None:
        return Column(name, width=17, form="figure")
    return Column(f"{name}（{year_word(year)}）", f"{name}\n（{words.short_year(year)}）", 17, "figure")


def _cells(row: KpiRow, report: Report, heads: tuple[str, str]) -> Iterator[Cell]:
    wide, way = is_wide(report), words.way_of(row, report.fiscal_year)
    yield Cell((f"{row.number}" if row.number else words.AGAIN if row.is_relisted else NONE,))
    yield Cell((_name(row),), tuple(_below(row, with_unit=wide)), href=row.indicator)
    if not wide:
        yield Cell((row.unit or NONE,))
    yield _printed(row.baseline_text, row.unit, heads[0])
    for figure in row.figures:
        yield figure_cell(figure, way if figure.fiscal_year == report.fiscal_year else ("", ""))
    goal = _printed(row.target_text, row.unit, heads[1])
    yield Cell(goal.lines, (*goal.small, *_revised(row)))
    yield Cell((row.rate_text or NONE,))
    yield _grade(row, report)
    yield _text(words.spoken_cause(row))
    yield _text(words.spoken_direction(row))
    yield _text((row.department,))
    yield _text(words.listed(row.opinions))


def _name(row: KpiRow) -> str:
    again = f"【{words.AGAIN}】" if row.is_relisted else ""
    return f"{again}{words.SURVEY_MARK if row.is_survey else ''}{row.name}"


def _below(row: KpiRow, *, with_unit: bool) -> Iterator[str]:
    if row.audience:
        yield f"対象：{row.audience}"
    if with_unit and row.unit:
        yield f"単位：{row.unit}"


def _printed(text: str, unit: str, common: str) -> Cell:
    """A baseline or target as the plan prints it; the bracket that the head tells is left out."""
    own: Printed = printed(text)
    small = tuple(small for small in own.small if small != common)
    return Cell((words.without_unit(own.text, unit) or NONE,), small)


def figure_cell(figure: YearFigure, way: tuple[str, str]) -> Cell:
    """A figure of a year with what must be known of it; a dash and the reason where there is none. ``way``: the arrow
    and its words."""
    notes = words.figure_notes(figure)
    if not figure.text:
        return Cell((NONE,), notes)
    value = Decimal(figure.value) if figure.value else None
    return Cell((figure.text,), notes, value=value, arrow=way[0], way=way[1])


def _revised(row: KpiRow) -> Iterator[str]:
    """Targets that were changed during the term, and from when the present one holds (OGO-9)."""
    for one in row.revised:
        when = f"{words.day(one.since)}から改訂。" if one.since else ""
        before = f"（基準値 {one.baseline_text}）" if one.baseline_text != row.baseline_text else ""
        yield f"{when}改訂前の目標値 {one.target_text}{before}"


def _grade(row: KpiRow, report: Report) -> Cell:
    """The grade that holds in sign and word. Where people gave it, why, and what was reckoned, stand below it."""
    small = (row.sentence,) if row.sentence else ()
    if row.grade_by_hand:
        reason = f"（理由：{row.hand_reason}）" if row.hand_reason else ""
        reckoned = report.grade(row.grade) if row.grade else None
        computed = (f"計算による評価：{reckoned.sign} {reckoned.word}",) if reckoned else ()
        small = (f"手で付けた評価{reason}", *computed, *small)
    key = row.grade_by_hand or row.grade
    if not key:
        return Cell((NONE,), small)
    grade = report.grade(key)
    return Cell((grade.word,), small, sign=grade.sign, tone=grade.tone)


def _text(lines: Iterable[str]) -> Cell:
    found = tuple(filter(None, lines))
    return Cell(found or (NONE,))


def _note(report: Report) -> str:
    said = [
        "※は調査による指標です。" if any(row.is_survey for row in report.rows) else "",
        "矢印は前の値と比べた増減（↗増加、→同じ、↘減少）で、良し悪しを示すものではありません。"
        if any(row.arrow for row in report.rows)
        else "",
        words.again(report),
        "速報は、後日の確定値で変わることがあります。"
        if any(one.quality == "PROVISIONAL" for row in report.rows for one in row.figures)
        else "",
    ]
    return "".join(said)


def kgi_charts(report: Report) -> Iterator[LineChart]:
    """The KGIs that can be drawn: those with a figure in two years at least."""
    for row in report.rows:
        if row.role != KGI or row.is_relisted:
            continue
        points = tuple(
            (one.fiscal_year, Decimal(one.value), one.text, one.quality == "PROVISIONAL")
            for one in row.figures
            if one.value
        )
        if len(points) < 2:
            continue
        goal = words.number_of(row.target_text, row.unit)
        name = row.name + (f"（{row.audience}）" if row.audience else "")
        yield LineChart(
            title=_told(name, points, row),
            name=name,
            unit=row.unit,
            years=tuple(range(report.years[0], report.last_fiscal_year + 1)),
            points=points,
            goal_year=report.last_fiscal_year,
            goal=goal,
            goal_text=printed(row.target_text).text,
        )


def _told(name: str, points: tuple[tuple[int, Decimal, str, bool], ...], row: KpiRow) -> str:
    """The chart in a sentence, for those who cannot see it."""
    said = "、".join(f"{format_fiscal_year(year, short=True)}{text}{row.unit}" for year, _, text, _ in points)
    return f"{name}の実績の折れ線グラフ。{said}。目標{printed(row.target_text).text}"
