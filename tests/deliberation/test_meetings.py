"""Meetings: planned, called with everything they need, changed, finished, cancelled; rounds of several bodies."""

import datetime
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.audit import Refused
from accounts.models import AuditEvent
from accounts.saving import Overtaken
from deliberation.boxes import open_box, void_item
from deliberation.bylaws import DEFAULT
from deliberation.meetings import (
    call_meeting,
    cancel_meeting,
    finish_meeting,
    plan_meeting,
    save_meeting,
    start_round,
)
from deliberation.models import AgendaItem, Body, FloorVote, Meeting, Round
from tests import factories
from tests.deliberation.sittings import (
    a_body,
    a_draft,
    a_meeting,
    a_member,
    a_written_vote,
    an_item,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def sentences(act, **given) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        act(**given)
    return caught.value.messages


@pytest.fixture
def planned(toyonaka):
    """A written meeting of three that may be called as it stands."""
    meeting, _, _ = a_written_vote(
        toyonaka,
        state=Meeting.State.PLANNED,
        why_written="日程が合わないため",
        agreed_with_chair_on=datetime.date(2026, 1, 10),
    )
    return meeting


def test_the_number_follows_the_last_of_the_year_and_is_given_once(toyonaka, aoki):
    body, plan = a_body(toyonaka), factories.plan(toyonaka)
    first = plan_meeting(actor=aoki, plan=plan, body=body, fiscal_year=2022, number=4, form="WRITTEN")
    second = plan_meeting(actor=aoki, plan=plan, body=body, fiscal_year=2022, number=None, form="IN_PERSON")
    assert (first.number, second.number) == (4, 5)
    again = sentences(plan_meeting, actor=aoki, plan=plan, body=body, fiscal_year=2022, number=5)
    assert again == ["この会議体のこの年度のこの回の会議が、すでにあります。"]


def test_what_cannot_be_is_refused_at_its_field(toyonaka, aoki):
    body, plan = a_body(toyonaka), factories.plan(toyonaka)
    now = timezone.now()
    with pytest.raises(ValidationError) as refused:
        plan_meeting(
            actor=aoki, plan=plan, body=body, fiscal_year=2022, number=1, openness="CLOSED",
            starts_at=datetime.time(15), ends_at=datetime.time(14),
            questions_until=now + 2 * DAY, closes_at=now + DAY, consent_until=now + DAY, opens_at=now,
        )  # fmt: skip
    assert refused.value.message_dict == {
        "openness_reason": ["公開しない理由を書いてください。"],
        "ends_at": ["終了が開始より前です。"],
        "consent_until": ["同意の締切は、表決の始まりより前にしてください。"],
        "questions_until": ["質問の締切は、表決の締切より前にしてください。"],
    }
    late = {"opens_at": now, "closes_at": now}
    assert sentences(plan_meeting, actor=aoki, plan=plan, body=body, fiscal_year=2022, number=1, **late) == [
        "表決の締切が、始まりより前です。"
    ]
    assert Meeting.objects.count() == 0


def test_a_body_of_another_government_is_refused(toyonaka, ogori, aoki):
    plan, foreign = factories.plan(toyonaka), a_body(ogori)
    given = {"actor": aoki, "plan": plan, "fiscal_year": 2022}
    assert sentences(plan_meeting, body=foreign, **given) == ["ほかの団体の会議体は選べません。"]
    meeting = plan_meeting(body=a_body(toyonaka), number=1, **given)
    assert sentences(start_round, actor=aoki, meeting=meeting, bodies=[foreign]) == [
        "ほかの団体の会議体は選べません。"
    ]
    assert Round.objects.count() == 0


def test_calling_tells_everything_that_is_missing_at_once(toyonaka, aoki):
    body = a_body(toyonaka, replace(DEFAULT, needs_consent=True))
    meeting = a_meeting(
        body, factories.plan(toyonaka), state="PLANNED", purpose="", opens_at=None, closes_at=None
    )
    AgendaItem.objects.create(meeting=meeting, number=1, kind="VOTE", title="案の策定")
    assert sentences(call_meeting, actor=aoki, meeting=meeting) == [
        "総合戦略委員会に在任の委員がいません。会議体の画面で委員を加えてください。",
        "開催の趣旨がありません。「会議の内容を直す」で書いてください。",
        "書面で開く理由がありません。「会議の内容を直す」で書いてください。",
        "会長と協議した日がありません。書面で開くことを会長と協議し、その日を入れてください。",
        "表決の始まりと締切が決まっていません。「会議の内容を直す」で入れてください。",
        "この会議体は、書面で開くことへの同意を先に求めます。同意の締切を入れてください。",
        "案件1に、決める文書（凍結した版、公表した年度評価、資料のファイル）が結び付いていません。",
    ]
    assert Meeting.objects.get().state == "PLANNED"


def test_a_meeting_is_called_once_with_the_day_of_its_notice(planned, aoki):
    called = call_meeting(actor=aoki, meeting=planned, seen=1)
    assert (called.state, called.called_on, called.version) == ("CALLED", timezone.localdate(), 2)
    assert AuditEvent.objects.get(verb="meeting.call").detail == {"called_on": called.called_on.isoformat()}
    assert sentences(call_meeting, actor=aoki, meeting=planned) == [
        "この会議は、すでに「招集」です。画面を開き直してください。"
    ]


def test_a_called_meeting_keeps_its_number_and_form(toyonaka, aoki):
    meeting, _, _ = a_written_vote(toyonaka)
    assert sentences(save_meeting, actor=aoki, meeting=meeting, seen=1, number=9, form="IN_PERSON") == [
        "招集した会議の開き方・回は変えられません。中止して、新しい会議をつくってください。"
    ]
    later = save_meeting(actor=aoki, meeting=meeting, seen=1, closes_at=meeting.closes_at + DAY)
    open_box(actor=aoki, meeting=later)
    with pytest.raises(Refused, match="締切は「表決」の画面で、理由を書いて延ばしてください"):
        save_meeting(actor=aoki, meeting=meeting, seen=2, closes_at=later.closes_at + DAY)
    assert save_meeting(actor=aoki, meeting=meeting, seen=2, observers="定員10人").observers == "定員10人"
    with pytest.raises(Overtaken) as late:
        save_meeting(actor=aoki, meeting=meeting, seen=2, observers="なし")
    assert late.value.current.observers == "定員10人"


def test_a_meeting_ends_after_its_day_with_every_vote_noted(toyonaka, aoki):
    edition = a_draft(toyonaka)
    body = a_body(toyonaka)
    tomorrow = timezone.localdate() + DAY
    meeting = a_meeting(body, edition.plan, form="IN_PERSON", held_on=tomorrow)
    item = an_item(meeting, edition)
    assert sentences(finish_meeting, actor=aoki, meeting=meeting, seen=1)[0].endswith("がまだ来ていません。")
    Meeting.objects.update(held_on=timezone.localdate())
    assert sentences(finish_meeting, actor=aoki, meeting=meeting, seen=1) == [
        "案件2の結果がまだありません。「出欠・会議録」で採決を記録するか、案件を無効にしてください。"
    ]
    FloorVote.objects.create(item=item, manner="NO_OBJECTION", is_carried=True, at=timezone.now())
    assert finish_meeting(actor=aoki, meeting=meeting, seen=1).state == "FINISHED"
    assert sentences(save_meeting, actor=aoki, meeting=meeting, seen=2, place="別室") == [
        "終了した会議の内容は変えられません。"
    ]
    assert sentences(finish_meeting, actor=aoki, meeting=meeting, seen=2) == [
        "終了にできるのは、招集した会議だけです。"
    ]


def test_a_vote_under_way_is_ended_before_the_meeting_is_cancelled(toyonaka, aoki):
    meeting, item, _ = a_written_vote(toyonaka)
    open_box(actor=aoki, meeting=meeting)
    given = {"actor": aoki, "meeting": meeting, "seen": 1}
    assert sentences(cancel_meeting, reason="見本", **given) == [
        "表決の受付中です。先に、表決する案件を無効にしてください。"
    ]
    void_item(actor=aoki, item=item, reason="会議を中止するため")
    assert sentences(cancel_meeting, reason="  ", **given) == ["中止の理由を書いてください。"]
    assert cancel_meeting(reason="案を取り下げたため", **given).state == "CANCELLED"
    assert sentences(save_meeting, place="x", actor=aoki, meeting=meeting, seen=2) == [
        "中止した会議の内容は変えられません。"
    ]


# --- pages ------------------------------------------------------------------------------------------------------


def form_of(**changed) -> dict[str, str]:
    """What the form of a meeting sends."""
    given = {
        "seen": "0",
        "fiscal_year": "2026",
        "number": "",
        "form": "WRITTEN",
        "purpose": "案を諮ります（見本）。",
        "openness": "OPEN",
        "opens_on": "2027-01-23",
        "opens_time": "09:00",
        "closes_on": "2027-02-02",
        "questions_on": "2027-01-29",
    }
    return given | changed


def test_a_day_typed_as_the_deadline_holds_until_its_end(client, toyonaka, aoki):
    body, plan = a_body(toyonaka), factories.plan(toyonaka)
    client.force_login(aoki)
    address = reverse("meeting_add", args=["toyonaka", plan.slug])
    assert client.post(address, form_of(body=str(body.pk))).status_code == 302
    meeting = Meeting.objects.get()
    local = [
        timezone.localtime(moment)
        for moment in (meeting.opens_at, meeting.closes_at, meeting.questions_until)
    ]
    assert [f"{one:%m-%d %H:%M}" for one in local] == ["01-23 09:00", "02-03 00:00", "01-30 00:00"]
    edit = client.get(reverse("meeting_edit", args=["toyonaka", plan.slug, meeting.pk])).context["form"]
    shown = [
        edit[name].value() for name in ("opens_on", "opens_time", "closes_on", "closes_time", "questions_on")
    ]
    assert shown == [
        datetime.date(2027, 1, 23),
        datetime.time(9),
        datetime.date(2027, 2, 2),
        None,
        datetime.date(2027, 1, 29),
    ]
    again = {"seen": "1", "number": "1"}
    page = client.post(reverse("meeting_edit", args=["toyonaka", plan.slug, meeting.pk]), form_of(**again))
    assert (page.status_code, Meeting.objects.get().version) == (302, 1)  # saved as it is: nothing changed


def test_a_wrong_weekday_in_the_notice_is_told_on_saving_and_errors_stand_at_their_day(
    client, toyonaka, aoki
):
    body, plan = a_body(toyonaka), factories.plan(toyonaka)
    client.force_login(aoki)
    address = reverse("meeting_add", args=["toyonaka", plan.slug])
    wrong = form_of(body=str(body.pk), closes_on="", closes_time="15:00", questions_on="2027-03-01")
    page = client.post(address, wrong)
    assert page.context["form"].errors == {"closes_on": ["時刻だけでは決まりません。日も入れてください。"]}
    page = client.post(address, wrong | {"closes_on": "2027-02-02"})
    assert page.context["form"].errors == {"questions_on": ["質問の締切は、表決の締切より前にしてください。"]}
    page = client.post(address, form_of(body=str(body.pk), purpose="2月2日（月）まで"), follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "令和8年度第1回総合戦略委員会を予定に加えました。続けて、案件と資料を入れてください。",
        "曜日を確かめてください。「2月2日(月)」：令和9年（2027年）2月2日は火曜日です。日付か曜日を直してください。",
    ]


def test_two_people_change_a_meeting_and_both_texts_are_shown(client, planned, aoki):
    client.force_login(aoki)
    at = ["toyonaka", planned.plan.slug, planned.pk]
    save_meeting(actor=None, meeting=planned, seen=1, place="大会議室")
    page = client.post(reverse("meeting_edit", args=at), form_of(seen="1", number="1", place="小会議室"))
    assert page.status_code == 409
    assert ("場所", "大会議室", "小会議室") in page.context["form"].differing
    assert page.context["form"].data["seen"] == "2"


def test_a_meeting_is_called_from_its_page_and_what_is_missing_is_told(client, planned, aoki, baba):
    at = ["toyonaka", planned.plan.slug, planned.pk]
    client.force_login(baba)
    assert client.post(reverse("meeting_call", args=at), {"seen": "1"}).status_code == 403
    client.force_login(aoki)
    Meeting.objects.update(purpose="")
    page = client.post(reverse("meeting_call", args=at), {"seen": "1"})
    assert (page.status_code, page.context["form"].non_field_errors()) == (
        422,
        ["開催の趣旨がありません。「会議の内容を直す」で書いてください。"],
    )
    Meeting.objects.update(purpose="諮ります。")
    assert client.post(reverse("meeting_call", args=at), {"seen": "0"}).status_code == 409
    assert client.post(reverse("meeting_call", args=at), {"seen": "1"}).status_code == 302
    assert Meeting.objects.get().state == "CALLED"


def test_the_list_costs_the_same_for_many_meetings(client, planned, aoki, django_assert_num_queries):
    client.force_login(aoki)
    address = reverse("meetings", args=["toyonaka", planned.plan.slug])
    client.get(address)
    with django_assert_num_queries(7):
        years = client.get(address).context["years"]
    assert [(year, [(row.title, row.items, row.sheets) for row in rows]) for year, rows in years.items()] == [
        ("令和8年度", [("令和8年度第1回総合戦略委員会", 1, 0)])
    ]
    edition = AgendaItem.objects.get().edition
    for n in range(2, 20):
        made = a_meeting(planned.body, planned.plan, round=Round.objects.create(plan=planned.plan, number=n))
        an_item(made, edition)
    with django_assert_num_queries(7):
        client.get(address)


def test_a_round_is_started_from_the_page(client, planned, toyonaka, aoki):
    a_member(a_body(toyonaka, name="本部会議", kind="INTERNAL"))
    client.force_login(aoki)
    address = reverse("round_start", args=["toyonaka", planned.plan.slug, planned.pk])
    assert client.post(address, {}).context["form"].errors == {"bodies": ["会議体を選んでください。"]}
    assert client.post(address, {"bodies": [Body.objects.get(kind="INTERNAL").pk]}).status_code == 302
    assert Meeting.objects.filter(body__kind="INTERNAL").count() == 1
