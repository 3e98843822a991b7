"""The office's KPI pages as tests open them: addresses, and who sits at the desk."""

from typing import Any

from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.models import Department, Government, User
from kpi.models import Indicator, Target
from strategy.models import Edition
from tests import factories

HTMX = {"HX-Request": "true"}


def at(name: str, edition: Edition, *more: Any) -> str:
    plan = edition.plan
    return reverse(name, args=[plan.government.slug, plan.slug, edition.number, *more])


def of(name: str, target: Target, *more: Any) -> str:
    """The address of a page about a target."""
    return at(name, target.edition, target.lineage, *more)


def about(name: str, indicator: Indicator, *more: Any) -> str:
    """The address of a page about an indicator."""
    return reverse(name, args=[indicator.government.slug, indicator.key, *more])


def said(answer) -> list[str]:
    """The messages that wait for the next page."""
    return [str(message) for message in get_messages(answer.wsgi_request)]


def text(answer) -> str:
    return answer.content.decode()


def staff(name: str, role: str, where: Government, department: Department | None = None) -> User:
    """Somebody with a role, of a department if one is given."""
    person = factories.person(name, role, where)
    if department is not None:
        person.memberships.update(department=department)
    return person


def form_of(target: Target, **changes: Any) -> dict[str, Any]:
    """What the form of a target sends when only these fields were changed."""
    printed = (
        "role name audience unit source baseline_text baseline_note target_text other_wording rationale "
        "reference_source version"
    ).split()
    return {name: getattr(target, name) for name in printed} | {"reference_path": ""} | changes
