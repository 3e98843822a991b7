"""Nobody gives himself a right (R14): role fields in every form, from every person, change no role."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache

from accounts.models import Department, Government, Membership, User
from accounts.people import invite_person
from tests.accounts.doors import sign_in
from tests.factories import PASSWORD
from tests.test_permissions import ELSEWHERE, OPEN, addresses, arguments_of, filled, rows_at, town  # noqa: F401

pytestmark = pytest.mark.django_db
RIGHTS = ("is_superuser", "is_active", "must_change_password", "login_name", "email")
ROLES = ("user_id", "government_id", "role", "first_day", "last_day", "contractor")
OWN = "あたらしい合いことば2026"


def rights() -> tuple[list, list]:
    """Who may do what, in all governments."""
    people = list(User.objects.order_by("pk").values_list("pk", *RIGHTS))
    groups = list(User.groups.through.objects.values_list()) + list(
        User.user_permissions.through.objects.values_list()
    )
    return people + groups, list(Membership.objects.order_by("pk").values_list("pk", *ROLES))


def smuggled(person: User) -> dict[str, str]:
    """Every name under which a form might take a right, with the highest value."""
    home = Government.objects.get(slug="toyonaka").pk
    names = {
        "role": "ADMIN",
        "government": home,
        "government_id": home,
        "user": person.pk,
        "user_id": person.pk,
    }
    flags = dict.fromkeys(("is_superuser", "is_staff", "is_active", "superuser", "staff"), "on")
    lists = {"groups": "1", "user_permissions": "1", "permissions": "1", "memberships": "1", "roles": "ADMIN"}
    days = {"first_day": "2000-01-01", "last_day": "", "contractor": "", "membership": "4711"}
    form = {f"{prefix}-role": "ADMIN" for prefix in ("form-0", "end", "memberships-0", "user")}
    return {key: str(value) for key, value in (names | flags | lists | days | form).items()}


def pages_of_ours() -> list[str]:
    """Every address of ours and of the sign-in, filled with examples: the present edition and the next one."""
    paths = []
    rows = {number: rows_at("digital-strategy", number) for number in ("1", "3")}
    for address in addresses():
        if address.provider == "admin" or address in ELSEWHERE:  # those: tests of their own
            continue
        if address.provider == "accounts":
            if "<" not in address.route:
                paths.append(f"/{address.route}")
            continue
        if address.access and address.access.kind != "public":
            for number, of_edition in rows.items():
                values = OPEN | {"number": [number]}
                if "number" in arguments_of(address):
                    values |= of_edition
                paths += filled(address, values)
    return sorted(set(paths))


@pytest.mark.parametrize("who", ["anonymous", "aoki", "baba", "viewer", "chiba", "neighbour"])
def test_role_fields_in_any_form_change_no_role(client, town, request, who):  # noqa: F811
    """Whoever is no administrator posts them everywhere; nobody's rights change, his own or others'."""
    cache.clear()
    person = User.objects.get(login_name="staff-viewer") if who == "viewer" else None
    if who not in ("anonymous", "viewer"):
        person = request.getfixturevalue(who)
    before, paths = rights(), pages_of_ours()
    assert len(paths) > 40
    client.raise_request_exception = False
    sent = smuggled(person or User.objects.first())
    for path in paths:
        if path == "/accounts/logout/":
            continue
        if person and client.session.get(SESSION_KEY) != str(person.pk):  # some pages end the session
            client.force_login(person)
        answer = client.post(path, sent)
        if answer.streaming:  # an image: read to its end, its file is closed
            list(answer)
        assert (answer.status_code < 500, path) == (True, path)
        assert (rights(), path) == (before, path)


@pytest.fixture(autouse=True)
def somebody_who_only_reads(town):  # noqa: F811
    person = User.objects.create_user("staff-viewer", password=PASSWORD, name="閲覧")
    Membership.objects.create(user=person, government=town, role="VIEWER")


def test_role_fields_in_the_form_of_the_password_change_nothing(client, town, baba):  # noqa: F811
    """A form that is otherwise right, so that it is saved."""
    cache.clear()
    before = rights()
    fields = smuggled(baba)
    sign_in(client, baba.email)
    client.post("/accounts/login/", fields | {"login": baba.email, "password": PASSWORD})
    sent = {"oldpassword": PASSWORD, "password1": OWN, "password2": OWN}
    assert client.post("/accounts/password/change/", fields | sent).status_code == 302
    assert rights() == before
    baba.refresh_from_db()
    assert baba.check_password(OWN)


def test_an_administrator_gives_roles_of_his_own_government_and_nothing_more(
    client,
    town,  # noqa: F811
    ogori,
    endo,
    baba,
):
    """Valid forms with fields of another government, another person and of operators among them."""
    section = Department.objects.create(government=town, name="給付課")
    foreign = {"government": ogori.pk, "government_id": ogori.pk, "user": endo.pk, "user_id": endo.pk}
    flags = {
        "is_superuser": "on",
        "is_staff": "on",
        "is_active": "",
        "must_change_password": "",
        "password": OWN,
    }
    client.force_login(endo)
    extra = {key: str(value) for key, value in (foreign | flags).items()}
    people = f"/office/{town.slug}/people/"
    client.post(f"{people}invite/", extra | {"name": "江口", "email": "e@example.jp", "role": "PLANNER"})
    made = User.objects.get(email="e@example.jp")
    assert [(m.government, m.role) for m in made.memberships.all()] == [(town, "PLANNER")]
    assert (made.is_superuser, made.is_staff, made.has_usable_password()) == (False, False, False)
    own = baba.memberships.get()
    client.post(f"{people}{own.pk}/", extra | {"role": "DEPARTMENT", "department": section.pk})
    row = Membership.objects.get(pk=own.pk)
    assert (row.user, row.government, row.role, row.department) == (baba, town, "DEPARTMENT", section)
    client.post(f"{people}{own.pk}/hand-over/", extra | {"last_day": "2099-03-31", "to": made.pk})
    client.post(
        f"{people}{made.memberships.get(role='PLANNER').pk}/end/", extra | {"end-last_day": "2099-03-31"}
    )
    assert not Membership.objects.filter(government=ogori, user__in=[made, baba, endo]).exists()
    assert not User.objects.filter(pk__in=[made.pk, baba.pk, endo.pk], is_superuser=True).exists()


def test_an_administrator_of_one_government_touches_nobody_of_another(client, town, ogori, neighbour, endo):  # noqa: F811
    row = neighbour.memberships.get()
    client.force_login(endo)
    before = rights()
    sent = {
        "role": "VIEWER",
        "last_day": "2020-01-01",
        "end-last_day": "2020-01-01",
        "name": "x",
        "login_name": "x",
    }
    for slug in (town.slug, ogori.slug):
        for what in ("", "end/", "hand-over/", "password/"):
            assert client.post(f"/office/{slug}/people/{row.pk}/{what}", sent).status_code == 404
    assert rights() == before


def test_a_contractor_does_not_lengthen_the_own_contract(client, town, ogori):  # noqa: F811
    person = invite_person(
        actor=None,
        government=town,
        name="委託",
        role="PLANNER",
        login_name="c1",
        contractor=True,
        last_day="2099-03-31",
    )
    client.force_login(person)
    before, row = rights(), person.memberships.get()
    for what in ("", "end/", "hand-over/"):
        sent = smuggled(person) | {"end-last_day": "2199-03-31"}
        assert client.post(f"/office/{town.slug}/people/{row.pk}/{what}", sent).status_code == 403
    assert rights() == before
