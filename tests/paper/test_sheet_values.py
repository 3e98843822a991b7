import doctest
from datetime import datetime

import pytest

from paper import sheet_values
from paper.sheet_values import (
    DATED,
    PERCENT,
    PLAIN,
    TEXT,
    column_number,
    date_text,
    meaning,
    number,
    plain,
    unescaped,
)

EPOCH = datetime(1899, 12, 30)


@pytest.mark.parametrize(
    ("code", "made"),
    [
        ("General", PLAIN),
        ("G/標準", PLAIN),
        ("0.00E+00", PLAIN),
        ('#,##0"円"', PLAIN),
        ('0.0"ds"', PLAIN),
        ("#,##0;[Red]-#,##0", PLAIN),
        ("@", PLAIN),
        ("0.0%", PERCENT),
        ("yyyy/m/d", DATED),
        ("[$-411]ge.m.d", DATED),
        ('[$-ja-JP]ggge"年度"', DATED),
        ("h:mm", DATED),
        (r"yyyy\-mm\-dd", DATED),
    ],
)
def test_what_a_format_makes_of_a_number(code, made):
    assert meaning(code) == made


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (70.40000000000001, "70.4"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (401558.0, "401558"),
        (123456789012345678.0, "123456789012346000"),
        (1.5e-9, "0.0000000015"),
        (1e22, "1E+22"),
        (-2.5e-15, "-2.5E-15"),
        (1 / 3, "0.333333333333333"),
    ],
)
def test_a_figure_reads_as_excel_shows_it(figure, text):
    assert plain(figure) == text


@pytest.mark.parametrize(
    ("serial", "text"),
    [
        (45383, "2024-04-01"),
        (45383.4375, "2024-04-01T10:30:00"),
        (43586, "2019-05-01"),
        (1, "1900-01-01"),
        (59, "1900-02-28"),
        (61, "1900-03-01"),
        (0.5, "12:00:00"),
        (2958465, "9999-12-31"),
        (2958466, ""),
        (-1, ""),
    ],
)
def test_days_of_excel(serial, text):
    assert date_text(serial, EPOCH) == text


def test_a_number_that_is_none_stays_what_it_was():
    assert number("二", PLAIN, EPOCH) == (TEXT, "二")
    assert number("-1", DATED, EPOCH) == (1, "-1")


def test_columns_and_escapes():
    assert [column_number(name) for name in ("A", "Z", "AA", "XFD")] == [1, 26, 27, 16384]
    assert unescaped("_x005F_x0041_ _x0000_") == "_x0041_ "
    assert len(unescaped("人" * 40_000)) == 32_767


def test_the_examples_hold():
    assert doctest.testmod(sheet_values) == (0, 5)
