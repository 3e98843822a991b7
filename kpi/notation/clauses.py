"""A printed target or baseline taken apart: its figure or words, and what is said about time around them.

Time stands before (2027年度までに900地域), in brackets behind (68.1%（令和3年度）) or both; each piece may be said
once. A bracket that is not understood is left out with a flag if it cannot change the figure, and stops the reading if
it can.
"""

import re
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from kpi.notation.numbers import Figure, read_figure
from kpi.notation.reading import LONGEST, Flag, NotRead, brackets_apart, plain, shown
from kpi.notation.times import SPAN_MARK, WHEN_MARK, Marked, fiscal_span, mark_times
from kpi.spec import Grain, Span, When

Sum = Literal["", "average", "sum"]
T = TypeVar("T")


@dataclass
class Clause:
    """What one target or baseline says. ``core`` is what remains when times and brackets are gone."""

    core: str
    when: When | None = None
    span: Span | None = None
    of_span: Sum = ""
    begins: When | None = None  # 令和5年度より
    years: int | None = None  # 5年間で
    about_years: int | None = None  # 5年程度
    reference_year: int | None = None
    since_start: bool = False  # 事業開始からの累計
    since: When | None = None  # 令和2年度からの累計
    is_yearly: bool = False  # 年2%以上, 毎年
    by_mean: bool = False  # 年平均2%
    is_provisional: bool = False
    is_about_then: bool = False  # 2025年度目途
    counted: Figure | None = None  # （1,741市区町村）
    flags: set[Flag] = field(default_factory=set)

    @property
    def is_of_one_time(self) -> bool:
        """Whether nothing is said beyond a figure or words and one point of time."""
        over_time = self.begins or self.span or self.of_span or self.years or self.since or self.since_start
        vaguely = self.about_years or self.is_about_then or self.is_yearly or self.is_provisional
        return not (over_time or vaguely or self.reference_year)


_W, _S = f"(?P<when>{WHEN_MARK})", f"(?P<span>{SPAN_MARK})"
_SUM = "(?P<sum>累計値?|合計値?|平均値?)"
_YEARS = "(?P<years>[1-9][0-9]{0,2})[かカヶヵ]?年度?間"
_START = "(?:事業|制度|サービス|運用|取組)?開始(?:時?から|以降)の?"
_REMARKS = tuple(
    re.compile(pattern)
    for pattern in (
        f"{_W}(?:時点|現在|実績値?|(?:国勢)?調査|確定値|確報値|中|目標|まで|までに|に)?",
        f"{_W}(?P<about>目途|目処|めど|頃|ごろ)(?:まで|に)?",
        f"{_W}?の?(?P<provisional>速報値?|暫定値|概算値)",
        f"{WHEN_MARK}(?P<reference>比)",
        f"{_S}(?:の?{_SUM})?",
        _SUM,
        f"{_YEARS}(?:の?{_SUM})?",
        "(?P<duration>[1-9][0-9]?)年程度",
    )
)
_PREFIXES = tuple(
    re.compile(pattern)
    for pattern in (
        f"{WHEN_MARK}(?P<reference>比)(?:で|は)?",
        f"(?P<since>{WHEN_MARK})(?:から|以降)の?累計(?:で|は)?",
        f"{_W}を?(?P<about>目途|目処|めど|頃|ごろ)(?:まで)?(?:に|で)?",
        f"(?P<begins>{WHEN_MARK})(?:より|から)",
        f"{_W}(?:時点|現在)?(?:までに|まで|中に|には|では|で|は|に|の)?",
        f"{_S}の?{_SUM}?(?:では|で|は|に|の)?",
        f"{_YEARS}の?{_SUM}?(?:で|に|の)?",
        f"(?P<start>{_START})(?:累計)?(?:で|は)?",
        "(?P<sum>累計)(?:で|は)?",
        "(?:延べ|のべ|少なくとも|最低でも|最低)",
        "(?P<mean>年平均)(?:で|の)?",
        "(?P<yearly>年率|年間|毎年度?|各年度?|年)(?:で|の)?(?=約?[△+-]?[0-9])",
    )
)
_TAIL = re.compile(
    r"(?:を目指す|を目標(?:とする|に)?|(?:[をのに])?達成(?:する)?|[とに]する|となる|(?<=維持)する)?。?$"
)
_MARK = re.compile(f"{WHEN_MARK}|{SPAN_MARK}")
# What in a bracket could change the figure before it.
_CHANGES_IT = re.compile(
    r"[増減差比超]|平均|累計|合計|以上|以下|以内|未満|見込|予定|推計|除く|ポイント|[△+±-]"
)


