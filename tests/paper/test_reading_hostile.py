"""What was made to hurt is refused within a second or read within the caps, and nothing else ever comes out."""

import random
import subprocess
import sys
import time

import pytest

from paper.guard import GuardError
from paper.reading import ReadError, read_csv, read_workbook
from tests.paper.hostile import BROKEN, READ, REFUSED, book, cell, sheet
from tests.sources import ROOT

WEB_PROCESS = (
    150  # MB, of which an interpreter takes 20; Django and the plan need 100 more of the 300 allowed
)

# Not ru_maxrss, which a process inherits from the one that started it.
PEAK = "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"


@pytest.mark.parametrize("kind", REFUSED)
def test_refused_before_a_parser_sees_it(kind):
    content = REFUSED[kind]()
    begun = time.process_time()
    with pytest.raises(GuardError) as refused:
        read_workbook(content, name="実績.xlsx")
    assert time.process_time() - begun < 1
    assert str(refused.value).startswith("「実績.xlsx」") and str(refused.value).endswith("。")


@pytest.mark.parametrize("kind", BROKEN)
def test_refused_by_the_reader(kind):
    content = BROKEN[kind]()
    with pytest.raises((ReadError, GuardError)) as refused:
        read_workbook(content, name="実績.xlsx")
    assert str(refused.value).startswith("「実績.xlsx」") and str(refused.value).endswith("。")


@pytest.mark.parametrize("kind", sorted(set(READ) - {"100,000 rows of 20", "1,000,000 rows of 2"}))
def test_read_within_the_caps(kind):
    content = READ[kind]()
    begun = time.monotonic()
    grids = read_workbook(content)
    assert time.monotonic() - begun < 10
    assert len(grids) <= 60
    assert sum(len(cell.text) for grid in grids for cell in grid.cells()) < 21_000_000


def test_what_was_left_out_is_said():
    far = read_workbook(READ["A1 and XFD1048576"]())[0]
    assert [(cell.place, cell.text) for cell in far.cells()] == [("A1", "a")]
    assert far.cut == "12,001行目から先は読みませんでした（1枚のシートで12,000行まで）。"
    assert read_workbook(READ["2,000 columns"]())[0].cut == (
        "201列目から右は読みませんでした（1枚のシートで200列まで）。"
    )
    assert read_workbook(READ["90 sheets"]())[-1].cut == (
        "61枚目から先のシートは読みませんでした（1つのブックで60枚まで）。"
    )
    assert (
        "途中までしか読みませんでした（値の入ったセルで500,000個まで）。"
        in read_workbook(READ["a long text 100,000 times"]())[-1].cut
    )


def test_what_is_far_away_but_empty_was_not_left_out():
    grid = read_workbook(
        book([sheet(f'<row>{cell("A1", "1")}</row><row r="1048576"><c r="XFD1048576"/></row>')])
    )
    assert grid[0].cut == ""


def test_merged_ranges_are_clipped_to_what_is_filled():
    assert read_workbook(READ["merged A1:XFD2000"]())[0].merges == ()
    assert len(read_workbook(READ["20,000 merges"]())[0].merges) == 0


def test_figures_that_are_none_stay_words():
    grid = read_workbook(READ["figures that are none"]())[0]
    assert [(cell.text, cell.kind) for cell in grid.cells()] == [
        ("#NUM!", "error"),
        ("#NUM!", "error"),
        ("#NUM!", "error"),
        ("#NUM!", "error"),
        ("1000000000000000", "number"),
        ("-1", "number"),
        ("0x10", "text"),
        ("1_0", "text"),
        ("1E+22", "number"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["100,000 rows of 20", "1,000,000 rows of 2"])
def test_the_web_process_stays_small(kind, tmp_path):
    """The two that fill most: rows up to the cap, in a process of which nothing else is known."""
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(READ[kind]())
    script = (
        "import sys, time; sys.path.append(sys.argv[1]); from paper.reading import read_workbook\n"
        "begun = time.monotonic(); grids = read_workbook(open(sys.argv[2], 'rb').read())\n"
        "print(sum(1 for _ in grids[0].cells()), grids[0].cut != '', time.monotonic() - begun < 20)\n" + PEAK
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(ROOT), str(path)], capture_output=True, text=True, check=True
    )
    facts, memory = done.stdout.splitlines()
    assert facts == f"{12_000 * (20 if '20' in kind.split()[-1] else 2)} True True"
    assert int(memory) < WEB_PROCESS * 1024


@pytest.mark.slow
def test_the_fullest_workbook_there_can_be_fits(tmp_path):
    """Half a million cells, each with a text of its own, is what a process may have to hold."""
    path = tmp_path / "full.xlsx"
    row = "".join(f'<c t="str"><v>指標の名称とその説明{n}</v></c>' for n in range(190))
    path.write_bytes(book([sheet(f"<row>{row}</row>" * 3000)], level=6))
    script = (
        "import sys; sys.path.append(sys.argv[1]); from paper.reading import read_workbook\n"
        "grids = read_workbook(open(sys.argv[2], 'rb').read())\n"
        "print(sum(1 for _ in grids[0].cells()))\n" + PEAK
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(ROOT), str(path)], capture_output=True, text=True, check=True
    )
    count, memory = map(int, done.stdout.split())
    assert count == 500_000
    assert memory < WEB_PROCESS * 1024


def test_damage_anywhere_ends_in_a_sentence_or_in_cells():
    content, dice = book([sheet(f"<row>{cell('A1', '1')}</row>")]), random.Random(20230331)
    for _ in range(25):
        damaged = bytearray(content)
        for _ in range(dice.randrange(1, 8)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        try:
            read_workbook(bytes(damaged))
        except (GuardError, ReadError) as refused:
            assert str(refused).endswith("。")


def test_damage_to_the_sheet_itself():
    whole, dice = (
        sheet(f'<row r="1">{cell("A1", "1")}</row><row r="2">{cell("B2", "2", "str")}</row>').encode(),
        random.Random(7),
    )
    for _ in range(25):
        damaged = bytearray(whole)
        damaged[dice.randrange(len(damaged))] = dice.randrange(32, 256)
        try:
            read_workbook(book([bytes(damaged)]))
        except (GuardError, ReadError) as refused:
            assert str(refused).endswith("。")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"PK\x03\x04....", "CSVではありません"),
        (b"<!DOCTYPE html><html></html>", "Webページ"),
        (b"\xff\x81\xff,\x00", "文字コード"),
        (b"a,b\x00c", "文字コード"),
        (b"  \n ", "何も書かれていません"),
        (b'a,"' + b"x" * 200_000, "引用符"),
        (b'a,"' + b"x" * 40_000 + b'"', "引用符"),
        (b"a" * (16 * 1024 * 1024 + 1), "大きすぎます"),
    ],
)
def test_a_csv_that_is_none_is_refused(content, word):
    begun = time.process_time()
    with pytest.raises((GuardError, ReadError), match=word) as refused:
        read_csv(content, name="一覧.csv")
    assert time.process_time() - begun < 1
    assert str(refused.value).startswith("「一覧.csv」") and str(refused.value).endswith("。")
