"""Items as single lines, and what is quietly added to them."""

from publishing.book.blocks import Line
from publishing.book.forms import Slot
from publishing.book.prose import blocks_of
from publishing.book.words import References, alignment_lines, hang, numbered
from publishing.document import Document


class Lines:
    """The lines of one document."""

    def __init__(self, document: Document, references: References):
        self.document, self.references = document, references

    def line(self, slot: Slot, *, but_pages: bool = False, bullet: str = "", with_body: bool = False) -> Line:
        """The line of an item; `bullet` stands before one without a number."""
        entry = slot.entry
        number = entry.number or bullet
        text = numbered(number, entry.title) if entry.number else bullet + entry.title
        return Line(
            entry=entry,
            text=text,
            again=slot.again,
            notes=() if slot.again else alignment_lines(self.document, entry, but_pages=but_pages),
            body=blocks_of(entry.body, self.references)
            if with_body and entry.body and not slot.again
            else (),
            hang=hang(text, number),
        )
