"""Cross-references: what a text may refer to, and which references lead nowhere any more.

A body refers to an item by ``<a href="#item-<lineage>">words</a>``. What is printed is the number that the item has
in the document; the words that were typed stand only where the item is gone.
"""

import uuid
from collections.abc import Container
from dataclasses import dataclass

from strategy.models import Edition, PlanItem
from strategy.places import Place, found_in, places_of
from strategy.richtext import ANCHOR, all_runs, parse


@dataclass(frozen=True)
class BrokenReference:
    """Words in the body of ``item`` that refer to an item which is not in the edition."""

    item: PlanItem
    words: str


def reference_choices(edition: Edition, query: str = "") -> list[Place]:
    """The items a text of this edition may refer to, those that hold the words asked for. One query."""
    return found_in(places_of([edition])[edition.pk].values(), query)


def broken_references(edition: Edition) -> list[BrokenReference]:
    """References to items that are gone, in the order of the items' rows. Two queries, one where no text refers."""
    rows = PlanItem.objects.filter(edition=edition, body__contains=ANCHOR)
    referring = list(rows.order_by("position", "id"))
    if not referring:
        return []
    known = {
        str(lineage) for lineage in PlanItem.objects.filter(edition=edition).values_list("lineage", flat=True)
    }
    broken = []
    for item in referring:
        item.edition = edition
        broken += [BrokenReference(item, words) for words in lost_words(item.body, known)]
    return broken


def lost_words(body: str, known: Container[str]) -> list[str]:
    """The words of a body that refer to items which are not among the ``known`` lineages."""
    if ANCHOR not in body:
        return []
    return [words for lineage, words in _references(body) if lineage not in known]


def _references(body: str) -> list[tuple[str, str]]:
    """Lineage and words of each reference; neighbouring runs of one link are one."""
    found: list[tuple[str, str]] = []
    before = ""
    for run in all_runs(parse(body)):
        if run.href.startswith(ANCHOR) and run.href == before:
            lineage, words = found[-1]
            found[-1] = (lineage, words + run.text)
        elif run.href.startswith(ANCHOR):
            found.append((run.href.removeprefix(ANCHOR), run.text))
        before = run.href
    return found


def notation(lineage: uuid.UUID, words: str) -> str:
    """How a body refers to an item, for whoever writes it by hand."""
    return f'<a href="{ANCHOR}{lineage}">{words}</a>'
