"""Heads and rows of tables as offices lay them out."""

import time

import pytest

from kpi.intake.found import MOST_FILLED, View
from kpi.intake.outline import Actual
from kpi.intake.table_rows import MOST_LINES
from kpi.intake.tables import caption_rows, find_tables, headings_of, outline_of, table_at
from paper.grids import Cell, Grid, Merge


def grid(*rows, merges=(), hidden=(), name="表"):
    """Rows of texts; None is an empty cell, a number a cell of a number."""
    cells = [
        tuple(
            Cell(number, column, str(value), "text" if isinstance(value, str) else "number")
            for column, value in enumerate(row, start=1)
            if value is not None
        )
        for number, row in enumerate(rows, start=1)
    ]
    return Grid(
        name,
        tuple(row for row in cells if row),
        tuple(Merge(*m) for m in merges),
        hidden_rows=frozenset(hidden),
    )


def read(table, habits=None):
    (found,) = find_tables(table, habits or {})
    return outline_of(table, found)


REPORT = grid(
    ["令和5年度 効果検証"],
    ["基本目標", "指標名", "基準値", "実績", None, None, "目標値", "担当課"],
    [None, None, None, "H30", "R1", "R2", "（R6）", None],
    ["1 しごと", "創業件数", "10件", 8, 10, "12（速報値）", "50件", "商工課"],
    [None, "新規就農者数", "－", None, "1", None, "累計20人", "農政課"],
    merges=[(2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 3, 3), (2, 4, 2, 6), (2, 8, 3, 8), (4, 1, 5, 1)],
)


def test_a_head_of_two_rows_with_years_under_results():
    (found,) = find_tables(REPORT, {}, sheet=3)
    assert (found.sheet, found.name, found.head_first, found.head_last) == (3, "表", 2, 3)
    assert (found.first_row, found.last_row) == (4, 5)
    assert found.headings == {
        1: "基本目標", 2: "指標名", 3: "基準値", 4: "実績 H30", 5: "実績 R1", 6: "実績 R2", 7: "目標値 （R6）", 8: "担当課"
    }  # fmt: skip
    assert found.columns == {
        1: "goal", 2: "name", 3: "baseline", 4: "actual", 5: "actual", 6: "actual", 7: "target", 8: "department"
    }  # fmt: skip
    assert headings_of(REPORT, 2, 3) == found.headings


def test_rows_become_kpis_with_the_goal_above_them():
    outline = outline_of(REPORT, find_tables(REPORT, {})[0])
    first, second = outline.kpis
    assert outline.nodes == ()
    assert first.goal_path == second.goal_path == ("1 しごと",)
    assert first.actuals == (Actual(2018, "8"), Actual(2019, "10"), Actual(2020, "12（速報値）"))
    assert (first.unit, first.baseline_text, first.target_text, first.target_year) == (
        "件",
        "10件",
        "50件",
        2024,
    )
    assert (second.actuals, second.baseline_text) == ((Actual(2019, "1"),), "－")
    assert (first.department, first.place, first.flags) == ("商工課", "「表」4行目", ())


def test_a_table_may_be_said_by_a_person():
    table = grid(["ものさし", "いま"], ["出生数", "5人"])
    assert find_tables(table, {}) == ()
    found = table_at(table, 1, 1, {"ものさし": "name", "いま": "baseline"})
    assert found.columns == {1: "name", 2: "baseline"}
    assert find_tables(table, {"ものさし": "name", "いま": "baseline"}) == (found,)
    assert [kpi.name for kpi in outline_of(table, found).kpis] == ["出生数"]


def test_heads_repeated_on_each_page_are_tables_of_their_own():
    head = ["指標", "現状値", "目標値"]
    table = grid(
        ["第1章 しごと"], head, ["創業", "1件", "2件"], ["第2章 ひと"], head, ["転入", "3人", "4人"],
        merges=[(1, 1, 1, 3), (4, 1, 4, 3)],
    )  # fmt: skip
    first, second = find_tables(table, {})
    assert (first.last_row, second.head_first) == (3, 5)
    assert caption_rows(View(table), 5) == (4,)
    paths = [outline_of(table, found).kpis[0].goal_path for found in (first, second)]
    assert paths == [("第1章 しごと",), ("第2章 ひと",)]


def test_a_cell_of_two_lines_that_was_typed_as_two_rows():
    table = grid(
        ["指標", "現状値", "目標値"],
        ["満足している市民の割合", "68.1%", "73%"],
        ["（対象：18～49歳）", "（令和3年度）", None],
        ["出生数", "5人", "6人"],
    )
    first, second = read(table).kpis
    assert (first.name, first.audience, first.baseline_text) == (
        "満足している市民の割合",
        "18～49歳",
        "68.1%（令和3年度）",
    )
    assert (second.name, second.audience) == ("出生数", "")


def test_years_of_other_columns_and_of_the_head():
    table = grid(
        ["指標", "単位", "基準値（令和元年度）", "目標値", "目標年度"],
        ["創業", "件", 10, 50, "令和8年度"],
        ["転入", "人", "12人（R2年度）", "－", "R9"],
    )
    first, second = read(table).kpis
    assert (first.baseline_text, first.target_text, first.unit) == (
        "10（令和元年度）",
        "50（令和8年度）",
        "件",
    )
    assert (second.baseline_text, second.target_text) == ("12人（R2年度）", "－")


