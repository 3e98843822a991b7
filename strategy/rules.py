"""What may be done to plans: predicates and getters of this room."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.audit import Refused
from accounts.guards import SENTENCES
from accounts.models import Government, Membership
from accounts.rules import PLANNERS, Role
from strategy import tree
from strategy.models import Edition, Level, Plan, PlanItem

FROZEN = SENTENCES["hashira:frozen-edition"]


def plan_or_404(government: Government, slug: str) -> Plan:
    """A plan of this government, or Http404."""
    plan = Plan.objects.filter(government=government, slug=slug).select_related("government").first()
    if plan is None:
        raise Http404("この計画は見つかりません。")
    return plan


def edition_or_404(plan: Plan, number: int) -> Edition:
    """An edition of this plan at any stage, for its own staff; or Http404."""
    edition = plan.editions.filter(number=number).first()
    if edition is None:
        raise Http404(f"この計画に第{number}版はありません。")
    edition.plan = plan
    return edition


def edition_at(government: Government, plan: str, number: int) -> Edition:
    """The edition at an address of the office, at any stage, without its stored document; or Http404. One query."""
    edition = (
        Edition.objects.filter(plan__government=government, plan__slug=plan, number=number)
        .select_related("plan")
        .without_content()
        .first()
    )
    if edition is None:
        raise Http404("この版は見つかりません。")
    edition.plan.government = government
    return edition


def item_or_404(edition: Edition, lineage: uuid.UUID) -> PlanItem:
    """The item of this lineage in this edition, with level and department; or Http404. One query."""
    item = edition.items.select_related("level", "department").filter(lineage=lineage).first()
    if item is None:
        raise Http404("この項目は、この版にはありません。")
    item.edition = edition
    return item


def may_shape(membership: Membership, edition: Edition) -> bool:
    """Whether this person may add, move and delete items, and change levels: planners, in a working edition."""
    return membership.role in PLANNERS and not edition.is_frozen


def may_write(membership: Membership, item: PlanItem) -> bool:
    """Whether this person may change the text of an item: planners all, a department its own."""
    return not item.edition.is_frozen and _writes(membership, item)


def _writes(membership: Membership, item: PlanItem) -> bool:
    is_own = membership.department_id is not None and membership.department_id == item.department_id
    return membership.role in PLANNERS or (membership.role == Role.DEPARTMENT and is_own)


def require_writer(membership: Membership, item: PlanItem) -> PlanItem:
    """The item; PermissionDenied (403) for somebody who may only read it. A frozen one is the verb's to refuse."""
    if not _writes(membership, item):
        raise PermissionDenied(
            "この項目を書けるのは、企画担当と、この項目の所管課だけです。所管課の設定を企画担当に相談してください。"
        )
    return item


def require_working(edition: Edition) -> Edition:
    """The edition as it stands now, locked; Refused when it is frozen.

    The lock is taken in the same order everywhere (edition, then items), and the guards stand behind it.
    """
    current = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    if current.is_frozen:
        raise Refused(FROZEN)
    return current


def require_place(level: Level, parent: PlanItem | None) -> None:
    """Refuse a level under a parent where it may not stand, naming both and what would be allowed."""
    parent_key = parent.level.key if parent else ""
    if tree.may_stand(level.under, parent_key):
        return
    names = dict(Level.objects.filter(edition=level.edition_id).values_list("key", "name"))
    allowed = "、".join(f"「{names.get(key, key)}」の下" if key else "いちばん上" for key in level.under)
    place = f"「{parent.level.name}」の下" if parent else "いちばん上"
    raise Refused(f"「{level.name}」は{place}には置けません。置けるのは{allowed or '（指定なし）'}です。")
