"""Documents of an edition: the one that an address names, and those that came in."""

from django.db.models import QuerySet
from django.http import Http404

from kpi.models import Upload
from strategy.models import Edition

KINDS = (Upload.Kind.DOCUMENT, Upload.Kind.DRAFTING)


def document_or_404(edition: Edition, pk: int) -> Upload:
    """A document that came in for this edition, with what was read of it; or Http404. One query."""
    found = edition.uploads.defer("data").filter(pk=pk, kind__in=KINDS).first()
    if found is None:
        raise Http404("この文書は見つかりません。")
    found.edition, found.government = edition, edition.plan.government
    return found


def documents_of(edition: Edition) -> QuerySet[Upload]:
    """Documents that came in for this edition, the newest first, for a list. One query."""
    rows = edition.uploads.without_data().filter(kind__in=KINDS).select_related("by", "applied_by")
    return rows.order_by("-id")
