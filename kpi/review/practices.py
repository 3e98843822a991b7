"""Verb: a government's own way of reviewing (評価の進め方) is kept, for the years opened from now on."""

from accounts.audit import record, verb
from accounts.models import Government, User
from accounts.saving import Overtaken
from kpi.models import ReviewPractice
from kpi.review.practice import Practice, to_data
from kpi.saving import save_by

OVERTAKEN = "ほかの人が先に評価の進め方を保存しました。いまの内容を確かめてから、もう一度保存してください。"


@verb("practice.save", "評価の進め方の保存")
def save_practice(
    *, actor: User | None, government: Government, practice: Practice, seen: int
) -> ReviewPractice:
    """Keep a sound practice (``kpi.review.practice_reading.read_practice``); open years keep theirs.

    ``seen`` is the version that the person was shown, 0 for the usual practice. Raises ``Overtaken`` where another was
    kept meanwhile; the same as what holds is not kept again.
    """
    Government.objects.select_for_update(no_key=True).get(pk=government.pk)
    row = ReviewPractice.objects.filter(government=government).first()
    if (row.version if row else 0) != seen:
        raise Overtaken(OVERTAKEN, row)
    data = to_data(practice)
    if row is not None and row.content == _as_kept(data):
        return row
    if row is None:
        row = ReviewPractice(government=government, content=data)
    else:
        row.content, row.version = data, row.version + 1
    save_by(row, actor)
    record(
        "practice.save",
        actor=actor,
        government=government,
        subject=row,
        steps=[step.name for step in practice.steps],
        version=row.version,
    )
    return row


def _as_kept(data: object) -> object:
    """As the field gives it back: lists for tuples, texts for the words of an enumeration."""
    if isinstance(data, dict):
        return {name: _as_kept(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_as_kept(value) for value in data]
    return str(data) if isinstance(data, str) else data
