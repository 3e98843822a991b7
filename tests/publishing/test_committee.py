"""策定経過 and the derived words of editions: what the office sees, what readers see, and that it costs the same."""

import copy
import datetime
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from deliberation.documents.files import docx_of
from deliberation.models import AgendaItem, FloorVote, Meeting, Member, PublicComment, Round
from deliberation.procedures.assembly import add_record
from deliberation.procedures.sanctions import add_sanction
from publishing.committee.after_advice import changed_after
from publishing.committee.decisions import decisions_of
from publishing.committee.road import road_of
from publishing.committee.road_paper import road_paper
from publishing.committee.states import public_words_of, states_of, with_procedure
from publishing.editions import publish
from strategy.models import Edition
from tests import factories
from tests.deliberation.procedures import answered_inquiry, asked, corrected, voted
from tests.deliberation.sittings import a_body, a_draft, a_meeting, an_item

SECRET = "秘密の"


@pytest.fixture(scope="module")
def _draft(for_the_file):
    return a_draft(factories.government())


@pytest.fixture
def draft(_draft, db):
    return copy.deepcopy(_draft)


def a_comment(edition: Edition, **fields) -> PublicComment:
    now = timezone.now()
    return PublicComment.objects.create(
        plan=edition.plan,
        number=edition.plan.public_comments.count() + 1,
        edition=edition,
        title="総合戦略（案）への意見募集",
        who_may="どなたでも",
        **(
            {
                "opens_at": now - datetime.timedelta(days=1),
                "closes_at": now + datetime.timedelta(days=30),
                "announced_at": now,
            }
            | fields
        ),
    )


def words(edition: Edition, others: tuple[Edition, ...] = ()) -> list[str]:
    found = states_of([edition, *others], timezone.now())
    return [one.word for one in found[edition.pk]]


# --- 承認済, パブコメ中, 答申済 -------------------------------------------------------------------------------


def test_an_approval_speaks_of_one_text_and_a_corrected_one_is_unapproved_until_it_is_approved(
    toyonaka, draft
):
    voted(toyonaka, draft, "総合戦略委員会")
    assert words(draft) == ["承認済（総合戦略委員会）"]
    a_comment(draft)
    assert words(draft) == ["承認済（総合戦略委員会）", "パブコメ中"]
    newer = corrected(draft)
    assert words(newer, (draft,)) == ["未承認"]
    voted(toyonaka, newer, "改めて諮った委員会")
    assert words(newer, (draft,)) == ["承認済（改めて諮った委員会）"]


def test_what_was_rejected_or_is_still_voted_on_approves_nothing(toyonaka, draft):
    voted(toyonaka, draft, "反対の多い委員会", in_favour=0)
    an_item(a_meeting(a_body(toyonaka, name="表決中の委員会"), draft.plan), draft)
    assert words(draft) == []


def test_an_answer_and_a_call_for_comments_are_told(toyonaka, draft):
    answered_inquiry(toyonaka, draft, is_public=False)
    a_comment(draft, opens_at=timezone.now() - datetime.timedelta(days=40), closes_at=timezone.now())
    assert words(draft) == ["パブコメ済", "答申済"]
    (comment, advice) = states_of([draft], timezone.now())[draft.pk]
    assert (comment.is_public, advice.is_public) == (True, False)


def test_readers_learn_only_what_is_published(toyonaka, draft, django_assert_num_queries):
    voted(toyonaka, draft, "公表していない委員会", is_published=False)
    answered_inquiry(toyonaka, draft, is_public=False)
    now = timezone.now()
    shelved = with_procedure(Edition.objects.filter(pk=draft.pk)).get()
    with django_assert_num_queries(0):
        assert public_words_of(shelved, now) == ()
    voted(toyonaka, draft, "公表した委員会")
    shelved = with_procedure(Edition.objects.filter(pk=draft.pk)).get()
    assert [one.word for one in public_words_of(shelved, now)] == ["承認済（公表した委員会）"]


