"""How verbs on one row begin and end: the row as it stands now, locked, and its next version. Part of the verbs."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model

from accounts.audit import Refused
from accounts.saving import Overtaken, put

Row = TypeVar("Row", bound=Model)
GONE = "この内容は、ほかの人がすでに消しました。画面を開き直してください。"
OVERTAKEN = "ほかの人が先に保存しました。いまの内容を確かめてから、もう一度保存してください。"


def latest(row: Row, *related: str) -> Row:
    """The row as it stands now, locked until the verb ends, with what it belongs to; Refused where it is gone."""
    rows = type(row)._default_manager.select_for_update(no_key=True, of=("self",))
    current = (
        rows.select_related(*related).filter(pk=row.pk).first() if related else rows.filter(pk=row.pk).first()
    )
    if current is None:
        raise Refused(GONE)
    return current


def require_seen(current: Any, seen: int) -> None:
    """Raise ``Overtaken`` with the row where it is not the version that the person saw."""
    if current.version != seen:
        raise Overtaken(OVERTAKEN, current)


def settle(current: Any, fields: Mapping[str, Any]) -> list[str]:
    """Write these values into the row as its next version; names of what is other now, nothing saved where none is."""
    changed = put(current, fields)
    if changed:
        current.version += 1
    return changed
