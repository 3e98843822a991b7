"""引継: all indicators of a person go to the successor in one step, within one government."""

import datetime

import pytest

from accounts.audit import Refused
from accounts.models import AuditEvent
from kpi.charges import duties_of, members_of, unassigned_of
from kpi.chronicles import entries_of
from kpi.handing_over import hand_over_duties
from kpi.indicators import create_indicator, save_indicator
from kpi.models import Indicator
from tests import factories
from tests.kpi import promises

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 1)


@pytest.fixture
def charges(toyonaka, ogori, aoki, baba):
    """Baba is in charge of two, deputy for a third of Aoki's; the same person has one in another government."""
    baba.memberships.create(government=ogori, role="PLANNER")
    return {
        "a": promises.indicator(toyonaka, name="A", person=baba),
        "b": promises.indicator(toyonaka, name="B", person=baba, deputy_person=aoki),
        "c": promises.indicator(toyonaka, name="C", person=aoki, deputy_person=baba),
        "d": promises.indicator(toyonaka, name="D"),
        "elsewhere": promises.indicator(ogori, name="E", person=baba),
    }


def state() -> dict[str, tuple[str, str]]:
    rows = Indicator.objects.select_related("person", "deputy_person")
    return {row.name: (str(row.person), str(row.deputy_person)) for row in rows}


def test_everything_goes_over_in_one_step_and_one_event(toyonaka, aoki, baba, endo, charges):
    assert hand_over_duties(actor=endo, government=toyonaka, person=baba, successor=aoki) == 3
    assert state() == {
        "A": ("青木", "None"),
        "B": ("青木", "None"),  # nobody is deputy for oneself
        "C": ("青木", "None"),
        "D": ("None", "None"),
        "E": ("馬場", "None"),
    }
    event = AuditEvent.objects.get(verb="duties.hand_over")
    assert event.detail == {"successor": "青木", "count": 3, "in_charge": 2, "as_deputy": 1}
    changed = Indicator.objects.get(name="A")
    assert (changed.version, changed.history.first().history_user) == (2, endo)


def test_the_history_of_an_indicator_names_both_people(toyonaka, aoki, baba, endo, charges):
    hand_over_duties(actor=endo, government=toyonaka, person=baba, successor=aoki)
    newest = entries_of(charges["a"])[0]
    assert (newest.who, [(fact.label, fact.old, fact.new) for fact in newest.facts]) == (
        "遠藤", [("担当者", "馬場", "青木")],
    )  # fmt: skip


@pytest.mark.parametrize("who", ["chiba", "neighbour", "viewer", "ended"])
def test_the_successor_is_somebody_who_may_enter_figures_here(toyonaka, baba, charges, who, request):
    if who == "viewer":
        successor = factories.person("閲覧", "VIEWER", toyonaka)
    elif who == "ended":
        successor = factories.person("退職", "DEPARTMENT", toyonaka)
        successor.memberships.update(last_day=datetime.date(2024, 3, 31))
    else:
        successor = request.getfixturevalue(who)
    before = state()
    with pytest.raises(Refused, match="入力できる役割を持っていません"):
        hand_over_duties(actor=None, government=toyonaka, person=baba, successor=successor)
    assert state() == before


def test_nothing_to_hand_over_and_nobody_to_hand_it_to(toyonaka, endo, aoki, baba, charges):
    with pytest.raises(Refused, match="担当している指標はありません"):
        hand_over_duties(actor=None, government=toyonaka, person=endo, successor=aoki)
    with pytest.raises(Refused, match="同じです"):
        hand_over_duties(actor=None, government=toyonaka, person=baba, successor=baba)


def test_the_list_names_those_who_left_first(toyonaka, aoki, baba, charges, django_assert_num_queries):
    baba.memberships.filter(government=toyonaka).update(last_day=datetime.date(2026, 3, 31))
    with django_assert_num_queries(2):
        found = duties_of(toyonaka, TODAY)
    assert [
        (one.person.name, one.has_left, [row.name for row in one.in_charge], [r.name for r in one.as_deputy])
        for one in found
    ] == [("馬場", True, ["A", "B"], ["C"]), ("青木", False, ["C"], ["B"])]
    assert unassigned_of(toyonaka) == 1
    assert [row.user for row in members_of(toyonaka, TODAY)] == [aoki]


def test_people_in_charge_are_of_this_government_and_two(toyonaka, aoki, baba, neighbour):
    with pytest.raises(Refused, match="この団体に所属していません"):
        create_indicator(actor=None, government=toyonaka, name="就業率", person=neighbour)
    made = promises.indicator(toyonaka, person=baba)
    with pytest.raises(Refused, match="同じ人です"):
        save_indicator(actor=None, indicator=made, version=1, deputy_person=baba)
    baba.memberships.update(last_day=datetime.date(2024, 3, 31))
    assert save_indicator(actor=None, indicator=made, version=1, name="新しい名前").person == baba
