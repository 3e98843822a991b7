"""Before the closing no choice and no opinion of a ballot influences anything that anybody is shown (R11).

Two worlds differ in nothing but what the members voted and wrote. Every address is asked for in both, by everybody who
could be curious: answers must be the same to the byte, with their headers and the number of their queries. What is
random or made anew each time (tokens against forgery) is masked. The control is the closing: then the worlds differ.
"""

import datetime
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from accounts.models import AuditEvent, Outbox, User
from accounts.site import site
from deliberation import ballots
from deliberation.boxes import open_box, void_item
from deliberation.closing import close_box, settles_at
from deliberation.documents.reading import KINDS
from deliberation.models import Ballot, BallotBox, LedgerEntry, Opinion, PaperBallot, RefusedBallot
from publishing.editions import start_next_edition
from tests import factories
from tests.deliberation import sittings
from tests.deliberation.voting import SCAN, Vote

pytestmark = pytest.mark.django_db
CANARY = "秘密の意見"
# Choice and opinion of each ballot in the two worlds, in the order in which they come.
WORLDS = {
    "one": {
        "web": ("FOR", f"{CANARY}一"),
        "first": ("FOR", ""),
        "second": ("AGAINST", f"{CANARY}三、これはとても長い。" * 5),
        "paper": ("FOR", f"{CANARY}四"),
        "entered": ("FOR", f"{CANARY}五"),
        "voided": ("FOR", f"{CANARY}六"),
        "late": ("FOR", f"{CANARY}七"),
    },
    "other": {
        "web": ("AGAINST", ""),
        "first": ("AGAINST", f"{CANARY}二"),
        "second": ("FOR", ""),
        "paper": ("BLANK", ""),
        "entered": ("AGAINST", ""),
        "voided": ("AGAINST", ""),
        "late": ("AGAINST", ""),
    },
}
# A PDF takes seconds, and says what the page and the Word file of the same name say; the feed knows editions only and
# says when it was asked for.
NOT_ASKED = re.compile(
    r"\.pdf$|figures/|^feeds/|^(healthz|readyz)$|<int:number>/(basics|correct|freeze|next|publish|withdraw|plan|preview)"
)
# What the tokens against forgery and double sending look like on a page.
TOKENS = re.compile(rb'(name="(?:csrfmiddlewaretoken|key|stamp)" value=")[^"]*')
CODE = re.compile(r"[0-9a-f]{4}( [0-9a-f]{4}){3}")  # of a receipt, for the voter alone
OF_THE_CLOCK = {"Expires"}


@dataclass
class World:
    """The vote before anybody has voted, and who looks at it."""

    vote: Vote
    voided: object
    aoki: User
    second: User
    clients: dict[str, Client] = field(default_factory=dict)

    def asked(self) -> dict[str, list[str]]:
        """Values for the arguments of addresses."""
        meeting = self.vote.meeting
        papers = list(PaperBallot.objects.order_by("pk").values_list("pk", flat=True))
        return {
            "government": ["toyonaka"],
            "plan": [meeting.plan.slug],
            "meeting": [str(meeting.pk)],
            "item": [str(self.vote.item.pk), str(self.voided.pk)],
            "body": [str(meeting.body_id)],
            "member": [str(self.vote.people[1].pk)],
            "paper": [str(pk) for pk in meeting.papers.values_list("pk", flat=True)],
            "ballot": [str(pk) for pk in papers],
            "what": [kind.key for kind in KINDS],
            "ending": ["docx", "xlsx", "csv"],
            "number": ["2"],
            "old": ["1"],
            "opinion": ["1"],
            "kind": ["docx"],
            "file": ["csv"],
            "side": ["new"],
        }


# Arguments of addresses that have nothing to do with a vote: there is no such row here, and nothing to be seen.
OF_NOBODY = (
    "sending correction question code entry consultation department comment submission part summary inquiry row "
    "sanction token review revision indicator sha256 rest diagram new target"
).split()


