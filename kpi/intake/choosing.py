"""Verbs on a document before it is taken in: it comes in, is read as somebody says, is decided upon, or given up."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from kpi.intake.choices import Choices
from kpi.intake.choices import to_data as choices_data
from kpi.intake.grid_data import Table, from_data, to_data
from kpi.intake.habits import remember
from kpi.intake.outline import to_data as outline_data
from kpi.intake.table_outline import outline_of_tables
from kpi.intake.waiting import waiting
from kpi.models import Upload
from strategy.models import Edition
from strategy.rules import require_working


@verb("intake.receive", "文書の受付")
def receive_document(
    *,
    actor: User | None,
    edition: Edition,
    name: str,
    data: bytes,
    parsed: Mapping[str, Any],
    kind: str = Upload.Kind.DOCUMENT,
) -> Upload:
    """Keep a document that was read already (kpi/intake/receiving.py) for a working edition. Nothing of it counts yet."""
    current = require_working(edition)
    made = Upload(
        government=edition.plan.government,
        edition=current,
        kind=kind,
        name=name.strip()[:200] or "文書",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
        parsed=dict(parsed),
        decisions={"has_sheets": bool(parsed.get("grids")) and not parsed.get("is_text")},
        by=actor,
        at=timezone.now(),
    )
    made.full_clean(exclude=["parsed", "edition", "government"])
    made.save(force_insert=True)
    record("intake.receive", actor=actor, government=made.government, subject=made, file=made.name)
    return made


@verb("intake.columns", "表の読み方の指定")
def choose_tables(
    *,
    actor: User | None,
    upload: Upload,
    seen: int,
    tables: Sequence[Table],
    meanings: Mapping[str, str] | None = None,
    parsed: Mapping[str, Any] | None = None,
) -> Upload:
    """Say which tables of a document are read, which rows head them and what their columns mean.

    ``meanings`` (field by heading) are remembered for the government's next document; None while nobody confirmed them.
    Of a text with tables in it ``parsed`` is what it was read as with these meanings (kpi/intake/receiving.py).
    What was decided about rows of the document before falls away. Raises ``Refused``, ``Overtaken``.
    """
    current = _open(upload, seen)
    if not current.parsed.get("grids"):
        raise Refused("この文書には、読み方を選ぶ表がありません。")
    if parsed is not None:
        current.parsed = dict(parsed)
    else:
        if meanings is not None and not any(table.is_read for table in tables):
            raise Refused("読む表を一つ以上選んでください。")
        grids, _ = from_data(current.parsed)
        outline = outline_of_tables(grids, tables, left_out=current.parsed.get("left_out", 0))
        current.parsed = {**current.parsed, **to_data(grids, tables), "outline": outline_data(outline)}
    current.decisions = {**current.decisions, "is_confirmed": meanings is not None}
    current.decisions.pop("choices", None)
    if meanings is not None:
        remember(current.government, meanings)
    return _saved("intake.columns", actor, current, count=sum(table.is_read for table in tables))


@verb("intake.choose", "取込みの内容の選択")
def keep_choices(*, actor: User | None, upload: Upload, seen: int, choices: Choices) -> Upload:
    """Keep what a person decided about the rows of a document, so that the next look begins there."""
    current = _open(upload, seen)
    current.decisions = {**current.decisions, "choices": choices_data(choices)}
    return _saved("intake.choose", actor, current)


@verb("intake.discard", "文書の取込みの取りやめ")
def discard_document(*, actor: User | None, upload: Upload, seen: int) -> Upload:
    """Give a document up; nothing of it was taken in, and it is no longer offered."""
    current = _open(upload, seen)
    current.state = Upload.State.DISCARDED
    return _saved("intake.discard", actor, current)


def _open(upload: Upload, seen: int) -> Upload:
    """The document that waits, locked behind its edition: the order in which all verbs lock."""
    assert upload.edition is not None
    require_working(upload.edition)
    return waiting(upload, seen)


def _saved(name: str, actor: User | None, upload: Upload, **detail: Any) -> Upload:
    upload.version += 1
    upload.save()
    record(name, actor=actor, government=upload.government, subject=upload, file=upload.name, **detail)
    return upload
