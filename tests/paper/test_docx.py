import io
import re
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from xml.etree import ElementTree

import docx as python_docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from PIL import Image

from paper.docx import Cell, Picture, Styled, Text, Word, reference
from paper.docx_look import WIDE
from paper.docx_xml import bookmark_name
from paper.guard import GuardError

CREATED = datetime(2023, 1, 31, 9, tzinfo=timezone(timedelta(hours=9)))
HERE = "item-0f8fad5b-d9cb-469f-a165-70867728950e"
MEASURE = "item-1f8fad5b-d9cb-469f-a165-70867728950e"
GONE = "item-2f8fad5b-d9cb-469f-a165-70867728950e"
PROSE = "人口減少に歯止めをかけるための取組みを、市民、事業者、大学とともに進めます。" * 8


def picture(kind: str = "PNG", size: tuple[int, int] = (3000, 900)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "#cddae7").save(stream, kind)
    return stream.getvalue()


def new() -> Word:
    return Word(title="豊中市デジタル総合戦略（案）", author="豊中市", created=CREATED)


def plan() -> bytes:
    word = new()
    word.cover(
        ["デジタル田園都市国家構想の", "実現に向けた総合戦略"],
        stage="案",
        above="第3期",
        below="計画期間　令和5年度～令和9年度",
        foot=["令和5年1月", "豊中市"],
    )
    word.header("豊中市デジタル総合戦略（案）")
    word.footer(81, "Ⅳ－")
    word.contents()
    word.heading(1, "1　総合戦略の概要", anchor=HERE)
    word.heading(2, "（1）策定の趣旨")
    word.paragraph(
        [
            Text("本文"),
            Text("太字", strong=True),
            Text("豊中", ruby="とよなか"),
            Text("は"),
            reference(MEASURE, "（2）"),
            Text("と"),
            reference(GONE, "（9）"),
            Text("と"),
            Text("国の頁", href="https://www.example.jp/?a=1&b=2"),
            Text("と"),
            Text("うちの頁", href="/toyonaka/"),
        ]
    )
    word.paragraph(PROSE)
    word.list_item("点のある項目")
    word.list_item("内側の項目", depth=1)
    word.list_item("番号のある項目", ordered=True, number=1)
    word.list_item("その続き", ordered=True, number=1, continued=True)
    word.heading(3, "第1章－1　支援の充実", new_page=True)
    rows = [["総合計画", "具体的施策", "ページ"], [Cell(("（1）環境づくり",), tinted=True), Cell(), Cell()]]
    rows += [[Cell((f"①その{n}",), anchor=MEASURE if n == 30 else None), "●", "33"] for n in range(50)]
    word.table(rows, widths_mm=[118.6, 20, 17], caption="関係表")
    word.heading(4, "見方")
    word.figure(picture(), alt="青い四角", caption="図1　人口", source="資料：豊中市")
    word.rule()
    word.page_break()
    word.heading(1, "2　重要目標達成指標")
    for _ in range(8):
        word.paragraph(PROSE, indent=False)
    return word.save()


@pytest.fixture(scope="module")
def content() -> bytes:
    return plan()


@pytest.fixture(scope="module")
def opened(content):
    return python_docx.Document(io.BytesIO(content))


def named(opened, style: str) -> list[str]:
    return [paragraph.text for paragraph in opened.paragraphs if paragraph.style.name == style]


def instructions(element) -> list[str]:
    return [code.text.strip() for code in element.iter(qn("w:instrText"))]


def bookmarks(opened) -> list[str]:
    return [mark.get(qn("w:name")) for mark in opened.element.body.iter(qn("w:bookmarkStart"))]


def test_headings_and_text_have_real_styles(opened):
    assert named(opened, "Heading 1") == ["1　総合戦略の概要", "2　重要目標達成指標"]
    assert named(opened, "Heading 2") == ["（1）策定の趣旨"]
    assert named(opened, "Heading 3") == ["第1章－1　支援の充実"]
    assert named(opened, "Heading 4") == ["見方"]
    assert named(opened, "Body Text")[1] == PROSE
    assert named(opened, "Normal").count(PROSE) == 8
    assert named(opened, "Caption") == ["関係表", "図1　人口"]
    assert named(opened, "注") == ["資料：豊中市"]


def test_the_properties_tell_title_author_and_the_given_moment(opened):
    facts = opened.core_properties
    assert (facts.title, facts.author, facts.language) == ("豊中市デジタル総合戦略（案）", "豊中市", "ja-JP")
    assert facts.created == facts.modified == datetime(2023, 1, 31, tzinfo=UTC)
    assert facts.comments == ""


def test_equal_calls_give_equal_bytes(content):
    assert plan() == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2023, 1, 31, 9, 0, 0)}