@pytest.fixture
def world(toyonaka, aoki, baba, endo, neighbour, monkeypatch) -> World:
    """Six members; the first votes the same in both worlds, the last but one not at all. The clock stands still."""
    monkeypatch.setattr(timezone, "datetime", _still(timezone.now()))
    meeting, item, people = sittings.a_written_vote(toyonaka, members=6)
    voided = sittings.an_item(meeting, item.edition, 3)
    meeting.papers.create(label="資料1", title="案", kind="EDITION", edition=item.edition)
    start_next_edition(actor=None, edition=item.edition, stage="PROPOSAL")
    vote = Vote(open_box(actor=None, meeting=meeting), item, people)
    made = World(vote, voided, aoki, factories.person("第二", "PLANNER", toyonaka))
    lookers = {
        "planner": factories.person("第三", "PLANNER", toyonaka),
        "admin": endo,
        "department": baba,
        "viewer": factories.person("閲覧", "VIEWER", toyonaka),
        "who entered a paper": aoki,
        "who checked a paper": made.second,
        "member who voted": people[0].user,
        "member who did not": people[4].user,
        "stranger": factories.person("土居"),
        "neighbour": neighbour,
    }
    made.clients["anybody"] = Client()
    for name, person in lookers.items():
        made.clients[name] = Client()
        made.clients[name].force_login(person)
    return made


def voted(world: World, name: str) -> None:
    """Everybody votes as in the world of this name."""
    vote, given = world.vote, WORLDS[name]
    vote.cast(0, opinion="同じ意見")

    def web(who: int, kind: str, **more) -> None:
        choice, opinion = given[kind]
        vote.cast(who, choice, opinion=opinion, key=kind, **more)

    web(1, "web")
    web(2, "first")
    web(2, "second")
    web(1, "voided", item=world.voided)
    void_item(actor=None, item=world.voided, reason="文が変わったため")
    web(2, "late", received_at=vote.at(seconds=-1))
    for who, kind in ((3, "paper"), (5, "entered")):
        choice, opinion = given[kind]
        scan = SCAN + choice.encode()
        if kind == "paper":
            vote.paper(who, world.aoki, world.second, choice, opinion=opinion, scan=scan)
        else:
            vote.enter(who, world.aoki, choice, opinion=opinion, scan=scan)


def _still(now: datetime.datetime) -> type:
    """The class from which Django asks the time, for those too who hold ``timezone.now`` itself (defaults of fields)."""

    class Kind(type):
        def __instancecheck__(cls, value: object) -> bool:
            return isinstance(value, datetime.datetime)

    class Still(datetime.datetime, metaclass=Kind):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
            return now.astimezone(tz)

    return Still


# --- addresses ----------------------------------------------------------------------------------------------


