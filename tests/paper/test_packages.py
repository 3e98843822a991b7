import io
import zipfile

import pytest

from paper.packages import Refused, feed, main_part, parser, relations, walk
from tests.paper.hostile import MAIN, packed

TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"


def archive(parts: dict[str, str]) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(packed(parts)))


def test_relations_lead_inside_only():
    leads = (
        f'<Relationships><Relationship Id="a" Type="{TYPE}" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="b" Type="{TYPE}" Target="/xl/other.xml"/>'
        f'<Relationship Id="c" Type="{TYPE}" Target="../docProps/../xl/third.xml"/>'
        f'<Relationship Id="d" Type="{TYPE}" Target="http://example.jp/" TargetMode="External"/></Relationships>'
    )
    assert relations(archive({"xl/_rels/workbook.xml.rels": leads}), "xl/workbook.xml") == {
        "a": ("worksheet", "xl/worksheets/sheet1.xml"),
        "b": ("worksheet", "xl/other.xml"),
        "c": ("worksheet", "xl/third.xml"),
    }
    assert relations(archive({"a.xml": ""}), "xl/workbook.xml") == {}


def test_the_main_part_is_where_the_types_say_or_where_it_usually_is():
    types = f'<Types><Override PartName="/book.xml" ContentType="{MAIN}"/></Types>'
    assert main_part(archive({"[Content_Types].xml": types, "book.xml": ""}), "sheet.main+xml", "x.xml") == (
        "book.xml"
    )
    assert main_part(archive({"[Content_Types].xml": types}), "sheet.main+xml", "x.xml") == "x.xml"


@pytest.mark.parametrize("namespaces", [True, False])
def test_a_doctype_ends_the_reading(namespaces):
    with pytest.raises(Refused, match="doctype"):
        feed(parser(namespaces=namespaces), io.BytesIO(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'))


def test_elements_come_by_their_local_names():
    seen = []
    walk(
        archive({"a.xml": '<x:a xmlns:x="urn:x" k="1"><b/></x:a>'}),
        "a.xml",
        lambda name, attributes: seen.append((name, attributes)),
        lambda name: seen.append(name),
    )
    assert seen == [("a", {"k": "1"}), ("b", {}), "b", "a"]
