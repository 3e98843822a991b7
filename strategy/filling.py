"""Which items of a plan are expected to have text of their own, and how far the drafting is."""

from dataclasses import dataclass

# Names of things rather than text: they stand for themselves.
NAMES_ONLY = frozenset({"PILLAR", "FOUNDATION"})


def needs_text(kind: str, has_children: bool) -> bool:
    """Whether an item without a body is unfinished: a leaf, or a 具体的施策, unless it is a mere name (柱).

    A level may also say that its items are titles only (``Level.has_text``), as 豊中市's measures are.

    >>> needs_text("GOAL", has_children=True), needs_text("MEASURE", True), needs_text("PILLAR", False)
    (False, True, False)
    """
    if kind in NAMES_ONLY:
        return False
    return kind == "MEASURE" or not has_children


@dataclass(frozen=True)
class Progress:
    """Items written of those that need text."""

    written: int
    needed: int

    @property
    def missing(self) -> int:
        return self.needed - self.written
