"""When a request arrived: the front's stamp where the front may be believed, our own clock everywhere else."""

import datetime

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from accounts.arrival import LONGEST_WAIT, ArrivalMiddleware, arrival_of

FRONT = "127.0.0.1"
NOW = datetime.datetime(
    2026, 12, 31, 14, 59, 59, 999000, tzinfo=datetime.UTC
)  # a millisecond before the year in Japan


@pytest.fixture(autouse=True)
def front(settings):
    settings.ARRIVAL_PROXIES = [FRONT]


def stamp(at: datetime.datetime) -> str:
    """As nginx writes ${msec}."""
    return f"t={at.timestamp():.3f}"


def arrived(header: str, address: str = FRONT) -> datetime.datetime:
    return arrival_of({"HTTP_X_REQUEST_START": header, "REMOTE_ADDR": address}, NOW)


def test_the_stamp_of_the_front_counts_to_the_millisecond():
    earlier = NOW - datetime.timedelta(milliseconds=1234)
    assert arrived(stamp(earlier)) == arrived(stamp(earlier).removeprefix("t=")) == earlier


@pytest.mark.parametrize("address", ["203.0.113.9", "", "127.0.0.11", "::1"])
def test_from_anywhere_else_it_is_not_believed(address):
    assert arrived(stamp(NOW - datetime.timedelta(seconds=9)), address) == NOW


def test_without_a_configured_front_nobody_is_believed(settings):
    settings.ARRIVAL_PROXIES = []
    assert arrived(stamp(NOW - datetime.timedelta(seconds=9))) == NOW


def test_a_stamp_out_of_reason_is_no_stamp():
    oldest = NOW - LONGEST_WAIT
    assert arrived(stamp(oldest)) == oldest
    assert arrived(stamp(oldest - datetime.timedelta(milliseconds=1))) == NOW
    assert (
        arrived(stamp(NOW + datetime.timedelta(milliseconds=1))) == NOW
    )  # the clock of the front is ahead of ours


FORMS = [
    "",
    "t=",
    "now",
    "t={0:.0f}",
    "t={0:.4f}",
    "t=-{0:.3f}",
    "t={0:.3f}\n",
    "t={0:.3f}, t={0:.3f}",
    "t={0:.3e}",
]


@pytest.mark.parametrize("form", FORMS)
def test_what_is_no_stamp_is_left_alone(form):
    assert arrived(form.format(NOW.timestamp() - 9)) == NOW


def test_other_digits_than_those_of_the_front_are_no_stamp():
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    assert arrived(stamp(NOW - datetime.timedelta(seconds=9)).translate(wide)) == NOW


def test_every_request_knows_when_it_arrived(settings):
    seen = []

    def answer(request):
        seen.append(request.arrived_at)
        return HttpResponse()

    before = timezone.now()
    ArrivalMiddleware(answer)(RequestFactory().get("/"))
    assert before <= seen[0] <= timezone.now()
    assert settings.MIDDLEWARE[0] == "accounts.arrival.ArrivalMiddleware"
