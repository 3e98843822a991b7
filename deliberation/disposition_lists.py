"""A government's own words for what becomes of opinions: read and kept."""

from django.core.exceptions import ValidationError

from accounts.audit import record, verb
from accounts.models import Government, User
from accounts.saving import Overtaken
from deliberation.dispositions import DispositionError, Dispositions, checked, from_data, to_data
from deliberation.models import DispositionList, Reply

OVERTAKEN = "ほかの人が先に意見の区分を変えました。いまの区分を確かめてから、もう一度保存してください。"
USED = "「{word}」で答えた意見があるため、この区分は消せません。「使わない」にすると、新しい回答では選べなくなります。"


@verb("dispositions.save", "意見の区分の保存")
def save_dispositions(
    *, actor: User | None, government: Government, seen: int, dispositions: Dispositions
) -> DispositionList:
    """Keep the government's words; ``seen`` is the version that the person was shown, 0 where none was kept.

    Words with which opinions were answered may be renamed and set aside, never removed. Raises ``Overtaken`` with the row
    as it stands, and ``ValidationError`` with a sentence for every fault.
    """
    Government.objects.select_for_update(no_key=True).get(pk=government.pk)
    row = DispositionList.objects.filter(government=government).first() or DispositionList(
        government=government, version=0
    )
    if row.version != seen:
        raise Overtaken(OVERTAKEN, row)
    _require_sound(government, row, dispositions)
    content = to_data(dispositions)
    if row.pk and row.content == content:
        return row
    row.content, row.version = content, row.version + 1
    row.full_clean()
    row.save()
    record(
        "dispositions.save",
        actor=actor,
        government=government,
        subject=row,
        words="・".join(one.word for one in dispositions.words),
    )
    return row


def _require_sound(government: Government, row: DispositionList, dispositions: Dispositions) -> None:
    kept = {one.key for one in dispositions.words}
    gone = [one for one in from_data(row.content if row.pk else None).words if one.key not in kept]
    used = Reply.objects.filter(
        opinion__plan__government=government, disposition__in=[one.key for one in gone]
    ).values_list("disposition", flat=True)
    answered = set(used.distinct()) if gone else set()
    faults = [USED.format(word=one.word) for one in gone if one.key in answered]
    try:
        checked(dispositions)
    except DispositionError as error:
        faults += error.faults
    if faults:
        raise ValidationError(faults)
