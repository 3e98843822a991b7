"""What runs in a process of its own in a race (tests/stable.py forks it).

A racer says each point it reaches on a line and waits at some of them for a line from the test, so that a race
happens each time it is run and not once in a hundred times.
"""

import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import Error, IntegrityError, transaction
from django.utils import timezone

from accounts import memberships
from accounts.audit import Refused
from accounts.guards import sentence_of
from accounts.models import Membership, User
from kpi import measurements, targets
from kpi.models import Indicator, Target
from publishing import comparisons, editions
from publishing.comparison.keeping import comparison_of, hand_of, seen_of, written_on
from publishing.comparison.reading import content_of, read_table
from publishing.document import hash_of
from publishing.models import Comparison, IssuedComparison
from strategy.items import Overtaken, save_item
from strategy.models import Edition, PlanItem
from tests.deliberation.ballot_racers import BALLOT_TASKS
from tests.deliberation.comment_racers import COMMENT_TASKS
from tests.kpi.import_racers import IMPORT_TASKS
from tests.kpi.review_racers import REVIEW_TASKS

TITLE = "後から保存した見出し"


def run(task: str, pk: str, *more: str) -> None:
    """Do one of TASKS and say how it ended."""
    reach("ready")
    try:
        TASKS[task](int(pk), *more)
    except IntegrityError as error:
        reach(sentence_of(error) or repr(error))
    except ValidationError as error:
        reach(error.messages[0])
    except Error as error:
        reach(repr(error))
    else:
        reach("done")


def reach(point: str) -> None:
    print(point, flush=True)


def pause(point: str) -> None:
    """Say where this process stands and wait until it may go on."""
    reach(point)
    sys.stdin.readline()


def save_past_the_verbs(pk: int) -> None:
    """Change a row as the shell or another program would: only the guard stands in the way."""
    with transaction.atomic():
        PlanItem.objects.filter(pk=pk).update(title=TITLE)
        pause("saved")


def save(pk: int) -> None:
    """Save the first version as the editor does, and think before committing."""
    item = PlanItem.objects.get(pk=pk)
    with transaction.atomic():
        save_item(actor=None, item=item, version=1, title=TITLE, body="")
        pause("saved")


def save_target(pk: int, text: str) -> None:
    """Save the first version of a target, and think before committing."""
    target = Target.objects.get(pk=pk)
    with transaction.atomic():
        targets.save_target(actor=None, target=target, version=1, target_text=text)
        pause("saved")


def record_value(pk: int, typed: str) -> None:
    """Enter the first figure of a year as the sheet does, and think before committing."""
    indicator = Indicator.objects.get(pk=pk)
    with transaction.atomic():
        measurements.record_value(actor=None, indicator=indicator, fiscal_year=2024, typed=typed)
        pause("saved")


def record_value_without_lock(pk: int, typed: str) -> None:
    """A control: the verb without the lock of the indicator."""
    measurements.locked = lambda indicator: indicator
    record_value(pk, typed)


def freeze(pk: int) -> None:
    """Freeze as the office does."""
    editions.freeze(actor=None, edition=Edition.objects.get(pk=pk))


def freeze_slowly(pk: int) -> None:
    """Freeze, and think between reading the rows and storing the document."""
    think_after_reading()
    freeze(pk)


def freeze_without_transaction(pk: int) -> None:
    """A control: the verb without its transaction, so that its lock holds nothing."""
    think_after_reading()
    editions.record = lambda *arguments, **fields: None  # an event would insist on the transaction
    editions.freeze.__wrapped__(actor=None, edition=Edition.objects.get(pk=pk))


def edit(pk: int, actor: str, saves: str) -> None:
    """Save one item again and again, each time from what stands there; a save that came too late is counted."""
    user, accepted, overtaken, busy = User.objects.get(pk=actor), 0, 0, 0
    pause("at the start")
    for n in range(int(saves)):
        item = PlanItem.objects.select_related("edition").get(pk=pk)
        try:
            save_item(
                actor=user, item=item, version=item.version, title=item.title, body=f"<p>{actor}の{n}</p>"
            )
            accepted += 1
        except Overtaken as late:
            overtaken += late.current.version > item.version and late.current.body != item.body
        except Refused:
            busy += 1
    reach(f"{accepted} {overtaken} {busy}")


