"""概念図 from the tree: purpose, 地域ビジョン, pillars, goals, KGI and what they come to, in that order (手引き 3-6).

A plan that brings a picture of its own keeps it: then the drawn one stands on the page of the plan alone, as a help to read
it, and no paper prints a second one.
"""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.safestring import SafeString, mark_safe

from paper.concept import LINKED, PRINTED, Box, Concept, Tier, concept_svg, fitting
from paper.svg import HEIGHT
from publishing.book.chart import level_word, named, section_line, top_goals
from publishing.book.words import numbered
from publishing.document import Document, Entry, TargetEntry
from publishing.kpi_cells import printed

WORD = "概念図"
FEW = 8  # supplementary indicators that stand in a picture; more are a list
KGI, NUMERIC, SUPPLEMENTARY = "KGI", "NUMERIC", "SUPPLEMENTARY"


@dataclass(frozen=True)
class ConceptRow:
    """A line of the table that says the same as the picture: a tier and what stands in it."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ConceptPicture:
    """概念図 as a block of a book: a picture for print, rows of words for Word."""

    kind: ClassVar[str] = "concept"
    concept: Concept

    @property
    def caption(self) -> str:
        """What the picture shows, and what ◆ means."""
        return f"計画の概念図{f'（{said}）' if (said := linked_words(self.concept)) else ''}"

    @property
    def rows(self) -> tuple[ConceptRow, ...]:
        return concept_rows(self.concept)

    def picture(self) -> SafeString:
        """The picture as high as a page allows: the last tiers are left to the 施策体系図 where it would be higher."""
        return mark_safe(concept_svg(fitting(self.concept, PRINTED, HEIGHT), PRINTED, key="plan"))


def printed_concept(document: Document) -> ConceptPicture | None:
    """The 概念図 that papers print: none where the plan brings a picture of its own."""
    concept = None if own_picture(document) else concept_of(document)
    return ConceptPicture(concept) if concept else None


def concept_of(document: Document) -> Concept | None:
    """The concept, or None where nothing stands above or beside the goals that the 施策体系図 does not show."""
    goals = top_goals(document)
    targets = _targets(document)
    if not goals or not (document.regional_entry or targets):
        return None
    tiers = (*_vision(document), *_pillars(document), _goals(document, goals), *_figures(targets))
    tiers += tuple(_directions(goals)) + tuple(_supplementary(document))
    names = "、".join(tier.name for tier in tiers)
    return Concept(f"{document.name}の概念図。{names}を、上から順に示します。", tiers)


def place_of_concept(document: Document) -> str:
    """Lineage of the text that announces a 概念図 and has no picture of its own; '' leaves it to the 資料編."""
    announced = (e for e in document.of_kind("TEXT") if WORD in e.title and not e.figures)
    return next((entry.lineage for entry in announced), "")


def own_picture(document: Document) -> Entry | None:
    """The item that has a 概念図 of the plan's own, an image its authors drew."""
    for entry in document.walk():
        if entry.figures and any(WORD in words for words in (entry.title, *_captions(entry))):
            return entry
    return None


def concept_rows(concept: Concept) -> tuple[ConceptRow, ...]:
    """The concept in words: each tier with its boxes, a box in a line of its own."""
    return tuple(
        ConceptRow(tier.name, tuple(line for box in tier.boxes for line in _box_lines(tier, box)))
        for tier in concept.tiers
    )


def linked_words(concept: Concept) -> str:
    """What ◆ means, where it is drawn."""
    is_marked = any(box.is_linked for tier in concept.tiers for box in tier.boxes)
    return f"{LINKED}は、地域ビジョンとつながる項目" if is_marked else ""


def _box_lines(tier: Tier, box: Box) -> tuple[str, ...]:
    head = numbered(box.number, box.title) if box.title else box.number
    if tier.look == "target":
        return ("　".join((head, *box.lines)),)
    return (head, *(f"・{line}" for line in box.lines))


def _captions(entry: Entry) -> list[str]:
    return [str(facts["caption"]) for facts in entry.figures]


def _vision(document: Document) -> tuple[Tier, ...]:
    entry = document.regional_entry
    if entry is None or entry.regional_vision is None:
        return ()
    facts = entry.regional_vision
    purpose = (Tier("目的", (Box(facts["purpose"]),), "purpose"),) if facts["purpose"] else ()
    return (*purpose, Tier("地域ビジョン", (Box(facts["keyword"]),), "vision"))


def _linked(document: Document) -> set[str]:
    """Lineages of the items by which the vision is to come true."""
    entry = document.regional_entry
    facts = entry.regional_vision if entry else None
    return {link["lineage"] for link in facts["links"]} if facts else set()


def _pillars(document: Document) -> tuple[Tier, ...]:
    linked = _linked(document)
    boxes = tuple(
        Box(pillar.title, pillar.number, is_linked=pillar.lineage in linked)
        for pillar in document.of_kind("PILLAR")
    )
    return (Tier(level_word(document, "PILLAR", "取組みの柱"), boxes, "pillar"),) if boxes else ()


def _goals(document: Document, goals: list[Entry]) -> Tier:
    linked = _linked(document)
    boxes = []
    for goal in goals:
        number, title = named(goal)
        boxes.append(Box(title, number, is_linked=goal.lineage in linked))
    return Tier(_level_of(goals, "目標"), tuple(boxes), "goal")


def _targets(document: Document) -> list[TargetEntry]:
    """The KGI; where a plan has none, the 数値目標 of its goals."""
    for role in (KGI, NUMERIC):
        if found := [target for target in document.targets.values() if target.role == role]:
            return found
    return []


def _figures(targets: list[TargetEntry]) -> tuple[Tier, ...]:
    boxes = tuple(Box(_name(target), lines=(f"目標値 {printed(target.target).whole}",)) for target in targets)
    return (Tier(targets[0].role_name, boxes, "target"),) if boxes else ()


def _name(target: TargetEntry) -> str:
    return f"{target.name}（{target.audience}）" if target.audience else target.name


def _directions(goals: list[Entry]) -> list[Tier]:
    """The 基本的方向 of each goal, headed by its number."""
    found = [(goal, [child for child in goal.items if child.kind == "DIRECTION"]) for goal in goals]
    boxes = tuple(
        Box("", lines=tuple(section_line(goal, child) for child in children), number=goal.number)
        if goal.number
        else Box(goal.title, lines=tuple(section_line(goal, child) for child in children))
        for goal, children in found
        if children
    )
    return [Tier("基本的方向", boxes)] if boxes else []


def _supplementary(document: Document) -> list[Tier]:
    found = [_name(target) for target in document.targets.values() if target.role == SUPPLEMENTARY]
    return [Tier("補足指標", tuple(map(Box, found)), "target")] if 0 < len(found) <= FEW else []


def _level_of(entries: list[Entry], otherwise: str) -> str:
    """The government's own word for these items; 章 and the like say where a text stands, not what it is."""
    names = {entry.level for entry in entries if len(entry.level) > 1}
    return names.pop() if len(names) == 1 else otherwise
