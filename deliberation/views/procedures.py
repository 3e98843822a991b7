"""What the office's pages of consultations, 諮問, the assembly and 決裁 share: the plan, and the tabs between them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.forms.deleting import DeleteForm
from accounts.rules import PLANNERS, Role
from strategy.models import Plan
from strategy.views.answers import sent

TABS = (
    ("consultations", "各課照会", "consultation"),
    ("inquiries", "諮問と答申", ("inquir", "advice")),
    ("assembly", "議会", "assembly"),
    ("sanctions", "決裁", "sanction"),
)


@dataclass(frozen=True)
class TabLink:
    """A tab as a link; ``here`` is "page" while it is open, "true" on a page below it."""

    label: str
    href: str
    here: str


def address(name: str, plan: Plan, *arguments: Any) -> str:
    """The address of a page about this plan."""
    return reverse(name, args=[plan.government.slug, plan.slug, *arguments])


def procedure_context(request: HttpRequest, plan: Plan, **extra: Any) -> dict[str, Any]:
    """What every one of these pages shows: plan, government, is_planner, tabs. No query."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    return {
        "plan": plan,
        "government": plan.government,
        "is_planner": request.membership.role in PLANNERS,
        "here": request.get_full_path(),
        "tabs": [
            TabLink(
                label,
                address(name, plan),
                "page" if here == name else "true" if here.startswith(start) else "",
            )
            for name, label, start in TABS
            if name == "consultations" or request.membership.role != Role.DEPARTMENT
        ],
        **extra,
    }


def saved(request: HttpRequest, form: Any) -> Any:
    """What the form's verb returned; None where nothing was sent, more rows were asked for, or it was refused."""
    if request.method != "POST" or getattr(form, "wants_more", False) or not form.is_valid():
        return None
    return form.attempt(actor=request.user)


def removed(
    request: HttpRequest, plan: Plan, row: Any, verb: Any, *, named: str, word: str, back: str, after: str
) -> HttpResponse:
    """Ask whether a row is to be deleted, and delete it; ``back`` leads to the row, ``after`` to what then remains."""
    form = DeleteForm(sent(request), row=row, act=verb, named=named)
    if saved(request, form):
        messages.success(request, f"{word}「{row}」を削除しました。")
        return redirect(after)
    context = procedure_context(request, plan, form=form, row=form.row, word_of_row=word, back=back)
    return render(request, "deliberation/procedure/remove.html", context, status=form.status)
