"""Workbooks made to hurt whoever opens them, built cheaply: XML written straight into a zip.

`REFUSED` are turned away before a parser sees them, `BROKEN` by the reader, `READ` are read within the caps.
"""

import io
import os
import random
import struct
import zipfile
from collections.abc import Callable

MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LEADS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def book(
    sheets: list[str | bytes],
    extra: dict[str, str | bytes] | None = None,
    *,
    main: str = MAIN,
    level: int = 1,
    strings: str | bytes | None = None,
    styles: str | None = None,
) -> bytes:
    """An .xlsx of these worksheet parts, each named Sheet1, Sheet2 …; `extra` adds parts or replaces some."""
    ids = range(1, len(sheets) + 1)
    tabs = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="r{n}"/>' for n in ids)
    leads = "".join(
        f'<Relationship Id="r{n}" Type="{LEADS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in ids
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types><Override PartName="/xl/workbook.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"/>',
        "xl/workbook.xml": f'<workbook xmlns="{SPACE}" xmlns:r="{LEADS}"><sheets>{tabs}</sheets></workbook>',
        **{f"xl/worksheets/sheet{n}.xml": sheet for n, sheet in zip(ids, sheets, strict=True)},
    }
    if strings is not None:
        leads += f'<Relationship Id="s" Type="{LEADS}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        parts["xl/sharedStrings.xml"] = strings
    if styles is not None:
        leads += f'<Relationship Id="t" Type="{LEADS}/styles" Target="styles.xml"/>'
        parts["xl/styles.xml"] = styles
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE}">{leads}</Relationships>'
    return packed(parts | (extra or {}), level)


