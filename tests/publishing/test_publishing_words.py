"""Words for templates."""

import datetime

import pytest

from publishing.templatetags.publishing_words import period, register, wareki
from strategy.bodies import SCROLL
from strategy.models import Edition, PlanItem


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (datetime.date(2023, 4, 1), "令和5年（2023年）4月1日"),
        ("2019-04-30", "平成31年（2019年）4月30日"),
        ("2019-05-01", "令和元年（2019年）5月1日"),
        (None, ""),
        ("", ""),
    ],
)
def test_days_in_both_calendars(day, printed):
    assert wareki(day) == printed


def test_periods():
    edition = Edition(first_fiscal_year=2023, last_fiscal_year=2027)
    assert period(edition) == "令和5年度（2023年度）から令和9年度（2027年度）までの5年間"


def test_a_body_is_cleaned_once_more_and_its_tables_scroll():
    table = "<table><tbody><tr><td>表</td></tr></tbody></table>"
    item = PlanItem(body=f"<p>本文</p>{table}<script>alert(1)</script>")
    assert register.filters["body"](item) == f"<p>本文</p>{SCROLL}{table}</div>"
