"""What waits for a member: the meetings of the own bodies, how each item stands, what was handed in. Reading.

Shown to the member alone. Of other members' votes nothing is read here.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils import timezone

from deliberation.bylaws import CONFLICTS, Bylaws, from_data
from deliberation.chain import receipt_code
from deliberation.consent_step import is_open as consent_is_open
from deliberation.deadlines import days_left, spelled
from deliberation.models import (
    AgendaItem,
    Ballot,
    BallotBox,
    Consent,
    Meeting,
    Member,
    RefusedBallot,
    RollEntry,
)
from deliberation.results import rules_of
from deliberation.titles import number_words
from strategy.fiscal import WEEKDAYS, era_year

State = Meeting.State


class Stand(StrEnum):
    """How an item stands for a member."""

    NO_VOTE = "NO_VOTE"  # reported or discussed, or not voted on in writing
    VOIDED = "VOIDED"
    NOT_YET = "NOT_YET"  # the voting has not begun
    OPEN = "OPEN"
    ANSWERED = "ANSWERED"  # voted; may vote again
    SETTLED = "SETTLED"  # voted; the body's rules allow no other vote
    CLOSED = "CLOSED"
    NOT_ENTITLED = "NOT_ENTITLED"  # not on the roll, or a chair who only breaks ties
    TERM_ENDED = "TERM_ENDED"


@dataclass(frozen=True)
class Own:
    """What the member handed in for an item, the newest first; ``refused`` was kept and does not count."""

    ballots: tuple[Ballot, ...] = ()
    refused: tuple[RefusedBallot, ...] = ()
    is_covered: bool = False  # what they say is not shown: see ``covered``

    @property
    def slips(self) -> list["Slip"]:
        """All of it, the newest first."""
        rows = [*map(_slip, self.ballots), *map(_slip, self.refused)]
        if self.is_covered:
            rows = [replace(row, choice="", opinion="", is_covered=True) for row in rows]
        return sorted(rows, key=lambda slip: slip.received_at, reverse=True)

    @property
    def counted(self) -> "Slip | None":
        """The newest that was taken; which of two ways counts is the body's rule."""
        return next((slip for slip in self.slips if not slip.why_not), None)

    @property
    def came_both_ways(self) -> bool:
        """A ballot on line and one on paper: the body's rule says which counts."""
        return len({ballot.way for ballot in self.ballots}) > 1


@dataclass(frozen=True)
class Slip:
    """One ballot as the member sees it. ``choice`` is empty for paper, which only those who enter it know."""

    number: int | None
    code: str
    choice: str
    opinion: str
    way: str
    received_at: datetime.datetime
    why_not: str  # why it does not count
    is_covered: bool = False

    @property
    def when(self) -> str:
        """令和5年1月27日（金曜日）14時5分12秒"""
        return instant_words(self.received_at)


@dataclass(frozen=True)
class ItemStand:
    """An item of the agenda and how it stands for the member."""

    item: AgendaItem
    stand: Stand
    own: Own

    @property
    def may_vote(self) -> bool:
        return self.stand in (Stand.OPEN, Stand.ANSWERED)


@dataclass(frozen=True)
class Sitting:
    """A meeting as one member sees it at ``now``."""

    meeting: Meeting
    seat: Member
    box: BallotBox | None
    items: tuple[ItemStand, ...]
    consent: Consent | None
    now: datetime.datetime

    @property
    def bylaws(self) -> Bylaws:
        """The rules under which the voting was opened; before that, those of the body."""
        return _rules(self.meeting, self.box)

    @property
    def closes_at(self) -> datetime.datetime | None:
        """The deadline as it stands, extended or not; None where nothing is voted on in writing."""
        return self.box.closes_at if self.box else self.meeting.closes_at if self.meeting.is_written else None

    @property
    def deadline(self) -> str:
        """2月2日（木曜日）まで"""
        return spelled(timezone.localtime(self.closes_at)) if self.closes_at else ""

    @property
    def left(self) -> str:
        """あと6日, あす, きょう; empty when it is over."""
        if self.closes_at is None or self.now >= self.closes_at:
            return ""
        return days_left(timezone.localtime(self.closes_at), timezone.localtime(self.now).date())

    @property
    def is_over(self) -> bool:
        """The deadline has passed, or the meeting is finished or cancelled."""
        return self.meeting.state != State.CALLED or (
            self.closes_at is not None and self.now >= self.closes_at
        )

    @property
    def open_items(self) -> list[ItemStand]:
        return [one for one in self.items if one.stand == Stand.OPEN]

    @property
    def answered_items(self) -> list[ItemStand]:
        return [one for one in self.items if one.stand in (Stand.ANSWERED, Stand.SETTLED)]

    @property
    def consent_is_open(self) -> bool:
        return consent_is_open(self.meeting, self.now)

    @property
    def waits(self) -> bool:
        """Whether something is to be done by this member."""
        return bool(self.open_items) or (self.consent_is_open and self.consent is None)

    @property
    def has_result(self) -> bool:
        return self.box is not None and self.box.is_closed

    @property
    def number(self) -> str:
        """令和4年度第5回"""
        return number_words(self.meeting)

    @property
    def begins(self) -> str:
        """When the voting begins, where it has not: 1月23日（月曜日）9時"""
        opens = self.meeting.opens_at
        return instant_words(opens, year=False, seconds=False) if opens and opens > self.now else ""

    @property
    def which_counts(self) -> str:
        """The body's rule for a member who voted on line and on paper."""
        return CONFLICTS[self.bylaws.conflict]

    def of(self, item: int) -> ItemStand | None:
        """One item of the agenda."""
        return next((one for one in self.items if one.item.pk == item), None)


