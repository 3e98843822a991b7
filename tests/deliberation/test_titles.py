"""How meetings, days and terms are said."""

import datetime

from django.utils import timezone

from deliberation.models import Body, Meeting, Member
from deliberation.templatetags.meeting_words import beginning_words, deadline_words, term_words, when_of
from deliberation.titles import number_words, title_of

Day = datetime.date


def a_meeting(**fields) -> Meeting:
    body = Body(name="まち・ひと・しごと創生総合戦略委員会", short_name="総合戦略委員会")
    return Meeting(body=body, fiscal_year=2022, number=5, **fields)


def test_a_meeting_is_called_by_its_fiscal_year_and_the_short_name():
    meeting = a_meeting()
    assert (number_words(meeting), title_of(meeting)) == ("令和4年度第5回", "令和4年度第5回総合戦略委員会")
    meeting.body.short_name = ""
    assert title_of(meeting) == "令和4年度第5回まち・ひと・しごと創生総合戦略委員会"


def test_the_day_of_a_written_meeting_is_the_last_on_which_one_may_vote():
    closes = timezone.make_aware(datetime.datetime(2023, 2, 3))
    assert when_of(a_meeting(form="WRITTEN", closes_at=closes)) == "令和5年（2023年）2月2日（木）締切"
    assert deadline_words(closes) == "令和5年（2023年）2月2日（木）まで"
    assert when_of(a_meeting(form="IN_PERSON", held_on=Day(2022, 9, 1))) == "令和4年（2022年）9月1日（木）"
    assert [when_of(a_meeting(form="IN_PERSON", when_words=words)) for words in ("11月頃", "")] == [
        "11月頃",
        "未定",
    ]
    begins = [timezone.make_aware(datetime.datetime(2023, 1, 23, *hour)) for hour in ((9, 5), (0, 0), (9, 0))]
    assert [beginning_words(one).partition("）1")[2] for one in begins] == [
        "月23日（月）9時5分から",
        "月23日（月）から",
        "月23日（月）9時から",
    ]
    assert (beginning_words(None), deadline_words(None)) == ("", "")


def test_a_term_may_be_open_on_either_side():
    spans = [
        (Day(2025, 4, 1), Day(2027, 3, 31)),
        (None, Day(2027, 3, 31)),
        (Day(2025, 4, 1), None),
        (None, None),
    ]
    assert [term_words(Member(first_day=first, last_day=last)) for first, last in spans] == [
        "2025/4/1から2027/3/31まで",
        "2027/3/31まで",
        "2025/4/1から",
        "定めなし",
    ]
