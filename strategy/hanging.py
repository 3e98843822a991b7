"""What rooms above hang on items (目標値, …): an item that bears any of it is neither deleted nor merged away.

This room does not know those rooms; their models say by a protected key that they hang on an item.
"""

from collections.abc import Collection

from django.db.models import PROTECT, Model

from accounts.audit import Refused
from strategy.models import PlanItem

NAMED = 3  # rows that a sentence names


def require_nothing_hangs(items: Collection[PlanItem], *, deed: str) -> None:
    """Refuse the ``deed`` (削除, 統合) while anything protected hangs on these items, naming it. A query per model."""
    titles = {item.pk: item.title for item in items}
    for relation in PlanItem._meta.related_objects:
        if relation.on_delete is not PROTECT:
            continue
        rows = list(
            relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": titles}).order_by(
                "pk"
            )
        )
        if rows:
            raise Refused(_sentence(rows, titles[getattr(rows[0], relation.field.attname)], deed))


def _sentence(rows: list[Model], title: str, deed: str) -> str:
    word = rows[0]._meta.verbose_name
    named = "、".join(f"「{row}」" for row in rows[:NAMED]) + ("など" if len(rows) > NAMED else "")
    where = f"「{title}」" if len(rows) == 1 else f"「{title}」など、{deed}する項目"
    return (
        f"{where}には{word}が{len(rows)}件あります（{named}）。"
        f"先にその{word}を別の項目へ移すか、取り除いてから{deed}してください。"
    )
