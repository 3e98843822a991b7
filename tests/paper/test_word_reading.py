import io
import random
import time

import pytest
from docx import Document

from paper import word_reading
from paper.flow import Paragraph
from paper.grids import Cell, Grid, Merge
from paper.guard import GuardError
from paper.limited import Stopped
from paper.reading import ReadError
from paper.word_reading import read_word
from tests.paper.hostile import book, long_text, packed, sheet
from tests.paper.words import BOLD_HEADING, MAIN, document, line, listed, numbering


def test_a_document_as_word_writes_it():
    made = Document()
    made.add_paragraph("表紙", style="Title")
    made.add_heading("第1章 子ども", 1)
    made.add_paragraph("本文です。\n改行")
    made.add_heading("施策", 2)
    made.add_paragraph("項目", style="List Bullet")
    made.add_paragraph("一つ目", style="List Number")
    made.add_paragraph("二つ目", style="List Number")
    table = made.add_table(3, 3)
    for column, words in enumerate(("指標", "現状", "目標")):
        table.cell(0, column).text = words
    table.cell(1, 0).merge(table.cell(2, 0)).text = "就業率"
    table.cell(1, 1).text = "72.0%\n（令和2年度）"
    table.cell(2, 1).merge(table.cell(2, 2)).text = "維持"
    stream = io.BytesIO()
    made.save(stream)
    flow, cut = read_word(stream.getvalue())
    assert cut == ""
    assert flow[:-1] == (
        Paragraph("表紙"),
        Paragraph("第1章 子ども", 1),
        Paragraph("本文です。\n改行"),
        Paragraph("施策", 2),
        Paragraph("項目", is_item=True),
        Paragraph("一つ目", number="1."),
        Paragraph("二つ目", number="2."),
    )
    assert flow[-1] == Grid(
        "表1",
        (
            (Cell(1, 1, "指標"), Cell(1, 2, "現状"), Cell(1, 3, "目標")),
            (Cell(2, 1, "就業率"), Cell(2, 2, "72.0%\n（令和2年度）")),
            (Cell(3, 2, "維持"),),
        ),
        (Merge(2, 1, 3, 1), Merge(3, 2, 3, 3)),
    )


def test_numbers_that_word_counts():
    made = document(
        line("しごと", listed(1) + '<w:outlineLvl w:val="0"/>')
        + line("起業", listed(1, 1))
        + line("就農", listed(1, 1))
        + line("窓口", listed(1, 2))
        + line("ひと", listed(1))
        + line("移住", listed(1, 1)),
        numbering=numbering(
            ("decimal", "第%1章"), ("decimalFullWidth", "（%2）"), ("decimalEnclosedCircle", "%3")
        ),
    )
    assert [(part.number, part.text, part.level) for part in read_word(made)[0]] == [
        ("第1章", "しごと", 1),
        ("（１）", "起業", 0),
        ("（２）", "就農", 0),
        ("①", "窓口", 0),
        ("第2章", "ひと", 0),
        ("（１）", "移住", 0),
    ]


def test_stops_of_the_ruler_are_no_text():
    stops = '<w:tabs><w:tab w:val="left" w:pos="0"/></w:tabs>'
    assert read_word(document(line("本文", stops)))[0] == (Paragraph("本文"),)


def test_styles_inherit_their_level_and_lead_no_circle():
    styles = (
        BOLD_HEADING
        + '<w:style w:styleId="b"><w:name w:val="章"/><w:basedOn w:val="a1"/></w:style>'
        + '<w:style w:styleId="c"><w:name w:val="輪"/><w:basedOn w:val="d"/></w:style>'
        + '<w:style w:styleId="d"><w:name w:val="輪2"/><w:basedOn w:val="c"/></w:style>'
    )
    body = "".join(line("x", f'<w:pStyle w:val="{style}"/>') for style in ("a1", "b", "c", "none"))
    assert [part.level for part in read_word(document(body, styles=styles))[0]] == [2, 2, 0, 0]


