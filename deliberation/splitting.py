"""Verbs that split a submitted opinion into the points it makes, and put it together again. No word is lost by either."""

from collections.abc import Sequence

from accounts.audit import Refused, record, verb
from accounts.models import User
from deliberation.comment_reading import place_words, places_in
from deliberation.comment_terms import is_whole
from deliberation.comments import held, require_open
from deliberation.models import PublicComment, SubmittedOpinion
from deliberation.submissions import Said

GONE = (
    "この意見は、ほかの人がすでに分けたか、まとめたか、もとに戻しました。画面を開き直して確かめてください。"
)


@verb("comment.split", "届いた意見を分ける")
def split_opinion(
    *, actor: User | None, part: SubmittedOpinion, pieces: Sequence[Said]
) -> list[SubmittedOpinion]:
    """Split an opinion into two or more; what was sent stays as it is, the pieces are answered.

    Refused when the pieces together are not the text word for word, or when it is in a summary already.
    """
    comment, current = _current(part)
    if current.splits.exists() or current.summaries.filter(is_withdrawn=False).exists():
        raise Refused(GONE)
    told = [one for one in pieces if one.text.strip()]
    if len(told) < 2:
        raise Refused("二つ以上に分けてください。分けるところに、「----」だけの行を入れます。")
    if not is_whole(current.text, [one.text for one in told]):
        raise Refused(
            "分けた文を合わせても、届いた文と同じになりません。言葉を変えたり消したりせずに、分けるところだけに行を入れてください。"
        )
    places = places_in(comment.edition)
    made = [
        SubmittedOpinion(
            submission=current.submission,
            position=current.position,
            lineage=one.lineage,
            place=place_words(places, one.lineage)[:300],
            text=one.text.strip(),
            split_from=current,
        )
        for one in told
    ]
    SubmittedOpinion.objects.bulk_create(made)
    record(
        "comment.split",
        actor=actor,
        government=comment.plan.government,
        subject=current.submission,
        count=len(made),
    )
    return made


@verb("comment.unite", "分けた意見を戻す")
def unite_opinion(*, actor: User | None, part: SubmittedOpinion) -> SubmittedOpinion:
    """Undo a split: the pieces go, the opinion as it was sent is answered again. Refused when a piece is in a summary."""
    comment, current = _current(part)
    pieces = current.splits.all()
    if not pieces:
        raise Refused(GONE)
    if pieces.filter(summaries__is_withdrawn=False).exists() or pieces.filter(splits__isnull=False).exists():
        raise Refused(
            "分けた意見のどれかが、まとめに入っているか、さらに分けてあります。先にそれを戻してください。"
        )
    for piece in pieces:
        piece.summaries.clear()
        piece.delete()
    record("comment.unite", actor=actor, government=comment.plan.government, subject=current.submission)
    return current


def _current(part: SubmittedOpinion) -> tuple[PublicComment, SubmittedOpinion]:
    """The call, locked, and the opinion as it stands now."""
    comment = held(part.submission.comment)
    require_open(comment)
    current = SubmittedOpinion.objects.select_related("submission").filter(pk=part.pk).first()
    if current is None:
        raise Refused(GONE)
    return comment, current
