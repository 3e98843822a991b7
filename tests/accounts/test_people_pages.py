"""The administrator's pages about people, through the browser's door: forms, sheets, sentences, queries."""

import datetime
import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, Department, Membership, Outbox, User
from accounts.people import invite_person
from tests import factories
from tests.accounts.doors import sign_in, signed_in
from tests.snapshots import everything_stored

pytestmark = pytest.mark.django_db
PEOPLE = "/office/toyonaka/people/"
INVITE = f"{PEOPLE}invite/"
NEW = {"name": "江口", "email": "", "login_name": "", "mailbox": "", "role": "VIEWER"}


@pytest.fixture
def desk(client, endo):
    cache.clear()
    client.force_login(endo)
    return client


def page_of(person, what: str = "") -> str:
    return f"{PEOPLE}{person.memberships.get(government__slug='toyonaka').pk}/{what}"


def told(desk, path: str, sent: dict) -> str:
    """The page after a refusal; nothing may have changed."""
    before = everything_stored()
    answer = desk.post(path, sent)
    assert everything_stored() == before
    assert answer.status_code == 200
    return answer.content.decode()


def password_on(page: str) -> str:
    return re.search(r"handout-password\">([a-z0-9-]{19})<", page)[1]


# --- the list -----------------------------------------------------------------------------------------------


def test_the_list_shows_who_may_come_in_who_will_and_who_may_no_more(desk, toyonaka, aoki, baba, neighbour):
    today = timezone.localdate()
    section = Department.objects.create(government=toyonaka, division="こども部", name="こども事業課")
    baba.memberships.update(department=section, contractor=True, last_day=today)
    later = factories.person("来月", "VIEWER", toyonaka)
    later.memberships.update(first_day=today + datetime.timedelta(days=1))
    gone = factories.person("退職", "VIEWER", toyonaka)
    gone.memberships.update(last_day=today - datetime.timedelta(days=1))
    User.objects.filter(pk=aoki.pk).update(must_change_password=True)
    answer = desk.get(PEOPLE)
    groups = {name: [row.user.name for row in answer.context[name]] for name in ("now", "later", "ended")}
    assert groups == {"now": ["遠藤", "青木", "馬場"], "later": ["来月"], "ended": ["退職"]}
    text = answer.content.decode()
    assert "こども部　こども事業課" in text
    assert text.count("委託事業者</span>") == 1
    assert text.count("はじめのパスワードのまま</span>") == 1
    assert "隣野" not in text
    assert "管理者がいなくなります" not in text


def test_the_list_asks_the_same_number_of_questions_for_any_number_of_people(
    desk, toyonaka, django_assert_num_queries
):
    desk.get(PEOPLE)  # notes once in five minutes that the session is in use
    with django_assert_num_queries(5):  # session, user, membership; people, administrators
        desk.get(PEOPLE)
    section = Department.objects.create(government=toyonaka, name="企画課")
    for n in range(30):
        factories.person(f"人{n}", "VIEWER", toyonaka).memberships.update(department=section)
    with django_assert_num_queries(5):
        desk.get(PEOPLE)


def test_a_government_that_will_be_without_administrator_is_warned(desk, endo):
    endo.memberships.update(last_day=datetime.date(2099, 3, 31))
    assert "2099年4月1日から管理者がいなくなります" in desk.get(PEOPLE).content.decode()


@pytest.mark.parametrize("who", ["aoki", "baba"])
def test_others_are_refused(client, request, endo, who):
    client.force_login(request.getfixturevalue(who))
    for path in (PEOPLE, INVITE, page_of(endo), page_of(endo, "hand-over/")):
        assert client.get(path).status_code == 403
    for what in ("end/", "password/"):
        assert client.post(page_of(endo, what), {}).status_code == 403


def test_people_of_another_government_do_not_exist_here(desk, neighbour):
    row = neighbour.memberships.get()
    for what in ("", "hand-over/"):
        assert desk.get(f"{PEOPLE}{row.pk}/{what}").status_code == 404
    for what in ("", "end/", "hand-over/", "password/"):
        assert desk.post(f"{PEOPLE}{row.pk}/{what}", {"end-last_day": "2026-01-01"}).status_code == 404


# --- inviting -----------------------------------------------------------------------------------------------