def instant_words(at: datetime.datetime, *, year: bool = True, seconds: bool = True) -> str:
    """An instant as members read it, the weekday written out: 令和5年1月27日（金曜日）14時5分12秒."""
    local = timezone.localtime(at)
    day = f"{local.month}月{local.day}日（{WEEKDAYS[local.weekday()]}曜日）"
    named = era_year(local.year, local.month, local.day) if year else ""
    time = f"{local.hour}時{local.minute}分" + (f"{local.second}秒" if seconds else "")
    return f"{named}{day}{time}"


def sitting_of(meeting: Meeting, seat: Member, now: datetime.datetime) -> Sitting:
    """One meeting for one member. Five queries at most."""
    return _sittings([(meeting, seat)], now)[0]


def sittings_of(seats: Sequence[Member], now: datetime.datetime) -> list[Sitting]:
    """All called meetings of the bodies on which these seats of one person are, the newest first. Six queries at most."""
    bodies: dict[int, list[Member]] = defaultdict(list)
    for seat in seats:
        bodies[seat.body_id].append(seat)
    rows = (
        Meeting.objects.filter(body__in=bodies)
        .exclude(state=State.PLANNED)
        .select_related("plan__government", "box")
        .order_by("-fiscal_year", "-number", "-id")
    )
    meetings = list(rows)
    rolled = dict(RollEntry.objects.filter(member__in=seats).values_list("box__meeting_id", "member_id"))
    today, pairs = timezone.localtime(now).date(), []
    for meeting in meetings:
        own = bodies[meeting.body_id]
        seat = next((one for one in own if one.pk == rolled.get(meeting.pk)), None)
        seat = seat or next((one for one in reversed(own) if one.span.holds(today)), None)
        if seat is not None:
            meeting.body = seat.body
            pairs.append((meeting, seat))
    return _sittings(pairs, now)


def _sittings(pairs: Sequence[tuple[Meeting, Member]], now: datetime.datetime) -> list[Sitting]:
    meetings, seats = [meeting.pk for meeting, _ in pairs], [seat.pk for _, seat in pairs]
    agenda: dict[int, list[AgendaItem]] = defaultdict(list)
    for item in AgendaItem.objects.filter(meeting__in=meetings).order_by("number"):
        agenda[item.meeting_id].append(item)
    roll = set(
        RollEntry.objects.filter(box__meeting__in=meetings, member__in=seats, is_voting=True).values_list(
            "box__meeting_id", "member_id"
        )
    )
    ballots = _by_item(
        Ballot.objects.filter(box__meeting__in=meetings, member__in=seats)
        .select_related("entry")
        .order_by("-received_at", "-entry__seq")
    )
    refused = _by_item(
        RefusedBallot.objects.filter(box__meeting__in=meetings, member__in=seats).order_by("-id")
    )
    consents = {
        (row.meeting_id, row.member_id): row
        for row in Consent.objects.filter(meeting__in=meetings, member__in=seats)
    }
    found = []
    for meeting, seat in pairs:
        box = getattr(meeting, "box", None)
        is_rolled = (meeting.pk, seat.pk) in roll
        items = tuple(
            ItemStand(item, _stand(meeting, box, seat, item, is_rolled, own, now), own)
            for item in agenda[meeting.pk]
            for own in [Own(tuple(ballots[item.pk, seat.pk]), tuple(refused[item.pk, seat.pk]))]
        )
        found.append(Sitting(meeting, seat, box, items, consents.get((meeting.pk, seat.pk)), now))
    return found


def _by_item(rows: Iterable) -> dict[tuple[int, int], list]:
    found: dict[tuple[int, int], list] = defaultdict(list)
    for row in rows:
        found[row.item_id, row.member_id].append(row)
    return found


def _stand(
    meeting: Meeting,
    box: BallotBox | None,
    seat: Member,
    item: AgendaItem,
    is_rolled: bool,
    own: Own,
    now: datetime.datetime,
) -> Stand:
    if not item.is_vote or not meeting.is_written:
        return Stand.NO_VOTE
    if item.voided_at is not None:
        return Stand.VOIDED
    if box is None:
        return Stand.NOT_YET if meeting.state == State.CALLED else Stand.CLOSED
    if box.is_closed or now >= box.closes_at or meeting.state != State.CALLED:
        return Stand.CLOSED
    if now < box.opened_at:
        return Stand.NOT_YET
    if not is_rolled:
        return Stand.NOT_ENTITLED
    if not seat.span.holds(timezone.localtime(now).date()):
        return Stand.TERM_ENDED
    if not own.ballots:
        return Stand.OPEN
    is_final = not _rules(meeting, box).may_change and any(row.way == Ballot.Way.WEB for row in own.ballots)
    return Stand.SETTLED if is_final else Stand.ANSWERED


def _rules(meeting: Meeting, box: BallotBox | None) -> Bylaws:
    return rules_of(box) if box else from_data(meeting.body.bylaws)


def _slip(row: Ballot | RefusedBallot) -> Slip:
    is_counted = isinstance(row, Ballot)
    is_paper = row.way == Ballot.Way.PAPER
    return Slip(
        number=row.entry.seq if is_counted else None,
        code=receipt_code(row.entry.hash) if is_counted else "",
        choice="" if is_paper else row.get_choice_display(),
        opinion="" if is_paper else row.opinion,
        way=row.get_way_display(),
        received_at=row.received_at,
        why_not="" if is_counted else row.get_why_display(),
    )
