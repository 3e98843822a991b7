"""Contents and references are filled in when the whole file is written."""

from docx.oxml.ns import qn

from paper.docx_fields import Heading, Reference, fill_contents, resolve
from paper.docx_xml import field, node, plain_run


def made(name: str) -> tuple[Reference, object]:
    word, page = plain_run(""), field(f"PAGEREF {name} \\h", "　")
    link = node("w:hyperlink", {"anchor": name}, word, *page, plain_run("（4）"))
    paragraph = node("w:p", None, link)
    return Reference(link, word, page, name), paragraph


def test_a_reference_gets_its_sign_and_a_dead_one_becomes_text():
    (living, kept), (dead, plain) = made("here"), made("gone")
    resolve([living, dead], {"here"}, "Ｐ")
    assert kept.text == "Ｐ　（4）"
    assert kept.find(qn("w:hyperlink")) is not None
    assert plain.text == "（4）"
    assert plain.find(qn("w:hyperlink")) is None


def test_the_contents_list_three_levels_in_one_field():
    body = node("w:body", None, node("w:p"))
    fill_contents(body[0], [Heading(level, f"見出し{level}", f"_Toc{level}") for level in (1, 2, 3, 4)])
    entries = body.findall(qn("w:p"))[1:]
    assert [entry.text.partition("\t")[0] for entry in entries] == ["見出し1", "見出し2", "見出し3"]
    kinds = [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))]
    assert (kinds[0], kinds[-1]) == ("begin", "end")
    assert kinds.count("begin") == kinds.count("end") == 4


def test_a_file_without_headings_has_an_empty_contents():
    body = node("w:body", None, node("w:p"))
    fill_contents(body[0], [])
    assert len(body.findall(qn("w:p"))) == 2
    assert body.find(f".//{qn('w:hyperlink')}") is None
