"""What a KGI rests on: figures of a population vision's scenario as a reference path, the gap to 社人研推計, and whether a target
keeps to its path. Pure: figures in, figures and sentences out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from kpi.spec import TargetKind
from vision.figures import ScenarioFigures, share, whole
from vision.wording import MINUS, year_name

Point = dict[str, Any]
LONGEST_SOURCE = 300  # signs, as 見通しの出典 of a target has room for


class Measure(Enum):
    """What of the people a path is about: its name, its unit, and where a summary of a year has it."""

    TOTAL = ("総人口", "人", "total")
    YOUNG_SHARE = ("年少人口の割合", "％", "young_share")
    WORKING_SHARE = ("生産年齢人口の割合", "％", "working_share")
    OLD_SHARE = ("老年人口の割合", "％", "old_share")
    YOUNG = ("年少人口", "人", "young")
    WORKING = ("生産年齢人口", "人", "working")
    OLD = ("老年人口", "人", "old")

    @property
    def label(self) -> str:
        return self.value[0]

    @property
    def unit(self) -> str:
        return self.value[1]

    @property
    def field(self) -> str:
        return self.value[2]

    @property
    def is_share(self) -> bool:
        return self.unit == "％"


def measure_named(name: str, unit: str) -> Measure:
    """The measure a target is probably about, by its name and unit.

    >>> measure_named("総人口", "人"), measure_named("生産年齢人口の割合", "%")
    (<Measure.TOTAL: ('総人口', '人', 'total')>, <Measure.WORKING_SHARE: ('生産年齢人口の割合', '％', 'working_share')>)
    """
    is_share = unit in ("％", "%") or "割合" in name or "率" in name
    words = (
        (("年少", "子ども", "0～14"), Measure.YOUNG_SHARE, Measure.YOUNG),
        (("生産年齢", "15～64"), Measure.WORKING_SHARE, Measure.WORKING),
        (("老年", "高齢", "65歳以上"), Measure.OLD_SHARE, Measure.OLD),
    )
    for said, of_share, of_people in words:
        if any(word in name for word in said):
            return of_share if is_share else of_people
    return Measure.TOTAL


def value_at(figures: ScenarioFigures, year: int, measure: Measure) -> Decimal | None:
    """The figure of a year as printed (whole people, per cent with 1 decimal); None where the scenario has none."""
    row = figures.at(year)
    value = None if row is None else getattr(row, measure.field)
    if value is None or measure.is_share:
        return value
    return Decimal(whole(value))


def points_of(
    figures: ScenarioFigures, measure: Measure, wanted: Sequence[tuple[str, int]]
) -> tuple[list[Point], list[int]]:
    """The path at the wanted (label, year), as a target keeps it, and the years for which there is no figure."""
    points, missing = [], []
    for label, year in wanted:
        value = value_at(figures, year, measure)
        if value is None:
            missing.append(year)
        else:
            points.append({"label": label, "fiscal_year": year, "value": format(value, "f")})
    return points, missing


def source_words(title: str, figures: ScenarioFigures, years: Iterable[int]) -> str:
    """Where a path is from: …人口ビジョン「想定人口」、令和9（2027）年は直線補間; years that would not fit are counted."""
    begin = source_begin(title, figures.name)
    between = [year_name(year) for year in years if (row := figures.at(year)) is not None and row.is_between]
    if not between:
        return begin
    said = f"{begin}、{'、'.join(between)}は直線補間"
    return said if len(said) <= LONGEST_SOURCE else f"{begin}、表の間の{len(between)}か年は直線補間"


def source_begin(title: str, name: str) -> str:
    """With what the source of a path begins that was taken from a scenario.

    >>> source_begin("見本市人口ビジョン", "想定人口")
    '見本市人口ビジョン「想定人口」'
    """
    return f"{title}「{name}」"


# --- the gap to 社人研推計 ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gap:
    """A point of a path beside 社人研推計準拠 in the same year; ``difference`` of shares is in points."""

    label: str
    year: int
    value: Decimal
    published: Decimal
    unit: str

    @property
    def difference(self) -> Decimal:
        return self.value - self.published

    @property
    def year_words(self) -> str:
        return year_name(self.year)

    @property
    def value_words(self) -> str:
        return _figure(self.value, self.unit)

    @property
    def published_words(self) -> str:
        return _figure(self.published, self.unit)

    @property
    def difference_words(self) -> str:
        """＋1,234人, −1.2ポイント."""
        unit = "ポイント" if self.unit == "％" else self.unit
        sign = MINUS if self.difference < 0 else "＋" if self.difference else ""
        return f"{sign}{abs(self.difference):,f}{unit}"


@dataclass(frozen=True)
class PathGap:
    """The gaps of a path, with the names of what is compared."""

    measure: Measure
    adopted: str
    published: str
    rows: tuple[Gap, ...]

    @property
    def sentence(self) -> str:
        """The gap of the last year in a line."""
        last = self.rows[-1]
        return (
            f"{last.year_words}の{self.measure.label}は、社人研推計準拠「{self.published}」の{last.published_words}に対して"
            f"{last.value_words}（差 {last.difference_words}）です。"
        )


def gap_of(path: Sequence[Mapping[str, Any]], vision: Mapping[str, Any] | None) -> PathGap | None:
    """The gap of a target's path to 社人研推計準拠, from a document's ``population_vision``.

    None where there is nothing to compare: no vision, no published course, or a path that is not the adopted course.
    """
    if not vision or not vision["adopted"] or not vision["published"]:
        return None
    measure = measure_of(path, vision)
    if measure is None:
        return None
    rows = []
    for point in path:
        year = point["fiscal_year"]
        other = _in_course(vision["published"]["years"], year, measure)
        if other is not None:
            rows.append(Gap(point["label"], year, Decimal(point["value"]), other, measure.unit))
    if not rows:
        return None
    return PathGap(measure, vision["adopted"]["name"], vision["published"]["name"], tuple(rows))


def measure_of(path: Sequence[Mapping[str, Any]], vision: Mapping[str, Any] | None) -> Measure | None:
    """Of which measure a path repeats the adopted course of a document's ``population_vision``; None where of none."""
    if not vision or not vision["adopted"] or not path:
        return None
    years = vision["adopted"]["years"]
    for measure in Measure:
        if all(
            _is_near(point, _in_course(years, point.get("fiscal_year"), measure), measure) for point in path
        ):
            return measure
    return None


