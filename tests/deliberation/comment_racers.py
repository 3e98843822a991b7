"""Tasks of processes that send comments at the same time (tests/deliberation/test_comment_races.py)."""

import sys
from datetime import datetime

from django.db import transaction

from deliberation import submissions
from deliberation.models import PublicComment, Submission
from deliberation.submissions import Said

NETWORK = "203.0.113.0/24"


def pause(point: str) -> None:
    """Say where this process stands and wait until it may go on."""
    print(point, flush=True)
    sys.stdin.readline()


def send(pk: int, key: str, at: str) -> None:
    """Send one opinion and wait before it is kept."""
    comment = PublicComment.objects.select_related("plan__government").get(pk=pk)
    with transaction.atomic():
        submissions.submit(
            actor=None,
            comment=comment,
            way=Submission.Way.FORM,
            said=[Said("同時に送った意見")],
            received_at=datetime.fromisoformat(at),
            key=key,
            network=NETWORK,
        )
        pause("saved")


def send_without_lock(pk: int, key: str, at: str) -> None:
    """The same without the lock on the call: what the lock is there for."""
    submissions.held = lambda comment: comment
    send(pk, key, at)


COMMENT_TASKS = {"send comment": send, "send comment without lock": send_without_lock}
