"""R1: fifty members vote in the last second, five more just after it, while somebody tries to close all the time."""

import datetime
import statistics
from functools import partial

from django.db import connection
from django.utils import timezone

from accounts.models import User
from bench.plans import edition, figure, nation, published, report, town
from bench.rush import LATE, VOTERS, Outcome, database, rush, server
from deliberation.boxes import open_box
from deliberation.bylaws import DEFAULT, to_data
from deliberation.models import AgendaItem, Body, Meeting, Member
from strategy.models import Edition

ROUNDS = 3
SLOW = "0.05"  # seconds that a vote holds the box beyond what it takes, in the second half


def measure() -> None:
    nation()
    draft = published(edition(town(), "strategy", 10))
    body = Body.objects.create(
        government=draft.plan.government, kind="STATUTORY", name="見本の委員会", bylaws=to_data(DEFAULT)
    )
    members = [_member(body, n) for n in range(VOTERS + LATE)]
    with server() as port:
        plain = [rush(port, partial(_item, body, draft), members) for _ in range(ROUNDS)]
    slow_server = {"TEST_DATABASE": database(), "BALLOT_SECONDS": SLOW}
    with server("tests.deliberation.slow_server:application", **slow_server) as port:
        slow = [rush(port, partial(_item, body, draft), members) for _ in range(ROUNDS)]
    name = connection.vendor
    report(
        *_figures(plain, f"{VOTERS} votes in the last second ({name})", 2.0),
        *_figures(slow, f"the same, each vote 50 ms longer under the lock ({name})", None),
    )


def _figures(rounds: list[Outcome], name: str, limit: float | None) -> list[dict]:
    """The slowest of fifty is what 99 of 100 stay under."""
    slowest = max(one.seconds[-1] for one in rounds)
    return [
        figure(name, sum(one.in_time for one in rounds)),
        figure(
            "  half of them answered within", statistics.median(s for one in rounds for s in one.seconds), "s"
        ),
        figure("  the slowest answered within", slowest, "s", limit),
        figure("  in time and in no tally", sum(one.lost for one in rounds), "", 0),
        figure("  late and counted", sum(one.late_counted for one in rounds), "", 0),
        figure(
            "  counted twice, or a receipt that is not in the ledger",
            sum(one.twice + one.false_receipts for one in rounds),
            "",
            0,
        ),
        figure("  errors", sum(len(one.errors) for one in rounds), "", 0),
    ]


def _member(body: Body, n: int) -> Member:
    name = f"委員{n}"
    user = User.objects.create_user(f"iin{n}", f"iin{n}@example.jp", name=name)
    office = Member.Office.CHAIR if n == 0 else Member.Office.ORDINARY
    return Member.objects.create(body=body, name=name, user=user, mail=user.email, position=n, office=office)


def _item(body: Body, draft: Edition, deadline: datetime.datetime) -> AgendaItem:
    """A called written meeting whose voting is open."""
    now = timezone.now()
    meeting = Meeting.objects.create(
        body=body,
        plan=draft.plan,
        fiscal_year=2026,
        number=body.meetings.count() + 1,
        form=Meeting.Form.WRITTEN,
        state=Meeting.State.CALLED,
        opens_at=now - datetime.timedelta(hours=1),
        closes_at=deadline,
    )
    item = AgendaItem.objects.create(
        meeting=meeting,
        number=1,
        kind=AgendaItem.Kind.VOTE,
        title="見本の案件",
        edition=draft,
        content_hash=draft.content_hash,
    )
    open_box(actor=None, meeting=meeting, now=meeting.opens_at)
    return item
