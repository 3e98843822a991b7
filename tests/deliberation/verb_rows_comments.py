"""A row for each verb of a call for comments (tests/test_verbs.py), in the form of tests/kpi/verb_rows.py."""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from deliberation.models import Opinion, PublicComment, SubmittedOpinion
from deliberation.submissions import Said, Who
from deliberation.summaries import Answer
from tests.deliberation import calls

DAY = datetime.timedelta(days=1)


def a_call(w: Any) -> PublicComment:
    """An announced call on a published draft of a plan of its own."""
    return calls.a_call(w.published("commented"))


def planned(w: Any) -> dict[str, Any]:
    """What a call says."""
    edition, begins = w.published("commented"), timezone.now() + DAY
    return {
        "plan": edition.plan,
        "edition": edition,
        "title": "素案への意見",
        "who_may": "どなたでも",
        "opens_at": begins,
        "closes_at": begins + 31 * DAY,
    }


def unannounced(w: Any) -> PublicComment:
    return calls.a_call(w.published("commented"), announced_at=None, opens_at=timezone.now() + DAY)


def a_part(w: Any, text: str = "一つめ。二つめ。") -> SubmittedOpinion:
    return calls.sent(a_call(w), text).parts.get()


def united(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    part = a_part(w)
    for text in ("一つめ。", "二つめ。"):
        SubmittedOpinion.objects.create(submission=part.submission, position=1, text=text, split_from=part)
    return act(part=part)


def a_summary(w: Any) -> Opinion:
    """An answered summary of two opinions."""
    comment = a_call(w)
    calls.sent(comment, "一つめ", "二つめ")
    return calls.answered(comment, calls.summed(comment, calls.parts(comment), "まとめ"))


def summarised(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    part = a_part(w)
    return act(comment=part.submission.comment, parts=[part.pk], text="まとめ")


def related(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    summary = a_summary(w)
    lineage = summary.edition.items.first().lineage
    return act(summary=summary, seen=summary.version, lineage=lineage)


def over(w: Any) -> dict[str, Any]:
    comment = calls.over(a_call(w))
    return {"comment": comment, "seen": calls.seen(comment)}


def expired(w: Any) -> PublicComment:
    comment = a_call(w)
    calls.sent(comment, "意見", who=Who("見本 花子"))
    comment.opens_at -= 3000 * DAY
    comment.closes_at -= 3000 * DAY
    comment.save()
    return comment


ROWS: dict[str, Callable[..., Callable[[], Any]]] = {
    "comment.call": lambda w, act: act(**planned(w)),
    "comment.save": lambda w, act: act(comment=a_call(w), seen=1, ways="郵送"),
    "comment.announce": lambda w, act: act(comment=unannounced(w), seen=1),
    "comment.receive": lambda w, act: act(
        comment=a_call(w), way="POST", said=[Said("意見")], received_at=timezone.now(), key="k"
    ),
    "comment.split": lambda w, act: act(part=a_part(w), pieces=[Said("一つめ。"), Said("二つめ。")]),
    "comment.unite": united,
    "comment.summarise": summarised,
    "comment.answer": lambda w, act: act(
        comment=(one := a_summary(w)).comment,
        answers=[Answer(one.pk, one.version, "直した概要", "NOTED", "参考")],
    ),
    "comment.relate": related,
    "comment.release": lambda w, act: act(summary=(one := a_summary(w)), part=one.parts.first().pk),
    "comment.dissolve": lambda w, act: act(summary=(one := a_summary(w)), seen=one.version),
    "comment.publish": lambda w, act: act(**over(w)),
    "comment.purge": lambda w, act: act(comment=expired(w)),
}
