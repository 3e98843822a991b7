"""What may be done to plans: predicates and getters of this room."""

from django.http import Http404

from accounts.audit import Refused
from accounts.guards import SENTENCES
from accounts.models import Government
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
