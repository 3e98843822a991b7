"""How rows of KPI tables that changed are shown: small tables with marked words, facts, a line of words."""

import io
import re

import openpyxl
import pytest
from docx import Document as WordDocument

from publishing.comparison.comparing import Comparing
from publishing.comparison.files import comparison_file, page_file
from publishing.comparison.hand import Hand
from publishing.comparison.lines import pieces_of
from publishing.comparison.pdf import html_of
from publishing.comparison.reading import arranged
from publishing.comparison.sides import Reader
from publishing.comparison.styles import PRESETS
from publishing.comparison.table import Change, Line, Table
from publishing.comparison.wording import count_rows
from publishing.document import Document
from strategy.richtext import plain
from tests.documents import Data, document, entry, point, target, with_targets

ITEM, OTHER = "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"


def plan(*targets: Data, other: tuple[Data, ...] | None = None, body: str = "", **fields) -> Document:
    held = with_targets(entry("TEXT", "指標", "1", lineage=ITEM, body=body), *targets, **fields)
    more = [] if other is None else [with_targets(entry("TEXT", "別の表", "2", lineage=OTHER), *other)]
    return document(held, *more, schema=2)


def row(n: int, goal: str = "73%", baseline: str = "68.1%（令和3年度）", **fields) -> Data:
    return target(fields.pop("name", f"指標{n}"), goal, baseline, unit="%", **fields) | {"lineage": f"row{n}"}


def changed(old: Document, new: Document) -> Change:
    (change,) = Comparing(Reader(old), Reader(new)).changes()
    return change


def shown(line: Line, side: str) -> list[str]:
    """The rows of the table of one side, cells between ｜, paragraphs of a cell between /."""
    blocks = getattr(line, side) or ()
    return [
        "｜".join("/".join(plain([one]) for one in cell.blocks) for cell in block.cells) for block in blocks
    ]


def tables(change: Change) -> list[Line]:
    return [line for line in change.lines if line.form == "text"]


def facts(change: Change) -> list[tuple[str, str, str]]:
    return [(line.label, plain(line.old), plain(line.new)) for line in change.lines if line.form == "fact"]


HEADS = "重要業績評価指標（KPI）｜現状｜目標値（令和9年度）"


def test_the_rows_that_changed_stand_under_their_heads_the_others_are_left_out():
    old = plan(row(1), row(2), row(3), row(4))
    new = plan(row(1), row(2), row(3, "75%"), row(4))
    change = changed(old, new)
    (line,) = tables(change)
    assert shown(line, "old") == [HEADS, "（略）", "指標3｜68.1%/（令和3年度）｜73%", "（略）"]
    assert shown(line, "new") == [HEADS, "（略）", "指標3｜68.1%/（令和3年度）｜75%", "（略）"]
    assert pieces_of(change.lines) == [("73", "75")]
    assert (change.count, change.brief) == (1, "「指標3」の目標値「73%」を「75%」に")


def test_a_row_that_came_or_went_is_marked_whole_and_stands_on_its_side_alone():
    old, new = plan(row(1), row(2)), plan(row(1), row(3))
    change = changed(old, new)
    (line,) = tables(change)
    assert shown(line, "old") == [HEADS, "（略）", "指標2｜68.1%/（令和3年度）｜73%"]
    assert shown(line, "new") == [HEADS, "（略）", "指標3｜68.1%/（令和3年度）｜73%"]
    assert [kind for kind, _ in marks(line, "old")] == ["equal"] * 4 + ["delete"] * 4
    assert change.brief == "「指標3」を加える、「指標2」を削る"


def marks(line: Line, side: str) -> list[tuple[str, str]]:
    return [
        (getattr(run, "kind", "equal"), run.text)
        for block in getattr(line, side)
        for cell in block.cells
        for paragraph in cell.blocks
        for run in paragraph.runs
    ]


def test_what_went_between_two_rows_that_stayed_leaves_one_sign_of_omission():
    old, new = plan(row(1), row(2), row(3)), plan(row(1), row(3))
    (line,) = tables(changed(old, new))
    assert (shown(line, "old")[1:], shown(line, "new")[1:]) == (
        ["（略）", "指標2｜68.1%/（令和3年度）｜73%", "（略）"],
        ["（略）"],
    )


def test_the_first_table_of_an_item_has_no_old_side():
    (line,) = tables(changed(plan(), plan(row(1))))
    assert (line.old, shown(line, "new")) == (None, [HEADS, "指標1｜68.1%/（令和3年度）｜73%"])


def test_a_time_that_changed_is_marked_by_itself():
    old, new = plan(row(1)), plan(row(1, baseline="68.1%（令和4年度）"))
    assert pieces_of(changed(old, new).lines) == [("3", "4")]


def test_columns_are_those_in_which_the_rows_say_something():
    section = entry("DIRECTION", "節", "（1）")
    path = [point("短期", 2027, "70")]
    plain_row, related = row(1), row(2, serves=[section])
    kgi = row(3, "40万人以上", "", role="KGI", reference_path=path)

    def made(*rows: Data) -> Document:
        return document(with_targets(entry("TEXT", "指標", "1", lineage=ITEM), *rows), section, schema=2)

    old = made(plain_row, related, kgi)
    (alone,) = tables(changed(old, made(plain_row | {"target": "75%"}, related, kgi)))
    assert shown(alone, "new")[0] == HEADS
    (with_item,) = tables(changed(old, made(plain_row, related | {"target": "75%"}, kgi)))
    assert shown(with_item, "new")[0] == f"{HEADS}｜関連する基本的方向"
    assert shown(with_item, "new")[2] == "指標2｜68.1%/（令和3年度）｜75%｜（1）節"
    (with_path,) = tables(changed(old, made(plain_row, related, kgi | {"target": "39万人以上"})))
    assert shown(with_path, "new") == [
        "重要目標達成指標（KGI）｜目標値（令和9年度）｜短期 令和9年（2027年）",
        "指標3｜39万人以上｜70%",
    ]


