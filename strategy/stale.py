"""Two people at one small row (an alignment, a figure's words, a term): who comes second is told, not overridden.

Items have a ``version`` and a page of their own for this (``strategy.items``); these rows are compared as they stand.
"""

import hashlib

from django.db.models import Model

from accounts.audit import Refused


class Stale(Refused):
    """Somebody changed the row since the form was opened; ``seen`` is the fingerprint of what stands there now."""

    def __init__(self, sentence: str, seen: str):
        super().__init__(sentence)
        self.seen = seen


def fingerprint(row: Model, *fields: str) -> str:
    """A short sign of what these fields of a row say, for a hidden field of its form."""
    said = "\x1f".join(f"{name}={getattr(row, name)}" for name in fields)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def require_seen(row: Model, seen: str | None, *fields: str) -> None:
    """Raise ``Stale`` when the row says something else than the person saw; None means nobody looked."""
    now = fingerprint(row, *fields)
    if seen not in (None, now):
        said = "、".join(filter(None, (_said(row, name) for name in fields)))
        raise Stale(
            f"ほかの人が先に変えました（いまの内容：{said}）。書いた文は残っています。"
            "よければ、もう一度保存すると上書きします。",
            now,
        )


def _said(row: Model, name: str) -> str:
    """用語「関係人口」."""
    field = row._meta.get_field(name)
    value = getattr(row, f"get_{name}_display")() if field.choices else getattr(row, name)
    return "" if value in ("", None) else f"{field.verbose_name}「{value}」"
