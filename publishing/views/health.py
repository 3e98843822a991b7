"""Two addresses for the machine that watches us."""

from django.core.checks import run_checks
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from accounts.middleware import is_migrated
from accounts.rules import public


@never_cache
@public
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@public
def readyz(request: HttpRequest) -> HttpResponse:
    """The database takes writes, is migrated, and its guards stand; says nothing more to strangers."""
    try:
        with transaction.atomic():
            connection.cursor().execute("CREATE TEMPORARY TABLE hashira_ready (x integer)")
            transaction.set_rollback(True)
        ready = is_migrated() and not any(
            fault.is_serious() for fault in run_checks(tags=["database"], databases=["default"])
        )
    except DatabaseError:
        ready = False
    return HttpResponse(
        "ok" if ready else "not ready", status=200 if ready else 503, content_type="text/plain"
    )
