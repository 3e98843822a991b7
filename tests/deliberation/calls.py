"""A call for comments on a published draft, what arrives in it, and its answers."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from accounts.models import Government
from deliberation.comment_outcome import draft_of
from deliberation.comment_reading import Gathered, parts_of
from deliberation.comment_report import hash_of, to_bytes
from deliberation.comment_results import publish_result
from deliberation.models import Opinion, PublicComment, Submission, SubmittedOpinion
from deliberation.submissions import Said, Who, submit
from deliberation.summaries import Answer, save_answers, summarise
from strategy.models import Edition, Plan
from tests import factories

DAY = datetime.timedelta(days=1)
CLASSES = ["市内に住んでいる", "そのほか"]


def a_draft(government: Government, plan: Plan | None = None) -> Edition:
    """A published 素案 with the small tree."""
    return factories.published(plan or factories.plan(government), stage=Edition.Stage.DRAFT)


def a_call(edition: Edition, **fields: Any) -> PublicComment:
    """An announced call that has been open for ten days and is open for twenty more."""
    now = timezone.now()
    given = {
        "number": edition.plan.public_comments.count() + 1,
        "title": "総合戦略（素案）への意見",
        "opens_at": now - 10 * DAY,
        "closes_at": now + 20 * DAY,
        "who_may": "どなたでも",
        "classes": CLASSES,
        "announced_at": now - 11 * DAY,
    }
    made = PublicComment.objects.create(plan=edition.plan, edition=edition, **(given | fields))
    made.plan.government = edition.plan.government
    return made


def over(comment: PublicComment) -> PublicComment:
    """The same call after its last day."""
    comment.opens_at -= 40 * DAY
    comment.closes_at -= 40 * DAY
    comment.save()
    return comment


def sent(comment: PublicComment, *texts: str, who: Who = Who(), **more: Any) -> Submission:  # noqa: B008
    """What somebody sent by the form in the middle of the period."""
    given = {
        "way": Submission.Way.FORM,
        "received_at": comment.opens_at + DAY,
        "key": f"key-{Submission.objects.count()}",
        "submitter_class": CLASSES[0],
    }
    said = [Said(text) for text in texts]
    return submit(actor=None, comment=comment, said=said, who=who, **(given | more))


def parts(comment: PublicComment) -> list[SubmittedOpinion]:
    """The opinions to be answered."""
    return list(parts_of(comment))


def summed(comment: PublicComment, rows: Sequence[SubmittedOpinion], text: str) -> Opinion:
    """A summary of these opinions."""
    return summarise(actor=None, comment=comment, parts=[row.pk for row in rows], text=text)


def answered(
    comment: PublicComment, summary: Opinion, reply: str = "参考とします。", word: str = "NOTED"
) -> Opinion:
    """The summary with an answer."""
    summary.refresh_from_db()
    save_answers(
        actor=None, comment=comment, answers=[Answer(summary.pk, summary.version, summary.text, word, reply)]
    )
    summary.refresh_from_db()
    return summary


def seen(comment: PublicComment) -> str:
    """The hash of the result as the page shows it."""
    return hash_of(to_bytes(draft_of(Gathered(comment))))


def published(comment: PublicComment) -> PublicComment:
    """The call with its result, as it would be published now."""
    return publish_result(actor=None, comment=comment, seen=seen(comment))


def with_result(government: Government, *texts: str) -> PublicComment:
    """A call that is over, whose opinions are all in one summary, answered and published."""
    comment = a_call(a_draft(government))
    for text in texts:
        sent(comment, text)
    over(comment)
    if texts:
        answered(comment, summed(comment, parts(comment), "まとめた意見"))
    return published(comment)
