"""A written vote that runs: opened through the verbs, votes cast, the clock moved past the deadline."""

import datetime
import itertools
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import Government, User
from deliberation.ballots import cast
from deliberation.boxes import open_box
from deliberation.bylaws import DEFAULT, Bylaws
from deliberation.closing import close_box, settles_at
from deliberation.models import AgendaItem, Ballot, BallotBox, Meeting, Member, PaperBallot, RefusedBallot
from deliberation.paper_ballots import check_paper, enter_paper
from tests.deliberation import sittings

SCAN = b"%PDF-1.7 mihon"
_serial = itertools.count(1)


@dataclass
class Vote:
    """A meeting whose voting is open."""

    box: BallotBox
    item: AgendaItem
    people: list[Member]

    @property
    def meeting(self) -> Meeting:
        return self.box.meeting

    def at(self, **before: float) -> datetime.datetime:
        """An instant so long before the deadline; negative is after it."""
        return self.box.closes_at - datetime.timedelta(**before)

    def cast(self, who: int, choice: str = "FOR", **given: Any) -> Ballot | RefusedBallot:
        """A member votes on line, a minute before the deadline unless said otherwise."""
        member = self.people[who]
        fields = {
            "actor": member.user,
            "member": member,
            "item": self.item,
            "choice": choice,
            "opinion": "",
            "received_at": self.at(minutes=1),
            "key": f"key{next(_serial)}",
        }
        return cast(**(fields | given))

    def enter(self, who: int, by: User, choice: str = "FOR", **given: Any) -> PaperBallot:
        """A paper of a member is entered with its scan; received now unless said otherwise."""
        fields = {
            "item": self.item,
            "choice": choice,
            "opinion": "",
            "is_signed": True,
            "received_at": timezone.now(),
            "scan": SCAN,
            "scan_name": "hyoketsu.pdf",
            "reason": "ファクスで届いたため",
        }
        return enter_paper(actor=by, member=self.people[who], **(fields | given))

    def paper(self, who: int, by: User, second: User, choice: str = "FOR", **given: Any) -> PaperBallot:
        """The same, and read by a second person."""
        paper = self.enter(who, by, choice, **given)
        return check_paper(actor=second, paper=paper, choice=paper.choice, is_signed=paper.is_signed)

    def let_pass(self, ago: datetime.timedelta = datetime.timedelta(minutes=5)) -> None:
        """The deadline is behind us, past the verbs."""
        self.box.closes_at = timezone.now() - ago
        BallotBox.objects.filter(pk=self.box.pk).update(closes_at=self.box.closes_at)

    def close(self) -> BallotBox:
        """Close it at the first instant at which that is possible."""
        self.box = BallotBox.objects.select_related("meeting__body").get(pk=self.box.pk)
        self.box = close_box(actor=None, box=self.box, now=settles_at(self.box))
        return self.box


def a_vote(government: Government, members: int = 3, bylaws: Bylaws = DEFAULT, **fields: Any) -> Vote:
    """A written vote on one item, open since an hour ago."""
    meeting, item, people = sittings.a_written_vote(government, members, bylaws, **fields)
    began = min(meeting.opens_at or timezone.now(), timezone.now())
    return Vote(open_box(actor=None, meeting=meeting, now=began), item, people)
