"""The Word file of a 新旧対照表, opened again."""

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from publishing.book import pictures
from publishing.comparison.kinds import Kind
from publishing.comparison.styles import PRESETS
from publishing.comparison.table import Place
from publishing.comparison.word import docx_of
from strategy.richtext import parse
from tests.publishing.comparisons import change, facts, revised, row, table, texts

SIDE, STACKED, ERRATA = PRESETS["new-old"], PRESETS["stacked"], PRESETS["errata"]
CREATED = datetime(2023, 4, 1, tzinfo=UTC)


def opened(made, style=SIDE):
    return Document(io.BytesIO(docx_of(made, style, created=CREATED)))


def main_table(word):
    """The table of the changes: the box of the 見直しのポイント has one cell."""
    return next(found for found in word.tables if len(found.columns) > 1)


def underlined(cell) -> list[str]:
    return [run.text for paragraph in cell.paragraphs for run in paragraph.runs if run.underline]


def xml(made, style=SIDE, part="word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(docx_of(made, style, created=CREATED))) as archive:
        return archive.read(part).decode()


def test_equal_tables_give_equal_files():
    one, other = (docx_of(table(), SIDE, created=CREATED) for _ in range(2))
    assert one == other


def test_it_is_a_table_with_a_repeated_head_on_a_landscape_page():
    word = opened(table())
    section = word.sections[-1]
    assert section.page_width > section.page_height
    found = main_table(word)
    assert [cell.text for cell in found.rows[0].cells] == [
        "No",
        "該当箇所",
        "新（案）",
        "旧（行政素案）",
        "修正の趣旨",
    ]
    assert found.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    width = int(found._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w"))) / 1440 * 25.4
    assert width == pytest.approx(267, abs=0.1)


def test_stacked_it_stands_upright():
    word = opened(table(), STACKED)
    section = word.sections[-1]
    assert section.page_width < section.page_height
    heads = [cell.text for cell in main_table(word).rows[0].cells]
    assert heads == ["No", "該当箇所", "修正の趣旨と新旧対照表"]


def test_what_changed_is_underlined_on_both_sides_and_nothing_else():
    [_, _, second, *_] = main_table(opened(table())).rows
    number, place, new, old, reason = second.cells
    assert (number.text, reason.text) == (
        "2",
        "国の動きと指標を改めます。\nもとになった意見：第4回委員会の意見1件",
    )
    assert underlined(new) == ["4", "デジタル田園都市国家構想", "定め"]
    assert underlined(old) == ["2", "第2期", "改訂し"]
    assert underlined(place) == []
    assert place.text == "［改正］\n（1）策定の趣旨\n新 P3／旧 P3\n［時点修正］"


def test_the_line_of_the_author_is_not_taken_for_a_change():
    lines = texts("<p>前の文章</p>", "<p>後の<u>文章</u></p>")
    [_, first] = main_table(
        opened(table(rows=(row(1, change("a", Kind.REVISED, Place("場所"), lines)),)))
    ).rows
    assert underlined(first.cells[2]) == ["後"]


def test_each_pair_of_paragraphs_has_a_row_and_what_stands_beside_goes_down():
    lines = texts(
        *("".join(f"<p>{n}の{word}の文章です。</p>" for n in range(6)) for word in ("古い", "新しい"))
    )
    made = table(rows=(row(1, change("a", Kind.REVISED, Place("場所", "3", "3"), lines), reason="理由"),))
    found = main_table(opened(made))
    rows = list(found.rows)[1:]
    assert len(rows) >= 4
    assert {row.cells[0].text for row in rows} == {"1"}  # one cell over all of them
    assert {row.cells[4].text for row in rows} == {"理由"}
    assert rows[-1].cells[2].text == "5の新しいの文章です。"
    borders = [
        [
            side.tag.partition("}")[2]
            for side in row.cells[2]._tc.tcPr.iter(qn("w:tcBorders"))
            for side in side
        ]
        for row in rows
    ]
    assert (borders[0], borders[1], borders[-1]) == (["bottom"], ["top", "bottom"], ["top"])


def test_absent_sides_and_annex_in_words():
    found = [[cell.text for cell in row.cells] for row in main_table(opened(table())).rows]
    by_number: dict[str, list[list[str]]] = {}
    for cells in found:
        by_number.setdefault(cells[0], []).append(cells)
    assert by_number["3"][0][3] == "（新設）"
    assert by_number["4"][0][2] == "（削る）"
    assert by_number["7"][0][2:4] == ["別表に示します。"] * 2  # one cell over both


def with_table(old: str, new: str, style=SIDE):
    """The cells of texts of the only row: its table was one, and is the other."""
    made = table(rows=(row(1, change("a", Kind.REVISED, Place("場所"), texts(old, new))),))
    return main_table(opened(made, style)).rows[-1].cells[2:4]


def inner(cell):
    [found] = cell.tables
    return found


def test_a_table_of_a_text_is_one_within_the_cell():
    new, old, *_ = main_table(opened(table())).rows[3].cells[2:]
    assert [[cell.text for cell in row.cells] for row in inner(new).rows] == [
        ["指標", "現状", "目標"],
        ["とよふぁみ登録者数", "8,211人", "11,200人"],
        ["電子図書", "5,165冊", "前年より増加"],
    ]
    assert underlined(inner(new).cell(1, 2)) == ["11,200"]
    assert underlined(inner(old).cell(1, 2)) == ["10,000"]
    assert [p.style.name for p in inner(new).cell(0, 0).paragraphs] == ["表の見出し"]


@pytest.mark.parametrize("style", [SIDE, STACKED], ids=["side", "stacked"])
def test_it_fits_its_cell_which_ends_with_a_paragraph(style):
    found = main_table(opened(table(), style))
    cells = [cell for row in found.rows for cell in row.cells if cell.tables]
    assert len({cell._tc for cell in cells}) == 2
    for cell in cells:
        width = sum(column.width for column in inner(cell).columns)
        assert cell.width - width == pytest.approx(3.6 * 36000, rel=0.05)
        assert cell._tc[-1].tag == qn("w:p")


def test_its_caption_stands_above_its_spans_are_kept_and_a_table_in_it_is_lines():
    html = (
        "<table><caption>{}の表</caption><tbody>"
        '<tr><th rowspan="2">目標</th><td colspan="2"><p>一</p><p>二</p></td></tr>'
        "<tr><td><ul><li>三</li></ul></td><td><table><tbody><tr><td>四</td><td>五</td></tr></tbody></table></td>"
        "</tr></tbody></table>"
    )
    new, _ = with_table(html.format("前"), html.format("後"))
    assert (new.paragraphs[0].text, new.paragraphs[0].style.name) == ("後の表", "Caption")
    assert underlined(new) == ["後"]
    cells = [[cell.text for cell in row.cells] for row in inner(new).rows]
    assert cells == [["目標", "一\n二", "一\n二"], ["目標", "・三", "四｜五"]]
    head = inner(new).cell(0, 0)
    assert head.paragraphs[0].runs[0].bold
    assert head._tc.tcPr.find(qn("w:shd")) is not None


def test_two_tables_of_a_text_stand_apart():
    one = "<table><tbody><tr><td>{}</td></tr></tbody></table>"
    [line] = texts("<p>前</p>", "<p>後</p>")
    both = replace(line, old=None, new=(*parse(one.format("一")), *parse(one.format("二"))))
    made = table(rows=(row(1, change("a", Kind.REVISED, Place("場所"), [both])),))
    cell = main_table(opened(made)).rows[-1].cells[2]
    assert [child.tag.partition("}")[2] for child in cell._tc] == ["tcPr", "tbl", "p", "tbl", "p"]


def torn(found) -> list[bool]:
    """Whether each row may go on on the next page."""
    return [row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None for row in found.rows]


@pytest.mark.parametrize(("count", "may_break"), [(3, False), (18, False), (60, True)])
def test_only_what_no_page_holds_is_torn_and_then_between_rows_of_its_table(count, may_break):
    html = "<table><thead><tr><th>番号</th></tr></thead><tbody>{}</tbody></table>"
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(count))
    made = table(rows=(row(1, change("a", Kind.NEW, Place("場所"), texts("", html.format(rows)))),))
    found = main_table(opened(made))
    assert torn(found) == [False, may_break]
    assert not any(torn(inner(found.rows[-1].cells[2])))


def test_a_long_paragraph_may_break():
    lines = texts(*(f"<p>{'市は毎年度の予算を見直します。' * 60}{word}</p>" for word in ("前", "後")))
    made = table(rows=(row(1, change("a", Kind.REVISED, Place("場所"), lines)),))
    assert torn(main_table(opened(made))) == [False, True]


def test_the_annex_and_the_numbers_follow():
    word = opened(table())
    assert [p.text for p in word.paragraphs if p.style.name == "Heading 2"] == [
        "別表　この表に載せていない変更",
        "変更の数",
    ]
    annex, counts, levels = word.tables[-3:]
    assert [cell.text for cell in annex.rows[1].cells] == [
        "第1章－2（1）②　新 P9／旧 P9",
        "「り」を削る",
        "字句の整理",
        "5",
    ]
    assert [cell.text for cell in annex.rows[-1].cells] == ["計", "計", "計", "6"]
    assert [cell.text for cell in counts.rows[0].cells] == ["変更の種類", "件数"]
    assert [cell.text for cell in levels.columns[1].cells] == ["基本目標", "4", "4", "±0"]
    assert [cell.text for cell in levels.columns[2].cells][1:] == [
        "132（再掲2を含む）",
        "139（再掲2を含む）",
        "＋7",
    ]


def test_the_head_has_the_number_of_the_paper_and_the_rows_of_the_page():
    head = xml(table(), part="word/header1.xml")
    assert re.findall(r"> (STYLEREF [^<]*?) <", head) == [
        'STYLEREF "対照表の番号"',
        'STYLEREF "対照表の番号" \\l',
    ]
    text = re.sub(r"<w:instrText.*?</w:instrText>|<[^>]+>", "", head).strip()
    assert text == "豊中市デジタル総合戦略（案）　新旧対照表（作成中）No 1～7【資料3】"


def test_an_errata_has_neither_numbers_nor_counts():
    made = table(
        new=facts(correction=True, is_frozen=True), rows=(row(1, revised()),), left_out=(), points=()
    ).issued(1, datetime(2023, 4, 10, tzinfo=UTC))
    word = opened(made, ERRATA)
    [found] = word.tables
    assert [cell.text for cell in found.rows[0].cells] == ["頁", "誤（行政素案）", "正（案）"]
    assert found.rows[1].cells[0].text == "P3"
    assert "STYLEREF" not in xml(made, ERRATA, "word/header1.xml")
    assert "確定　第1回　令和5年（2023年）4月10日" in [p.text for p in word.paragraphs]


def test_a_table_without_a_row_says_so():
    word = opened(table(rows=(), left_out=(), levels=(), points=()))
    assert word.tables == []
    assert "二つの版に、違いはありません。" in [p.text for p in word.paragraphs]


def drawing(kind: str = "PNG") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (1200, 600), "#cddae7").save(stream, kind)
    return stream.getvalue()


