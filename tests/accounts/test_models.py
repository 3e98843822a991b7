"""Governments, departments, people and their roles: what may be stored, and the sentences."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from accounts.models import Department, Government, Membership, Outbox, User
from accounts.models.governments import RESERVED_SLUGS
from tests import factories

DAY = datetime.date
TOWN = {"code": "402168", "slug": "ogori", "name": "小郡市", "kind": "MUNICIPALITY", "prefecture": "福岡県"}


def faults(row) -> dict[str, list[str]]:
    """Field and sentences of a row that may not be stored."""
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    return caught.value.message_dict


# --- governments --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_government_is_registered_once(toyonaka):
    assert faults(Government(**TOWN | {"code": "272035"})) == {
        "code": ["この団体コードはすでに登録されています。"]
    }
    assert faults(Government(**TOWN | {"slug": "toyonaka"})) == {
        "slug": ["この名前はほかの団体が使っています。ほかの名前にしてください。"]
    }
    Government(**TOWN).full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS - {"sitemap.xml"}))
def test_the_applications_own_words_are_no_governments_name(slug):
    assert faults(Government(**TOWN | {"slug": slug})) == {
        "slug": [f"「{slug}」はシステムが使う名前です。ほかの名前にしてください。"]
    }


def test_every_first_word_of_our_addresses_is_reserved():
    """Or a government of that name would hide the page, or the page the government."""
    patterns = get_resolver().url_patterns
    routes: list[str] = []
    for entry in patterns:
        inside = [entry] if isinstance(entry, URLPattern) or str(entry.pattern) else entry.url_patterns
        routes += [str(pattern.pattern) for pattern in inside]
    words = {route.partition("/")[0] for route in routes} - {""}
    assert {word for word in words if "<" not in word} <= RESERVED_SLUGS | {"static", "media"}
    assert {"office", "admin", "accounts", "feeds", "healthz"} <= words


@pytest.mark.django_db
@pytest.mark.parametrize(
    "slug", ["", "t", "Toyonaka", "豊中", "1toyonaka", "toyo_naka", "toyo naka", "-a", "a\n"]
)
def test_names_that_make_no_address(slug):
    assert list(faults(Government(**TOWN | {"slug": slug}))) == ["slug"]


@pytest.mark.django_db
def test_a_government_knows_its_page_and_how_it_is_called(toyonaka):
    assert (str(toyonaka), toyonaka.get_absolute_url(), toyonaka.address.head) == (
        "豊中市",
        "/toyonaka/",
        "市長",
    )
    toyonaka.name = "豊中"
    toyonaka.save()
    assert [row.name for row in toyonaka.history.all()] == ["豊中", "豊中市"]


# --- departments --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_department_lives_from_its_first_day_to_its_last(toyonaka):
    old = Department.objects.create(
        government=toyonaka, division="政策企画部", name="企画課", last_day=DAY(2024, 3, 31)
    )
    new = Department.objects.create(
        government=toyonaka, division="都市経営部", name="経営計画課", first_day=DAY(2024, 4, 1)
    )
    old.successors.add(new)
    assert [str(row) for row in Department.objects.on(DAY(2024, 3, 31))] == ["政策企画部　企画課"]
    assert [str(row) for row in Department.objects.on(DAY(2024, 4, 1))] == ["都市経営部　経営計画課"]
    assert list(new.forerunners.all()) == [old]
    assert str(Department(name="議会事務局")) == "議会事務局"
    wrong = Department(government=toyonaka, name="課", first_day=DAY(2024, 4, 1), last_day=DAY(2024, 3, 31))
    assert faults(wrong) == {"__all__": ["廃止日が設置日より前です。"]}
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first_day", "sentence"),
    [
        (None, "同じ部・課の所管課がすでにあります。設置日を入れて区別してください。"),
        (DAY(2024, 4, 1), "同じ部・課・設置日の所管課がすでにあります。"),
    ],
)
def test_a_department_stands_once_at_a_time(toyonaka, first_day, sentence):
    fields = {"government": toyonaka, "division": "部", "name": "課", "first_day": first_day}
    Department.objects.create(**fields)
    assert faults(Department(**fields)) == {"__all__": [sentence]}
    with pytest.raises(IntegrityError), transaction.atomic():
        Department.objects.create(**fields)
    Department(**fields | {"first_day": DAY(2025, 4, 1)}).full_clean()


# --- people -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_people_sign_in_by_login_name_or_by_an_address_of_their_own():
    both = User.objects.create_user("a0001", " Aoki@Example.JP ", name="青木")
    assert (both.email, str(both), both.has_usable_password()) == ("aoki@example.jp", "青木", False)
    by_name = [User.objects.create_user(f"b{n}", name="馬場", mailbox="ka@example.jp") for n in (1, 2)]
    assert [user.email for user in by_name] == [None, None]
    assert [user.address_for_mail for user in (both, *by_name)] == [
        "aoki@example.jp",
        "ka@example.jp",
        "ka@example.jp",
    ]
    with pytest.raises(ValidationError) as caught:
        User.objects.create_user(name="名無し")
    assert caught.value.messages == ["ログイン名かメールアドレスのどちらかを入れてください。"]
    for fields, sentence in (
        ({"login_name": "a0001"}, "このログイン名はすでに使われています。"),
        (
            {"email": "AOKI@example.jp"},
            "このメールアドレスはほかの人が使っています。共用のアドレスは「連絡先」に入れてください。",
        ),
    ):
        with pytest.raises(ValidationError) as caught:
            User.objects.create_user(**fields, name="同じ")
        assert caught.value.messages == [sentence]


@pytest.mark.django_db
def test_the_database_keeps_addresses_in_small_letters(chiba):
    assert faults(User(login_name="x", email="A@example.jp", name="大文字", password="!"))["__all__"] == [
        "メールアドレスは小文字で入れてください。"
    ]
    mine = User.objects.filter(pk=chiba.pk)
    for fields in ({"email": "Chiba@example.jp"}, {"email": None, "login_name": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            mine.update(**fields)


@pytest.mark.django_db
def test_only_operators_are_staff_of_the_admin_pages(operator, endo):
    assert (operator.is_staff, operator.is_superuser) == (True, True)
    assert (endo.is_staff, endo.is_superuser) == (False, False)
    assert User.objects.get_by_natural_key(operator.login_name) == operator


@pytest.mark.django_db
def test_a_membership_is_valid_from_its_first_day_to_its_last(toyonaka, chiba):
    row = Membership.objects.create(
        user=chiba, government=toyonaka, role="VIEWER", first_day=DAY(2024, 4, 1), last_day=DAY(2025, 3, 31)
    )
    days = (DAY(2024, 3, 31), DAY(2024, 4, 1), DAY(2025, 3, 31), DAY(2025, 4, 1))
    assert [Membership.objects.on(day).count() for day in days] == [0, 1, 1, 0]
    assert str(row) == "千葉（豊中市・庁内閲覧）"
    row.last_day = DAY(2024, 3, 31)
    assert faults(row) == {"__all__": ["終了日が開始日より前です。"]}


@pytest.mark.django_db
def test_one_open_membership_per_government(toyonaka, ogori, aoki):
    again = Membership(user=aoki, government=toyonaka, role="ADMIN")
    assert faults(again) == {"__all__": ["この人はすでにこの団体に所属しています。"]}
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    Membership(user=aoki, government=ogori, role="ADMIN").full_clean()


# --- outbox -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_mail_is_due_until_it_was_sent_or_tried_too_often():
    now = timezone.now()
    states = {
        "due": {},
        "later": {"send_after": now + datetime.timedelta(minutes=1)},
        "sent": {"sent_at": now},
        "given up": {"attempts": Outbox.MAX_ATTEMPTS},
        "tried": {"attempts": Outbox.MAX_ATTEMPTS - 1},
    }
    for key, fields in states.items():
        Outbox.objects.create(
            **{"key": key, "to": "a@example.jp", "subject": "件名", "body": "", "send_after": now} | fields
        )
    assert [mail.key for mail in Outbox.objects.due(now)] == ["due", "tried"]
    assert str(Outbox.objects.first()) == "a@example.jp：件名"
    with pytest.raises(IntegrityError), transaction.atomic():
        Outbox.objects.create(key="due", to="b@example.jp", subject="二度目", body="")


def test_the_people_of_the_tests_are_valid(db, toyonaka):
    person = factories.person("江口", "VIEWER", toyonaka)
    person.full_clean()
    assert person.memberships.get().government == toyonaka
