"""What written votes and opinions ask of the secretariat now: the desk shows it beside everything else."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db.models import Count as Number
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.models import Membership
from accounts.rules import PLANNERS
from deliberation.bylaws import WORDS, Tie
from deliberation.deadlines import last_day, spelled
from deliberation.models import (
    AgendaItem,
    Ballot,
    BallotBox,
    Meeting,
    Opinion,
    PaperBallot,
    RollEntry,
    TieDecision,
)
from deliberation.results import begun, cast_of, rules_of
from deliberation.tally import Voter, count
from deliberation.titles import title_of
from kpi.review.duties import RoundDuty
from strategy.models import Edition

SOON = datetime.timedelta(days=3)  # before its deadline a vote is looked after


def duties_of(membership: Membership, now: datetime.datetime) -> list[RoundDuty]:
    """What waits for a planner in the votes and opinions of the government; nothing for anybody else.

    Two queries while no vote is at work, nine at most. No duty says what anybody voted before the closing.
    """
    if membership.role not in PLANNERS:
        return []
    boxes = _boxes(membership)
    open_, closed = [box for box in boxes if not box.is_closed], [box for box in boxes if box.is_closed]
    return [
        *(_of_open(membership, open_, now) if open_ else ()),
        *(_of_closed(membership, closed) if closed else ()),
        *_of_opinions(membership),
    ]


def _boxes(membership: Membership) -> list[BallotBox]:
    """Votes that are open, or whose result was not told to the members. One query."""
    rows = BallotBox.objects.filter(
        meeting__plan__government=membership.government_id, meeting__result_sent_at=None
    ).exclude(meeting__state=Meeting.State.CANCELLED)
    return list(rows.select_related("meeting__body", "meeting__plan").order_by("closes_at", "pk"))


def _place(membership: Membership, box: BallotBox) -> tuple[str | int, ...]:
    return (membership.government.slug, box.meeting.plan.slug, box.meeting_id)


# --- while it is open ---------------------------------------------------------------------------------------


def _of_open(
    membership: Membership, boxes: Collection[BallotBox], now: datetime.datetime
) -> Iterator[RoundDuty]:
    """Papers that wait for another person than the one who entered them; deadlines that are near or over."""
    papers = PaperBallot.objects.filter(box__in=boxes, state=PaperBallot.State.ENTERED)
    waiting: dict[int, int] = defaultdict(int)
    for box in papers.exclude(entered_by=membership.user_id).values_list("box_id", flat=True):
        waiting[box] += 1
    soon = [box for box in boxes if now >= box.closes_at - SOON]
    missing = _missing(soon) if soon else {}
    for box in boxes:
        day = last_day(timezone.localtime(box.closes_at))
        title = title_of(box.meeting)
        if waiting[box.pk]:
            yield RoundDuty(
                f"{title}：紙の表決書の照合（{waiting[box.pk]}通）",
                "写しを読んで、照合してください。入力した人とは別の人が行います。",
                "voting",
                _place(membership, box),
                "照合する",
                day,
                now >= box.closes_at,
            )
        if box.pk in missing:
            yield RoundDuty(
                f"{title}：表決の締切",
                _left(box, missing[box.pk], now),
                "voting",
                _place(membership, box),
                "様子を見る",
                day,
                now >= box.closes_at,
            )


def _left(box: BallotBox, missing: int, now: datetime.datetime) -> str:
    if now >= box.closes_at:
        return "締切を過ぎました。紙の表決書の照合が残っていないか、確かめてください。"
    until = spelled(timezone.localtime(box.closes_at))
    return f"締切は{until}です。" + (
        f"まだ届いていない委員が{missing}人います。" if missing else "すべての委員から届いています。"
    )


def _missing(boxes: Collection[BallotBox]) -> dict[int, int]:
    """By box how many members still owe a vote. Three queries."""
    voted = {number for box in boxes for number in _numbers(box)}
    items = AgendaItem.objects.filter(
        meeting__box__in=boxes, voided_at=None, number__in={n for _, n in voted}
    )
    asked: dict[int, set[int]] = defaultdict(set)
    for box_id, pk, number in items.values_list("meeting__box", "pk", "number"):
        if (box_id, number) in voted:
            asked[box_id].add(pk)
    given: dict[tuple[int, int], set[int]] = defaultdict(set)
    for box_id, member, item in Ballot.objects.filter(box__in=boxes).values_list(
        "box_id", "member_id", "item_id"
    ):
        given[box_id, member].add(item)
    found = {box.pk: 0 for box in boxes}
    for box_id, member in RollEntry.objects.filter(box__in=boxes, is_voting=True).values_list(
        "box_id", "member_id"
    ):
        found[box_id] += not asked[box_id] <= given[box_id, member]
    return found


def _numbers(box: BallotBox) -> set[tuple[int, int]]:
    return {(box.pk, item["number"]) for item in begun(box)["agenda"]}


# --- once it is closed --------------------------------------------------------------------------------------


def _of_closed(membership: Membership, boxes: Collection[BallotBox]) -> Iterator[RoundDuty]:
    ties = _ties(boxes)
    for box in boxes:
        title, day = title_of(box.meeting), timezone.localdate(box.closed_at)
        if box.pk in ties:
            numbers = "、".join(f"案件{number}" for number in ties[box.pk])
            yield RoundDuty(
                f"{title}：可否同数（会長の決定待ち）",
                f"{numbers}は賛成と反対が同数です。会長の決定を聞いて、記録してください。",
                "voting_result",
                _place(membership, box),
                "決定を記録する",
            )
        else:
            yield RoundDuty(
                f"{title}：表決の結果の報告",
                f"{day.month}月{day.day}日に締め切りました。結果を確かめて、委員に送ってください。",
                "voting_result",
                _place(membership, box),
                "結果を見る",
            )


def _ties(boxes: Collection[BallotBox]) -> dict[int, list[int]]:
    """By box the numbers of the items that the chair has to decide. Four queries, none where no rule asks the chair."""
    asked = {box.pk: box for box in boxes if rules_of(box).tie is Tie.CHAIR}
    if not asked:
        return {}
    roll: dict[int, list[Voter]] = defaultdict(list)
    for entry in RollEntry.objects.filter(box__in=asked):
        roll[entry.box_id].append(Voter(str(entry.member_id), entry.office == "CHAIR", entry.is_voting))
    casts = defaultdict(list)
    for ballot in Ballot.objects.filter(box__in=asked).select_related("entry").defer("opinion"):
        casts[ballot.box_id].append(cast_of(ballot))
    decided = set(TieDecision.objects.filter(item__meeting__box__in=asked).values_list("item_id", flat=True))
    items = AgendaItem.objects.filter(meeting__box__in=asked, kind="VOTE", voided_at=None).order_by("number")
    found: dict[int, list[int]] = defaultdict(list)
    for pk, number, box_id in items.values_list("pk", "number", "meeting__box"):
        box, words = asked[box_id], WORDS[begun(asked[box_id])["kind"]]
        if pk not in decided and count(pk, roll[box_id], casts[box_id], rules_of(box), words).is_tie:
            found[box_id].append(number)
    return found


# --- opinions -----------------------------------------------------------------------------------------------


def _of_opinions(membership: Membership) -> Iterator[RoundDuty]:
    """Opinions that nobody has answered, by plan. One query."""
    newest = Edition.objects.filter(plan=OuterRef("plan")).order_by("-number").values("title")[:1]
    rows = Opinion.objects.filter(
        plan__government=membership.government_id, state=Opinion.State.OPEN, is_withdrawn=False
    )
    counted = rows.order_by("plan__slug").values("plan__slug").annotate(number=Number("pk"))
    for slug, number, title in counted.annotate(title=Subquery(newest)).values_list(
        "plan__slug", "number", "title"
    ):
        yield RoundDuty(
            f"未対応の意見（{number}件）",
            f"「{title or slug}」への意見に、まだ回答していないものがあります。",
            "opinions",
            (membership.government.slug, slug),
            "答える",
        )
