"""Blocks of two compared texts with their differences marked."""

from hypothesis import given
from hypothesis import strategies as st

from strategy.blockdiff import compare_blocks
from strategy.blocks import all_runs, text_of
from strategy.markedblocks import Marked, marked_line, side_of
from strategy.richtext import parse, plain
from strategy.textdiff import compare


def sides(old: str, new: str, side: str) -> list[tuple[str, str]]:
    blocks = tuple(side_of(compare_blocks(parse(old), parse(new)), side))
    return [(run.kind, run.text) for run in all_runs(blocks)]


def test_each_side_shows_its_own_words_with_what_went_or_came():
    old, new = "<p>旧の文です。</p>", "<p>新の文です。</p>"
    assert sides(old, new, "old") == [("delete", "旧"), ("equal", "の文です。")]
    assert sides(old, new, "new") == [("insert", "新"), ("equal", "の文です。")]
    assert sides(old, new, "both") == [("delete", "旧"), ("insert", "新"), ("equal", "の文です。")]


def test_bold_type_and_links_stay_where_a_change_cuts_them():
    (_, cut, *_) = side_of(
        compare_blocks(
            parse("<p>一。</p><p><strong>太い旧字</strong></p>"),
            parse("<p>一。</p><p><strong>太い新字</strong></p>"),
        ),
        "new",
    )
    assert all(run.strong for run in cut.runs)
    assert text_of(cut.runs) == "太い新字"


def test_a_caption_is_marked_once_where_its_table_begins():
    table = "<table><caption>{}</caption><tbody><tr><td>一</td></tr><tr><td>二</td></tr></tbody></table>"
    blocks = tuple(side_of(compare_blocks(parse(table.format("旧表")), parse(table.format("新表"))), "new"))
    assert [text_of(row.caption) for row in blocks] == ["新表", ""]


def test_a_line_of_plain_text_is_marked_too():
    runs = marked_line(compare("第2期", "第3期"), "old")
    assert runs[0] == Marked("第")
    assert [run.text for run in runs if run.kind == "delete"] == ["2"]


PARAGRAPHS = st.lists(st.text(alphabet="子育て支援まち12、。", min_size=1, max_size=12), max_size=4)


@given(PARAGRAPHS, PARAGRAPHS)
def test_no_word_of_either_side_is_lost(old, new):
    texts = ["".join(f"<p>{text}</p>" for text in side) for side in (old, new)]
    pairs = compare_blocks(*map(parse, texts))
    for side, text in zip(("old", "new"), texts, strict=True):
        assert plain(side_of(pairs, side)) == plain(text)
