"""What a person may do from when to when: changed, ended, handed over; somebody always administers."""

import datetime

import pytest
from django.utils import timezone

from accounts.memberships import (
    change_membership,
    end_membership,
    hand_over_membership,
    unadministered_from,
)
from accounts.models import AuditEvent, Department, Membership, Outbox, User
from accounts.people import invite_person
from tests import factories
from tests.accounts.test_people import told

pytestmark = pytest.mark.django_db
DAY = datetime.date
ONE_DAY = datetime.timedelta(days=1)
SETTINGS = "/accounts/2fa/"  # a page for everybody who has signed in


@pytest.fixture
def section(toyonaka):
    return Department.objects.create(government=toyonaka, division="こども部", name="こども事業課")


def change(actor, membership, **fields):
    now = {
        name: getattr(membership, name)
        for name in ("role", "department", "first_day", "last_day", "contractor")
    }
    return {"actor": actor, "membership": membership} | now | fields


# --- change -------------------------------------------------------------------------------------------------


def test_role_department_days_and_contract_are_changed(toyonaka, endo, aoki, section):
    given = {
        "role": "DEPARTMENT",
        "department": section,
        "first_day": DAY(2025, 4, 1),
        "last_day": DAY(2099, 3, 31),
        "contractor": True,
    }
    change_membership(**change(endo, aoki.memberships.get(), **given))
    row = aoki.memberships.get()
    assert {name: getattr(row, name) for name in given} == given
    event = endo.events.get(verb="membership.change")
    assert event.government == toyonaka
    assert event.detail == {
        "changes": {
            "role": ["PLANNER", "DEPARTMENT"],
            "department": ["", "こども部　こども事業課"],
            "first_day": [None, "2025-04-01"],
            "last_day": [None, "2099-03-31"],
            "contractor": [False, True],
        }
    }


def test_changes_that_are_refused(toyonaka, ogori, endo, aoki, section):
    row, elsewhere = aoki.memberships.get(), Department.objects.create(government=ogori, name="企画課")
    assert told(change_membership, **change(endo, row, department=elsewhere)) == [
        "ほかの団体の課は所管課に指定できません。"
    ]
    assert told(change_membership, **change(endo, row, role="DEPARTMENT")) == [
        "役割が「所管課」の人には、どの課かを選んでください。"
    ]
    assert told(change_membership, **change(endo, row, contractor=True)) == [
        "委託事業者には、委託の終わる日を入れてください。その日の翌日から入れなくなります。"
    ]
    assert len(told(change_membership, **change(endo, row, role="MAYOR"))) == 1
    Membership.objects.create(
        user=aoki, government=toyonaka, role="VIEWER", first_day=DAY(2098, 1, 1), last_day=DAY(2099, 1, 1)
    )
    assert told(change_membership, **change(endo, row)) == ["青木さんはすでに豊中市に所属しています。"]
    Membership.objects.filter(pk=row.pk).update(last_day=DAY(2020, 1, 1))
    over = "青木さんの所属は2020年1月1日に終わっています。もう一度所属させるときは、招待してください。"
    assert told(change_membership, **change(endo, row)) == [over]
    assert told(end_membership, actor=endo, membership=row, last_day=DAY(2026, 3, 31)) == [over]
    assert told(hand_over_membership, actor=endo, membership=row, last_day=DAY(2026, 3, 31), to=endo) == [
        over
    ]


# --- sessions -----------------------------------------------------------------------------------------------


def test_another_role_signs_out_everywhere_another_day_does_not(client, endo, aoki, section):
    client.force_login(aoki)
    change_membership(**change(endo, aoki.memberships.get(), last_day=DAY(2099, 1, 1), department=section))
    assert client.get(SETTINGS).status_code == 200
    change_membership(**change(endo, aoki.memberships.get(), role="VIEWER"))
    assert client.get(SETTINGS)["Location"] == f"/accounts/login/?next={SETTINGS}"


