"""The difference of two Japanese texts, as a person would mark it with a pen.

Words, not letters, and no scraps of kept text between two changes. docs/algorithms/textdiff.md tells why
each step is there and works an example. Nothing is normalised: what is compared is what was written.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Literal, NamedTuple, TypeVar

from rapidfuzz.distance import Indel

Kind = Literal["equal", "delete", "insert"]
T = TypeVar("T", str, tuple[str, str])  # what can be told apart and put in order


@dataclass(frozen=True)
class Run:
    """A piece of text that stayed, went or came."""

    kind: Kind
    text: str


class Island(NamedTuple):
    """A change: old[start:end] became new[new_start:new_end]; between islands both texts are equal."""

    start: int
    end: int
    new_start: int
    new_end: int

    @property
    def replaced(self) -> int:
        """How many characters were replaced; 0 where something only came, or only went."""
        return min(self.end - self.start, self.new_end - self.new_start)

    @property
    def is_replacement(self) -> bool:
        return self.replaced > 0


# A kept run shorter than SLIVER between two changes only disturbs the reader; one of CLAUSE characters stays.
SLIVER, CLAUSE = 3, 16
# From so many characters on, what stands in a sentence's place at its beginning is another sentence.
SENTENCE = 10
# Pairs of tokens that are compared directly (30 MB, a tenth of a second); beyond, sentences are compared first.
LIMIT = 200_000_000

_DIGIT, _LATIN, _KATAKANA, _HIRAGANA = "0-9０-９", "A-Za-zＡ-Ｚａ-ｚ", "ァ-ヺーｦ-ﾟ", "ぁ-ん"
_KANJI = "⺀-⿕々〆〇㐀-䶿一-鿿豈-\ufaff\U00020000-\U0003ffff"
# Voicing marks and variation selectors belong to the letter before them.
_JOINED = "\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
_NUMBER = rf"[（(][{_DIGIT}]{{1,2}}[）)]|[{_DIGIT}]+(?:[,.，．][{_DIGIT}]+)*"  # （1） of a list, 1.42, 12,800
_TOKEN = re.compile(
    rf"(?:{_NUMBER}|[{_LATIN}]+|[{_KATAKANA}]+|[{_HIRAGANA}]+|\s+|.)[{_JOINED}]*",
    re.DOTALL,
)
_SENTENCE = re.compile(r"[^。\n]*[。\n]|[^。\n]+")
_ENDING = re.compile(rf"[{_HIRAGANA}]{{2,5}}(?=[。\n]|\Z)")
_SCRIPT = re.compile(
    f"(?P<digit>[{_DIGIT}])|(?P<latin>[{_LATIN}])|(?P<katakana>[{_KATAKANA}])|(?P<hiragana>[{_HIRAGANA}])"
    rf"|(?P<kanji>[{_KANJI}])|(?P<space>\s)|(?P<joined>[{_JOINED}])"
)


def compare(old: str, new: str) -> tuple[Run, ...]:
    """What stayed, went and came, in reading order; in one place what went stands before what came.

    The equal and deleted runs together are ``old``, the equal and inserted ones ``new``.

    >>> [run.text for run in compare("出生率を1.42にする", "出生率を1.60にする")]
    ['出生率を', '1.42', '1.60', 'にする']
    >>> [run.text for run in compare("結婚・出産の希望", "結婚・妊娠・出産の希望") if run.kind != "equal"]
    ['・妊娠']
    """
    return tuple(run for run in _runs(old, new, _read_well(old, new, _islands(old, new))) if run.text)


def similarity(old: str, new: str) -> float:
    """How much of both texts is kept, from 0 to 1; unrelated Japanese sentences have about 0.15, at most 0.36."""
    return Indel.normalized_similarity(old, new)


def matching(old: Sequence[T], new: Sequence[T]) -> Iterator[tuple[slice, slice, bool]]:
    """The two sequences in stretches, alternately equal and different: their slices, and whether equal.

    Of several longest common sequences the same one is found, whichever side is called the old one.
    """
    at, new_at = 0, 0
    for start, end, new_start in _equal_stretches(old, new):
        if at < start or new_at < new_start:
            yield slice(at, start), slice(new_at, new_start), False
        at, new_at = end, new_start + end - start
        yield slice(start, end), slice(new_start, new_at), True
    if at < len(old) or new_at < len(new):
        yield slice(at, len(old)), slice(new_at, len(new)), False


def _equal_stretches(old: Sequence[T], new: Sequence[T]) -> list[tuple[int, int, int]]:
    if (len(old), old) <= (len(new), new):
        return [(o.src_start, o.src_end, o.dest_start) for o in Indel.opcodes(old, new) if o.tag == "equal"]
    return [(o.dest_start, o.dest_end, o.src_start) for o in Indel.opcodes(new, old) if o.tag == "equal"]


def _runs(old: str, new: str, islands: Iterable[Island]) -> Iterator[Run]:
    at = 0
    for island in islands:
        yield Run("equal", old[at : island.start])
        yield Run("delete", old[island.start : island.end])
        yield Run("insert", new[island.new_start : island.new_end])
        at = island.end
    yield Run("equal", old[at:])


# --- finding the islands ------------------------------------------------------------------------------------


def _islands(old: str, new: str) -> list[Island]:
    """Changes by tokens; texts too large for that by sentences, and then inside what changed."""
    if old == new:
        return []
    by_token = _by(_TOKEN, old, new)
    if by_token is not None:
        return by_token
    found: list[Island] = []
    for island in _by(_SENTENCE, old, new) or [Island(0, len(old), 0, len(new))]:
        inside = _by(_TOKEN, old[island.start : island.end], new[island.new_start : island.new_end])
        shifts = island.start, island.new_start
        found += [island] if inside is None else [_moved(part, *shifts) for part in inside]
    return found


def _by(token: re.Pattern[str], old: str, new: str) -> list[Island] | None:
    """Changes by these tokens; None when there are too many to compare."""
    old_tokens, new_tokens = token.findall(old), token.findall(new)
    if len(old_tokens) * len(new_tokens) > LIMIT:
        return None
    old_at = [0, *accumulate(map(len, old_tokens))]
    new_at = [0, *accumulate(map(len, new_tokens))]
    return [
        Island(old_at[part.start], old_at[part.stop], new_at[new_part.start], new_at[new_part.stop])
        for part, new_part, equal in matching(old_tokens, new_tokens)
        if not equal
    ]


def _moved(island: Island, by: int, new_by: int) -> Island:
    start, end, new_start, new_end = island
    return Island(start + by, end + by, new_start + new_by, new_end + new_by)


def _joined(first: Island, second: Island) -> Island:
    return Island(first.start, second.end, first.new_start, second.new_end)


# --- making them readable -----------------------------------------------------------------------------------


def _read_well(old: str, new: str, islands: list[Island]) -> list[Island]:
    whole = _merged(old, _whole_words(old, new, _merged(old, islands)))
    least = [_without_common_kana(old, new, _without_common_words(old, new, island)) for island in whole]
    return _shifted(old, new, _merged(old, _whole_sentences(old, new, least)))


def _merged(old: str, islands: list[Island]) -> list[Island]:
    """One change instead of two where the text kept between them is a scrap, or shorter than either."""
    found: list[Island] = []
    for island in islands:
        while found and _is_scrap(old[found[-1].end : island.start], found[-1], island):
            island = _joined(found.pop(), island)
        found.append(island)
    return found


def _is_scrap(kept: str, before: Island, behind: Island) -> bool:
    is_clause = len(kept) >= CLAUSE or "。" in kept or "\n" in kept
    return len(kept) < SLIVER or (not is_clause and len(kept) <= min(before.replaced, behind.replaced))


def _whole_words(old: str, new: str, islands: list[Island]) -> list[Island]:
    """A kanji that was replaced takes the other one of its word along: 健康診査 → 健康診断, 支えます → 支援します.

    Words of Chinese origin have two kanji, so a border after an odd number of them cuts one.
    """
    found: list[Island] = []
    for at, island in enumerate(islands):
        start, end, new_start, new_end = island
        if island.is_replacement:
            before = start - (found[-1].end if found else 0)
            behind = (islands[at + 1].start if at + 1 < len(islands) else len(old)) - end
            if before and _begins_inside(old, start, end, new, new_start, new_end):
                start, new_start = start - 1, new_start - 1
            if behind and _ends_inside(old, start, end, new, new_start, new_end):
                end, new_end = end + 1, new_end + 1
        found.append(Island(start, end, new_start, new_end))
    return found


def _begins_inside(old: str, start: int, end: int, new: str, new_start: int, new_end: int) -> bool:
    """Whether a change begins inside a word of both texts, one of which may be a kanji with its kana: 支える."""
    cuts = _cuts(old, start, end, start), _cuts(new, new_start, new_end, new_start)
    kana = _script(old[start]) == "hiragana", _script(new[new_start]) == "hiragana"
    return any(cuts) and (cuts[0] or kana[0]) and (cuts[1] or kana[1])


def _ends_inside(old: str, start: int, end: int, new: str, new_start: int, new_end: int) -> bool:
    """Whether a change ends inside a word of both texts, or of one in which two kanji stand alone: 本市 → 豊中市."""
    alone = _is_pair(old, end) or _is_pair(new, new_end)
    return alone or (_cuts(old, start, end, end) and _cuts(new, new_start, new_end, new_end))


def _is_pair(text: str, at: int) -> bool:
    """Whether two kanji with none before or behind them meet here; 万人 of 40万人 is no word."""
    is_counter = at > 1 and _script(text[at - 2]) == "digit"
    return _kanji(text, at, -1) == _kanji(text, at, +1) == 1 and not is_counter


def _cuts(text: str, start: int, end: int, border: int) -> bool:
    """Whether a border of the change text[start:end] cuts a two-kanji word in which an odd number changed."""
    before, behind = _kanji(text, border, -1), _kanji(text, border, +1)
    changed = min(behind if border == start else before, end - start)
    return before % 2 == 1 and behind > 0 and changed % 2 == 1


def _kanji(text: str, border: int, step: Literal[-1, 1]) -> int:
    """How many kanji stand without a gap on one side of a border; 20 are enough to know."""
    stretch = text[max(border - 20, 0) : border][::-1] if step < 0 else text[border : border + 20]
    return next((n for n, char in enumerate(stretch) if _script(char) != "kanji"), len(stretch))


def _without_common_words(old: str, new: str, island: Island) -> Island:
    """Words that both sides share at an end stay: what was swallowed as a scrap may lie there.

    Not where that would cut a word, unless all of one side is shared and something only came, or went.
    """
    start, end, new_start, new_end = island
    words, new_words = _TOKEN.findall(old[start:end]), _TOKEN.findall(new[new_start:new_end])
    ahead = _common(words, new_words)
    behind = _common(words[ahead:][::-1], new_words[ahead:][::-1])
    is_all = ahead + behind == min(len(words), len(new_words))
    before, after = sum(map(len, words[:ahead])), sum(map(len, words[len(words) - behind :]))
    if is_all or (_is_border(old, start + before) and _is_border(new, new_start + before)):
        start, new_start = start + before, new_start + before
    if is_all or (_is_border(old, end - after) and _is_border(new, new_end - after)):
        end, new_end = end - after, new_end - after
    return Island(start, end, new_start, new_end)


def _common(ones: Sequence[str], others: Sequence[str]) -> int:
    """How many elements two sequences share at their beginning."""
    pairs = zip(ones, others, strict=False)
    return next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(ones), len(others)))


def _without_common_kana(old: str, new: str, island: Island) -> Island:
    """のこども instead of の is an insertion of こども: kana that both sides share at an end stay.

    One or two of them only where the change then ends at a border between scripts: 図ります is not 図り and ます.
    """
    start, end, new_start, new_end = island
    limit = min(end - start, new_end - new_start)
    ahead = _common_kana(old[start : start + limit], new[new_start : new_start + limit])
    if ahead < min(limit, SLIVER) and not (
        _is_border(old, start + ahead) or _is_border(new, new_start + ahead)
    ):
        ahead = min(ahead, 1) if start and _script(old[start - 1]) == "kanji" else 0  # 支え|ます and 支え|る
    start, new_start = start + ahead, new_start + ahead
    limit = min(end - start, new_end - new_start)
    behind = _common_kana(old[end - limit : end][::-1], new[new_end - limit : new_end][::-1])
    if behind >= min(limit, SLIVER) or _is_border(old, end - behind) or _is_border(new, new_end - behind):
        end, new_end = end - behind, new_end - behind
    return Island(start, end, new_start, new_end)


def _common_kana(one: str, other: str) -> int:
    pairs = zip(one, other, strict=True)
    return next((n for n, (a, b) in enumerate(pairs) if a != b or _script(a) != "hiragana"), len(one))


def _whole_sentences(old: str, new: str, islands: list[Island]) -> list[Island]:
    """A sentence written anew is marked up to its full stop, not up to the ます with which any other ends."""
    found: list[Island] = []
    for at, island in enumerate(islands):
        start, end, new_start, new_end = island
        if island.replaced >= SENTENCE and _begins(old, start) and _begins(new, new_start):
            ending, new_ending = _ENDING.match(old, end), _ENDING.match(new, new_end)
            limit = islands[at + 1].start if at + 1 < len(islands) else len(old)
            if ending and new_ending and ending[0] == new_ending[0] and ending.end() <= limit:
                end, new_end = ending.end(), new_ending.end()
        found.append(Island(start, end, new_start, new_end))
    return found


def _begins(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] in "。\n"


def _is_border(text: str, at: int) -> bool:
    return at in (0, len(text)) or _script(text[at - 1]) != _script(text[at])


def _shifted(old: str, new: str, islands: list[Island]) -> list[Island]:
    """Insertions and deletions moved, where that loses nothing, to begin and end at borders of phrases."""
    found: list[Island] = []
    for at, island in enumerate(islands):
        if island.is_replacement:
            found.append(island)
            continue
        left = island.start - (found[-1].end + SLIVER if found else 0)
        right = (islands[at + 1].start - SLIVER if at + 1 < len(islands) else len(old)) - island.end
        text, start, end = (
            (new, island.new_start, island.new_end)
            if island.start == island.end
            else (old, island.start, island.end)
        )
        by = max(
            _slides(text, start, end, left, right),
            key=lambda by: (_weight(text, start + by) + _weight(text, end + by), by),
        )
        found.append(_moved(island, by, by))
    return found


def _slides(text: str, start: int, end: int, left: int, right: int) -> Iterator[int]:
    """By how much text[start:end] can be moved without changing what stands before and behind it together."""
    yield 0
    by = 0
    while by < left and text[start - by - 1] == text[end - by - 1]:
        by += 1
        yield -by
    by = 0
    while by < right and text[start + by] == text[end + by]:
        by += 1
        yield by


def _weight(text: str, at: int) -> int:
    """How good a place is for a change to begin or end: 6 at a line's end, 0 inside a word."""
    if at in (0, len(text)) or "\n" in text[at - 1 : at + 1]:
        return 6
    before, behind = text[at - 1], text[at]
    if before in "。．！？":
        return 5
    if before in "、，」』）】》〉" or behind in "「『（【《〈":
        return 4
    if "・" in (before, behind):
        return 3 if behind == "・" else 2
    if _script(before) == _script(behind) or _script(behind) == "joined":
        return 0
    return 1 if _script(behind) == "hiragana" else 2


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    """The script of a character; every mark is a script of its own."""
    found = _SCRIPT.match(char)
    return str(found.lastgroup) if found else char