def test_what_somebody_should_look_at():
    rows = grid(
        ["指標", "現状値", "目標値", "実績", "備考"],
        ["創業", "1件", "2件", "5件", "国の調査"],
        ["転入", "1人", "2人"],
        hidden=[3],
    ).rows
    odd = (*rows[2][:1], Cell(3, 2, "=SUM(B1)", "formula"), Cell(3, 3, "#N/A", "error"))
    table = Grid("表", (*rows[:2], odd), hidden_rows=frozenset({3}), cut="途中までです。")
    outline = read(table)
    assert outline.flags == ("途中までです。",)
    assert outline.kpis[0].flags == (
        "「実績」の列の年度がわからないため、実績「5件」は取り込みません。",
        "備考「国の調査」は取り込みません。",
    )
    assert outline.kpis[1].flags == (
        "表で隠されている行です。取り込んでよいかを確かめてください。",
        "B3 は数式の結果が保存されていません。Excelで開いて保存し直してください。",
        "C3 は計算の誤り（#N/A）です。値を確かめてください。",
    )


def test_columns_that_are_not_read_are_named():
    table = grid(
        ["指標", "現状値", "目標値 R7", "目標値 R8", "達成率", "評価"],
        ["創業", "1件", "2件", "3件", "50%", "A"],
    )
    outline = read(table)
    assert [(kpi.target_text, kpi.target_year) for kpi in outline.kpis] == [("3件", 2026)]
    assert outline.flags == ("「表」の次の列は読みません：目標値 R7、達成率、評価。",)


def test_rows_of_measures_become_headings_with_what_is_said_about_them():
    table = grid(
        ["基本目標", "施策", "内容", "新規・継続", "実施期間", "予算額（千円）", "担当課"],
        ["1 しごと", "起業支援", "窓口を開く。窓口を開く。", "新規", "R7～R9", 1200, "商工課"],
        [None, "就農支援", "研修を行う。", "継続（拡充）", "R7～R11", None, "農政課"],
        merges=[(2, 1, 3, 1)],
    )
    outline = read(table)
    said = [(n.depth, n.number, n.title, n.body, n.continuity, n.period, n.budget) for n in outline.nodes]
    assert said == [
        (1, "1", "しごと", "", "", "", ""),
        (2, "", "起業支援", "<p>窓口を開く。</p>", "NEW", "R7～R9", "1200"),
        (2, "", "就農支援", "<p>研修を行う。</p>", "CONTINUED", "R7～R11", ""),
    ]
    assert outline.nodes[1].flags == ("同じ文が二度書かれていたので、一つにしました。",)
    assert outline.kpis == ()


def test_notes_and_totals_below_a_table_are_no_kpis():
    table = grid(
        ["指標", "現状値", "目標値"],
        ["創業", "1件", "2件"],
        ["※1 市の調査による。"],
        ["（注）数値は速報値を含みます。"],
    )
    assert [kpi.name for kpi in read(table).kpis] == ["創業"]


@pytest.mark.parametrize(
    "rows",
    [
        [["氏名", "住所"], ["豊中", "市"]],
        [["目標を達成した指標の数", "5"], ["現状値", "3"]],
        [["2020", "2021"], ["1", "2"]],
        [["指標は、現状値と目標値で示します。", "単位は人です。"]],
        [[]],
    ],
)
def test_what_is_no_table_of_kpis(rows):
    assert find_tables(grid(*rows), {}) == ()


def test_a_row_of_data_is_no_head_whatever_its_words():
    table = grid(
        ["基本目標", "施策", "指標", "現状値", "目標値", "担当課"],
        ["基本目標1", "施策2", "KPIの目標を達成した施策の指標数", "5件", "目標値を上回る", "担当課なし"],
        ["基本目標1", "施策3", "現状の指標", "現状を維持", "維持", "企画課"],
    )
    (found,) = find_tables(table, {})
    assert (found.head_last, found.last_row) == (1, 3)
    assert len(outline_of(table, found).kpis) == 2


def test_merged_cells_are_filled_up_to_a_limit():
    cells = (Cell(1, 1, "a"),)
    small = View(Grid("表", (cells,), (Merge(1, 1, 3, 2),)))
    assert (small.text(3, 2), small.origin(3, 2), small.end((1, 1)), small.text(4, 1)) == (
        "a",
        (1, 1),
        (3, 2),
        "",
    )
    large = View(Grid("表", (cells,), (Merge(1, 1, MOST_FILLED, 2),)))
    assert (large.text(3, 2), large.text(1, 1)) == ("", "a")


def test_a_very_long_sheet_takes_seconds_and_says_where_it_ended():
    rows = [["基本目標", "指標名", "現状値", "目標値", "R3", "担当課"]]
    rows += [
        [f"基本目標{n // 900}", f"指標の名前{n}", f"{n}人", f"{n + 5}人", n, "子育て課"]
        for n in range(11_000)
    ]
    table = grid(*rows)
    begun = time.process_time()
    outline = read(table)
    assert time.process_time() - begun < 10
    assert len(outline.kpis) == MOST_LINES
    assert outline.flags == ("「表」は3,000件を超えたため、3,001行目までしか読みませんでした。",)
