"""A 新旧対照表 as a page shows it: the cells of every sort of row in every style, no database."""

import re
from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from publishing.comparison.page import Sheet, annex_of, sheet_of, sides_of
from publishing.comparison.styles import PRESETS, preset
from publishing.comparison.table import Line
from tests.publishing import comparisons


def shown(key: str = "new-old", **given) -> Sheet:
    return sheet_of(
        comparisons.table(**given), preset(key), lambda side, picture: f"/{side}/{picture.sha256}"
    )


def html(key: str, **given) -> str:
    context = {"sheet": shown(key, **given), "table": comparisons.table(**given)}
    return re.sub(r"\s*\n\s*", "", render_to_string("publishing/comparison/_table.html", context))


def forms(sheet: Sheet, number: int) -> list[list[str]]:
    """The forms of the parts of a row, side by side as they stand."""
    return [[part.form for part in side.parts] for side in sheet.rows[number - 1].sides]


def test_unchanged_paragraphs_are_left_out_and_a_row_holds_all_its_changes():
    assert forms(shown(), 2) == [["omitted", "text", "omitted", "text"]] * 2


def test_what_came_or_went_says_so_on_the_other_side():
    assert forms(shown(), 3) == [["title", "text", "text", "text"], ["absent"]]
    assert shown().rows[2].sides[1].parts[0].html == "（新設）"
    assert forms(shown(), 4) == [["absent"], ["title", "text"]]
    assert shown().rows[3].sides[0].parts[0].html == "（削る）"


def test_a_stacked_table_has_no_old_side_where_something_came():
    assert forms(shown("stacked"), 3) == [[], ["title", "text", "text", "text"]]
    assert forms(shown("stacked"), 4) == [["title", "text"], ["absent"]]


def test_the_errata_say_neither():
    assert forms(shown("errata"), 3)[0] == [] and forms(shown("errata"), 4)[1] == []


def test_figures_stand_with_their_words_and_the_difference_of_these():
    sheet = shown()
    assert sheet.rows[4].is_figure
    new, old = sheet.rows[4].sides
    assert (new.parts[0].address, old.parts[0].address) == ("/new/" + "new" * 8, "/old/" + "old" * 8)
    assert '<ins class="diff-new">' in new.parts[0].html and "資料：豊中市" in new.parts[0].html


def test_an_alternative_text_is_shown_where_only_words_differ():
    line = Line(
        "figure",
        old_picture=comparisons.figure(alt="四つの柱"),
        new_picture=comparisons.figure(alt="五つの柱"),
    )
    (new, _) = sides_of(line, preset("new-old"), lambda side, picture: "")
    assert "代わりの文：" in new.parts[0].html


@pytest.mark.parametrize("key", PRESETS)
def test_every_row_of_the_table_has_all_its_cells_and_one_head(key):
    page, style = html(key), preset(key)
    _, *rows = page.split('<tr role="row" id="r')
    assert len(rows) == len(comparisons.table().rows)
    wanted = len(style.before) + len(style.behind) + (1 if style.is_stacked else 2)
    for row in rows:
        cells = re.findall(r'role="(?:cell|rowheader)"', row)
        assert len(cells) + row.count('colspan="2"') == wanted
        assert row.count('role="rowheader"') == (1 if style.before else 0)


def test_a_gathered_row_points_at_the_annex():
    assert "その他、字句の整理（5箇所）" in html("new-old")
    assert '<td role="cell" class="text" colspan="2"><a href="#annex">別表</a>に示します。</td>' in html(
        "new-old"
    )
    assert '<td role="cell" class="text"><p class="reason">別表に示すとおり' not in html("new-old")


def test_pages_kinds_stages_and_causes_are_said():
    page = html("stacked")
    assert "<strong>P3</strong>（1）策定の趣旨" in page
    assert '<span class="tag">名称変更</span>' in page
    assert '<span class="tag tag-strong">時点修正</span>' in page
    assert "もとになった意見：</small>第4回委員会の意見1件" in page


def test_whatever_was_typed_is_escaped():
    bad = "<script>alert(1)</script>"
    row = replace(comparisons.table().rows[0], reason=bad, remark=bad, revision_stage=bad)
    for key in PRESETS:
        assert "<script" not in html(key, rows=(row,))


def test_equal_editions_say_so():
    assert "二つの版に、違いはありません。" in html("new-old", rows=(), left_out=())


def test_the_annex_tells_what_is_gathered_apart_from_what_is_left_out():
    parts = annex_of(comparisons.table(), preset("new-old"))
    assert [(part.heading, len(part.outs), part.count) for part in parts] == [
        ("その他、字句の整理", 1, 5),
        ("載せていない変更", 1, 1),
    ]