def test_an_invitation_by_mail(desk, toyonaka):
    section = Department.objects.create(government=toyonaka, name="企画課")
    sent = NEW | {"email": "Eguchi@Example.jp", "role": "DEPARTMENT", "department": section.pk}
    answer = desk.post(INVITE, sent, follow=True)
    assert answer.redirect_chain == [(PEOPLE, 302)]
    assert "江口さんを招待しました。eguchi@example.jp に招待のメールが届きます。" in answer.content.decode()
    person = User.objects.get(email="eguchi@example.jp")
    assert (person.must_change_password, person.memberships.get().department) == (False, section)
    assert Outbox.objects.get().to == "eguchi@example.jp"


def test_an_invitation_without_mail_is_answered_by_a_sheet_that_is_kept_nowhere(desk, toyonaka, caplog):
    answer = desk.post(INVITE, NEW | {"login_name": "１０２３５"})
    page = answer.content.decode()
    password = password_on(page)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert [word in page for word in ("江口 様", "10235", "http://testserver/accounts/login/", "遠藤")] == [
        True
    ] * 4
    person = User.objects.get(login_name="10235")
    assert (person.check_password(password), person.must_change_password) == (True, True)
    assert Outbox.objects.count() == 0
    assert password not in f"{everything_stored()}{caplog.text}{desk.cookies}"
    assert password not in desk.get(PEOPLE).content.decode()
    desk.post(reverse("account_logout"))
    assert sign_in(desk, "10235", password).status_code == 302
    assert signed_in(desk) == person.pk


def test_the_address_on_the_sheet_is_the_one_the_office_uses(desk, settings):
    settings.SITE_URL = "https://plan.example.jp/"
    page = desk.post(INVITE, NEW | {"login_name": "10235"}).content.decode()
    assert ">https://plan.example.jp/accounts/login/<" in page


def test_a_known_address_keeps_its_name(desk, neighbour, ogori):
    answer = desk.post(INVITE, NEW | {"email": neighbour.email}, follow=True)
    assert "すでに「隣野」の名前で登録されています。" in answer.content.decode()
    neighbour.refresh_from_db()
    assert neighbour.name == "隣野"
    assert {m.government.slug: m.role for m in neighbour.memberships.all()} == {
        "ogori": "PLANNER",
        "toyonaka": "VIEWER",
    }


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "メールアドレスかログイン名（職員番号）のどちらかを入れてください。"),
        ({"email": "住所ではない"}, "有効なメールアドレスを入力してください。"),
        ({"login_name": "1", "name": ""}, "氏名を入れてください。"),
        ({"login_name": "1", "role": ""}, "役割を入れてください。"),
        ({"login_name": "1", "role": "MAYOR"}, "MAYOR"),
        ({"login_name": "1", "role": "DEPARTMENT"}, "どの課かを選んでください。"),
        ({"login_name": "1", "contractor": "on"}, "委託の終わる日を入れてください。"),
        ({"login_name": "1", "first_day": "2026-13-01"}, "日付は「2026-04-01」のように入れてください。"),
        ({"login_name": "1", "first_day": "2027-04-01", "last_day": "2027-03-31"}, "終了日が開始日より前です。"),
        ({"login_name": "{aoki}"}, "このログイン名はすでに使われています。"),
        ({"email": "{mail}"}, "青木さんはすでに豊中市に所属しています。"),
    ],
)  # fmt: skip
def test_invitations_that_are_refused_keep_what_was_typed(desk, aoki, fields, sentence):
    given = {name: value.format(aoki=aoki.login_name, mail=aoki.email) for name, value in fields.items()}
    page = told(desk, INVITE, NEW | {"mailbox": "ka@example.jp"} | given)
    assert sentence in page
    assert "まだ招待していません" in page
    assert 'value="ka@example.jp"' in page


def test_only_departments_of_this_government_that_have_not_ended_are_offered(desk, toyonaka, ogori):
    mine = Department.objects.create(government=toyonaka, name="企画課")
    ended = Department.objects.create(government=toyonaka, name="旧企画課", last_day="2020-03-31")
    others = Department.objects.create(government=ogori, name="小郡の課")
    page = desk.get(INVITE).content.decode()
    assert [row.name in page for row in (mine, ended, others)] == [True, False, False]
    for row in (ended, others):
        sent = NEW | {"login_name": "1", "role": "DEPARTMENT", "department": row.pk}
        assert "正しく選択してください" in told(desk, INVITE, sent)


# --- one person ---------------------------------------------------------------------------------------------


