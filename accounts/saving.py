"""Saving rows, for the verbs of every room: whose version counts, and nothing at all where nothing changed. Part of the verbs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model

from accounts.audit import Refused


class Overtaken(Refused):
    """Somebody else saved first; ``current`` is what stands there now, None where nothing does."""

    def __init__(self, sentence: str, current: Any):
        super().__init__(sentence)
        self.current = current


def require_known(fields: Mapping[str, Any], allowed: frozenset[str]) -> None:
    """TypeError for a field that the verb does not write."""
    if unknown := fields.keys() - allowed:
        raise TypeError(f"unexpected fields: {', '.join(sorted(unknown))}")


def put(row: Model, fields: Mapping[str, Any]) -> list[str]:
    """Give the row these values, texts without blanks around them; names of the fields that are other now."""
    before = {name: getattr(row, name, None) for name in fields}  # a new row has no relation to show
    for name, value in fields.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    return [name for name, value in before.items() if getattr(row, name) != value]


def names_of(row: Model, fields: Sequence[str]) -> list[str]:
    """What these fields are called on the screen, for the record."""
    return [str(row._meta.get_field(name).verbose_name) for name in fields]
