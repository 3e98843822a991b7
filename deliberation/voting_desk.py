"""What the secretariat works on while a written vote is open: who has answered, never what; the papers that came."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from deliberation.models import AgendaItem, BallotBox, Member, PaperBallot, RollEntry
from deliberation.results import begun, items_of, rules_of, standing_of

State = PaperBallot.State


@dataclass(frozen=True)
class Cell:
    """A member and an item: the vote is here, or its paper waits for the second person."""

    item: AgendaItem
    is_answered: bool
    waits: bool


@dataclass(frozen=True)
class Row:
    """A member of the roll; ``office`` is empty for an ordinary member."""

    entry: RollEntry
    office: str
    cells: tuple[Cell, ...]
    is_complete: bool


@dataclass(frozen=True)
class Desk:
    """Everything of an open vote that the secretariat may know."""

    items: tuple[AgendaItem, ...]
    voided: tuple[AgendaItem, ...]
    rows: tuple[Row, ...]
    papers: tuple[PaperBallot, ...]

    @property
    def done(self) -> int:
        """How many have answered everything."""
        return sum(row.is_complete for row in self.rows)

    @property
    def unread(self) -> int:
        """How many papers wait for the second person."""
        return sum(paper.state == State.ENTERED for paper in self.papers)


def desk_of(box: BallotBox) -> Desk:
    """The desk of an open box. Six queries."""
    standing = standing_of(box)
    rows = tuple(
        Row(
            one.entry,
            "" if one.entry.office == Member.Office.ORDINARY else str(Member.Office(one.entry.office).label),
            tuple(Cell(item, item.pk in one.items, item.pk in one.waiting) for item in standing.items),
            one.is_complete,
        )
        for one in standing.rows
    )
    voided = tuple(item for item in items_of(box, begun(box)) if item.voided_at is not None)
    papers = box.paper_ballots.select_related("item", "member", "entered_by").defer("choice", "opinion")
    return Desk(standing.items, voided, rows, tuple(papers.order_by("-id")))


def entering_of(box: BallotBox) -> dict[str, Any]:
    """What the form of a paper ballot needs: box, bylaws, roll and items still voted on. Two queries."""
    roll: Sequence[RollEntry] = list(box.roll.filter(is_voting=True).select_related("member"))
    items = [item for item in items_of(box, begun(box)) if item.voided_at is None]
    return {"box": box, "bylaws": rules_of(box), "roll": roll, "items": items}
