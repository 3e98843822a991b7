"""The minutes of a meeting, and who has not said yet whether they are right. Reading."""

from django.utils import timezone

from deliberation.models import Meeting, Member, Minutes, MinutesCorrection
from deliberation.sent import addressees


def minutes_of(meeting: Meeting) -> Minutes | None:
    """The minutes of a meeting, None while nobody has begun. One query."""
    return Minutes.objects.filter(meeting=meeting).first()


def unanswered(minutes: Minutes) -> list[Member]:
    """The members in office who have neither corrected nor said 「訂正なし」 since they were last asked. Two queries."""
    if minutes.circulated_at is None:
        return []
    said = MinutesCorrection.objects.filter(minutes=minutes, at__gte=minutes.circulated_at)
    answered = set(said.values_list("member_id", flat=True))
    today = timezone.localdate()
    return [member for member in addressees(minutes.meeting, today) if member.pk not in answered]
