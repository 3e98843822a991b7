"""The lines of a change: pairs of paragraphs, facts and pictures, with what differs marked on both sides."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from publishing.comparison.table import Form, Line, Picture
from strategy.blockdiff import Pair, compare_blocks
from strategy.blocks import Blocks, Paragraph, all_runs
from strategy.markedblocks import marked_line, side_of
from strategy.textdiff import compare

LONGEST_BRIEF = 3  # differences told in one line


def text_lines(old: Blocks, new: Blocks) -> tuple[Line, ...]:
    """Two bodies, paragraph beside paragraph; the rows of a table are one line."""
    return tuple(_text(whole) for whole in _wholes(compare_blocks(old, new)))


def _text(pairs: list[Pair]) -> Line:
    changed = any(pair.is_changed for pair in pairs)
    old, new = tuple(side_of(pairs, "old")), tuple(side_of(pairs, "new"))
    return Line("text", old or None, new or None, is_changed=changed)


def _wholes(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    """Each pair alone, the rows of one table together."""
    whole: list[Pair] = []
    for pair in pairs:
        if whole and not (pair.is_row and not pair.first):
            yield whole
            whole = []
        whole.append(pair)
    if whole:
        yield whole


def title_line(old: str | None, new: str | None) -> Line:
    """The heading of an item on both sides, or on the one that has it."""
    return _of_words("title", old, new)


def fact_lines(label: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """What is said of an item under a label: what stayed is left out, the n-th that went stands beside the n-th that
    came."""
    went = [one for one in old if one not in new]
    came = [other for other in new if other not in old]
    for n in range(max(len(went), len(came))):
        yield _of_words("fact", _at(went, n), _at(came, n), label)


def _of_words(form: Form, old: str | None, new: str | None, label: str = "") -> Line:
    pieces = compare(old or "", new or "")
    changed = any(piece.kind != "equal" for piece in pieces) or (old is None) != (new is None)
    before: Blocks | None = None if old is None else (Paragraph(marked_line(pieces, "old")),)
    after: Blocks | None = None if new is None else (Paragraph(marked_line(pieces, "new")),)
    return Line(form, before, after, label=label, is_changed=changed)


def _at(words: Sequence[str], n: int) -> str | None:
    return words[n] if n < len(words) else None


def picture_lines(old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]) -> Iterator[Line]:
    """Pictures that differ, the n-th beside the n-th; the same file with other words is a change of its words."""
    went = [facts for facts in old if facts not in new]
    came = [facts for facts in new if facts not in old]
    for n in range(max(len(went), len(came))):
        former, latter = (_picture(side[n]) if n < len(side) else None for side in (went, came))
        yield Line("figure", old_picture=former, new_picture=latter)


def picture_words(line: Line, side: Literal["old", "new"]) -> Blocks:
    """Caption and source of a picture with what differs; what it says to those who hear it where only words differ."""
    old, new = line.old_picture, line.new_picture
    own = old if side == "old" else new
    told = [("", "caption"), ("資料：", "source")]
    if old and new and old.sha256 == new.sha256 and old.alt != new.alt:
        told.append(("代わりの文：", "alt"))
    found = []
    for label, name in told if own else ():
        before, after = (label + getattr(one, name) if one else label for one in (old, new))
        if getattr(own, name):
            found.append(Paragraph(marked_line(compare(before, after), side)))
    return tuple(found)


def _picture(facts: dict[str, Any]) -> Picture:
    return Picture(
        sha256=facts["sha256"],
        file=facts["file"],
        media_type=facts["type"],
        width=facts["width"],
        height=facts["height"],
        caption=facts["caption"],
        alt=facts["alt"],
        source=facts["source"],
    )


# --- counting and telling -----------------------------------------------------------------------------------


def pieces_of(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """The differences in the text in order: what went and what came ("" where nothing did)."""
    return [piece for line in lines for piece in _pieces(line)]


def _pieces(line: Line) -> list[tuple[str, str]]:
    """What went and what came at the same place of the text that stayed is one difference."""
    went, came = _stretches(line.old), _stretches(line.new)
    return [(went.get(at, ""), came.get(at, "")) for at in sorted(went | came)]


def _stretches(blocks: Blocks | None) -> dict[int, str]:
    """The marked stretches of one side by how much kept text stands before them."""
    found: dict[int, str] = {}
    kept = 0
    for run in all_runs(blocks or ()):
        if getattr(run, "kind", "equal") == "equal":
            kept += len(run.text)
        else:
            found[kept] = found.get(kept, "") + run.text
    return found


def brief(lines: Sequence[Line]) -> str:
    """The differences in one line: 「取り組み」を「取組み」に、ほか2箇所."""
    found = pieces_of(lines)
    told = "、".join(_told(*piece) for piece in found[:LONGEST_BRIEF])
    rest = len(found) - LONGEST_BRIEF
    return told + (f"、ほか{rest}箇所" if rest > 0 else "")


def _told(went: str, came: str) -> str:
    went, came = _short(went), _short(came)
    if went and came:
        return f"「{went}」を「{came}」に"
    return f"「{went}」を削る" if went else f"「{came}」を加える"


def _short(text: str, length: int = 30) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"
