"""The guard at the door: what an upload is, decided by its bytes before any parser opens it.

Names and media types a browser sends are not believed. The workbook rules keep out what costs a parser
gigabytes or minutes (zip bombs, entity bombs) and what a plan has no use for (macros, links to other files,
embedded objects); what passes is still read in `read_only` mode, with row and column caps, in a subprocess.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

MB = 1024 * 1024
WORKBOOK_BYTES = 16 * MB
WORKBOOK_PARTS = 2000
WORKBOOK_UNPACKED = 60 * MB
PART_RATIO = 150  # packed to unpacked, for parts over 1 MB: real sheets stay under 40
PROLOG = 4096  # bytes in which the first element of a part must begin
IMAGE_BYTES = 10 * MB
IMAGE_PIXELS = 40_000_000
JPEG_SEGMENTS = 10_000  # before the frame header; a camera writes some ten

_FOREIGN_PARTS = {
    "vbaproject": "マクロ",
    "externallinks": "ほかのファイルへのリンク",
    "embeddings": "埋め込まれたファイル",
    "activex": "ActiveXコントロール",
}
_ENTRY = b"PK\x01\x02"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML_NAMES = (".xml", ".rels", ".vml")
_BLANK = b" \t\r\n"

SAVE_AGAIN = "Excelで「Excelブック（*.xlsx）」として保存し直して、もう一度選んでください。"
SAVE_WORD_AGAIN = "Wordで「Word文書（*.docx）」として保存し直して、もう一度選んでください。"


class GuardError(ValueError):
    """The file is refused; the sentence says why and what to do."""


@dataclass(frozen=True)
class _Kind:
    """A kind of Office file: its main part's type, parts that have no business in it, its words."""

    main_type: bytes
    foreign: Mapping[str, str]
    what: str
    old: str
    save_again: str
    shorten: str


_WORKBOOK = _Kind(
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    _FOREIGN_PARTS,
    "Excelブック（.xlsx）",
    "古い形式（.xls）か、パスワードの付いたブック",
    SAVE_AGAIN,
    "使っていない行や列を削除",
)
# A chart in a document carries its own workbook, which is never opened.
_WORD = _Kind(
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    {part: word for part, word in _FOREIGN_PARTS.items() if part in ("vbaproject", "activex")},
    "Word文書（.docx）",
    "古い形式（.doc）か、パスワードの付いた文書",
    SAVE_WORD_AGAIN,
    "図を小さく",
)


@dataclass(frozen=True)
class ImageFacts:
    """`type` is a media type (image/png or image/jpeg), the sizes are pixels."""

    type: str
    width: int
    height: int


def check_workbook(data: bytes | BinaryIO, *, name: str = "") -> None:
    """Nothing for a plain .xlsx workbook, GuardError otherwise; a stream is put back where it stood.

    `name` is what the person called the file; it appears in the sentence and decides nothing.
    """
    _check_package(data, name, _WORKBOOK)


def check_word(data: bytes | BinaryIO, *, name: str = "") -> None:
    """Nothing for a plain .docx document, GuardError otherwise; as `check_workbook`."""
    _check_package(data, name, _WORD)


def _check_package(data: bytes | BinaryIO, name: str, kind: _Kind) -> None:
    called = f"「{name}」" if name else "このファイル"
    content = data if isinstance(data, bytes) else _peek(data, WORKBOOK_BYTES)
    if len(content) > WORKBOOK_BYTES:
        advice = "シートを分けて" if kind is _WORKBOOK else "章ごとに分けて"
        raise GuardError(f"{called}は大きすぎます（{WORKBOOK_BYTES // MB}MBまで）。{advice}ください。")
    if content.startswith(_OLE):
        raise GuardError(f"{called}は{kind.old}です。{kind.save_again}")
    if not content.startswith(b"PK\x03\x04"):
        raise GuardError(f"{called}は{kind.what}ではありません。{kind.save_again}")
    # Counted in the bytes: the directory would be built entry by entry before anybody could count it.
    if content.count(_ENTRY) > WORKBOOK_PARTS:
        raise GuardError(f"{called}は部品が多すぎるため、読み込めません。{kind.save_again}")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive, called, kind)
    except GuardError:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,  # an offset before the beginning, a name in no encoding
        struct.error,
    ) as broken:
        raise GuardError(f"{called}は壊れているため、読み込めません。{kind.save_again}") from broken


def check_image(data: bytes | BinaryIO) -> ImageFacts:
    """Type and size of a PNG or JPEG picture, read from its own head; GuardError for anything else."""
    content = data if isinstance(data, bytes) else _peek(data, IMAGE_BYTES)
    if len(content) > IMAGE_BYTES:
        raise GuardError(
            f"画像が大きすぎます（{IMAGE_BYTES // MB}MBまで）。画素数を減らして保存し直してください。"
        )
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        facts = ImageFacts("image/png", *_png_size(content))
    elif content.startswith(b"\xff\xd8\xff"):
        facts = ImageFacts("image/jpeg", *_jpeg_size(content))
    elif _looks_like_svg(content):
        raise GuardError(
            "SVGの画像は、プログラムを含むことがあるため登録できません。PNGで保存し直してください。"
        )
    else:
        raise GuardError("登録できる画像はPNGとJPEGです。どちらかの形式で保存し直してください。")
    if facts.width * facts.height > IMAGE_PIXELS:
        raise GuardError(
            f"画像の画素数が多すぎます（{facts.width:,}×{facts.height:,}）。"
            f"{IMAGE_PIXELS // 10_000:,}万画素以下にしてください。"
        )
    return facts


