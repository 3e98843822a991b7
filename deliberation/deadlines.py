"""Deadlines in words. A deadline is an exclusive instant: 「2月2日まで」 is 2月3日 0時. Pure; instants are local ones."""

import datetime

from strategy.fiscal import WEEKDAYS, format_date


def exclusive(day: datetime.date) -> datetime.datetime:
    """The instant at which a deadline that names only a day has passed: the next day, midnight (naive, local).

    >>> exclusive(datetime.date(2023, 2, 2))
    datetime.datetime(2023, 2, 3, 0, 0)
    """
    return datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min)


def last_day(local: datetime.datetime) -> datetime.date:
    """The last day on which something is still in time.

    >>> last_day(datetime.datetime(2023, 2, 3)), last_day(datetime.datetime(2023, 2, 2, 15))
    (datetime.date(2023, 2, 2), datetime.date(2023, 2, 2))
    """
    return (local - datetime.timedelta(microseconds=1)).date()


def time_words(local: datetime.datetime) -> str:
    """The hour of a deadline that is not the end of a day; empty at midnight.

    >>> time_words(datetime.datetime(2023, 2, 2, 15)), time_words(datetime.datetime(2023, 2, 2, 17, 15))
    ('15時', '17時15分')
    """
    if local.time() == datetime.time.min:
        return ""
    return f"{local.hour}時{local.minute}分" if local.minute else f"{local.hour}時"


def spelled(local: datetime.datetime) -> str:
    """For members: the weekday written out.

    >>> spelled(datetime.datetime(2023, 2, 3))
    '2月2日（木曜日）まで'
    >>> spelled(datetime.datetime(2023, 2, 2, 15))
    '2月2日（木曜日）15時まで'
    """
    day = last_day(local)
    return f"{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}曜日）{time_words(local)}まで"


def printed(local: datetime.datetime) -> str:
    """On paper, with the year.

    >>> printed(datetime.datetime(2023, 2, 3))
    '令和5年（2023年）2月2日（木）まで'
    """
    return f"{format_date(last_day(local), weekday=True)}{time_words(local)}まで"


def days_left(local: datetime.datetime, today: datetime.date) -> str:
    """あと6日, あす, きょう; empty when it is over.

    >>> days_left(datetime.datetime(2023, 2, 3), datetime.date(2023, 1, 27))
    'あと6日'
    """
    days = (last_day(local) - today).days
    return {0: "きょう", 1: "あす"}.get(days, f"あと{days}日") if days >= 0 else ""
