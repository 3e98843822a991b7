"""The words around the texts."""

import datetime
from dataclasses import replace

import pytest

from publishing.comparison import wording
from publishing.comparison.styles import PRESETS
from publishing.comparison.table import Cause, LevelCount, Place
from tests.publishing.comparisons import NEW_TITLE, OLD_TITLE, facts, table

SIDE, STACKED, ERRATA = PRESETS["new-old"], PRESETS["stacked"], PRESETS["errata"]
SAID = {"name": "見本戦略", "title": "見本戦略", "full_title": "見本戦略", "stage_name": "成案"}


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("", ""),
        (" ", ""),
        ("3", "【資料3】"),
        ("３", "【資料３】"),
        ("資料3", "【資料3】"),
        ("【資料3】", "【資料3】"),
        ("参考1", "【参考1】"),
    ],
)
def test_the_number_of_the_paper_stands_in_brackets_however_it_was_typed(typed, printed):
    assert wording.paper_number(table(paper_number=typed)) == printed


def test_the_running_head_names_plan_and_stage_and_says_that_it_may_change():
    assert wording.running_head(table(), SIDE) == "豊中市デジタル総合戦略（案）　新旧対照表（作成中）"
    assert wording.running_head(table(), STACKED) == "豊中市デジタル…（案）　新旧対照表（作成中）"


@pytest.mark.parametrize("frozen", [True, False])
def test_a_table_of_frozen_texts_or_an_issued_one_is_no_longer_in_preparation(frozen):
    made = table(new=facts(is_frozen=frozen))
    assert (wording.mark(made) == "") is frozen
    issued = made.issued(2, datetime.datetime(2023, 2, 1, 16, tzinfo=datetime.UTC))
    assert wording.mark(issued) == ""
    assert wording.issue_words(issued) == "確定　第2回　令和5年（2023年）2月2日"  # the day in Japan
    assert wording.issue_words(made) == ""


def test_a_correction_is_called_so():
    made = table(new=facts(correction=True, is_frozen=True))
    assert wording.running_head(made, ERRATA) == "豊中市デジタル総合戦略（案）　正誤表"
    assert not wording.has_counts(made)
    assert wording.has_counts(table())


def test_the_legend_tells_the_editions_apart():
    assert wording.legend(table(), SIDE) == f"旧：{OLD_TITLE}（行政素案）　新：豊中市デジタル総合戦略（案）"
    same = table(old=facts(number=3, **SAID), new=facts(number=4, **SAID))
    assert wording.legend(same, ERRATA) == "誤：見本戦略（第3版）　正：見本戦略（第4版）"


def test_a_stage_that_the_title_says_is_not_said_twice():
    named = facts(title=f"{NEW_TITLE}（案）", full_title=f"{NEW_TITLE}（案）", name=f"{NEW_TITLE}（案）")
    assert wording.legend(table(new=named), SIDE).endswith("総合戦略（案）")
    assert "（案）（案）" not in wording.legend(table(new=named), SIDE)


def test_heads_carry_the_stages_where_they_differ():
    assert wording.heads(table(), SIDE) == ("No", "該当箇所", "新（案）", "旧（行政素案）", "修正の趣旨")
    assert wording.heads(table(), STACKED) == ("No", "該当箇所", "修正の趣旨と新旧対照表")
    assert wording.edition_heads(table(), SIDE) == ("旧（行政素案）", "新（案）")
    same = table(old=facts(number=1))
    assert wording.heads(same, ERRATA) == ("頁", "誤", "正")


@pytest.mark.parametrize(
    ("old", "new", "side", "stacked", "column"),
    [
        ("3", "3", "新 P3／旧 P3", "P3", "P3"),
        ("3", "4", "新 P4／旧 P3", "新 P4／旧 P3", "正 P4／誤 P3"),
        ("", "22", "新 P22／旧 ―", "P22", "P22"),
        ("18", "", "新 ―／旧 P18", "旧 P18", "正 ―／誤 P18"),
        ("Ⅳ－82", "Ⅳ－83", "新 Ⅳ－83／旧 Ⅳ－82", "新 Ⅳ－83／旧 Ⅳ－82", "正 Ⅳ－83／誤 Ⅳ－82"),
        ("", "", "", "", "（1）策定の趣旨"),
    ],
)
def test_pages_of_both_editions(old, new, side, stacked, column):
    place = Place("（1）策定の趣旨", old, new)
    assert [wording.pages(place, style) for style in (SIDE, STACKED, ERRATA)] == [side, stacked, column]


def test_the_note_says_whose_the_pages_are_only_where_there_are_any():
    assert wording.note(table(), SIDE).endswith("該当箇所の頁は、旧・新それぞれの版のものです。")
    assert (
        wording.note(table(), ERRATA)
        == "備考　下線の部分は、訂正した箇所です。頁は、誤・正それぞれの版のものです。"
    )
    bare = table(rows=())
    assert "頁は" not in wording.note(bare, SIDE)
    assert wording.note(bare, replace(SIDE, note="")) == ""


def test_a_cause_in_words():
    assert (
        wording.cause_words(Cause("意見", "第4回委員会の意見1件")) == "もとになった意見：第4回委員会の意見1件"
    )


def test_the_annex_lists_what_is_gathered_first_and_counts_places():
    made = table()
    swapped = replace(made, left_out=made.left_out[::-1])
    rows = wording.annex_rows(swapped, SIDE)
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("第1章－2（1）②　新 P9／旧 P9", "字句の整理", 5),
        ("第4章－2　新 P41／旧 P40", "ほかの項目の追加に伴って番号だけが変わりました。", 1),
    ]


def test_rows_kinds_and_stages_are_counted():
    rows = dict(wording.count_rows(table()))
    assert (rows["この表に載せた行"], rows["載せていない変更（別表）"], rows["改正"]) == ("7", "6箇所", "3")
    assert wording.stage_rows(table()) == [
        ("改訂段階「時点修正」の行", "1"),
        ("改訂段階「柱の見直し」の行", "1"),
    ]


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (
            LevelCount("主な取組み", 4, 132, 2, 139, 2),
            ("132（再掲2を含む）", "139（再掲2を含む）", "＋7", False),
        ),
        (LevelCount("基本目標", 1, 4, 0, 4, 0), ("4", "4", "±0", True)),
        (LevelCount("施策", 5, None, 0, 12, 0), ("―", "12", "＋12", False)),
        (LevelCount("事業", 5, 1200, 0, 1100, 0), ("1,200", "1,100", "－100", False)),
    ],
)
def test_a_level_is_counted_as_kanagawa_prints_it(count, told):
    words = wording.level_words(count)
    assert (words.old, words.new, words.difference, words.is_same) == told
