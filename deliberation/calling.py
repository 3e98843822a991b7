"""What a meeting still lacks before it may be called, and what is worth a second look. Reading."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

from deliberation.bindings import State, bindings_of
from deliberation.bylaws import WORDS, Tie, from_data
from deliberation.models import AgendaItem, Body, Meeting, Member
from deliberation.papers_check import contradictions


@dataclass(frozen=True)
class Calling:
    """``obstacles`` forbid calling the meeting, ``warnings`` do not; sentences that say what to do."""

    obstacles: tuple[str, ...]
    warnings: tuple[str, ...]


def calling_of(meeting: Meeting, now: datetime.datetime) -> Calling:
    """How ready a planned meeting is. Ten queries, whatever the number of items, papers and members."""
    items = list(meeting.agenda.select_related("edition", "review", "paper").order_by("number"))
    members = list(meeting.body.members.on(timezone.localdate(now)))
    return Calling(
        tuple(_obstacles(meeting, items, members, now)), tuple(_warnings(meeting, items, members, now))
    )


def words_of(meeting: Meeting) -> str:
    """The texts of a meeting that go out to members, in which dates are checked."""
    return "\n".join((meeting.purpose, meeting.why_written, meeting.observers, meeting.when_words))


def _obstacles(
    meeting: Meeting, items: Sequence[AgendaItem], members: Sequence[Member], now: datetime.datetime
) -> Iterator[str]:
    if not members:
        yield f"{meeting.body.called}に在任の委員がいません。会議体の画面で委員を加えてください。"
    if not items:
        yield "案件がありません。「案件と資料」で案件を加えてください。"
    if not meeting.purpose:
        yield "開催の趣旨がありません。「会議の内容を直す」で書いてください。"
    if meeting.is_written:
        yield from _of_writing(meeting, items, now)
    else:
        if meeting.held_on is None:
            yield "開催日が決まっていません。「会議の内容を直す」で入れてください。"
        if not meeting.place and meeting.form == Meeting.Form.IN_PERSON:
            yield "場所が決まっていません。「会議の内容を直す」で入れてください。"
    bindings = bindings_of(items)
    for item in items:
        if bindings[item.pk].state is State.CHANGED and item.is_vote:
            yield f"案件{item.number}：{bindings[item.pk].sentence}案件を開いて、いまの文書を選び直してください。"


def _of_writing(meeting: Meeting, items: Sequence[AgendaItem], now: datetime.datetime) -> Iterator[str]:
    bylaws = from_data(meeting.body.bylaws)
    if not meeting.why_written:
        yield "書面で開く理由がありません。「会議の内容を直す」で書いてください。"
    if meeting.agreed_with_chair_on is None and meeting.body.kind != Body.Kind.INTERNAL:
        yield "会長と協議した日がありません。書面で開くことを会長と協議し、その日を入れてください。"
    votes = [item for item in items if item.is_vote and item.voided_at is None]
    if votes and not WORDS[meeting.body.kind].counts:
        yield "庁内の会議は票を数えません。案件の扱いを「協議」にするか、対面・オンラインで開いてください。"
    if votes and (meeting.opens_at is None or meeting.closes_at is None):
        yield "表決の始まりと締切が決まっていません。「会議の内容を直す」で入れてください。"
    if meeting.closes_at is not None and meeting.closes_at <= now:
        yield "表決の締切がもう過ぎています。「会議の内容を直す」で先の日にしてください。"
    if bylaws.needs_consent and meeting.consent_until is None:
        yield "この会議体は、書面で開くことへの同意を先に求めます。同意の締切を入れてください。"
    for item in votes:
        if not item.content_hash:
            yield f"案件{item.number}に、決める文書（凍結した版、公表した年度評価、資料のファイル）が結び付いていません。"


def _warnings(
    meeting: Meeting, items: Sequence[AgendaItem], members: Sequence[Member], now: datetime.datetime
) -> Iterator[str]:
    offices = {member.office for member in members}
    votes = [item for item in items if item.is_vote]
    if votes and Member.Office.CHAIR not in offices and from_data(meeting.body.bylaws).tie is Tie.CHAIR:
        yield "在任の会長がいません。可否同数のとき、決める人がいません。"
    if unreachable := [member.name for member in members if not member.mail and not member.postal]:
        yield f"メールアドレスも住所もない委員がいます：{'、'.join(unreachable)}"
    if not meeting.is_written:
        if meeting.held_on is not None and meeting.held_on < timezone.localdate(now):
            yield "開催日がもう過ぎています。終わった会議の記録なら、このまま招集し、続けて終了にしてください。"
        for item in votes:
            if not item.content_hash:
                yield (
                    f"案件{item.number}に、決める文書が結び付いていません。"
                    "文書のない案件（会長の選出など）なら、このままでかまいません。"
                )
    for one in contradictions(words_of(meeting), meeting.fiscal_year):
        yield f"曜日を確かめてください。{one.sentence}"