def test_supplementary_indicators_are_lines_by_themselves():
    old, new = (
        plan(row(1), row(2, "", "", role="SUPPLEMENTARY", name=name)) for name in ("待機児童", "待機児童数")
    )
    (line,) = tables(changed(old, new))
    assert (plain(line.old), plain(line.new)) == ("待機児童", "待機児童数")


def test_what_no_cell_says_is_a_fact():
    old, new = (
        plan(row(1)),
        plan(row(1) | {"unit": "", "other_wording": "7割強", "rationale": "国による"}),
    )
    assert facts(changed(old, new)) == [
        ("「指標1」の単位", "%", "（なし）"),
        ("「指標1」の設定根拠", "（なし）", "国による"),
        ("「指標1」の別の箇所での表記", "（なし）", "7割強"),
    ]


def test_a_row_that_moved_says_from_where_to_where():
    old = plan(row(1), row(2), other=(row(3),))
    (within,) = Comparing(Reader(old), Reader(plan(row(2), row(1), other=(row(3),)))).changes()
    moved = within.targets[0].name
    assert facts(within) in (
        [("「指標1」の順番", "いちばん上", "「指標2」の次")],
        [("「指標2」の順番", "「指標1」の次", "いちばん上")],
    )
    assert moved in facts(within)[0][0]
    (between,) = Comparing(Reader(old), Reader(plan(row(1), row(2), row(3), other=()))).changes()
    assert facts(between) == [("「指標3」の場所", "2　別の表", "1　指標")]
    assert shown(tables(between)[0], "old") == [HEADS, "指標3｜68.1%/（令和3年度）｜73%"]


def test_a_row_shown_again_has_its_mark():
    one = row(3)
    old, new = plan(row(1), other=(one,)), plan(row(1), other=(one,), again={1: one})
    (line,) = tables(changed(old, new))
    assert shown(line, "new") == [HEADS, "（略）", "【再掲】指標3｜68.1%/（令和3年度）｜73%"]
    assert changed(old, new).brief == "「指標3」を再掲する"
    assert changed(new, old).brief == "「指標3」の再掲をやめる"


def test_tables_stand_before_the_notes_of_the_text():
    body = "<p>次のとおりです。</p><p>※注です。</p>"
    change = changed(plan(row(1), body=body), plan(row(1, "75%"), body=body))
    texts = [plain(line.new) for line in change.lines]
    assert (texts[1], texts[2].startswith("重要業績評価指標"), texts[3]) == (
        "次のとおりです。",
        True,
        "※注です。",
    )


def test_many_changes_are_told_in_short():
    old = plan(*(row(n) for n in range(6)))
    new = plan(*(row(n, "75%") for n in range(4)), row(8), row(9))
    assert changed(old, new).brief == (
        "「指標8」など2件を加える、「指標4」など2件を削る、「指標0」の目標値「73%」を「75%」に、ほか3件"
    )


# --- in every form ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def table() -> Table:
    survey = {"is_survey": True, "audience": "18～49歳"}
    old = plan(row(1, **survey), row(2, role="NUMERIC"))
    new = plan(row(1, "75%", **survey), row(2, "80%", role="NUMERIC"), row(3))
    return arranged(Comparing(Reader(old), Reader(new)), Hand())


def test_the_page_marks_words_in_the_cells_for_eyes_and_ears(table):
    page = re.sub(r"\s*\n\s*", "", page_file(table, PRESETS["new-old"]).decode())
    assert '<td><del class="diff-old"><span class="visually-hidden">旧：</span>73</del>%</td>' in page
    assert '<td><ins class="diff-new"><span class="visually-hidden">新：</span>75</ins>%</td>' in page
    assert '<th scope="row">※指標1（対象：18～49歳）</th>' in page
    assert "目標値の変更　2（KPI 1件、数値目標 1件）" in page


def test_the_pdf_underlines_what_differs(table):
    page = html_of(table, PRESETS["stacked"])
    assert ("<del>73</del>%" in page, "<ins>75</ins>%" in page, "<ins>指標3</ins>" in page) == (
        True,
        True,
        True,
    )


def test_word_has_real_tables_with_underlined_words(table):
    word = WordDocument(io.BytesIO(comparison_file(table, "docx", PRESETS["new-old"])))
    inner = [each for row in word.tables[-3].rows for cell in row.cells for each in cell.tables]
    underlined = {
        run.text
        for each in inner
        for line in each.rows
        for cell in line.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
        if run.underline
    }
    assert {"73", "75", "80", "指標3"} <= underlined


def test_excel_has_a_line_for_each_row(table):
    sheet = openpyxl.load_workbook(io.BytesIO(comparison_file(table, "xlsx", PRESETS["new-old"])))[
        "新旧対照表"
    ]
    said = "\n".join(str(cell.value) for line in sheet.iter_rows() for cell in line)
    assert "※指標1（対象：18～49歳）｜68.1% （令和3年度）｜75%" in said


def test_the_counts_name_the_roles(table):
    assert count_rows(table)[1:] == [
        ("KPIの追加", "1"),
        ("　KPI", "1件"),
        ("目標値の変更", "2"),
        ("　KPI", "1件"),
        ("　数値目標", "1件"),
    ]
