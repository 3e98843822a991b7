"""Verbs on targets (目標値) of a working edition. Each locks the edition first, so no freeze comes in between."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import Government, User
from accounts.saving import Overtaken, names_of, put, require_known
from kpi.flags import CODES
from kpi.indicators import make_indicator
from kpi.models import Indicator, RelistedTarget, ServedItem, SettledFlag, Target
from kpi.placing import place
from kpi.rereading import is_outdated, over_the_plan, period_of, read, write_data
from kpi.saving import delete_by, save_by
from strategy.models import Edition, PlanItem
from strategy.rules import require_working

FIELDS = frozenset(
    "name role audience unit source is_survey baseline_text baseline_note target_text other_wording rationale "
    "reference_path reference_source".split()
)
# What is read anew when one of these changed.
READ = frozenset("name role unit baseline_text target_text".split())
_TEXTS = frozenset(("baseline_text", "target_text"))
OVERTAKEN = "ほかの人が先にこの目標値を保存しました。いまの内容を確かめてから、もう一度直してください。"
GONE = "この目標値はもうありません。ほかの人が削除しました。画面を開き直してください。"


@verb("target.create", "目標値の追加")
def create_target(
    *,
    actor: User | None,
    item: PlanItem,
    name: str,
    indicator: Indicator | None = None,
    role: str = Target.Role.KPI,
    index: int | None = None,
    better: str = Indicator.Better.UP,
    **fields: Any,
) -> Target:
    """Add a target to the KPI table of an item at ``index`` (None: the end); ``fields`` are those of FIELDS.

    Without an ``indicator`` one of that name is made, for the item's department. Raises ``ValidationError``.
    """
    require_known(fields, FIELDS)
    edition = require_working(item.edition)
    own = own_item(item, edition)
    government = edition.plan.government
    target = Target(edition=edition)
    put(target, {**fields, "name": name, "role": role})
    if indicator is None:
        target.indicator = make_indicator(
            actor,
            government,
            name=target.name,
            unit=target.unit or _unit_read(target, better),
            better=better,
            department=own.department,
        )
    else:
        target.indicator = _own_indicator(indicator, government)
    target.unit = target.unit or target.indicator.unit
    write_data(target, *read(target, target.indicator))
    _note_rationale(target, ["rationale"])
    place(target, own, index)
    save_by(target, actor)
    _event("target.create", actor, target)
    return target


@verb("target.save", "目標値の保存")
def save_target(*, actor: User | None, target: Target, version: int, **fields: Any) -> Target:
    """Save these fields if nobody saved since ``version``; raises ``Overtaken`` otherwise.

    A print that changed is read anew, and what was answered about the old one is asked again.
    """
    require_known(fields, FIELDS)
    current = to_write(target, version)
    changed = put(current, fields)
    if not changed:
        return current
    if _TEXTS & set(changed) or (READ & set(changed) and not current.is_hand_read):
        write_data(current, *read(current, current.indicator))
        current.is_hand_read = False
    _note_rationale(current, changed)
    _ask_again(current, changed)
    _store("target.save", actor, current, fields=names_of(current, changed))
    return current


@verb("target.read", "目標値の期間の指定")
def choose_period(*, actor: User | None, target: Target, version: int, whole: bool) -> Target:
    """Say whether an amount is to be reached each year or over the ``whole`` period, where the print does not (TOY-39)."""
    current = to_write(target, version)
    spec, baseline = read(current, current.indicator)
    if not spec.is_period_open:
        raise Refused("この目標値は期間がわかっているので、選ぶことはありません。")
    meant = over_the_plan(spec, period_of(current.edition)) if whole else replace(spec, is_period_open=False)
    write_data(current, meant, baseline)
    current.is_hand_read = True
    _store("target.read", actor, current, over=whole)
    return current


@verb("targets.read", "目標値の読み取り直し")
def reread_targets(*, actor: User | None, edition: Edition) -> int:
    """Read anew what is read otherwise since the plan's period or an indicator changed; returns how many changed."""
    current = require_working(edition)
    changed = []
    for target in current.targets.select_for_update(of=("self",), no_key=True).select_related("indicator"):
        target.edition = current
        if is_outdated(target):
            write_data(target, *read(target, target.indicator))
            target.version += 1
            changed.append(target)
    if not changed:
        return 0
    for target in changed:
        save_by(target, actor)
    record(
        "targets.read",
        actor=actor,
        government=current.plan.government,
        subject=current,
        count=len(changed),
    )
    return len(changed)


@verb("target.move", "目標値の移動")
def move_target(*, actor: User | None, target: Target, item: PlanItem, index: int | None = None) -> Target:
    """Move a target to a place in the table of an item of the same edition."""
    current = current_target(target, require_working(target.edition))
    own = own_item(item, current.edition)
    place(current, own, index)
    save_by(current, actor)
    RelistedTarget.objects.filter(target=current, item=own).delete()  # it stands there itself now
    _event("target.move", actor, current, to=str(own.lineage), index=index)
    return current


@verb("target.delete", "目標値の削除")
def delete_target(*, actor: User | None, target: Target) -> Edition:
    """Delete a target with its 再掲; indicator and figures stay. Refused when people graded it."""
    current = current_target(target, require_working(target.edition))
    if current.manual_grades.exists():
        raise Refused(
            f"「{current.name}」には手で付けた判定があるので、削除できません。判定は記録として残します。"
        )
    _event("target.delete", actor, current, name=current.name, title=current.target_text)
    delete_by(current, actor)
    return current.edition


