"""新設, 廃止 and 組織改編: open things move to the new department, frozen ones keep the old name."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent, Department
from kpi.rules import may_enter
from publishing.document import Document
from publishing.editions import freeze, start_next_edition
from strategy.departments import moving
from strategy.items import Overtaken, save_item
from strategy.models import Edition, PlanItem
from strategy.reorganising import create_department, end_department, reorganise_departments
from tests import factories
from tests.kpi import promises
from tests.snapshots import everything_stored, refused

pytestmark = pytest.mark.django_db
DAY = datetime.date
APRIL = DAY(2099, 4, 1)


@pytest.fixture
def section(toyonaka):
    return Department.objects.create(government=toyonaka, division="こども部", name="こども政策課")


@pytest.fixture
def other(toyonaka):
    return Department.objects.create(government=toyonaka, division="こども部", name="子育て支援課")


@pytest.fixture
def frozen(toyonaka, section, other):
    """A frozen edition with one item of each section."""
    edition = factories.edition(factories.plan(toyonaka))
    made = factories.small_tree(edition)
    for key, row in (("measure1", section), ("measure2", other)):
        PlanItem.objects.filter(pk=made[key].pk).update(department=row)
    return freeze(actor=None, edition=edition)


@pytest.fixture
def working(frozen):
    return start_next_edition(actor=None, edition=frozen, stage=Edition.Stage.PROPOSAL)


def told(verb, **arguments) -> list[str]:
    """What the person is told; nothing may have changed."""
    before = everything_stored()
    with pytest.raises(ValidationError) as caught:
        verb(**arguments)
    assert everything_stored() == before
    return caught.value.messages


def printed(edition: Edition) -> set[str]:
    return {entry.department for entry in Document.of(edition).walk() if entry.department}


# --- 組織改編 -----------------------------------------------------------------------------------------------


def test_a_renamed_department_takes_its_open_items_and_people_along(
    toyonaka, endo, aoki, baba, section, other, frozen, working
):
    baba.memberships.update(department=section)
    aoki.memberships.update(department=other)
    content = bytes(Edition.objects.get(pk=frozen.pk).content)
    new = reorganise_departments(
        actor=endo,
        government=toyonaka,
        old=[section],
        division="こども未来部",
        name="こども事業課",
        day=APRIL,
    )
    section.refresh_from_db()
    assert (str(new), new.first_day, new.last_day) == ("こども未来部　こども事業課", APRIL, None)
    assert (section.last_day, list(section.successors.all())) == (DAY(2099, 3, 31), [new])
    moved, stayed = working.items.exclude(department=None).order_by("position")
    assert (moved.department, stayed.department) == (new, other)
    assert (baba.memberships.get().department, aoki.memberships.get().department) == (new, other)
    assert set(frozen.items.exclude(department=None).values_list("department", flat=True)) == {
        section.pk,
        other.pk,
    }
    assert bytes(Edition.objects.get(pk=frozen.pk).content) == content
    event = AuditEvent.objects.get(verb="department.reorganise")
    assert (event.actor, event.government, event.subject_name) == (endo, toyonaka, str(new))
    assert event.detail == {"old": ["こども部　こども政策課"], "day": "2099-04-01", "items": 1, "people": 1}


def test_several_departments_become_one(toyonaka, endo, section, other, working):
    new = reorganise_departments(
        actor=endo,
        government=toyonaka,
        old=[section, other],
        division="こども部",
        name="子育て支援課",
        day=APRIL,
    )
    assert list(new.forerunners.order_by("pk")) == [section, other]
    assert {item.department for item in working.items.exclude(department=None)} == {new}
    assert {row.last_day for row in Department.objects.exclude(pk=new.pk)} == {DAY(2099, 3, 31)}


def test_each_moved_item_has_a_row_of_history_by_the_person_who_moved_it(
    toyonaka, endo, section, frozen, working
):
    reorganise_departments(actor=endo, government=toyonaka, old=[section], name="新しい課", day=APRIL)
    item = working.items.get(department__name="新しい課")
    row = item.history.first()
    assert (row.history_user, row.history_type, row.history_change_reason) == (endo, "~", "組織改編")
    assert (row.department_id, row.version) == (item.department_id, item.version)
    untouched = frozen.items.get(department=section)
    assert not untouched.history.filter(history_user=endo).exists()
    assert [row.history_user for row in section.history.all()][:1] == [endo]


def test_who_has_a_moved_item_open_is_told_when_saving(toyonaka, endo, aoki, section, working):
    item = working.items.get(department=section)
    reorganise_departments(actor=endo, government=toyonaka, old=[section], name="新しい課", day=APRIL)
    with pytest.raises(Overtaken) as caught:
        save_item(actor=aoki, item=item, version=item.version, title="見出し", body="", department=section)
    assert caught.value.current.department.name == "新しい課"


def test_an_edition_printed_after_the_change_names_the_new_department(
    toyonaka, endo, section, frozen, working
):
    before = printed(frozen)
    reorganise_departments(actor=endo, government=toyonaka, old=[section], name="新しい課", day=APRIL)
    assert printed(frozen) == before == {"こども部　こども政策課", "こども部　子育て支援課"}
    assert printed(working) == {"新しい課", "こども部　子育て支援課"}


def test_the_number_of_questions_does_not_grow_with_the_items(
    toyonaka, endo, section, django_assert_max_num_queries
):
    edition = factories.edition(factories.plan(toyonaka))
    factories.grow(edition, 100)
    edition.items.update(department=section)
    with django_assert_max_num_queries(35):
        reorganise_departments(actor=endo, government=toyonaka, old=[section], name="新しい課", day=APRIL)
    assert edition.items.filter(department__name="新しい課", version=2).count() == 100


def test_reorganisations_that_are_refused(toyonaka, ogori, endo, section, other):
    given = {"actor": endo, "government": toyonaka, "name": "新しい課", "day": APRIL}
    assert refused(reorganise_departments, **given, old=[]) == "改める課を選んでください。"
    stranger = Department.objects.create(government=ogori, name="隣の課")
    assert refused(reorganise_departments, **given, old=[section, stranger]) == (
        "ほかの団体の課は改められません。"
    )
    assert told(reorganise_departments, **given | {"name": ""}, old=[section]) != []
    Department.objects.create(government=toyonaka, name="新しい課", first_day=APRIL)
    assert told(reorganise_departments, **given, old=[section]) == [
        "同じ部・課・設置日の所管課がすでにあります。"
    ]
    Department.objects.filter(pk=section.pk).update(first_day=DAY(2099, 5, 1))
    assert told(reorganise_departments, **given | {"name": "別の課"}, old=[section]) == [
        "廃止日が設置日より前です。"
    ]
    Department.objects.filter(pk=section.pk).update(first_day=None, last_day=DAY(2099, 3, 31))
    assert refused(reorganise_departments, **given | {"name": "別の課"}, old=[other, section]) == (
        "「こども部　こども政策課」は2099年3月31日までの課で、すでに終わりが決まっています。"
    )


# --- 新設, 廃止 ---------------------------------------------------------------------------------------------


def test_a_department_is_made(toyonaka, endo):
    new = create_department(
        actor=endo, government=toyonaka, division="こども部", name="保育課", first_day=APRIL
    )
    assert (str(new), new.first_day, new.history.get().history_user) == ("こども部　保育課", APRIL, endo)
    assert told(
        create_department,
        actor=endo,
        government=toyonaka,
        division="こども部",
        name="保育課",
        first_day=APRIL,
    ) == ["同じ部・課・設置日の所管課がすでにあります。"]


def test_a_department_ends_when_nothing_points_at_it_any_more(
    toyonaka, ogori, endo, aoki, baba, section, working
):
    aoki.memberships.update(department=section, last_day=DAY(2099, 3, 31))
    baba.memberships.update(department=section)
    given = {"actor": endo, "department": section, "last_day": DAY(2099, 3, 31)}
    assert refused(end_department, **given) == (
        "「こども部　こども政策課」を所管課とする作成中の項目が1件、所属する人が1人あります。"
        "先に組織改編で別の課に移すか、項目と人の課を変えてください。"
    )
    working.items.update(department=None)
    assert "項目が0件、所属する人が1人" in refused(end_department, **given)
    baba.memberships.update(department=None)
    ended = end_department(**given)
    assert ended.last_day == DAY(2099, 3, 31)
    assert refused(end_department, **given) == (
        "「こども部　こども政策課」は2099年3月31日までの課で、すでに終わりが決まっています。"
    )


# --- what rooms above keep for a department ------------------------------------------------------------------


def test_indicators_go_along_so_that_their_department_still_enters_figures(
    toyonaka, endo, baba, section, other
):
    baba.memberships.update(department=section)
    own = promises.indicator(toyonaka, "A", department=section, deputy=other)
    deputy = promises.indicator(toyonaka, "B", department=other, deputy=section)
    apart = promises.indicator(toyonaka, "C", department=other)
    assert moving([section], APRIL).others == (("指標", 2),)
    assert refused(end_department, actor=endo, department=section, last_day=DAY(2026, 3, 31)) == (
        "「こども部　こども政策課」を所管課とする作成中の項目が0件、指標が2件、所属する人が1人あります。"
        "先に組織改編で別の課に移すか、項目と人の課を変えてください。"
    )
    new = reorganise_departments(
        actor=endo, government=toyonaka, old=[section], name="こども事業課", day=APRIL
    )
    for row in (own, deputy, apart):
        row.refresh_from_db()
    assert [(row.department, row.deputy, row.version) for row in (own, deputy, apart)] == [
        (new, other, 2), (other, new, 2), (other, None, 1),
    ]  # fmt: skip
    last = own.history.first()
    assert (last.history_user, last.history_change_reason, last.department_id) == (endo, "組織改編", new.pk)
    assert may_enter(baba.memberships.get(), own)
    event = AuditEvent.objects.get(verb="department.reorganise")
    assert event.detail["moved"] == {"指標": 2}
