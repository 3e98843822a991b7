"""The difference of two Japanese texts, as a person would mark it with a pen.

Words, not letters, and no scraps of kept text between two changes. docs/algorithms/textdiff.md tells why
each step is there and works an example. Nothing is normalised: what is compared is what was written.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Literal, NamedTuple

from rapidfuzz.distance import Indel

Kind = Literal["equal", "delete", "insert"]


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
    def size(self) -> int:
        return max(self.end - self.start, self.new_end - self.new_start)

    @property
    def is_replacement(self) -> bool:
        return self.end > self.start and self.new_end > self.new_start


# A kept run shorter than SLIVER between two changes only disturbs the reader; one of CLAUSE characters stays.
SLIVER, CLAUSE = 3, 16
# Pairs of tokens that are compared directly (30 MB, a tenth of a second); beyond, sentences are compared first.
LIMIT = 200_000_000

_DIGIT, _LATIN, _KATAKANA, _HIRAGANA = "0-9０-９", "A-Za-zＡ-Ｚａ-ｚ", "ァ-ヺー", "ぁ-ん"
_KANJI = "々〆〇㐀-䶿一-鿿豈-\ufaff\U00020000-\U0003ffff"
# Voicing marks and variation selectors belong to the letter before them.
_JOINED = "\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
_NUMBER = rf"[（(][{_DIGIT}]{{1,2}}[）)]|[{_DIGIT}]+(?:[,.，．][{_DIGIT}]+)*"  # （1） of a list, 1.42, 12,800
_TOKEN = re.compile(
    rf"(?:{_NUMBER}|[{_LATIN}]+|[{_KATAKANA}]+|[{_HIRAGANA}]+|\s+|.)[{_JOINED}]*",
    re.DOTALL,
)
_SENTENCE = re.compile(r"[^。\n]*[。\n]|[^。\n]+")
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


def matching(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[slice, slice, bool]]:
    """The two sequences in stretches, alternately equal and different: their slices, and whether equal."""
    at, new_at = 0, 0
    for same in [op for op in Indel.opcodes(old, new) if op.tag == "equal"]:
        if at < same.src_start or new_at < same.dest_start:
            yield slice(at, same.src_start), slice(new_at, same.dest_start), False
        yield slice(same.src_start, same.src_end), slice(same.dest_start, same.dest_end), True
        at, new_at = same.src_end, same.dest_end
    if at < len(old) or new_at < len(new):
        yield slice(at, len(old)), slice(new_at, len(new)), False


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
    whole = _merged(_whole_words(old, new, _merged(islands)))
    return _shifted(old, new, [_without_common_kana(old, new, island) for island in whole])


def _merged(islands: list[Island]) -> list[Island]:
    """One change instead of two where the text kept between them is a scrap, or shorter than either."""
    found: list[Island] = []
    for island in islands:
        while found and _is_scrap(island.start - found[-1].end, found[-1], island):
            island = _joined(found.pop(), island)
        found.append(island)
    return found


def _is_scrap(kept: int, before: Island, behind: Island) -> bool:
    return kept < SLIVER or (kept < CLAUSE and kept <= min(before.size, behind.size))


def _whole_words(old: str, new: str, islands: list[Island]) -> list[Island]:
    """A single kanji that was replaced takes the other one of its word along: 健康診査 → 健康診断, 推進 → 促進.

    Words of Chinese origin have two kanji, so a border after an odd number of them cuts one.
    """
    found: list[Island] = []
    for at, island in enumerate(islands):
        start, end, new_start, new_end = island
        if island.is_replacement:
            before = start - (found[-1].end if found else 0)
            behind = (islands[at + 1].start if at + 1 < len(islands) else len(old)) - end
            if before and _cuts(old, start, end, start) and _cuts(new, new_start, new_end, new_start):
                start, new_start = start - 1, new_start - 1
            if behind and _cuts(old, start, end, end) and _cuts(new, new_start, new_end, new_end):
                end, new_end = end + 1, new_end + 1
        found.append(Island(start, end, new_start, new_end))
    return found


def _cuts(text: str, start: int, end: int, border: int) -> bool:
    """Whether a border of the change text[start:end] cuts a two-kanji word in which an odd number changed."""
    before, behind = _kanji(text, border, -1), _kanji(text, border, +1)
    changed = min(behind if border == start else before, end - start)
    return before % 2 == 1 and behind > 0 and changed % 2 == 1


def _kanji(text: str, border: int, step: Literal[-1, 1]) -> int:
    """How many kanji stand without a gap on one side of a border; 20 are enough to know."""
    stretch = text[max(border - 20, 0) : border][::-1] if step < 0 else text[border : border + 20]
    return next((n for n, char in enumerate(stretch) if _script(char) != "kanji"), len(stretch))


def _without_common_kana(old: str, new: str, island: Island) -> Island:
    """のこども instead of の is an insertion of こども: kana that both sides share at an end stay.

    One or two of them only where the change then ends at a border between scripts: 図ります is not 図り and ます.
    """
    start, end, new_start, new_end = island
    limit = min(end - start, new_end - new_start)
    ahead = _common_kana(old[start : start + limit], new[new_start : new_start + limit])
    if ahead >= SLIVER or _is_border(old, start + ahead) or _is_border(new, new_start + ahead):
        start, new_start = start + ahead, new_start + ahead
    limit = min(end - start, new_end - new_start)
    behind = _common_kana(old[end - limit : end][::-1], new[new_end - limit : new_end][::-1])
    if behind >= SLIVER or _is_border(old, end - behind) or _is_border(new, new_end - behind):
        end, new_end = end - behind, new_end - behind
    return Island(start, end, new_start, new_end)


def _common_kana(one: str, other: str) -> int:
    pairs = zip(one, other, strict=True)
    return next((n for n, (a, b) in enumerate(pairs) if a != b or _script(a) != "hiragana"), len(one))


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