@verb("target.relist", "目標値の再掲")
def relist_target(
    *, actor: User | None, target: Target, item: PlanItem, index: int | None = None
) -> RelistedTarget:
    """Print a target a second time in the table of another item. Raises ``ValidationError`` where it is already."""
    current = current_target(target, require_working(target.edition))
    own = own_item(item, current.edition)
    if own.pk == current.item_id:
        raise Refused(f"「{current.name}」はすでに「{own.title}」にあります。")
    made = RelistedTarget(edition=current.edition, target=current)
    place(made, own, index)
    made.full_clean()
    made.save()
    _event("target.relist", actor, current, to=str(own.lineage))
    return made


@verb("target.unlist", "目標値の再掲の取消し")
def unlist_target(*, actor: User | None, relisting: RelistedTarget) -> Target:
    """Take a 再掲 away; the target itself stays where it stands."""
    edition = require_working(relisting.edition)
    found = edition.relisted_targets.select_related("target").filter(pk=relisting.pk).first()
    if found is None:
        raise Refused("この再掲はもうありません。画面を開き直してください。")
    target = found.target
    target.edition = edition
    found.delete()
    _event("target.unlist", actor, target)
    return target


@verb("target.serve", "関連する項目の指定")
def serve_items(*, actor: User | None, target: Target, items: Sequence[PlanItem]) -> Target:
    """Say of which items a target tells besides the one it stands at: these and no others, in this order."""
    current = current_target(target, require_working(target.edition))
    wanted = list(dict.fromkeys(item.pk for item in items))
    found = PlanItem.objects.filter(edition=current.edition).in_bulk(wanted)
    if len(found) != len(wanted):
        raise Refused("別の版の項目や、削除された項目は選べません。画面を開き直してください。")
    if list(current.served.order_by("id").values_list("item_id", flat=True)) == wanted:
        return current
    current.served.all().delete()
    ServedItem.objects.bulk_create(
        ServedItem(edition=current.edition, target=current, item=found[pk]) for pk in wanted
    )
    _event("target.serve", actor, current, count=len(wanted))
    return current


@verb("target.settle", "要確認への答え")
def settle_flag(*, actor: User | None, target: Target, code: str, reason: str) -> Target:
    """Keep why a flag of a target may stay; an empty ``reason`` takes the answer back."""
    current = current_target(target, require_working(target.edition))
    if code not in CODES:
        raise Refused("この要確認はもうありません。画面を開き直してください。")
    answered = current.settled.filter(code=code).first()
    reason = reason.strip()
    if (answered.reason if answered else "") == reason:
        return current
    if reason:
        kept = answered or SettledFlag(edition=current.edition, target=current, code=code)
        kept.reason, kept.by, kept.at = reason, actor, timezone.now()
        kept.full_clean()
        kept.save()
    elif answered:
        answered.delete()
    _event("target.settle", actor, current, key=code, reason=reason)
    return current


# --- part of the verbs ----------------------------------------------------------------------------------------


def current_target(target: Target, edition: Edition) -> Target:
    """The target as it stands now, locked; Refused when it is gone."""
    rows = Target.objects.select_for_update(no_key=True, of=("self",)).select_related("indicator", "item")
    current = rows.filter(pk=target.pk, edition=edition).first()
    if current is None:
        raise Refused(GONE)
    current.edition = edition
    return current


def to_write(target: Target, version: int) -> Target:
    """The target as it stands now, locked, if nobody saved since ``version``; raises Overtaken otherwise."""
    current = current_target(target, require_working(target.edition))
    if current.version != version:
        raise Overtaken(OVERTAKEN, current)
    return current


def own_item(item: PlanItem, edition: Edition) -> PlanItem:
    """The item as it stands now; Refused when it is of another edition or gone."""
    found = PlanItem.objects.select_related("department").filter(pk=item.pk, edition=edition).first()
    if found is None:
        raise Refused("別の版の項目や、削除された項目には置けません。画面を開き直してください。")
    return found


def _own_indicator(indicator: Indicator, government: Government) -> Indicator:
    if indicator.government_id != government.pk:
        raise Refused("ほかの団体の指標は使えません。")
    return indicator


def _unit_read(target: Target, better: str) -> str:
    """The unit that the print itself names: figures of 年2％以上 are in ％."""
    spec, baseline = read(target, Indicator(better=better))
    return (spec.unit or baseline.unit).removesuffix("/年")


def _note_rationale(target: Target, changed: Sequence[str]) -> None:
    """Remember for which print the rationale was written: another one asks for it again."""
    if "rationale" in changed:
        target.rationale_for = target.target_text if target.rationale else ""


def _ask_again(target: Target, changed: Sequence[str]) -> None:
    """Take answers back that were given about another print."""
    asked = [code for code, code_of in CODES.items() if code_of & set(changed)]
    target.settled.filter(code__in=asked).delete()


def _store(name: str, /, actor: User | None, target: Target, **detail: Any) -> None:
    target.version += 1
    save_by(target, actor)
    _event(name, actor, target, version=target.version, **detail)


def _event(name: str, /, actor: User | None, target: Target, **detail: Any) -> None:
    record(
        name,
        actor=actor,
        government=target.edition.plan.government,
        subject=target,
        lineage=str(target.lineage),
        **detail,
    )
