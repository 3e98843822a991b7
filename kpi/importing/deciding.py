"""What a person decides about an upload before it is applied: which value counts, what a cell should say, whether at all."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from accounts.saving import Overtaken
from kpi.importing.pausing import no_collecting
from kpi.importing.rights import require_still
from kpi.models import ReviewYear, Upload
from kpi.review.holding import held

NAMES = ("choices", "mended", "rows", "reasons")
OVERTAKEN = "ほかの人が先にこの表について決めました。いまの内容を確かめてから、もう一度選んでください。"
OVER = {
    Upload.State.APPLIED: "この表は反映済みです。直すときは、画面で直すか、直した表を新しく送ってください。",
    Upload.State.DISCARDED: "この表は取りやめています。もう一度送ってください。",
    Upload.State.REFUSED: "この表は読めなかったので、反映できません。直した表を送ってください。",
}
LONGEST, MOST = 4000, 20_000


@verb("upload.decide", "実績の表の確認")
def decide_upload(
    *, actor: User | None, upload: Upload, seen: int, decisions: Mapping[str, Mapping[str, str | None]]
) -> Upload:
    """Keep decisions beside those made before; None takes one back. ``decisions`` as in facts.Decisions, where an empty
    text in ``mended`` means that the cell counts as empty.

    ``seen`` is the version shown; raises ``Overtaken`` where somebody decided since.
    """
    if unknown := decisions.keys() - set(NAMES):
        raise TypeError(f"unexpected decisions: {', '.join(sorted(unknown))}")
    current = waiting(actor, upload, seen)
    kept = together(current.decisions, decisions)
    if sum(map(len, kept.values())) > MOST:
        raise Refused("決めることが多すぎます。Excelで直して、送り直してください。")
    if kept == {name: current.decisions.get(name, {}) for name in NAMES}:
        return current
    current.decisions = kept
    current.version += 1
    current.save(update_fields=["decisions", "version"])
    _event("upload.decide", actor, current, counts=sum(map(len, kept.values())))
    return current


def together(
    before: Mapping[str, Mapping[str, str]], decisions: Mapping[str, Mapping[str, str | None]]
) -> dict[str, dict[str, str]]:
    """Decisions made before with new ones."""
    kept = {name: dict(before.get(name, {})) for name in NAMES}
    for name, found in decisions.items():
        for place, text in found.items():
            if text is None:
                kept[name].pop(place, None)
            else:
                kept[name][place] = text.strip()[:LONGEST]
    return kept


@verb("upload.discard", "実績の表の取りやめ")
def discard_upload(*, actor: User | None, upload: Upload, seen: int) -> Upload:
    """Give an upload up: nothing of it is applied. The file stays as it came."""
    current = waiting(actor, upload, seen)
    current.state = Upload.State.DISCARDED
    current.version += 1
    current.save(update_fields=["state", "version"])
    _event("upload.discard", actor, current)
    return current


def waiting(actor: User | None, upload: Upload, seen: int) -> Upload:
    """The upload as it stands, locked with its review; Refused unless it waits and this person may handle it.

    Part of the verbs on it; the review is locked first, so that two uploads of it never wait for each other.
    """
    review: ReviewYear = held(upload.review)
    rows = Upload.objects.select_for_update(no_key=True, of=("self",)).defer("data")
    with no_collecting():
        current = rows.select_related("department").filter(pk=upload.pk, review=review).first()
    if current is None:
        raise Refused("この表はもうありません。画面を開き直してください。")
    current.review = review
    if current.state in OVER:
        raise Refused(OVER[current.state])
    require_still(actor, review, current, timezone.localdate())
    if current.version != seen:
        raise Overtaken(OVERTAKEN, current)
    return current


def _event(name: str, actor: User | None, upload: Upload, **detail: Any) -> None:
    record(
        name,
        actor=actor,
        government=upload.review.plan.government,
        subject=upload,
        file=upload.name,
        department=str(upload.department or ""),
        fiscal_year=upload.review.fiscal_year,
        **detail,
    )
