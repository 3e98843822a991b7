"""Search within one plan, in memory over its document; width, kana and case make no difference."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

from publishing.book.words import References
from publishing.document import Document, Entry, TargetEntry
from strategy.normalise import fold
from strategy.richtext import plain

EXCERPT = 60
MAX_QUERY = 100


@dataclass(frozen=True)
class Hit:
    """An item that holds every word of the query, with the beginning of its text; or a target (``target``) that does."""

    entry: Entry
    excerpt: str
    target: TargetEntry | None = None

    @property
    def anchor(self) -> str:
        """The place on the page of the plan."""
        return self.target.anchor if self.target else self.entry.anchor


def search(document: Document, query: str) -> list[Hit]:
    """Items whose number, title or text holds all words of ``query``, and targets whose name, 対象 or source does, in
    reading order; none for an empty query."""
    words = [folded for word in query[:MAX_QUERY].replace("　", " ").split() if (folded := fold(word))]
    if not words:
        return []
    hits, references = [], References(document)
    for entry in document.walk():
        text = plain(references.on_screen(entry.body))
        if _holds(words, f"{entry.number} {entry.title} {text}"):
            hits.append(Hit(entry, text[:EXCERPT] + ("…" if len(text) > EXCERPT else "")))
        for target in entry.targets:
            if _holds(words, f"{target.name} {target.audience} {target.source}"):
                said = (f"現状　{target.baseline}", f"目標値　{target.target}")
                given = (bool(target.baseline), bool(target.target))
                hits.append(Hit(entry, "、".join(compress(said, given)), target))
    return hits


def _holds(words: Sequence[str], text: str) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)
