"""質問と答え: what a member asks before the vote; question and answer are visible to all members."""

import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.links import link_to
from accounts.models import Outbox, User
from accounts.saving import Overtaken
from deliberation.deadlines import spelled
from deliberation.models import AgendaItem, Meeting, Member, Question
from deliberation.titles import title_of

State = Meeting.State
ANSWERED_MEANWHILE = (
    "ほかの人が先に答えを保存しました。いまの答えを下に示します。もう一度保存すると、あなたの文に替わります。"
)


def may_ask(meeting: Meeting, now: datetime.datetime) -> bool:
    """Whether a question asked now is still taken: until the day that was set, else until the voting closes."""
    until = meeting.questions_until or meeting.closes_at
    return meeting.state == State.CALLED and (until is None or now < until)


def questions_of(meeting: Meeting) -> list[Question]:
    """All questions of a meeting in the order in which they came. One query."""
    return list(meeting.questions.select_related("item", "member", "answered_by").order_by("asked_at", "id"))


@verb("question.ask", "質問の受付")
def ask(
    *,
    actor: User | None,
    member: Member,
    meeting: Meeting,
    item: AgendaItem | None,
    text: str,
    asked_at: datetime.datetime,
) -> Question:
    """Keep a member's question on a meeting, or on an item of it.

    Refused after the deadline, for another body, after the term; ``ValidationError`` for a text that is empty or too long.
    """
    current = Meeting.objects.select_related("body", "plan__government").get(pk=meeting.pk)
    if member.body_id != current.body_id or not member.span.holds(timezone.localdate(asked_at)):
        raise Refused("この会議の委員ではないか、任期が終わっているため、受け付けていません。")
    if not may_ask(current, asked_at):
        raise Refused("質問の受付は終わっています。事務局に電話でおたずねください。")
    if item is not None and item.meeting_id != current.pk:
        raise Refused("この案件は、この会議のものではありません。選び直してください。")
    made = Question(meeting=current, item=item, member=member, text=text.strip(), asked_at=asked_at)
    made.full_clean()
    made.save()
    record("question.ask", actor=actor, government=current.plan.government, subject=current)
    return made


@verb("question.answer", "質問への答え")
def answer_question(*, actor: User | None, question: Question, seen: int, answer: str) -> Question:
    """Write the answer, or put it right; the member who asked is told by mail of the first.

    Raises ``Overtaken`` where somebody saved since ``seen``; refused for an empty answer.
    """
    rows = Question.objects.select_for_update(no_key=True, of=("self",))
    current = rows.select_related("meeting__plan__government", "meeting__body", "member").get(pk=question.pk)
    if current.version != seen:
        raise Overtaken(ANSWERED_MEANWHILE, current)
    if not answer.strip():
        raise Refused({"answer": "答えを書いてください。"})
    is_first = not current.answer
    current.answer, current.answered_by, current.answered_at = answer.strip(), actor, timezone.now()
    current.version += 1
    current.full_clean()
    current.save()
    if is_first and current.member.mail:
        _tell(current)
    record(
        "question.answer", actor=actor, government=current.meeting.plan.government, subject=current.meeting
    )
    return current


def _tell(question: Question) -> None:
    meeting = question.meeting
    place = [meeting.plan.government.slug, meeting.pk]
    Outbox.objects.create(
        key=f"question-answer:{question.pk}",
        government=meeting.plan.government,
        to=question.member.mail,
        subject=f"【{meeting.plan.government}】{title_of(meeting)}：ご質問への答え"[:200],
        body=(
            f"{question.member.name}委員\n\nいただいたご質問に、事務局からお答えしました。次の画面でお読みください。\n"
            f"{link_to(reverse('committee_questions', args=place))}\n"
            f"{_until(meeting)}"
        ),
    )


def _until(meeting: Meeting) -> str:
    if meeting.closes_at is None or meeting.closes_at <= timezone.now():
        return ""
    return f"\n表決の締切は、{spelled(timezone.localtime(meeting.closes_at))}です。\n"
