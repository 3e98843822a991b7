from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.fiscal import (
    EraError,
    era_year,
    fiscal_year_of,
    format_date,
    format_fiscal_year,
    format_period,
    parse_date,
    parse_fiscal_year,
    parse_month,
)

SHOWA = date(1926, 12, 25)


@pytest.mark.parametrize(
    ("day", "year"), [(date(2023, 3, 31), 2022), (date(2023, 4, 1), 2023), (date(2024, 1, 1), 2023)]
)
def test_a_fiscal_year_begins_in_april(day, year):
    assert fiscal_year_of(day) == year


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        ((2023,), "令和5年"),
        ((2019, 4, 30), "平成31年"),
        ((2019, 5, 1), "令和元年"),
        ((1989, 1, 7), "昭和64年"),
        ((1989, 1, 8), "平成元年"),
        ((1926, 12, 25), "昭和元年"),
    ],
)
def test_a_year_is_called_by_the_era_of_the_day(day, printed):
    assert era_year(*day) == printed


@pytest.mark.parametrize(
    ("day", "sentence"), [((1926, 12, 24), "昭和より前"), ((2023, 2, 29), "2023年2月29日という日は")]
)
def test_a_day_without_an_era_or_a_calendar_is_refused(day, sentence):
    with pytest.raises(EraError, match=sentence):
        era_year(*day)


@pytest.mark.parametrize(
    ("year", "options", "printed"),
    [
        (2023, {}, "令和5年度（2023年度）"),
        (2023, {"short": True}, "令和5年度"),
        (2018, {}, "平成30年度（2018年度）"),
        (2019, {}, "令和元年度（2019年度）"),
        (2019, {"as_begun": True}, "平成31年度（2019年度）"),
        (2019, {"short": True, "as_begun": True}, "平成31年度"),
        (1988, {}, "昭和63年度（1988年度）"),
        (1989, {}, "平成元年度（1989年度）"),
    ],
)
def test_a_fiscal_year_in_both_calendars(year, options, printed):
    assert format_fiscal_year(year, **options) == printed


def test_a_period_counts_both_ends():
    assert format_period(2023, 2027) == "令和5年度（2023年度）から令和9年度（2027年度）までの5年間"
    assert format_period(2023, 2023) == "令和5年度（2023年度）の1年間"


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(EraError, match="終わり（2022年度）が始まり（2023年度）より前"):
        format_period(2023, 2022)


