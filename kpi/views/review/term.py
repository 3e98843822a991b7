"""総括評価: its text for the section of the next edition that begins with it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, office
from kpi.forms.review_closing import TermTextForm
from kpi.models import ReviewYear
from kpi.review import term_text as texts
from kpi.review.reading import report_of
from kpi.review.years import review_at
from kpi.views.placing import choice_of_item
from kpi.views.review.answers import review_context
from kpi.views.review.asking import saved
from strategy.models import Edition
from strategy.views.answers import page_of, sent, status_of

TITLE = "総括"


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def term_text(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """The text, and out of the items of the working edition the one that is to begin with it."""
    year = review_at(government, plan, review)
    if year.kind != ReviewYear.Kind.TERM:
        raise Http404("総括の文があるのは、総括評価だけです。")
    text = texts.term_text(report_of(year, timezone.localdate()))
    context = review_context(request, year, text=text, working=_working(year))
    if (edition := context["working"]) is not None:
        form = TermTextForm(sent(request), edition=edition, text=text)
        if made := saved(request, form):
            messages.success(request, f"「{made.item.title}」の初めに、総括の文を入れました。")
            return redirect(page_of(edition, made.item))
        choice = choice_of_item(request, edition, name="to", legend="入れる項目", chosen=_usual(edition))
        context |= {"form": form, "choice": choice, "edition": edition, "number": edition.number}
    status = status_of(context["form"]) if context["working"] else 200
    return render(request, "kpi/review/term_text.html", context, status=status)


def _working(year: ReviewYear) -> Edition | None:
    """The edition of the plan that is being written, if there is one."""
    found = year.plan.editions.working().without_content().first()
    if found is not None:
        found.plan = year.plan
    return found


def _usual(edition: Edition) -> list[str]:
    """The item that is called 総括, the first in order of the plan; none where there is none."""
    rows = edition.items.filter(title__contains=TITLE).order_by("position", "id")
    return [str(lineage) for lineage in rows.values_list("lineage", flat=True)[:1]]
