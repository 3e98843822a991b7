"""豊中市's own 新旧対照表 (the paper of its fifth committee, seed 004), held against the table made of the same texts.

The printed passages are read from the file, put into two editions, and compared. Row 2 is a figure, which the text of
the file lost.
"""

import re
import uuid
from dataclasses import dataclass
from itertools import groupby, zip_longest

import pytest

from publishing.comparison.comparing import THROUGHOUT_PLACE, Comparing
from publishing.comparison.hand import Hand
from publishing.comparison.kinds import Kind
from publishing.comparison.reading import arranged
from publishing.comparison.sides import Reader
from publishing.comparison.table import Row, Table
from publishing.document import Document
from strategy.blocks import Blocks, all_runs
from strategy.richtext import plain
from tests.documents import Data, document, entry

FIRST, LAST = "No 該当箇所 修正の趣旨と新旧対照表", "デジタル田園都市国家構想の実現に向けた"
HEAD = re.compile(r"(\d) (P\d+)")
OLD_SIGN, NEW_SIGN = "(旧)", "(新)"
SHORT = {"old": "第 3期豊中市総合戦略", "new": "豊中市デジタル総合戦略"}
TEXTS = ("3", "4", "5")


@dataclass(frozen=True)
class Printed:
    """A row as printed: the place, and the paragraphs of both sides."""

    page: str
    place: str
    old: tuple[str, ...]
    new: tuple[str, ...]


def paragraphs(lines: list[str]) -> list[str]:
    """Lines of the PDF as paragraphs: the last line of one ends with a space, and nothing else does."""
    found, begun = [], ""
    for line in lines:
        begun += line
        if line.endswith(" "):
            found.append(begun.strip())
            begun = ""
    return [text for text in [*found, begun.strip()] if text]


@pytest.fixture(scope="module")
def printed(shared) -> dict[str, Printed]:
    """The printed rows by their numbers."""
    (file,) = sorted((shared / "seeds").glob("004*.txt"))
    lines = [line for line in file.read_text(encoding="utf-8").split("\n") if line]
    start = next(n for n, line in enumerate(lines) if line.strip() == FIRST)
    end = next(n for n in range(start, len(lines)) if lines[n].strip() == LAST)
    said = [line for line in lines[start:end] if line.strip() != FIRST]
    heads = [n for n, line in enumerate(said) if HEAD.fullmatch(line.strip())]
    rows = {}
    for n, after in zip_longest(heads, heads[1:]):
        number, page = HEAD.fullmatch(said[n].strip()).groups()
        rows[number] = _row(page, paragraphs(said[n + 1 : after]))
    return rows


def _row(page: str, said: list[str]) -> Printed:
    """Place, reason, （旧） and （新）; a row may have no （旧）."""
    new = said.index(NEW_SIGN) if NEW_SIGN in said else len(said)
    old = said.index(OLD_SIGN) if OLD_SIGN in said else new
    return Printed(page, said[0], tuple(said[old + 1 : new]), tuple(said[new + 1 :]))


def item(title: str, number: str, said: tuple[str, ...] = (), items: list[Data] | None = None) -> Data:
    """An item of both editions: what it is called first does not matter, its number in the old one does."""
    lineage = str(uuid.uuid5(uuid.NAMESPACE_OID, number))
    body = "".join(f"<p>{text}</p>" for text in said)
    return entry("TEXT", title, number, items, lineage=lineage, body=body)


def edition(printed: dict[str, Printed], side: str) -> Document:
    """The plan of one side: the chapter with the printed passages and what stands between them, and the KPIs behind."""
    said = {number: getattr(row, side) for number, row in printed.items()}
    (title,) = said["1"]
    idea, *idea_text = (said["4"][0].removeprefix("(4)"), *said["4"][1:])
    relation = printed["5"].place.removeprefix("(5)").replace(printed["1"].new[0], title)
    overview = [
        item("策定の趣旨", "（1）", said["3"]),
        item("第2期の総括", "（2）", ("見本の総括です。",)),
        item("計画期間", "（3）", ("令和5年度から令和9年度までの5年間です。",)),
        item(idea, "（4）", tuple(idea_text)),
        item(relation, "（5）", said["5"]),
    ]
    goals = [item("目標について", "3（1）"), item("指標", "3（2）", ("見本の指標です。",))]
    if side == "new":
        name, *lines = said["6"]
        goals.append(item(name.removeprefix("（３）"), "3（3）", tuple(lines)))
    return document(
        item(f"{title}の概要", "1", items=overview),
        item("目標", "3", items=goals),
        title=title,
        short_title=SHORT[side],
        number=3 if side == "old" else 4,
        stage_name="行政素案" if side == "old" else "案",
    )


@pytest.fixture(scope="module")
def table(printed) -> Table:
    old, new = (edition(printed, side) for side in ("old", "new"))
    return arranged(Comparing(Reader(old), Reader(new)), Hand())


@pytest.fixture(scope="module")
def texts(table, printed) -> list[tuple[Row, Printed]]:
    """Rows 3, 4 and 5, generated and printed."""
    return list(zip(table.rows[1:4], (printed[number] for number in TEXTS), strict=True))