def edit_without_lock(pk: int, actor: str, saves: str) -> None:
    """A control: the same by a program that reads, changes and saves, as most do."""
    accepted = 0
    pause("at the start")
    for n in range(int(saves)):
        item = PlanItem.objects.get(pk=pk)
        item.version += 1
        item.body = f"<p>{actor}の{n}</p>"
        PlanItem.objects.filter(pk=pk).update(version=item.version, body=item.body)
        accepted += 1
    reach(f"{accepted} 0 0")


def end_role(pk: int) -> None:
    """End somebody's role with this day."""
    row = Membership.objects.get(pk=pk)
    memberships.end_membership(actor=None, membership=row, last_day=timezone.localdate())


def end_role_slowly(pk: int) -> None:
    """The same, and think before committing."""
    with transaction.atomic():
        end_role(pk)
        pause("ended")


def end_role_without_lock(pk: int) -> None:
    """A control: the verb without the lock of the government."""
    memberships.lock_people = lambda government: None
    end_role_slowly(pk)


def issue(pk: int) -> None:
    """Issue a comparison as it stands, as who has just looked at it."""
    pair = pair_of(pk)
    seen = hash_of(content_of(read_table(**pair)))
    comparisons.issue_comparison(actor=None, seen=seen, **pair)


def issue_slowly(pk: int) -> None:
    """The same, and think between reading the table and keeping it."""
    comparisons.read_table = lambda old, new: paused("read", read_table(old, new))
    issue(pk)


def issue_without_lock(pk: int) -> None:
    """A control: the verb without the lock of the comparison, thinking between taking a number and keeping it."""
    comparisons.locked = comparison_of
    keep = IssuedComparison.save
    IssuedComparison.save = lambda row, **options: paused("numbered", keep)(row, **options)
    issue(pk)


def explain(pk: int, key: str, reason: str) -> None:
    """Write the reason of a row, and think before committing."""
    pair = pair_of(pk)
    seen = seen_of(written_on(hand_of(**pair).notes, [key]))
    pause("looked")
    with transaction.atomic():
        comparisons.note_changes(actor=None, keys=[key], reason=reason, seen=seen, **pair)
        pause("written")


def explain_without_lock(pk: int, key: str, reason: str) -> None:
    """A control: the verb without the lock of the comparison."""
    comparisons.locked = comparison_of
    explain(pk, key, reason)


def pair_of(pk: int) -> dict[str, Edition]:
    comparison = Comparison.objects.select_related("old__plan__government", "new__plan__government").get(
        pk=pk
    )
    return {"old": comparison.old, "new": comparison.new}


def paused(point: str, value: Any) -> Any:
    pause(point)
    return value


def think_after_reading() -> None:
    to_bytes = editions.canonical_bytes

    def after_a_while(data: dict[str, Any]) -> bytes:
        pause("read")
        return to_bytes(data)

    editions.canonical_bytes = after_a_while


TASKS: dict[str, Callable[..., None]] = {
    **BALLOT_TASKS,
    **COMMENT_TASKS,
    **IMPORT_TASKS,
    **REVIEW_TASKS,
    "end role": end_role,
    "end role slowly": end_role_slowly,
    "end role without lock": end_role_without_lock,
    "explain": explain,
    "explain without lock": explain_without_lock,
    "issue": issue,
    "issue slowly": issue_slowly,
    "issue without lock": issue_without_lock,
    "edit": edit,
    "edit without lock": edit_without_lock,
    "record value": record_value,
    "record value without lock": record_value_without_lock,
    "save": save,
    "save past the verbs": save_past_the_verbs,
    "save target": save_target,
    "freeze": freeze,
    "freeze slowly": freeze_slowly,
    "freeze without transaction": freeze_without_transaction,
}
