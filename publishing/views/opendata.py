"""Open data: a government's catalogue and the files it lists, for everybody and from any page, without a cookie."""

import hashlib
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.links import absolute
from accounts.rules import government_or_404, public
from publishing import files
from publishing.api.answers import door
from publishing.document import Document
from publishing.opendata import files as data_files
from publishing.opendata import jsonld
from publishing.opendata.catalogue import catalogue_of
from publishing.opendata.columns import TABLES
from publishing.opendata.indicators import public_series_or_404
from publishing.opendata.kpis import kpi_table
from publishing.rules import content_of, shelf_or_404


@public
def catalogue(request: HttpRequest, government: str) -> HttpResponse:
    """What a government gives away, for people; the same for search engines stands inside the page."""
    found = catalogue_of(government_or_404(government), request)
    page = absolute(request, reverse("catalogue", args=[government]))
    context = {
        "government": found.government,
        "catalogue": found,
        "tables": TABLES,
        "page": page,
        "json_ld": jsonld.in_page(jsonld.schema_org(found, page)),
    }
    return render(request, "publishing/data/catalogue.html", context)


@door
def catalogue_dcat(request: HttpRequest, government: str) -> HttpResponse:
    """The same for data portals, as DCAT."""
    found = catalogue_of(government_or_404(government), request)
    page = absolute(request, reverse("catalogue", args=[government]))
    return _file(jsonld.in_page(jsonld.dcat(found, page)).encode(), "jsonld", f"{government}-catalog.jsonld")


@door
def catalogue_columns(request: HttpRequest, government: str) -> HttpResponse:
    """データ項目定義書 of all tables as CSV."""
    government_or_404(government)
    return _file(data_files.definition_file(), "csv", f"{government}-definitions.csv")


@door
def kpi_download(request: HttpRequest, government: str, plan: str, file: str) -> HttpResponse:
    """Every target of the edition shown with its figures and judgements, year by year."""
    shelf = shelf_or_404(government, plan)
    document = Document.of(content_of(shelf.shown))
    content = data_files.kpi_file(shelf.shown, kpi_table(shelf.shown, document), file)
    return _file(content, file, f"{government}-{plan}-kpi.{file}")


@door
def indicator_download(
    request: HttpRequest, government: str, plan: str, indicator: UUID, file: str
) -> HttpResponse:
    """The published figures of an indicator that a public edition of this plan has a target for."""
    shelf = shelf_or_404(government, plan)
    series = public_series_or_404(shelf.plan.government, shelf.editions, indicator)
    content = data_files.values_file(shelf.shown, series, file)
    return _file(content, file, f"{government}-{plan}-{indicator}.{file}")


@door
def terms_download(request: HttpRequest, government: str, plan: str, file: str) -> HttpResponse:
    """The 用語の定義 of the edition shown."""
    edition = content_of(shelf_or_404(government, plan).shown)
    content = data_files.terms_file(edition, Document.of(edition), file)
    return _file(content, file, f"{government}-{plan}-terms.{file}")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = files.attachment(content, kind, name)
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return response
