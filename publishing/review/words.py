"""What a report says of itself: titles, years, the year in a sentence, arrows."""

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal

from kpi.explaining import year_word
from kpi.notation import parse_target
from kpi.review.report import KpiRow, PlaceWord, Report, YearFigure
from kpi.review.rollup import sentence
from kpi.spec import TargetKind
from strategy.fiscal import EraError, era_year, format_date, parse_fiscal_year

DRAFT = "（案）"
SURVEY_MARK, AGAIN = "※", "再掲"
# Arrows say more or less, never good or bad.
ARROWS = {"up": ("↗", "増えた"), "flat": ("→", "同じ"), "down": ("↘", "減った")}
_QUALITY = {"PROVISIONAL": "速報", "CORRECTED": "訂正"}
_ERAS = {"令和": "R", "平成": "H", "昭和": "S"}
FORMULA = "達成率＝（実績値－基準値）÷（目標値－基準値）。下がるほどよい指標も同じ式で計算します。"


def is_term(report: Report) -> bool:
    """Whether this is the 総括評価 of a whole term."""
    return report.kind == "TERM"


def year_name(report: Report) -> str:
    """令和6年度; of a 総括評価 令和5年度～令和9年度."""
    if is_term(report):
        return f"{year_word(report.first_fiscal_year)}～{year_word(report.last_fiscal_year)}"
    return year_word(report.fiscal_year)


def paper_name(report: Report) -> str:
    """効果検証報告書, 総括評価報告書; a correction says which."""
    name = "総括評価報告書" if is_term(report) else "効果検証報告書"
    return name if report.revision == 1 else f"{name}（訂正{report.revision - 1}）"


def title(report: Report) -> str:
    """令和6年度　効果検証報告書."""
    return f"{year_name(report)}　{paper_name(report)}"


def head(report: Report) -> str:
    """What runs above each page: 豊中市デジタル総合戦略　令和6年度 効果検証報告書."""
    return f"{report.edition_title}　{year_name(report)} {paper_name(report)}"


def mark(report: Report) -> str:
    """（案） until the year is published."""
    return "" if report.published_on else DRAFT


def short_year(year: int) -> str:
    """R6, H31, R元: the head of a narrow column.

    >>> short_year(2024), short_year(2019)
    ('R6', 'R元')
    """
    name = era_year(year, 5)
    return f"{_ERAS.get(name[:2], name[:2])}{name[2:].removesuffix('年')}"


def bracketed_year(small: str) -> int | None:
    """The fiscal year that a bracket names and nothing else: （令和9年度）."""
    text = small.strip("（）() ")
    if not text.endswith("年度"):
        return None
    try:
        return parse_fiscal_year(text)
    except EraError:
        return None


def essence(report: Report) -> str:
    """The year in a sentence or two: 令和6年度末の時点で、14指標のうち、「達成」と「順調」は合わせて7指標（50%）です。…"""
    when = "計画期間の全体で、" if is_term(report) else f"{year_word(report.fiscal_year)}末の時点で、"
    if not report.total:
        return f"{when}評価した指標はありません。"
    return when + sentence(report.counts, report.grades)


def judged(report: Report) -> str:
    """総合戦略推進会議の評価は「概ね順調」です。"""
    return f"{report.judged_by or '全体'}の評価は「{report.judgement}」です。" if report.judgement else ""


def again(report: Report) -> str:
    """What the counts leave out."""
    return f"再掲の{report.relisted}件は数えていません。" if report.relisted else ""


def called(place: PlaceWord, *, full: bool = False) -> str:
    """第1章　子ども…: the number and the title of an item."""
    return "　".join(filter(None, (place.full_number if full else place.number, place.title)))


def figure_notes(figure: YearFigure) -> tuple[str, ...]:
    """What must be known of a figure: 速報, 累計, 年度の途中, a remark; where there is none, why."""
    if not figure.text:
        return (figure.absent,) if figure.absent else ()
    return tuple(
        filter(
            None,
            (
                _QUALITY.get(figure.quality, ""),
                "累計" if figure.is_running_total else "",
                "年度の途中" if figure.is_partial else "",
                figure.remark,
            ),
        )
    )


def way_of(row: KpiRow, year: int) -> tuple[str, str]:
    """The arrow of the reviewed year and what it says: 前の年より増えた; 前の値 where the year before has no figure."""
    if row.arrow not in ARROWS:
        return "", ""
    sign, word = ARROWS[row.arrow]
    has_last = any(one.fiscal_year == year - 1 and one.text for one in row.figures)
    than = "と" if row.arrow == "flat" else "より"
    return sign, f"前の{'年' if has_last else '値'}{than}{word}"


def without_unit(text: str, unit: str) -> str:
    """A figure without the unit that has a column of its own; any other text as it is.

    >>> without_unit("68.1%", "%"), without_unit("5年間で7,400人", "人")
    ('68.1', '5年間で7,400人')
    """
    bare = text.removesuffix(unit).strip() if unit else text
    return bare if re.fullmatch(r"[-−－△▲+]?[0-9０-９][0-9０-９,，.．]*", bare) else text


def spoken_cause(row: KpiRow) -> tuple[str, ...]:
    """要因 and 課題; each with its name where both are told."""
    if row.cause and row.issue:
        return f"要因：{row.cause}", f"課題：{row.issue}"
    return tuple(filter(None, (row.cause, row.issue)))


def spoken_direction(row: KpiRow) -> tuple[str, ...]:
    """改善　相談窓口の案内を見直す, and a new target that is proposed."""
    way = "　".join(filter(None, (row.direction, row.action)))
    return tuple(filter(None, (way, f"目標値の見直し案：{row.new_target}" if row.new_target else "")))


def circled(number: int) -> str:
    """①②…, (21) behind the last sign there is.

    >>> circled(1), circled(21)
    ('①', '(21)')
    """
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else f"({number})"


def listed(texts: Iterable[str]) -> tuple[str, ...]:
    """Several opinions with ①②, a single one as it is."""
    found = tuple(texts)
    return found if len(found) < 2 else tuple(f"{circled(n)}{text}" for n, text in enumerate(found, 1))


def thousands(text: str) -> str:
    """Money with commas: 12345 as 12,345; what is no whole number stays."""
    return f"{int(text):,}" if re.fullmatch(r"-?[0-9]+", text) else text


def day(iso: str) -> str:
    """令和7年（2025年）10月31日; nothing for nothing."""
    return format_date(datetime.date.fromisoformat(iso)) if iso else ""


def number_of(text: str, unit: str) -> Decimal | None:
    """The one number of each year that a printed target names, in the unit of the indicator; None where there is none."""
    spec = parse_target(text, unit=unit or None)
    is_level = spec.kind in (TargetKind.AT_LEAST, TargetKind.AT_MOST, TargetKind.APPROX)
    return spec.value if is_level and spec.unit in ("", unit) else None
