"""Verb that ends a call for comments: its result is published as bytes that never change."""

from dataclasses import replace

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from deliberation.comment_outcome import draft_of, obstacles
from deliberation.comment_reading import Gathered
from deliberation.comment_report import hash_of, to_bytes
from deliberation.comments import held
from deliberation.models import PublicComment


class ResultChanged(Refused):
    """What would be published is other than what the person was shown."""

    def __init__(self) -> None:
        super().__init__(
            "確認の画面を開いたあとで、結果の内容が変わりました。まだ公表していません。もう一度確かめてから、公表してください。"
        )


@verb("comment.publish", "意見募集の結果の公表")
def publish_result(*, actor: User | None, comment: PublicComment, seen: str) -> PublicComment:
    """Publish the result. ``seen`` is the hash of what the person was shown; no opinion at all is a result too.

    Refused with a sentence for each thing in the way: the call runs, an opinion is in no summary, a summary is unanswered.
    """
    current = held(comment)
    if current.result_published_at is not None:
        raise Refused("この意見募集の結果は、すでに公表しています。")
    gathered = Gathered(current)
    if reasons := obstacles(gathered):
        raise Refused(reasons)
    result = draft_of(gathered)
    if hash_of(to_bytes(result)) != seen:
        raise ResultChanged
    now = timezone.now()
    current.result = to_bytes(replace(result, published_on=timezone.localdate(now).isoformat()))
    current.result_hash = hash_of(current.result)
    current.result_published_at = now
    current.version += 1
    current.save(update_fields=["result", "result_hash", "result_published_at", "version"])
    record(
        "comment.publish",
        actor=actor,
        government=current.plan.government,
        subject=current,
        content_hash=current.result_hash,
        count=len(result.rows),
    )
    return current
