"""Styles of a 新旧対照表 as data."""

from dataclasses import replace

import pytest

from publishing.comparison.styles import COLUMNS, PRESETS, StyleError, abridged, from_data, preset, to_data
from publishing.comparison.table import Line

TITLE, SAME, CHANGED = (
    Line("title", is_changed=False),
    Line("text", is_changed=False),
    Line("text", is_changed=True),
)


def shown(lines: list[Line], context: int | None) -> str:
    signs = {"title": "T", "omitted": "…"}
    return "".join(signs.get(line.form, "x" if line.is_changed else "=") for line in abridged(lines, context))


def test_four_presets_ship_and_the_list_of_errata():
    assert list(PRESETS) == ["new-old", "old-new", "revised-current", "stacked", "errata"]
    assert {(style.order, style.new_label, style.old_label) for style in PRESETS.values()} == {
        ("new_old", "新", "旧"),
        ("old_new", "新", "旧"),
        ("new_old", "改正案", "現行"),
        ("stacked", "新", "旧"),
        ("old_new", "正", "誤"),
    }


@pytest.mark.parametrize("style", PRESETS.values(), ids=lambda style: style.key)
def test_a_style_is_stored_as_data_and_read_again(style):
    assert from_data(to_data(style)) == style
    assert set(style.columns) <= set(COLUMNS)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"columns": ("number", "colour")}, "列「colour」はありません。No、該当箇所、頁、修正の趣旨、備考 から選んでください。"),
        ({"columns": ("number", "number")}, "同じ列が二度入っています。一つにしてください。"),
        ({"order": "diagonal"}, "並べ方「diagonal」はありません。新｜旧、旧｜新、旧↓新 から選んでください。"),
        ({"context": 10}, "前後に残す段落は 0 から 9 までの数にしてください。"),
        ({"old_label": ""}, "新旧の見出しには、異なる言葉を入れてください。"),
        ({"old_label": "新"}, "新旧の見出しには、異なる言葉を入れてください。"),
    ],
)  # fmt: skip
def test_what_no_style_may_hold_is_refused_with_a_sentence(change, sentence):
    data = to_data(replace(preset("new-old"), **change))
    with pytest.raises(StyleError) as refused:
        from_data(data)
    assert str(refused.value) == sentence


def test_an_unknown_preset_names_those_there_are():
    with pytest.raises(StyleError) as refused:
        preset("vertical")
    assert str(refused.value).startswith("様式「vertical」はありません。あるのは new-old（新｜旧）、")


@pytest.mark.parametrize(
    ("context", "told"), [(0, "T…x…x…"), (1, "T…=x=…=x=…"), (None, "T==" + "=x====x" + "===")]
)
def test_unchanged_paragraphs_far_from_a_change_are_left_out(context, told):
    lines = [TITLE, SAME, SAME, SAME, CHANGED, *[SAME] * 4, CHANGED, SAME, SAME, SAME]
    assert shown(lines, context) == told


def test_a_heading_stays_though_nothing_in_it_changed():
    assert shown([SAME, TITLE, SAME], 0) == "…T…"