def test_a_day_in_both_calendars():
    assert format_date(date(2023, 2, 2), weekday=True) == "令和5年（2023年）2月2日（木）"
    assert format_date(date(2019, 4, 30)) == "平成31年（2019年）4月30日"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和5年度（2023年度）", 2023),
        ("令和５年度(2023年度)", 2023),
        ("令和 5 年度", 2023),
        ("R5", 2023),
        ("r5年度", 2023),
        ("Ｒ５", 2023),
        ("令和元年度", 2019),
        ("R元", 2019),
        ("平成31年度", 2019),
        ("平成31年度（令和元年度）", 2019),
        ("平成32年度", 2020),
        ("平成元年度", 1989),
        ("昭和63年度", 1988),
        ("㋿5年度", 2023),
        ("2023年度", 2023),
        ("２０２３年度", 2023),
        ("2023", 2023),
        ("2023年度（令和5年度）", 2023),
        ("令和5年度（2023年）", 2023),
    ],
)
def test_a_fiscal_year_is_read(text, year):
    assert parse_fiscal_year(text) == year


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("令和5年度（2024年度）", "かっこの前は2023年度、かっこの中は2024年度"),
        ("令和5年度（来年度）", "（来）は年として読めません"),
        ("光文5年度", "元号「光文」は使えません"),
        ("大正10年度", "元号「大正」は使えません"),
        ("昭和80年度", "昭和80年という年はありません"),
        ("平成50年度", "平成50年という年はありません（読めるのは40年まで）"),
        ("令和0年度", "令和0年という年はありません"),
        ("0203年度", "西暦は1900年から2199年まで"),
        ("元年度", "年度として読めません"),
        ("令和5年度から令和9年度", "年度として読めません"),
        ("", "年度として読めません"),
        ("予" * 500, "予…」は年度として"),
    ],
)
def test_a_fiscal_year_that_cannot_be_is_told(text, sentence):
    with pytest.raises(EraError, match=sentence.replace("(", r"\(")) as told:
        parse_fiscal_year(text)
    assert len(str(told.value)) < 150


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和5年2月2日", date(2023, 2, 2)),
        ("令和5年（2023年）2月2日（木）", date(2023, 2, 2)),
        ("令和５年２月２日（木曜日）", date(2023, 2, 2)),
        ("2023年（令和5年）2月2日 木曜", date(2023, 2, 2)),
        ("R5.2.2", date(2023, 2, 2)),
        ("R5/2/2(木)", date(2023, 2, 2)),
        ("2023-02-02", date(2023, 2, 2)),
        ("2023/2/2", date(2023, 2, 2)),
        ("2022年12月31日時点", date(2022, 12, 31)),
        ("令和4年4月1日現在", date(2022, 4, 1)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("平成32年3月31日", date(2020, 3, 31)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("昭和元年12月25日", SHOWA),
        ("令和6年2月29日", date(2024, 2, 29)),
    ],
)
def test_a_day_is_read(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("令和5年2月2日（金）", "2023年2月2日は木曜日です。「金」とある"),
        ("令和5年2月29日", "2023年2月29日という日はありません"),
        ("2023-13-01", "2023年13月1日という日はありません"),
        ("令和5年（2022年）2月2日", "年が食い違っています"),
        ("令和元年4月30日", "2019年4月30日は令和ではなく平成です"),
        ("平成元年1月7日", "1989年1月7日は平成ではなく昭和です"),
        ("昭和64年1月8日", "1989年1月8日は昭和ではなく平成です"),
        ("昭和元年12月24日", "昭和より前"),
        ("慶応3年1月1日", "元号「慶応」は使えません"),
        ("2月2日", "日付として読めません"),
        ("令和5年2月", "日付として読めません"),
    ],
)
def test_a_day_that_cannot_be_is_told(text, sentence):
    with pytest.raises(EraError, match=sentence):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("平成32年3月", (2020, 3)),
        ("H28.3", (2016, 3)),
        ("令和2年（2020年）3月", (2020, 3)),
        ("２０２０年３月", (2020, 3)),
        ("2020-03", (2020, 3)),
        ("令和9年3月末", (2027, 3)),
        ("令和元年5月", (2019, 5)),
        ("平成31年4月", (2019, 4)),
        ("平成元年1月", (1989, 1)),
        ("昭和64年1月", (1989, 1)),
        ("昭和元年12月", (1926, 12)),
    ],
)
def test_a_month_is_read(text, month):
    assert parse_month(text) == month


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("令和5年13月", "13月という月はありません"),
        ("令和5年0月", "0月という月はありません"),
        ("令和元年4月", "令和ではなく平成"),
        ("昭和64年2月", "昭和ではなく平成"),
        ("昭和元年11月", "昭和より前"),
        ("3月", "年月として読めません"),
        ("令和5年2月2日", "年月として読めません"),
    ],
)
def test_a_month_that_cannot_be_is_told(text, sentence):
    with pytest.raises(EraError, match=sentence):
        parse_month(text)


@given(st.dates(SHOWA, date(2117, 12, 31)))
def test_what_is_printed_can_be_read_again(day):
    assert parse_date(format_date(day, weekday=True)) == day
    assert parse_date(day.isoformat()) == day
    assert parse_month(f"{era_year(day.year, day.month, day.day)}{day.month}月") == (day.year, day.month)


@pytest.mark.parametrize("year", range(1927, 2118))
def test_every_fiscal_year_can_be_read_again(year):
    assert parse_fiscal_year(format_fiscal_year(year)) == year
    assert parse_fiscal_year(format_fiscal_year(year, short=True)) == year
    assert parse_fiscal_year(format_fiscal_year(year, short=True, as_begun=True)) == year


@given(st.dates(SHOWA, date(2117, 12, 31)), st.integers(1, 6))
def test_a_wrong_weekday_is_never_accepted(day, off):
    wrong = format_date(day + timedelta(days=off), weekday=True)[-2]
    with pytest.raises(EraError, match="曜日です"):
        parse_date(f"{format_date(day)}（{wrong}）")


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    for parse in (parse_fiscal_year, parse_date, parse_month):
        try:
            parse(text)
        except EraError as told:
            assert str(told).endswith("。")