def routes(patterns=None, prefix: str = "") -> Iterator[str]:
    """Every address of the rooms that show votes, and the record of what was done."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from routes(pattern.url_patterns, route)
        elif pattern.callback.__module__.startswith(
            ("deliberation.", "publishing.", "accounts.views.events")
        ):
            yield route


def arguments(route: str) -> list[str]:
    return re.findall(r"<(?:\w+:)?(\w+)>", route)


def filled(route: str, values: dict[str, list[str]]) -> list[str]:
    names = arguments(route)
    if unknown := [name for name in names if name not in values]:
        pytest.fail(f"{route}: give values for {unknown}, or name them in OF_NOBODY")
    paths = []
    for chosen in itertools.product(*(values[name] for name in names)):
        path = f"/{route}"
        for name, value in zip(names, chosen, strict=True):
            path = re.sub(rf"<(?:\w+:)?{name}>", value, path)
        paths.append(path)
    return paths


def is_for(looker: str, route: str) -> bool:
    """Whether this person asks for it: one planner for all, others for what could show them a vote."""
    if looker == "anybody":
        return not route.startswith(("office/", "committee/"))
    if looker.startswith("member"):
        return route.startswith("committee/")
    if looker.startswith("who ") or looker in ("stranger", "neighbour"):
        return "/voting/" in route or "/result/" in route
    if looker == "planner":
        return True
    return "<int:meeting>" in route and "ending" not in route and route.startswith("office/")


# --- what is seen -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    queries: int


def look(client: Client, path: str, post: bool = False) -> Seen:
    asked: list[str] = []

    def counted(execute, sql, *rest):
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(counted):
        answer = client.post(path) if post else client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    masked = TOKENS.sub(rb"\1", body)
    headers = tuple(sorted(item for item in answer.items() if item[0] not in OF_THE_CLOCK))
    return Seen(answer.status_code, headers, masked, len(asked))


ACTS = ("voting/close/", "voting/open/", "result/send/", "result/publish/")


def scraped(world: World) -> dict[tuple[str, str], Seen]:
    """Everything that everybody is shown, by person and address."""
    values, seen = world.asked(), {}
    everything = [
        (route, filled(route, values))
        for route in routes()
        if not NOT_ASKED.search(route) and not set(arguments(route)) & set(OF_NOBODY)
    ]
    for looker, client in world.clients.items():
        for route, paths in everything:
            for path in paths if is_for(looker, route) else ():
                seen[looker, path] = look(client, path)
    for act in ACTS:  # and what a planner is told who tries it all the same
        path = f"/office/toyonaka/{world.vote.meeting.plan.slug}/meetings/{world.vote.meeting.pk}/{act}"
        seen["planner", f"POST {path}"] = look(world.clients["planner"], path, post=True)
    return seen


def closed(world: World) -> dict[str, bytes]:
    """What the planner and a member see once it is closed."""
    for paper in PaperBallot.objects.filter(state="ENTERED"):
        paper.delete()
    box = BallotBox.objects.select_related("meeting").get()
    close_box(actor=None, box=box, now=settles_at(box))
    meeting = world.vote.meeting
    return {
        "planner": look(
            world.clients["planner"], f"/office/toyonaka/{meeting.plan.slug}/meetings/{meeting.pk}/result/"
        ).body,
        "member": look(
            world.clients["member who did not"], f"/committee/toyonaka/meetings/{meeting.pk}/result/"
        ).body,
    }


def lived(
    world: World, name: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[tuple[str, str], Seen], dict[str, bytes], list[tuple]]:
    """One world from its votes to its closing; afterwards nothing of it is left."""
    cache.clear()  # how often somebody has tried to enter
    for client in world.clients.values():  # and what their browsers have kept since, but for the session
        for kept in set(client.cookies) - {settings.SESSION_COOKIE_NAME}:
            del client.cookies[kept]
    # The numbers of rows begin anew, in both worlds.
    tables = [AuditEvent, Ballot, LedgerEntry, Opinion, Outbox, PaperBallot, RefusedBallot]
    for statement in connection.ops.sequence_reset_sql(no_style(), tables):
        with connection.cursor() as cursor:
            cursor.execute(statement)
    salts = itertools.count(1)
    monkeypatch.setattr(ballots.secrets, "token_hex", lambda size: f"{next(salts):0{2 * size}x}")
    try:
        with transaction.atomic():
            voted(world, name)
            seen = scraped(world)
            mails = Outbox.objects.order_by("pk").values_list("to", "subject", "body")
            told: list[tuple] = [(to, subject, CODE.sub("", body)) for to, subject, body in mails]
            told += AuditEvent.objects.order_by("pk").values_list("verb", "subject_name", "detail")
            after = closed(world)
            raise _Over
    except _Over:
        pass
    return seen, after, told


class _Over(Exception):
    pass


def test_no_vote_shows_in_anything_before_the_closing(world, monkeypatch):
    one, one_after, one_told = lived(world, "one", monkeypatch)
    other, other_after, other_told = lived(world, "other", monkeypatch)
    assert one.keys() == other.keys()
    differing = {place for place in one if one[place] != other[place]}
    # Who handles a paper sees what it says: the two of the first one; of the second one, which still waits, who entered
    # it, and in the scan whoever of the planners comes to check it. Nothing of it goes anywhere else.
    papers = f"/office/toyonaka/{world.vote.meeting.plan.slug}/meetings/{world.vote.meeting.pk}/voting/papers"
    handled = {"who entered a paper": (1, 2), "who checked a paper": (1, 2), "planner": (2,), "admin": (2,)}
    own = {
        (who, f"{papers}/{paper}/{rest}")
        for who, of in handled.items()
        for paper in of
        for rest in ("", "scan/")
    }
    assert differing == own, [(*place, one[place].queries, other[place].queries) for place in differing ^ own]
    entered, checked = "who entered a paper", "who checked a paper"
    assert {place for place, seen in one.items() if CANARY.encode() in seen.body} == {
        (who, f"{papers}/{paper}/") for who, paper in ((entered, 1), (entered, 2), (checked, 1))
    }
    assert one_told == other_told
    # They were asked for pages that are there, not for errors that are the same everywhere.
    there = {
        who: sum(seen.status == 200 for (by, _), seen in one.items() if by == who) for who in world.clients
    }
    assert {who: number > 3 for who, number in there.items()} == {
        who: who not in ("stranger", "neighbour") for who in world.clients
    }, there
    assert not [place for place, seen in one.items() if seen.status == 500]
    # The control: once it is closed, the same pages tell the worlds apart.
    for who in ("planner", "member"):
        assert one_after[who] != other_after[who]
        assert CANARY.encode() in one_after[who]


def test_no_table_of_votes_is_open_to_the_operators():
    shown = {model.__name__ for model in site._registry if model._meta.app_label == "deliberation"}
    assert not shown & {
        "Ballot",
        "BallotBox",
        "LedgerEntry",
        "Opinion",
        "PaperBallot",
        "RefusedBallot",
        "RollEntry",
    }
