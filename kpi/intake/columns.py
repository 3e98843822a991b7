"""What the columns of an office's own table mean, told from their headings (domain 4.4: headings found in reports). Pure."""

import re
from collections.abc import Mapping

from kpi.intake.wording import one_line
from strategy.fiscal import EraError, parse_fiscal_year
from strategy.normalise import fold

FIELDS: Mapping[str, str] = {
    "goal": "基本目標",
    "direction": "基本的方向",
    "measure": "施策",
    "initiative": "取組・事業",
    "text": "内容",
    "name": "指標名",
    "audience": "対象",
    "unit": "単位",
    "baseline": "基準値（現状値）",
    "baseline_at": "基準値の時点",
    "target": "目標値",
    "target_at": "目標年度",
    "actual": "実績値",
    "survey": "調査の印（※）",
    "department": "担当課",
    "source": "出典",
    "rationale": "設定根拠",
    "continuity": "新規・継続・拡充",
    "period": "実施期間",
    "budget": "予算額",
    "number": "番号",
    "note": "備考",
}
PATH = ("goal", "direction", "measure", "initiative")
MANY = {"actual", "note"}  # what several columns of one table may mean
LONGEST = 60  # characters of a heading; what is longer is a sentence

# The first that is found counts. 目標値の設定根拠 is a reason before it is a target, 基本目標 never is one.
_WORDS = tuple(
    (field, re.compile(fold(words)))
    for field, words in (
        ("survey", r"^※+$|^調査の印"),
        ("number", r"^(?:no\.?|番号|通し番号|整理番号|項番|#|連番)$"),
        ("rationale", r"根拠|考え方|設定理由|積算"),
        ("source", r"出典|出所|データ元|把握方法|算出方法|算定方法|計算式|調査名|資料名|情報源"),
        ("target_at", r"目標(?:年|時期|時点)|達成(?:年|時期)|目標値の(?:年|時)|期限"),
        ("baseline_at", r"(?:基準|現状|当初)値?の?(?:年|時点|時期)|^時点$|^調査(?:年|時点)"),
        ("unit", r"^(?:指標の?)?単位"),
        ("department", r"担当|所管|主管|部署|関係課|^課名$|^部課|実施主体"),
        ("continuity", r"新規|継続|拡充"),
        ("budget", r"予算|事業費|決算|経費"),
        ("actual", r"実績|進捗値"),
        ("baseline", r"基準|現状|策定時|当初|直近|ベース|現況|初期値"),
        ("goal", r"基本目標|政策|大項目|分野|^柱|まちの(?:将来)?像"),
        ("name", r"数値目標.*指標|指標.*数値目標"),
        ("target", r"目標|めざす値|目指す値"),
        ("audience", r"対象"),
        ("period", r"期間|実施(?:年|時期)|スケジュール|年次"),
        ("name", r"指標|kpi|項目名|評価項目"),
        ("direction", r"方向|中項目|施策の柱|節"),
        ("initiative", r"取組|取り組み|取組み|事業|細項目"),
        ("measure", r"施策|小項目"),
        ("goal", r"章"),
        ("text", r"内容|概要|説明|本文"),
        ("note", r"備考|注記|摘要|メモ|その他|コメント"),
    )
)
_YEAR = re.compile(r"(?:令和|平成|昭和|[rhs](?=\d|元))\s*(?:元|\d{1,2}(?!\d))|(?<!\d)(?:19|20)\d\d(?!\d)")
_YEARS = rf"(?:{_YEAR.pattern})(?:年度?末?|年)?"
_SPAN = re.compile(rf"{_YEARS}\s*[~\-]\s*(?:{_YEARS}|\d)")


def guess(headings: Mapping[int, str], habits: Mapping[str, str]) -> dict[int, str]:
    """The field (a key of FIELDS) of each column whose heading says it; `habits`: what a heading meant last time.

    A field is given once, to the heading that says no more than it; only actuals and notes may be many. A habit with
    an empty field is a column that is not used.

    >>> guess({1: "重要業績評価指標(ＫＰＩ)", 2: "現状", 3: "目標値\\n（令和 9年度）", 4: "R5", 5: "自由記入"}, {})
    {1: 'name', 2: 'baseline', 3: 'target', 4: 'actual'}
    """
    known = {heading_key(heading): field for heading, field in habits.items()}
    found: dict[int, str] = {}
    for column, heading in headings.items():
        key = heading_key(heading)
        field = known[key] if key in known else meaning(heading)
        if field in FIELDS:
            found[column] = field
    _aims(headings, found)
    for field in FIELDS.keys() - MANY:
        columns = [column for column, meant in found.items() if meant == field]
        # Of targets for several years the last one is the plan's.
        columns.sort(
            key=lambda column: (
                heading_key(headings[column]) not in known,
                -(year_of(headings[column]) or 9999) if field == "target" else 0,
                len(headings[column]),
            )
        )
        for column in columns[1:]:
            del found[column]
    return found


def _aims(headings: Mapping[int, str], found: dict[int, str]) -> None:
    """数値目標 names the indicators where another column holds the figures."""
    aims = [column for column, field in found.items() if field == "target"]
    if len(aims) > 1 and "name" not in found.values():
        for column in aims:
            if heading_key(headings[column]).startswith("数値目標"):
                found[column] = "name"
                return


def meaning(heading: str) -> str:
    """The field that a heading says by itself, or "".

    >>> meaning("目標値の設定根拠"), meaning("H27実績"), meaning("令和5年度"), meaning("基本目標"), meaning("挨拶")
    ('rationale', 'actual', 'actual', 'goal', '')
    """
    key = heading_key(heading)
    if not key or len(key) > LONGEST or "。" in key:
        return ""
    bare = re.sub(r"\([^()]*\)", "", key)
    rest = re.sub(_YEARS, "", bare)
    if year_of(heading) is not None and not re.sub(r"[~()\-./年度末値 ]", "", rest):
        return "actual"
    words = rest.strip() or key
    return next((field for field, pattern in _WORDS if pattern.search(words)), "")


def year_of(heading: str) -> int | None:
    """The one fiscal year that a heading names; None for none and for a span of years.

    >>> year_of("目標値（令和 9年度）"), year_of("H27"), year_of("R5～R9"), year_of("2023年度実績")
    (2027, 2015, None, 2023)
    """
    key = heading_key(heading)
    found = _YEAR.search(key)
    if found is None or _SPAN.search(key):
        return None
    try:
        return parse_fiscal_year(found[0].replace(" ", ""))
    except EraError:
        return None


def heading_key(heading: str) -> str:
    """The form in which headings are compared: one line, one width, no blanks.

    >>> heading_key("目標値\\n（令和 ９年度）")
    '目標値(令和9年度)'
    """
    return fold(one_line(heading)).replace(" ", "")
