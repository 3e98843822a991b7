"""Departments are asked and answer, an inquiry is answered, and the road of it all is read, in a real browser."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from deliberation.consulting import excel
from deliberation.models import Member, Opinion, PublicComment
from deliberation.procedures.assembly import add_record
from deliberation.procedures.sanctions import add_sanction
from publishing.editions import publish
from tests.deliberation.procedures import answered_inquiry, asked, corrected, voted
from tests.deliberation.sittings import a_draft
from tests.journeys.office import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def there(live_server, name: str, *more) -> str:
    return live_server.url + reverse(name, args=["toyonaka", "digital-strategy", *more])


def test_a_department_answers_on_the_screen_and_by_a_file(
    live_server, quiet_page, check_axe, toyonaka, baba, tmp_path
):
    world = asked(toyonaka, baba)
    page = signed_in(quiet_page, live_server, baba)
    page.goto(live_server.url + reverse("desk", args=["toyonaka"]))
    page.get_by_role("link", name="答える").first.click()
    check_axe(page)
    row = page.get_by_role("group", name="1件目")
    row.get_by_label("該当箇所").select_option(label="第1章－1（1）①　見本の取組み1")
    row.get_by_label("修正案").fill("産後ケアを、身近な場所で受けられるようにします。")
    row.get_by_label("理由・意見").fill("実施場所が増えたため")
    page.get_by_role("button", name="回答する").click()
    expect(page.get_by_text("子育て課の回答を受け付けました")).to_be_visible()
    form = tmp_path / "回答.xlsx"
    form.write_bytes(excel.workbook(world.answer, created=timezone.now()))
    page.get_by_label("書いた様式").set_input_files(form)
    page.get_by_role("button", name="送って確かめる").click()
    expect(page.get_by_text("1件の意見を読み取りました")).to_be_visible()
    check_axe(page)
    page.get_by_role("button", name="回答する").click()
    expect(page.get_by_text("子育て課の回答を受け付けました")).to_be_visible()
    assert Opinion.objects.get().proposal == "産後ケアを、身近な場所で受けられるようにします。"


def test_the_road_of_a_plan(live_server, page, check_axe, toyonaka, aoki):
    draft = a_draft(toyonaka)
    box = voted(toyonaka, draft, "総合戦略委員会")
    Member.objects.filter(body=box.meeting.body).update(sector="RESIDENT", is_young=True)
    inquiry, _ = answered_inquiry(toyonaka, draft)
    now = timezone.now()
    PublicComment.objects.create(
        plan=draft.plan, number=1, edition=draft, title="総合戦略（案）への意見募集", who_may="どなたでも", announced_at=now,
        opens_at=now - datetime.timedelta(days=1), closes_at=now + datetime.timedelta(days=29),
    )  # fmt: skip
    record = add_record(
        actor=None, plan=draft.plan, session="令和8年第3回定例会", stage="PLENARY", act="EXPLAINED", is_public=True,
        title="総合戦略（案）について", on=datetime.date(2026, 9, 10),
    )  # fmt: skip
    add_sanction(actor=None, plan=draft.plan, title="諮問について", inquiry=inquiry, document_number="第9号")
    publish(actor=None, edition=draft)
    corrected(draft)
    page = signed_in(page, live_server, aoki)
    for name, more in (
        ("consultations", ()), ("consultation_add", ()), ("inquiries", ()), ("inquiry_add", ()),
        ("inquiry", (inquiry.pk,)), ("advice", (inquiry.pk,)), ("assembly", ()), ("assembly_record", (record.pk,)),
        ("sanctions", ()), ("sanction_add", ()), ("plan_road", ()), ("editions", ()),
    ):  # fmt: skip
        page.goto(there(live_server, name, *more))
        check_axe(page)
    page.goto(there(live_server, "advice", inquiry.pk))
    page.get_by_role("link", name="答申のあとの変更").click()
    check_axe(page)
    page.get_by_role("button", name="この変更を諮る会議を予定する").click()
    expect(page.get_by_text("会議を予定しました。")).to_be_visible()
    page.context.clear_cookies()
    page.goto(there(live_server, "plan"))
    expect(page.get_by_text("承認済（総合戦略委員会）")).to_be_visible()
    page.get_by_role("link", name="策定経過").click()
    expect(page.get_by_role("heading", name="総合戦略（案）への意見募集")).to_be_visible()
    check_axe(page)
    assert page.context.cookies() == []
