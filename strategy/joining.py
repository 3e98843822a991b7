"""Which items of two editions may answer to each other although no lineage says so: proposals for a planner.

Two plans that were written down one by one share no lineage. What speaks for a pair: the title, the text, the number,
and that the items above them are a pair themselves. Nothing is joined here; a person confirms every proposal.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from rapidfuzz.distance import Indel

from strategy.normalise import fold

# Unrelated sentences keep up to 0.36 of their characters, unrelated titles a little more: below, it is no likeness.
LIKE_TITLE, LIKE_BODY = 0.5, 0.45
# So much of a text tells whether it is the same one, and 300 × 300 texts are still compared in a moment.
OPENING = 192
WORDS, NUMBER, ABOVE = 0.8, 0.08, 0.12  # the shares of a score
ONE_OF_TWO = 0.7  # what the likeness of a title or a text is worth when the other one is unlike
OTHER_KIND = 0.8
WEAKEST, FAIR, STRONG = 0.45, 0.6, 0.8
ROUNDS = 5  # a pair speaks for those below it, so that a tree of some depth needs several


class Strength(StrEnum):
    """How much speaks for a proposal."""

    STRONG = "強い"
    FAIR = "ふつう"
    WEAK = "弱い"


@dataclass(frozen=True)
class Item:
    """An item of one edition. ``body`` is plain text, ``under`` the lineage of the item above, "" at the top."""

    lineage: str
    kind: str
    number: str
    title: str
    body: str
    under: str


@dataclass(frozen=True)
class Proposal:
    """A pair of lineages, how much speaks for it (0 to 1), and why in a planner's words."""

    old: str
    new: str
    score: float
    reason: str

    @property
    def strength(self) -> Strength:
        if self.score >= STRONG:
            return Strength.STRONG
        return Strength.FAIR if self.score >= FAIR else Strength.WEAK


Pair = tuple[str, str]  # lineage in the old edition, lineage in the new one


def sign_of(pairs: Iterable[Pair]) -> str:
    """A short sign of which items are joined, for a hidden field of a form (``strategy.stale``).

    >>> sign_of([("a", "b"), ("c", "d")]) == sign_of([("c", "d"), ("a", "b")])
    True
    """
    return sha256(repr(sorted(set(pairs))).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class _Read:
    """An item in the form in which it is compared; ``at`` tells how far into its edition it stands, 0 to 1."""

    item: Item
    title: str
    number: str
    body: str
    at: float


@dataclass(frozen=True)
class _Likeness:
    """What two items have in common, whatever stands above them; ``score`` is the share of all that."""

    old: _Read
    new: _Read
    title: float
    body: float
    score: float
    bonus: float  # added when the items above are a pair

    @property
    def pair(self) -> Pair:
        return self.old.item.lineage, self.new.item.lineage

    @property
    def above(self) -> Pair:
        return self.old.item.under, self.new.item.under


def propose(old: Sequence[Item], new: Sequence[Item], joined: Collection[Pair] = ()) -> tuple[Proposal, ...]:
    """The best pairs of items that are not joined yet, each item in one at most, in the new edition's reading order.

    >>> old = [Item("a", "GOAL", "第1章", "子育て支援の充実", "", "")]
    >>> propose(old, [Item("b", "GOAL", "第1章", "子育て支援の充実", "", "")])
    (Proposal(old='a', new='b', score=1.0, reason='番号と見出しが同じ'),)
    """
    olds = _read(old, {one for one, _ in joined})
    news = _read(new, {other for _, other in joined})
    likely = list(_likely(olds, news))
    known = {*joined, ("", "")}
    chosen: dict[Pair, tuple[float, _Likeness]] = {}
    for _ in range(ROUNDS):
        before, chosen = chosen, _best(likely, known | chosen.keys())
        if before.keys() == chosen.keys():
            break
    rank = {item.lineage: n for n, item in enumerate(new)}
    return tuple(
        Proposal(*pair, round(score, 3), _reason(found, found.above in chosen or found.above in joined))
        for pair, (score, found) in sorted(chosen.items(), key=lambda entry: rank[entry[0][1]])
    )


def _read(items: Sequence[Item], taken: Collection[str]) -> list[_Read]:
    return [
        _Read(item, fold(item.title), fold(item.number), fold(item.body[:OPENING]), n / len(items))
        for n, item in enumerate(items)
        if item.lineage not in taken
    ]


def _likely(olds: Sequence[_Read], news: Sequence[_Read]) -> Iterator[_Likeness]:
    """Pairs whose title or text are alike, as far as they can reach the threshold."""
    for one in olds:
        for other in news:
            title = Indel.normalized_similarity(one.title, other.title, score_cutoff=LIKE_TITLE)
            body = 0.0
            if one.body and other.body:
                body = Indel.normalized_similarity(one.body, other.body, score_cutoff=LIKE_BODY)
            if not (title or body):
                continue
            weight = 1.0 if one.item.kind == other.item.kind else OTHER_KIND
            score = WORDS * _words(one, other, title, body)
            score += NUMBER * bool(one.number and one.number == other.number)
            if weight * (score + ABOVE) >= WEAKEST:
                yield _Likeness(one, other, title, body, weight * score, weight * ABOVE)


def _words(one: _Read, other: _Read, title: float, body: float) -> float:
    """How like the words are, 0 to 1; where there is no text, the title speaks for both."""
    if not one.body and not other.body:
        return title
    return max((title + body) / 2, ONE_OF_TWO * max(title, body))


def _best(likely: Sequence[_Likeness], known: Collection[Pair]) -> dict[Pair, tuple[float, _Likeness]]:
    """The pairs of the highest scores, each item once; of equal ones those that stand in like places."""
    scored = [
        (score, abs(found.old.at - found.new.at), n)
        for n, found in enumerate(likely)
        if (score := found.score + found.bonus * (found.above in known)) >= WEAKEST
    ]
    scored.sort(key=lambda entry: (-entry[0], *entry[1:]))
    olds: set[str] = set()
    news: set[str] = set()
    best = {}
    for score, _, n in scored:
        one, other = pair = likely[n].pair
        if one not in olds and other not in news:
            olds.add(one)
            news.add(other)
            best[pair] = score, likely[n]
    return best


def _reason(found: _Likeness, is_below_a_pair: bool) -> str:
    """番号と見出しが同じ、本文が似ている."""
    same: list[str] = []
    alike: list[str] = []
    if found.old.number and found.old.number == found.new.number:
        same.append("番号")
    for words, likeness, is_same in (
        ("見出し", found.title, found.title == 1),
        ("本文", found.body, found.old.item.body == found.new.item.body),
    ):
        if likeness:
            (same if is_same else alike).append(words)
    parts = [f"{'と'.join(words)}が{how}" for words, how in ((same, "同じ"), (alike, "似ている")) if words]
    if is_below_a_pair:
        parts.append("上の項目どうしも対応している")
    if found.old.item.kind != found.new.item.kind:
        parts.append("項目の種類は違う")
    return "、".join(parts)
