"""Rows on paper: what stands beside each other, and how tall it may grow."""

from dataclasses import replace

import pytest

from publishing.comparison.kinds import Kind
from publishing.comparison.strips import CHAIN, HALF_WIDE, Strip, strips, width_of, widths
from publishing.comparison.styles import PRESETS
from publishing.comparison.table import Cause, Line, Place
from strategy.richtext import parse, plain
from tests.publishing.comparisons import (
    added,
    cells,
    change,
    figure,
    removed,
    renamed,
    revised,
    row,
    table,
    texts,
)

SIDE, STACKED = PRESETS["new-old"], PRESETS["stacked"]
SENTENCE = "市は、提言をふまえて毎年度の予算と施策を見直し、{}を通じて進み具合を確かめます。"


def told(strip: Strip) -> list[list[str]]:
    """The words of each cell of texts."""
    return [[piece.words or plain(piece.blocks) for piece in cell] for cell in strip.texts]


def forms(strip: Strip) -> list[list[str]]:
    return [[piece.form for piece in cell] for cell in strip.texts]


def long(paragraphs: int, sentences: int = 1):
    old, new = (
        "".join(f"<p>{n}{SENTENCE.format(words) * sentences}</p>" for n in range(paragraphs))
        for words in ("点検", "評価")
    )
    return change("item:z", Kind.REVISED, Place("（7）進行管理", "7", "7"), texts(old, new))


@pytest.mark.parametrize("style", PRESETS.values(), ids=PRESETS)
def test_the_columns_fill_the_paper(style):
    assert sum(widths(style)) == pytest.approx(width_of(style), abs=0.2)


def test_both_sides_stand_beside_each_other_in_the_order_of_the_style():
    [strip] = strips(row(1, revised()), SIDE)
    assert told(strip) == [
        ["（略）", "国は令和4年12月にデジタル田園都市国家構想総合戦略を定めました。", "（略）"],
        ["（略）", "国は令和2年12月に第2期総合戦略を改訂しました。", "（略）"],
    ]
    [turned] = strips(row(1, revised()), PRESETS["old-new"])
    assert turned.texts == strip.texts[::-1]


def test_under_each_other_each_side_says_its_name_and_the_reason_stands_above():
    made = row(1, renamed(), reason="国の動きによる。", causes=(Cause("意見", "第4回委員会"),))
    found = strips(made, STACKED)
    assert [form for strip in found for form in forms(strip)[0]] == [
        *("purpose", "purpose", "side", "title", "fact", "side", "title", "fact")
    ]
    assert told(found[0])[0][:3] == ["国の動きによる。", "もとになった意見：第4回委員会", "（旧）"]


def test_where_nothing_stands_the_table_says_so():
    [strip] = strips(row(1, added()), SIDE)
    assert told(strip)[1] == ["（新設）"]
    [strip] = strips(row(1, removed()), SIDE)
    assert told(strip)[0] == ["（削る）"]
    [strip] = strips(row(1, added()), replace(SIDE, says_absent=False))
    assert told(strip)[1] == []


def test_under_each_other_what_is_new_has_no_old_side():
    words = [word for strip in strips(row(1, added()), STACKED) for cell in told(strip) for word in cell]
    assert "（旧）" not in words
    gone = [word for strip in strips(row(1, removed()), STACKED) for cell in told(strip) for word in cell]
    assert gone[-2:] == ["（新）", "（削る）"]


def test_paragraphs_stand_in_strips_of_their_own_the_first_as_tall_as_its_place():
    made = strips(row(1, long(6)), SIDE)
    assert [len(strip.texts[0]) for strip in made] == [2, 1, 1, 1, 1]
    assert [(bool(strip.places), strip.span) for strip in made] == [(True, 5), *[(False, 0)] * 4]
    assert not any(strip.is_long for strip in made)
    tall = strips(row(1, long(6), reason="長い理由。" * 24), SIDE)
    assert len(tall[0].texts[0]) > len(made[0].texts[0])


def test_only_a_paragraph_of_more_than_half_a_page_may_break():
    made = strips(row(1, long(3, sentences=HALF_WIDE)), SIDE)
    assert [strip.is_long for strip in made] == [True, True, True]


@pytest.mark.parametrize(
    ("count", "expected"), [(8, (False, False)), (20, (True, False)), (30, (True, True))]
)
def test_a_table_is_as_tall_as_the_paragraphs_of_its_cells(count, expected):
    cell = "<p>見本</p>" * count
    lines = texts("", f"<table><tbody><tr><td>{cell}</td><td>一</td></tr></tbody></table>")
    [strip] = strips(row(1, change("a", Kind.NEW, Place("場所"), lines)), SIDE)
    assert (strip.is_long, strip.is_tall) == expected


def test_a_heading_never_stands_alone():
    lines = (
        *renamed().lines[:1],
        *texts("<h3>見出し</h3><p>古い文章です。</p>", "<h3>見出し</h3><p>新しい文章です。</p>"),
    )
    one = change("item:a", Kind.REVISED, Place("場所"), lines)
    for strip in strips(row(1, one), replace(SIDE, context=None)):
        assert forms(strip)[0][-1] == "text"
        assert told(strip)[0][-1] != "見出し"


def test_changes_of_one_row_stand_beside_their_own_places():
    made = strips(row(1, revised(), cells()), SIDE)
    assert [[place.words for place in strip.places] for strip in made] == [
        ["（1）策定の趣旨"],
        ["（2）重要業績評価指標"],
    ]
    together = replace(row(1, revised(), cells()), places=(Place("第1章", "3", "3"),))
    assert [len(strip.places) for strip in strips(together, SIDE)] == [1, 0]


def test_a_gathered_row_points_at_the_annex():
    [strip] = strips(table().rows[-1], SIDE)
    assert told(strip) == [["別表に示します。"]]


def test_a_picture_says_what_of_its_words_changed():
    same = {"sha256": "a" * 64}
    line = Line("figure", old_picture=figure("old", **same), new_picture=figure("new", **same))
    [strip] = strips(row(1, change("f", Kind.FIGURE, Place("図"), [line])), SIDE)
    new, old = (cell[0].blocks for cell in strip.texts)
    assert [plain([block]) for block in new] == ["図1　概念図", "資料：豊中市", "代わりの文：newの概念図"]
    marks = [run.text for block in new for run in block.runs if run.kind == "insert"]
    assert marks == ["new"]
    assert [run.text for block in old for run in block.runs if run.kind == "delete"] == ["old"]


def test_a_picture_that_came_stands_on_its_side_only():
    line = Line("figure", new_picture=figure("new"))
    [strip] = strips(row(1, change("f", Kind.FIGURE, Place("図"), [line])), SIDE)
    assert forms(strip) == [["figure"], []]


@pytest.mark.parametrize("style", PRESETS.values(), ids=PRESETS)
def test_a_change_without_a_word_still_has_its_cells(style):
    [strip] = strips(row(1, change("item:a", Kind.FORMAT, Place("場所"), [])), style)
    assert len(strip.texts) == (1 if style.is_stacked else 2)


def test_a_long_list_of_titles_is_not_held_together():
    titles = [Line("title", new=parse(f"<p>施策{n}</p>")) for n in range(40)]
    made = strips(row(1, change("item:a", Kind.NEW, Place("章"), titles)), SIDE)
    assert max(len(strip.texts[0]) for strip in made) <= 2 * CHAIN
    assert sum(len(strip.texts[0]) for strip in made) == 40
