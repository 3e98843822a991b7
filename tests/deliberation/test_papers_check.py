"""Dates whose weekday cannot be right, in the notice of a meeting and in its papers."""

import pytest

from deliberation.papers_check import contradictions

THURSDAY = "令和5年（2023年）2月2日は木曜日です。日付か曜日を直してください。"


def sentences(text: str, fiscal_year: int | None = None) -> list[str]:
    return [one.sentence for one in contradictions(text, fiscal_year)]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("表決書は2月2日(火)までに", 2022),
        ("表決書は２月 ２日（火）までに", 2022),
        ("表決書は2月2日（火曜日）必着", 2022),
        ("令和5年2月2日（火）", None),
        ("令和5年（2023年）2月2日（火）", None),
        ("２０２３年２月２日（火）", 1999),
        ("2月2日\n（火）", 2022),
    ],
)
def test_a_wrong_weekday_is_found_however_it_is_written(text, year):
    assert [one.partition("：")[2] for one in sentences(text, year)] == [THURSDAY]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1月23日（月）に送付し、2月2日（木）まで", 2022),
        ("2月2日（木・祝）", 2022),
        ("4月6日（木）に開く予定", 2022),  # of the year that follows
        ("2月2日(火)", None),  # of some year it is one
        ("令和4年12月23日閣議決定", 2022),
        ("", 2022),
    ],
)
def test_a_right_date_is_left_alone(text, year):
    assert sentences(text, year) == []


def test_two_weekdays_of_one_day_are_told_where_the_year_is_not_known():
    text = "締切は2月2日(火)です。\n表決書は2月2日(木)まで。1月23日(月)"
    assert sentences(text) == [
        "「2月2日(火)」：ほかの所では「木」とあります。どちらかを直してください。",
        "「2月2日(木)」：ほかの所では「火」とあります。どちらかを直してください。",
    ]
    assert sentences(text, 2022) == [f"「2月2日(火)」：{THURSDAY}"]


def test_a_day_that_does_not_exist_is_told_once():
    assert sentences("4月31日(月) 4月31日(月)", 2022) == [
        "「4月31日(月)」：4月31日という日はありません。日付を直してください。"
    ]
    assert sentences("2月30日(月)") == [
        "「2月30日(月)」：2月30日という日はありません。日付を直してください。"
    ]
    assert sentences("令和5年13月1日(月)") == [
        "「令和5年13月1日(月)」：2023年13月1日という日はありません。日付を確認してください。"
    ]


def test_a_text_of_nothing_but_dates_is_read_in_time_and_told_in_part():
    assert len(contradictions("".join(f"令和{n}年2月2日(月)。" for n in range(1, 60)))) == 20