def _peek(stream: BinaryIO, most: int) -> bytes:
    start = stream.tell()
    content = stream.read(most + 1)
    stream.seek(start)
    return content


def _check_parts(archive: zipfile.ZipFile, called: str, kind: _Kind) -> None:
    parts = archive.infolist()
    names = [part.filename.casefold() for part in parts]
    if len(set(names)) != len(names):
        raise GuardError(f"{called}には同じ名前の部品が2つあるため、読み込めません。{kind.save_again}")
    for word, japanese in kind.foreign.items():
        if any(word in name for name in names):
            raise GuardError(f"{called}には{japanese}が含まれています。取り除いてから{kind.save_again}")
    if any(part.flag_bits & 0x1 for part in parts):
        raise GuardError(f"{called}にはパスワードが付いています。パスワードを外して{kind.save_again}")
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise GuardError(f"{called}は、Excelの使わない方法で圧縮されています。{kind.save_again}")
    if sum(part.file_size for part in parts) > WORKBOOK_UNPACKED:
        raise GuardError(
            f"{called}は展開すると大きすぎます（{WORKBOOK_UNPACKED // MB}MBまで）。"
            f"{kind.shorten}してください。"
        )
    for part in parts:
        if part.file_size > MB and part.file_size > PART_RATIO * max(part.compress_size, 1):
            raise GuardError(f"{called}は不自然に圧縮されています。{kind.shorten}して{kind.save_again}")
    _check_type(archive, called, kind)
    for part in parts:
        if not _plain_start(archive, part):
            raise GuardError(f"{called}には、読み込むと危険な宣言が含まれています。{kind.save_again}")


def _check_type(archive: zipfile.ZipFile, called: str, kind: _Kind) -> None:
    try:
        with archive.open("[Content_Types].xml") as stream:
            types = stream.read(MB)
    except KeyError as missing:
        raise GuardError(f"{called}は{kind.what}ではありません。{kind.save_again}") from missing
    if re.search(b"macroenabled", types, re.IGNORECASE):
        raise GuardError(f"{called}はマクロ有効の形式です。マクロのない形式で{kind.save_again}")
    if kind.main_type not in types:
        raise GuardError(f"{called}は{kind.what}ではありません。{kind.save_again}")


def _plain_start(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part, if it is XML at all, comes to its first element without a DOCTYPE."""
    with archive.open(part) as stream:
        head = stream.read(PROLOG)
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<", b"\x00\x00\xfe\xff")):
        return False  # UTF-16 and UTF-32 would hide the word from us but not from the parser
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip(_BLANK)
    if not part.filename.lower().endswith(_XML_NAMES) and not head.startswith(b"<"):
        return True
    return not head or _first_element_follows(head)


def _first_element_follows(head: bytes) -> bool:
    """Walk over declarations and comments; a DOCTYPE, or nothing else in sight, is False."""
    while True:
        if head.startswith(b"<?"):
            closing, length = head.find(b"?>"), 2
        elif head.startswith(b"<!--"):
            closing, length = head.find(b"-->", 4), 3
        else:
            return re.match(rb"<[A-Za-z_\x80-\xff]", head) is not None
        if closing < 0:
            return False
        head = head[closing + length :].lstrip(_BLANK)


def _png_size(content: bytes) -> tuple[int, int]:
    """Width and height of IHDR (PNG specification 5.2, 11.2.2), whose checksum must agree."""
    if content[8:16] != b"\x00\x00\x00\rIHDR" or content[-8:-4] != b"IEND":
        raise GuardError("PNG画像が壊れているか、途中で切れています。保存し直してください。")
    if zlib.crc32(content[12:29]) != int.from_bytes(content[29:33], "big"):
        raise GuardError("PNG画像が壊れています。保存し直してください。")
    return _positive(*struct.unpack(">II", content[16:24]))


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """Width and height of the first frame header (JPEG, ITU-T T.81 B.2.2)."""
    place = 2
    for _ in range(JPEG_SEGMENTS):
        if place + 9 > len(content) or content[place] != 0xFF:
            break
        marker = content[place + 1]
        if marker == 0xFF:  # fill byte
            place += 1
        elif marker == 0x01 or 0xD0 <= marker <= 0xD7:  # without a length
            place += 2
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            if content.rfind(b"\xff\xd9") < place:
                break
            return _positive(width, height)
        elif marker in (0xD8, 0xD9, 0xDA):  # the picture begins or ends before it had a size
            break
        else:
            # A length counts itself, so less than 2 would walk on the spot.
            place += 2 + max(2, int.from_bytes(content[place + 2 : place + 4], "big"))
    raise GuardError("JPEG画像が壊れているか、途中で切れています。保存し直してください。")


def _positive(width: int, height: int) -> tuple[int, int]:
    if width < 1 or height < 1:
        raise GuardError("画像の大きさが0になっています。保存し直してください。")
    return width, height


def _looks_like_svg(content: bytes) -> bool:
    return re.search(rb"<svg[\s>]", content[:PROLOG].replace(b"\x00", b""), re.IGNORECASE) is not None
