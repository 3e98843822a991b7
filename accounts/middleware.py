"""What every request passes: a database that is ready, the door of the office, private pages that stay private."""

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from accounts.confinement import place_of

NOT_MIGRATED = (
    "データベースの準備ができていません。manage.py migrate を実行してから、もう一度開いてください。"
)
RENEW_AFTER_SECONDS = 5 * 60
# What a printed password opens: the page where an own one is chosen, and the way out.
OPEN_BEFORE_OWN_PASSWORD = {
    "account_change_password",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}


def is_migrated() -> bool:
    """True when every migration of this version is applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


class DatabaseReadyMiddleware:
    """Answers 503 with a sentence when the tables are not there yet, instead of a bare error page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        access = getattr(view, "access", None)
        if access is not None and access.kind == "public":
            return None
        try:
            request.user.is_authenticated  # noqa: B018  read here, where a missing table can still be told
        except DatabaseError as error:
            return self.process_exception(request, error)

    def process_exception(self, request, exception):
        if not isinstance(exception, DatabaseError):
            return None
        try:
            if is_migrated():
                return None
        except DatabaseError:
            return None
        return HttpResponse(NOT_MIGRATED, status=503, content_type="text/plain; charset=utf-8")


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Whoever asks must have signed in, unless the view says otherwise; then nobody is asked who he is.

    Django's own asks for the user first, which reads the session and makes every public page vary by cookie.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class PrivatePageMiddleware:
    """Answers to signed-in people are never cached, and their session lives while they work.

    A page declared ``public`` is the same for everybody: it reads neither session nor user, so it gets neither.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.is_public_page = False
        response = self.get_response(request)
        if not request.is_public_page:
            add_never_cache_headers(response)
            patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    def process_view(self, request, view, args, kwargs):
        access = getattr(view, "access", None)
        request.is_public_page = access is not None and access.kind == "public"
        if request.is_public_page or not request.user.is_authenticated:
            return
        now = int(timezone.now().timestamp())
        if now - request.session.get("seen_at", 0) > RENEW_AFTER_SECONDS:
            request.session["seen_at"] = now


class ConfinedSessionMiddleware:
    """Whoever came in with a code for one place gets no further with it than there (``accounts.confinement``)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.is_public_page or self._asks_nobody(view):
            return None
        place = place_of(request.session) if request.user.is_authenticated else ""
        name = request.resolver_match.view_name
        if not place or request.path.startswith(place) or name == "account_logout":
            return None
        if name == settings.LOGIN_REDIRECT_URL:
            return redirect(place)
        raise Http404("符号で入ったときは、このページは開けません。")

    @staticmethod
    def _asks_nobody(view) -> bool:
        """A door: ours says so, a library's is open to those who have not signed in."""
        access = getattr(view, "access", None)
        return access.kind == "entrance" if access else not getattr(view, "login_required", True)


class OwnPasswordMiddleware:
    """Whoever signed in with a printed password chooses an own one before anything else opens."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.is_public_page or not getattr(request.user, "must_change_password", False):
            return None
        if place_of(request.session):
            return None  # came in with a code, and gets nowhere but to the place of it
        if request.resolver_match.view_name in OPEN_BEFORE_OWN_PASSWORD:
            return None
        home = resolve_url(settings.LOGIN_REDIRECT_URL)
        wanted = QueryDict(mutable=True)
        wanted["next"] = request.get_full_path() if request.method == "GET" else home
        return redirect(f"{reverse('account_change_password')}?{wanted.urlencode(safe='/')}")
