"""Where quoted words stand in a text that was changed since. Pure.

An opinion keeps the words that it is about and their place. The place is followed through the difference of both texts
(docs/algorithms/textdiff.md); where the old text is not known, the words are looked for.
"""

from dataclasses import dataclass
from typing import Literal

from strategy.richtext import plain
from strategy.textdiff import Run, compare

State = Literal["same", "changed", "gone"]
# Words of so many characters that stand elsewhere now were moved there; shorter ones may be others.
TELLING = 6
ENDS = "。\n"


@dataclass(frozen=True)
class Found:
    """Where the quoted words stand now: text[start:end]. "gone": nothing of them is left, both say where they stood."""

    state: State
    start: int
    end: int
    words: str

    @property
    def is_same(self) -> bool:
        return self.state == "same"


def words_of(title: str, body: str) -> str:
    """What of an item can be quoted: its heading, and below it the text without marks.

    >>> words_of("産後ケア", "<p>産後ケアを<strong>充実</strong>します。</p>")
    '産後ケア\\n産後ケアを充実します。'
    """
    text = plain(body)
    return f"{title}\n{text}" if text else title


def seek(text: str, quote: str, near: int | None = None) -> tuple[int, int] | None:
    """Where the words stand in the text: of several places the one nearest to ``near``, else the first; None: nowhere.

    White space does not count: a browser breaks lines elsewhere.

    >>> seek("支援を行い、支援を広げます。", "支援", 5)
    (6, 8)
    >>> seek("切れ目のない\\n支援", "切れ目のない 支援")
    (0, 9)
    """
    kept = [at for at, sign in enumerate(text) if not sign.isspace()]
    squeezed, wanted = "".join(text[at] for at in kept), "".join(quote.split())
    if not wanted:
        return None
    places, at = [], squeezed.find(wanted)
    while at >= 0:
        places.append((kept[at], kept[at + len(wanted) - 1] + 1))
        at = squeezed.find(wanted, at + 1)
    return min(places, key=lambda place: abs(place[0] - (near or 0)), default=None)


def follow(old: str, quote: str, near: int | None, new: str) -> Found | None:
    """Where the words of ``old`` stand in ``new``; None where they did not stand in ``old`` either.

    >>> follow("産後ケアを行います。", "産後ケア", 0, "身近な場所で産後ケアを行います。")
    Found(state='same', start=6, end=10, words='産後ケア')
    >>> follow("出生率を1.42にする。", "1.42", None, "出生率を1.60にする。").words
    '1.60'
    >>> follow("支援し、見守ります。", "見守り", None, "支援します。").state
    'gone'
    """
    stood = seek(old, quote, near)
    if stood is None:
        return None
    start, end = _mapped(compare(old, new), *stood)
    words = old[stood[0] : stood[1]]
    begin, sentence = _sentence(old, *stood)
    whole = seek(new, sentence, start - (stood[0] - begin)) if len(sentence) >= TELLING else None
    if (
        whole is not None and new[whole[0] : whole[1]] == sentence
    ):  # the sentence stands as it was, here or elsewhere
        at = whole[0] + stood[0] - begin
        return _found("same", new, at, at + len(words))
    inside = seek(new[start:end], words)
    if inside is not None:
        return _found("same", new, start + inside[0], start + inside[1])
    elsewhere = seek(new, words, start) if len(words) >= TELLING else None
    if elsewhere is not None:
        return _found("same", new, *elsewhere)
    return _found("changed" if new[start:end].strip() else "gone", new, start, end)


def _sentence(text: str, start: int, end: int) -> tuple[int, str]:
    """The sentences in which a range lies, and where the first of them begins."""
    begin = max(text.rfind(sign, 0, start) for sign in ENDS) + 1
    stops = [at for sign in ENDS if (at := text.find(sign, end - 1)) >= 0]
    return begin, text[begin : min(stops) + 1 if stops else len(text)]


def _found(state: State, text: str, start: int, end: int) -> Found:
    return Found(state, start, end, text[start:end])


def _mapped(runs: tuple[Run, ...], start: int, end: int) -> tuple[int, int]:
    """The range of the old text in the new one; what came in the place of its words belongs to it."""
    at = new_at = 0
    first = last = None
    for number, run in enumerate(runs):
        length = len(run.text)
        if run.kind == "insert":
            new_at += length
            continue
        is_kept = run.kind == "equal"
        if first is None and start < at + length:
            first = new_at + (start - at if is_kept else 0)
        if last is None and end <= at + length:
            follower = runs[number + 1] if number + 1 < len(runs) else None
            came = len(follower.text) if follower and follower.kind == "insert" else 0
            last = new_at + (end - at if is_kept else came)
        at += length
        new_at += length if is_kept else 0
    first = new_at if first is None else first
    return first, max(first, new_at if last is None else last)
