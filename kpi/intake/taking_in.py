"""The verb that takes a document in: items, indicators, targets and figures of a working edition, all or nothing.

What verbs do row by row is done here in bulk, with its history. The rules of a single row hold all the same.
"""

from typing import Any

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from accounts.saving import Overtaken
from kpi.intake.choices import Choices, to_data
from kpi.intake.previewing import Preview, preview_of
from kpi.intake.waiting import waiting
from kpi.intake.writing_items import write_items
from kpi.intake.writing_kpis import write_figures, write_kpis
from kpi.models import Upload
from strategy.models import Edition
from strategy.rules import require_working

CHANGED_SINCE = (
    "画面を開いたあとで、ここに入れる項目か指標が変わりました。何も取り込んでいません。"
    "いまの内容を確かめてから、もう一度取り込んでください。"
)


@verb("intake.apply", "文書の取込み")
def take_in(*, actor: User | None, upload: Upload, seen: int, choices: Choices) -> Upload:
    """Make items, indicators, targets and figures of a document that waits, by ``choices``; all or nothing.

    ``seen`` is the upload's version that the person saw, ``choices.sign`` what was seen of ours (none: a script, which
    looked at nothing). Texts that stand there are only written over where ``choices.sides`` says so. Figures come in
    as 入力中, for somebody to submit. Raises ``Refused`` with the first fault, ``Overtaken`` where ours changed since.
    """
    assert upload.edition is not None
    edition = _edition(upload)
    current = waiting(upload, seen)
    preview = preview_of(current, edition, timezone.localdate(), choices)
    if choices.sign and not preview.is_seen(choices.sign):
        raise Overtaken(CHANGED_SINCE, current)
    _require_sound(preview)
    outcome = _write(preview, current, actor)
    current.state, current.version = Upload.State.APPLIED, current.version + 1
    current.applied_by, current.applied_at = actor, timezone.now()
    current.outcome, current.decisions = outcome, {**current.decisions, "choices": to_data(preview.choices)}
    current.save()
    record(
        "intake.apply",
        actor=actor,
        government=edition.plan.government,
        subject=current,
        file=current.name,
        **outcome,
    )
    return current


def _edition(upload: Upload) -> Edition:
    """The working edition, locked, with the plan and government that the caller knows already."""
    edition = require_working(upload.edition)
    edition.plan = upload.edition.plan
    return edition


def _require_sound(preview: Preview) -> None:
    if preview.faults:
        sentences = list(dict.fromkeys(sentence for _, sentence in preview.faults))
        more = f"（ほかに{len(sentences) - 1}種類の誤りがあります）" if len(sentences) > 1 else ""
        raise Refused(f"まだ取り込んでいません。{sentences[0]}{more}")
    if preview.open_conflicts:
        raise Refused(
            f"まだ取り込んでいません。食い違いが{len(preview.open_conflicts)}件あります。どちらの文を使うかを選んでください。"
        )
    if preview.is_empty:
        raise Refused("読み取れた見出しも指標もありません。表の読み方を直すか、文書を選び直してください。")
    if not preview.has_work:
        raise Refused("取り込むものがありません。この文書にあることは、すべてこの版に入っています。")


def _write(preview: Preview, upload: Upload, actor: User | None) -> dict[str, Any]:
    made, changed = write_items(preview, actor)
    targets, rewritten, relisted = write_kpis(preview, actor)
    figures = write_figures(preview, actor, upload.name)
    return {
        "items": made,
        "targets": targets,
        "relisted": relisted,
        "figures": figures,
        "changed": changed + rewritten,
    }
