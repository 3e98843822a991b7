"""Who may do what. Every view declares its access with one of the decorators below; a test walks the URLconf.

Stranger 404, reader without the right 403: a government's unpublished things do not even exist for others.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.views.decorators.cache import cache_control

from accounts.models import Department, Government, Membership, User

Role = Membership.Role
STAFF = (Role.ADMIN, Role.PLANNER, Role.DEPARTMENT, Role.VIEWER)
PLANNERS = (Role.ADMIN, Role.PLANNER)  # who shape the plan
WRITERS = (*PLANNERS, Role.DEPARTMENT)  # who write in it; a department only in its own items


@dataclass(frozen=True)
class Access:
    """What a view declared: ``kind`` public, signed_in, office or operator; ``roles`` for office."""

    kind: str
    roles: tuple[str, ...] = ()


def membership_of(user: User, slug: str) -> Membership:
    """The valid membership of a user in the government of this address, or Http404. One query."""
    membership = (
        Membership.objects.on(timezone.localdate())
        .filter(user=user, government__slug=slug)
        .select_related("government", "department")
        .first()
    )
    if membership is None:
        raise Http404("この団体のページは見つかりません。")
    return membership


def governments_of(user: User):
    """Memberships of a user today, with their governments. One query when read."""
    return Membership.objects.on(timezone.localdate()).filter(user=user).select_related("government")


def public(view: Callable) -> Callable:
    """Anybody, without sign-in, session or cookie; may be kept by shared caches after revalidation."""
    shown = cache_control(public=True, max_age=60)(login_not_required(view))
    shown.access = Access("public")
    return shown


def signed_in(view: Callable) -> Callable:
    """Anybody who has signed in."""
    view.access = Access("signed_in")
    return view


def operator(view: Callable) -> Callable:
    """The operators of the installation only."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs):
        if not request.user.is_superuser:
            raise Http404
        return view(request, *args, **kwargs)

    guarded.access = Access("operator")
    return guarded


def office(*roles: str) -> Callable[[Callable], Callable]:
    """Staff of the government named in the address who hold one of ``roles`` (all staff when none is named).

    The view gets ``request.membership`` and, in place of the slug, the ``Government``.
    """
    allowed = tuple(roles) or STAFF

    def declare(view: Callable) -> Callable:
        @functools.wraps(view)
        def guarded(request: HttpRequest, government: str, *args, **kwargs):
            request.membership = membership_of(request.user, government)
            if request.membership.role not in allowed:
                raise PermissionDenied("この操作をする役割がありません。管理者に相談してください。")
            return view(request, request.membership.government, *args, **kwargs)

        guarded.access = Access("office", allowed)
        return guarded

    return declare


def government_or_404(slug: str) -> Government:
    """The government of a public address, or Http404."""
    found = Government.objects.filter(slug=slug).first()
    if found is None:
        raise Http404("この団体は見つかりません。")
    return found


def membership_or_404(government: Government, pk: int) -> Membership:
    """One person's membership in this government, over or not; or Http404. One query."""
    found = government.memberships.select_related("user", "department").filter(pk=pk).first()
    if found is None:
        raise Http404("この所属は見つかりません。")
    found.government = government
    return found


def department_or_404(government: Government, pk: int) -> Department:
    """A department of this government, ended or not; or Http404. One query."""
    found = government.departments.filter(pk=pk).first()
    if found is None:
        raise Http404("この課は見つかりません。")
    found.government = government
    return found