def test_what_is_struck_out_or_drawn_is_not_read():
    body = (
        "<w:p><w:r><w:t>残る</w:t></w:r><w:del><w:r><w:delText>消す</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>加える</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:ruby><w:rt><w:r><w:t>はしら</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>柱</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>図の字</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    assert read_word(document(body))[0] == (Paragraph("残る加える柱"),)


def test_a_table_in_a_cell_is_what_stands_in_the_cell():
    inner = f"<w:tbl><w:tr><w:tc>{line('内')}</w:tc></w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{line('外')}{inner}</w:tc></w:tr></w:tbl>"
    assert [cell.text for cell in read_word(document(body))[0][0].cells()] == ["外\n内"]


HOSTILE = {
    "macros": lambda: document("", extra={"word/vbaProject.bin": b"x"}),
    "docm as docx": lambda: document("", main="application/vnd.ms-word.document.macroEnabled.main+xml"),
    "a workbook": lambda: book([sheet("")]),
    "an old document": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
    "DOCTYPE": lambda: document("", extra={"word/document.xml": "<!DOCTYPE a><a/>"}),
    "a bomb": lambda: document("", extra={"word/document.xml": b"a" * 70_000_000}),
    "16 MB and a byte": lambda: b"PK\x03\x04" + bytes(16 * 1024 * 1024),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_document_is_refused_within_a_second(kind):
    content = HOSTILE[kind]()
    begun = time.process_time()
    with pytest.raises(GuardError, match=r"^「計画.docx」.*。$"):
        read_word(content, name="計画.docx")
    assert time.process_time() - begun < 1


def test_a_chart_carries_its_own_workbook_which_is_not_opened():
    made = document(line("本文"), extra={"word/embeddings/Microsoft_Excel_Sheet.xlsx": b"PK"})
    assert read_word(made)[0] == (Paragraph("本文"),)


@pytest.mark.parametrize(
    ("body", "word"),
    [("<w:p>", "壊れている"), ("", "文がありません"), (line("&none;"), "壊れている")],
)
def test_a_broken_document_is_a_sentence_for_word(body, word):
    with pytest.raises(ReadError, match=rf"^「計画.docx」.*{word}.*。$") as refused:
        read_word(document(body), name="計画.docx")
    assert "Excel" not in str(refused.value) and "シート" not in str(refused.value)


@pytest.mark.parametrize("reason", ["time", "size", "crash"])
def test_a_worker_that_was_stopped_is_a_sentence_for_word(monkeypatch, reason):
    def stopped(*_, **__):
        raise Stopped(reason)
        yield

    monkeypatch.setattr(word_reading, "ask", stopped)
    with pytest.raises(ReadError, match=r"^このファイル.*。$") as refused:
        read_word(document(""))
    assert "シート" not in str(refused.value)


def test_a_document_without_end_is_read_to_the_cap():
    flow, cut = read_word(document("".join(line(f"段落{n}") for n in range(20_100))))
    assert (len(flow), cut) == (
        20_000,
        "文書が長すぎるため、途中までしか読みませんでした。章ごとに分けてください。",
    )
    flow, cut = read_word(document(line("始め") + line(long_text(5_100_000))))
    assert (flow, cut != "") == ((Paragraph("始め"),), True)


def test_wide_and_endless_tables_are_read_to_the_cap():
    row = "<w:tr>" + f'<w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr>{line("a")}</w:tc>' * 3 + "</w:tr>"
    (table,) = read_word(document(f"<w:tbl>{row * 4000}</w:tbl>"))[0]
    assert (len(table.rows), max(cell.column for cell in table.cells())) == (3000, 1)


def test_damage_anywhere_ends_in_a_sentence_or_in_text():
    content, dice = document(line("本文")), random.Random(3)
    for _ in range(20):
        damaged = bytearray(content)
        for _ in range(dice.randrange(1, 6)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        try:
            read_word(bytes(damaged))
        except (GuardError, ReadError) as refused:
            assert str(refused).endswith("。")


def test_a_document_without_styles_and_numbers_is_read():
    body = f'<w:document xmlns:w="x"><w:body>{line("本文")}</w:body></w:document>'
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
    made = packed({"[Content_Types].xml": types, "word/document.xml": body})
    assert read_word(made)[0] == (Paragraph("本文"),)