def test_the_words_of_many_editions_cost_as_much_as_of_one(toyonaka, draft, django_assert_num_queries):
    voted(toyonaka, draft, "第一委員会")
    with django_assert_num_queries(11):
        states_of([draft], timezone.now())
    newer = corrected(draft)
    voted(toyonaka, newer, "第二委員会")
    a_comment(newer)
    with django_assert_num_queries(11):
        states_of([draft, newer], timezone.now())


# --- the road -----------------------------------------------------------------------------------------------


def travelled(toyonaka, draft) -> None:
    """Something of everything; what readers may not see carries a canary."""
    voted(toyonaka, draft, "総合戦略委員会")
    a_meeting(a_body(toyonaka, name=f"{SECRET}会議"), draft.plan)
    inquiry, _ = answered_inquiry(toyonaka, draft)
    a_comment(draft)
    given = {
        "actor": None,
        "plan": draft.plan,
        "session": "令和8年第3回定例会",
        "on": datetime.date(2026, 9, 10),
    }
    add_record(
        **given,
        title="総合戦略（案）について",
        stage="PLENARY",
        act="EXPLAINED",
        is_public=True,
        note=f"{SECRET}付記",
    )
    add_record(**given, title=f"{SECRET}協議", stage="ALL_MEMBERS", act="EXPLAINED")
    add_sanction(
        actor=None, plan=draft.plan, title=f"{SECRET}決裁", inquiry=inquiry, on=datetime.date(2026, 5, 30),
        document_number="豊都経第9号",
    )  # fmt: skip


def test_the_office_sees_everything_in_the_order_of_days(toyonaka, draft):
    travelled(toyonaka, draft)
    road = road_of(draft.plan, timezone.now(), is_office=True)
    kinds = [one.kind for one in road.stations]
    assert sorted(kinds) == sorted(["決裁", "諮問", "答申", "議会", "議会", "凍結", "会議", "意見募集"])
    assert [one.on for one in road.stations] == sorted(one.on for one in road.stations)
    assert [SECRET in one.title for one in road.undated] == [True]
    (inquiry,) = [one for one in road.stations if one.kind == "諮問"]
    assert "決裁　令和8年（2026年）5月30日（土）　豊都経第9号" in inquiry.lines
    (meeting,) = [one for one in road.stations if one.kind == "会議"]
    assert "案件2　総合戦略（案）の策定について：可決（賛成2・反対0）" in meeting.lines


def test_readers_see_only_what_is_published(client, toyonaka, draft):
    travelled(toyonaka, draft)
    page = reverse("public_road", args=["toyonaka", "digital-strategy"])
    assert client.get(page).status_code == 404
    publish(actor=None, edition=draft)
    response = client.get(page)
    text = response.content.decode()
    assert (response.status_code, response.cookies.keys(), SECRET in text) == (200, {}.keys(), False)
    road = road_of(draft.plan, timezone.now(), is_office=False)
    assert sorted(one.kind for one in road.stations) == sorted(
        ["諮問", "答申", "議会", "会議", "意見募集", "公表"]
    )
    assert (road.undated, any(one.is_office for one in road.stations)) == ((), False)
    assert client.get(page, headers={"if-none-match": response["ETag"]}).status_code == 304
    printed = docx_of(road_paper(road), created=timezone.now())
    assert (printed[:2], SECRET in str(road_paper(road))) == (b"PK", False)


def test_two_bodies_of_one_round_stand_side_by_side(toyonaka, draft):
    of = Round.objects.create(plan=draft.plan, number=2, title="素案")
    for name in ("本部会議", "有識者会議"):
        voted(toyonaka, draft, name, of=of)
    (station,) = [
        one for one in road_of(draft.plan, timezone.now(), is_office=False).stations if one.kind == "会議"
    ]
    assert station.title == "第2回の審議　素案"
    assert sorted(one.title.partition("回")[2] for one in station.beside) == ["有識者会議", "本部会議"]


def test_who_took_part_is_told_in_numbers(toyonaka, draft):
    box = voted(toyonaka, draft, "総合戦略委員会")
    Member.objects.filter(body=box.meeting.body, name="千葉").update(sector="FINANCE", is_young=True)
    Member.objects.filter(body=box.meeting.body, name="土井").update(sector="RESIDENT", is_from_outside=True)
    road = road_of(draft.plan, timezone.now(), is_office=False)
    (share,) = road.shares
    assert (share.members, share.sector_words, road.young, road.from_outside) == (2, "金1・住民1", 1, 1)
    assert road.missing == ("産", "官", "学", "労", "言", "士")
    assert "千葉" not in str(road_paper(road))


