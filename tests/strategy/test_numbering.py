from dataclasses import dataclass

import pytest

from strategy.numbering import GOJUON, STYLES, format_number, number_tree
from strategy.tree import assemble


@pytest.mark.parametrize(
    ("style", "n", "parent", "printed"),
    [
        ("chapter", 1, 0, "第1章"),
        ("chapter", 12, 0, "第12章"),
        ("chapter_section", 2, 3, "第3章－2"),
        ("chapter_section", 2, 0, "2"),
        ("paren", 1, 0, "（1）"),
        ("paren", 10, 0, "（10）"),
        ("circled", 1, 0, "①"),
        ("circled", 20, 0, "⑳"),
        ("circled", 21, 0, "㉑"),
        ("circled", 35, 0, "㉟"),
        ("circled", 36, 0, "㊱"),
        ("circled", 50, 0, "㊿"),
        ("circled", 51, 0, "(51)"),
        ("goal", 4, 0, "基本目標4"),
        ("katakana", 1, 0, "ア"),
        ("katakana", 6, 0, "カ"),
        ("katakana", 46, 0, "ン"),
        ("katakana", 47, 0, "アア"),
        ("katakana", 48, 0, "アイ"),
        ("katakana", 93, 0, "イア"),
        ("katakana", 46 + 46 * 46, 0, "ンン"),
        ("paren_katakana", 2, 0, "（イ）"),
        ("roman", 1, 0, "i"),
        ("roman", 4, 0, "iv"),
        ("roman", 49, 0, "xlix"),
        ("roman", 3999, 0, "mmmcmxcix"),
        ("arabic", 7, 0, "7"),
        ("none", 7, 0, ""),
    ],
)
def test_a_number_as_plans_print_it(style, n, parent, printed):
    assert format_number(style, n, parent=parent) == printed


def test_every_style_of_the_form_can_be_printed_and_shows_what_it_prints():
    for style, sample in STYLES.items():
        if style != "none":
            assert sample.startswith(format_number(style, 1, parent=1))


def test_the_gojuon_has_46_different_letters():
    assert len(GOJUON) == len(set(GOJUON)) == 46


@pytest.mark.parametrize("style", sorted(set(STYLES) - {"none"}))
def test_numbers_of_a_style_never_repeat(style):
    assert len({format_number(style, n, parent=1) for n in range(1, 2001)}) == 2000


@pytest.mark.parametrize(
    ("style", "n", "sentence"),
    [
        ("chapter", 0, "番号は1から"),
        ("none", -1, "番号は1から"),
        ("katakana", 46 + 46 * 46 + 1, "「ンン」（2162番目）まで"),
        ("paren_katakana", 3000, "別の付け方"),
        ("roman", 4000, "3999まで"),
        ("節", 1, "番号の付け方「節」はありません"),
    ],
)
def test_what_cannot_be_printed_is_told(style, n, sentence):
    with pytest.raises(ValueError, match=sentence):
        format_number(style, n)


@dataclass(frozen=True)
class Item:
    id: int
    parent_id: int | None
    position: int
    level: str
    printed: str | None = ""


STYLE = {"chapter": "chapter", "section": "chapter_section", "direction": "paren", "example": "none"}


def numbers(*rows):
    return number_tree(
        assemble(rows),
        style=lambda item: STYLE[item.level],
        level=lambda item: item.level,
        key=lambda item: item.id,
        printed=lambda item: item.printed,
    )


def test_sections_bear_the_number_of_their_chapter():
    assert numbers(
        Item(1, None, 10, "chapter"),
        Item(2, None, 20, "chapter"),
        Item(3, 2, 10, "section"),
        Item(4, 2, 20, "section"),
        Item(5, 1, 10, "section"),
    ) == {1: "第1章", 2: "第2章", 5: "第1章－1", 3: "第2章－1", 4: "第2章－2"}


def test_an_example_among_directions_does_not_disturb_their_count():
    found = numbers(
        Item(1, None, 10, "direction"), Item(2, None, 20, "example"), Item(3, None, 30, "direction")
    )
    assert found == {1: "（1）", 2: "", 3: "（2）"}


def test_a_printed_number_holds_for_that_item_only():
    found = numbers(
        Item(1, None, 10, "chapter"),
        Item(2, None, 20, "chapter", "終章"),
        Item(3, None, 30, "chapter", None),
        Item(4, 2, 10, "section"),
    )
    assert found == {1: "第1章", 2: "終章", 3: "第3章", 4: "第2章－1"}


def test_each_item_is_looked_at_a_fixed_number_of_times():
    for n in (10, 320):
        looked = []
        rows = [Item(i, None, 10 * i, "direction") for i in range(1, n + 1)]
        number_tree(
            assemble(rows),
            style=lambda item, looked=looked: looked.append(item) or "paren",
            level=lambda item: item.level,
            key=lambda item: item.id,
            printed=lambda item: "",
        )
        assert len(looked) == n
