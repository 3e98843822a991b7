"""Search within one plan, in memory over its document; width, kana and case make no difference."""

from dataclasses import dataclass

from publishing.book.words import References
from publishing.document import Document, Entry
from strategy.normalise import fold
from strategy.richtext import plain

EXCERPT = 60
MAX_QUERY = 100


@dataclass(frozen=True)
class Hit:
    """An item that holds every word of the query, with the beginning of its text."""

    entry: Entry
    excerpt: str


def search(document: Document, query: str) -> list[Hit]:
    """Items whose number, title or text holds all words of ``query``, in reading order; none for an empty query."""
    words = [folded for word in query[:MAX_QUERY].replace("　", " ").split() if (folded := fold(word))]
    if not words:
        return []
    hits, references = [], References(document)
    for entry in document.walk():
        text = plain(references.on_screen(entry.body))
        folded = fold(f"{entry.number} {entry.title} {text}")
        if all(word in folded for word in words):
            hits.append(Hit(entry, text[:EXCERPT] + ("…" if len(text) > EXCERPT else "")))
    return hits
