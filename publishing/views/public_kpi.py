"""Citizens' pages of KPIs: all of a plan, and one with its picture. Only what was published is read."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response

from accounts.rules import public
from paper.chart import chart_svg
from publishing.kpi_pages.one import IndicatorPage
from publishing.kpi_pages.page import FILTERS, KpiPage
from publishing.kpi_pages.reading import etag_of, read_all, read_one, sector_of, standing_of
from publishing.pages import shelf_context
from publishing.rules import shelf_or_404

LONGEST = 100  # of anything asked for in an address


@public
def kpi(request: HttpRequest, government: str, plan: str) -> HttpResponse:
    """All KPIs of the edition shown, judged for its newest year with figures or the one asked for."""
    shelf = shelf_or_404(government, plan, with_bases=False)
    standing = standing_of(shelf)
    asked = {name: request.GET.get(name, "")[:LONGEST] for name in ("year", *FILTERS)}
    etag = etag_of(shelf, standing, "kpi", *asked.values())
    response = get_conditional_response(request, etag=etag)
    if response is None:
        reading = read_all(shelf, standing, asked["year"])
        page = KpiPage(reading, asked, reverse("kpi", args=[government, plan]))
        context = {"page": page, "document": reading.document} | shelf_context(shelf, shelf.shown)
        response = render(request, "publishing/kpi/kpi.html", context)
        response["ETag"] = etag
    return response


@public
def kpi_indicator(request: HttpRequest, government: str, plan: str, indicator: uuid.UUID) -> HttpResponse:
    """One indicator: its grade, its years as picture and table, why the grade was given, what it is."""
    shelf = shelf_or_404(government, plan, with_bases=False)
    standing, year = standing_of(shelf), request.GET.get("year", "")[:LONGEST]
    etag = etag_of(shelf, standing, "indicator", indicator, year)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        reading, series = read_one(shelf, standing, indicator, year)
        context = {"page": IndicatorPage(reading, series), "document": reading.document}
        context |= shelf_context(shelf, shelf.shown) | {"sector": sector_of(series, shelf.plan.government)}
        response = render(request, "publishing/kpi/indicator.html", context)
        response["ETag"] = etag
    return response


@public
def indicator_chart(request: HttpRequest, government: str, plan: str, indicator: uuid.UUID) -> HttpResponse:
    """The picture of an indicator's years as a file."""
    shelf = shelf_or_404(government, plan, with_bases=False)
    standing = standing_of(shelf)
    etag = etag_of(shelf, standing, "chart", indicator)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        chart = IndicatorPage(*read_one(shelf, standing, indicator)).picture.chart
        if chart is None:
            raise Http404("この指標には、図にできる値がまだありません。")
        response = HttpResponse(chart_svg(chart), content_type="image/svg+xml")
        response["ETag"] = etag
    return response
