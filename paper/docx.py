"""Word files an office can go on with: real styles, contents, references, running heads, repeated heads.

What stands here mirrors the printed plan (`css/print.css`); the look itself is `docx_look`. Blocks are added
from the first page to the last; `save` fills in what needs the whole: contents, references, heads and feet.
"""

import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from docx.enum.section import WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from paper.archive import with_fixed_times
from paper.characters import legal
from paper.docx_fields import Heading, Reference, fill_contents, resolve
from paper.docx_look import (
    BOOK,
    BULLET_NUMBERING,
    TEXT_WIDTH,
    Page,
    dressed,
    in_order,
    set_numbers,
    set_page,
    tab,
)
from paper.docx_picture import Picture, draw
from paper.docx_table import Cell, CellContent, Inner, ParagraphContent, Styled, table_element
from paper.docx_xml import Element, Run, bookmark, bookmark_name, field, marked_run, node, plain_run
from paper.phrases import em_width

__all__ = [
    "Cell",
    "CellContent",
    "Content",
    "Inner",
    "Page",
    "Picture",
    "Run",
    "Styled",
    "Text",
    "Word",
    "reference",
]

PICTURE_HEIGHT = 200.0  # mm: a picture and its caption fit on one page
OUTSIDE = ("https://", "http://", "mailto:", "tel:")


@dataclass(frozen=True)
class Text:
    """A run of our own, for whoever has no rich text at hand."""

    text: str
    strong: bool = False
    em: bool = False
    u: bool = False
    s: bool = False
    sub: bool = False
    sup: bool = False
    href: str | None = None
    ruby: str | None = None


Content = str | Sequence[Run]


def reference(anchor: str, text: str) -> Text:
    """A cross-reference: prints 「Ｐ85（4）」 where `text` is 「（4）」 and Word counts the page."""
    return Text(text, href=f"#{anchor}")