def test_role_and_days_are_changed(desk, aoki, toyonaka):
    section = Department.objects.create(government=toyonaka, name="企画課")
    sent = {
        "role": "DEPARTMENT",
        "department": section.pk,
        "first_day": "2025-04-01",
        "contractor": "on",
        "last_day": "2099-03-31",
    }
    answer = desk.post(page_of(aoki), sent, follow=True)
    assert "青木さんの役割と期間を変えました。" in answer.content.decode()
    row = aoki.memberships.get()
    assert (row.role, row.department, row.contractor) == ("DEPARTMENT", section, True)
    page = desk.get(page_of(aoki)).content.decode()
    assert 'value="2099-03-31"' in page
    assert "checked" in page


def test_changes_that_are_refused_are_told_at_the_field(desk, endo, aoki):
    assert "これでは" in told(desk, page_of(endo), {"role": "VIEWER"})
    page = told(desk, page_of(aoki), {"role": "DEPARTMENT"})
    assert "まだ変わっていません" in page
    assert 'href="#id_department"' in page


def test_a_role_is_ended(desk, aoki, endo):
    answer = desk.post(page_of(aoki, "end/"), {"end-last_day": "2025-03-31"}, follow=True)
    assert "青木さんの所属を2025年3月31日までにしました。" in answer.content.decode()
    assert "この所属は終わっています" in desk.get(page_of(aoki)).content.decode()
    assert "まだ終えていません" in told(desk, page_of(endo, "end/"), {"end-last_day": "2025-03-31"})
    assert "最後の日を入れてください。" in told(desk, page_of(endo, "end/"), {"end-last_day": ""})


def test_a_forgotten_password_is_printed_again(desk, client, aoki):
    person = type(client)()
    person.force_login(aoki)
    page = desk.post(page_of(aoki, "password/")).content.decode()
    aoki.refresh_from_db()
    assert (aoki.check_password(password_on(page)), aoki.must_change_password) == (True, True)
    assert person.get("/accounts/2fa/").status_code == 302  # signed out
    assert AuditEvent.objects.get(verb="person.first_password").detail == {}


def test_a_password_that_may_not_be_printed_says_who_can(desk, endo, aoki, ogori):
    Membership.objects.create(user=aoki, government=ogori, role="VIEWER")
    before = everything_stored()
    answer = desk.post(page_of(aoki, "password/"), follow=True)
    assert "パスワードを出し直せるのは運用担当者だけです。" in answer.content.decode()
    answer = desk.post(page_of(endo, "password/"), follow=True)
    assert "「サインインの設定」で変えてください" in answer.content.decode()
    assert everything_stored() == before


def test_handing_over_to_a_new_person_without_mail(desk, aoki):
    page = page_of(aoki, "hand-over/")
    assert "青木から別の人へ引き継ぐ" in desk.get(page).content.decode()
    answer = desk.post(page, {"last_day": "2099-03-31", "name": "後任", "login_name": "10236"})
    person = User.objects.get(login_name="10236")
    assert person.check_password(password_on(answer.content.decode()))
    assert [row.first_day for row in person.memberships.all()] == [datetime.date(2099, 4, 1)]


def test_handing_over_to_a_colleague(desk, aoki, baba):
    answer = desk.post(page_of(aoki, "hand-over/"), {"last_day": "2099-03-31", "to": baba.pk}, follow=True)
    assert "青木さんから馬場さんへ引き継ぎました。" in answer.content.decode()


def test_handing_over_that_is_refused(desk, aoki, neighbour):
    page, day = page_of(aoki, "hand-over/"), {"last_day": "2099-03-31"}
    assert "新しい人の氏名を入れるか" in told(desk, page, day)
    assert "どちらかを入れてください。" in told(desk, page, day | {"name": "後任"})
    assert "正しく選択してください" in told(desk, page, day | {"to": neighbour.pk})
    assert "正しく選択してください" in told(desk, page, day | {"to": aoki.pk})
    assert "いまの人の最後の日を入れてください。" in told(desk, page, {"name": "後任", "login_name": "1"})


def test_somebody_who_is_here_through_an_invitation_by_two_offices_keeps_one_account(desk, ogori, endo):
    invite_person(actor=None, government=ogori, name="兼務", role="VIEWER", email="k@example.jp")
    desk.post(INVITE, NEW | {"email": "k@example.jp"})
    assert User.objects.filter(email="k@example.jp").count() == 1
