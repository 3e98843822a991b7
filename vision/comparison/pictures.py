"""What a comparison draws: both courses as lines, both pyramids of the year that is told first. Pure."""

from decimal import Decimal

from paper.courses import Course
from paper.pyramid import Pyramid
from vision.ages import folded, group_words
from vision.blocks import CoursesPicture, PyramidPicture
from vision.comparing import Comparison
from vision.comparison.words import NEW, OLD, value_words
from vision.figures import ScenarioFigures
from vision.pictures import look_of
from vision.wording import year_name

People = tuple[Decimal, ...]


def courses_picture(comparison: Comparison) -> CoursesPicture | None:
    """The main pair as two lines, the newer one thick; None where there is none."""
    pair, year = comparison.main, comparison.year
    if pair is None or year is None or pair.old is None or pair.new is None:
        return None
    row, series = comparison.main_totals.at(year), comparison.main_totals
    told = f"{OLD}{value_words(series, row.old)}、{NEW}{value_words(series, row.new)}" if row else ""
    courses = (_course(NEW, pair.new, is_main=True), _course(OLD, pair.old, is_main=False))
    return CoursesPicture(
        "changes",
        f"総人口の見通しの新旧を比べた折れ線グラフ。{year_name(year)}は、{told}。",
        f"総人口の見通し（{NEW}と{OLD}）。",
        courses,
        look_of(courses, comparison.base_year),
    )


def _course(word: str, one: ScenarioFigures, *, is_main: bool) -> Course:
    return Course(word, [(year, one.summaries[year].total) for year in one.years], is_main)


def pyramid_picture(comparison: Comparison) -> PyramidPicture | None:
    """The older pyramid filled, the newer one as an outline, both of the year told first; None where an edition has no ages.

    Tables with other open groups are folded to the lower one.
    """
    pair, year = comparison.main, comparison.year
    if pair is None or year is None or pair.old is None or pair.new is None:
        return None
    if year not in pair.old.male or year not in pair.new.male:
        return None
    count = min(len(pair.old.male[year]), len(pair.new.male[year]))
    name, groups = year_name(year), group_words((count - 1) * 5)
    title = f"{name}の人口ピラミッドの新旧を重ねた図。"
    men, women = _sexes(pair.old, year, count)
    men_now, women_now = _sexes(pair.new, year, count)
    drawn = Pyramid(title, groups, men, women, men_now, women_now, f"{OLD}の推計", f"{NEW}の推計")
    return PyramidPicture("pyramid-changes", title, f"{name}の人口ピラミッド（{NEW}と{OLD}）。", drawn)


def _sexes(one: ScenarioFigures, year: int, count: int) -> tuple[People, People]:
    return folded(one.male[year], count), folded(one.female[year], count)
