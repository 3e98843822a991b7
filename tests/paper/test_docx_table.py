import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from paper.docx_table import Cell, Inner, table_element

MM = 1440 / 25.4


def built(rows, **options):
    def write(paragraph, style, content, anchor):
        paragraph.get_or_add_pPr().get_or_add_pStyle().set(qn("w:val"), style)
        run = OxmlElement("w:r")
        run.text = content
        paragraph.append(run)

    rows = [[cell if isinstance(cell, Cell) else Cell((cell,)) for cell in row] for row in rows]
    return table_element(rows, write, **({"head_rows": 1, "widths_mm": (), "keep_rows": ()} | options))


def words(table) -> list[list[str]]:
    return [
        ["/".join(p.text for p in cell.findall(qn("w:p"))) for cell in row.findall(qn("w:tc"))]
        for row in table.findall(qn("w:tr"))
    ]


def spans(table) -> list[list[int]]:
    found = []
    for row in table.findall(qn("w:tr")):
        cells = [cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}") for cell in row.findall(qn("w:tc"))]
        found.append([1 if cell is None else int(cell.get(qn("w:val"))) for cell in cells])
    return found


def merges(table) -> list[list[str]]:
    found = []
    for row in table.findall(qn("w:tr")):
        cells = [cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}") for cell in row.findall(qn("w:tc"))]
        found.append(["" if cell is None else cell.get(qn("w:val"), "goes on") for cell in cells])
    return found


def test_head_rows_repeat_and_no_row_is_split():
    table = built([["h"], ["a"], ["b"]], head_rows=1)
    rows = table.findall(qn("w:tr"))
    assert [len(row.findall(f".//{qn('w:tblHeader')}")) for row in rows] == [1, 0, 0]
    assert [len(row.findall(f".//{qn('w:cantSplit')}")) for row in rows] == [1, 1, 1]


def test_widths_are_fixed_and_the_last_column_takes_the_rest():
    table = built([["a", "b", "c"]], widths_mm=[20, 30])
    grid = [int(column.get(qn("w:w"))) for column in table.find(qn("w:tblGrid"))]
    assert grid == [round(width * MM) for width in (20, 30, 105.6)]
    assert table.find(f"{qn('w:tblPr')}/{qn('w:tblLayout')}").get(qn("w:type")) == "fixed"
    cells = [int(one.get(qn("w:w"))) for one in table.iter(qn("w:tcW"))]
    assert cells == grid


def test_a_cell_over_two_columns_is_as_wide_as_both():
    table = built([["a", "b", "c"], [Cell(("x",), colspan=2), "y"]], widths_mm=[20, 30, 40])
    assert words(table)[1] == ["x", "y"]
    assert spans(table)[1] == [2, 1]
    assert int(list(table.iter(qn("w:tcW")))[3].get(qn("w:w"))) == round(20 * MM) + round(30 * MM)


def test_a_cell_over_two_rows_goes_on_below():
    table = built([["a", "b"], [Cell(("x",), rowspan=2), "1"], ["2"], ["p", "q"]])
    assert words(table) == [["a", "b"], ["x", "1"], ["", "2"], ["p", "q"]]
    assert merges(table) == [["", ""], ["restart", ""], ["goes on", ""], ["", ""]]


def test_spans_both_ways_at_the_end_of_a_row():
    table = built([["a", "b", "c"], ["1", Cell(("x",), colspan=2, rowspan=3)], ["2"], ["3"]])
    assert words(table) == [["a", "b", "c"], ["1", "x"], ["2", ""], ["3", ""]]
    assert spans(table)[1:] == [[1, 2]] * 3
    assert [row[1] for row in merges(table)[1:]] == ["restart", "goes on", "goes on"]


@pytest.mark.parametrize(
    "rows",
    [
        [["a", "b", "c"], ["short"]],
        [[Cell(("x",), rowspan=9)], ["a"]],
        [["a", Cell(("x",), rowspan=2)], [Cell(("y",), colspan=3)], ["p", "q", "r"]],
        [[Cell(("x",), colspan=5)], ["a", "b"]],
        [[], ["a"]],
    ],
)
def test_every_row_fills_the_whole_grid_however_crooked_the_source(rows):
    table = built(rows)
    columns = len(table.find(qn("w:tblGrid")))
    assert [sum(row) for row in spans(table)] == [columns] * len(rows)


def test_an_empty_table_is_a_table():
    assert words(built([])) == []


def test_a_cell_may_hold_paragraphs_and_always_holds_one():
    table = built([["h"], [Cell(("一", "二"))], [Cell(())]])
    assert words(table) == [["h"], ["一/二"], [""]]


