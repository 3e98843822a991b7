"""Verb: the office answers an opinion, says what became of it and which item was changed, and tells the author."""

import uuid

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from accounts.saving import Overtaken
from deliberation.dispositions import Disposition
from deliberation.models import Opinion, Reply
from deliberation.opinion_lists import dispositions_of
from deliberation.opinions import held
from deliberation.reply_letters import tell_author
from strategy.models import Edition, PlanItem

State = Opinion.State
OVERTAKEN = "ほかの人が先にこの意見に回答しました。いまの回答を確かめてから、もう一度保存してください。"
LONGEST = 4000


@verb("plan_opinion.reply", "計画への意見への回答")
def reply(
    *,
    actor: User | None,
    opinion: Opinion,
    seen: int,
    disposition: str,
    text: str,
    changed_edition: Edition | None = None,
    changed_lineage: uuid.UUID | None = None,
) -> Reply:
    """Answer an opinion, or change the answer; ``seen`` is the version of the answer shown, 0 where there was none.

    ``disposition`` is a key of the government's words, which decide the state (対応済, 見送り); ``changed_lineage`` is the
    item of ``changed_edition`` that was changed for it. The author is told by mail, of a changed answer again; citizens
    are not. Raises ``Overtaken`` with the answer that stands there, None where it is gone.
    """
    current = held(opinion)
    row = Reply.objects.filter(opinion=current).first()
    if (row.version if row else 0) != seen:
        raise Overtaken(OVERTAKEN, row)
    word = _word(current, row, disposition)
    _require_text(text)
    _require_changed(current, word, changed_edition, changed_lineage)
    row = row or Reply(opinion=current, version=0)
    answer = (disposition, text.strip(), changed_edition and changed_edition.pk, changed_lineage)
    if row.pk and answer == (row.disposition, row.text, row.changed_edition_id, row.changed_lineage):
        return row
    row.disposition, row.text, row.changed_edition, row.changed_lineage = (
        disposition,
        text.strip(),
        changed_edition,
        changed_lineage,
    )
    row.by, row.at, row.version = actor, timezone.now(), row.version + 1
    row.full_clean(exclude=["opinion"] if row.pk else ["opinion", "id"])
    row.save()
    current.state = State.DECLINED if word.declines else State.DONE
    current.save(update_fields=["state"])
    opinion.state = current.state
    tell_author(current, row, word)
    record(
        "plan_opinion.reply",
        actor=actor,
        government=current.plan.government,
        subject=current,
        disposition=word.word,
        state=current.get_state_display(),
    )
    return row


def _word(opinion: Opinion, row: Reply | None, key: str) -> Disposition:
    word = dispositions_of(opinion.plan.government).find(key)
    is_kept = row is not None and row.disposition == key  # a word set aside since may stay where it stands
    if word is None or not (word.is_offered or is_kept):
        raise Refused({"disposition": "区分は、一覧から選んでください。"})
    return word


def _require_text(text: str) -> None:
    if not text.strip():
        raise Refused({"text": "回答を書いてください。意見を述べた人に届きます。"})
    if len(text.strip()) > LONGEST:
        raise Refused({"text": f"回答は{LONGEST}字までです（いまは{len(text.strip())}字）。"})


def _require_changed(
    opinion: Opinion, word: Disposition, edition: Edition | None, lineage: uuid.UUID | None
) -> None:
    if lineage is None and edition is None:
        return
    if not word.changes:
        raise Refused({"changed": f"「{word.word}」は案を直さない区分です。直した項目は空にしてください。"})
    if lineage is None or edition is None or edition.plan_id != opinion.plan_id:
        raise Refused({"changed": "直した項目は、この計画の版の一覧から選んでください。"})
    if not PlanItem.objects.filter(edition=edition, lineage=lineage).exists():
        raise Refused({"changed": "直した項目は、選んだ版にはありません。一覧から選び直してください。"})