def packed(parts: dict[str, str | bytes], level: int = 1) -> bytes:
    """A zip of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def sheet(data: str, after: str = "", before: str = "") -> str:
    """A worksheet part with these rows."""
    return f'<worksheet xmlns="{SPACE}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'


def cell(place: str, value: str, kind: str = "n") -> str:
    """A cell of a worksheet part."""
    return f'<c r="{place}" t="{kind}"><v>{value}</v></c>'


def text(words: str, place: str = "A1") -> str:
    """A cell whose text stands in the sheet itself."""
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


ONE = sheet(f"<row>{text('表')}</row>")


def many_rows(rows: int, columns: int) -> str:
    """Rows without numbers of their own, too uneven for the ratio of a bomb."""
    dice = random.Random(5)
    block = ["".join(f"<c><v>{dice.randrange(999)}</v></c>" for _ in range(columns)) for _ in range(500)]
    return sheet("".join(f"<row>{line}</row>" for line in block) * (rows // 500))


def long_text(size: int) -> str:
    """Letters that repeat, but not so often that the ratio betrays them."""
    dice = random.Random(7)
    return "".join(f"{dice.random():.12f}" + "a" * 900 for _ in range(size // 914))


def runs(number: int) -> str:
    """Pieces of one text, each with its own letter."""
    dice = random.Random(9)
    return "".join(f"<r><t>{chr(dice.randrange(0x4E00, 0x9000))}</t></r>" for _ in range(number))


def deep(number: int) -> str:
    """Elements inside one another."""
    dice = random.Random(11)
    names = [f"a{dice.randrange(1_000_000)}" for _ in range(number)]
    return sheet("".join(f"<{name}>" for name in names) + "".join(f"</{name}>" for name in reversed(names)))


def encrypted() -> bytes:
    """The flag of a zip that asks for a password, in each of its parts."""
    content = bytearray(book([ONE]))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(mark, start + 1)
    return bytes(content)


def lying_size() -> bytes:
    """A part that says it is small and is not."""
    content = bytearray(book([many_rows(20_000, 10)]))
    place = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/worksheets/sheet1.xml"))
    struct.pack_into("<I", content, place + 24, 1000)
    return bytes(content)


def twice() -> bytes:
    """Two parts of one name: which one is meant depends on who reads."""
    stream = io.BytesIO(book([ONE]))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/Worksheets/Sheet1.xml", ONE)
    return stream.getvalue()


def entities(declared: str) -> str:
    return f"<!DOCTYPE w [{declared}]>" + sheet(f"<row>{text('&z;')}</row>")


LAUGHS = '<!ENTITY a "lol">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghz", strict=True)
)
QUADRATIC = f'<!ENTITY z "{"a" * 3000}">'
EXTERNAL = '<!ENTITY z SYSTEM "file:///etc/passwd">'
PARAMETER = '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;'
HIDDEN_DOCTYPE = sheet("").replace("<sheetData>", "<sheetData>" + " " * 5000).encode("utf-16")

REFUSED: dict[str, Callable[[], bytes]] = {
    "billion laughs": lambda: book([entities(LAUGHS)]),
    "quadratic": lambda: book([entities(QUADRATIC)]),
    "external entity": lambda: book([entities(EXTERNAL)]),
    "parameter entity": lambda: book([entities(PARAMETER)]),
    "DOCTYPE": lambda: book(["<!DOCTYPE worksheet>" + ONE]),
    "DOCTYPE in the strings": lambda: book([ONE], strings="<!DOCTYPE sst><sst/>"),
    "UTF-16": lambda: book([HIDDEN_DOCTYPE]),
    "500 MB string": lambda: book([ONE], strings=b"<sst><si><t>" + b"a" * 70_000_000),
    "2 MB string": lambda: book([ONE], strings=b"<sst><si><t>" + b"a" * 2_000_000),
    "xlsm as xlsx": lambda: book([ONE], main=MACRO),
    "macro in an xlsx": lambda: book([ONE], {"xl/vbaProject.bin": b"\xd0\xcf"}),
    "external links": lambda: book([ONE], {"xl/externalLinks/externalLink1.xml": "<x/>"}),
    "embedded": lambda: book([ONE], {"xl/embeddings/oleObject1.bin": b"\xd0\xcf"}),
    "ActiveX": lambda: book([ONE], {"xl/activeX/activeX1.xml": "<x/>"}),
    "html as xlsx": lambda: b"<html><table><tr><td>1</td></tr></table></html>",
    "csv as xlsx": lambda: "指標,値\n人口,1\n".encode(),
    "encrypted OLE": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
    "encrypted zip": encrypted,
    "16 MB and a byte": lambda: b"PK\x03\x04" + os.urandom(16 * 1024 * 1024 - 3),
    "duplicate parts": twice,
    "cut off": lambda: book([ONE])[:-30],
    "empty": lambda: b"",
    "zip in zip": lambda: packed({"book.xlsx": book([ONE])}),
    "a Word file": lambda: book([ONE], main=MAIN.replace("spreadsheetml.sheet", "wordprocessingml.document")),
}

BROKEN: dict[str, Callable[[], bytes]] = {
    "torn XML": lambda: book([ONE[:-20]]),
    "no XML": lambda: book(["表"]),
    "another root": lambda: book([f'<html xmlns="{SPACE}"/>']),
    "rows backwards": lambda: book([sheet('<row r="5"/><row r="4"/>')]),
    "a row that is no number": lambda: book([sheet('<row r="-1"/>')]),
    "a place that is none": lambda: book([sheet(f"<row>{cell('ZZZZ1', '1')}</row>")]),
    "a string that is not there": lambda: book([sheet(f"<row>{cell('A1', '7', 's')}</row>")]),
    "a negative string": lambda: book([sheet(f"<row>{cell('A1', '-1', 's')}</row>")], strings="<sst/>"),
    "no sheet at all": lambda: book([]),
    "a sheet outside": lambda: book([ONE], {"xl/_rels/workbook.xml.rels": OUTSIDE}),
    "overlapping merges": lambda: book(
        [sheet(f"<row>{text('a')}{text('b', 'C1')}</row>", merges(["A1:C1"] * 9))]
    ),
    "an unknown encoding": lambda: book(['<?xml version="1.0" encoding="EBCDIC"?>' + ONE]),
    "a size that lies": lying_size,
}
OUTSIDE = (
    f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{LEADS}/worksheet" '
    'Target="../../../../etc/passwd"/></Relationships>'
)


def merges(references: list[str]) -> str:
    """The merged ranges of a worksheet part."""
    return "<mergeCells>" + "".join(f'<mergeCell ref="{one}"/>' for one in references) + "</mergeCells>"


READ: dict[str, Callable[[], bytes]] = {
    "A1 and XFD1048576": lambda: book(
        [sheet(f'<row r="1">{text("a")}</row><row r="1048576">{cell("XFD1048576", "1")}</row>')]
    ),
    "merged A1:XFD2000": lambda: book([sheet(f"<row>{text('a')}</row>", merges(["A1:XFD2000"]))]),
    "20,000 merges": lambda: book(
        [sheet(f"<row>{text('a')}</row>", merges([f"A{n}:C{n}" for n in range(1, 20_000)]))]
    ),
    "false dimension": lambda: book(
        [sheet(f"<row>{text('a')}</row>", before='<dimension ref="A1:XFD1048576"/>')]
    ),
    "100,000 rows of 20": lambda: book([many_rows(100_000, 20)]),
    "1,000,000 rows of 2": lambda: book([many_rows(1_000_000, 2)]),
    "a text of 20 MB": lambda: book([ONE], strings=f"<sst><si><t>{long_text(20_000_000)}</t></si></sst>"),
    "a long text 100,000 times": lambda: book(
        [sheet("<row>" + '<c t="s"><v>0</v></c>' * 190 + "</row>") for _ in range(50)],
        strings=f"<sst><si><t>{long_text(30_000)}</t></si></sst>",
    ),
    "a cell of 300,000 runs": lambda: book(
        [sheet(f"<row><c t='inlineStr'><is>{runs(300_000)}</is></c></row>")]
    ),
    "250,000 elements deep": lambda: book([deep(250_000)]),
    "2,000 columns": lambda: book([sheet("<row>" + "<c><v>1</v></c>" * 2000 + "</row>")]),
    "90 sheets": lambda: book([ONE] * 90),
    "figures that are none": lambda: book(
        [sheet("<row>" + "".join(f"<c s='1'><v>{v}</v></c>" for v in STRANGE) + "</row>")],
        styles=f'<styleSheet xmlns="{SPACE}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    ),
}

STRANGE = "1e999 -1e999 nan inf 1e15 -1 0x10 1_0 9999999999999999999999 ".split(" ")
