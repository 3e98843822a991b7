"""Who may do what: stranger 404, reader without the right 403, and every view says whom it is for."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone

from accounts import rules
from accounts.models import Membership
from tests import factories

pytestmark = pytest.mark.django_db
TODAY, DAY = timezone.localdate, datetime.timedelta(days=1)


def asked_by(rf, person):
    request = rf.get("/")
    request.user = person
    return request


@rules.office()
def for_all_staff(request, government):
    return HttpResponse(f"{government.name}・{request.membership.role}")


@rules.office(rules.Role.PLANNER, rules.Role.ADMIN)
def for_planners(request, government):
    return HttpResponse(government.name)


def test_staff_get_their_government(rf, toyonaka, aoki, baba):
    assert for_all_staff(asked_by(rf, aoki), "toyonaka").content.decode() == "豊中市・PLANNER"
    assert for_all_staff(asked_by(rf, baba), "toyonaka").content.decode() == "豊中市・DEPARTMENT"
    assert for_planners(asked_by(rf, aoki), "toyonaka").content.decode() == "豊中市"


def test_a_reader_without_the_right_is_told_so(rf, baba):
    with pytest.raises(PermissionDenied, match="役割がありません"):
        for_planners(asked_by(rf, baba), "toyonaka")


def test_for_strangers_nothing_is_there(rf, toyonaka, neighbour, chiba, operator):
    for person in (neighbour, chiba, operator):
        with pytest.raises(Http404) as there:
            for_all_staff(asked_by(rf, person), "toyonaka")
        with pytest.raises(Http404) as nowhere:
            for_all_staff(asked_by(rf, person), "no-such-town")
        assert str(there.value) == str(nowhere.value)


@pytest.mark.parametrize(
    "first, last, valid",
    [
        (None, None, True),
        (0, None, True),
        (1, None, False),
        (None, 0, True),
        (None, -1, False),
        (-1, 1, True),
    ],
)
def test_a_membership_holds_from_its_first_day_to_its_last(toyonaka, first, last, valid):
    person = factories.person("期間")
    Membership.objects.create(
        user=person,
        government=toyonaka,
        role="VIEWER",
        first_day=None if first is None else TODAY() + first * DAY,
        last_day=None if last is None else TODAY() + last * DAY,
    )
    assert [m.government for m in rules.governments_of(person)] == ([toyonaka] if valid else [])
    if valid:
        assert rules.membership_of(person, "toyonaka").role == "VIEWER"
    else:
        with pytest.raises(Http404):
            rules.membership_of(person, "toyonaka")


def test_a_membership_is_found_with_one_query(aoki, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = rules.membership_of(aoki, "toyonaka")
        assert (found.government.name, found.department) == ("豊中市", None)


def test_operators_pages_do_not_exist_for_others(rf, endo, operator):
    @rules.operator
    def view(request):
        return HttpResponse("運用")

    assert view(asked_by(rf, operator)).content.decode() == "運用"
    for person in (endo, AnonymousUser()):
        with pytest.raises(Http404):
            view(asked_by(rf, person))


def test_a_view_carries_what_it_declared():
    @rules.public
    def read(request):
        return HttpResponse()

    @rules.signed_in
    def desk(request):
        return HttpResponse()

    @rules.operator
    def engine_room(request):
        return HttpResponse()

    assert read.access == rules.Access("public")
    assert read.login_required is False
    assert desk.access == rules.Access("signed_in")
    assert getattr(desk, "login_required", True) is True
    assert engine_room.access == rules.Access("operator")
    assert for_all_staff.access == rules.Access("office", rules.STAFF)
    assert for_planners.access == rules.Access("office", ("PLANNER", "ADMIN"))


def test_a_public_page_may_be_kept_a_minute(rf):
    answer = rules.public(lambda request: HttpResponse())(rf.get("/"))
    assert answer["Cache-Control"] == "public, max-age=60"


def test_the_government_of_a_public_address(toyonaka, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert rules.government_or_404("toyonaka") == toyonaka
    with pytest.raises(Http404):
        rules.government_or_404("no-such-town")
