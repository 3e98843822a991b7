"""Days and moments on the pages of a call."""

import datetime

from deliberation.templatetags.comment_words import day_words, moment_words


def test_days_and_moments_are_those_of_japan():
    at = datetime.datetime(2026, 8, 2, 15, 5, tzinfo=datetime.UTC)
    assert (moment_words(at), moment_words(None)) == ("令和8年8月3日（月）0:05", "")
    assert (day_words(datetime.date(2026, 8, 3)), day_words(None)) == ("令和8年（2026年）8月3日", "")
