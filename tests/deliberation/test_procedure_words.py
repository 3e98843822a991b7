"""Days and deadlines on the pages of consultations and inquiries."""

import datetime

from django.utils import timezone

from deliberation.templatetags.procedure_words import on_day, until


def test_a_deadline_is_told_by_its_last_day():
    midnight = timezone.make_aware(datetime.datetime(2023, 2, 3))
    assert until(midnight) == "令和5年（2023年）2月2日（木）まで"


def test_days_carry_their_weekday():
    assert on_day(datetime.date(2023, 2, 2)) == "令和5年（2023年）2月2日（木）"
    assert on_day(datetime.datetime(2023, 2, 1, 16, tzinfo=datetime.UTC)) == "令和5年（2023年）2月2日（木）"
    assert on_day(None) == ""
