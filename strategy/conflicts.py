"""Verbs that settle a conflict: somebody saved the item first, and the person has seen both texts.

Neither text is lost: the one that is not taken stays in the item's history.
"""

from django.urls import reverse

from accounts.audit import verb
from accounts.links import link_to
from accounts.models import Department, Outbox, User
from strategy.history import save_by
from strategy.items import Saved, item_to_write, note, write
from strategy.models import PlanItem


def last_saver(item: PlanItem) -> tuple[User | None, object]:
    """Who saved the item last, and when. One query."""
    row = item.history.select_related("history_user").order_by("-history_date", "-history_id").first()
    return (row.history_user, row.history_date) if row else (None, None)


@verb("item.overwrite", "自分の文での上書き")
def overwrite_item(
    *,
    actor: User,
    item: PlanItem,
    seen: int,
    title: str,
    body: str,
    department: Department | None = None,
    printed_number: str | None = None,
) -> Saved:
    """Put one's own text in the place of the other's of version ``seen``; the other person is told.

    Raises ``Overtaken`` when yet another save came since.
    """
    current = item_to_write(item, seen)
    other, _ = last_saver(current)
    if printed_number is not None:
        current.printed_number = printed_number
    removed = write(current, title=title, body=body, department=department)
    save_by(current, actor, closing=True, apart=True)
    _tell(other, actor, current)
    note("item.overwrite", actor, current, version=current.version, over=other.pk if other else None)
    return Saved(current, removed)


@verb("item.set_aside", "相手の文の採用")
def set_aside(*, actor: User, item: PlanItem, seen: int, title: str, body: str) -> Saved:
    """Keep the other's text of version ``seen``; one's own goes into the history, just before it.

    Raises ``Overtaken`` when yet another save came since.
    """
    current = item_to_write(item, seen)
    theirs = {"title": current.title, "body": current.body, "department": current.department}
    removed = write(current, title=title, body=body, department=current.department)
    save_by(current, actor, closing=True)
    write(current, **theirs)
    save_by(current, actor, closing=True)
    note("item.set_aside", actor, current, version=current.version)
    return Saved(current, removed)


def _tell(other: User | None, actor: User, item: PlanItem) -> None:
    if other is None or other.pk == actor.pk or not other.address_for_mail:
        return
    plan = item.edition.plan
    address = reverse("item", args=[plan.government.slug, plan.slug, item.edition.number, item.lineage])
    Outbox.objects.create(
        key=f"overwritten:{item.pk}:{item.version}",
        government=plan.government,
        to=other.address_for_mail,
        subject=f"【{plan.government}】「{item.title}」の文が書きかえられました",
        body=(
            f"{other.name} 様\n\n{actor.name}さんが、あなたの保存した文を見たうえで「{item.title}」を"
            f"自分の文で上書きしました。\nあなたの文は履歴に残っています。\n{link_to(address)}\n"
        ),
    )
