"""The administrator's pages about departments: list, 新設, 廃止, a look at what moves, 組織改編."""

import datetime

import pytest

from accounts.models import Department
from strategy.models import PlanItem
from tests import factories
from tests.snapshots import everything_stored

pytestmark = pytest.mark.django_db
LIST = "/office/toyonaka/departments/"
ADD, REORGANISE = f"{LIST}add/", f"{LIST}reorganise/"


@pytest.fixture
def section(toyonaka):
    return Department.objects.create(government=toyonaka, division="こども部", name="こども政策課")


@pytest.fixture
def desk(client, endo):
    client.force_login(endo)
    return client


def unchanged(desk, path: str, sent: dict) -> str:
    before = everything_stored()
    answer = desk.post(path, sent)
    assert everything_stored() == before
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list(desk, toyonaka, section, ogori, django_assert_num_queries):
    old = Department.objects.create(government=toyonaka, name="旧課", last_day="2020-03-31")
    old.successors.add(section)
    Department.objects.create(government=ogori, name="隣の課")
    page = desk.get(LIST).content.decode()
    assert [word in page for word in ("こども部　こども政策課", "旧課", "終わった課（1）", "隣の課")] == [
        True, True, True, False,
    ]  # fmt: skip
    with django_assert_num_queries(7):  # session, user, membership; the list
        desk.get(LIST)


@pytest.mark.parametrize(("who", "status"), [("aoki", 403), ("baba", 403), ("neighbour", 404)])
def test_others_are_refused(client, request, section, who, status):
    client.force_login(request.getfixturevalue(who))
    for path in (LIST, ADD, REORGANISE, f"{LIST}{section.pk}/end/"):
        assert (client.get(path).status_code, path) == (status, path)
    before = everything_stored()
    for path in (ADD, REORGANISE, f"{LIST}{section.pk}/end/"):
        assert client.post(path, {"name": "課", "last_day": "2026-01-01"}).status_code == status
    assert everything_stored() == before


def test_a_department_of_another_government_does_not_exist_here(desk, ogori):
    row = Department.objects.create(government=ogori, name="隣の課")
    assert desk.get(f"{LIST}{row.pk}/end/").status_code == 404
    sent = {"old": [row.pk], "name": "課", "day": "2026-04-01", "confirmed": "on"}
    assert "正しく選択してください" in unchanged(desk, REORGANISE, sent)


def test_a_department_is_made(desk, section):
    answer = desk.post(
        ADD, {"division": "こども部", "name": "保育課", "first_day": "2026-04-01"}, follow=True
    )
    assert "「こども部　保育課」を新設しました。" in answer.content.decode()
    assert "課を入れてください。" in unchanged(desk, ADD, {"division": "こども部"})
    assert "同じ部・課の所管課がすでにあります。" in unchanged(
        desk, ADD, {"division": "こども部", "name": "こども政策課"}
    )


def test_a_department_is_ended(desk, section, baba):
    page = f"{LIST}{section.pk}/end/"
    baba.memberships.update(department=section)
    assert "所属する人が1人あります" in unchanged(desk, page, {"last_day": "2026-03-31"})
    baba.memberships.update(department=None)
    answer = desk.post(page, {"last_day": "2026-03-31"}, follow=True)
    assert "「こども部　こども政策課」の廃止日を決めました。" in answer.content.decode()


def test_a_reorganisation_is_looked_at_first_and_then_made(desk, toyonaka, section, baba):
    baba.memberships.update(department=section)
    edition = factories.edition(factories.plan(toyonaka))
    PlanItem.objects.filter(pk=factories.small_tree(edition)["chapter"].pk).update(department=section)
    sent = {"old": [section.pk], "division": "こども部", "name": "こども事業課", "day": "2026-04-01"}
    page = unchanged(desk, REORGANISE, sent)
    for words in ("まだ何も変わっていません", "こども部　こども事業課", "2026年4月1日（水）", "1件", "1人"):
        assert words in page
    again = unchanged(desk, REORGANISE, sent | {"rewrite": "on"})
    assert ('value="こども事業課"' in again, "移るものを確かめる" in again) == (True, True)
    answer = desk.post(REORGANISE, sent | {"confirmed": "on"}, follow=True)
    assert "「こども部　こども事業課」に、作成中の項目と人を移しました。" in answer.content.decode()
    new = Department.objects.get(name="こども事業課")
    assert new.first_day == datetime.date(2026, 4, 1)
    assert edition.items.get(department=new).title
    assert baba.memberships.get().department == new


def test_a_reorganisation_that_is_refused_keeps_what_was_typed(desk, toyonaka, section):
    Department.objects.create(government=toyonaka, name="保育課", first_day="2026-04-01")
    sent = {"old": [section.pk], "name": "保育課", "day": "2026-04-01", "confirmed": "on"}
    page = unchanged(desk, REORGANISE, sent)
    assert "同じ部・課・設置日の所管課がすでにあります。" in page
    assert 'value="保育課"' in page
    empty = unchanged(desk, REORGANISE, {"confirmed": "on"})
    for sentence in (
        "改める課を選んでください。",
        "新しい課を入れてください。",
        "改める日を入れてください。",
    ):
        assert sentence in empty