def test_the_printed_table_is_read_whole(printed):
    assert {number: (row.page, row.place) for number, row in printed.items()} == {
        "1": ("P1", THROUGHOUT_PLACE),
        "2": ("P2", "概念図"),
        "3": ("P3", "(1)策定の趣旨"),
        "4": ("P5", "(4)基本的な考え方と進め方"),
        "5": (
            "P6",
            "(5)第４次豊中市総合計画とデジタル田園都市国家構想の実現に向けた豊中市まち・ひと・しごと創生総合戦略の関係",
        ),
        "6": ("P22", "デジタル関連の重要業績評価指標(KPI)"),
    }
    counts = {number: (len(row.old), len(row.new)) for number, row in printed.items()}
    assert counts["3"] == (3, 14)
    assert [counts[number] for number in "145"] == [(1, 1), (3, 3), (1, 1)]
    assert counts["6"][0] == 0


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", words).translate(str.maketrans("（）４", "()4"))


def test_the_same_places_stand_in_the_same_order(table, printed):
    """Each printed place is the beginning, or the end, of the generated one: the heading of (4) is printed as it was."""
    assert [row.kinds for row in table.rows] == [
        (Kind.THROUGHOUT,),
        (Kind.REVISED,),
        (Kind.RETITLED, Kind.REVISED),
        (Kind.REVISED,),
        (Kind.NEW,),
    ]
    assert table.left_out == ()
    places = [row.places[0].words for row in table.rows]
    assert places[0].startswith(printed["1"].place)
    assert squeezed(places[1]) == squeezed(printed["3"].place)
    assert squeezed(places[2]) == squeezed(printed["4"].new[0])
    assert squeezed(places[3]) == squeezed(printed["5"].place)
    assert squeezed(places[4]).endswith(squeezed(printed["6"].place))


def test_the_name_is_told_once_with_its_places(table, printed):
    """Row 1: the title in the heading of chapter 1 and of (5), in (1), and the short title, are no rows of their own."""
    first = table.rows[0]
    assert [said(first, side)[0] for side in ("old", "new")] == [*printed["1"].old, *printed["1"].new]
    assert first.changes[0].count == 5
    assert not any("概要" in row.places[0].words for row in table.rows)


# --- rows 3 to 5: the marks ---------------------------------------------------------------------------------


def said(row: Row, side: str) -> list[str]:
    """The paragraphs of one side without their marks."""
    shown = [getattr(line, side) for line in row.lines]
    return [text for blocks in shown if blocks for text in plain(blocks).split("\n")]


def stretches(blocks: Blocks | None) -> list[tuple[bool, str]]:
    """The text of one side of a line cut where a mark begins or ends: (kept, text)."""
    runs = list(all_runs(blocks or ()))
    parts = groupby(runs, key=lambda run: getattr(run, "kind", "equal") == "equal")
    return [(kept, "".join(run.text for run in part)) for kept, part in parts]


def test_without_its_marks_each_side_is_what_was_printed(texts):
    for row, printed in texts:
        assert said(row, "old") == [heading(text) for text in printed.old]
        assert said(row, "new") == [heading(text) for text in printed.new]


def heading(text: str) -> str:
    """The heading of (4) has its number in full-width brackets here, as everywhere."""
    return re.sub(r"^\((\d)\)", r"（\1）", text)


def test_nothing_different_is_unmarked(texts):
    """What is kept is the same on both sides, in the same order."""
    for row, _ in texts:
        for line in row.lines:
            old, new = ([text for kept, text in stretches(blocks) if kept] for blocks in (line.old, line.new))
            assert "".join(old) == "".join(new)


def test_every_mark_is_really_different(texts):
    """Between two kept stretches, what went is not what came, and something went or came."""
    marks = 0
    for row, _ in texts:
        for line in row.lines:
            for went, came in changed_between(line.old, line.new):
                marks += 1
                assert went != came
                assert went.strip() or came.strip()
    assert marks > 10


def changed_between(old: Blocks | None, new: Blocks | None) -> list[tuple[str, str]]:
    """What went and what came between the kept stretches of a line, "" where nothing did."""
    kept_at: dict[int, list[str]] = {}
    for side, blocks in enumerate((old, new)):
        at = 0
        for kept, text in stretches(blocks):
            if kept:
                at += len(text)
            else:
                kept_at.setdefault(at, ["", ""])[side] += text
    return [(went, came) for _, (went, came) in sorted(kept_at.items())]


def test_the_marks_of_row_5_are_those_a_clerk_would_draw(texts):
    row, _ = texts[2]
    marks = [pair for line in row.lines for pair in changed_between(line.old, line.new)]
    assert marks[-2:] == [("第４次", ""), ("", "、デジタルの力を活用しながら")]
    went, came = ("".join(side) for side in zip(*marks[:-2], strict=True))
    assert went.startswith("第 3期")
    assert came.endswith("デジタル")


def test_row_6_is_new_from_its_heading_to_its_last_line(table, printed):
    row = table.rows[-1]
    assert {kept for line in row.lines for kept, _ in stretches(line.new)} == {False}
    assert all(line.old is None for line in row.lines)
    assert said(row, "new")[1:] == list(printed["6"].new[1:])