def test_the_road_costs_the_same_however_long_it_is(client, toyonaka, draft, aoki, django_assert_num_queries):
    travelled(toyonaka, draft)
    publish(actor=None, edition=draft)
    public = reverse("public_road", args=["toyonaka", "digital-strategy"])
    office = reverse("plan_road", args=["toyonaka", "digital-strategy"])
    with django_assert_num_queries(17):
        client.get(public)
    client.force_login(aoki)
    client.get(office)
    with django_assert_num_queries(22):
        client.get(office)
    client.logout()
    newer = corrected(draft)
    for n in (2, 3):
        voted(toyonaka, newer, f"第{n}委員会")
        a_comment(newer)
    add_record(
        actor=None, plan=draft.plan, session="令和8年第4回定例会", title="案", stage="COMMITTEE", act="REPORTED", is_public=True,
        on=datetime.date(2026, 12, 1),
    )  # fmt: skip
    with django_assert_num_queries(17):
        client.get(public)
    client.force_login(aoki)
    client.get(office)
    with django_assert_num_queries(22):
        client.get(office)


def test_decisions_in_the_room_are_told_in_the_bodys_own_words(toyonaka, draft):
    meeting = a_meeting(
        a_body(toyonaka, kind="INTERNAL", name="本部会議"),
        draft.plan,
        form="IN_PERSON",
        closes_at=None,
        opens_at=None,
        held_on=datetime.date(2026, 8, 1),
    )
    item = an_item(meeting, draft)
    FloorVote.objects.create(item=item, manner="NO_OBJECTION", is_carried=True, at=timezone.now())
    (decision,) = decisions_of([item]).values()
    assert (decision.word, decision.numbers, decision.on) == ("決定", "異議なし", datetime.date(2026, 8, 1))
    item.kind = AgendaItem.Kind.REPORT
    assert decisions_of([item]) == {}


# --- after the answer ---------------------------------------------------------------------------------------


def test_what_changed_after_the_answer_is_listed_and_put_before_the_body(client, toyonaka, draft, aoki):
    inquiry, advice = answered_inquiry(toyonaka, draft)
    assert changed_after(advice) == []
    newer = corrected(draft)
    (changed,) = changed_after(advice)
    assert (changed.edition, changed.count, changed.may_be_put) == (newer, 1, True)
    assert changed.comparison == reverse(
        "comparison", args=["toyonaka", "digital-strategy", newer.number, draft.number]
    )
    client.force_login(aoki)
    page = reverse("advice_changes", args=["toyonaka", "digital-strategy", inquiry.pk])
    assert "この変更を諮る会議を予定する" in client.get(page).content.decode()
    put = reverse("advice_meeting", args=["toyonaka", "digital-strategy", inquiry.pk, newer.number])
    made = client.post(put)
    meeting = Meeting.objects.get()
    assert made.url == reverse("meeting", args=["toyonaka", "digital-strategy", meeting.pk])
    assert (client.post(put).status_code, Meeting.objects.count()) == (422, 1)
    assert replace(changed_after(advice)[0], count=0).meeting == meeting


def test_the_editions_page_and_the_public_page_carry_the_words(client, toyonaka, draft, aoki):
    voted(toyonaka, draft, "総合戦略委員会")
    publish(actor=None, edition=draft)
    public = reverse("edition", args=["toyonaka", "digital-strategy", draft.number])
    assert "承認済（総合戦略委員会）" in client.get(public).content.decode()
    client.force_login(aoki)
    office = client.get(reverse("editions", args=["toyonaka", "digital-strategy"])).content.decode()
    assert "承認済（総合戦略委員会）" in office
    asked(toyonaka, plan="hoka")
    other = client.get(reverse("editions", args=["toyonaka", "hoka"])).content.decode()
    assert "各課照会中" in other
