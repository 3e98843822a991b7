"""How far a written vote is, and what is still missing before it may be opened. Reading; says nothing of any choice."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from deliberation.bindings import State, bindings_of
from deliberation.bylaws import Bylaws, Tie, from_data
from deliberation.deadlines import days_left, spelled
from deliberation.models import AgendaItem, BallotBox, Consent, Meeting, Member


class Stage(StrEnum):
    """How far it is."""

    NOT_WRITTEN = "NOT_WRITTEN"
    BEFORE = "BEFORE"
    OPEN = "OPEN"
    OVER = "OVER"  # the deadline has passed, what came in time is still waited for
    CLOSED = "CLOSED"


@dataclass(frozen=True)
class Check:
    """One line of the list before opening. ``stops``: without it nothing can be opened. ``name``: where it is mended."""

    label: str
    is_met: bool
    sentence: str
    name: str = ""
    stops: bool = True


def stage_of(meeting: Meeting, box: BallotBox | None, now: datetime.datetime) -> Stage:
    """The stage at an instant. No query."""
    if box is None:
        return Stage.BEFORE if meeting.is_written else Stage.NOT_WRITTEN
    if box.is_closed:
        return Stage.CLOSED
    return Stage.OPEN if now < box.closes_at else Stage.OVER


def stage_words(
    meeting: Meeting, box: BallotBox | None, now: datetime.datetime, settles: datetime.datetime | None
) -> tuple[str, str]:
    """Title and sentence of the stage, for the head of the page. ``settles``: from when the box may be closed."""
    stage = stage_of(meeting, box, now)
    if stage is Stage.NOT_WRITTEN:
        return (
            f"{meeting.get_form_display()}の会議です",
            "書面の表決はありません。会議での採決は「出欠・会議録」で記録します。",
        )
    if box is None:
        return "表決の受付を、まだ始めていません", "下の項目を確かめてから、受付を始めます。"
    if stage is Stage.CLOSED:
        return f"{_moment(box.closed_at)}に締め切りました", "結果は「表決の結果」にあります。"
    until = spelled(timezone.localtime(box.closes_at))
    if now < box.opened_at:
        begins = _moment(box.opened_at)
        return (
            f"{begins}から表決を受け付けます",
            f"締切は{until}です。案件、名簿、会議の決まりは、もう固定されています。",
        )
    if stage is Stage.OPEN:
        left = days_left(timezone.localtime(box.closes_at), timezone.localdate(now))
        return (
            f"表決を受け付けています（{left}）",
            f"締切は{until}です。締め切るまで、だれがどう表決したかは見られません。",
        )
    return (
        "締切を過ぎました",
        f"締切は{until}でした。締切までに届いた表決を待って、{_moment(settles)}を過ぎると自動で締め切ります。",
    )


def _moment(at: datetime.datetime | None) -> str:
    """2月3日 0:00, in Japan."""
    local = timezone.localtime(at)
    return f"{local.month}月{local.day}日 {local.hour}:{local:%M}"


# --- before opening -----------------------------------------------------------------------------------------


def checks_of(meeting: Meeting, now: datetime.datetime) -> tuple[Check, ...]:
    """What has to stand before the voting is opened, and what the secretariat should look at. Nine queries at most."""
    bylaws = from_data(meeting.body.bylaws)
    items = list(meeting.agenda.filter(kind=AgendaItem.Kind.VOTE, voided_at=None).order_by("number"))
    members = list(meeting.body.members.on(timezone.localdate(now)))
    return (
        *_called(meeting),
        *_agenda(items),
        *_deadline(meeting, now),
        *_members(members, bylaws),
        *(_consents(meeting, members, now) if bylaws.needs_consent else ()),
    )


def _called(meeting: Meeting) -> Iterator[Check]:
    is_called = meeting.state == Meeting.State.CALLED
    sentence = "招集しています。" if is_called else "まだ招集していません。「会議」で招集してください。"
    yield Check("招集", is_called, sentence, "meeting")


def _agenda(items: list[AgendaItem]) -> Iterator[Check]:
    if not items:
        yield Check(
            "表決する案件", False, "表決する案件がありません。「案件と資料」で加えてください。", "agenda"
        )
        return
    yield Check("表決する案件", True, f"{len(items)}件あります。", "agenda")
    bindings = bindings_of(items)
    for item in items:
        binding = bindings[item.pk]
        sentence = "決める文は、案件にしたときのままです。"
        if not item.content_hash:
            sentence = "決める文がありません。凍結した版、公表した年度評価、資料のどれかを選んでください。"
        elif binding.state is State.CHANGED:
            sentence = f"{binding.sentence}案件を確かめて、選び直してください。"
        elif binding.sentence:
            sentence = binding.sentence
        is_met = bool(item.content_hash) and binding.state is not State.CHANGED
        yield Check(f"案件{item.number}の文", is_met, sentence, "agenda")


def _deadline(meeting: Meeting, now: datetime.datetime) -> Iterator[Check]:
    if meeting.closes_at is None:
        yield Check("表決の締切", False, "締切が決まっていません。「会議」で入れてください。", "meeting")
        return
    until = spelled(timezone.localtime(meeting.closes_at))
    is_ahead = meeting.closes_at > now
    sentence = f"{until}です。" if is_ahead else f"{until}で、もう過ぎています。「会議」で直してください。"
    yield Check("表決の締切", is_ahead, sentence, "meeting")


def _members(members: list[Member], bylaws: Bylaws) -> Iterator[Check]:
    voting = [one for one in members if bylaws.chair_votes or one.office != Member.Office.CHAIR]
    by_paper = sum(member.user_id is None for member in voting)
    sentence = f"表決権のある委員は{len(voting)}人です。"
    if by_paper:
        sentence += f"うち{by_paper}人は画面に入れないので、紙の表決書を送ってください。"
    yield Check(
        "委員",
        bool(voting),
        sentence if voting else "任期中の委員がいません。会議体の名簿を確かめてください。",
    )
    if bylaws.tie is Tie.CHAIR and not any(one.office == Member.Office.CHAIR for one in members):
        yield Check(
            "会長",
            False,
            "可否同数のときは会長が決める決まりですが、会長がいません。会議体の名簿を確かめてください。",
            stops=False,
        )


def _consents(meeting: Meeting, members: list[Member], now: datetime.datetime) -> Iterator[Check]:
    answers = dict(Consent.objects.filter(meeting=meeting).values_list("member_id", "agrees"))
    told = [answers.get(member.pk) for member in members]
    agreed, declined, missing = told.count(True), told.count(False), told.count(None)
    sentence = f"同意{agreed}人、不同意{declined}人、回答なし{missing}人です。"
    is_over = meeting.consent_until is not None and meeting.consent_until <= now
    is_met = not declined and (not missing or is_over)
    yield Check("書面で開くことへの同意", is_met, sentence, "consents", stops=False)
