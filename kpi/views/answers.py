"""What the pages of KPIs share: rights in templates, the sheet that was asked for, where an answer leads."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from kpi.entering import Sheet, year_at_work
from kpi.models import Indicator, Target
from kpi.rules import may_shape
from strategy.models import Edition
from strategy.views import answers


def context_of(request: HttpRequest, edition: Edition, **extra: Any) -> dict[str, Any]:
    """What every page about the KPIs of an edition shows; ``may_edit``: printed texts may be changed."""
    context = answers.context_of(request, edition, **extra)
    is_planner = may_shape(request.membership)
    return context | {"is_planner": is_planner, "may_edit": is_planner and not edition.is_frozen}


@dataclass(frozen=True)
class Asked:
    """Which rows are wanted: those under an item, those of one's own department."""

    item: str = ""
    own: bool = False
    title: str = ""

    @property
    def query(self) -> str:
        """The same rows in another year."""
        return (f"&item={self.item}" if self.item else "") + ("&own=1" if self.own else "")


def sheet_asked(request: HttpRequest, edition: Edition, year: int | None = None) -> tuple[Sheet, Asked]:
    """The sheet of a fiscal year (``?year=``, else the one at work) with the rows that are wanted."""
    today = timezone.localdate()
    wanted = year or _year(request.GET.get("year", ""), edition) or year_at_work(edition, today)
    item, own = _lineage(request.GET.get("item", "")), request.GET.get("own") == "1"
    sheet = Sheet(edition, request.membership, wanted, today, only=item, own=own)
    place = sheet.places.get(item) if item else None
    return sheet, Asked(str(item or ""), own, place.label if place else "")


def sheet_context(request: HttpRequest, sheet: Sheet, asked: Asked, **extra: Any) -> dict[str, Any]:
    """What the table shows. ``base`` begins the addresses of its rows: asking for each of them takes its time;
    ``here`` is the table's own, with the rows that are shown."""
    base = answers.address("kpi_table", sheet.edition)
    return context_of(
        request,
        sheet.edition,
        sheet=sheet,
        asked=asked,
        base=base,
        here=f"{base}?year={sheet.year}{asked.query}",
        has_department=request.membership.department_id is not None,
        **extra,
    )


def is_of(edition: Edition, year: int) -> bool:
    """Whether a fiscal year is one of the plan's."""
    return edition.first_fiscal_year <= year <= edition.last_fiscal_year


def _year(given: str, edition: Edition) -> int | None:
    year = int(given) if given.isdecimal() and len(given) == 4 else 0
    return year if is_of(edition, year) else None


def _lineage(given: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(given)
    except ValueError:
        return None


def page_of_target(target: Target, part: str = "") -> str:
    """The address of a target's page."""
    return answers.address("target", target.edition, target.lineage) + part


def page_of_indicator(indicator: Indicator, part: str = "") -> str:
    """The address of an indicator's page."""
    return reverse("indicator", args=[indicator.government.slug, indicator.key]) + part


def back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To where the form was sent from, if that is a page of ours."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(wanted if is_ours and wanted.startswith("/office/") else otherwise)