def test_every_part_is_well_formed(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        for name in parts:
            ElementTree.fromstring(archive.read(name))
    assert len(parts) > 10


def test_the_contents_are_a_field_and_already_list_the_headings(opened):
    codes = instructions(opened.element.body)
    assert codes[0] == 'TOC \\o "1-3" \\h \\z'
    assert [named(opened, f"toc {level}") for level in (1, 2, 3)] == [
        ["1　総合戦略の概要\t", "2　重要目標達成指標\t"],
        ["（1）策定の趣旨\t"],
        ["第1章－1　支援の充実\t"],
    ]
    marks = bookmarks(opened)
    levels_1_to_3 = [mark for mark in marks if mark.startswith("_Toc") and not mark.endswith("4")]
    assert [code.split()[1] for code in codes[1:5]] == levels_1_to_3


def test_fields_are_opened_and_closed_in_turn(opened):
    depth = 0
    for sign in opened.element.body.iter(qn("w:fldChar")):
        depth += {"begin": 1, "separate": 0, "end": -1}[sign.get(qn("w:fldCharType"))]
        assert depth in (0, 1, 2)
    assert depth == 0


def test_bookmarks_are_unique_and_closed(opened):
    names, body = bookmarks(opened), opened.element.body
    assert len(set(names)) == len(names)
    assert names.count(bookmark_name(HERE)) == names.count(bookmark_name(MEASURE)) == 1
    starts = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert sorted(starts) == sorted(mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkEnd")))


def test_a_reference_prints_page_and_text_and_one_to_nowhere_its_text(opened):
    [paragraph] = [p for p in opened.paragraphs if p.text.startswith("本文")]
    assert instructions(paragraph._p) == [f"PAGEREF {bookmark_name(MEASURE)} \\h"]
    links = paragraph._p.findall(qn("w:hyperlink"))
    assert [link.get(qn("w:anchor")) for link in links] == [bookmark_name(MEASURE), None]
    assert links[0].find(qn("w:r")).text == "Ⅳ－"
    assert re.sub(r"\s", "", paragraph.text) == "本文太字豊中はⅣ－（2）と（9）と国の頁とうちの頁".replace(
        "豊中", ""
    )


def test_without_a_prefix_a_reference_says_p():
    word = new()
    word.heading(1, "甲", anchor=HERE)
    word.paragraph([reference(HERE, "（1）")])
    opened = python_docx.Document(io.BytesIO(word.save()))
    assert opened.paragraphs[-1].text == "Ｐ　（1）"


def test_only_an_address_of_the_web_becomes_a_link(opened):
    targets = [rel.target_ref for rel in opened.part.rels.values() if rel.is_external]
    assert targets == ["https://www.example.jp/?a=1&b=2"]


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "file:///etc/passwd", "\\\\host\\share", "//x", "data:x", ""]
)
def test_any_other_address_stays_plain_text(href):
    word = new()
    word.paragraph([Text("文", href=href)])
    opened = python_docx.Document(io.BytesIO(word.save()))
    assert opened.paragraphs[-1].text == "文"
    assert list(opened.element.body.iter(qn("w:hyperlink"))) == []


def test_cover_contents_and_body_count_their_pages_apart(opened):
    cover, contents, body = opened.sections
    assert (cover.header.paragraphs[0].text, cover.footer.paragraphs[0].text) == ("", "")
    numbers = [section._sectPr.find(qn("w:pgNumType")) for section in (cover, contents, body)]
    assert numbers[0] is None
    assert [(n.get(qn("w:fmt")), n.get(qn("w:start"))) for n in numbers[1:]] == [
        ("lowerRoman", "1"),
        ("decimal", "81"),
    ]
    assert contents.header.paragraphs[0].text == "豊中市デジタル総合戦略（案）\t目次"
    assert instructions(body.header._element) == ["STYLEREF 1"]
    assert instructions(body.footer._element) == instructions(contents.footer._element) == ["PAGE"]
    assert body.footer.paragraphs[0].text == "Ⅳ－1"
    assert {round(section.page_width / Mm(1)) for section in opened.sections} == {210}


def test_a_document_without_cover_or_contents_has_one_section():
    word = new()
    word.heading(1, "甲")
    opened = python_docx.Document(io.BytesIO(word.save()))
    assert len(opened.sections) == 1
    assert instructions(opened.sections[0].footer._element) == ["PAGE"]


def test_contents_without_headings_are_empty_and_sound():
    word = new()
    word.contents()
    opened = python_docx.Document(io.BytesIO(word.save()))
    signs = [sign.get(qn("w:fldCharType")) for sign in opened.element.body.iter(qn("w:fldChar"))]
    assert signs == ["begin", "separate", "end"]


def test_lists(opened):
    assert named(opened, "List Bullet") == ["点のある項目", "内側の項目"]
    assert named(opened, "List Number") == ["1　番号のある項目", "その続き"]
    bullets = [p for p in opened.paragraphs if p.style.name == "List Bullet"]
    assert [p._p.pPr.numPr.ilvl.val for p in bullets] == [0, 1]
    signs = {number.get(qn("w:numId")) for number in opened.part.numbering_part.element.iter(qn("w:num"))}
    assert str(bullets[0]._p.pPr.numPr.numId.val) in signs


def test_tables_repeat_their_head_and_never_touch(opened):
    [table] = opened.tables
    assert len(table.rows) == 52
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert [cell.text for cell in table.rows[32].cells] == ["①その30", "●", "33"]
    assert opened.element.body[opened.element.body.index(table._tbl) + 1].tag == qn("w:p")