def _is_near(point: Mapping[str, Any], value: Decimal | None, measure: Measure) -> bool:
    """Equal but for the rounding of the years between: a person, a tenth of a point."""
    given = point.get("value")
    if value is None or given in (None, ""):
        return False
    allowed = Decimal("0.1") if measure.is_share else Decimal(1)
    return abs(Decimal(str(given)) - value) <= allowed


def _in_course(years: Sequence[Mapping[str, Any]], year: Any, measure: Measure) -> Decimal | None:
    """The figure of a course of a document in a year, on the straight line between two of its years."""
    if not isinstance(year, int):
        return None
    by_year = {row["year"]: row for row in years}
    if year in by_year:
        value = by_year[year][measure.field]
        return None if value is None else Decimal(value)
    before = max((one for one in by_year if one < year), default=None)
    after = min((one for one in by_year if one > year), default=None)
    if before is None or after is None:
        return None
    weight = Decimal(year - before) / Decimal(after - before)

    def line(name: str) -> Decimal | None:
        one, other = by_year[before][name], by_year[after][name]
        return None if one is None or other is None else one + (other - one) * weight

    total = line("total")
    part = line(measure.field.removesuffix("_share"))
    if total is None or part is None:
        return None
    return share(part, total) if measure.is_share else Decimal(whole(part))


# --- whether a target keeps to its path --------------------------------------------------------------------


def floor_told(
    spec: Mapping[str, Any], unit: str, path: Sequence[Mapping[str, Any]], last_year: int
) -> tuple[bool, str] | None:
    """Whether a target (…以上, …以下) is within what its path foresees up to the plan's last year, and the sentence that says so.

    None where it cannot be said: another kind of target, no value, no point of the path.
    """
    points = [point for point in path if isinstance(point.get("fiscal_year"), int) and point.get("value")]
    value, kind = spec.get("value"), spec.get("kind")
    if not points or value is None or kind not in (TargetKind.AT_LEAST, TargetKind.AT_MOST):
        return None
    within = [point for point in points if point["fiscal_year"] <= last_year] or points[:1]
    at = max(within, key=lambda point: point["fiscal_year"])
    aim, foreseen = Decimal(value), Decimal(at["value"])
    is_floor = kind == TargetKind.AT_LEAST
    kept = aim <= foreseen if is_floor else aim >= foreseen
    word, compared = ("以上", "上回らない") if is_floor else ("以下", "下回らない")
    when, screen = year_name(at["fiscal_year"]), "％" if unit in ("%", "％") else unit
    begin = f"目標の{_figure(aim, screen)}{word}は、{when}の見通し{_figure(foreseen, screen)}"
    if kept:
        return True, f"{begin}の範囲にあります。"
    side = "上回って" if is_floor else "下回って"
    return False, f"{begin}を{side}います。見通しを{compared}目標にするか、根拠を設定根拠に書いてください。"


def _figure(value: Decimal, unit: str) -> str:
    return f"{value:,f}{unit}"
