"""A workbook that comes back: rows by key and columns by heading however they were moved, and what cannot be used named."""

import datetime
from dataclasses import replace

import pytest

from kpi.models import Indicator, ReviewYear
from kpi.sheet.keys import Key, Keys
from kpi.sheet.layout import About
from kpi.sheet.reading import read_returned, with_places
from kpi.sheet.returned import from_data, to_data
from kpi.sheet.writing import origin_of, results_workbook
from kpi.targets import relist_target
from paper.reading import read_workbook
from publishing.editions import freeze, publish
from strategy.models import Edition
from tests import factories
from tests.kpi import promises
from tests.kpi.rounds import Round, a_round
from tests.kpi.workbooks import (
    HEAD,
    NOW,
    column,
    fill,
    given,
    grids,
    of,
    opened,
    returned,
    row_of,
    saved,
    texts,
)

pytestmark = pytest.mark.django_db
EASE, BIRTHS = "子育てがしやすいまちだと思う市民の割合", "出生数"


@pytest.fixture
def year(toyonaka) -> Round:
    return a_round(toyonaka)


@pytest.fixture
def review(year) -> ReviewYear:
    return year.open()


@pytest.fixture
def book(review, year):
    return given(review, year.child)


def sentences(faults) -> list[tuple[str, str, str]]:
    return [(one.sheet, one.cell, one.sentence) for one in faults]


def test_what_a_clerk_wrote_comes_back_with_its_cells(year, review, book):
    page = book["KPI実績"]
    ease = row_of(page, EASE)
    fill(
        page,
        ease,
        **{"この年度の値": "７０．４％", "速報・確定": "速報", "要因": "広報の成果\n二行目", "分子": 704},
    )
    fill(page, row_of(page, BIRTHS), **{"この年度の値": 2905})
    fill(book["施策評価"], HEAD + 1, **{"実績": "3か所で実施", "今後の方針": "拡充"})
    fill(book["主な事業"], HEAD + 2, **{"事業名": "産後ケア事業", "当初予算額（千円）": 12000})
    info = book["説明"]
    rows = {row[0].value: row for row in info.iter_rows()}
    rows["所属長の氏名"][1].value = "山田 太郎"
    rows["所属長の確認日"][1].value = datetime.date(2025, 6, 10)
    found = returned(book, review)
    assert (found.faults, found.notices, found.refusal) == ((), (), "")
    assert found.meta == origin_of(review, year.child, NOW)
    row = of(found, "target", EASE)
    assert (row.lineage, row.base, row.review_base, row.sheet, row.row) == (
        str(year.targets["ease"].lineage), 0, 0, "KPI実績", ease,
    )  # fmt: skip
    assert texts(row) == {
        "value": "７０．４％", "quality": "速報", "numerator": "704", "cause": "広報の成果\n二行目",
    }  # fmt: skip
    assert row.entries["value"].cell == f"J{ease}"
    assert [texts(one) for one in found.rows[1:]] == [
        {"value": "2905"}, {"achievement": "3か所で実施", "direction": "拡充"}, {}, {"name": "産後ケア事業", "budget": "12000"},
    ]  # fmt: skip
    assert [row.about for row in found.rows] == ["target", "target", "item", "item", "project"]
    assert (found.head_name.text, found.head_checked_on.text, found.head_checked_on.kind) == (
        "山田 太郎", "2025-06-10", "date",
    )  # fmt: skip
    assert from_data(to_data(found)) == found


def test_sorted_deleted_and_moved_rows_and_columns_are_the_same_rows(year, review, book):
    page = book["KPI実績"]
    fill(page, row_of(page, EASE), 要因="広報")
    fill(page, row_of(page, BIRTHS), 要因="転出")
    plain = {row.lineage: texts(row) for row in returned(book, review).rows if row.about == "target"}
    cells = [[cell.value for cell in row] for row in page.iter_rows(HEAD, HEAD + 2)]
    order = [len(cells[0]) - 1, *range(len(cells[0]) - 1)]
    order[5], order[13] = order[13], order[5]
    for n, row in enumerate([cells[0], cells[2], cells[1]], start=HEAD):
        for at, index in enumerate(order, start=1):
            page.cell(n, at).value = row[index]
    page.insert_rows(HEAD + 2)
    book["施策評価"].delete_rows(HEAD + 1)
    found = returned(book, review)
    assert {row.lineage: texts(row) for row in found.rows if row.about == "target"} == plain
    assert [row.row for row in found.rows if row.about == "target"] == [HEAD + 1, HEAD + 3]
    assert [row.about for row in found.rows] == ["target", "target", "item"]
    assert sentences(found.notices) == [
        ("KPI実績", "", "列の順が変わっています。見出しを見て読み取りました。")
    ]
    assert found.faults == ()


