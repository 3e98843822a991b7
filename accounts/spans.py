"""Spans of days whose ends may be open: do two meet, and from which day is nobody there? Pure."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

Day = datetime.date


@dataclass(frozen=True)
class Span:
    """From ``first`` to ``last``, both included; None is without end on that side."""

    first: Day | None = None
    last: Day | None = None

    def holds(self, day: Day) -> bool:
        """Whether the day lies within.

        >>> Span(Day(2025, 4, 1)).holds(Day(2025, 3, 31)), Span(Day(2025, 4, 1)).holds(Day(2030, 1, 1))
        (False, True)
        """
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def meets(self, other: "Span") -> bool:
        """Whether a day lies within both.

        >>> Span(None, Day(2025, 3, 31)).meets(Span(Day(2025, 4, 1)))
        False
        >>> Span(None, Day(2025, 4, 1)).meets(Span(Day(2025, 4, 1)))
        True
        """
        return not _before(self, other) and not _before(other, self)


def _before(earlier: Span, later: Span) -> bool:
    return earlier.last is not None and later.first is not None and earlier.last < later.first


def first_uncovered(spans: Iterable[Span], since: Day) -> Day | None:
    """The first day from ``since`` on that lies in none of the spans; None when there is no such day.

    >>> first_uncovered([Span(None, Day(2025, 3, 31)), Span(Day(2025, 4, 2))], Day(2025, 1, 1))
    datetime.date(2025, 4, 1)
    >>> first_uncovered([Span(None, Day(2025, 3, 31)), Span(Day(2025, 4, 1))], Day(2025, 1, 1)) is None
    True
    """
    left, day = list(spans), since
    while covering := [span for span in left if span.holds(day)]:
        lasts = [span.last for span in covering if span.last is not None]
        if len(lasts) < len(covering):
            return None
        day = max(lasts) + datetime.timedelta(days=1)
    return day
