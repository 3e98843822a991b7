"""The pictures of a whole plan, drawn from its document: 概念図 and 施策体系図, each with the same in a table of words.

A picture is drawn twice for a page, wide and narrow, and once more as a file that stands alone.
"""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from paper.concept import NARROW, WIDE, Box, Concept, Tier, concept_svg
from paper.svg import Diagram, tree_diagram
from publishing.book.blocks import Chart
from publishing.book.chart import chart_of
from publishing.book.concept import concept_of, concept_rows, linked_words, own_picture
from publishing.document import Document, Entry
from strategy.naming import numbered

CONCEPT, TREE = "concept", "tree"


@dataclass(frozen=True)
class Row:
    """A line of the table beside a picture: its head and the cells, each with its lines."""

    head: str
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A drawn picture. ``key`` names it in addresses; ``heads`` and ``rows`` are the table with the same content.

    ``own`` is the item with the authors' own picture of the same kind.
    """

    key: str
    name: str
    caption: str
    wide: SafeString
    narrow: SafeString
    alone: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    own: Entry | None = None


def pictures_of(document: Document) -> tuple[Picture, ...]:
    """The pictures that this plan has enough items for, none to two."""
    concept, tree = concept_of(document), chart_of(document)
    found = [_concept(document, concept)] if concept else []
    return (*found, _tree(tree)) if tree else tuple(found)


def _concept(document: Document, concept: Concept) -> Picture:
    marked = linked_words(concept)
    return Picture(
        CONCEPT,
        "概念図",
        f"{'、'.join(tier.name for tier in concept.tiers)}を上から順に示します。{f'{marked}です。' if marked else ''}",
        mark_safe(concept_svg(concept, WIDE, key="wide")),
        mark_safe(concept_svg(concept, NARROW, key="narrow")),
        concept_svg(concept, WIDE),
        ("区分", "内容"),
        tuple(Row(row.name, (row.lines,)) for row in concept_rows(concept)),
        own_picture(document),
    )


def _tree(diagram: Diagram) -> Picture:
    heads = (diagram.heads[2], *((diagram.heads[1],) if diagram.pillars else ()), diagram.heads[3])
    rows = []
    for place, (number, title, sections) in enumerate(diagram.goals):
        reached = tuple(name for name, goals in diagram.pillars if place in goals) or ("－",)
        cells = ((reached,) if diagram.pillars else ()) + (tuple(sections) or ("－",),)
        rows.append(Row(numbered(number, title), cells))
    wide = tree_diagram(diagram)
    return Picture(
        TREE,
        "施策体系図",
        f"{Chart(diagram).caption}を示します。",
        mark_safe(wide),
        mark_safe(concept_svg(_stacked(diagram), NARROW, key="tree")),
        wide,
        heads,
        tuple(rows),
    )


def _stacked(diagram: Diagram) -> Concept:
    """The same for a narrow page, where no four columns stand: each goal with its pillars and sections below it."""
    pillars = Tier(diagram.heads[1], tuple(Box(name) for name, _ in diagram.pillars), "pillar")
    boxes = []
    for place, (number, title, sections) in enumerate(diagram.goals):
        reached = [name for name, goals in diagram.pillars if place in goals]
        said = (f"柱　{'、'.join(reached)}",) if reached else ()
        boxes.append(Box(title, number, (*said, *sections)))
    goals = Tier(f"{diagram.heads[2]}と{diagram.heads[3]}", tuple(boxes))
    return Concept(diagram.title, (pillars, goals) if diagram.pillars else (goals,))
