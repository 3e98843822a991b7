"""What the pages of a reviewed year show beside the report: revisions, corrections, files, other years."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from kpi.models import ReviewYear
from kpi.review.report import Report
from publishing.pages import shelf_context
from publishing.review.corrections import differences
from publishing.review.files import KINDS
from publishing.review.page import ReportPage
from publishing.review.reading import Cabinet, Year


def public_context(
    cabinet: Cabinet, year: Year, review: ReviewYear, reports: Mapping[int, Report]
) -> dict[str, Any]:
    """The page of a revision. ``reports`` holds its report and that of the one it corrects. No query."""
    shelf, report = cabinet.shelf, reports[review.pk]
    place = [shelf.plan.government.slug, shelf.plan.slug]
    former = next((one for one in year.revisions if one.pk == review.corrects_id), None)
    is_of_shown = report.edition_number == shelf.shown.number

    def address(indicator: str) -> str:
        # The pages of KPIs are those of the edition shown: of an earlier one an indicator may have none.
        return reverse("kpi_indicator", args=[*place, indicator]) if is_of_shown else ""

    return shelf_context(shelf, shelf.shown) | {
        "page": ReportPage(report, address),
        "review": review,
        "year": year,
        "word": year.word,
        "former": former,
        "later": year.newest if year.newest.pk != review.pk else None,
        "differences": differences(reports[former.pk], report) if former else (),
        "reviewed": next((one for one in shelf.editions if one.number == report.edition_number), None),
        "file_kinds": KINDS,
        "has_pdf": hasattr(review, "printed"),
        "years": cabinet.years,
    }