def test_figures_stand_in_their_cells_as_wide_as_these_at_most(monkeypatch):
    monkeypatch.setattr(pictures, "content", lambda facts: drawing())
    written = xml(table())
    assert re.findall(r'descr="([^"]*)"', written) == ["newの概念図", "oldの概念図"]
    widths = [int(width) / 36000 for width in re.findall(r'<wp:extent cx="(\d+)"', written)]
    assert all(60 < width < 93.5 for width in widths)


@pytest.mark.parametrize("content", [None, b"no picture"])
def test_a_figure_that_cannot_be_drawn_is_said(content, monkeypatch):
    monkeypatch.setattr(pictures, "content", lambda facts: content)
    text = "".join(cell.text for row in main_table(opened(table())).rows for cell in row.cells)
    assert text.count("画像が保管場所に見つからないため") == 2


@pytest.mark.slow
def test_libreoffice_opens_it_with_the_head_on_every_page(tmp_path, program):
    lines = texts(
        *("".join(f"<p>{n}の{word}の文章です。</p>" for n in range(80)) for word in ("古い", "新しい"))
    )
    made = replace(table(), rows=(*table().rows, row(8, change("a", Kind.REVISED, Place("場所"), lines))))
    (tmp_path / "made.docx").write_bytes(docx_of(made, SIDE, created=CREATED))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    program(
        "soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "made.docx"
    )
    told = subprocess.run(["pdftotext", "-raw", tmp_path / "made.pdf", "-"], capture_output=True, check=True)
    pages = [re.sub(r"\s", "", page) for page in told.stdout.decode().split("\f")[:-1]]
    with_rows = pages[: next(n for n, page in enumerate(pages) if "別表この表に載せていない変更" in page)]
    assert len(with_rows) >= 4
    assert [page for page in with_rows if "No該当箇所新（案）旧（行政素案）修正の趣旨" not in page] == []
    assert "79の新しいの文章です。" in "".join(pages)
