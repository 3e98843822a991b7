"""Verb: a 申し送り is answered in the edition that is being written: taken up, declined with a reason, or opened again."""

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from accounts.saving import Overtaken
from kpi.models import Proposal
from strategy.models import Edition
from strategy.rules import require_working

State = Proposal.State
OVERTAKEN = "ほかの人が先にこの申し送りに答えました。いまの答えを確かめてから、もう一度保存してください。"
NEEDED = {
    State.TAKEN_UP: "どこをどう反映したかを書いてください。新旧対照表の理由になります。",
    State.DECLINED: "反映しない理由を書いてください。",
}
LONGEST = 500


@verb("proposal.answer", "申し送りへの答え")
def answer_proposal(
    *, actor: User | None, proposal: Proposal, edition: Edition, seen: int, state: str, answer: str
) -> Proposal:
    """Answer a 申し送り in a working edition of its plan, or open it again (``state`` OPEN, the answer goes).

    ``seen`` is the version that the person was shown; raises ``Overtaken`` with what stands there now. An answer that
    was given in an edition since frozen stays.
    """
    working = require_working(edition)
    current = _locked(proposal)
    if working.plan_id != current.review.plan_id:
        raise Refused("ほかの計画の申し送りには答えられません。")
    if current.edition is not None and current.edition_id != working.pk and current.edition.is_frozen:
        raise Refused(
            f"この申し送りには、凍結した第{current.edition.number}版で答えています。その答えは変えられません。"
        )
    if current.version != seen:
        raise Overtaken(OVERTAKEN, current)
    text = answer.strip()
    _require_answer(state, text)
    if state == State.OPEN:
        current.edition, current.answer, current.answered_by, current.answered_at = None, "", None, None
    else:
        current.edition, current.answer = working, text
        current.answered_by, current.answered_at = actor, timezone.now()
    current.state = state
    current.version += 1
    current.full_clean()
    current.save()
    record(
        "proposal.answer",
        actor=actor,
        government=current.review.plan.government,
        subject=current,
        name=current.subject,
        state=current.get_state_display(),
        answer=current.answer,
        edition=working.pk,
    )
    return current


def _locked(proposal: Proposal) -> Proposal:
    """The row as it stands now, locked."""
    rows = Proposal.objects.select_for_update(of=("self",)).select_related(
        "review__plan__government", "edition"
    )
    current = rows.defer("review__content", "edition__content").filter(pk=proposal.pk).first()
    if current is None:
        raise Refused("この申し送りはもうありません。画面を開き直してください。")
    return current


def _require_answer(state: str, text: str) -> None:
    if state not in State.values:
        raise Refused("「反映」「反映しない」「未反映」のどれかを選んでください。")
    if state != State.OPEN and not text:
        raise Refused({"answer": NEEDED[State(state)]})
    if len(text) > LONGEST:
        raise Refused({"answer": f"反映の内容は{LONGEST}字までです。"})
