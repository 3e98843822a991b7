"""Answers to a 各課照会 as rows 該当箇所｜修正案｜理由, and who answers for a department. Reading."""

import uuid
from dataclasses import dataclass

from accounts.models import Membership
from accounts.rules import PLANNERS, Role
from deliberation.models import ConsultationAnswer, Opinion


@dataclass(frozen=True)
class AnswerRow:
    """One row of an answer: the item it is about (None: the whole plan) as it is called, the proposed words, and why.

    Without a proposal the reason is the opinion itself.
    """

    lineage: uuid.UUID | None
    place: str
    proposal: str
    reason: str


def rows_of(answer: ConsultationAnswer) -> list[AnswerRow]:
    """What a department has answered, as rows. One query."""
    rows = answer.opinions.filter(is_withdrawn=False).order_by("position", "id")
    return [row_of(opinion) for opinion in rows]


def row_of(opinion: Opinion) -> AnswerRow:
    """An opinion as the row that it was written in."""
    if opinion.proposal:
        return AnswerRow(opinion.lineage, opinion.place, opinion.proposal, opinion.reason)
    return AnswerRow(opinion.lineage, opinion.place, "", opinion.text)


def may_answer(membership: Membership, department_id: int) -> bool:
    """Whether this person answers for a department: its own people, or planners in its stead."""
    own = membership.role == Role.DEPARTMENT and membership.department_id == department_id
    return membership.role in PLANNERS or own
