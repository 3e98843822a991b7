"""The operators' pages: closed to others, each act through a verb with its event, files in and out."""

import io

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEvent, Department, Government, Membership, Outbox, User
from accounts.site import site

pytestmark = pytest.mark.django_db
TOYONAKA = {
    "code": "272035",
    "slug": "toyonaka",
    "name": "豊中市",
    "kind": "MUNICIPALITY",
    "prefecture": "大阪府",
}
HEAD = "団体コード,アドレスの名前,名称,種類,都道府県\n"


@pytest.fixture
def desk(client, operator):
    client.force_login(operator)
    return client


def page(model, action, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)


def events(verb):
    return AuditEvent.objects.filter(verb=verb)


# --- lists -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", site._registry, ids=lambda model: model.__name__)
def test_every_list_opens_in_japanese(desk, model, aoki):
    text = desk.get(page(model, "changelist")).content.decode()
    assert "Hashira 運用管理" in text
    assert str(model._meta.verbose_name_plural) in text
    assert not str(model._meta.verbose_name_plural).isascii()


# --- by hand ------------------------------------------------------------------------------------------------


def test_a_government_is_made_and_corrected(desk, operator):
    desk.post(page(Government, "add"), TOYONAKA)
    row = Government.objects.get()
    desk.post(page(Government, "change", row.pk), TOYONAKA | {"name": "豊中市役所"})
    later, first = events("admin.save")
    assert (first.actor, first.government, first.detail["new"]) == (operator, row, True)
    assert later.detail == {"new": False, "changes": {"name": "豊中市役所"}}


@pytest.mark.parametrize(
    "field, value, sentence",
    [
        ("code", "272036", "正しくは5です。"),
        ("slug", "admin", "「admin」はシステムが使う名前です。"),
        ("slug", "豊中", "英小文字で始め"),
    ],
)
def test_a_wrong_government_is_refused_with_a_sentence(desk, field, value, sentence):
    text = desk.post(page(Government, "add"), TOYONAKA | {field: value}).content.decode()
    assert sentence in text
    assert not Government.objects.exists()
    assert not events("admin.save").exists()


def test_a_department_is_made_and_deleted(desk, toyonaka):
    desk.post(
        page(Department, "add"), {"government": toyonaka.pk, "division": "こども部", "name": "こども事業課"}
    )
    row = Department.objects.get()
    after = {"government": toyonaka.pk, "name": "こども政策課", "successors": []}
    desk.post(page(Department, "add"), after)
    successor = Department.objects.get(name="こども政策課")
    ended = {"government": toyonaka.pk, "division": "こども部", "name": "こども事業課"}
    ended |= {"last_day": "2026-03-31", "successors": [successor.pk]}
    desk.post(page(Department, "change", row.pk), ended)
    assert list(row.successors.all()) == [successor]
    assert events("admin.save").first().detail["changes"] == {
        "last_day": "2026-03-31",
        "successors": "こども政策課",
    }
    desk.post(page(Department, "delete", row.pk), {"post": "yes"})
    assert events("admin.delete").get().detail == {"called": "こども部　こども事業課"}
    chosen = {"action": "delete_selected", "_selected_action": [successor.pk], "post": "yes"}
    desk.post(page(Department, "changelist"), chosen)
    assert not Department.objects.exists()
    assert events("admin.delete").count() == 2


