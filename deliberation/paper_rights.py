"""Who may look at a paper ballot. Before closing nobody but those who enter and check it sees what it says."""

from accounts.models import User
from deliberation.models import PaperBallot

State = PaperBallot.State


def may_see(user: User, paper: PaperBallot) -> bool:
    """Whether this planner may read choice and opinion as entered: the two who handled it, and once the vote is closed
    and the paper settled, all planners. ``paper`` with its box. No query."""
    is_settled = paper.box.is_closed and paper.state != State.ENTERED
    return is_settled or user.pk in (paper.entered_by_id, paper.checked_by_id)


def may_check(user: User, paper: PaperBallot) -> bool:
    """Whether this planner may be the second person, and for that read the scan, though not what was entered."""
    return paper.state == State.ENTERED and user.pk != paper.entered_by_id


def may_reject(paper: PaperBallot) -> bool:
    """Whether it may be handed back: by whoever checks it, and by whoever entered it by mistake."""
    return paper.state == State.ENTERED
