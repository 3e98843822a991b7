"""The result of a call for comments as it would be published now, what is still missing, and what was published."""

from django.utils import timezone

from deliberation.comment_reading import Gathered, Stage, counted, period_words, stage_of, submissions_of
from deliberation.comment_report import Result, Row, Word, from_bytes
from deliberation.dispositions import Dispositions
from deliberation.models import PublicComment, Submission
from deliberation.opinion_lists import dispositions_of

NOT_ENDED = "募集期間がまだ終わっていません。結果を公表できるのは、締切のあとです。"


def obstacles(gathered: Gathered) -> list[str]:
    """What stands in the way of publishing, each as a sentence that says what to do."""
    found = []
    if stage_of(gathered.comment, timezone.now()) is not Stage.CLOSED:
        found.append(NOT_ENDED)
    if count := len(gathered.open_parts):
        found.append(
            f"どのまとめにも入っていない意見が{count}件あります。「意見のまとめ」で、まとめに入れるか、対象外として答えてください。"
        )
    if count := len(gathered.unanswered):
        found.append(f"考え方と区分のない項目が{count}件あります。「意見のまとめ」の表に書いてください。")
    if empty := [one for one in gathered.summaries if not one.parts]:
        found.append(
            f"届いた意見のない項目が{len(empty)}件あります（「{empty[0].opinion.text[:20]}」など）。取り消してください。"
        )
    return found


def result_of(comment: PublicComment) -> Result:
    """What was published, read from the stored bytes only. One query."""
    comment.refresh_from_db(fields=["result"])
    if comment.result is None:
        raise LookupError("no result is published")
    return from_bytes(bytes(comment.result))


def draft_of(gathered: Gathered) -> Result:
    """The result as it would be published now. Two queries more than what was gathered."""
    comment = gathered.comment
    edition, government = comment.edition, comment.plan.government
    submissions = list(submissions_of(comment))
    words = dispositions_of(government)
    rows = tuple(
        Row(
            number=n,
            key=one.opinion.pk,
            place=one.opinion.place,
            text=one.opinion.text,
            count=one.count,
            reply=one.reply.text if one.reply else "",
            disposition=one.reply.disposition if one.reply else "",
        )
        for n, one in enumerate(gathered.summaries, start=1)
    )
    return Result(
        government=government.name,
        unit=government.address.unit,
        plan=comment.plan.slug,
        edition=edition.title,
        edition_number=edition.number,
        title=comment.title,
        number=comment.number,
        opens_at=timezone.localtime(comment.opens_at).isoformat(),
        closes_at=timezone.localtime(comment.closes_at).isoformat(),
        period=period_words(comment),
        persons=sum(not one.is_group for one in submissions),
        groups=sum(one.is_group for one in submissions),
        opinions=len(gathered.parts),
        ways=counted((one.way for one in submissions), dict(Submission.Way.choices)),
        classes=counted(
            (one.submitter_class for one in submissions if one.submitter_class),
            {word: word for word in comment.classes},
        ),
        words=_words(words, rows),
        rows=rows,
        next_words=comment.next_words,
        contact=comment.contact,
        document_number=comment.document_number,
    )


def _words(words: Dispositions, rows: tuple[Row, ...]) -> tuple[Word, ...]:
    """The words that are offered or were used, with how many summaries have each."""
    used = [row.disposition for row in rows]
    return tuple(
        Word(one.key, one.word, one.meaning, used.count(one.key), one.changes)
        for one in words.words
        if one.is_offered or one.key in used
    )
