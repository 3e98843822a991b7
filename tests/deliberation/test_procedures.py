"""諮問 and 答申, the assembly's record, 決裁: kept, changed, refused; who may see and do what."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.audit import Refused
from accounts.saving import Overtaken
from deliberation.documents.files import docx_of
from deliberation.documents.markup import body_of
from deliberation.models import Advice, AssemblyRecord, Inquiry, Meeting, Opinion, Sanction
from deliberation.opinions import add_opinion
from deliberation.procedures.assembly import add_record, remove_record, save_record
from deliberation.procedures.further_meetings import plan_further_meeting
from deliberation.procedures.inquiries import (
    add_advice,
    remove_advice,
    remove_inquiry,
    save_advice,
    save_inquiry,
)
from deliberation.procedures.letters import advice_document, inquiry_document, riders_of
from deliberation.procedures.sanctions import add_sanction, remove_sanction, save_sanction
from tests import factories
from tests.deliberation.procedures import answered_inquiry, corrected
from tests.deliberation.sittings import a_body, a_draft, a_meeting

JUNE = datetime.date(2026, 6, 1)


@pytest.fixture
def draft(toyonaka):
    return a_draft(toyonaka)


@pytest.fixture
def answered(toyonaka, draft):
    return answered_inquiry(toyonaka, draft)


def rider(advice: Advice, text: str = "進み具合を毎年公表すること") -> Opinion:
    return add_opinion(
        actor=None,
        plan=advice.inquiry.plan,
        source=Opinion.Source.ADVICE,
        text=text,
        edition=advice.edition,
        advice=advice,
        author=advice.inquiry.body.name,
    )


# --- 諮問 and 答申 -------------------------------------------------------------------------------------------


def test_an_answer_is_bound_to_the_text_that_was_deliberated(answered, draft, toyonaka):
    inquiry, advice = answered
    assert (advice.content_hash, len(advice.content_hash)) == (draft.content_hash, 64)
    newer = corrected(draft)
    moved = save_advice(actor=None, advice=advice, seen=1, edition=newer)
    assert (moved.content_hash, moved.version) == (newer.content_hash, 2)
    with pytest.raises(Overtaken):
        save_advice(actor=None, advice=advice, seen=1, text="別の文")
    with pytest.raises(Refused, match="すでに答申が記録されています"):
        add_advice(actor=None, inquiry=inquiry, text="二度目", sender="会長", on=JUNE)


def test_what_no_inquiry_may_be(answered, draft, toyonaka, ogori):
    inquiry, advice = answered
    elsewhere = a_draft(ogori)
    with pytest.raises(Refused, match="ほかの団体の会議体"):
        save_inquiry(
            actor=None,
            inquiry=Inquiry.objects.create(
                plan=draft.plan, body=inquiry.body, title="件", text="文", sender="長"
            ),
            seen=1,
            body=a_body(ogori),
        )
    with pytest.raises(Refused, match="この計画の版から"):
        save_inquiry(actor=None, inquiry=inquiry, seen=1, edition=elsewhere)
    with pytest.raises(Refused, match="会議体を変えられません"):
        save_inquiry(actor=None, inquiry=inquiry, seen=1, body=a_body(toyonaka, name="別の委員会"))
    working = factories.edition(draft.plan, stage="ADOPTED", effective_from=JUNE)
    with pytest.raises(Refused, match="凍結した版から"):
        save_advice(actor=None, advice=advice, seen=1, edition=working)
    with pytest.raises(Refused, match="諮問した日より前"):
        save_advice(actor=None, advice=advice, seen=1, on=datetime.date(2026, 5, 31))


def test_what_somebody_rests_on_is_not_deleted(answered, draft):
    inquiry, advice = answered
    with pytest.raises(Refused, match="答申のある諮問"):
        remove_inquiry(actor=None, inquiry=inquiry, seen=1)
    rider(advice)
    with pytest.raises(Refused, match="附帯意見のある答申"):
        remove_advice(actor=None, advice=advice, seen=1)
    Opinion.objects.all().delete()
    remove_advice(actor=None, advice=advice, seen=1)
    sanction = add_sanction(actor=None, plan=draft.plan, title="諮問について", inquiry=inquiry)
    with pytest.raises(Refused, match="決裁が記録されています"):
        remove_inquiry(actor=None, inquiry=inquiry, seen=1)
    remove_sanction(actor=None, sanction=sanction, seen=1)
    assert remove_inquiry(actor=None, inquiry=inquiry, seen=1) == draft.plan
    assert (Inquiry.objects.count(), Advice.objects.count(), Sanction.objects.count()) == (0, 0, 0)


def test_both_letters_say_what_is_kept(answered, draft):
    inquiry, advice = answered
    rider(advice)
    asked, replied = body_of(inquiry_document(inquiry)), body_of(advice_document(advice, riders_of(advice)))
    for words in (
        "豊都経第1号（見本）",
        "令和8年（2026年）6月1日",
        "豊中市長　見本　太郎",
        "総合戦略委員会会長　様",
        "（諮問）",
    ):
        assert words in asked
    for words in (
        "豊中市長　様",
        "令和8年（2026年）9月1日",
        "附帯意見",
        "（1）進み具合を毎年公表すること",
        "（答申）",
    ):
        assert words in replied
    groups = " ".join(draft.content_hash[n : n + 4] for n in range(0, 32, 4))
    assert (groups in asked, groups in replied) == (True, True)
    made = datetime.datetime(2026, 9, 1, tzinfo=datetime.UTC)
    document = advice_document(advice, riders_of(advice))
    assert docx_of(document, created=made) == docx_of(document, created=made)
    assert document.notes == ("文書番号がありません。",)


# --- the text changed after the answer -----------------------------------------------------------------------


def test_a_further_meeting_is_bound_to_exactly_the_newer_text(answered, draft, aoki):
    inquiry, advice = answered
    newer = corrected(draft)
    with pytest.raises(Refused, match="答申の文と同じです"):
        plan_further_meeting(actor=aoki, advice=advice, edition=draft)
    meeting = plan_further_meeting(actor=aoki, advice=advice, edition=newer)
    assert (meeting.body, meeting.state, meeting.is_unplanned, meeting.form) == (
        inquiry.body,
        Meeting.State.PLANNED,
        True,
        Meeting.Form.WRITTEN,
    )
    (item,) = meeting.agenda.all()
    assert (item.edition, item.content_hash, item.kind) == (newer, newer.content_hash, "VOTE")
    papers = [(paper.kind, paper.edition, paper.old_edition) for paper in item.papers.order_by("position")]
    assert papers == [("EDITION", newer, None), ("COMPARISON", newer, draft)]
    with pytest.raises(Refused, match="すでに予定されています"):
        plan_further_meeting(actor=aoki, advice=advice, edition=newer)


# --- the assembly, 決裁 ---------------------------------------------------------------------------------------


def test_the_assembly_keeps_its_own_record(draft):
    given = {"session": "令和8年第3回定例会", "title": "総合戦略（案）について", "edition": draft}
    with pytest.raises(Refused, match="全員協議会では議決しません"):
        add_record(actor=None, plan=draft.plan, stage="ALL_MEMBERS", act="RESOLVED", **given)
    made = add_record(actor=None, plan=draft.plan, stage="PLENARY", act="RESOLVED", **given)
    saved = save_record(actor=None, row=made, seen=1, outcome="原案可決（全会一致）")
    assert (saved.version, saved.outcome) == (2, "原案可決（全会一致）")
    with pytest.raises(Overtaken):
        save_record(actor=None, row=made, seen=1, outcome="否決")
    add_opinion(
        actor=None,
        plan=draft.plan,
        source=Opinion.Source.ASSEMBLY,
        text="財源は",
        assembly=made,
        author="議員",
    )
    with pytest.raises(Refused, match="質疑が1件あるので"):
        remove_record(actor=None, row=made, seen=2)


def test_a_sanction_is_of_one_step_of_its_own_plan(draft, ogori, toyonaka):
    meeting = a_meeting(a_body(toyonaka), draft.plan)
    with pytest.raises(Refused, match="一つだけ選んでください"):
        add_sanction(actor=None, plan=draft.plan, title="二つ", meeting=meeting, edition=draft)
    with pytest.raises(Refused, match="この計画のものから"):
        add_sanction(actor=None, plan=draft.plan, title="よその版", edition=a_draft(ogori))
    made = add_sanction(actor=None, plan=draft.plan, title="開催について", meeting=meeting, on=JUNE)
    assert save_sanction(actor=None, sanction=made, seen=1, document_number="第5号").version == 2


# --- pages --------------------------------------------------------------------------------------------------


def place(name: str, *more) -> str:
    return reverse(name, args=["toyonaka", "digital-strategy", *more])


def test_the_pages_open_for_the_office_and_nobody_else(
    client, answered, draft, aoki, baba, neighbour, toyonaka
):
    inquiry, advice = answered
    record = add_record(
        actor=None,
        plan=draft.plan,
        session="令和8年第3回定例会",
        title="案",
        stage="PLENARY",
        act="EXPLAINED",
    )
    sanction = add_sanction(actor=None, plan=draft.plan, title="決裁", inquiry=inquiry)
    rider(advice)
    reading = [
        place("inquiries"), place("inquiry", inquiry.pk), place("advice", inquiry.pk), place("assembly"),
        place("assembly_record", record.pk), place("sanctions"), place("sanction", sanction.pk),
        place("inquiry_file", inquiry.pk, "docx"),
    ]  # fmt: skip
    writing = [
        place("inquiry_add"),
        place("assembly_add"),
        place("sanction_add"),
        place("inquiry_remove", inquiry.pk),
    ]
    viewer = factories.person("江口", "VIEWER", toyonaka)
    for user, read, write in ((aoki, 200, 200), (viewer, 200, 403), (baba, 403, 403), (neighbour, 404, 404)):
        client.force_login(user)
        assert {client.get(path).status_code for path in reading} == {read}
        assert {client.get(path).status_code for path in writing} == {write}
    client.force_login(viewer)
    assert client.post(place("inquiry", inquiry.pk), {"title": "変えた"}).status_code == 403


def test_a_planner_writes_all_of_it(client, draft, aoki, toyonaka):
    body = a_body(toyonaka)
    client.force_login(aoki)
    fields = {"seen": "0", "body": body.pk, "title": "案について", "text": "求めます。", "sender": "市長"}
    assert client.post(place("inquiry_add"), fields | {"text": ""}).status_code == 422
    assert client.post(place("inquiry_add"), fields).status_code == 302
    inquiry = Inquiry.objects.get()
    given = {"seen": "0", "edition": draft.pk, "on": "2026-09-01", "text": "妥当です。", "sender": "会長"}
    assert client.post(place("advice_add", inquiry.pk), given).status_code == 302
    measure = draft.items.get(title="見本の取組み1")
    client.post(place("advice_rider", inquiry.pk), {"place": str(measure.lineage), "text": "公表すること"})
    client.post(
        place("assembly_add"),
        {
            "seen": "0",
            "session": "定例会",
            "stage": "PLENARY",
            "act": "EXPLAINED",
            "title": "案",
            "edition": draft.pk,
        },
    )
    record = AssemblyRecord.objects.get()
    client.post(place("assembly_question", record.pk), {"author": "議員", "place": "whole", "text": "財源は"})
    found = Opinion.objects.order_by("id").values_list("source", "author", "lineage", "text")
    assert list(found) == [
        ("ADVICE", "総合戦略委員会", measure.lineage, "公表すること"),
        ("ASSEMBLY", "議員", None, "財源は"),
    ]
    assert (
        client.post(place("sanction_add"), {"seen": "0", "title": "決裁", "edition": draft.pk}).status_code
        == 302
    )
    row = Sanction.objects.get()
    assert client.post(place("sanction", row.pk), {"seen": "9", "title": "別の題"}).status_code == 409
    assert client.post(place("sanction_remove", row.pk), {"seen": "1"}).status_code == 302
    assert (Sanction.objects.count(), row.by, row.at <= timezone.now()) == (0, aoki, True)
