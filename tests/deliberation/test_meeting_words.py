"""Days in a template."""

import datetime

from deliberation.templatetags.meeting_words import era_day


def test_a_day_is_said_with_era_and_weekday():
    assert era_day(datetime.date(2023, 2, 2)) == "令和5年（2023年）2月2日（木）"
    assert era_day(None) == ""