def test_an_end_signs_out_everywhere_on_the_day_after(client, endo, aoki):
    today = timezone.localdate()
    client.force_login(aoki)
    end_membership(actor=endo, membership=aoki.memberships.get(), last_day=today)
    assert client.get(SETTINGS).status_code == 200
    end_membership(actor=endo, membership=aoki.memberships.get(), last_day=today - ONE_DAY)
    assert client.get(SETTINGS).status_code == 302


def test_nobody_else_is_signed_out(client, endo, aoki, baba):
    client.force_login(baba)
    change_membership(**change(endo, aoki.memberships.get(), role="VIEWER"))
    assert client.get(SETTINGS).status_code == 200


# --- end ----------------------------------------------------------------------------------------------------


def test_a_role_ends_on_a_day_and_may_begin_again(toyonaka, aoki, endo):
    membership = aoki.memberships.get()
    end_membership(actor=endo, membership=membership, last_day=DAY(2025, 3, 31))
    assert Membership.objects.on(DAY(2025, 4, 1)).filter(user=aoki).count() == 0
    assert endo.events.get(verb="membership.end").detail == {"last_day": "2025-03-31"}
    invite_person(actor=endo, government=toyonaka, name="青木", role="VIEWER", email=aoki.email)
    assert [m.role for m in aoki.memberships.order_by("id")] == ["PLANNER", "VIEWER"]
    later = aoki.memberships.get(role="VIEWER")
    later.first_day = DAY(2025, 4, 1)
    later.save()
    assert told(end_membership, actor=endo, membership=later, last_day=DAY(2025, 3, 31)) == [
        "終了日が開始日より前です。"
    ]


def test_a_department_that_is_missing_does_not_keep_anybody_from_leaving(endo, baba):
    end_membership(actor=endo, membership=baba.memberships.get(), last_day=DAY(2025, 3, 31))
    assert baba.memberships.get().last_day == DAY(2025, 3, 31)


def test_a_contractor_is_out_on_the_day_after_the_contract(client, toyonaka, aoki):
    today, page = timezone.localdate(), "/office/toyonaka/people/"
    row = aoki.memberships.get()
    client.force_login(aoki)
    for last_day, status in ((today, 200), (today - ONE_DAY, 404)):
        Membership.objects.filter(pk=row.pk).update(role="ADMIN", contractor=True, last_day=last_day)
        assert client.get(page).status_code == status


# --- somebody always administers ----------------------------------------------------------------------------


def gone(day: datetime.date) -> list[str]:
    words = f"{day.year}年{day.month}月{day.day}日"
    return [f"これでは{words}から管理者がいなくなります。先に、ほかの人を管理者にしてください。"]


def test_the_last_administrator_stays(toyonaka, ogori, endo, aoki):
    factories.person("隣の管理者", "ADMIN", ogori)
    today, own = timezone.localdate(), endo.memberships.get()
    assert told(change_membership, **change(endo, own, role="VIEWER")) == gone(today)
    assert told(change_membership, **change(endo, own, first_day=today + ONE_DAY)) == gone(today)
    assert told(change_membership, **change(endo, own, last_day=DAY(2099, 3, 31))) == gone(DAY(2099, 4, 1))
    assert told(end_membership, actor=endo, membership=own, last_day=today) == gone(today + ONE_DAY)
    aoki.memberships.update(role="ADMIN")
    User.objects.filter(pk=aoki.pk).update(is_active=False)
    assert told(end_membership, actor=endo, membership=own, last_day=today) == gone(today + ONE_DAY)
    User.objects.filter(pk=aoki.pk).update(is_active=True)
    change_membership(**change(endo, own, role="VIEWER"))
    assert endo.memberships.get().role == "VIEWER"


def test_a_successor_from_the_next_day_on_is_enough(toyonaka, endo):
    own = endo.memberships.get()
    hand_over_membership(
        actor=endo,
        membership=own,
        last_day=DAY(2099, 3, 31),
        name="後任",
        login_name="k1",
        password="x-x-x-x-x-x",
    )
    assert unadministered_from(toyonaka) is None


