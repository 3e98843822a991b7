"""Lines of a comparison, and what is counted and told of them."""

import pytest

from publishing.comparison.lines import brief, fact_lines, picture_lines, pieces_of, text_lines, title_line
from publishing.comparison.table import Line
from strategy.blocks import TableRow
from strategy.richtext import parse


def of(old: str, new: str) -> tuple[Line, ...]:
    return text_lines(parse(old), parse(new))


def test_paragraphs_stand_beside_each_other_and_say_whether_they_changed():
    lines = of("<p>変わらない文です。</p><p>旧の文です。</p>", "<p>変わらない文です。</p><p>新の文です。</p>")
    assert [line.is_changed for line in lines] == [False, True]
    assert pieces_of(lines) == [("旧", "新")]


def test_a_table_is_one_line_and_shows_the_cells_that_changed():
    table = "<table><tbody><tr><td>人口</td><td>{}人</td></tr><tr><td>出生</td><td>300人</td></tr></tbody></table>"
    (line,) = of(table.format("1,200"), table.format("1,300"))
    assert all(isinstance(block, TableRow) for block in line.new)
    assert (len(line.old), pieces_of([line])) == (2, [("1,200", "1,300")])


def test_a_paragraph_that_came_has_nothing_on_the_other_side():
    _, came = of("<p>初めの文です。</p>", "<p>初めの文です。</p><p>次は別の話題です。</p>")
    assert (came.old, pieces_of([came])) == (None, [("", "次は別の話題です。")])


def test_facts_that_stayed_are_left_out():
    (line,) = fact_lines("対応", ["国①", "国②"], ["国①", "国③"])
    assert (line.label, pieces_of([line])) == ("対応", [("②", "③")])
    assert list(fact_lines("対応", ["国①"], ["国①"])) == []


def test_a_fact_that_came_alone_has_no_other_side():
    (line,) = fact_lines("再掲", [], ["①健診"])
    assert (line.old, line.is_changed) == (None, True)


def test_what_went_and_what_came_at_one_place_is_one_difference():
    line = title_line("令和5年度に策定し、毎年度検証する", "令和6年度に改訂し、毎年検証する")
    assert pieces_of([line]) == [("5", "6"), ("策定", "改訂"), ("度", "")]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("取り組みを進める", "取組みを進める", "「り」を削る"),
        ("健診", "健診と相談", "「と相談」を加える"),
        ("同じ", "同じ", ""),
    ],
)
def test_the_differences_are_told_in_a_line(old, new, told):
    assert brief([title_line(old, new)]) == told


def test_many_differences_are_told_by_their_number():
    lines = [title_line(f"第{n}", f"次{n}") for n in range(5)]
    assert brief(lines) == "「第」を「次」に、「第」を「次」に、「第」を「次」に、ほか2箇所"


def test_pictures_pair_by_their_place_and_the_same_one_is_left_out():
    facts = [
        {"sha256": sign, "file": sign, "type": "image/png", "width": 1, "height": 1, "caption": sign, "alt": "",
         "source": ""}
        for sign in "abc"
    ]  # fmt: skip
    (line,) = picture_lines(facts[:2], [facts[0], facts[2]])
    assert (line.old_picture.sha256, line.new_picture.sha256) == ("b", "c")
    (gone,) = picture_lines(facts[:1], [])
    assert (gone.old_picture.sha256, gone.new_picture) == ("a", None)
