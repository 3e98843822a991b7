"""Who may be put in charge: told apart where names are alike, and whoever left stays until the 引継."""

import datetime

import pytest

from accounts.models import Department
from kpi.charges import member_word, members_of, people_of
from tests import factories
from tests.kpi.office import staff

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 1)


def test_people_of_one_name_are_told_apart(toyonaka, aoki):
    child = Department.objects.create(government=toyonaka, division="こども未来部", name="こども政策課")
    staff("田中", "DEPARTMENT", toyonaka, child)
    factories.person("田中", "PLANNER", toyonaka)
    assert [member_word(row) for row in members_of(toyonaka, TODAY)] == [
        "田中（こども政策課）", "田中（企画担当）", "青木（企画担当）",
    ]  # fmt: skip


def test_whoever_left_can_be_kept(toyonaka, aoki, baba):
    baba.memberships.update(last_day=datetime.date(2026, 3, 31))
    assert list(people_of(toyonaka, TODAY)) == [aoki]
    assert set(people_of(toyonaka, TODAY, [baba.pk])) == {aoki, baba}