def test_where_nobody_administers_any_more_others_can_still_be_changed(toyonaka, operator, aoki):
    assert unadministered_from(toyonaka) == timezone.localdate()
    end_membership(actor=operator, membership=aoki.memberships.get(), last_day=DAY(2099, 3, 31))
    assert aoki.memberships.get().last_day == DAY(2099, 3, 31)


# --- handing over -------------------------------------------------------------------------------------------


def test_a_new_person_takes_over_role_and_department_from_the_next_day(toyonaka, endo, aoki, section):
    aoki.memberships.update(department=section)
    successor = hand_over_membership(
        actor=endo,
        membership=aoki.memberships.get(),
        last_day=DAY(2099, 3, 31),
        name="江口",
        email="Eguchi@example.jp",
    )
    assert aoki.memberships.get().last_day == DAY(2099, 3, 31)
    assert (successor.user.name, successor.role, successor.department) == ("江口", "PLANNER", section)
    assert (successor.first_day, successor.last_day) == (DAY(2099, 4, 1), None)
    assert Outbox.objects.get().to == "eguchi@example.jp"
    assert [event.verb for event in endo.events.all()] == ["membership.hand_over"]
    assert endo.events.get().detail == {
        "role": "PLANNER",
        "last_day": "2099-03-31",
        "successor": "江口",
        "user": successor.user.pk,
    }


def test_a_colleague_takes_over_and_leaves_what_he_was(endo, aoki, baba):
    hand_over_membership(actor=endo, membership=aoki.memberships.get(), last_day=DAY(2099, 3, 31), to=baba)
    assert [(m.role, m.first_day, m.last_day) for m in baba.memberships.order_by("id")] == [
        ("DEPARTMENT", None, DAY(2099, 3, 31)),
        ("PLANNER", DAY(2099, 4, 1), None),
    ]


def test_a_contractors_successor_works_under_the_same_contract(endo, aoki):
    aoki.memberships.update(contractor=True, last_day=DAY(2099, 3, 31))
    row = aoki.memberships.get()
    given = {"actor": endo, "membership": row, "name": "後任", "login_name": "k1", "password": "x-x-x-x-x-x"}
    assert told(hand_over_membership, **given, last_day=DAY(2099, 3, 31)) == [
        "委託は2099年3月31日に終わります。引き継ぐときは、それより前の日にしてください。"
    ]
    successor = hand_over_membership(**given, last_day=DAY(2098, 12, 31))
    assert (successor.contractor, successor.last_day) == (True, DAY(2099, 3, 31))
    assert successor.user.must_change_password is True


def test_handing_over_that_is_refused(toyonaka, endo, aoki, baba, chiba, neighbour):
    given = {"actor": endo, "membership": aoki.memberships.get(), "last_day": DAY(2099, 3, 31)}
    assert told(hand_over_membership, **given, to=aoki) == ["引き継ぐ人には、別の人を選んでください。"]
    for stranger in (chiba, neighbour):
        assert told(hand_over_membership, **given, to=stranger) == [
            f"{stranger.name}さんは豊中市に所属していません。新しい人として招待してください。"
        ]
    assert told(hand_over_membership, **given, name="名無し") == [
        "ログイン名かメールアドレスのどちらかを入れてください。"
    ]
    baba.memberships.update(first_day=DAY(2099, 6, 1))
    assert told(hand_over_membership, **given, to=baba) == [
        "馬場さんには2099年6月1日からの所属があります。先にそれを終えてください。"
    ]
    assert not AuditEvent.objects.filter(verb="membership.hand_over").exists()


def test_an_administrator_who_takes_over_another_role_may_be_the_last(endo, aoki):
    given = {"actor": endo, "membership": aoki.memberships.get(), "to": endo}
    assert told(hand_over_membership, **given, last_day=DAY(2099, 3, 31)) == gone(DAY(2099, 4, 1))
