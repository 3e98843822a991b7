"""A term changed throughout the text (TOY-14): told once with the number of places, not in fifty rows."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from publishing.comparison.lines import pieces_of
from publishing.comparison.table import Change

FEW = 3  # places from which on a replacement is worth a row of its own
LONGEST = 60

Terms = tuple[tuple[str, str], ...]


class Throughout:
    """The terms that were replaced, the longer ones first: 第3期豊中市総合戦略 before 総合戦略."""

    def __init__(self, terms: Iterable[tuple[str, str]]):
        kept = {old: new for old, new in terms if old and new and old != new}
        self.terms: Terms = tuple(sorted(kept.items(), key=lambda term: (-len(term[0]), term[0])))
        self._old = _either(old for old, _ in self.terms)

    def __bool__(self) -> bool:
        return bool(self.terms)

    def applied(self, text: str) -> str:
        """The text with every term replaced, in one pass.

        >>> Throughout([("取り組み", "取組み")]).applied("主な取り組み")
        '主な取組み'
        """
        news = dict(self.terms)
        return self._old.sub(lambda found: news[found[0]], text) if self.terms else text

    def counts(self, old: str, new: str) -> Counter[str]:
        """In how many places of a text and of what it became each term was replaced, by the old term."""
        before, after = Counter(self._old.findall(old)), Counter(self._found(new))
        found: Counter[str] = Counter()
        for term, to in self.terms:
            gone = before[term] - after["old", term]
            came = after["new", to] - Counter(_either([to]).findall(old))[to]
            found[term] = max(0, min(gone, came))
        return found

    def _found(self, text: str) -> list[tuple[str, str]]:
        """Old and new terms in a text, the longest first: an old term may be a part of a new one."""
        news = {to for _, to in self.terms}
        every = _either([*news, *(term for term, _ in self.terms)])
        return [("new" if word in news else "old", word) for word in every.findall(text)]


def _either(words: Iterable[str]) -> re.Pattern[str]:
    found = sorted(set(words), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, found)) or r"(?!)")


def suggested(changes: Sequence[Change], known: Terms = ()) -> tuple[tuple[str, str, int], ...]:
    """Replacements that stand in several changes and may be told once: old, new, number of places; the most first."""
    pieces = Counter(
        (went, came)
        for change in changes
        for went, came in pieces_of(change.lines)
        if went and came and max(len(went), len(came)) <= LONGEST
    )
    return tuple(
        (went, came, places)
        for (went, came), places in sorted(pieces.items(), key=lambda one: (-one[1], one[0]))
        if places >= FEW and (went, came) not in known
    )
