import doctest
import re

import pytest
from docx.oxml.ns import qn

from paper import docx_xml
from paper.docx import Text
from paper.docx_xml import bookmark_name, field, marked_run, node, plain_run

UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"


def test_the_examples_hold():
    failed, attempted = doctest.testmod(docx_xml)
    assert (failed, attempted) == (0, 2)


@pytest.mark.parametrize("anchor", [f"item-{UUID}", "a" * 60, "1章", "図 1", "a-b", "", "ITEM-" + UUID])
def test_any_anchor_becomes_a_name_word_accepts(anchor):
    assert re.fullmatch(r"(?!\d)\w{1,40}", bookmark_name(anchor))


def test_different_anchors_have_different_names():
    anchors = [f"item-{UUID}", f"item-{UUID[:-1]}f", "a-b", "a_b", "a.b", "a" * 60, "a" * 61]
    assert len({bookmark_name(anchor) for anchor in anchors}) == len(anchors)


@pytest.mark.parametrize(
    ("mark", "element", "value"),
    [
        ("strong", "w:b", None),
        ("s", "w:strike", None),
        ("u", "w:u", "single"),
        ("sub", "w:vertAlign", "subscript"),
        ("sup", "w:vertAlign", "superscript"),
        ("em", "w:em", "dot"),
    ],
)
def test_each_mark_is_one_property(mark, element, value):
    properties = marked_run(Text("計画", **{mark: True})).find(qn("w:rPr"))
    assert [child.tag for child in properties] == [qn(element)]
    assert properties[0].get(qn("w:val")) == value


def test_marks_stand_in_the_order_of_the_schema():
    run = marked_run(Text("計画", strong=True, em=True, u=True, s=True, sup=True))
    tags = [child.tag for child in run.find(qn("w:rPr"))]
    assert tags == [qn(f"w:{name}") for name in ("b", "strike", "u", "vertAlign", "em")]


def test_a_reading_stands_above_its_text():
    ruby = marked_run(Text("豊中", ruby="とよなか")).find(qn("w:ruby"))
    assert ruby.find(f"{qn('w:rt')}//{qn('w:t')}").text == "とよなか"
    assert ruby.find(f"{qn('w:rubyBase')}//{qn('w:t')}").text == "豊中"


def test_line_ends_and_tabs_are_elements_and_control_signs_are_gone():
    run = plain_run("一\n二\t三\x00\x0b")
    assert [child.tag for child in run] == [qn(f"w:{name}") for name in ("t", "br", "t", "tab", "t")]
    assert "".join(child.text or "" for child in run) == "一二三"


def test_a_field_has_code_and_result_between_its_signs():
    runs = field("PAGE", "1", [node("w:b")])
    signs = [run.find(qn("w:fldChar")).get(qn("w:fldCharType")) for run in (runs[0], runs[2], runs[4])]
    assert signs == ["begin", "separate", "end"]
    assert runs[1].find(qn("w:instrText")).text == " PAGE "
    assert runs[3].find(qn("w:t")).text == "1"
    assert [len(run.findall(f"{qn('w:rPr')}/{qn('w:b')}")) for run in runs] == [1] * 5