def test_a_missing_or_doubled_heading_is_named(review, book):
    page = book["KPI実績"]
    page.cell(HEAD, column(page, "課題")).value = "問題点"
    page.cell(HEAD, column(page, "案内")).value = "要因"
    found = returned(book, review)
    assert sentences(found.faults) == [
        ("KPI実績", f"{page.cell(HEAD, column(page, '今後の対応') - 2).column_letter}4",
         "「要因」の列がI4とO4にあります。一つだけを残してください。"),
        ("KPI実績", "", "「課題」の列がありません。見出しを元の言葉に戻すか、表をもう一度受け取ってください。"),
    ]  # fmt: skip


def test_a_copied_row_names_both(year, review, book):
    page = book["KPI実績"]
    ease = row_of(page, EASE)
    for n, cell in enumerate(page[ease], start=1):
        page.cell(HEAD + 4, n).value = cell.value
    fill(page, HEAD + 4, 要因="写した行")
    found = returned(book, review)
    assert sentences(found.faults) == [
        ("KPI実績", "C8", "C5とC8は同じ行のコピーです。送る1行だけを残し、ほかの行を消してください。")
    ]
    assert [row.lineage for row in found.rows if row.about == "target"] == [
        str(year.targets["births"].lineage)
    ]


def test_a_copied_row_of_a_project_is_one_more_project(review, book):
    page = book["主な事業"]
    fill(page, HEAD + 1, 事業名="一つ目")
    for n, cell in enumerate(page[HEAD + 1], start=1):
        page.cell(HEAD + 20, n).value = cell.value
    fill(page, HEAD + 20, 事業名="四つ目")
    found = returned(book, review)
    projects = [(row.lineage, texts(row)["name"]) for row in found.rows if row.about == "project"]
    assert [name for _, name in projects] == ["一つ目", "四つ目"]
    assert len({lineage for lineage, _ in projects}) == 1
    assert found.faults == ()


@pytest.mark.parametrize(
    "change", [lambda key: key.replace("T", "S", 1), lambda key: key[:-3] + "aaa", lambda _: None]
)
def test_a_row_without_a_valid_key_is_offered_by_its_name_and_never_guessed(review, book, change):
    page = book["KPI実績"]
    ease = row_of(page, EASE)
    place = page.cell(ease, column(page, "行の符号（KPI実績）"))
    place.value = change(place.value)
    assert EASE not in [row.label for row in returned(book, review).rows]  # it says nothing yet
    fill(page, ease, 要因="広報")
    row = of(returned(book, review), "target", EASE)
    assert (row.lineage, row.base, row.label, texts(row)) == ("", 0, EASE, {"cause": "広報"})


def test_a_row_of_somebody_elses_making_is_no_row(review, book):
    page = book["KPI実績"]
    page.cell(HEAD + 6, 1).value = "合計"
    assert len(returned(book, review).rows) == 4
    fill(page, HEAD + 6, 要因="どの指標か")
    found = returned(book, review)
    assert sentences(found.faults) == [
        ("KPI実績", "C10", "10行目は、どの行かわかりません。元の行に入れるか、行を消してください。")
    ]
    assert len(found.rows) == 4


