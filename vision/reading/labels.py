"""What the heads and labels of population tables say: ages, sexes, years, codes, units, numbers, kinds of rates. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from accounts.codes import fault_of_code
from strategy.fiscal import ERAS

FIRST_YEAR, LAST_YEAR = 1920, 2199
MALE, FEMALE, BOTH = "M", "F", "T"
_ERA_STARTS = {word: era.begins.year for era in ERAS for word in (era.name, era.letter)} | {"大正": 1912}
_WESTERN = re.compile(r"(?<!\d)(19[2-9]\d|2[01]\d\d)(?!\d)")
_ERA = re.compile(r"(令和|平成|昭和|大正|(?<![A-Za-z])[RHS](?=\d))(元|\d{1,2})(?!\d)")
_PERIOD = re.compile(
    r"((?:令和|平成|昭和|[RHS])?(?:元|\d{1,4}))(?:\(\d{4}\))?年?(?:→|->|~|〜|-|–|ー|から|⇒)"
    r"((?:令和|平成|昭和|[RHS])?\d{1,4})(?:\(\d{4}\))?年?"
)
_DASH = r"(?:~|〜|-|‐|−|–|—|ー|―|から|to)"
_SPAN = re.compile(rf"(\d{{1,3}})[歳才]?{_DASH}(\d{{1,3}})[歳才]?")
_OPEN = re.compile(r"(\d{1,3})[歳才]?(?:以上|\+|~|〜|-|andover|andolder)")
_BELOW = re.compile(r"(\d{1,3})[歳才]?未満")
_SINGLE = re.compile(r"(\d{1,3})[歳才]")
# What a spreadsheet makes of 「5-9」 and 「10-14」.
_DATED = re.compile(r"(?P<five>\d{4}-05-09(?:T.*)?|0?5月0?9日|0?9-May)|\d{4}-10-14(?:T.*)?|10月14日|14-Oct")
_TOTALS = {
    "総数",
    "総計",
    "合計",
    "計",
    "全年齢",
    "総人口",
    "total",
    "人口総数",
    "男女計",
    "all",
    "全体",
    "人口",
}
_UNKNOWN = {"不詳", "年齢不詳", "年齢「不詳」", "不明", "年齢不明", "unknown", "不詳者"}
_SEXES = {
    MALE: {"男", "男性", "男子", "m", "male", "男性人口", "男人口", "男の人口", "men"},
    FEMALE: {"女", "女性", "女子", "f", "female", "女性人口", "女人口", "女の人口", "women"},
    BOTH: {
        "男女計",
        "男女",
        "t",
        "both",
        "総数",
        "計",
        "合計",
        "総人口",
        "男女合計",
        "人口総数",
        "総計",
        "total",
    },
}
_MARKS = re.compile(
    r"[【】\[\]〈〉<>《》「」]|\((?:人|再掲|単位.*?|推計|推計値|実績|実績値|速報値?)\)|^うち|^再掲"
)


@dataclass(frozen=True)
class Ages:
    """A span of ages, both ends in it; ``high`` None: and above."""

    low: int
    high: int | None

    @property
    def word(self) -> str:
        """As people read it.

        >>> Ages(0, 4).word, Ages(90, None).word
        ('0～4歳', '90歳以上')
        """
        if self.high is None:
            return f"{self.low}歳以上"
        return f"{self.low}歳" if self.low == self.high else f"{self.low}～{self.high}歳"


TOTAL, UNKNOWN = Ages(-1, -1), Ages(-2, -2)
YOUNG, WORKING, OLD = Ages(0, 14), Ages(15, 64), Ages(65, None)
_CLASSES = {
    "年少人口": YOUNG, "年少": YOUNG, "young": YOUNG, "生産年齢人口": WORKING, "生産年齢": WORKING, "生産人口": WORKING,
    "working": WORKING, "老年人口": OLD, "老年": OLD, "高齢者人口": OLD, "高齢人口": OLD, "old": OLD, "elderly": OLD,
    "後期老年人口": Ages(75, None), "後期高齢者人口": Ages(75, None),
}  # fmt: skip


def plain(text: str) -> str:
    """A label without blanks, in narrow letters.

    >>> plain("０～４ 歳")
    '0~4歳'
    """
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def ages_of(label: str) -> Ages | None:
    """The ages that a label names, TOTAL or UNKNOWN; None for another label. Of 「0～4歳→5～9歳」 those before the arrow.

    >>> ages_of("０～４歳"), ages_of("90+"), ages_of("15歳未満"), ages_of("5月9日"), ages_of("総数") == TOTAL
    (Ages(low=0, high=4), Ages(low=90, high=None), Ages(low=0, high=14), Ages(low=5, high=9), True)
    """
    text = _MARKS.sub("", re.split("[→⇒]", plain(label))[0])
    if text.lower() in _TOTALS:
        return TOTAL
    if text.lower() in _UNKNOWN:
        return UNKNOWN
    if dated := _DATED.fullmatch(text):
        return Ages(5, 9) if dated["five"] else Ages(10, 14)
    text = re.sub(
        r"人口$|^年齢", "", re.sub(r"人口$|^(?:年少|生産年齢|老年|後期老年)?人口\(?", "", text).rstrip(")")
    )
    if found := _CLASSES.get(plain(label).lower()) or _CLASSES.get(text.lower()):
        return found
    if span := _SPAN.fullmatch(text):
        low, high = int(span[1]), int(span[2])
        return Ages(low, high) if low <= high < 130 else None
    if opened := _OPEN.fullmatch(text):
        return Ages(int(opened[1]), None)
    if below := _BELOW.fullmatch(text):
        return Ages(0, int(below[1]) - 1) if int(below[1]) else None
    if single := _SINGLE.fullmatch(text):
        return Ages(int(single[1]), int(single[1]))
    return None


def is_dated_age(label: str) -> bool:
    """Whether a spreadsheet made a date of the ages.

    >>> is_dated_age("10月14日"), is_dated_age("10-14")
    (True, False)
    """
    return bool(_DATED.fullmatch(plain(label)))


def sex_of(label: str) -> str | None:
    """M, F or T (both); None for another label.

    >>> sex_of("男 性"), sex_of("Ｆ"), sex_of("男女計"), sex_of("0-4")
    ('M', 'F', 'T', None)
    """
    text = _MARKS.sub("", plain(label)).lower()
    return next((sex for sex, words in _SEXES.items() if text in words), None)


def ages_and_sex(label: str) -> tuple[Ages, str] | None:
    """Ages and sex of a head that names both.

    >>> ages_and_sex("0-4歳の男性"), ages_and_sex("女（85歳以上）"), ages_and_sex("男性")
    ((Ages(low=0, high=4), 'M'), (Ages(low=85, high=None), 'F'), None)
    """
    text = plain(label)
    found = re.search(r"男性|女性|男子|女子|男|女", text)
    if found is None or "男女" in text:
        return None
    rest = re.sub(r"^の|の$|[()_・/]", "", text[: found.start()] + text[found.end() :])
    ages = ages_of(rest) if rest else None
    return None if ages is None else (ages, MALE if found[0][0] == "男" else FEMALE)


def year_of(label: str) -> int | None:
    """The one calendar year that a label names, in either calendar; None where there is none, or several.

    >>> year_of("令和2年"), year_of("平成27（2015）年国勢調査"), year_of("2020-10-01"), year_of("R7"), year_of("2015-2020")
    (2020, 2015, 2020, 2025, None)
    """
    text = plain(label)
    years = {int(found) for found in _WESTERN.findall(text)}
    years |= {
        _ERA_STARTS[era] + (1 if n == "元" else int(n)) - 1 for era, n in _ERA.findall(text) if n != "0"
    }
    return years.pop() if len(years) == 1 else None


def is_year_label(label: str) -> bool:
    """Whether a label is a year and little else, as a head or a heading between rows is.

    >>> is_year_label("【令和2年】"), is_year_label("令和2年10月1日現在"), is_year_label("令和2年の男は女より少ない。")
    (True, True, False)
    """
    text = plain(label)
    if year_of(text) is None or re.match(r"[※注*]|資料|出典", text):
        return False
    rest = _ERA.sub("", _WESTERN.sub("", text))
    words = r"年次?|度|国勢調査|人口|将来|推計値?|実績値?|確定値?|現在|時点|census|_|の|値"
    rest = re.sub(rf"[()【】\[\]・/.,、:-]|\d{{1,2}}月|\d{{1,2}}日|-?\d{{2}}-\d{{2}}|{words}", "", rest)
    return len(rest) <= 2 and "prelim" not in text


def period_of(label: str) -> int | None:
    """The first year of a period of five years; None for another label.

    >>> period_of("2015-2020"), period_of("令和2年→令和7年"), period_of("2020～25年"), period_of("10-14")
    (2015, 2020, 2020, None)
    """
    found = _PERIOD.fullmatch(plain(label))
    if found is None:
        return None
    first = year_of(found[1])
    if first is None:
        return None
    last = year_of(found[2]) or (
        first // 100 * 100 + int(found[2]) % 100 if found[2].isdigit() and len(found[2]) == 2 else None
    )
    return first if last is not None and last - first == 5 else None


def number_of(text: str) -> Decimal | None:
    """The number in a cell, per cent as a fraction; None for what is none. A dash is nobody.

    >>> number_of("１２，３４５人"), number_of("△1,200"), number_of("－"), number_of("99.5%"), number_of("…")
    (Decimal('12345'), Decimal('-1200'), Decimal('0'), Decimal('0.995'), None)
    """
    ready = re.sub(r"[,人]", "", plain(text))
    if re.fullmatch("[-‐−–—ー―]", ready):
        return Decimal(0)
    percent = ready.endswith("%")
    ready = re.sub(r"^[△▲−‐–]", "-", ready.rstrip("%"))
    if not re.fullmatch(r"-?\d+(?:\.\d*)?(?:[Ee][+-]?\d{1,3})?|-?\.\d+", ready):
        return None
    try:
        value = Decimal(ready)
    except InvalidOperation:  # pragma: no cover - the pattern lets only numbers through
        return None
    return value / 100 if percent else value


def unit_of(text: str) -> int:
    """How many people one stands for: （単位：千人） is 1,000; 1 where nothing is said.

    >>> unit_of("（単位：千人）"), unit_of("単位 万人"), unit_of("人口（人）")
    (1000, 10000, 1)
    """
    ready = plain(text)
    if found := re.search(r"(?:単位[:・]?\(?|\()(百|千|万|百万)?人\)?", ready):
        return {"百": 100, "千": 1000, "万": 10_000, "百万": 1_000_000}.get(found[1] or "", 1)
    return 1


def code_of(text: str, width: int = 0) -> str | None:
    """The code of an area as it is kept: 2 digits of a prefecture, 5 of a municipality; None for what cannot be one.

    Leading noughts that a spreadsheet dropped come back; ``width`` is that of the longest code of the column, which tells
    five digits from six that lost their first.

    >>> code_of("272035"), code_of("27203"), code_of("1100", 5), code_of("270008"), code_of("27"), code_of("272036")
    ('27203', '27203', '01100', '27', '27', None)
    """
    digits = plain(text).removesuffix(".0")
    if not digits.isdigit() or len(digits) > 6:
        return None
    if len(digits) <= 2:
        digits = digits.zfill(2)
    elif len(digits) == 5 and width == 6 and not fault_of_code(f"0{digits}"):
        digits = f"0{digits}"
    elif len(digits) < 5:
        digits = digits.zfill(5)
    if len(digits) == 6:
        if fault_of_code(digits):
            return None
        digits = digits[:5]
    if int(digits[:2]) > 47:
        return None
    return digits[:2] if digits.endswith("000") and len(digits) == 5 else digits
