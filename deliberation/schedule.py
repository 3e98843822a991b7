"""Verbs on the schedule of a year (日程): lines with a day, a month in words, or no time yet (スケジュール（案）)."""

from typing import Any

from accounts.audit import Refused, record, verb
from accounts.models import User
from accounts.saving import names_of, put, require_known
from deliberation.holding import GONE, checked, next_position, require_seen
from deliberation.models import Meeting, ScheduleEntry
from kpi.rules import require_year
from strategy.models import Plan

FIELDS = "title who when_words on is_settled meeting".split()
_KNOWN = frozenset(FIELDS)


@verb("schedule.create", "日程の追加")
def add_entry(*, actor: User | None, plan: Plan, fiscal_year: int, **fields: Any) -> ScheduleEntry:
    """Add a line to the schedule of a fiscal year; ``fields`` are those of FIELDS."""
    require_known(fields, _KNOWN)
    require_year(fiscal_year)
    rows = ScheduleEntry.objects.filter(plan=plan, fiscal_year=fiscal_year)
    entry = ScheduleEntry(plan=plan, fiscal_year=fiscal_year, position=next_position(rows))
    put(entry, fields)
    _check(entry)
    _event("schedule.create", actor, entry)
    return entry


@verb("schedule.save", "日程の保存")
def save_entry(*, actor: User | None, entry: ScheduleEntry, seen: int, **fields: Any) -> ScheduleEntry:
    """Save these fields if nobody saved since ``seen``; raises ``Overtaken`` otherwise."""
    require_known(fields, _KNOWN)
    current = _current(entry)
    require_seen(current, seen)
    changed = put(current, fields)
    if not changed:
        return current
    current.version += 1
    _check(current)
    _event("schedule.save", actor, current, fields=names_of(current, changed))
    return current


@verb("schedule.delete", "日程の削除")
def remove_entry(*, actor: User | None, entry: ScheduleEntry, seen: int) -> Plan:
    """Take a line off the schedule; the meeting it names stays."""
    current = _current(entry)
    require_seen(current, seen)
    _event("schedule.delete", actor, current)
    current.delete()
    return current.plan


def _current(entry: ScheduleEntry) -> ScheduleEntry:
    rows = ScheduleEntry.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "plan__government"
    )
    current = rows.filter(pk=entry.pk).first()
    if current is None:
        raise Refused(GONE)
    return current


def _check(entry: ScheduleEntry) -> None:
    if isinstance(entry.meeting, Meeting) and entry.meeting.plan_id != entry.plan_id:
        raise Refused("ほかの計画の会議は、日程に結び付けられません。")
    if entry.is_settled and entry.on is None and entry.meeting is None:
        raise Refused({"on": ["決まった日程には、日を入れるか、会議を選んでください。"]})
    checked(entry)


def _event(name: str, /, actor: User | None, entry: ScheduleEntry, **detail: Any) -> None:
    record(
        name,
        actor=actor,
        government=entry.plan.government,
        subject=entry,
        fiscal_year=entry.fiscal_year,
        **detail,
    )
