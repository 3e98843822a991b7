"""Verbs that sum up what citizens said and answer it: 意見の概要｜考え方｜区分.

Every opinion ends in at least one summary, what does not belong to the call too (対象外): nothing is left out of the
result. 行政手続法43条2項 lets opinions be arranged and summarised, not dropped.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from accounts.saving import Overtaken
from deliberation.comment_reading import parts_of, place_words, places_in, without_summary
from deliberation.comments import held, require_open
from deliberation.dispositions import Disposition, Dispositions
from deliberation.models import Opinion, PublicComment, Reply, SubmittedOpinion
from deliberation.opinion_lists import dispositions_of
from strategy.models import Edition

GONE = "このまとめは、ほかの人が取り消しました。画面を開き直して確かめてください。"
PARTS_GONE = (
    "選んだ意見の中に、ほかの人が分けたり戻したりしたものがあります。画面を開き直して、選び直してください。"
)
OUT_OF_SCOPE = "このたびの意見募集の対象ではないため、参考として承り、関係する部署に伝えます。"
OVERTAKEN = (
    "ほかの人が先に保存しました（{numbers}）。あなたの文は画面に残っています。いまの文と見比べてください。"
)


@dataclass(frozen=True)
class Answer:
    """A row of the table as it was typed. ``seen`` is the version of the summary that the person was shown."""

    pk: int
    seen: int
    text: str
    disposition: str = ""
    reply: str = ""

    @property
    def is_answered(self) -> bool:
        return bool(self.disposition or self.reply.strip())


class AnswersOvertaken(Overtaken):
    """Somebody saved some of the rows meanwhile; ``current`` is {pk: the summary as it stands}."""


@verb("comment.summarise", "届いた意見のまとめ")
def summarise(
    *,
    actor: User | None,
    comment: PublicComment,
    parts: Sequence[int],
    text: str = "",
    lineage: uuid.UUID | None = None,
    into: int | None = None,
    is_out_of_scope: bool = False,
) -> Opinion:
    """Put these opinions into a summary: a new one with ``text``, or the one of id ``into``.

    ``is_out_of_scope`` makes it an answered one: not what the call was about (対象外).
    """
    current = held(comment)
    require_open(current)
    rows = list(parts_of(current).filter(pk__in=set(parts)))
    if not rows:
        raise Refused("まとめる意見を一つ以上選んでください。")
    if len(rows) != len(set(parts)):
        raise Refused(PARTS_GONE)
    if into is not None:
        summary = _summary(current, into)
        summary.version += 1
    else:
        summary = _new(actor, current, rows, text, lineage)
    if is_out_of_scope:
        _put_aside(actor, current, summary)
    summary.save()
    summary.parts.add(*rows)
    record(
        "comment.summarise", actor=actor, government=current.plan.government, subject=current, count=len(rows)
    )
    return summary


@verb("comment.answer", "意見の概要と考え方の保存")
def save_answers(*, actor: User | None, comment: PublicComment, answers: Sequence[Answer]) -> int:
    """Save the rows of the table that are other than what stands; how many were.

    Raises ``AnswersOvertaken`` where somebody saved a row since it was shown: then nothing is saved.
    """
    current = held(comment)
    require_open(current)
    words = dispositions_of(current.plan.government)
    rows = {row.pk: row for row in _summaries(current).select_related("reply")}
    changed = [(rows[one.pk], one) for one in answers if one.pk in rows and _differs(rows[one.pk], one)]
    if len([one for one in answers if one.pk not in rows]):
        raise Refused(GONE)
    late = {row.pk: row for row, one in changed if row.version != one.seen}
    if late:
        numbers = "、".join(f"「{row.text[:20]}」" for row in late.values())
        raise AnswersOvertaken(OVERTAKEN.format(numbers=numbers), late)
    for row, one in changed:
        _answer(actor, row, one, words)
    if changed:
        record(
            "comment.answer",
            actor=actor,
            government=current.plan.government,
            subject=current,
            count=len(changed),
        )
    return len(changed)


@verb("comment.relate", "意見の該当箇所と直した箇所")
def relate_summary(
    *,
    actor: User | None,
    summary: Opinion,
    seen: int,
    lineage: uuid.UUID | None,
    changed_edition: Edition | None = None,
    changed_lineage: uuid.UUID | None = None,
) -> Opinion:
    """Say what a summary is about, and which item of a later edition was changed for it.

    The second may be said after the result was published, for the edition often follows later; what was published keeps
    its words, and the page of the result links to the item.
    """
    if summary.comment is None:
        raise Refused(GONE)
    comment = held(summary.comment)
    current = _summary(comment, summary.pk)
    if current.version != seen:
        raise Overtaken(
            "ほかの人が先に保存しました。いまの内容を確かめて、もう一度保存してください。", current
        )
    if lineage != current.lineage:
        require_open(comment)
        places = places_in(comment.edition)
        if lineage is not None and lineage not in places:
            raise Refused("「該当箇所」は、一覧から選び直してください。")
        current.lineage, current.place = lineage, place_words(places, lineage)[:300]
    _link(comment, current, changed_edition, changed_lineage)
    current.version += 1
    current.save()
    record("comment.relate", actor=actor, government=comment.plan.government, subject=comment, of=current.pk)
    return current


@verb("comment.dissolve", "まとめの取消し")
def dissolve_summary(*, actor: User | None, summary: Opinion, seen: int) -> PublicComment:
    """Take a summary apart: its opinions wait to be summarised again. Raises ``Overtaken``."""
    if summary.comment is None:
        raise Refused(GONE)
    comment = held(summary.comment)
    require_open(comment)
    current = _summary(comment, summary.pk)
    if current.version != seen:
        raise Overtaken("ほかの人が先に保存しました。いまの内容を確かめてから、取り消してください。", current)
    Reply.objects.filter(opinion=current).delete()
    current.parts.clear()
    current.delete()
    record("comment.dissolve", actor=actor, government=comment.plan.government, subject=comment)
    return comment


@verb("comment.release", "まとめから意見を外す")
def release_part(*, actor: User | None, summary: Opinion, part: int) -> Opinion:
    """Take one opinion out of a summary; the last one stays, the summary is dissolved instead."""
    if summary.comment is None:
        raise Refused(GONE)
    comment = held(summary.comment)
    require_open(comment)
    current = _summary(comment, summary.pk)
    inside = set(current.parts.values_list("pk", flat=True))
    if part not in inside:
        raise Refused(PARTS_GONE)
    if len(inside) == 1:
        raise Refused("最後の一件は外せません。まとめそのものを取り消してください。")
    current.parts.remove(part)
    current.version += 1
    current.save()
    record("comment.release", actor=actor, government=comment.plan.government, subject=comment, of=current.pk)
    return current


def waiting(comment: PublicComment) -> int:
    """How many opinions are in no summary yet. One query."""
    return without_summary(parts_of(comment)).count()


def _summaries(comment: PublicComment):
    return Opinion.objects.filter(comment=comment, source=Opinion.Source.CITIZEN, is_withdrawn=False)


def _summary(comment: PublicComment, pk: int) -> Opinion:
    found = _summaries(comment).filter(pk=pk).first()
    if found is None:
        raise Refused(GONE)
    found.comment, found.plan, found.edition = comment, comment.plan, comment.edition
    return found


def _new(
    actor: User | None,
    comment: PublicComment,
    rows: Sequence[SubmittedOpinion],
    text: str,
    lineage: uuid.UUID | None,
) -> Opinion:
    told = text.strip() or rows[0].text
    places = places_in(comment.edition)
    about = lineage if lineage in places else rows[0].lineage
    made = Opinion(
        plan=comment.plan,
        edition=comment.edition,
        comment=comment,
        source=Opinion.Source.CITIZEN,
        lineage=about,
        place=place_words(places, about)[:300],
        text=told,
        by=actor,
        at=timezone.now(),
        position=_position(list(places), about),
    )
    _check(made)
    return made


def _position(order: Sequence[uuid.UUID], lineage: uuid.UUID | None) -> int:
    return order.index(lineage) if lineage in order else len(order)


def _check(opinion: Opinion) -> None:
    opinion.clean_fields(exclude=["plan", "edition", "comment", "by"])


def _differs(row: Opinion, answer: Answer) -> bool:
    reply = getattr(row, "reply", None)
    stands = (row.text, reply.disposition if reply else "", reply.text if reply else "")
    return stands != (answer.text.strip(), answer.disposition, answer.reply.strip())


def _answer(actor: User | None, row: Opinion, answer: Answer, words: Dispositions) -> None:
    if not answer.text.strip():
        raise Refused(
            "意見の概要が空の行があります。まとめをやめるときは、行の「箇所・取消し」から取り消してください。"
        )
    row.text = answer.text.strip()
    row.version += 1
    _check(row)
    reply = getattr(row, "reply", None)
    if not answer.is_answered:
        if reply is not None:
            raise Refused(
                f"「{row.text[:20]}」の考え方と区分が空になっています。答えを消すことはできません。書き直してください。"
            )
        row.save()
        return
    word = words.find(answer.disposition)
    if word is None or not answer.reply.strip():
        raise Refused(f"「{row.text[:20]}」には、考え方と区分の両方を入れてください。")
    if not word.is_offered and (reply is None or reply.disposition != word.key):
        raise Refused(f"区分「{word.word}」は、いまは使われていません。ほかの区分を選んでください。")
    _reply(actor, row, reply, word, answer.reply.strip())


def _reply(actor: User | None, row: Opinion, reply: Reply | None, word: Disposition, text: str) -> None:
    kept = reply or Reply(opinion=row, version=0)
    kept.disposition, kept.text, kept.by, kept.at = word.key, text, actor, timezone.now()
    kept.version += 1
    row.state = Opinion.State.DECLINED if word.declines else Opinion.State.DONE
    kept.clean_fields(exclude=["opinion", "by", "changed_edition"])
    row.save()
    kept.opinion = row
    kept.save()


def _put_aside(actor: User | None, comment: PublicComment, summary: Opinion) -> None:
    """Answer a summary as not belonging to the call, in the last word that the government offers."""
    summary.save()
    if Reply.objects.filter(opinion=summary).exists():
        return
    offered = dispositions_of(comment.plan.government).offered
    _reply(actor, summary, None, _last_open(offered), OUT_OF_SCOPE)


def _last_open(offered: Iterable[Disposition]) -> Disposition:
    """The last word that neither changes the text nor declines; 「その他」 in the list from which all start."""
    given = list(offered)
    neutral = [one for one in given if not one.changes and not one.declines]
    return (neutral or given)[-1]


def _link(
    comment: PublicComment, summary: Opinion, edition: Edition | None, lineage: uuid.UUID | None
) -> None:
    reply = Reply.objects.filter(opinion=summary).first()
    if edition is None and lineage is None and reply is None:
        return
    if reply is None:
        raise Refused("直した箇所は、考え方と区分を書いてからつないでください。")
    word = dispositions_of(comment.plan.government).find(reply.disposition)
    if edition is not None and not (word and word.changes):
        raise Refused(
            "直した箇所をつなげるのは、案を直した区分（「反映」など）のときだけです。区分を確かめてください。"
        )
    if edition is not None:
        if edition.plan_id != comment.plan_id or edition.number <= comment.edition.number:
            raise Refused("直した版は、意見を募集した版よりあとの、同じ計画の版から選んでください。")
        if lineage is not None and lineage not in places_in(edition):
            raise Refused("直した項目は、直した版の一覧から選んでください。")
    elif lineage is not None:
        raise Refused("直した項目がある版を選んでください。")
    reply.changed_edition, reply.changed_lineage = edition, lineage
    reply.version += 1
    reply.save()