def marked(text: str) -> Marked:
    """The text made plain, its times as marks. Raises NotRead for an impossible time and for prose."""
    if len(text) > LONGEST:
        raise NotRead(f"{LONGEST}字を超える文は数値として読み取りません。")
    ready = re.sub(r"^(?:※|【再掲】|再掲)+", "", plain(text))
    return mark_times(re.sub("(?<=までに)、|(?<=[にで]は)、", "", ready))


def read_clause(whole: Marked, part: str) -> Clause:
    """One part of a marked text taken apart.

    Raises NotRead when two times contradict each other or a bracket could change the figure.
    """
    outside, remarks = brackets_apart(part)
    clause = Clause(_TAIL.sub("", outside), flags=set(whole.flags))
    while _take_prefix(clause, whole):
        pass
    if _MARK.search(clause.core):
        raise NotRead(
            "文の途中に時期があり、読み取れません。「令和9年度までに73%」のように入力してください。"
        )
    for remark in remarks:
        if remark.startswith("※"):
            _leave_out(clause, remark, re.search("累計|合計|期間", remark))
            continue
        for item in remark.split("、"):
            _take_remark(clause, whole, item)
    return clause


def _take_prefix(clause: Clause, whole: Marked) -> bool:
    for pattern in _PREFIXES:
        found = pattern.match(clause.core)
        if found and found[0]:
            _take(clause, whole, found)
            clause.core = clause.core[found.end() :]
            return True
    return False


def _take_remark(clause: Clause, whole: Marked, item: str) -> None:
    for pattern in _REMARKS:
        if found := pattern.fullmatch(item):
            _take(clause, whole, found)
            return
    try:
        figure = read_figure(item)
    except NotRead:
        figure = None
    if figure is None or figure.ending or clause.counted or not figure.unit:
        is_year = figure is not None and not figure.unit
        _leave_out(clause, item, is_year or _CHANGES_IT.search(item) or _MARK.search(item))
    else:
        clause.counted = figure


def _leave_out(clause: Clause, remark: str, changes_it: object) -> None:
    if changes_it:
        words = _MARK.sub("…", remark)
        raise NotRead(f"「{shown(words)}」が読み取れません。値と時点だけを書くか、原本を確認してください。")
    clause.flags.add(Flag.REMARK_NOT_READ)


def _take(clause: Clause, whole: Marked, found: re.Match[str]) -> None:
    """Keep what a piece says; saying two different things is a contradiction."""
    said = {name: words for name, words in found.groupdict().items() if words}
    if "when" in said:
        clause.when = _once(clause.when, whole.times[said["when"]], "時点")
    if "since" in said:
        clause.since = _once(clause.since, whole.times[said["since"]], "起点")
    if "begins" in said:
        clause.begins = _once(clause.begins, whole.times[said["begins"]], "始まり")
    if "span" in said:
        clause.span = _once(clause.span, whole.spans[said["span"]], "期間")
    if "reference" in said:
        year = whole.times[found[0][0]].year
        clause.reference_year = _once(clause.reference_year, year, "基準年")
    if "sum" in said:
        kind: Sum = "average" if said["sum"].startswith("平均") else "sum"
        clause.of_span = _once(clause.of_span or None, kind, "累計・平均の別")
    if "years" in said:
        clause.years = _once(clause.years, int(said["years"]), "年数")
    if "duration" in said:
        clause.about_years = _once(clause.about_years, int(said["duration"]), "年数")
    clause.is_about_then |= "about" in said
    clause.is_provisional |= "provisional" in said
    clause.since_start |= "start" in said
    clause.by_mean |= "mean" in said
    clause.is_yearly |= "yearly" in said or "mean" in said


def _once(before: T | None, now: T, what: str) -> T:
    if before is not None and before != now:
        raise NotRead(f"{what}が2つあり、食い違っています。どちらか1つにしてください。", Flag.CONTRADICTION)
    return now


def end_at_its_last_year(clause: Clause) -> None:
    """5年間で1,000人（令和9年度）: five fiscal years that end with the one named."""
    if clause.years and clause.span is None and clause.when and clause.when.grain is Grain.FISCAL_YEAR:
        clause.span = fiscal_span(clause.when.year - clause.years + 1, clause.when.year)
        clause.when = None