@pytest.mark.parametrize(
    "model", [Government, User, Membership, AuditEvent, Outbox], ids=lambda m: m.__name__
)
def test_what_others_point_at_is_never_deleted(desk, aoki, model):
    Outbox.objects.create(key="x", to="x@example.jp", subject="件名", body="本文")
    row = model.objects.first() or AuditEvent.objects.create(verb="person.sign_in", subject="user:1")
    assert desk.post(page(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    desk.post(page(model, "changelist"), chosen)
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", [AuditEvent, Outbox], ids=lambda m: m.__name__)
def test_records_and_mail_are_read_only(desk, model):
    Outbox.objects.create(key="x", to="x@example.jp", subject="件名", body="本文")
    AuditEvent.objects.create(verb="person.sign_in", subject="user:1", detail={"a": "b"})
    row = model.objects.first()
    assert desk.get(page(model, "add")).status_code == 403
    shown = desk.get(page(model, "change", row.pk))
    assert shown.status_code == 200
    assert '<input type="submit"' not in shown.content.decode()
    assert desk.post(page(model, "change", row.pk), {"subject": "変えた"}).status_code == 403
    row.refresh_from_db()
    assert row.subject != "変えた"


def test_acts_are_found_by_their_words(desk, aoki):
    AuditEvent.objects.create(verb="person.sign_in", actor=aoki, subject=f"user:{aoki.pk}")
    AuditEvent.objects.create(verb="person.credentials", actor=aoki, subject=f"user:{aoki.pk}")
    answer = desk.get(page(AuditEvent, "changelist"), {"verb": "person.sign_in"})
    assert "サインインの設定の変更" in answer.content.decode()
    assert [event.verb for event in answer.context_data["cl"].result_list] == ["person.sign_in"]


# --- people -------------------------------------------------------------------------------------------------


def test_a_person_is_invited(desk, operator, toyonaka):
    department = Department.objects.create(government=toyonaka, name="こども事業課")
    sent = {"name": "新田", "login_name": "10235", "email": "Nitta@Toyonaka.Example", "mailbox": ""}
    sent |= {"government": toyonaka.pk, "role": "DEPARTMENT", "department": department.pk}
    answer = desk.post(page(User, "add"), sent)
    person = User.objects.get(login_name="10235")
    assert answer["Location"] == page(User, "change", person.pk)
    membership = Membership.objects.get(user=person)
    assert (person.email, membership.role, membership.department) == (
        "nitta@toyonaka.example",
        "DEPARTMENT",
        department,
    )
    assert EmailAddress.objects.get(user=person).verified is True
    assert (events("person.invite").get().actor, Outbox.objects.get().to) == (operator, person.email)
    assert not events("admin.save").exists()


def test_a_department_of_another_government_is_refused(desk, toyonaka, ogori, aoki):
    elsewhere = Department.objects.create(government=ogori, name="企画課")
    sent = {"name": "新田", "login_name": "10235", "government": toyonaka.pk, "role": "DEPARTMENT"}
    text = desk.post(page(User, "add"), sent | {"department": elsewhere.pk}).content.decode()
    assert "小郡市の課です。豊中市の課を選んでください。" in text
    membership = Membership.objects.get(user=aoki)
    sent = {"user": aoki.pk, "government": toyonaka.pk, "role": "PLANNER", "department": elsewhere.pk}
    text = desk.post(page(Membership, "change", membership.pk), sent).content.decode()
    assert "小郡市の課です。豊中市の課を選んでください。" in text


@pytest.mark.parametrize(
    "given, sentence",
    [
        ({"role": "DEPARTMENT"}, "どの課かを選んでください。"),
        ({"role": "VIEWER", "contractor": "on"}, "委託の終わる日を入れてください。"),
    ],
)
def test_an_invitation_that_lacks_something_is_refused(desk, toyonaka, given, sentence):
    sent = {"name": "新田", "login_name": "10235", "government": toyonaka.pk}
    assert sentence in desk.post(page(User, "add"), sent | given).content.decode()
    assert not User.objects.filter(login_name="10235").exists()
    desk.post(page(User, "add"), sent | {"role": "VIEWER", "contractor": "on", "last_day": "2099-03-31"})
    assert Membership.objects.get().last_day.isoformat() == "2099-03-31"


def test_an_address_in_use_is_refused(desk, toyonaka, aoki):
    sent = {"name": "新田", "email": aoki.email.upper(), "government": toyonaka.pk, "role": "VIEWER"}
    assert "ほかの人が使っています" in desk.post(page(User, "add"), sent).content.decode()


def test_a_persons_particulars_are_changed(desk, aoki):
    sent = {"name": "青木 一", "login_name": aoki.login_name, "email": "AOKI@example.jp", "is_active": "on"}
    desk.post(page(User, "change", aoki.pk), sent)
    aoki.refresh_from_db()
    assert (aoki.name, aoki.email, aoki.is_superuser) == ("青木 一", "aoki@example.jp", False)
    assert EmailAddress.objects.get(user=aoki).email == "aoki@example.jp"
    assert events("person.change").get().detail["changes"] == {"name": "青木 一", "email": "aoki@example.jp"}


def test_the_last_operator_cannot_shut_the_door_behind_himself(desk, operator, aoki):
    sent = {"name": "運用", "login_name": operator.login_name}
    for left in ({"is_active": "on"}, {"is_superuser": "on"}, {}):
        text = desk.post(page(User, "change", operator.pk), sent | left).content.decode()
        assert "ほかに運用管理をする人がいません。" in text
    User.objects.filter(pk=aoki.pk).update(is_superuser=True)
    desk.post(page(User, "change", operator.pk), sent | {"is_active": "on"})
    operator.refresh_from_db()
    assert (operator.is_superuser, operator.is_active) == (False, True)


def test_a_password_is_given_and_recorded_without_its_letters(desk, aoki):
    new = "あたらしい合いことば2026"
    path = reverse("admin:auth_user_password_change", args=[aoki.pk])
    weak = desk.post(path, {"usable_password": "true", "password1": "123", "password2": "123"})
    assert weak.status_code == 200
    assert not events("person.password").exists()
    desk.post(path, {"usable_password": "true", "password1": new, "password2": new})
    aoki.refresh_from_db()
    assert aoki.check_password(new)
    assert events("person.password").get().subject == f"user:{aoki.pk}"
    assert new not in str(list(AuditEvent.objects.values()))


def test_a_role_is_ended(desk, aoki, toyonaka):
    membership = Membership.objects.get(user=aoki)
    sent = {"user": aoki.pk, "government": toyonaka.pk, "role": "PLANNER", "last_day": "2020-03-31"}
    desk.post(page(Membership, "change", membership.pk), sent)
    membership.refresh_from_db()
    assert membership.last_day.isoformat() == "2020-03-31"
    assert events("admin.save").get().government == toyonaka


def test_the_devices_of_one_who_lost_them_are_taken_away(desk, aoki, baba):
    for person in (aoki, baba):
        Authenticator.objects.create(user=person, type="totp", data={"secret": "SECRETSECRET"})
        Authenticator.objects.create(user=person, type="recovery_codes", data={"seed": "SEEDSEED"})
    chosen = {"action": "take_away_devices", "_selected_action": [aoki.pk]}
    text = desk.post(page(User, "changelist"), chosen, follow=True).content.decode()
    assert "1人の認証アプリ・パスキー・予備コードを外しました。" in text
    assert {device.user for device in Authenticator.objects.all()} == {baba}
    assert {event.detail["called"] for event in events("admin.delete")} == {
        "青木：totp",
        "青木：recovery_codes",
    }
    assert "SECRETSECRET" not in text + desk.get(page(User, "change", baba.pk)).content.decode()


# --- files --------------------------------------------------------------------------------------------------


def upload(desk, model, text, kind="1", name="台帳.csv"):
    data = text.encode() if isinstance(text, str) else text
    return desk.post(
        page(model, "import"),
        {"format": kind, "resource": "0", "import_file": SimpleUploadedFile(name, data)},
    )


def confirm(desk, model, answer):
    form = answer.context_data["confirm_form"]
    return desk.post(page(model, "process_import"), form.initial, follow=True)


def test_a_file_is_looked_at_first_and_then_taken_in(desk, operator):
    looked = upload(desk, Government, HEAD + "272035,toyonaka,豊中市,市区町村,大阪府\n")
    assert "まだ何も反映していません" in looked.content.decode()
    assert "style=" not in looked.content.decode()
    assert not Government.objects.exists()
    done = confirm(desk, Government, looked)
    assert "取り込みました（新しい1件、変わった0件、同じ0件）。" in done.content.decode()
    assert Government.objects.get().name == "豊中市"
    assert events("master.import").get().detail == {"file": "台帳.csv", "counts": {"new": 1}}


def test_a_file_with_faults_names_line_and_column_and_keeps_nothing(desk):
    answer = upload(
        desk,
        Government,
        HEAD + "402168,ogori,小郡市,市区町村,福岡県\n272036,office,豊中市,町,大阪府\n",
    )
    text = answer.content.decode()
    assert "取り込めません（3か所）" in text
    assert (
        "3行目の「団体コード」：団体コード「272036」の検査数字（6桁目）が合いません。正しくは5です。" in text
    )
    assert "3行目の「アドレスの名前」：「office」はシステムが使う名前です。" in text
    assert "3行目の「種類」：「町」は使えません。" in text
    assert (
        text.index("3行目の「団体コード」")
        < text.index("3行目の「アドレスの名前」")
        < text.index("3行目の「種類」")
    )
    assert "confirm_form" not in answer.context_data
    assert not Government.objects.exists()


def test_what_became_wrong_between_looking_and_taking_keeps_nothing(desk):
    looked = upload(
        desk,
        Government,
        HEAD + "402168,ogori,小郡市,市区町村,福岡県\n272035,toyonaka,豊中市,市区町村,大阪府\n",
    )
    Government.objects.create(code="141003", slug="toyonaka", name="先に使った市")
    text = confirm(desk, Government, looked).content.decode()
    assert "取り込めませんでした。何も変わっていません。" in text
    assert "3行目の「アドレスの名前」：この名前はほかの団体が使っています。" in text
    assert [row.code for row in Government.objects.all()] == ["141003"]
    assert not events("master.import").exists()


@pytest.mark.parametrize(
    "data, kind, sentence",
    [
        ("名称\n豊中市\n", "1", "「団体コード」「アドレスの名前」「種類」「都道府県」の列がありません。"),
        (b"PK\x03\x04", "0", "壊れているため、読み込めません。"),
        (HEAD, "1", "データの行がありません。"),
        (b"\x81", "1", "文字コードがわかりません。"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(desk, data, kind, sentence):
    assert sentence in upload(desk, Government, data, kind).content.decode()


@pytest.mark.parametrize("kind", ["0", "1"])
def test_what_leaves_is_inert_and_can_come_back(desk, toyonaka, kind):
    Department.objects.create(government=toyonaka, division="==1+1", name="=HYPERLINK(1)")
    answer = desk.post(page(Department, "export"), {"format": kind, "resource": "0"})
    assert "attachment" in answer["Content-Disposition"]
    if kind == "0":
        book = load_workbook(io.BytesIO(answer.content))
        assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n"}
        assert book.active["B2"].value == "==1+1"
    else:
        assert "'==1+1,'=HYPERLINK(1)" in answer.content.decode("utf-8-sig")
    assert events("master.export").get().detail == {"kind": ["xlsx", "csv"][int(kind)], "rows": 1}
    back = upload(desk, Department, answer.content, kind)
    assert "confirm_form" in back.context_data
    confirm(desk, Department, back)
    assert Department.objects.get().division == "==1+1"


def test_only_the_two_inert_formats_are_offered(desk):
    text = desk.get(page(Government, "export")).content.decode()
    assert [kind for kind in ("xlsx", "csv", "json", "yaml", "html", "ods") if f">{kind}<" in text] == [
        "xlsx",
        "csv",
    ]
