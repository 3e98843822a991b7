"""What became of a text of a review: who changed which fields and when, from its history. Two queries."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Model

MOST = 20


@dataclass(frozen=True)
class Trace:
    """A save: when, by whom (empty: the clock or a file), and (field, before, after) of each change."""

    at: datetime.datetime
    by: str
    changes: tuple[tuple[str, str, str], ...]


def traces_of(
    row: Model, fields: Sequence[str], words: Mapping[str, Callable[[str], str]] | None = None
) -> list[Trace]:
    """The newest saves of a row, the last one first; ``words`` turns a stored key into what people call it.

    A save that changed none of ``fields`` (only rows that hang on it) has no changes.
    """
    if row.pk is None:
        return []
    words = words or {}
    history = row.history.select_related("history_user").order_by("-history_date", "-history_id")
    rows = [*history[: MOST + 1], None]

    def shown(of: Model | None, name: str) -> str:
        value = "" if of is None else str(getattr(of, name))
        return words[name](value) if value and name in words else value

    found = [
        Trace(
            newer.history_date,
            newer.history_user.name if newer.history_user else "",
            tuple(
                (str(row._meta.get_field(name).verbose_name), shown(older, name), shown(newer, name))
                for name in fields
                if shown(older, name) != shown(newer, name)
            ),
        )
        for newer, older in pairwise(rows)
        if newer is not None
    ]
    return found[:MOST]
