"""The road a plan has travelled (策定経過): editions, meetings with votes, 諮問 and 答申, comments, the assembly, in one
dated list; and who took part in it (GUI-9, GUI-11)."""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from config import VERSION
from deliberation.coverage import Coverage, Seat, coverage
from deliberation.models import Body, Meeting, Member, Sanction
from deliberation.procedures.rules import OF_WHAT
from publishing.committee import stations
from publishing.committee.stations import Eye, Station
from publishing.meetings.published import published_meetings
from strategy.models import Plan


@dataclass(frozen=True)
class Share:
    """A body that took part, and what its members cover; numbers only, never names."""

    body: Body
    members: int
    covered: Coverage

    @property
    def sector_words(self) -> str:
        """産2・学1・住民3."""
        return "・".join(f"{word}{count}" for word, count in self.covered.sectors if count)

    @property
    def is_internal(self) -> bool:
        return self.body.kind == Body.Kind.INTERNAL


@dataclass(frozen=True)
class Road:
    """Stations with a day, the oldest first, then those without one; and the bodies that took part.

    ``name`` is the title of the newest edition; ``is_public``: readers have a page of the plan.
    """

    plan: Plan
    name: str
    is_public: bool
    stations: tuple[Station, ...]
    undated: tuple[Station, ...]
    shares: tuple[Share, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Sectors of 産官学金労言士・住民 that sit on none of the bodies from outside the office."""
        outside = [share for share in self.shares if not share.is_internal]
        if not outside:
            return ()
        there = {word for share in outside for word, count in share.covered.sectors if count}
        return tuple(word for word, _ in outside[0].covered.sectors if word not in there)

    @property
    def young(self) -> int:
        return sum(share.covered.young for share in self.shares)

    @property
    def from_outside(self) -> int:
        return sum(share.covered.from_outside for share in self.shares)

    def etag(self) -> str:
        """Changes with whatever is shown, and with our own version."""
        seed = f"{VERSION}|{self.stations}|{self.undated}|{[(s.body.name, s.members, s.covered) for s in self.shares]}"
        return f'"{hashlib.sha256(seed.encode()).hexdigest()[:32]}"'


def road_of(plan: Plan, now: datetime.datetime, *, is_office: bool) -> Road:
    """The road of a plan, for the office or for readers. Twenty queries at most, however much happened."""
    editions = list(plan.editions.without_content().order_by("number"))
    for edition in editions:
        edition.plan = plan
    sanctions = _sanctions(plan) if is_office else []
    by_step: dict[tuple[str, int], list[Sanction]] = {}
    for row in sanctions:
        for name in OF_WHAT:
            if (pk := getattr(row, f"{name}_id")) is not None:
                by_step.setdefault((name, pk), []).append(row)
    eye = Eye(plan, editions, is_office, now, by_step)
    found = [
        *stations.of_editions(eye),
        *stations.of_meetings(eye),
        *stations.of_inquiries(eye),
        *stations.of_comments(eye),
        *stations.of_consultations(eye),
        *stations.of_assembly(eye),
        *stations.of_sanctions(eye, sanctions),
    ]
    dated = sorted((one for one in found if one.on), key=lambda one: one.on or datetime.date.min)
    undated = tuple(one for one in found if one.on is None)
    shown = [edition for edition in editions if is_office or edition.is_public]
    return Road(
        plan,
        shown[-1].title if shown else plan.get_kind_display(),
        any(edition.is_public for edition in editions),
        tuple(dated),
        undated,
        tuple(_shares(plan, now, is_office=is_office)),
    )


def _sanctions(plan: Plan) -> list[Sanction]:
    return list(Sanction.objects.filter(plan=plan).order_by("on", "id"))


def _shares(plan: Plan, now: datetime.datetime, *, is_office: bool) -> Iterable[Share]:
    """The bodies that met on this plan, with the members in office today. Two queries."""
    meetings = Meeting.objects.exclude(state=Meeting.State.CANCELLED) if is_office else published_meetings()
    bodies = list(
        Body.objects.filter(pk__in=meetings.filter(plan=plan).values("body")).order_by("kind", "name")
    )
    if not bodies:
        return
    seats: dict[int, list[Seat]] = {body.pk: [] for body in bodies}
    for row in Member.objects.filter(body__in=bodies).on(timezone.localdate(now)):
        seats[row.body_id].append(
            Seat(row.sector, row.is_digital_expert, row.is_young, row.is_from_outside, row.office == "CHAIR")
        )
    for body in bodies:
        covered = coverage(seats[body.pk], is_internal=body.kind == Body.Kind.INTERNAL)
        yield Share(body, len(seats[body.pk]), covered)
