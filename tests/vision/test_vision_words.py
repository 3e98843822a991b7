"""Words of population visions in templates."""

from vision.templatetags.vision_words import calendar_year


def test_a_year_is_told_in_both_calendars():
    assert [calendar_year(year) for year in (2027, None, "")] == ["令和9（2027）年", "", ""]
