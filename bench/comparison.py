"""G5, G6: two editions laid side by side and the words that differ, against difflib letter by letter.

Both get the same texts, and only those that differ. Of difflib's two ways (with and without its "junk", letters that are
frequent) each figure takes the one that does better. What is counted:

- sliver: fewer than three kept characters between two changes;
- cut: a change that begins or ends inside a word, in the old and in the new text. A word is a number (1.42, 12,800), what
  stands together in Latin letters or in katakana, and each word of the lists from which the corpus is written (医療, 子ども,
  高齢化). Words that only stand side by side are not one: 地域[−医療][+福祉] cuts none, neither for us nor for difflib;
- parting: the same counted without any list of words, between any two digits, Latin letters, katakana or kanji, so that
  地域[−医療][+福祉] is one in each text;
- changed characters: deleted and inserted ones, against the fewest possible (the longest common subsequence).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel

from bench.plans import figure, report, seconds
from bench.texts import WORD, plan, repetitive, unrelated
from strategy.matching import match
from strategy.textdiff import compare

FAMILY = 10  # items that stand under the first of them
SCRIPT = re.compile("[0-9]+|[A-Za-z]+|[ァ-ヺー]+|[一-龠々]+")
Pair = tuple[str, str]


@dataclass(frozen=True)
class Item:
    """An item as matching reads it, with its text."""

    lineage: str
    text: str
    items: "tuple[Item, ...]" = ()
    predecessors: tuple[str, ...] = ()


class Edit(NamedTuple):
    """old[start:end] became new[new_start:new_end]."""

    start: int
    end: int
    new_start: int
    new_end: int


class Quality(NamedTuple):
    """How the changes of many texts read."""

    slivers: int
    cuts: int
    partings: int
    changed: int


def edition(texts: list[str]) -> tuple[Item, ...]:
    """The items of an edition, a family of ten after another."""
    families = (range(first, first + FAMILY) for first in range(0, len(texts), FAMILY))
    return tuple(
        Item(str(head), texts[head], tuple(Item(str(n), texts[n]) for n in below))
        for head, *below in families
    )


def ours(old: tuple[Item, ...], new: tuple[Item, ...]) -> None:
    """What the comparison of two editions does first: match the items, then the words of those that differ."""
    for found in match(old, new):
        if found.principal and found.principal[0].text != found.principal[1].text:
            compare(found.principal[0].text, found.principal[1].text)


def by_letter(pairs: Iterable[Pair], *, junk: bool = True) -> list[list[Edit]]:
    """difflib's changes."""
    return [
        [Edit(*places) for tag, *places in _opcodes(old, new, junk) if tag != "equal"] for old, new in pairs
    ]


def _opcodes(old: str, new: str, junk: bool) -> list[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, old, new, autojunk=junk).get_opcodes()


def by_word(pairs: Iterable[Pair]) -> list[list[Edit]]:
    """Our changes."""
    return [_edits(old, new) for old, new in pairs]


def _edits(old: str, new: str) -> list[Edit]:
    edits: list[Edit] = []
    at = new_at = 0
    fresh = True  # whether the next run that went or came begins a change
    for run in compare(old, new):
        start, new_start = at, new_at
        at += len(run.text) * (run.kind != "insert")
        new_at += len(run.text) * (run.kind != "delete")
        if run.kind != "equal":
            edits.append(
                Edit(*((start, at, new_start, new_at) if fresh else (edits.pop()[0], at, new_start, new_at)))
            )
        fresh = run.kind == "equal"
    return edits


def quality(pairs: list[Pair], found: list[list[Edit]]) -> Quality:
    """The figures of one way of comparing."""
    slivers = cuts = partings = changed = 0
    for (old, new), edits in zip(pairs, found, strict=True):
        slivers += sum(behind.start - before.end < 3 for before, behind in pairwise(edits))
        changed += sum(edit.end - edit.start + edit.new_end - edit.new_start for edit in edits)
        cuts += sum(_within(old, new, edit, WORD) for edit in edits)
        partings += sum(_within(old, new, edit, SCRIPT) for edit in edits)
    return Quality(slivers, cuts, partings, changed)


def _within(old: str, new: str, edit: Edit, word: re.Pattern[str]) -> int:
    """How many of the four ends of a change lie inside a word."""
    ends = (old, edit.start), (old, edit.end), (new, edit.new_start), (new, edit.new_end)
    return sum(at in inside(text, word) for text, at in ends)


@cache
def inside(text: str, word: re.Pattern[str]) -> frozenset[int]:
    """The places between two letters of a word."""
    return frozenset(at for found in word.finditer(text) for at in range(found.start() + 1, found.end()))


def processor(act: Callable[[], object]) -> float:
    """Seconds of one run of something that takes long enough to be measured once or twice."""
    return seconds(act, repeat=3)[0]


def measure() -> None:
    texts = plan()
    old, new = edition([before for before, _ in texts]), edition([after for _, after in texts])
    pairs = [(before, after) for before, after in texts if before != after]
    used, junk, plain = seconds(
        lambda: ours(old, new), lambda: by_letter(pairs), lambda: by_letter(pairs, junk=False)
    )
    letters = [quality(pairs, by_letter(pairs, junk=junk)) for junk in (True, False)]
    words = quality(pairs, by_word(pairs))
    least = sum(Indel.distance(*pair) for pair in pairs)
    far = unrelated()
    far_used, far_floor = seconds(lambda: compare(*far), lambda: by_letter([far]), repeat=3)
    longest = max(processor(lambda pair=pair: compare(*pair)) for pair in repetitive())
    report(
        figure(f"{len(texts)} items, {len(pairs)} edited: matched and compared", used * 1000, "ms"),
        figure("difflib by letter, the edited ones", min(junk, plain) * 1000, "ms"),
        figure("compared / difflib", used / min(junk, plain), "×", 1),
        figure(
            "slivers (difflib: {} to {})".format(*sorted(one.slivers for one in letters)),
            words.slivers,
            "",
            0,
        ),
        figure("cuts inside words", words.cuts),
        figure("cuts inside words / difflib", words.cuts / min(one.cuts for one in letters), "×", 0.2),
        figure(
            "partings of one script / difflib",
            words.partings / min(one.partings for one in letters),
            "×",
            0.2,
        ),
        figure("changed characters / fewest possible", words.changed / least, "×", 1.12),
        figure("two unrelated texts of 40,000 characters", far_used * 1000, "ms"),
        figure("unrelated texts / difflib", far_used / far_floor, "×", 0.2),
        figure("40,000 repetitive characters, the slowest kind", longest, "s", 0.3),
    )