def test_head_rows_and_head_cells_have_their_own_style_and_tint():
    table = built([["h"], [Cell(("x",), head=True)], [Cell(("y",), tinted=True)], ["z"]])
    styles = [p.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val")) for p in table.iter(qn("w:p"))]
    assert styles == ["表の見出し", "表の見出し", "表の文字", "表の文字"]
    fills = [cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}") for cell in table.iter(qn("w:tc"))]
    assert [None if fill is None else fill.get(qn("w:fill")) for fill in fills] == [
        "CDDAE7", "E9EFF5", "E9EFF5", None,
    ]  # fmt: skip


def test_rows_to_be_kept_stay_with_the_next():
    table = built([["h"], ["a"], ["b"]], keep_rows={1})
    kept = [len(row.findall(f".//{qn('w:keepNext')}")) for row in table.findall(qn("w:tr"))]
    assert kept == [0, 1, 0]


def test_alignment_and_indent_of_a_cell():
    table = built([["h"], [Cell(("x",), align="center", indent=2)]])
    properties = table.findall(qn("w:tr"))[1].find(f".//{qn('w:pPr')}")
    assert [child.tag for child in properties] == [qn("w:pStyle"), qn("w:ind"), qn("w:jc")]
    assert properties.find(qn("w:ind")).get(qn("w:leftChars")) == "200"
    assert properties.find(qn("w:jc")).get(qn("w:val")) == "center"


def test_a_table_may_be_as_wide_as_its_paper():
    table = built([["a", "b"]], widths_mm=[20], width_mm=267)
    assert [int(one.get(qn("w:w"))) for one in table.iter(qn("w:tcW"))] == [
        round(20 * MM),
        round(247 * MM),
    ]


def test_a_cell_that_goes_on_has_neither_line_nor_padding_there():
    table = built(
        [["h"], [Cell(("x",), open_sides=["bottom"], upright="top")], [Cell(("y",), open_sides=["top"])]]
    )
    found = [cell.find(qn("w:tcPr")) for cell in table.iter(qn("w:tc"))]
    names = [[child.tag.partition("}")[2] for child in properties] for properties in found]
    assert names == [
        ["tcW", "shd", "vAlign"],
        ["tcW", "tcBorders", "tcMar", "vAlign"],
        ["tcW", "tcBorders", "tcMar", "vAlign"],
    ]
    assert [[side.tag.partition("}")[2] for side in one.find(qn("w:tcBorders"))] for one in found[1:]] == [
        ["bottom"],
        ["top"],
    ]
    assert [one.find(qn("w:vAlign")).get(qn("w:val")) for one in found] == ["center", "top", "center"]


def names(element) -> list[str]:
    return [child.tag.partition("}")[2] for child in element]


def test_a_loose_row_may_break_across_pages():
    table = built([["h"], ["a"], ["b"]], loose_rows={1})
    rows = table.findall(qn("w:tr"))
    assert [len(row.findall(f".//{qn('w:cantSplit')}")) for row in rows] == [1, 0, 1]


def test_a_table_in_a_cell_is_followed_by_a_paragraph_there():
    one = Inner([[Cell(("x",)), Cell(("y",))], [Cell(("1",)), Cell(("2",))]], widths_mm=[20, 30])
    table = built([["h"], [Cell(("before", one, one))]])
    outer = table.findall(qn("w:tr"))[1].find(qn("w:tc"))
    assert names(outer) == ["tcPr", "p", "tbl", "p", "tbl", "p"]
    assert [p.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val")) for p in outer.findall(qn("w:p"))] == [
        "表の文字", "表の後", "表の後",
    ]  # fmt: skip
    inner = outer.find(qn("w:tbl"))
    assert words(inner) == [["x", "y"], ["1", "2"]]
    assert [int(column.get(qn("w:w"))) for column in inner.find(qn("w:tblGrid"))] == [
        round(width * MM) for width in (20, 30)
    ]


def test_the_head_of_a_table_in_a_cell_is_tinted_and_not_repeated():
    inner = Inner([[Cell(("x",))], [Cell(("1",))]], widths_mm=[20])
    [outer, found] = built([[Cell((inner,))]], head_rows=0).iter(qn("w:tbl"))
    assert not list(outer.iter(qn("w:tblHeader")))
    fills = [cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}") for cell in found.iter(qn("w:tc"))]
    assert [None if fill is None else fill.get(qn("w:fill")) for fill in fills] == ["CDDAE7", None]
    assert len(list(found.iter(qn("w:cantSplit")))) == 2
