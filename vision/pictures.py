"""What the pictures of a vision show, from the figures of its scenarios: courses, pyramids, classes.

Pages and papers draw them with ``paper.courses``, ``paper.pyramid`` and ``paper.classes``; a table with the same figures
always stands beside. Years are called 「2020年」 with 「令和2」 below, as the tables say 「令和2（2020）年」.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from paper.classes import ClassYear
from paper.courses import Course, Look
from paper.pyramid import Pyramid
from strategy.fiscal import era_year
from vision.ages import group_words
from vision.figures import ScenarioFigures

__all__ = ["axis_names", "classes_of", "courses_of", "look_of", "pyramid_of", "year_words"]

CENSUS = (10, 1)  # month and day of a census


def year_words(year: int) -> str:
    """The year of a census or projection (1 October) as citizens read it.

    >>> year_words(2020), year_words(2019)
    ('令和2（2020）年', '令和元（2019）年')
    """
    return f"{era_year(year, *CENSUS).removesuffix('年')}（{year}）年"


def axis_names(years: Iterable[int]) -> dict[int, str]:
    """The names of years below an axis, in two lines.

    >>> axis_names([2020])
    {2020: '2020年\\n令和2'}
    """
    return {year: f"{year}年\n{era_year(year, *CENSUS).removesuffix('年')}" for year in years}


def courses_of(scenarios: Iterable[ScenarioFigures]) -> list[Course]:
    """A course of the totals of each scenario that came to figures, with the band of the adopted one where it has one."""
    return [
        Course(
            one.name,
            [(year, one.summaries[year].total) for year in one.years],
            is_adopted=one.is_adopted,
            band=_band(one.data.get("band")) if one.is_adopted else (),
        )
        for one in scenarios
        if one.summaries
    ]


def _band(band: Mapping[str, Any] | None) -> list[tuple[int, float, float]]:
    """The lowest and highest quantile by year."""
    if not band:
        return []
    return [(int(year), float(row[0]), float(row[-1])) for year, row in sorted(band["total"].items())]


def look_of(courses: Sequence[Course], base_year: int | None = None) -> Look:
    """How these courses are drawn: people, names of their years, where the projection begins."""
    years = {year for course in courses for year, _ in course.points}
    return Look(base_year=base_year, names=axis_names(sorted(years)))


def pyramid_of(figures: ScenarioFigures, year: int, then: int | None, title: str = "") -> Pyramid | None:
    """The pyramid of a year (filled) with a later one (outline); None where the scenario has no ages for ``year``.

    A later year without ages is left out.
    """
    if year not in figures.male:
        return None
    later = then if then in figures.male and then != year else None
    over = f"と{year_words(later)}" if later else ""
    return Pyramid(
        title or f"{figures.name}の人口ピラミッド。{year_words(year)}{over}の男女・年齢別の人口。",
        group_words((len(figures.male[year]) - 1) * 5),
        figures.male[year],
        figures.female[year],
        figures.male[later] if later else (),
        figures.female[later] if later else (),
        year_words(year),
        year_words(later) if later else "",
    )


def classes_of(figures: ScenarioFigures, years: Iterable[int] | None = None) -> list[ClassYear]:
    """The three classes by year, of all years of the scenario unless some are asked for; years without classes are left out."""
    wanted = [year for year in (figures.years if years is None else years) if figures.at(year) is not None]
    names = axis_names(wanted)
    found = []
    for year in wanted:
        row = figures.at(year)
        assert row is not None
        shares = (row.young_share, row.working_share, row.old_share)
        one = ClassYear(year, names[year], row.young, row.working, row.old, shares, row.total)
        found += [one] if one.people else []
    return found
