"""The table out of the changes: numbered rows with their reasons, and the annex of what is left out.

No change can vanish: each stands in exactly one row or in the annex, whatever the planner wrote.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from publishing.comparison.hand import Hand, Note
from publishing.comparison.kinds import QUIET, Kind, ordered
from publishing.comparison.lines import brief, pieces_of
from publishing.comparison.table import Change, LeftOut, Place, Row

RENUMBERED = "ほかの項目の追加、削除、移動に伴って番号だけが変わりました。"
REFORMATTED = "文字は同じで、書式かリンクだけが変わりました。"
EXPLAINED = "目標値の設定根拠だけが変わりました。印刷する文は同じです。"
TABLE, GATHERED = "TABLE", "GATHERED"


def cut(changes: Iterable[Change], hand: Hand) -> Iterator[Change]:
    """The changes, those that the planner cut at paragraph bounds in parts: "item:x", "item:x/2", "item:x/3"."""
    for change in changes:
        bounds = [0, *(n for n in hand.cuts.get(change.key, ()) if n < len(change.lines)), len(change.lines)]
        for part, (start, end) in enumerate(pairwise(bounds), start=1):
            yield change if len(bounds) == 2 else _part(change, part, start, end)


def _part(change: Change, part: int, start: int, end: int) -> Change:
    lines = change.lines[start:end]
    return replace(
        change,
        key=change.key if part == 1 else f"{change.key}/{part}",
        lines=lines,
        count=max(1, len(pieces_of(lines))),
        brief=brief(lines) or change.brief,
        # The sides of the item and its targets are told once.
        old=change.old if part == 1 else (),
        new=change.new if part == 1 else (),
        targets=change.targets if part == 1 else (),
    )


def rows_of(changes: Sequence[Change], hand: Hand) -> tuple[tuple[Row, ...], tuple[LeftOut, ...]]:
    """Rows and annex. A row of several changes stands where the first of them does."""
    by_key = {change.key: change for change in changes}
    order = {key: n for n, key in enumerate(by_key)}
    note_of = {key: note for note in hand.notes for key in note.keys}
    rows: list[Row] = []
    left_out: list[LeftOut] = []
    told: set[str] = set()
    for change in changes:
        if change.key in told:
            continue
        note = note_of.get(change.key, _default(change))
        together = [change, *(by_key[key] for key in note.keys if key in by_key and key != change.key)]
        together.sort(key=lambda one: order[one.key])
        told |= {one.key for one in together}
        if note.placement == TABLE:
            rows.append(_row(len(rows) + 1, together, note))
        else:
            left_out += [LeftOut(one, note.reason, note.placement == GATHERED) for one in together]
    if gathered := sum(out.change.count for out in left_out if out.gathered):
        rows.append(_gathered(len(rows) + 1, gathered))
    return tuple(rows), tuple(left_out)


def _default(change: Change) -> Note:
    """Where a change goes of which the planner wrote nothing."""
    if not QUIET.issuperset(change.kinds):
        return Note((change.key,))
    reasons = {Kind.FORMAT: REFORMATTED, Kind.RATIONALE: EXPLAINED}
    reason = next((words for kind, words in reasons.items() if kind in change.kinds), RENUMBERED)
    return Note((change.key,), "OMITTED", reason=reason)


def _row(number: int, changes: Sequence[Change], note: Note) -> Row:
    derived = list(dict.fromkeys(change.place for change in changes))
    places = [replace(derived[0], words=note.place)] if note.place else derived
    return Row(
        number=number,
        changes=tuple(changes),
        places=tuple(places),
        kinds=ordered({kind for change in changes for kind in change.kinds}),
        reason=note.reason,
        remark=note.remark,
        revision_stage=note.revision_stage,
        causes=note.causes,
    )


def _gathered(number: int, places: int) -> Row:
    words = f"その他、字句の整理（{places}箇所）"
    return Row(number, (), (Place(words),), (), reason="別表に示すとおり、字句を整理します。")


def lost_notes(changes: Iterable[Change], hand: Hand) -> Iterator[str]:
    """Reasons whose change is no more, for the text went on: nothing written vanishes without a word."""
    known = {change.key for change in changes}
    for note in hand.notes:
        if note.reason and not known.intersection(note.keys):
            yield f"「{note.reason}」と書いた変更は、今の文にはありません。文が変わって、もとに戻ったのかもしれません。"
