"""What every verb of a review begins with: amounts and days that can be, and a year that is held still."""

import datetime
from decimal import Decimal

import pytest

from accounts.audit import Refused
from accounts.saving import Overtaken
from kpi.models import Hearing
from kpi.review.holding import require_amount, require_past, require_seen


@pytest.mark.parametrize("value", [None, Decimal(0), Decimal("12.0"), Decimal("999999999999")])
def test_amounts_that_can_be(value):
    require_amount(value, "決算額")


@pytest.mark.parametrize("value", ["-1", "0.5", "1E+12", "NaN", "Infinity"])
def test_amounts_that_cannot_be(value):
    with pytest.raises(Refused, match="決算額"):
        require_amount(Decimal(value), "決算額")


def test_days_ahead():
    today = datetime.date(2026, 6, 1)
    require_past(today, today, "実施日")
    require_past(None, today, "実施日")
    with pytest.raises(Refused, match="実施日（2026/06/02）がまだ来ていません"):
        require_past(datetime.date(2026, 6, 2), today, "実施日")


def test_a_row_that_is_not_kept_yet_was_seen_as_nothing():
    require_seen(Hearing(), 0)
    require_seen(Hearing(pk=1, version=3), 3)
    for row, seen in ((Hearing(), 1), (Hearing(pk=1, version=3), 0), (Hearing(pk=1, version=3), 2)):
        with pytest.raises(Overtaken) as caught:
            require_seen(row, seen)
        assert caught.value.current is row
