"""The terms of an edition beside its text: in which items each word stands."""

import uuid
from dataclasses import dataclass

from strategy.models import Edition, PlanItem, Term
from strategy.normalise import fold
from strategy.places import Place, places_of
from strategy.richtext import plain

BETWEEN = "|"  # folding takes breaks away beside Japanese, and would join what they part


@dataclass(frozen=True)
class Defined:
    """A term and how many items hold its word, in title or text."""

    term: Term
    count: int


def wordlist(edition: Edition) -> list[Defined]:
    """All terms in their order. Two queries, however many terms and items."""
    texts = [text for _, text in _texts(edition)]
    terms = list(edition.terms.all())
    for term in terms:
        term.edition = edition
    folded = [(term, fold(term.word)) for term in terms]
    return [Defined(term, sum(word in text for text in texts)) for term, word in folded]


def occurrences(term: Term) -> list[Place]:
    """The items that hold the word, in reading order. Two queries."""
    word = fold(term.word)
    holding = {lineage for lineage, text in _texts(term.edition) if word in text}
    places = places_of([term.edition])[term.edition_id]
    return [place for lineage, place in places.items() if lineage in holding]


def _texts(edition: Edition) -> list[tuple[uuid.UUID, str]]:
    """Lineage and folded title and text of each item; what two paragraphs or cells say is not joined."""
    rows = PlanItem.objects.filter(edition=edition).values_list("lineage", "title", "body")
    return [(lineage, _folded(title, body)) for lineage, title, body in rows]


def _folded(title: str, body: str) -> str:
    text = f"{title}\n{plain(body)}"
    return fold(text.replace("\n", BETWEEN).replace("\t", BETWEEN))
