"""Bringing back an earlier text of an item (戻す): an ordinary save of what its history tells."""

from dataclasses import dataclass

from django.utils import timezone

from accounts.audit import Refused, verb
from accounts.models import Department, User
from strategy.history import save_by
from strategy.items import item_to_write, note, write
from strategy.models import PlanItem


@dataclass(frozen=True)
class Brought:
    """An item with an earlier text, and sentences about what did not come back with it."""

    item: PlanItem
    lost: tuple[str, ...] = ()


@verb("item.restore", "前の文に戻す")
def restore_item(
    *, actor: User, item: PlanItem, version: int, row: int, with_department: bool = True
) -> Brought:
    """Put title, body and department of a row of history back if nobody saved since ``version``.

    What stood there until now stays in the history: the item gets a row of its own. A department that is closed
    stays as it is today; with ``with_department`` off (a department does not give its items away) it always does.
    Raises ``Overtaken``, and ``Refused`` for a row of another item or one that says what stands there already.
    """
    current = item_to_write(item, version)
    past = PlanItem.history.filter(edition=current.edition, lineage=current.lineage, history_id=row).first()
    if past is None:
        raise Refused("この記録は、この項目の履歴にありません。履歴のページを開き直してください。")
    department, lost = _department_again(past, current) if with_department else (current.department, ())
    texts = {"title": past.title, "body": past.body, "department": department}
    if all(getattr(current, name) == text for name, text in texts.items()):
        raise Refused("いまの文は、この記録と同じです。戻すものはありません。")
    removed = write(current, **texts)
    save_by(current, actor, restoring=True)
    note("item.restore", actor, current, row=row, version=current.version)
    return Brought(current, (*lost, *(f"{name}は使えないので取り除きました。" for name in removed)))


def _department_again(past, current: PlanItem) -> tuple[Department | None, tuple[str, ...]]:
    """The department of that time if it is still open, else today's, with a sentence."""
    if past.department_id in (None, current.department_id):
        return (current.department if past.department_id else None), ()
    own = current.edition.plan.government.departments
    if found := own.on(timezone.localdate()).filter(pk=past.department_id).first():
        return found, ()
    return current.department, ("そのときの所管課はもうないので、所管課はいまのままです。",)
