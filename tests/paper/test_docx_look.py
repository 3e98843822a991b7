from dataclasses import replace

import docx
import pytest
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from paper.docx_look import LOOKS, WIDE, dress, dressed, in_order, set_numbers, set_page
from paper.docx_xml import node


@pytest.fixture(scope="module", name="dressed")
def dressed_for_a_book():
    document = dressed()
    set_page(document.sections[0])
    return document


def test_what_is_written_into_one_document_is_not_in_the_next():
    first = dressed(WIDE)
    first.add_paragraph("本文")
    first.styles["Normal"].font.size = Pt(30)
    second = dressed(WIDE)
    assert [paragraph.text for paragraph in second.paragraphs] == []
    assert second.styles["Normal"].font.size == Pt(10.5)
    letter = dressed(replace(WIDE, is_letter=True)).styles["Header"].element
    assert [second.styles["Header"].element.xpath(".//w:pBdr") != [], letter.xpath(".//w:pBdr")] == [True, []]


def test_the_grid_is_42_characters_by_38_lines(dressed):
    section = dressed.sections[0]
    wide = section.page_width - section.left_margin - section.right_margin
    high = section.page_height - section.top_margin - section.bottom_margin
    assert int(wide / Pt(10.5)) == 42
    assert int(high / Pt(18)) == 38
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("linesAndChars", "360")
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_every_style_names_the_japanese_font_for_every_script(look, dressed):
    fonts = dressed.styles[look.name].element.rPr.rFonts
    names = {script: fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")}
    assert set(names.values()) == {"BIZ UDゴシック"}
    assert [key for key in fonts.attrib if key.endswith("Theme")] == []


@pytest.mark.parametrize(
    ("name", "size", "line"),
    [("Body Text", 10.5, 18), ("Heading 1", 17, 27), ("Heading 2", 13, 20), ("Heading 3", 11.5, 18)],
)
def test_sizes_and_fixed_lines_are_those_of_the_printed_plan(name, size, line, dressed):
    style = dressed.styles[name]
    assert (style.font.size, style.paragraph_format.line_spacing) == (Pt(size), Pt(line))
    assert style.paragraph_format.line_spacing_rule == WD_LINE_SPACING.EXACTLY


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_headings_are_the_built_in_ones_and_stay_with_their_text(level, dressed):
    style = dressed.styles[f"Heading {level}"]
    assert style.style_id == f"Heading{level}"
    assert style.paragraph_format.keep_with_next is True
    assert style.element.find(f".//{qn('w:outlineLvl')}").get(qn("w:val")) == str(level - 1)
    assert style.next_paragraph_style.name == "Body Text"


def test_the_first_line_of_the_text_is_set_in_by_one_character(dressed):
    indent = dressed.styles["Body Text"].element.find(f".//{qn('w:ind')}")
    assert indent.get(qn("w:firstLineChars")) == "100"
    assert dressed.styles["Normal"].element.find(f".//{qn('w:ind')}") is None


def test_a_picture_is_not_cut_by_a_fixed_line(dressed):
    assert dressed.styles["図"].paragraph_format.line_spacing_rule == WD_LINE_SPACING.SINGLE


def test_no_space_is_put_between_kanji_and_figures(dressed):
    for look in LOOKS:
        properties = dressed.styles[look.name].element.pPr
        assert [
            properties.find(qn(name)).get(qn("w:val")) for name in ("w:autoSpaceDE", "w:autoSpaceDN")
        ] == ["0", "0"]


def test_word_updates_contents_and_references_when_it_opens_the_file(dressed):
    assert dressed.settings.element.find(qn("w:updateFields")).get(qn("w:val")) == "true"


def test_page_numbers_begin_where_told():
    document = docx.Document()
    set_numbers(document.sections[0], 1, "decimal")
    set_numbers(document.sections[0], 81, "lowerRoman")
    [numbers] = document.sections[0]._sectPr.findall(qn("w:pgNumType"))
    assert (numbers.get(qn("w:start")), numbers.get(qn("w:fmt"))) == ("81", "lowerRoman")


def test_properties_are_put_into_the_order_of_the_schema():
    properties = node("w:pPr", None, node("w:jc"), node("w:ind"), node("w:keepNext"), node("w:pStyle"))
    in_order(properties)
    assert [child.tag for child in properties] == [
        qn(f"w:{name}") for name in ("pStyle", "keepNext", "ind", "jc")
    ]


def test_a_landscape_page_is_as_wide_as_its_text_and_margins():
    document = docx.Document()
    dress(document, WIDE)
    set_page(document.sections[0], WIDE)
    section = document.sections[0]
    assert section.orientation == 1
    assert section.page_width == pytest.approx(Mm(297), abs=700)
    assert section.page_height == pytest.approx(Mm(210), abs=700)
    assert WIDE.text_width == 267
    tabs = [stop.position for stop in document.styles["Header"].paragraph_format.tab_stops]
    assert tabs == [pytest.approx(Mm(267), abs=700)]


def test_a_shaded_style_has_its_colour_behind_the_words():
    document = docx.Document()
    dress(document)
    shade = document.styles["対照表の趣旨"].element.find(f".//{qn('w:shd')}")
    assert shade.get(qn("w:fill")) == "E9EFF5"
