"""When a request arrived: stamped by the front where there is one, else when our server took it.

Outermost of all middleware, because a deadline is judged by arrival and not by when a worker had time.
"""

import datetime
import re

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

STAMP = re.compile(r"(?:t=)?([0-9]{9,11}\.[0-9]{3})")  # nginx: proxy_set_header X-Request-Start "t=${msec}"
LONGEST_WAIT = datetime.timedelta(
    seconds=40
)  # shorter than the grace of a closing; an older stamp is not believed


class ArrivalMiddleware:
    """Sets ``request.arrived_at``, an aware instant."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        request.arrived_at = arrival_of(request.META, timezone.now())
        return self.get_response(request)


def arrival_of(meta: dict, now: datetime.datetime) -> datetime.datetime:
    """The instant at which this request arrived; the header counts only from a configured proxy and within reason."""
    found = STAMP.fullmatch(meta.get("HTTP_X_REQUEST_START", ""))
    if found is None or meta.get("REMOTE_ADDR", "") not in settings.ARRIVAL_PROXIES:
        return now
    stamped = datetime.datetime.fromtimestamp(float(found[1]), datetime.UTC)
    return stamped if now - LONGEST_WAIT <= stamped <= now else now
