"""What changed in the annexes of a plan: words that are defined, roles of the plan."""

from collections.abc import Iterator
from dataclasses import replace

from publishing.comparison.kinds import Kind
from publishing.comparison.lines import brief, fact_lines, title_line
from publishing.comparison.table import Change, Line, Place
from publishing.document import Document


def term_changes(old: Document, new: Document) -> Iterator[Change]:
    """用語の定義: words that came, went or are defined otherwise, in the order of the new list."""
    before, after = ({row["word"]: row["definition"] for row in side.terms} for side in (old, new))
    for word in [*after, *(word for word in before if word not in after)]:
        one, other = before.get(word), after.get(word)
        if one == other:
            continue
        kind = Kind.NEW if one is None else Kind.REMOVED if other is None else Kind.REVISED
        lines = (_worded(word, one, other),)
        yield Change(f"term:{word}", (kind,), Place(f"用語の定義「{word}」"), lines, 1, brief(lines))


def _worded(word: str, one: str | None, other: str | None) -> Line:
    sides = (None if text is None else f"{word}　{text}" for text in (one, other))
    return replace(title_line(*sides), form="text")


def role_changes(old: Document, new: Document) -> Iterator[Change]:
    """計画の役割."""
    sides = (
        ["　".join(filter(None, (row["number"], row["label"], row["legal_basis"]))) for row in side.roles]
        for side in (old, new)
    )
    if lines := tuple(fact_lines("計画の役割", *sides)):
        yield Change("roles", (Kind.REVISED,), Place("計画の役割"), lines, len(lines), brief(lines))
