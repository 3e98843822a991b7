"""Answers to a 各課照会: rows 該当箇所｜修正案｜理由, each an opinion of the department, or 「意見なし」 in so many words."""

from collections.abc import Sequence

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from deliberation.consulting.answer_rows import AnswerRow, row_of
from deliberation.models import Consultation, ConsultationAnswer, Opinion
from deliberation.opinions import add_opinion, withdraw_opinion
from deliberation.procedures.latest import latest, require_seen

State = ConsultationAnswer.State
MOST_ROWS = 100
CLOSED = "この照会は締め切られています。追加や訂正があるときは、企画担当に締切の延長を頼んでください。"


@verb("consultation.answer", "照会への回答")
def answer_consultation(
    *, actor: User | None, answer: ConsultationAnswer, seen: int, rows: Sequence[AnswerRow], has_none: bool
) -> ConsultationAnswer:
    """Answer in the name of a department, or answer anew: what is the same stays, what is no longer said is withdrawn.

    ``has_none`` is 「意見なし」; with rows beside it, or without any, the answer is refused, and nothing of it kept.
    """
    consultation = latest(Consultation(pk=answer.consultation_id), "edition__plan__government")
    current = latest(answer, "department")
    require_seen(current, seen)
    _require_sound(consultation, rows, has_none)
    given = list(dict.fromkeys(rows))
    kept = _withdraw_others(actor, current, given)
    for position, row in enumerate(given):
        if row not in kept:
            _say(actor, consultation, current, row, position)
    current.state = State.NONE if has_none else State.GIVEN
    current.answered_by, current.answered_at = actor, timezone.now()
    current.version += 1
    current.full_clean()
    current.save()
    record(
        "consultation.answer",
        actor=actor,
        government=consultation.edition.plan.government,
        subject=current,
        department=current.department.name,
        count=len(given),
    )
    return current


def _withdraw_others(
    actor: User | None, answer: ConsultationAnswer, given: Sequence[AnswerRow]
) -> set[AnswerRow]:
    """Withdraw what is not said any more; the rows that stand already. An opinion with a reply is not taken back."""
    kept: set[AnswerRow] = set()
    for opinion in answer.opinions.filter(is_withdrawn=False).select_related("reply"):
        row = row_of(opinion)
        if row in given and row not in kept:
            kept.add(row)
        elif hasattr(opinion, "reply"):
            raise Refused(
                f"「{opinion!s}」には、すでに回答があります。この行は残したまま、足りないことを新しい行に書いてください。"
            )
        else:
            withdraw_opinion(actor=actor, opinion=opinion, seen=opinion.version)
    return kept


def _say(
    actor: User | None, consultation: Consultation, answer: ConsultationAnswer, row: AnswerRow, position: int
) -> None:
    add_opinion(
        actor=actor,
        plan=consultation.edition.plan,
        edition=consultation.edition,
        source=Opinion.Source.DEPARTMENT,
        lineage=row.lineage,
        place=row.place,
        text="" if row.proposal else row.reason,
        proposal=row.proposal,
        reason=row.reason if row.proposal else "",
        author=answer.department.name,
        answer=answer,
        position=position,
    )


def _require_sound(consultation: Consultation, rows: Sequence[AnswerRow], has_none: bool) -> None:
    if consultation.closed_at is not None:
        raise Refused(CLOSED)
    if has_none and rows:
        raise Refused("「意見なし」とするときは、意見の行をすべて空にしてください。")
    if not has_none and not rows:
        raise Refused("意見を書くか、意見がないときは「意見なし」に印を付けてください。")
    if len(rows) > MOST_ROWS:
        raise Refused(f"一つの回答に書けるのは{MOST_ROWS}行までです。")
    if any(not (row.proposal or row.reason) for row in rows):
        raise Refused("該当箇所だけの行があります。修正案か理由を書くか、行を空にしてください。")
