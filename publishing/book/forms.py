"""Which form an item takes among its siblings: a heading of its own, a row of a table, an entry of a list or box."""

from collections.abc import Iterator
from dataclasses import dataclass

from publishing.document import Document, Entry
from publishing.pieces import pillar_columns

ALONE, ROWS, LIST, EXAMPLES, PILLARS = "alone", "rows", "list", "examples", "pillars"
ENOUGH = 2  # sections that a goal must have to open with a page of its own
TABLED = ("DIRECTION", "MEASURE")


@dataclass(frozen=True)
class Slot:
    """A place among the children of an item: a child, or an item shown here again (再掲)."""

    entry: Entry
    again: bool = False


def slots(parent: Entry, by_lineage: dict[str, Entry]) -> Iterator[Slot]:
    """The children of an item with what is shown again between them, in printed order."""
    again: dict[int, list[Slot]] = {}
    for place, lineage in parent.relisted_at:
        again.setdefault(min(place, len(parent.items)), []).append(Slot(by_lineage[lineage], again=True))
    for place, child in enumerate(parent.items):
        yield from again.get(place, ())
        yield Slot(child)
    yield from again.get(len(parent.items), ())


class Forms:
    """The forms within one document."""

    def __init__(self, document: Document):
        self.document = document
        self.is_marked = any(entry.marks for entry in document.walk())
        self.has_reach = bool(pillar_columns(document))

    def below(self, parent: Entry) -> list[tuple[str, Slot]]:
        """The children of an item, each with its form.

        A list behind a heading would seem to belong to it, so beside a heading every item is one.
        """
        placed = [(self._form(slot, parent), slot) for slot in slots(parent, self.document.by_lineage)]
        has_heading = any(form == ALONE for form, _ in placed)
        return [
            (ALONE if has_heading and form == LIST and not slot.again else form, slot)
            for form, slot in placed
        ]

    def opens(self, goal: Entry) -> bool:
        """Whether a goal has sections enough to list on a page of its own."""
        return sum(form == ALONE for form, _ in self.below(goal)) >= ENOUGH

    def _form(self, slot: Slot, parent: Entry) -> str:
        entry = slot.entry
        in_table = self.is_marked and parent.kind in ("GOAL", "DIRECTION")
        if entry.kind in TABLED and in_table and (slot.again or self._is_row(entry, parent)):
            return ROWS
        if slot.again:
            return EXAMPLES if entry.kind == "INITIATIVE" else LIST
        if entry.items or entry.relisted_at or entry.figures or entry.has_targets or entry.kind == "GOAL":
            return ALONE
        if entry.kind == "PILLAR" and self.has_reach:
            return PILLARS
        if entry.kind == "INITIATIVE":
            return EXAMPLES
        return ALONE if entry.body or (entry.kind == "TEXT" and entry.number) else LIST

    @staticmethod
    def _is_row(entry: Entry, parent: Entry) -> bool:
        """Sections below a goal are headings; what stands in them, or measures without sections, are rows."""
        if parent.kind == "DIRECTION":
            return all(item.kind in TABLED for item in entry.walk())
        sections = [child for child in parent.items if child.kind == "DIRECTION"]
        return not entry.items and not any(section.items for section in sections)
