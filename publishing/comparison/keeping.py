"""What the planner wrote to a 新旧対照表, as it is stored; the number of queries does not depend on how much it is."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Literal

from django.db.models import Exists, OuterRef

from accounts.models import Government
from publishing.comparison.arranging import EXPLAINED, REFORMATTED, RENUMBERED
from publishing.comparison.hand import Hand, Note
from publishing.comparison.styles import DEFAULT, Style, from_data, preset
from publishing.comparison.table import Cause, Row, Table
from publishing.models import (
    ChangeCause,
    Comparison,
    ComparisonCut,
    ComparisonNote,
    ComparisonStyle,
    ItemJoin,
)
from strategy.models import Edition
from strategy.stale import Stale

# 改訂段階 that offices use (KAN-7); any other words may be written.
REVISION_STAGES = ("時点修正", "柱の見直し")
WRITTEN = ("placement", "place", "reason", "remark", "revision_stage")
DERIVED_REASONS = (RENUMBERED, REFORMATTED, EXPLAINED)
CAUSE = ("causes__kind", "causes__words", "causes__url", "causes__id")


def comparison_of(old: Edition, new: Edition) -> Comparison | None:
    """The hand-written part of the comparison of two editions; None as long as nobody wrote anything. One query."""
    comparison = (
        Comparison.objects.filter(old=old.pk, new=new.pk)
        .annotate(
            is_cut=Exists(ComparisonCut.objects.filter(comparison=OuterRef("pk"))),
            is_joined=Exists(ItemJoin.objects.filter(comparison=OuterRef("pk"))),
        )
        .first()
    )
    if comparison is not None:
        comparison.old, comparison.new = old, new
    return comparison


def hand_of(old: Edition, new: Edition) -> Hand:
    """All that the planner wrote. Two queries, one more for cuts and one for joins where there are any."""
    comparison = comparison_of(old, new)
    if comparison is None:
        return Hand()
    return Hand(
        notes=notes_of(comparison),
        cuts=cuts_of(comparison) if comparison.is_cut else {},
        points=tuple(comparison.points.splitlines()),
        terms=tuple((before, after) for before, after in comparison.terms),
        joins=joins_of(comparison) if comparison.is_joined else (),
        paper_number=comparison.paper_number,
    )


def cuts_of(comparison: Comparison) -> dict[str, tuple[int, ...]]:
    """After which lines each change is cut. One query."""
    cuts: dict[str, tuple[int, ...]] = {}
    for key, line in comparison.cuts.order_by("key", "line").values_list("key", "line"):
        cuts[key] = (*cuts.get(key, ()), line)
    return cuts


def joins_of(comparison: Comparison) -> tuple[tuple[str, str], ...]:
    """Lineages of items that were joined by hand, old and new. One query."""
    rows = comparison.joins.order_by("id").values_list("old_lineage", "new_lineage")
    return tuple((str(before), str(after)) for before, after in rows)


def notes_of(comparison: Comparison) -> tuple[Note, ...]:
    """What is written to the rows, in the order in which it was first written. One query."""
    rows = comparison.noted_changes.order_by("note_id", "id", "note__causes__id").values_list(
        "note_id", "key", *(f"note__{name}" for name in (*WRITTEN, *CAUSE))
    )
    notes = []
    for _, group in groupby(rows, key=itemgetter(0)):
        found = list(group)
        placement, place, reason, remark, revision_stage = found[0][2 : 2 + len(WRITTEN)]
        causes = dict.fromkeys(row[-len(CAUSE) :] for row in found if row[-1] is not None)
        notes.append(
            Note(
                keys=tuple(dict.fromkeys(row[1] for row in found)),
                placement=placement,
                place=place,
                reason=reason,
                remark=remark,
                revision_stage=revision_stage,
                causes=tuple(
                    Cause(ChangeCause.Kind(kind).label, words, url) for kind, words, url, _ in causes
                ),
            )
        )
    return tuple(notes)


def written_on(notes: Iterable[Note], keys: Collection[str]) -> tuple[Note, ...]:
    """The notes that say something of one of these changes."""
    return tuple(note for note in notes if not set(keys).isdisjoint(note.keys))


def said_in(table: Table, keys: Sequence[str], notes: Collection[Note]) -> Note:
    """What one row of these changes says: every word that is written on them, each once; where nothing is, the table's.

    A change that is not in the table adds nothing.
    """
    in_rows = [row for row in table.rows if not set(keys).isdisjoint(row.keys)]
    out = next((out for out in table.left_out if out.change.key in keys), None)
    if in_rows or out is None:
        placement, derived = "TABLE", ""
    else:
        placement, derived = ("GATHERED" if out.gathered else "OMITTED"), out.reason
    place = _together((note.place for note in notes), "、")
    if place and len(in_rows) > 1:  # the words of one row alone would hide the places of the others
        place = _together((place.words for row in in_rows for place in row.places), "、")
    return Note(
        keys=tuple(keys),
        placement=placement,
        place=place,
        reason=_together((note.reason for note in notes), "\n") if notes else derived,
        remark=_together((note.remark for note in notes), "\n"),
        revision_stage=_together((note.revision_stage for note in notes), "、"),
        causes=tuple(dict.fromkeys(cause for note in notes for cause in note.causes)),
    )


def _together(texts: Iterable[str], between: Literal["、", "\n"]) -> str:
    return between.join(dict.fromkeys(filter(None, texts)))


def style_for(government: Government) -> Style:
    """The style that the government chose, else the usual one. One query."""
    data = ComparisonStyle.objects.filter(government=government).values_list("data", flat=True).first()
    return from_data(data) if data is not None else preset(DEFAULT)


# --- two people at once (``strategy.stale``) ----------------------------------------------------------------

KEPT = "書いた文は残っています。よければ、もう一度保存すると上書きします。"


def seen_of(notes: Iterable[Note]) -> str:
    """A short sign of what these notes say, for a hidden field of a form."""
    return _sign(tuple(notes))


def require_seen(comparison: Comparison, keys: Collection[str], seen: str | None) -> None:
    """Raise ``Stale`` when these rows say something else than the person saw; None means nobody looked."""
    notes = written_on(notes_of(comparison), keys)
    if seen not in (None, now := seen_of(notes)):
        said = "、".join(_said(note) for note in notes[:3]) or "何も書かれていません"
        raise Stale(f"ほかの人が先にこの行を変えました（いまの内容：{said}）。{KEPT}", now)


def _said(note: Note) -> str:
    placement = ComparisonNote.Placement(note.placement).label
    return f"{placement}、趣旨「{note.reason[:200]}」" if note.reason else placement


def rows_seen(table: Table) -> str:
    """The same of everything that is written to any row, as the table shows it: no query, and no matter of the text."""
    rows = [
        (
            row.keys,
            [place.words for place in row.places],
            row.reason,
            row.remark,
            row.revision_stage,
            row.causes,
        )
        for row in table.rows
        if row.changes and _is_written(row)
    ]
    outs = [
        (out.change.key, out.gathered, out.reason)
        for out in table.left_out
        if out.reason not in DERIVED_REASONS
    ]
    return _sign((sorted(rows, key=itemgetter(0)), sorted(outs)))


def _is_written(row: Row) -> bool:
    has_own_place = row.places[0].words != row.changes[0].place.words
    words = row.reason or row.remark or row.revision_stage or row.causes
    return bool(words) or has_own_place or len(row.changes) > 1


def require_rows_seen(table: Table, seen: str) -> None:
    """Raise ``Stale`` when the rows of the table say something else than the person saw."""
    if seen != (now := rows_seen(table)):
        raise Stale(
            "この画面を開いたあとで、ほかの人が行を変えました。選んだ行を、いまの対照表で確かめてください。"
            "よければ、もう一度行ってください。",
            now,
        )


def settings_seen(comparison: Comparison | None) -> str:
    """The same of number, points and terms."""
    found = comparison or Comparison()
    return _sign((found.paper_number, found.points, found.terms))


def require_settings_seen(comparison: Comparison, seen: str | None) -> None:
    """The same for number, points and terms."""
    if seen not in (None, now := settings_seen(comparison)):
        points = "／".join(comparison.points.splitlines())
        raise Stale(
            f"ほかの人が先に変えました（いまの内容：資料番号「{comparison.paper_number}」、見直しのポイント「{points}」、"
            f"全体の名称変更{len(comparison.terms)}組）。{KEPT}",
            now,
        )


def style_seen(style: Style) -> str:
    """The same of the style of a government."""
    return _sign(style)


def require_style_seen(government: Government, seen: str | None) -> None:
    """The same for the style of a government."""
    if seen not in (None, now := style_seen(style := style_for(government))):
        raise Stale(
            f"ほかの人が先に様式を変えました（いまは「{style.name}」をもとにした様式です）。{KEPT}", now
        )


def _sign(said: object) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]
