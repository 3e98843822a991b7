"""The assembly's own record (議会の記録): what was explained, reported or resolved in which sitting (手引き 8-1)."""

from typing import Any

from accounts.audit import Refused, record, verb
from accounts.models import User
from accounts.saving import names_of, put, require_known
from deliberation.models import AssemblyRecord
from deliberation.procedures.latest import latest, require_seen, settle
from strategy.models import Plan

FIELDS = (
    "session", "stage", "committee", "act", "on", "edition", "review", "title", "outcome", "papers", "note", "is_public"
)  # fmt: skip
Stage, Act = AssemblyRecord.Stage, AssemblyRecord.Act


@verb("assembly.add", "議会の記録の追加")
def add_record(*, actor: User | None, plan: Plan, **fields: Any) -> AssemblyRecord:
    """Keep what happened in the assembly; ``fields`` are those of FIELDS."""
    require_known(fields, frozenset(FIELDS))
    made = AssemblyRecord(plan=plan)
    put(made, fields)
    _check(made)
    made.save()
    record("assembly.add", actor=actor, government=plan.government, subject=made, title=made.title)
    return made


@verb("assembly.save", "議会の記録の変更")
def save_record(*, actor: User | None, row: AssemblyRecord, seen: int, **fields: Any) -> AssemblyRecord:
    """Save these fields if nobody saved since ``seen``; raises ``Overtaken`` otherwise."""
    require_known(fields, frozenset(FIELDS))
    current = latest(row, "plan__government")
    require_seen(current, seen)
    changed = settle(current, fields)
    if not changed:
        return current
    _check(current)
    current.save()
    names = names_of(current, changed)
    record("assembly.save", actor=actor, government=current.plan.government, subject=current, fields=names)
    return current


@verb("assembly.remove", "議会の記録の削除")
def remove_record(*, actor: User | None, row: AssemblyRecord, seen: int) -> Plan:
    """Delete a record on which no 質疑 hangs."""
    current = latest(row, "plan__government")
    require_seen(current, seen)
    if count := current.opinions.count():
        raise Refused(f"この記録には質疑が{count}件あるので、削除できません。")
    record(
        "assembly.remove",
        actor=actor,
        government=current.plan.government,
        subject=current,
        title=current.title,
    )
    current.delete()
    return current.plan


def _check(row: AssemblyRecord) -> None:
    if row.edition is not None and row.edition.plan_id != row.plan_id:
        raise Refused({"edition": "版は、この計画のものから選んでください。"})
    if row.review is not None and row.review.plan_id != row.plan_id:
        raise Refused({"review": "年度評価は、この計画のものから選んでください。"})
    if row.act == Act.RESOLVED and row.stage == Stage.ALL_MEMBERS:
        raise Refused({"act": "全員協議会では議決しません。説明か報告を選ぶか、場を直してください。"})
    row.full_clean()
