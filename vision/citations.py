"""Which population vision an edition of a plan rests on, as it stands now."""

from strategy.models import Edition
from strategy.stale import fingerprint
from vision.models import VisionCitation


def seen_of(citation: VisionCitation | None) -> str:
    """A short sign of what an edition cites, for a hidden field of the form; "" where it cites nothing."""
    return "" if citation is None else fingerprint(citation, "vision_id", "argument")


def citation_of(edition: Edition) -> VisionCitation | None:
    """What an edition cites, without the stored document of the vision. One query."""
    rows = VisionCitation.objects.select_related("vision__government").defer("vision__content")
    return rows.filter(edition=edition).first()
