"""What a Word file fills in when the whole is written: the table of contents and the cross-references."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from paper.characters import legal
from paper.docx_xml import Element, field, node, plain_run

LISTED = 3  # levels of headings in the contents


@dataclass(frozen=True)
class Heading:
    """A heading that is written, with the bookmark around it."""

    level: int
    text: str
    bookmark: str


@dataclass(frozen=True)
class Reference:
    """A cross-reference that is written: the link, its sign 「Ｐ」 and its field, and the bookmark it leads to."""

    link: Element
    word: Element
    page: Sequence[Element]
    bookmark: str


def resolve(references: Iterable[Reference], bookmarks: Collection[str], word: str) -> None:
    """Give each reference the sign before its page number; one that leads nowhere becomes plain text."""
    for made in references:
        if made.bookmark in bookmarks:
            made.word.text = legal(word)
            continue
        # Word would print "Error! Bookmark not defined": the text alone remains.
        for element in (made.word, *made.page):
            made.link.remove(element)
        for child in list(made.link):
            made.link.addprevious(child)
        made.link.getparent().remove(made.link)


def fill_contents(place: Element, headings: Iterable[Heading]) -> None:
    """Write the table of contents behind the paragraph ``place``."""
    listed = [heading for heading in headings if heading.level <= LISTED]
    begin, end = (runs := field(f'TOC \\o "1-{LISTED}" \\h \\z'))[:3], runs[-1]
    for number, heading in enumerate(listed or [Heading(1, "", "")]):
        link = node("w:hyperlink", {"anchor": heading.bookmark, "history": 1}, plain_run(heading.text))
        link.append(plain_run("\t"))
        link.extend(field(f"PAGEREF {heading.bookmark} \\h"))
        entry = node(
            "w:p",
            None,
            node("w:pPr", None, node("w:pStyle", {"val": f"TOC{heading.level}"})),
            *(begin if number == 0 else ()),
            *((link,) if heading.bookmark else ()),
        )
        place.addnext(entry)
        place = entry
    place.append(end)
