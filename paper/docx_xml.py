"""The pieces of WordprocessingML that python-docx has no words for: fields, bookmarks, links, readings.

References are to ECMA-376 Part 1, chapter 17.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from paper.characters import legal

Element = Any  # lxml elements; python-docx types none of those we make

LONGEST_BOOKMARK = 40  # Word's own limit, the standard has none ([MS-OI29500] 2.1.362)
_ITEM = re.compile(r"item-([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})")


class Run(Protocol):
    """A piece of text with one set of marks; `ruby` is the reading of the whole piece."""

    @property
    def text(self) -> str: ...
    @property
    def strong(self) -> bool: ...
    @property
    def em(self) -> bool: ...
    @property
    def u(self) -> bool: ...
    @property
    def s(self) -> bool: ...
    @property
    def sub(self) -> bool: ...
    @property
    def sup(self) -> bool: ...
    @property
    def href(self) -> str | None: ...
    @property
    def ruby(self) -> str | None: ...


def node(tag: str, attributes: Mapping[str, object] | None = None, *children: Element) -> Element:
    """An element "w:…" with attributes of the same name space, and its children."""
    made = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(qn(name if ":" in name else f"w:{name}"), str(value))
    made.extend(children)
    return made


def bookmark_name(anchor: str) -> str:
    """The anchor as a name Word accepts: letters, digits and underscores, at most 40.

    "item-" and a UUID are one sign too long and contain hyphens, so the hyphens of the UUID go.

    >>> bookmark_name("item-0f8fad5b-d9cb-469f-a165-70867728950e")
    'item_0f8fad5bd9cb469fa16570867728950e'
    >>> bookmark_name("kgi")
    'kgi'
    """
    if match := _ITEM.fullmatch(anchor):
        return "item_" + "".join(match.groups())
    name = re.sub(r"\W", "_", anchor)
    if name == anchor and 0 < len(name) <= LONGEST_BOOKMARK and not name[0].isdigit():
        return name
    return "a_" + hashlib.sha256(anchor.encode()).hexdigest()[:32]


def bookmark(name: str, number: int) -> tuple[Element, Element]:
    """Start and end of a bookmark; `number` is unique in the document (17.13.6)."""
    return (
        node("w:bookmarkStart", {"id": number, "name": name}),
        node("w:bookmarkEnd", {"id": number}),
    )


def plain_run(text: str, properties: Iterable[Element] = ()) -> Element:
    """A run; line ends become breaks and tabs become tabs."""
    made = OxmlElement("w:r")
    properties = list(properties)
    if properties:
        made.append(node("w:rPr", None, *properties))
    made.text = legal(text)
    return made


def marked_run(run: Run) -> Element:
    """A run with its marks; a reading stands above the text (17.3.3.25)."""
    properties = _marks(run)
    if not run.ruby:
        return plain_run(run.text, properties)
    small = [node("w:sz", {"val": 10})]
    ruby = node(
        "w:ruby",
        None,
        node(
            "w:rubyPr",
            None,
            node("w:rubyAlign", {"val": "distributeSpace"}),
            node("w:hps", {"val": 10}),
            node("w:hpsRaise", {"val": 18}),
            node("w:hpsBaseText", {"val": 21}),
            node("w:lid", {"val": "ja-JP"}),
        ),
        node("w:rt", None, plain_run(run.ruby, small)),
        node("w:rubyBase", None, plain_run(run.text, properties)),
    )
    return node("w:r", None, ruby)


def _marks(run: Run) -> list[Element]:
    """Properties in the order of the schema (17.3.2.28); emphasis is shown by dots, as in Japanese print."""
    made = []
    if run.strong:
        made.append(node("w:b"))
    if run.s:
        made.append(node("w:strike"))
    if run.u:
        made.append(node("w:u", {"val": "single"}))
    if run.sub or run.sup:
        made.append(node("w:vertAlign", {"val": "subscript" if run.sub else "superscript"}))
    if run.em:
        made.append(node("w:em", {"val": "dot"}))
    return made


def field(code: str, result: str = "", properties: Iterable[Element] = ()) -> list[Element]:
    """The runs of a complex field (17.16.18); `result` is shown until Word updates it."""
    properties = list(properties)

    def run(child: Element) -> Element:
        copies = [node("w:rPr", None, *(_copy(one) for one in properties))] if properties else []
        return node("w:r", None, *copies, child)

    instruction = node("w:instrText", {"xml:space": "preserve"})
    instruction.text = f" {code} "
    shown = node("w:t", {"xml:space": "preserve"})
    shown.text = legal(result)
    return [
        run(node("w:fldChar", {"fldCharType": "begin"})),
        run(instruction),
        run(node("w:fldChar", {"fldCharType": "separate"})),
        run(shown),
        run(node("w:fldChar", {"fldCharType": "end"})),
    ]


def _copy(element: Element) -> Element:
    return element.__copy__()