def test_a_new_page_is_asked_for_once():
    word = new()
    word.page_break()
    word.table([["a"], ["b"]])
    word.heading(1, "甲", new_page=True)
    word.heading(1, "乙")
    opened = python_docx.Document(io.BytesIO(word.save()))
    breaking = [p.text for p in opened.paragraphs if p.paragraph_format.page_break_before]
    assert breaking == ["", "甲"]


def test_a_picture_has_its_alternative_text_and_fits_the_page(opened):
    [shape] = opened.inline_shapes
    assert shape._inline.docPr.get("descr") == "青い四角"
    assert round(shape.width / Mm(1), 1) == 155.6
    assert abs(shape.width / shape.height - 3000 / 900) < 0.01


@pytest.mark.parametrize("data", [b"<svg xmlns='x'/>", b"GIF89a", b"", picture()[:-30]])
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(GuardError):
        new().figure(data, alt="x")


def test_control_characters_break_nothing():
    word = Word(title="計\x00画", author="豊\x0b中", created=CREATED)
    word.cover(["題\x01"], stage="\x02案", foot=["\ud800市"])
    word.header("頭\x03")
    word.footer(1, "前\x04")
    word.contents("目\x05次")
    word.heading(1, "見\x06出", anchor="a\x07")
    word.paragraph([Text("本\x08文", ruby="ほん\x0e"), Text("\x0c")])
    word.list_item("項\x0f目", ordered=True, number="\x10①")
    word.table([["頭\x11"], ["升\x12"]], caption="表\x13")
    word.figure(picture(size=(9, 9)), alt="図\x14", caption="図\x15", source="資料\x16")
    opened = python_docx.Document(io.BytesIO(word.save()))
    assert opened.core_properties.title == "計画"
    assert named(opened, "Heading 1") == ["見出"]
    assert opened.tables[0].rows[1].cells[0].text == "升"


def test_the_moment_needs_a_time_zone():
    with pytest.raises(ValueError, match="time zone"):
        Word(title="計画", author="豊中市", created=datetime(2023, 1, 1))


def test_libreoffice_prints_it_as_drawn(content, tmp_path: Path, program):
    (tmp_path / "plan.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    program(
        "soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "plan.docx"
    )
    printed = tmp_path / "plan.pdf"
    pages = [re.sub(r"\s", "", page) for page in program("pdftotext", "-layout", printed, "-").split("\f")]
    assert pages[0].startswith("案") and pages[0].endswith("豊中市")
    assert pages[1].count("第1章－1支援の充実") == 1 and pages[1].endswith("i")
    assert pages[2].endswith("Ⅳ－81")
    [measure] = [n for n, page in enumerate(pages) if page.count("①その30")]
    assert pages[2].count(f"Ⅳ－{81 + measure - 2}（2）") == 1
    heads = [n for n, page in enumerate(pages) if page.count("総合計画具体的施策ページ")]
    assert len(heads) == 2
    fonts = {row.split()[0].split("+")[-1] for row in program("pdffonts", printed).splitlines()[2:]}
    assert fonts == {"BIZUDGothic-Regular", "BIZUDGothic-Bold"}


def test_the_head_may_name_the_range_of_numbers_on_the_page():
    word = Word(title="対照表", author="豊中市", created=CREATED, page=WIDE)
    word.header("豊中市　対照表", right_text="【資料3】", style_range="対照表の番号")
    word.table([["No", "文"], *([Cell((Styled("対照表の番号", str(n)),)), "文"] for n in (4, 5, 6))])
    opened = python_docx.Document(io.BytesIO(word.save()))
    head = opened.sections[0].header.paragraphs[0]
    assert head.text == "豊中市　対照表\tNo 4～6\t【資料3】"
    assert [one.text.strip() for one in head._p.iter(qn("w:instrText"))] == [
        'STYLEREF "対照表の番号"',
        'STYLEREF "対照表の番号" \\l',
    ]
    assert named(opened, "対照表の番号") == []  # in the cells, where Word looks too
    assert opened.sections[0].page_width == pytest.approx(Mm(297), abs=700)


def test_without_numbers_the_head_has_what_was_given():
    word = Word(title="対照表", author="豊中市", created=CREATED, page=WIDE)
    word.header("豊中市　対照表", right_text="", style_range="対照表の番号")
    word.paragraph("二つの版に、違いはありません。")
    head = python_docx.Document(io.BytesIO(word.save())).sections[0].header.paragraphs[0]
    assert head.text.split() == ["豊中市", "対照表"]
    assert list(head._p.iter(qn("w:instrText"))) == []


def test_a_cell_may_hold_a_picture():
    word = new()
    word.table([["図"], [Cell((Picture(picture(), "青い四角", 40, 40), "図1"))]])
    cell = python_docx.Document(io.BytesIO(word.save())).tables[0].rows[1].cells[0]
    assert [one.style.name for one in cell.paragraphs] == ["図", "表の文字"]
    assert cell._tc.xpath(".//wp:docPr/@descr") == ["青い四角"]
