"""Figures of an area, by sex and ages as they stand in the file, made into a table of five-year groups. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from vision.ages import OPEN_GROUPS
from vision.reading.found import Finding
from vision.reading.labels import BOTH, FEMALE, MALE, TOTAL, UNKNOWN, Ages
from vision.tables import Counts, PeopleTable
from vision.wording import year_name

Key = tuple[str, Ages]
SEX_WORDS = {MALE: "男", FEMALE: "女", BOTH: "男女計"}
_OTHER = {MALE: FEMALE, FEMALE: MALE}
OLDEST = OPEN_GROUPS[-1]
_MOST = 6  # missing groups that are named


@dataclass
class Cells:
    """The figures of an area and a year: of the whole, summed from districts; and what is wrong with single cells."""

    whole: dict[Key, Decimal] = field(default_factory=dict)
    parts: dict[Key, Decimal] = field(default_factory=dict)
    places: dict[Key, str] = field(default_factory=dict)
    districts: set[str] = field(default_factory=set)
    unread: list[tuple[str, str]] = field(default_factory=list)
    negative: list[tuple[str, str]] = field(default_factory=list)
    twice: list[tuple[Key, str]] = field(default_factory=list)

    def all(self) -> Mapping[Key, Decimal]:
        """The figures; where a whole stands beside its districts, the whole."""
        return self.parts | self.whole

    def of(self, sex: str) -> dict[Ages, Decimal]:
        """The figures of a sex; of one that is not given, those of both less those of the other."""
        figures = self.all()
        own = {ages: value for (one, ages), value in figures.items() if one == sex}
        if sex not in self.reckoned():
            return own
        other = self.of(_OTHER[sex])
        both = {ages: value for (one, ages), value in figures.items() if one == BOTH}
        return own | {ages: both[ages] - value for ages, value in other.items() if ages in both}

    def reckoned(self) -> list[str]:
        """The sex of which no ages are given, where both and the other are: it is what these leave."""
        given = {sex for sex, ages in self.all() if ages.low >= 0}
        return [sex for sex, other in _OTHER.items() if sex not in given and {BOTH, other} <= given]


def people_of(called: str, years: Mapping[int | None, Cells]) -> tuple[PeopleTable | None, list[Finding]]:
    """The table of an area, groups above the lowest open group of its years folded into it; None where a fault forbids it."""
    findings: list[Finding] = []
    groups: dict[int, dict[str, dict[Ages, Decimal]]] = {}
    for year, cells in sorted(years.items(), key=lambda one: one[0] or 0):
        findings += _faults(called, year, cells)
        if year is None:
            findings.append(
                Finding(
                    f"{_area(called)}何年の人口か、表から読み取れません。"
                    "「年」の欄に西暦を入れて、もう一度読み込んでください。",
                    is_fault=True,
                )
            )
            continue
        groups[year] = {sex: _five_year(cells.of(sex)) for sex in (MALE, FEMALE)}
        findings += _reckoned(f"{_area(called)}{year_name(year)}", cells, groups[year])
    opens: dict[int, int] = {}
    for year, sexes in groups.items():
        opened, missing = _open(called, year, sexes)
        findings += missing
        if opened is not None:
            opens[year] = opened
    if any(one.is_fault for one in findings) or not opens:
        return None, findings
    lowest = min(opens.values())
    if lowest != max(opens.values()):
        higher = "、".join(year_name(year) for year, opened in sorted(opens.items()) if opened > lowest)
        findings.append(
            Finding(
                f"{_area(called)}年によって最も上の年齢階級が違うので、{higher}の表は{lowest}歳以上を一つにまとめました。"
            )
        )
    counts = {year: _counts(years[year], sexes, opens[year], lowest) for year, sexes in groups.items()}
    return PeopleTable(lowest, counts), findings + _rounding(called, groups) + _districts(called, years)


def _area(called: str) -> str:
    return f"{called}の" if called else ""


def _when(year: int | None) -> str:
    return "" if year is None else year_name(year)


def _faults(called: str, year: int | None, cells: Cells) -> Iterator[Finding]:
    """Cells that cannot be people."""
    where = f"{_area(called)}{_when(year)}"
    for text, place in cells.unread[:_MOST]:
        yield Finding(
            f"{where}の人口に「{text}」とあり、人数として読めません。数字に直すか、その表を除いてください。",
            place,
            True,
        )
    for text, place in cells.negative[:_MOST]:
        yield Finding(f"{where}の人口が「{text}」と負の数になっています。人数に直してください。", place, True)
    for (sex, ages), place in cells.twice[:_MOST]:
        word = "総数" if ages == TOTAL else "不詳" if ages == UNKNOWN else ages.word
        yield Finding(
            f"{where}の{SEX_WORDS[sex]}・{word}が2回出てきて、人数が違います。どちらかを消してください。",
            place,
            True,
        )


def _reckoned(where: str, cells: Cells, sexes: Mapping[str, Mapping[Ages, Decimal]]) -> Iterator[Finding]:
    """A sex that the file does not give is told, and where the other has more people than both together."""
    for sex in cells.reckoned():
        own, other = SEX_WORDS[sex], SEX_WORDS[_OTHER[sex]]
        yield Finding(f"{where}の{own}の人口は表にないので、男女計から{other}を引いた人数にしました。")
        below = [ages.word for ages, value in sexes[sex].items() if value < 0]
        if below:
            yield Finding(
                f"{where}の{'、'.join(below[:_MOST])}は、{other}が男女計より多くなっています。表を確かめてください。",
                is_fault=True,
            )


def _five_year(cells: Mapping[Ages, Decimal]) -> dict[Ages, Decimal]:
    """Groups of five years; those that are missing are added up from single years of age."""
    made = {ages: value for ages, value in cells.items() if ages.low >= 0}
    for low in range(0, 130, 5):
        single = [cells.get(Ages(age, age)) for age in range(low, low + 5)]
        if Ages(low, low + 4) not in made and all(one is not None for one in single):
            made[Ages(low, low + 4)] = sum((one for one in single if one is not None), Decimal())
    return made


def _open(
    called: str, year: int, sexes: Mapping[str, Mapping[Ages, Decimal]]
) -> tuple[int | None, list[Finding]]:
    """Where the highest group begins that both sexes have with all groups below it; findings for what is missing."""
    where = f"{_area(called)}{year_name(year)}"
    empty = [sex for sex in (MALE, FEMALE) if not sexes[sex]]
    if empty:
        return None, [
            Finding(
                f"{where}の{'・'.join(SEX_WORDS[sex] for sex in empty)}の人口がありません。"
                "男女別の表を選んでください。",
                is_fault=True,
            )
        ]
    starts = sorted({ages.low for one in sexes.values() for ages in one if ages.high is None}, reverse=True)
    starts = [one for one in starts if one >= OPEN_GROUPS[0] and one % 5 == 0]
    if not starts:
        return None, [
            Finding(
                f"{where}の最も上の年齢階級は、85歳以上、90歳以上、95歳以上か100歳以上にしてください。",
                is_fault=True,
            )
        ]
    missing: dict[int, list[str]] = {}
    for start in starts:
        wanted = [Ages(low, low + 4) for low in range(0, start, 5)] + [Ages(start, None)]
        missing[start] = [
            f"{SEX_WORDS[sex]}の{ages.word}"
            for sex in (MALE, FEMALE)
            for ages in wanted
            if ages not in sexes[sex]
        ]
        if not missing[start]:
            return start, []
    fewest = min(missing.values(), key=len)
    rest = f"など{len(fewest)}か所" if len(fewest) > _MOST else ""
    return None, [
        Finding(
            f"{where}の表に「{'」「'.join(fewest[:_MOST])}」{rest}がありません。"
            "年齢階級をすべて入れてください。",
            is_fault=True,
        )
    ]


def _counts(cells: Cells, sexes: Mapping[str, Mapping[Ages, Decimal]], start: int, lowest: int) -> Counts:
    made: dict[str, tuple[int, ...]] = {}
    for sex in (MALE, FEMALE):
        one = sexes[sex]
        top = (
            sum((one[Ages(low, low + 4)] for low in range(lowest, start, 5)), Decimal())
            + one[Ages(start, None)]
        )
        made[sex] = tuple(
            _whole(value) for value in (*(one[Ages(low, low + 4)] for low in range(0, lowest, 5)), top)
        )
    unknown = [cells.of(sex).get(UNKNOWN, Decimal()) for sex in (MALE, FEMALE)]
    return Counts(made[MALE], made[FEMALE], (_whole(unknown[0]), _whole(unknown[1])), _total(cells))


def _total(cells: Cells) -> int | None:
    """The total as printed: of both sexes, else of each; that of districts is no total of its own."""
    figures = cells.whole if (BOTH, TOTAL) in cells.whole or not cells.parts else cells.parts
    both, men, women = (figures.get((sex, TOTAL)) for sex in (BOTH, MALE, FEMALE))
    if both is not None:
        return _whole(both)
    return None if men is None or women is None else _whole(men + women)


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def _rounding(called: str, groups: Mapping[int, Mapping[str, Mapping[Ages, Decimal]]]) -> list[Finding]:
    broken = any(
        value != value.to_integral()
        for sexes in groups.values()
        for one in sexes.values()
        for value in one.values()
    )
    return (
        [Finding(f"{_area(called)}人数に小数があるので、四捨五入して1人単位にしました。")] if broken else []
    )


def _districts(called: str, years: Mapping[int | None, Cells]) -> list[Finding]:
    """Districts that were summed, and the whole beside them where it is something else."""
    count = max((len(cells.districts) for cells in years.values()), default=0)
    if not count:
        return []
    findings = []
    if any(not cells.whole for cells in years.values()):
        findings.append(Finding(f"{_area(called)}{count:,}の地区の人口を足しました。"))
    for year, cells in years.items():
        off = [
            (key, cells.whole[key] - value)
            for key, value in cells.parts.items()
            if cells.whole.get(key, value) != value
        ]
        if off:
            (sex, ages), by = off[0]
            word = "総数" if ages == TOTAL else "不詳" if ages == UNKNOWN else ages.word
            findings.append(
                Finding(
                    f"{_area(called)}{_when(year)}の全域の行と地区の合計が{len(off)}か所で違います"
                    f"（{SEX_WORDS[sex]}・{word}では全域が{abs(by):,}人{'多い' if by > 0 else '少ない'}）。全域の行を使いました。"
                )
            )
    return findings
