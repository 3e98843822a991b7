"""Which changes stand in which row of a 新旧対照表: part of the verbs of ``comparisons``, under their lock."""

from bisect import bisect_right
from collections.abc import Sequence

from publishing.comparison.typed import write
from publishing.models import ChangeCause, Comparison, ComparisonNote, NotedChange


def note_of_only(comparison: Comparison, keys: Sequence[str]) -> ComparisonNote:
    """The oldest note that says nothing of any other change than these; else a new one."""
    touched = comparison.notes.filter(changes__key__in=keys)
    elsewhere = comparison.noted_changes.filter(note__in=touched).exclude(key__in=keys).values("note")
    found = touched.exclude(pk__in=elsewhere).distinct().order_by("pk").first()
    return found or ComparisonNote(comparison=comparison)


def take(comparison: Comparison, note: ComparisonNote, keys: Sequence[str]) -> None:
    """These changes stand under this note alone; notes that lose their last change go."""
    noted = comparison.noted_changes.filter(key__in=keys)
    noted.update(note=note)
    missing = set(keys) - set(noted.values_list("key", flat=True))
    NotedChange.objects.bulk_create(
        NotedChange(comparison=comparison, note=note, key=key) for key in keys if key in missing
    )
    remove_empty(comparison)


def remove_empty(comparison: Comparison) -> None:
    comparison.notes.filter(changes=None).delete()


def apart(comparison: Comparison, keys: Sequence[str]) -> list[ComparisonNote]:
    """Notes that cover exactly these changes: rows stay as they are, a row of which only a part is meant is parted."""
    rows: dict[int, list[NotedChange]] = {}
    for row in comparison.noted_changes.filter(key__in=keys).select_related("note").order_by("pk"):
        rows.setdefault(row.note_id, []).append(row)
    notes = []
    for mine in rows.values():
        note = mine[0].note
        if note.changes.count() > len(mine):
            note = _copied(note)
            comparison.noted_changes.filter(pk__in=[row.pk for row in mine]).update(note=note)
        notes.append(note)
    known = {row.key for mine in rows.values() for row in mine}
    new = [key for key in keys if key not in known]
    made = ComparisonNote.objects.bulk_create(ComparisonNote(comparison=comparison) for _ in new)
    NotedChange.objects.bulk_create(
        NotedChange(comparison=comparison, note=note, key=key) for note, key in zip(made, new, strict=True)
    )
    return [*notes, *made]


def _copied(note: ComparisonNote) -> ComparisonNote:
    causes = list(note.causes.all())
    note.pk, note._state.adding = None, True
    note.save()
    for cause in causes:
        cause.pk, cause.note = None, note
    ChangeCause.objects.bulk_create(causes)
    return note


def follow_cuts(comparison: Comparison, key: str, before: Sequence[int], after: Sequence[int]) -> None:
    """Let what is written to the parts of a change follow its new cuts."""
    names = {(key if n == 1 else f"{key}/{n}"): start for n, start in enumerate([0, *before], start=1)}
    noted = comparison.noted_changes.filter(key__in=names).select_related("note")
    rows = sorted(noted, key=lambda row: names[row.key])
    kept: dict[str, NotedChange] = {}
    for row in rows:
        part = bisect_right([0, *after], names[row.key])
        name = key if part == 1 else f"{key}/{part}"
        first = kept.setdefault(name, NotedChange(comparison=comparison, note=row.note, key=name))
        if first.note_id != row.note_id and row.note.reason and row.note.reason not in first.note.reason:
            write(first.note, reason="\n".join(filter(None, (first.note.reason, row.note.reason))))
            first.note.save(update_fields=["reason"])
    noted.delete()
    NotedChange.objects.bulk_create(kept.values())
    remove_empty(comparison)
