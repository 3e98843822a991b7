"""What a vision comes to, for the office's pages: pictures in two widths, tables, what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from paper import classes, courses, pyramid
from paper.classes import classes_svg
from paper.courses import courses_caption, courses_svg
from paper.drawing import Size
from paper.pyramid import pyramid_caption, pyramid_svg
from vision.blocks import Table
from vision.document import VisionDocument
from vision.figures import ScenarioFigures
from vision.pictures import classes_of, courses_of, look_of, pyramid_of
from vision.result_tables import ages_table, band_table, changes_table, classes_table, totals_table
from vision.wording import year_name


@dataclass(frozen=True)
class Drawn:
    """A picture for narrow and wide pages, and how to read it."""

    pictures: tuple[SafeString, ...]
    caption: str


@dataclass(frozen=True)
class Overview:
    """A vision at a glance.

    ``classes`` with ``bars``, ``ages``, ``changes`` and ``pyramid`` are those of ``lead``: the adopted course, else the published
    one, else the first that came to figures; None where there is none.
    """

    lead: ScenarioFigures | None
    chart: Drawn | None
    totals: Table
    band: Table | None
    pyramid: Drawn | None
    ages: Table | None
    classes: Table | None
    bars: Drawn | None
    changes: Table | None
    impact: Mapping[str, Any] | None


def overview_of(document: VisionDocument) -> Overview:
    """All scenarios of a vision that came to figures, public or not. No query."""
    told = [one for one in document.scenarios if one.years]
    first = [document.adopted, document.published, *told]
    lead = next((one for one in first if one is not None and one.years), None)
    ends = (lead.years[0], lead.years[-1]) if lead is not None and lead.male else None
    return Overview(
        lead=lead,
        chart=courses_drawn(told, document.data["vision"]["base_year"], "ケースごとの総人口"),
        totals=totals_table(told, document.published),
        band=band_table(told),
        pyramid=pyramid_drawn(lead, *ends) if lead is not None and ends else None,
        ages=ages_table(lead, ends) if lead is not None and ends else None,
        classes=classes_table("classes", f"「{lead.name}」の年齢3区分", [lead]) if lead is not None else None,
        bars=classes_drawn(lead) if lead is not None else None,
        changes=changes_table([lead]) if lead is not None and lead.changes else None,
        impact=document.data["impact"],
    )


@dataclass(frozen=True)
class Result:
    """One scenario: its line beside the published one, its figures, why there are none."""

    chart: Drawn | None
    totals: Table | None
    classes: Table | None
    band: Table | None
    missing: tuple[str, ...]


def result_of(document: VisionDocument, lineage: object) -> Result:
    """What one scenario of a vision comes to. No query."""
    own, published = document.scenario(lineage), document.published
    if own is None or not own.years:
        missing = () if own is None else tuple(own.data["missing"])
        return Result(None, None, None, None, missing)
    beside = [] if published is None or published.lineage == own.lineage else [published]
    return Result(
        chart=courses_drawn([own, *beside], document.data["vision"]["base_year"], "総人口", "result"),
        totals=totals_table([own, *beside], published),
        classes=classes_table("classes", "年齢3区分", [own]),
        band=band_table([own]),
        missing=tuple(own.data["missing"]),
    )


def courses_drawn(
    told: Iterable[ScenarioFigures],
    base_year: int,
    what: str,
    key: str = "overview",
    wide: Size = courses.WIDE,
) -> Drawn | None:
    """Lines of total people, narrow and ``wide``; None where there is nothing to draw."""
    lines = courses_of(told)
    years = sorted({year for line in lines for year, _ in line.points})
    if not years:
        return None
    look = look_of(lines, base_year)
    title = f"{what}。{year_name(years[0])}から{year_name(years[-1])}まで。値は表にあります。"
    pictures = [
        courses_svg(lines, size, key=f"{key}-{width}", css=f"chart-{width}", title=title, look=look)
        for width, size in (("narrow", courses.NARROW), ("wide", wide))
    ]
    return _drawn(pictures, courses_caption(lines, look))


def pyramid_drawn(figures: ScenarioFigures, year: int, then: int) -> Drawn | None:
    """People by age and sex in two years over each other, narrow and wide; None where there are no ages."""
    drawn = pyramid_of(figures, year, then)
    if drawn is None:
        return None
    pictures = [
        pyramid_svg(drawn, size, key=f"pyramid-{width}", css=f"chart-{width}")
        for width, size in (("narrow", pyramid.NARROW), ("wide", pyramid.WIDE))
    ]
    return _drawn(pictures, pyramid_caption(drawn))


def classes_drawn(figures: ScenarioFigures) -> Drawn | None:
    """The three classes by year as bars, narrow and wide; None where they are not known."""
    bars = classes_of(figures)
    if not bars:
        return None
    title = f"「{figures.name}」の年少人口、生産年齢人口、老年人口。値は表にあります。"
    pictures = [
        classes_svg(bars, size, key=f"classes-{width}", css=f"chart-{width}", title=title)
        for width, size in (("narrow", classes.NARROW), ("wide", classes.WIDE))
    ]
    return _drawn(pictures, "棒の中の数字は、総人口に占める割合です。")


def _drawn(pictures: Sequence[str], caption: str) -> Drawn:
    """``paper`` escapes every word that it draws."""
    return Drawn(tuple(mark_safe(picture) for picture in pictures), caption)
