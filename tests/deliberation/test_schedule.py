"""The year's schedule: lines with and without a day, meetings that no line names, and the page that prints."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.saving import Overtaken
from deliberation.models import ScheduleEntry
from deliberation.schedule import add_entry, remove_entry, save_entry
from strategy.models import Plan
from tests import factories
from tests.deliberation.sittings import a_body, a_meeting

pytestmark = pytest.mark.django_db
Day = datetime.date


@pytest.fixture
def plan(toyonaka):
    return factories.plan(toyonaka)


def sentences(act, **given) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        act(**given)
    return caught.value.messages


def test_a_settled_line_has_a_day_and_a_meeting_is_of_the_plan(plan, toyonaka, aoki):
    given = {"actor": aoki, "plan": plan, "fiscal_year": 2025, "title": "審議"}
    assert sentences(add_entry, is_settled=True, **given) == [
        "決まった日程には、日を入れるか、会議を選んでください。"
    ]
    other = a_meeting(a_body(toyonaka), Plan.objects.create(government=toyonaka, slug="other"))
    assert sentences(add_entry, meeting=other, **given) == ["ほかの計画の会議は、日程に結び付けられません。"]
    assert sentences(add_entry, **(given | {"fiscal_year": 25})) == [
        "年度は、1900から2199までの西暦で入れてください。"
    ]


def test_a_line_is_changed_and_taken_off_by_who_saw_it(plan, aoki):
    entry = add_entry(actor=aoki, plan=plan, fiscal_year=2025, title="審議")
    kept = save_entry(actor=aoki, entry=entry, seen=1, title="素案の審議")
    with pytest.raises(Overtaken):
        remove_entry(actor=aoki, entry=entry, seen=1)
    assert remove_entry(actor=aoki, entry=kept, seen=2) == plan
    assert sentences(save_entry, actor=aoki, entry=entry, seen=2, title="x") == [
        "この内容は、ほかの人がすでに消しました。画面を開き直してください。"
    ]


def test_the_page_adds_for_planners_and_shows_to_all(
    client, plan, aoki, baba, neighbour, django_assert_num_queries
):
    address = f"{reverse('schedule', args=['toyonaka', plan.slug])}?year=2025"
    sent = {"seen": "0", "title": "素案の審議", "when_words": "未定"}
    client.force_login(baba)
    assert (client.post(address, sent).status_code, ScheduleEntry.objects.count()) == (200, 0)
    client.force_login(neighbour)
    assert client.get(address).status_code == 404
    client.force_login(aoki)
    assert client.post(address, sent | {"title": ""}).status_code == 422
    assert client.post(address, sent).status_code == 302
    page = client.get(address)
    assert "<h1>令和7年度の日程（案）" in page.content.decode()
    with django_assert_num_queries(8):
        client.get(address)
    for n in range(12):
        add_entry(actor=None, plan=plan, fiscal_year=2025, title=f"見本{n}", when_words=f"{n + 1}月")
    with django_assert_num_queries(8):
        client.get(address)
    for wrong in ("", "x", "９９９９", "99999999", "1000"):
        assert client.get(address.replace("2025", wrong)).status_code == 200


def test_a_line_has_a_page_of_its_own(client, plan, aoki):
    entry = add_entry(actor=None, plan=plan, fiscal_year=2025, title="審議")
    client.force_login(aoki)
    address = reverse("schedule_entry", args=["toyonaka", plan.slug, entry.pk])
    assert client.post(address, {"seen": "1", "title": "素案の審議", "on": "2025-11-04"}).status_code == 302
    late = client.post(address, {"seen": "1", "title": "案の審議"})
    assert (late.status_code, late.context["form"].differing) == (
        409,
        [("内容", "素案の審議", "案の審議"), ("日", "2025-11-04", "（空）")],
    )
    assert client.post(address, {"seen": "1", "remove": "yes"}).status_code == 409
    assert client.post(address, {"seen": "2", "remove": "yes"}).status_code == 302
    assert ScheduleEntry.objects.count() == 0