def test_errors_formulas_and_merged_cells_are_said(review, book):
    page = book["KPI実績"]
    ease, births = row_of(page, EASE), row_of(page, BIRTHS)
    fill(page, ease, この年度の値="=1+1", 要因="広報")
    page.merge_cells(f"O{ease}:O{births}")
    page.merge_cells(f"A{ease}:A{births}")
    cells = list(grids(book))
    for n, grid in enumerate(cells):
        rows = tuple(
            tuple(replace(c, text="70.4", kind="number", is_formula=True) if c.kind == "formula" else c for c in row)
            for row in grid.rows
        )  # fmt: skip
        cells[n] = replace(grid, rows=rows)
    unread = returned(book, review)
    assert sentences(unread.faults) == [
        ("KPI実績", "O5", "O5からO6までが結合されています。結合を解いて、それぞれのセルに入れてください。"),
        ("KPI実績", "J5", "J5の数式の結果が保存されていません。値を入れるか、Excelで開いて保存し直してください。"),
    ]  # fmt: skip
    assert texts(of(unread, "target", EASE)) == {"cause": "広報"}
    found = read_returned(cells, review.plan.government, review)
    assert sentences(found.notices) == [("KPI実績", "J5", "J5は数式です。計算した結果の「70.4」を使います。")]
    assert texts(of(found, "target", EASE)) == {"value": "70.4", "cause": "広報"}
    page.unmerge_cells(f"O{ease}:O{births}")
    page.cell(ease, column(page, "この年度の値")).value = "#N/A"
    page.cell(ease, column(page, "この年度の値")).data_type = "e"
    assert sentences(returned(book, review).faults) == [
        ("KPI実績", "J5", "J5が「#N/A」というエラーになっています。値を入れ直してください。")
    ]


def test_hidden_rows_and_sheets_renamed_and_foreign_ones_are_said_and_read(review, book):
    page = book["KPI実績"]
    fill(page, row_of(page, EASE), 要因="広報")
    page.row_dimensions[HEAD + 1].hidden = True
    page.title, page.sheet_state = "KPI（こども）", "hidden"
    book.create_sheet("メモ")["A1"] = "あとで消す"
    book.create_sheet("空")
    del book["主な事業"]
    found = returned(book, review)
    assert sentences(found.notices) == [
        ("KPI（こども）", "", "シートが非表示になっていますが、読み取りました。"),
        ("KPI（こども）", "", "1行が非表示です（5行目など）。表示されていない行も読み取りました。"),
        ("主な事業", "", "「主な事業」の表がありません。この表の内容は取り込みません。"),
        ("メモ", "", "「メモ」シートは、渡した表にないシートです。読み取りません。"),
    ]
    assert texts(of(found, "target", EASE)) == {"cause": "広報"}
    assert found.faults == ()


def test_a_copied_sheet_and_one_that_was_cut_are_faults(review, book):
    book.copy_worksheet(book["施策評価"]).title = "施策評価 (2)"
    cells = [
        replace(grid, cut="12,001行目から先は読みませんでした。") if grid.name == "KPI実績" else grid
        for grid in grids(book)
    ]
    found = read_returned(cells, review.plan.government, review)
    assert sentences(found.faults) == [
        ("KPI実績", "", "12,001行目から先は読みませんでした。"),
        ("施策評価", "", "「施策評価」の表が「施策評価」、「施策評価 (2)」の2枚あります。送る1枚だけを残してください。"),
    ]  # fmt: skip


def test_where_the_column_of_keys_is_gone_names_are_all_there_is(review, book):
    page = book["KPI実績"]
    fill(page, row_of(page, EASE), 要因="広報")
    page.delete_cols(column(page, "行の符号（KPI実績）"))
    found = returned(book, review)
    assert [(row.lineage, row.label) for row in found.rows if row.about == "target"] == [("", EASE)]
    assert sentences(found.notices) == [
        ("KPI実績", "", "行の符号の列がありません。どの行かは、名前を見て人が確かめます。")
    ]


def test_another_departments_row_in_a_departments_file_is_refused(year, review, book):
    other = given(review, year.planning)["KPI実績"]
    page = book["KPI実績"]
    for n, cell in enumerate(other[HEAD + 1], start=1):
        page.cell(HEAD + 3, n).value = cell.value
    found = returned(book, review)
    assert sentences(found.faults) == [
        ("KPI実績", "C7", "7行目は「経営計画課」の行で、この課の表では送れません。行を消してください。")
    ]
    assert len([row for row in found.rows if row.about == "target"]) == 2
    assert len([row for row in returned(given(review), review).rows if row.about == "target"]) == 3


def test_a_row_of_another_sheet_and_one_that_is_not_reviewed(year, review, book):
    keys = Keys(origin_of(review, year.child, NOW))
    page = book["KPI実績"]
    at = column(page, "行の符号（KPI実績）")
    page.cell(HEAD + 1, at).value = keys.write(Key(About.ITEM, str(year.made["measure1"].lineage)))
    page.cell(HEAD + 2, at).value = keys.write(Key(About.TARGET, str(year.made["measure1"].lineage)))
    found = returned(book, review)
    assert sentences(found.faults) == [
        ("KPI実績", "C5", "5行目は、ほかのシートの行です。元のシートに戻してください。"),
        ("KPI実績", "C6", "6行目は、この評価にない行です。行を消すか、表を受け取り直してください。"),
    ]


