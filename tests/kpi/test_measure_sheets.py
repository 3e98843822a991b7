"""施策調書: one saved by hand, by whom it may be, the list with what is missing."""

from decimal import Decimal

import pytest

from accounts.models import AuditEvent, Department
from accounts.saving import Overtaken
from kpi.measure_sheets import save_measure_sheet
from kpi.models import MeasureSheet
from publishing.editions import freeze
from strategy.models import PlanItem
from tests.kpi.office import at, said, staff, text

pytestmark = pytest.mark.django_db
FILLED = {"continuity": "NEW", "period": "令和6年度～令和8年度", "budget": "1.2億円", "seen": "0"}
SAID = {"continuity": "NEW", "first_year": 2024, "last_year": None, "budget": Decimal(500)}


@pytest.fixture
def child(toyonaka, made):
    department = Department.objects.create(government=toyonaka, name="こども政策課")
    PlanItem.objects.filter(pk=made["measure1"].pk).update(department=department)
    return department


def test_a_planner_fills_one_in(client, edition, made, aoki):
    client.force_login(aoki)
    place = at("measure_sheet", edition, made["measure1"].lineage)
    assert client.get(place).status_code == 200
    answer = client.post(place, FILLED)
    assert (answer.status_code, answer["Location"]) == (302, at("measure_sheets", edition))
    sheet = MeasureSheet.objects.get()
    assert (sheet.item, sheet.first_year, sheet.last_year, sheet.budget) == (
        made["measure1"],
        2024,
        2026,
        Decimal(120000),
    )
    assert said(answer) == ["「見本の取組み1」の施策調書を保存しました。"]
    event = AuditEvent.objects.get(verb="measure_sheet.save")
    assert event.detail["fields"] == ["新規・継続・拡充", "始まる年度", "終わる年度", "予算額（千円）"]
    shown = text(client.get(at("measure_sheets", edition)))
    assert "令和6年度～令和8年度" in shown
    assert "120,000" in shown


@pytest.mark.parametrize(
    "change, sentence",
    [
        ({"period": "当面の間"}, "期間「当面の間」を読み取れません。"),
        ({"period": "令和8年度～令和6年度"}, "期間の終わりが始まりより前です。"),
        ({"budget": "約500"}, "予算額「約500」を読み取れません。"),
    ],
)
def test_what_cannot_be_read_is_told_and_not_saved(client, edition, made, aoki, change, sentence):
    client.force_login(aoki)
    answer = client.post(at("measure_sheet", edition, made["measure1"].lineage), FILLED | change)
    assert (answer.status_code, sentence in text(answer)) == (422, True)
    assert not MeasureSheet.objects.exists()


def test_who_comes_too_late_sees_both(client, edition, made, aoki):
    save_measure_sheet(actor=None, item=made["measure1"], seen=0, **SAID)
    client.force_login(aoki)
    place = at("measure_sheet", edition, made["measure1"].lineage)
    answer = client.post(place, FILLED)
    assert answer.status_code == 422
    assert answer.context["form"].differing == [
        ("期間", "令和6年度から", "令和6年度～令和8年度"),
        ("予算額（千円）", "500", "1.2億円"),
    ]
    assert MeasureSheet.objects.get().budget == 500
    assert client.post(place, FILLED | {"seen": "1"}).status_code == 302
    sheet = MeasureSheet.objects.get()
    assert (sheet.budget, sheet.version) == (120000, 2)


def test_a_department_fills_in_its_own_and_no_other(client, edition, made, child, toyonaka, neighbour):
    client.force_login(staff("馬場", "DEPARTMENT", toyonaka, child))
    own, other = (at("measure_sheet", edition, made[name].lineage) for name in ("measure1", "measure2"))
    assert client.post(own, FILLED).status_code == 302
    assert client.post(other, FILLED).status_code == 403
    assert client.get(other).status_code == 200
    assert MeasureSheet.objects.count() == 1
    client.force_login(staff("市川", "VIEWER", toyonaka))
    assert client.post(own, FILLED).status_code == 403
    client.force_login(neighbour)
    assert {client.get(own).status_code, client.get(at("measure_sheets", edition)).status_code} == {404}


def test_the_same_is_not_saved_again_and_a_frozen_edition_takes_none(edition, made):
    item = made["measure1"]
    first = save_measure_sheet(actor=None, item=item, seen=0, **SAID)
    assert save_measure_sheet(actor=None, item=item, seen=1, **SAID).version == first.version == 1
    assert AuditEvent.objects.filter(verb="measure_sheet.save").count() == 1
    with pytest.raises(Overtaken):
        save_measure_sheet(actor=None, item=item, seen=0, **SAID)
    freeze(actor=None, edition=edition)
    with pytest.raises(Exception, match="凍結"):
        save_measure_sheet(actor=None, item=item, seen=1, **SAID | {"budget": None})
