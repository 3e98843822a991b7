import io
import os
import random
import struct
import time
import zipfile
import zlib

import pytest
from openpyxl import Workbook
from PIL import Image

from paper import guard
from paper.guard import GuardError, ImageFacts, check_image, check_workbook

MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
)


def types(main: str = MAIN) -> str:
    return f'<?xml version="1.0"?><Types><Override PartName="/xl/workbook.xml" ContentType="{main}"/></Types>'


def book(
    parts: dict[str, str | bytes] | None = None,
    *,
    main: str = MAIN,
    packing=zipfile.ZIP_DEFLATED,
    level: int | None = None,
) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing, compresslevel=level) as archive:
        archive.writestr("[Content_Types].xml", types(main))
        archive.writestr("_rels/.rels", "<Relationships/>")
        for name, content in ({"xl/worksheets/sheet1.xml": SHEET} | (parts or {})).items():
            archive.writestr(name, content)
    return stream.getvalue()


def encrypted() -> bytes:
    content = bytearray(book())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(mark, start + 1)
    return bytes(content)


def doubled() -> bytes:
    stream = io.BytesIO(book())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/Worksheets/sheet1.xml", SHEET)
    return stream.getvalue()


def many_parts(number: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", types())
        for part in range(number):
            archive.writestr(f"x{part}", "")
    return stream.getvalue()


def rows(number: int, columns: int) -> str:
    row = "<row>" + "<c><v>1</v></c>" * columns + "</row>"
    return f"<worksheet><sheetData>{row * number}</sheetData></worksheet>"


LOL = (
    '<!DOCTYPE w [<!ENTITY a "lol"><!ENTITY b "'
    + "&a;" * 10
    + '"><!ENTITY c "'
    + "&b;" * 10
    + '">]><worksheet>&c;</worksheet>'
)
DTD = "<!DOCTYPE worksheet><worksheet/>"
PADDED = "<!--" + " " * 5000 + "-->" + DTD

REFUSED = {
    "larger than 16 MB": (lambda: b"PK\x03\x04" + os.urandom(17 * 1024 * 1024), "大きすぎます"),
    "empty": (lambda: b"", "Excelブック（.xlsx）ではありません"),
    "html named xlsx": (lambda: b"<html>PK\x03\x04</html>", "Excelブック（.xlsx）ではありません"),
    "old xls or password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "パスワード"),
    "cut off": (lambda: book()[:-40], "壊れている"),
    "torn inside": (lambda: book()[:60] + b"\x00" * 30 + book()[90:], "壊れている"),
    "a Word file": (
        lambda: book(main="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
        "Excelブック（.xlsx）ではありません",
    ),
    "a zip of something": (lambda: zip_of({"a.txt": "x"}), "Excelブック（.xlsx）ではありません"),
    "xlsm renamed": (lambda: book(main="application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "マクロ有効"),
    "macros": (lambda: book({"xl/vbaProject.bin": b"\xd0\xcf"}), "マクロが含まれて"),
    "macros in capitals": (lambda: book({"xl/VBAPROJECT.BIN": b"\xd0\xcf"}), "マクロが含まれて"),
    "links": (lambda: book({"xl/externalLinks/externalLink1.xml": "<x/>"}), "ほかのファイルへのリンク"),
    "embedded": (lambda: book({"xl/embeddings/oleObject1.bin": b"x"}), "埋め込まれたファイル"),
    "ActiveX": (lambda: book({"xl/activeX/activeX1.xml": "<x/>"}), "ActiveX"),
    "encrypted": (encrypted, "パスワード"),
    "a part twice": (doubled, "同じ名前の部品"),
    "2,001 parts": (lambda: many_parts(2001), "部品が多すぎる"),
    "100,000 parts": (lambda: many_parts(100_000), "部品が多すぎる"),
    "500 MB of one letter": (
        lambda: book({"xl/sharedStrings.xml": b"<sst>" + b"a" * 500_000_000}, level=1),
        "展開すると",
    ),
    "2 MB of one letter": (
        lambda: book({"xl/sharedStrings.xml": b"<sst>" + b"a" * 2_000_000}),
        "不自然に圧縮",
    ),
    "100,000 rows of 20": (lambda: book({"xl/worksheets/sheet2.xml": rows(100_000, 20)}), "不自然に圧縮"),
    "many parts of 0.9 MB": (
        lambda: book({f"xl/media/{n}.bin": b"a" * 900_000 for n in range(100)}),
        "展開すると",
    ),
    "bzip2": (lambda: book(packing=zipfile.ZIP_BZIP2), "使わない方法で圧縮"),
    "lzma": (lambda: book(packing=zipfile.ZIP_LZMA), "使わない方法で圧縮"),
    "billion laughs": (lambda: book({"xl/workbook.xml": LOL}), "危険な宣言"),
    "DOCTYPE": (lambda: book({"xl/workbook.xml": DTD}), "危険な宣言"),
    "DOCTYPE after a declaration": (
        lambda: book({"xl/workbook.xml": f'<?xml version="1.0"?>\n{DTD}'}),
        "危険な宣言",
    ),
    "DOCTYPE after a comment": (
        lambda: book({"xl/workbook.xml": f"<!-- a --><!-- b -->{DTD}"}),
        "危険な宣言",
    ),
    "DOCTYPE behind 5 KB of comment": (lambda: book({"xl/workbook.xml": PADDED}), "危険な宣言"),
    "DOCTYPE behind 5 KB of blanks": (
        lambda: book({"xl/workbook.xml": "<?xml?>" + " " * 5000 + DTD}),
        "危険な宣言",
    ),
    "DOCTYPE in relations": (lambda: book({"xl/_rels/workbook.xml.rels": DTD}), "危険な宣言"),
    "DOCTYPE under another name": (lambda: book({"xl/worksheets/sheet2.dat": DTD}), "危険な宣言"),
    "DOCTYPE in UTF-16": (lambda: book({"xl/workbook.xml": DTD.encode("utf-16")}), "危険な宣言"),
    "DOCTYPE in UTF-16 without mark": (lambda: book({"xl/a.xml": DTD.encode("utf-16-le")}), "危険な宣言"),
    "DOCTYPE in UTF-16 under another name": (lambda: book({"xl/a.dat": DTD.encode("utf-16")}), "危険な宣言"),
    "DOCTYPE after a byte order mark": (
        lambda: book({"xl/a.xml": b"\xef\xbb\xbf" + DTD.encode()}),
        "危険な宣言",
    ),
}


def zip_of(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def real_book() -> bytes:
    made = Workbook()
    made.active.append(["施策", "実績"])
    for number in range(3000):
        made.active.append([f"指標{number}", number])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("kind", REFUSED)
def test_a_hostile_workbook_is_refused_within_a_second(kind):
    build, word = REFUSED[kind]
    content = build()
    begun = time.process_time()
    with pytest.raises(GuardError, match=word) as refused:
        check_workbook(content, name="実績.xlsx")
    assert time.process_time() - begun < 1
    assert str(refused.value).startswith("「実績.xlsx」")
    assert str(refused.value).endswith("。")


def test_the_frame_of_these_attacks_is_itself_accepted():
    check_workbook(book())
    check_workbook(
        book({"xl/workbook.xml": '<?xml version="1.0"?>\n<!-- 表 -->\n<workbook/>', "xl/empty.xml": ""})
    )
    check_workbook(book({"xl/media/image1.jpeg": b"\xff\xd8\xff", "xl/printerSettings1.bin": b"P\x00r\x00"}))
    check_workbook(many_parts(1999))


def test_a_workbook_as_excel_and_openpyxl_write_it_passes():
    check_workbook(real_book())


def test_a_stream_is_put_back_where_it_stood():
    stream = io.BytesIO(b"??" + real_book())
    stream.seek(2)
    check_workbook(stream)
    assert stream.tell() == 2


def test_without_a_name_the_sentence_still_reads():
    with pytest.raises(GuardError, match=r"^このファイルはExcelブック"):
        check_workbook(b"GIF89a")


def test_damage_anywhere_ends_in_a_sentence_or_passes():
    content, dice = real_book(), random.Random(20230331)
    refused = 0
    for _ in range(300):
        torn = bytearray(content)
        for _ in range(dice.randrange(1, 40)):
            torn[dice.randrange(len(torn))] = dice.randrange(256)
        try:
            check_workbook(bytes(torn[: dice.randrange(len(torn) // 2, len(torn) + 1)]))
        except GuardError:
            refused += 1
    assert refused > 200


def picture(kind: str, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "#1f4e79").save(stream, kind, **options)
    return stream.getvalue()


def png_saying(width: int, height: int) -> bytes:
    content = bytearray(picture("PNG"))
    content[16:24] = struct.pack(">II", width, height)
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "facts"),
    [
        (picture("PNG"), ImageFacts("image/png", 40, 30)),
        (picture("JPEG"), ImageFacts("image/jpeg", 40, 30)),
        (picture("JPEG", progressive=True), ImageFacts("image/jpeg", 40, 30)),
        (picture("JPEG", exif=b"Exif\x00\x00" + b"x" * 5000), ImageFacts("image/jpeg", 40, 30)),
        (picture("JPEG").replace(b"\xff\xdb", b"\xff\xff\xff\xdb", 1), ImageFacts("image/jpeg", 40, 30)),
        (png_saying(8000, 5000), ImageFacts("image/png", 8000, 5000)),
    ],
)
def test_a_picture_tells_its_type_and_size(content, facts):
    assert check_image(content) == facts
    assert check_image(io.BytesIO(content)) == facts


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVGの画像"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><!-- x --><SVG >", "SVGの画像"),
        ("<svg >".encode("utf-16"), "SVGの画像"),
        (picture("WEBP"), "PNGとJPEG"),
        (picture("GIF"), "PNGとJPEG"),
        (picture("BMP"), "PNGとJPEG"),
        (picture("TIFF"), "PNGとJPEG"),
        (b"", "PNGとJPEG"),
        (picture("PNG")[:-20], "途中で切れています"),
        (picture("JPEG")[:-20], "途中で切れています"),
        (b"\x89PNG\r\n\x1a\n", "途中で切れています"),
        (b"\xff\xd8\xff", "途中で切れています"),
        (b"\xff\xd8" + b"\xff" * 1000, "途中で切れています"),
        (b"\xff\xd8" + b"\xff\xe0\x00\x00" * 50_000, "途中で切れています"),
        (picture("PNG")[:20] + b"\x01" + picture("PNG")[21:], "壊れています"),
        (png_saying(0, 10), "大きさが0"),
        (png_saying(8001, 5000), "4,000万画素以下"),
        (picture("PNG") + b"x" * 10 * 1024 * 1024, "10MBまで"),
    ],
)
def test_any_other_picture_is_refused_with_a_way_out(content, word):
    begun = time.process_time()
    with pytest.raises(GuardError, match=word) as refused:
        check_image(content)
    assert time.process_time() - begun < 1
    assert str(refused.value).endswith("。")


def test_a_damaged_picture_ends_in_a_sentence_or_passes():
    dice = random.Random(20230331)
    for content in (picture("PNG"), picture("JPEG")):
        for _ in range(300):
            torn = bytearray(content)
            for _ in range(dice.randrange(1, 10)):
                torn[dice.randrange(len(torn))] = dice.randrange(256)
            try:
                facts = check_image(bytes(torn))
            except GuardError:
                continue
            assert facts.width * facts.height <= guard.IMAGE_PIXELS
