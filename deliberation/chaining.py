"""The ledger as it grows: the box is held, and each entry follows the one before. Part of the verbs.

Whoever votes, enters a paper, extends, voids or closes holds the row of the box first, so that there is one order.
A verb that holds the meeting too holds it before the box.
"""

import datetime
import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from accounts.audit import Refused
from deliberation.chain import entry_hash, numbered
from deliberation.models import BallotBox, LedgerEntry, Meeting

NO_BOX = "この会議では、表決の受付が始まっていません。会議のページで、表決の始まりを確かめてください。"
# A vote that came in time may queue behind others; longer than a page waits elsewhere, shorter than the grace of closing.
PATIENCE = "SELECT set_config('lock_timeout', '30s', true), set_config('statement_timeout', '35s', true)"


def turn_file() -> Path:
    """Where votes on this database wait for their turn; it holds nothing."""
    return Path(settings.VAR_DIR) / f"turn-{Path(str(connection.settings_dict['NAME'])).name}"


@contextmanager
def in_turn() -> Iterator[None]:
    """On SQLite one vote at a time, about in the order in which they came. Taken before the transaction begins.

    The lock of the database is what makes a vote safe; this only makes waiting short: SQLite's own sleeps longer and longer
    beside a free database, and some of fifty waited for more than twice as long. PostgreSQL keeps the order itself.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with turn_file().open("ab") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def held_box(meeting_id: int) -> BallotBox:
    """The box of this meeting as it stands now, with meeting, body and government, locked until the verb ends."""
    if connection.vendor == "postgresql":  # SQLite waits before the transaction begins (config/settings.py)
        with connection.cursor() as cursor:
            cursor.execute(PATIENCE)
    rows = BallotBox.objects.select_for_update(no_key=True, of=("self",))
    box = rows.select_related("meeting__body", "meeting__plan__government").filter(meeting=meeting_id).first()
    if box is None:
        raise Refused(NO_BOX)
    return box


def box_of_item(meeting: Meeting) -> BallotBox | None:
    """The box of a meeting, held, or None where there is none."""
    return held_box(meeting.pk) if BallotBox.objects.filter(meeting=meeting).exists() else None


def append(box: BallotBox, content: Mapping[str, Any], at: datetime.datetime) -> LedgerEntry:
    """Put an entry behind the last one. The box is held; ``content`` is one of ``deliberation.chain``."""
    seq = box.entries + 1
    payload = numbered(content, seq=seq, at=at)
    entry = LedgerEntry.objects.create(
        box=box,
        seq=seq,
        kind=content["kind"],
        payload=payload,
        previous=box.head,
        hash=entry_hash(box.head, payload),
        at=at,
    )
    box.head, box.entries = entry.hash, seq
    box.save(update_fields=["head", "entries"])
    return entry