class Word:
    """One Word document. `created` needs a time zone; equal calls give equal bytes."""

    def __init__(self, *, title: str, author: str, created: datetime, page: Page = BOOK):
        if created.tzinfo is None:
            raise ValueError("created needs a time zone")
        self._document = dressed(page)
        self._style_ids: dict[str, str] = {}
        self._created = created
        self._page = page
        self._describe(title, author)
        self._roles: list[str] = []  # of the sections that are finished: "cover", "contents"
        self._headings: list[Heading] = []
        self._references: list[Reference] = []
        self._bookmarks: set[str] = set()
        self._contents_after: Element = None
        self._contents_title = ""
        self._head, self._style_range = "", ""
        self._right: str | None = None
        self._start, self._prefix = 1, ""
        self._break_next = False

    # Blocks ------------------------------------------------------------------------------------

    def cover(
        self,
        title: Sequence[str],
        *,
        stage: str = "",
        above: str = "",
        below: str = "",
        foot: Sequence[str] = (),
    ) -> None:
        """The cover, a section without head and foot. `title` in lines broken by hand at phrase ends;
        `stage` is boxed at the top right; `foot` stands at the bottom, the last line in bold.
        """
        if stage:
            box = self._add("表紙の段階", [Text(stage)])
            sides = [
                node(f"w:{side}", {"val": "single", "sz": 10, "space": 2, "color": "1A1A1A"})
                for side in ("top", "left", "bottom", "right")
            ]
            width = max(2.0, em_width(stage)) * 15 / 72 * 25.4 + 10
            self._property(box, node("w:pBdr", None, *sides))
            self._property(box, node("w:ind", {"left": round((TEXT_WIDTH - width) / 25.4 * 1440)}))
        above_line = self._add("Subtitle", [Text(above)])
        above_line.paragraph_format.space_before = Mm(18)
        for line in title:
            self._add("Title", [Text(line)])
        self._add("Subtitle", [Text(below)])
        for number, line in enumerate(foot, start=1):
            last = self._add("表紙の下", [Text(line, strong=number == len(foot))])
            self._property(
                last,
                node(
                    "w:framePr",
                    {
                        "w": round(TEXT_WIDTH / 25.4 * 1440),
                        "hSpace": 0,
                        "wrap": "notBeside",
                        "vAnchor": "page",
                        "hAnchor": "margin",
                        "xAlign": "center",
                        "y": round(238 / 25.4 * 1440),
                    },
                ),
            )
        self._end_section("cover")

    def contents(self, title: str = "目次") -> None:
        """The table of contents, a section of its own with pages i, ii; three levels of headings."""
        self._contents_after = self._add("TOC Heading", [Text(title)])._p
        self._contents_title = title
        self._end_section("contents")

    def heading(self, level: int, text: str, *, anchor: str | None = None, new_page: bool = False) -> None:
        """A heading of level 1 to 4; `anchor` can be referred to."""
        self._break_next |= new_page
        paragraph = self._add(f"Heading {level}", [Text(text)])
        name = f"_Toc{len(self._headings) + 1:08d}"
        self._headings.append(Heading(level, legal(text).replace("\n", ""), name))
        self._mark(paragraph, name)
        if anchor:
            self._mark(paragraph, bookmark_name(anchor))

    def paragraph(
        self, content: Content, *, style: str | None = None, indent: bool = True, anchor: str | None = None
    ) -> None:
        """A paragraph of text, its first line indented by one character; or one in the named `style`."""
        paragraph = self._add(style or ("Body Text" if indent else "Normal"), content)
        if anchor:
            self._mark(paragraph, bookmark_name(anchor))

    def list_item(
        self,
        content: Content,
        *,
        ordered: bool = False,
        depth: int = 0,
        number: int | str = 0,
        continued: bool = False,
    ) -> None:
        """An item of a list, `depth` 0 outermost. Numbers are printed text: they belong to the adopted plan.
        `continued` is a further paragraph of the item above.
        """
        runs = _runs(content)
        if not ordered and not continued:
            paragraph = self._add("List Bullet", runs)
            self._property(paragraph, _numbered(min(depth, 2)))
            return
        label = f"{number}　" if ordered and not continued else ""
        hanging = round(em_width(label) * 210) if label else 0
        left = 210 * (depth + 1) if not ordered else 315 + 210 * depth
        paragraph = self._add("List Number", [Text(label), *runs] if label else runs)
        self._property(
            paragraph, node("w:ind", {"left": max(left, hanging + 210 * depth), "hanging": hanging})
        )

    def table(
        self,
        rows: Sequence[Sequence[Cell | Content]],
        *,
        head_rows: int = 1,
        widths_mm: Sequence[float] = (),
        caption: Content = "",
        keep_rows: Collection[int] = (),
        loose_rows: Collection[int] = (),
    ) -> None:
        """A table over the whole width: heads repeated on each page, rows whole but those in `loose_rows`, rows
        in `keep_rows` kept with the next. Without widths the columns are equal.
        """
        if caption:
            self._add("Caption", caption)
        elif self._break_next:
            self._add("表の後", [])
        cells = [[cell if isinstance(cell, Cell) else Cell((cell,)) for cell in row] for row in rows]
        made = table_element(
            cells,
            self._cell_paragraph,
            head_rows=head_rows,
            widths_mm=widths_mm,
            keep_rows=keep_rows,
            loose_rows=loose_rows,
            width_mm=self._page.text_width,
        )
        self._document.element.body.insert_element_before(made, "w:sectPr")
        self._add("表の後", [])

    def figure(self, data: bytes, *, alt: str, caption: Content = "", source: str = "") -> None:
        """A PNG or JPEG with its alternative text, as wide as the text at most. Raises guard.GuardError."""
        picture = Picture(data, alt, self._page.text_width, PICTURE_HEIGHT)
        if caption:
            self._add("Caption", caption)
        paragraph = self._add("図", [])
        paragraph.paragraph_format.keep_with_next = bool(source) or None
        draw(paragraph, picture)
        if source:
            self._add("注", source)

    def rule(self) -> None:
        """A horizontal line."""
        line = node("w:bottom", {"val": "single", "sz": 4, "space": 1, "color": "6F7B87"})
        self._property(self._add("表の後", []), node("w:pBdr", None, line))

    def page_break(self) -> None:
        """The next block begins a page."""
        self._break_next = True

    def header(self, left_text: str, *, right_text: str | None = None, style_range: str = "") -> None:
        """Running head: book title and stage at the left, the chapter or `right_text` at the right. Between them
        「No 4～7」, the first and the last text on the page in the style `style_range`.
        """
        self._head, self._right, self._style_range = left_text, right_text, style_range

    def footer(self, start: int = 1, prefix: str = "") -> None:
        """Page numbers of the body begin at `start`; a `prefix` like 「Ⅳ－」 stands before each."""
        self._start, self._prefix = start, prefix

    def save(self) -> bytes:
        """The finished file."""
        resolve(self._references, self._bookmarks, self._prefix or "Ｐ")
        if self._contents_after is not None:
            fill_contents(self._contents_after, self._headings)
        sections = list(self._document.sections)
        for section, role in zip(sections, [*self._roles, "body"], strict=True):
            self._finish_section(section, role)
        stream = io.BytesIO()
        self._document.save(stream)
        return with_fixed_times(stream.getvalue(), self._created)

    # What the blocks are made of ---------------------------------------------------------------

    def _describe(self, title: str, author: str) -> None:
        facts = self._document.core_properties
        moment = self._created.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        facts.title, facts.author, facts.last_modified_by = legal(title)[:255], legal(author)[:255], ""
        facts.created = facts.modified = moment
        facts.comments, facts.language, facts.revision = "", "ja-JP", 1

    def _add(self, style: str, content: Content) -> Paragraph:
        paragraph = self._document.add_paragraph()
        self._dress(paragraph, style)
        if self._break_next:
            paragraph.paragraph_format.page_break_before = True
            self._break_next = False
        self._write(paragraph, content)
        return paragraph

    def _dress(self, paragraph: Paragraph, style: str) -> None:
        """Give a paragraph its style by id: the library looks the name up anew each time, most of a long file's cost."""
        if style not in self._style_ids:
            self._style_ids[style] = self._document.styles[style].style_id
        paragraph._p.style = self._style_ids[style]

    def _write(self, paragraph: Paragraph, content: Content) -> None:
        for run in _runs(content):
            href = run.href or ""
            if href.startswith("#"):
                self._refer(paragraph, run, bookmark_name(href[1:]))
            elif href.startswith(OUTSIDE):
                key = self._document.part.relate_to(legal(href), RT.HYPERLINK, is_external=True)
                paragraph._p.append(node("w:hyperlink", {"r:id": key, "history": 1}, marked_run(run)))
            elif run.text:
                paragraph._p.append(marked_run(run))

    def _refer(self, paragraph: Paragraph, run: Run, name: str) -> None:
        word, page = plain_run(""), field(f"PAGEREF {name} \\h", "　")
        link = node("w:hyperlink", {"anchor": name, "history": 1}, word, *page, marked_run(run))
        paragraph._p.append(link)
        self._references.append(Reference(link, word, page, name))

    def _mark(self, paragraph: Paragraph, name: str) -> None:
        """Set a bookmark around the paragraph; the first of a name keeps it."""
        if name in self._bookmarks:
            return
        self._bookmarks.add(name)
        start, end = bookmark(name, len(self._bookmarks))
        first = paragraph._p.find(qn("w:pPr"))
        if first is None:
            paragraph._p.insert(0, start)
        else:
            first.addnext(start)
        paragraph._p.append(end)

    def _cell_paragraph(
        self, element: Element, style: str, content: ParagraphContent, anchor: str | None
    ) -> None:
        paragraph = Paragraph(element, self._document._body)
        if isinstance(content, Styled):
            style, content = content.style, content.content
        if isinstance(content, Picture):
            self._dress(paragraph, "図")
            draw(paragraph, content)
            return
        self._dress(paragraph, style)
        self._write(paragraph, content)
        if anchor:
            self._mark(paragraph, bookmark_name(anchor))

    def _property(self, paragraph: Paragraph, *properties: Element) -> None:
        existing = paragraph._p.get_or_add_pPr()
        for made in properties:
            for old in existing.findall(made.tag):
                existing.remove(old)
            existing.append(made)
        in_order(existing)

    def _end_section(self, role: Literal["cover", "contents"]) -> None:
        self._document.add_section(WD_SECTION.NEW_PAGE)
        self._roles.append(role)

    # What needs the whole ----------------------------------------------------------------------

    def _finish_section(self, section: Section, role: str) -> None:
        set_page(section, self._page)
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        if role == "cover":
            section.header.paragraphs[0].style = section.footer.paragraphs[0].style = "Normal"
            return
        in_contents = role == "contents"
        set_numbers(section, 1 if in_contents else self._start, "lowerRoman" if in_contents else "decimal")
        right = [plain_run(self._contents_title)] if in_contents else field("STYLEREF 1")
        if self._right is not None:
            right = [plain_run(self._right)]
        head = section.header.paragraphs[0]
        head.style = "Header"
        if self._style_range:
            self._property(head, node("w:tabs", None, tab("center", self._page.text_width / 2)))
            right = [*self._range_on_page(), plain_run("\t"), *right]
        head._p.extend([plain_run(self._head), plain_run("\t"), *right])
        foot = section.footer.paragraphs[0]
        foot.style = "Footer"
        number = field("PAGE", "1" if not in_contents else "i")
        foot._p.extend([plain_run("" if in_contents else self._prefix), *number])

    def _range_on_page(self) -> list[Element]:
        """No 4～7. What is shown before Word counts is the range of the whole file."""
        name = self._style_ids.get(self._style_range)
        found = [
            paragraph.text
            for paragraph in self._document.element.body.iter(qn("w:p"))
            if name and paragraph.style == name
        ]
        if not found:
            return []
        first = field(f'STYLEREF "{self._style_range}"', found[0])
        last = field(f'STYLEREF "{self._style_range}" \\l', found[-1])
        return [plain_run("No "), *first, plain_run("～"), *last]


def _runs(content: Content) -> Sequence[Run]:
    return [Text(content)] if isinstance(content, str) else content


def _numbered(depth: int) -> Element:
    number = node("w:numId", {"val": BULLET_NUMBERING})
    return node("w:numPr", None, node("w:ilvl", {"val": depth}), number)
