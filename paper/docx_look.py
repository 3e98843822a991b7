"""How a Word file of ours looks: paper, grid, styles and settings, as on the printed plan.

Type sizes in points (size / line), lengths in millimetres; the grid is 42 characters by 38 lines of 10.5/18.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from paper.docx_xml import Element, node

FONT = "BIZ UDゴシック"
INK, QUIET, MAIN = RGBColor(0x1A, 0x1A, 0x1A), RGBColor(0x4D, 0x57, 0x61), RGBColor(0x1F, 0x4E, 0x79)
RULE, NAVY = "6F7B87", "1F4E79"
HEAD_TINT, TINT = "CDDAE7", "E9EFF5"

BULLETS = ("・", "－", "・")
BULLET_NUMBERING = 90


@dataclass(frozen=True)
class Page:
    """A sheet of paper: its size, its margins (top, right, bottom, left), and where head and foot begin."""

    width: float
    height: float
    margins: tuple[float, float, float, float]
    head: float = 16
    foot: float = 14
    is_letter: bool = False  # no line below the running head

    @property
    def text_width(self) -> float:
        return round(self.width - self.margins[1] - self.margins[3], 1)


BOOK = Page(210, 297, (28, 27.2, 27, 27.2))
WIDE = Page(297, 210, (24, 15, 18, 15), head=12, foot=9)
TALL = Page(210, 297, (26, 20, 22, 20), head=14, foot=12)
TEXT_WIDTH = BOOK.text_width


@dataclass(frozen=True)
class Look:
    """One paragraph style. `borders`: side, eighths of a point, gap in points, colour; `shade`: the colour behind."""

    name: str
    size: float
    line: float
    bold: bool = False
    colour: RGBColor = INK
    before: float = 0
    after: float = 0
    keep: bool = False
    align: str = ""
    indent: int = 0  # hundredths of a character, of the first line
    borders: Sequence[tuple[str, int, int, str]] = ()
    shade: str = ""
    base: str = "Normal"


LOOKS = (
    Look("Normal", 10.5, 18, base=""),
    Look("Body Text", 10.5, 18, indent=100),
    Look("Heading 1", 17, 27, True, MAIN, 18, 16, True, borders=(("bottom", 16, 4, NAVY),)),
    Look("Heading 2", 13, 20, True, INK, 18, 7, True, borders=(("left", 32, 8, NAVY),)),
    Look("Heading 3", 11.5, 18, True, MAIN, 14, 4, True),
    Look("Heading 4", 10.5, 18, True, INK, 9, 0, True),
    Look("Title", 25, 40, True, borders=(("left", 48, 18, NAVY),)),
    Look("Subtitle", 13, 24, before=12, after=12),
    Look("TOC Heading", 17, 27, True, MAIN, 0, 6, True, borders=(("bottom", 16, 4, NAVY),)),
    Look("toc 1", 10.5, 18, True, before=11),
    Look("toc 2", 10, 17),
    Look("toc 3", 9.5, 15.5),
    Look("Caption", 9.5, 15, True, before=6, after=3, keep=True),
    Look("Header", 8.5, 12, colour=QUIET, borders=(("bottom", 4, 4, RULE),)),
    Look("Footer", 9.5, 14, colour=QUIET, align="center"),
    Look("List Bullet", 10.5, 18),
    Look("List Number", 10.5, 18),
    Look("表の文字", 9, 13.5),
    Look("表の見出し", 9, 12.5, True, align="center", keep=True),
    Look("表の小さい文字", 8, 11.5, colour=QUIET),
    Look("表の小さい文字（中央）", 8, 11.5, colour=QUIET, align="center"),
    Look("注", 8.5, 13, colour=QUIET, before=4),
    Look("表の後", 5, 8),
    Look("図", 10.5, 0, before=3, align="center"),
    Look("表紙の段階", 15, 24, True, align="center"),
    Look("表紙の下", 12, 22, align="center"),
    Look("対照表の題名", 14, 22, True, align="center", after=4),
    Look("対照表の番号", 9, 13.5, align="center"),
    Look("対照表の趣旨", 9, 13.5, after=2, shade=TINT),
    Look("書簡の右", 10.5, 18, align="right"),
    Look("書簡の中央", 10.5, 18, before=4, after=4, align="center"),
    Look("表決書の題名", 19, 30, True, align="center", after=4),
    Look("表決書の選択", 14, 24, align="center"),
)
# Identifiers of the styles that the template does not have.
_NEW = {
    "toc 1": "TOC1",
    "toc 2": "TOC2",
    "toc 3": "TOC3",
    "表の文字": "TableText",
    "表の見出し": "TableHead",
    "表の小さい文字": "TableSmall",
    "表の小さい文字（中央）": "TableSmallCentred",
    "注": "Note",
    "表の後": "AfterTable",
    "図": "Figure",
    "表紙の段階": "CoverStage",
    "表紙の下": "CoverFoot",
    "対照表の題名": "ComparisonTitle",
    "対照表の番号": "ComparisonNumber",
    "対照表の趣旨": "ComparisonPurpose",
    "書簡の右": "LetterRight",
    "書簡の中央": "LetterCentre",
    "表決書の題名": "BallotTitle",
    "表決書の選択": "BallotChoice",
}
_TOC_INDENTS = {"toc 1": 0.0, "toc 2": 5.6, "toc 3": 13.0}


def dressed(page: Page = BOOK) -> Document:
    """An empty document for this paper in our styles. Opening the finished one again takes a fifth of making it."""
    return docx.Document(io.BytesIO(_dressed(page)))


@lru_cache(maxsize=8)
def _dressed(page: Page) -> bytes:
    document = docx.Document()
    dress(document, page)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def dress(document: Document, page: Page = BOOK) -> None:
    """Give an empty document for this paper our styles, its numbering and its settings."""
    _set_defaults(document)
    for look in LOOKS:
        if page.is_letter and look.name == "Header":
            look = replace(look, borders=())
        _apply(look, _style(document, look), document.styles[look.base] if look.base else None)
    for level in range(1, 5):
        document.styles[f"Heading {level}"].next_paragraph_style = document.styles["Body Text"]
    for name, left in _TOC_INDENTS.items():
        properties = document.styles[name].element.get_or_add_pPr()
        properties.append(node("w:tabs", None, tab("right", page.text_width, "middleDot")))
        properties.append(node("w:ind", {"left": _dxa(left), "right": _dxa(10)}))
        in_order(properties)
    _tabs_of_header(document, page)
    _drop_numbering(document.styles["List Number"].element)
    _add_bullets(document)
    _set_settings(document)
    rels = document.part.package.rels
    for key in [key for key, rel in rels.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        rels.pop(key)  # a picture of the template's first page


def set_page(section: Section, page: Page = BOOK) -> None:
    """The paper with its margins and the grid 「文字数と行数を指定」 (17.6.5)."""
    section.orientation = WD_ORIENT.LANDSCAPE if page.width > page.height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.right_margin = Mm(page.margins[0]), Mm(page.margins[1])
    section.bottom_margin, section.left_margin = Mm(page.margins[2]), Mm(page.margins[3])
    section.header_distance, section.footer_distance = Mm(page.head), Mm(page.foot)
    properties = section._sectPr
    for grid in properties.findall(qn("w:docGrid")):
        properties.remove(grid)
    properties.append(node("w:docGrid", {"type": "linesAndChars", "linePitch": 360}))


def set_numbers(section: Section, start: int, style: str) -> None:
    """Page numbers of a section begin at `start`, shown as `style`: "decimal" or "lowerRoman" (17.6.12)."""
    properties = section._sectPr
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    margins = properties.find(qn("w:pgMar"))
    margins.addnext(node("w:pgNumType", {"fmt": style, "start": start}))


def _dxa(mm: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(mm / 25.4 * 1440)


def tab(side: str, place: float, leader: str = "none") -> Element:
    """A tab stop at `place` mm: "right", "center"."""
    return node("w:tab", {"val": side, "leader": leader, "pos": _dxa(place)})


def _style(document: Document, look: Look) -> ParagraphStyle:
    style: ParagraphStyle
    if look.name not in _NEW:
        style = document.styles[look.name]
        return style
    style = document.styles.add_style(
        look.name, WD_STYLE_TYPE.PARAGRAPH, builtin=look.name.startswith("toc ")
    )
    style.element.set(qn("w:styleId"), _NEW[look.name])
    return style


def _apply(look: Look, style: ParagraphStyle, base: ParagraphStyle | None) -> None:
    for part in ("w:pPr", "w:rPr"):
        for old in style.element.findall(qn(part)):
            style.element.remove(old)
    if base is not None:
        style.base_style = base
    style.hidden, style.quick_style = False, True
    style.font.size, style.font.bold, style.font.color.rgb = Pt(look.size), look.bold or None, look.colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
    layout.keep_with_next = look.keep or None
    if look.line:
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line)
    else:
        layout.line_spacing_rule = WD_LINE_SPACING.SINGLE  # a fixed line would cut a picture
    _finish(look, layout._element.get_or_add_pPr())


def _finish(look: Look, properties: Element) -> None:
    if look.borders:
        sides = [
            node(f"w:{side}", {"val": "single", "sz": size, "space": gap, "color": colour})
            for side, size, gap, colour in look.borders
        ]
        properties.append(node("w:pBdr", None, *sides))
    if look.shade:
        properties.append(node("w:shd", {"val": "clear", "color": "auto", "fill": look.shade}))
    if look.name != "Normal" and look.line != 18:
        properties.append(node("w:snapToGrid", {"val": 0}))
    # Word would put a quarter of a space between kanji and figures; copied and searched text stays clean.
    properties.append(node("w:autoSpaceDE", {"val": 0}))
    properties.append(node("w:autoSpaceDN", {"val": 0}))
    if look.indent:
        properties.append(node("w:ind", {"firstLineChars": look.indent, "firstLine": 210}))
    if look.align:
        properties.append(node("w:jc", {"val": look.align}))
    if look.name.startswith("Heading "):
        properties.append(node("w:outlineLvl", {"val": int(look.name[-1]) - 1}))
    in_order(properties)


# The order of the schema (17.3.1.26); Word calls a file broken whose properties stand otherwise.
_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
    *("suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap"),
    *("overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid"),
    *("spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection"),
    *("textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
)


def in_order(properties: Element) -> None:
    """Put the properties of a paragraph into the order of the schema."""
    places = {qn(f"w:{name}"): place for place, name in enumerate(_ORDER)}
    properties[:] = sorted(properties, key=lambda child: places[child.tag])


def _set_defaults(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    fonts = defaults.find(f".//{qn('w:rFonts')}")
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    for size in ("w:sz", "w:szCs"):
        defaults.find(f".//{qn(size)}").set(qn("w:val"), "21")
    language = defaults.find(f".//{qn('w:lang')}")
    language.set(qn("w:val"), "ja-JP")
    language.set(qn("w:eastAsia"), "ja-JP")
    spacing = defaults.find(f".//{qn('w:spacing')}")
    spacing.attrib.clear()
    spacing.set(qn("w:after"), "0")


def _tabs_of_header(document: Document, page: Page) -> None:
    properties = document.styles["Header"].element.get_or_add_pPr()
    properties.append(node("w:tabs", None, tab("right", page.text_width)))
    in_order(properties)


def _drop_numbering(style: Element) -> None:
    for numbered in style.findall(f".//{qn('w:numPr')}"):
        numbered.getparent().remove(numbered)


def _add_bullets(document: Document) -> None:
    """A bulleted list of three depths; the style carries it, so a new item continues it (17.9)."""
    levels = [
        node(
            "w:lvl",
            {"ilvl": depth},
            node("w:start", {"val": 1}),
            node("w:numFmt", {"val": "bullet"}),
            node("w:suff", {"val": "nothing"}),
            node("w:lvlText", {"val": sign}),
            node("w:lvlJc", {"val": "left"}),
            node("w:pPr", None, node("w:ind", {"left": 210 * (depth + 1), "hanging": 210})),
        )
        for depth, sign in enumerate(BULLETS)
    ]
    numbering = document.part.numbering_part.element
    abstract = node(
        "w:abstractNum",
        {"abstractNumId": BULLET_NUMBERING},
        node("w:multiLevelType", {"val": "hybridMultilevel"}),
        *levels,
    )
    numbering.insert(0, abstract)
    numbering.append(
        node("w:num", {"numId": BULLET_NUMBERING}, node("w:abstractNumId", {"val": BULLET_NUMBERING}))
    )


def _set_settings(document: Document) -> None:
    settings = document.settings.element
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    # Contents and references are fields: Word fills in the page numbers when the file is opened.
    settings.find(qn("w:compat")).addprevious(node("w:updateFields", {"val": "true"}))
    for entry in settings.iter(qn("w:compatSetting")):
        if entry.get(qn("w:name")) == "compatibilityMode":
            entry.set(qn("w:val"), "15")
