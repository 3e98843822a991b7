"""Which meetings readers may see: the one place that says so."""

from django.db.models import QuerySet

from deliberation.models import Meeting


def published_meetings() -> QuerySet[Meeting]:
    """Meetings with a published result, of all plans."""
    rows = Meeting.objects.filter(result_published_at__isnull=False)
    return rows.exclude(state__in=(Meeting.State.PLANNED, Meeting.State.CANCELLED))
