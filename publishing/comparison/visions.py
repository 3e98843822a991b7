"""What changed in what two editions say of their visions: the 人口ビジョン they rest on, the fields of the 地域ビジョン."""

from collections.abc import Iterator
from typing import Any

from publishing.book.regional import quotation_words
from publishing.comparison.kinds import Kind
from publishing.comparison.lines import brief, fact_lines
from publishing.comparison.table import Change, Line, Place
from publishing.document import Document
from strategy.naming import numbered
from vision.wording import people, year_name

NONE = "（なし）"
PLACE = "よりどころの人口ビジョン"


def population_changes(old: Document, new: Document) -> Iterator[Change]:
    """The vision cited, its adopted course, and how the goals follow from it: one change."""
    before, after = old.population_vision, new.population_vision
    pairs = (
        (PLACE, _title(before), _title(after)),
        ("採用した見通し", _course(before), _course(after)),
        ("見通しの値", _figures(before), _figures(after)),
        ("目標とのつながり", _argument(before), _argument(after)),
    )
    lines = tuple(line for label, one, other in pairs for line in fact_lines(label, one, other))
    if lines:
        yield Change("population", (Kind.POPULATION,), Place(PLACE), lines, len(lines), brief(lines))


def _title(vision: dict[str, Any] | None) -> list[str]:
    if vision is None:
        return [NONE]
    return [f"{vision['title']}（第{vision['number']}版、基準年 {year_name(vision['base_year'])}）"]


def _course(vision: dict[str, Any] | None) -> list[str]:
    return [vision["adopted"]["name"]] if vision and vision["adopted"] else [NONE]


def _figures(vision: dict[str, Any] | None) -> list[str]:
    if vision is None or not vision["adopted"]:
        return []
    return [f"{year_name(row['year'])} {people(row['total'])}人" for row in vision["adopted"]["years"]]


def _argument(vision: dict[str, Any] | None) -> list[str]:
    return vision["argument"].splitlines() if vision else []


def regional_lines(old: dict[str, Any] | None, new: dict[str, Any] | None) -> Iterator[Line]:
    """The fields of a 地域ビジョン that differ, a line each; all of them where it came or went."""
    before, after = _facts(old), _facts(new)
    for label in after or before:
        yield from fact_lines(label, before.get(label, ()), after.get(label, ()))


def _facts(vision: dict[str, Any] | None) -> dict[str, list[str]]:
    if vision is None:
        return {}
    quotation = vision["quotation"]
    return {
        "合言葉": [vision["keyword"]],
        "目的": [vision["purpose"]] if vision["purpose"] else [],
        "モデル地域ビジョン": vision["model_types"],
        "重要施策分野": vision["priority_fields"],
        "引用": [quotation_words(quotation)] if quotation else [],
        "つながる目標・柱": [numbered(one["number"], one["title"]) for one in vision["links"]],
    }


def is_other(old: dict[str, Any] | None, new: dict[str, Any] | None) -> bool:
    """Whether a 地域ビジョン says something else; by what it is linked with a mere number or title does not count."""

    def said(vision: dict[str, Any] | None) -> Any:
        return vision and vision | {"links": [one["lineage"] for one in vision["links"]]}

    return said(old) != said(new)
