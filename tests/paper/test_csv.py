import csv as standard
import doctest
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from paper import csv

LIVE = [
    *(f"{sign}1+1" for sign in "=+-@|＝＋－＠"),
    "==1+1",
    '=HYPERLINK("http://example.jp","押す")',
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\tx",
    "\rx",
    "\nx",
    "  =1+1",
    "　＝1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\x00=1+1",
    "\u202e=1+1",
    "-",
    "@SUM(A1)",
]
DEAD = [
    "",
    "豊中市",
    "1=1",
    "'=1+1",
    "a@example.jp",
    "令和5年度－令和9年度",
    "３－１",
    "(-5)",
    "#N/A",
    "―",
    "△3",
]


def cells(content: bytes) -> list[list[str]]:
    return list(standard.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_examples_hold():
    failed, attempted = doctest.testmod(csv)
    assert (failed, attempted) == (0, 5)


@pytest.mark.parametrize("payload", LIVE)
def test_what_could_run_is_preceded_by_an_apostrophe(payload):
    [[header], [cell]] = cells(csv.write([payload], [[payload]]))
    assert cell[0] == "'"
    assert header == cell


@pytest.mark.parametrize("payload", DEAD)
def test_what_cannot_run_stays_as_it_is(payload):
    [_, [cell, _]] = cells(csv.write(["a", "b"], [[payload, "x"]]))
    assert cell == payload


def test_numbers_and_dates_stay_what_they_are():
    row = [-3, -1.5, Decimal("-22.40"), True, None, date(2023, 3, 31), datetime(2023, 3, 31, tzinfo=UTC)]
    [_, written] = cells(csv.write(list("abcdefg"), [row]))
    assert written == ["-3", "-1.5", "-22.40", "TRUE", "", "2023-03-31", "2023-03-31T00:00:00+00:00"]


def test_quotes_commas_and_line_ends_survive():
    text = 'A「b」,"c"\nd'
    [_, [cell]] = cells(csv.write(["x"], [[text]]))
    assert cell == text


def test_the_byte_order_mark_is_there_unless_refused():
    assert csv.write(["年度"], [])[:3] == b"\xef\xbb\xbf"
    assert csv.write(["年度"], [], bom=False) == "年度\r\n".encode()
