"""What every verb on a body or a meeting begins with: the row is held still, and is what the person saw. Part of the verbs.

Who changes members holds the body, who changes agenda and papers holds the meeting, so that two of them never cross.
"""

from typing import Any

from django.db.models import Model

from accounts.audit import Refused, record
from accounts.models import User
from accounts.saving import Overtaken
from deliberation.models import BallotBox, Body, Meeting

GONE = "この内容は、ほかの人がすでに消しました。画面を開き直してください。"
OVERTAKEN = "ほかの人が先に保存しました。いまの内容を確かめてから、もう一度保存してください。"


def held_body(body: Body) -> Body:
    """The body as it stands now, locked until the verb ends."""
    rows = Body.objects.select_for_update(no_key=True, of=("self",)).select_related("government")
    return _found(rows.filter(pk=body.pk).first(), "この会議体はもうありません。画面を開き直してください。")


def held_meeting(meeting: Meeting) -> Meeting:
    """The meeting as it stands now with body and plan, locked until the verb ends."""
    rows = Meeting.objects.select_for_update(no_key=True, of=("self",))
    rows = rows.select_related("body__government", "plan__government", "round")
    return _found(rows.filter(pk=meeting.pk).first(), "この会議はもうありません。画面を開き直してください。")


def _found(row: Any, sentence: str) -> Any:
    if row is None:
        raise Refused(sentence)
    return row


def require_seen(current: Any, seen: int) -> None:
    """Raise ``Overtaken`` with the row where it is not the version that the person saw."""
    if current.version != seen:
        raise Overtaken(OVERTAKEN, current)


def require_changeable(meeting: Meeting) -> None:
    """Refuse a meeting that is over or was cancelled."""
    if meeting.state in (Meeting.State.FINISHED, Meeting.State.CANCELLED):
        word = "終了した" if meeting.state == Meeting.State.FINISHED else "中止した"
        raise Refused(f"{word}会議の内容は変えられません。")


def box_of(meeting: Meeting) -> BallotBox | None:
    """The box of the meeting's written vote, without its genesis; None while none was opened. One query."""
    return BallotBox.objects.filter(meeting=meeting).defer("genesis").first()


def require_no_box(meeting: Meeting, sentence: str) -> None:
    """Refuse with ``sentence`` once the written vote was opened: what is voted on does not change."""
    if box_of(meeting) is not None:
        raise Refused(sentence)


def remember(name: str, /, actor: User | None, subject: Body | Meeting, **detail: Any) -> None:
    """The event of a verb on a body or a meeting and what belongs to it. Never a person's name or address."""
    government = subject.government if isinstance(subject, Body) else subject.plan.government
    record(name, actor=actor, government=government, subject=subject, **detail)


def next_position(rows: Any) -> int:
    """Behind the last of these rows."""
    last = rows.order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + 10


def checked(row: Model) -> None:
    """Check a row against its fields and constraints and save it; raises ``ValidationError`` with Japanese sentences."""
    row.full_clean()
    row.save()