def test_rows_that_only_point_take_nothing_of_their_own(toyonaka, year):
    edition = factories.edition(
        factories.plan(toyonaka, "pointing"), stage=Edition.Stage.ADOPTED, effective_from=datetime.date(2023, 4, 1)
    )  # fmt: skip
    made = factories.small_tree(edition)
    first = promises.target(made["chapter"], "一つの指標")
    second = promises.target(
        made["section"], "同じ指標の別の目標", indicator=first.indicator, target_text="75%"
    )
    relist_target(actor=None, target=first, item=made["direction"])
    publish(actor=None, edition=freeze(actor=None, edition=edition))
    promises.typed(first.indicator, 2024, "70.4%")
    review = Round(toyonaka, edition, made, year.child, year.planning).open()
    book = given(review)
    page = book["KPI実績"]
    assert [page.cell(n, column(page, "この年度の値")).value for n in (5, 6, 7)] == [70.4] * 3
    fill(page, row_of(page, "別の目標"), この年度の値=99, 要因="別の目標から見て")
    found = returned(book, review)
    assert [(row.lineage, texts(row)) for row in found.rows if row.about == "target"] == [
        (str(first.lineage), {"value": "70.4", "quality": "確定"}),
        (str(second.lineage), {"cause": "別の目標から見て"}),
    ]
    fill(page, 7, 要因="ここではない")
    place = page.cell(7, column(page, "要因")).coordinate
    assert sentences(returned(book, review).faults) == [
        ("KPI実績", place, "再掲の行には入れられません。「案内」にある、もとの行に入れてください。")
    ]


def test_queries_do_not_grow(toyonaka, django_assert_num_queries):
    for slug, measures in (("one", 1), ("thirty", 30)):
        review = a_round(toyonaka, slug=slug, measures=measures).open()
        sheets = grids(given(review))
        with django_assert_num_queries(3):
            read_returned(sheets, toyonaka, review)


@pytest.mark.parametrize(
    ("text", "places", "shown"), [("72", 1, "72.0"), ("-3", 2, "-3.00"), ("0.25", 1, "0.25"), ("5", 0, "5")]
)
def test_a_number_has_the_places_its_cell_shows(text, places, shown):
    assert with_places(text, places) == shown


# --- other programs -----------------------------------------------------------------------------------------


def test_the_reader_of_foreign_files_reads_the_same(year, review, book):
    fill(book["KPI実績"], HEAD + 1, この年度の値=72, 要因="広報\n二行目")
    found = read_returned(read_workbook(saved(book)), review.plan.government, review)
    assert replace(found, notices=()) == returned(book, review)


@pytest.mark.slow
def test_libreoffice_opens_it_and_saves_the_same(tmp_path, program, year, review):
    promises.typed(year.targets["ease"].indicator, 2024, "72.0%", note="=1+1")
    Indicator.objects.filter(pk=year.targets["ease"].indicator_id).update(
        definition="「思う」の割合", source="市民意識調査"
    )
    data = results_workbook(review, year.child, NOW)
    (tmp_path / "given.xlsx").write_bytes(data)
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    program(
        "soffice", home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir",
        tmp_path / "saved", tmp_path / "given.xlsx",
    )  # fmt: skip
    again = (tmp_path / "saved" / "given.xlsx").read_bytes()
    before, after = (
        read_returned(read_workbook(one), review.plan.government, review) for one in (data, again)
    )
    assert after == before
    assert texts(of(after, "target", EASE)) == {"value": "72.0", "quality": "確定", "note": "=1+1"}
    page = opened(again)["KPI実績"]
    assert sorted(rule.type or "" for rule in page.data_validations.dataValidation)[-2:] == ["list", "list"]
    assert page.protection.sheet
    assert opened(again)["_hashira"].sheet_state != "visible"
    assert page.cell(HEAD + 1, 3).comment.text.strip() == "「思う」の割合\n出典：市民意識調査"
    assert [
        c.coordinate for p in opened(again) for row in p.iter_rows() for c in row if c.data_type == "f"
    ] == []
