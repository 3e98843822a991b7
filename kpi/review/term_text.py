"""The text with which the next edition's section 「第N期の総括」 begins, made of a 総括評価 (TOY-19).

Who judged how, the opinions ①②…, how many KPIs came how far, and a table: present value, each year, target, final
judgement. Only tags that the editor keeps; whatever people wrote stands in it as text.
"""

from collections.abc import Iterable, Iterator
from html import escape

from kpi.explaining import year_word
from kpi.review.report import KpiRow, Report, YearFigure
from kpi.review.rollup import held, sentence
from strategy.numbering import format_number

NO_FIGURE = "―"
ARISING = "主な意見は次のとおりです。"
TABLE = "指標の推移と最終の判定"


def term_text(report: Report) -> str:
    """The text as HTML: paragraphs, one heading, one table."""
    return "".join((*_judgement(report), *_opinions(report), *_counts(report), *_table(report)))


def _judgement(report: Report) -> Iterator[str]:
    """「令和5年度から令和9年度までの…については、…で「概ね順調」と評価されました。」 and the 総評."""
    period = f"{year_word(report.first_fiscal_year)}から{year_word(report.last_fiscal_year)}まで"
    subject = f"「{report.edition_title}」（{period}）"
    body = report.judged_by.strip()
    if report.judgement.strip():
        by = f"{body}による総括評価で" if body else "総括評価で"
        yield _paragraph(f"{subject}は、{by}「{report.judgement.strip()}」と評価されました。")
    else:
        yield _paragraph(
            f"{subject}の取組みを、{body}で総括しました。" if body else f"{subject}の取組みを総括しました。"
        )
    yield from map(_paragraph, _lines(report.summary))


def _opinions(report: Report) -> Iterator[str]:
    """The opinions of the bodies from outside, numbered ①②…."""
    found = [text for row in report.inputs if row.kind == "EXTERNAL" for _, text, _ in row.opinions]
    if found:
        yield _paragraph(ARISING)
        for n, text in enumerate(found, start=1):
            yield _paragraph(f"{format_number('circled', n)}{'　'.join(_lines(text))}")


def _counts(report: Report) -> Iterator[str]:
    if report.total:
        yield _paragraph(sentence(report.counts, report.grades))


def _table(report: Report) -> Iterator[str]:
    """Each KPI once; a supplementary indicator has no target to be judged by and stays away."""
    rows = [row for row in report.rows if not row.is_relisted and row.target_text]
    if not rows:
        return
    heads = ("指標", "基準値", *map(year_word, report.years), "目標値", "最終の判定")
    yield f"<h3>{TABLE}</h3><table><thead><tr>"
    yield from (f'<th scope="col">{escape(head)}</th>' for head in heads)
    yield "</tr></thead><tbody>"
    for row in rows:
        yield f'<tr><th scope="row">{escape(_name(row))}</th>'
        yield from map(
            _cell, (row.baseline_text, *map(_figure, row.figures), row.target_text, _grade(report, row))
        )
        yield "</tr>"
    yield "</tbody></table>"


def _name(row: KpiRow) -> str:
    unit = f"［{row.unit}］" if row.unit else ""
    return f"{row.name}（{row.audience}）{unit}" if row.audience else f"{row.name}{unit}"


def _figure(figure: YearFigure) -> str:
    return figure.text or figure.absent


def _grade(report: Report, row: KpiRow) -> str:
    key = held(row)
    grade = report.grade(key) if key else None
    return f"{grade.sign} {grade.word}" if grade else ""


def _cell(text: str) -> str:
    return f"<td>{escape(text or NO_FIGURE)}</td>"


def _lines(text: str) -> Iterable[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"
