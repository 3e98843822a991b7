"""The columns of the workbooks by their headings: what goes out under a heading is read from under it again. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

SCHEMA = 1
META = "_hashira"  # the hidden sheet that says where the workbook comes from
INSTRUCTIONS = "説明"
HEAD_NAME, HEAD_DATE = "所属長の氏名", "所属長の確認日"
NAME_BAND, INPUT_BAND = "計画に書いてあること（変えられません）", "ここに入れてください（色の付いたセル）"
_BLANK = re.compile(r"\s+")


class About(StrEnum):
    """What a row is about. Its key says it."""

    TARGET = "target"
    SHARED = "shared"  # a target whose figure is entered in the row of another target of the same indicator
    RELISTED = "relisted"  # 再掲: nothing is entered here
    ITEM = "item"
    PROJECT = "project"
    # 施策調書
    MEASURE = "measure"
    NEW_MEASURE = "new measure"  # room for one under the item whose lineage the key holds
    DRAFTED_KPI = "drafted kpi"
    NEW_KPI = "new kpi"  # room for one at the item whose lineage the key holds


# The letter by which a key says what its row is about.
LETTERS = {
    About.TARGET: "T",
    About.SHARED: "S",
    About.RELISTED: "R",
    About.ITEM: "I",
    About.PROJECT: "P",
    About.MEASURE: "M",
    About.NEW_MEASURE: "N",
    About.DRAFTED_KPI: "D",
    About.NEW_KPI: "K",
}
ABOUT = {letter: about for about, letter in LETTERS.items()}


@dataclass(frozen=True)
class Table:
    """A sheet to be filled in. ``key`` heads the hidden column of keys and is found in no other sheet.

    ``labels`` head the columns that name a row, the most telling first; ``fields`` are the input columns: the name of
    the field and its heading, in the order in which they stand.
    """

    name: str
    about: About
    key: str
    labels: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]


RESULTS = Table(
    "KPI実績",
    About.TARGET,
    "行の符号（KPI実績）",
    ("指標", "対象"),
    (
        ("value", "この年度の値"),
        ("quality", "速報・確定"),
        ("numerator", "分子"),
        ("denominator", "分母"),
        ("note", "注記（公表されます）"),
        ("cause", "要因"),
        ("issue", "課題"),
        ("action", "今後の対応"),
        ("direction", "今後の方針"),
    ),
)
ITEMS = Table(
    "施策評価",
    About.ITEM,
    "行の符号（施策評価）",
    ("施策",),
    (
        ("achievement", "実績"),
        ("self_evaluation", "自己評価"),
        ("issue", "課題"),
        ("direction", "今後の方針"),
        ("direction_reason", "方針の理由"),
    ),
)
PROJECTS = Table(
    "主な事業",
    About.PROJECT,
    "行の符号（主な事業）",
    ("施策",),
    (
        ("name", "事業名"),
        ("budget", "当初予算額（千円）"),
        ("settled", "決算額（千円）"),
        ("funding", "財源"),
    ),
)
TABLES = (RESULTS, ITEMS, PROJECTS)
MEASURES = Table(
    "施策調書",
    About.MEASURE,
    "行の符号（施策調書）",
    ("場所",),
    (
        ("title", "施策名"),
        ("continuity", "新規・継続・拡充"),
        ("body", "内容"),
        ("period", "期間"),
        ("budget", "予算額（千円）"),
        ("department", "担当課"),
    ),
)
DRAFTED_KPIS = Table(
    "KPI案",
    About.DRAFTED_KPI,
    "行の符号（KPI案）",
    ("場所",),
    (
        ("measure", "施策名"),
        ("name", "指標名"),
        ("audience", "対象"),
        ("unit", "単位"),
        ("baseline_text", "基準値（現状値）"),
        ("target_text", "目標値"),
        ("rationale", "設定根拠"),
        ("source", "出典"),
    ),
)
DRAFTING_TABLES = (MEASURES, DRAFTED_KPIS)
# Fields of a figure: where the figure is entered in another row, these of a row say nothing.
OF_THE_FIGURE = frozenset(("value", "quality", "numerator", "denominator", "note"))


def plain_heading(text: str) -> str:
    """A heading as it is compared: in one width and without blanks.

    >>> plain_heading("当初予算額\\n(千円)") == plain_heading("当初予算額（千円）")
    True
    """
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))


def year_heading(named: str) -> str:
    """The heading of a figure of an earlier year: 令和5年度の値."""
    return f"{named}の値"
