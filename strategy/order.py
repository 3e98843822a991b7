"""The order of short lists that people arrange by hand: figures of an item, terms of an edition."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def moved(rows: Sequence[T], row: T, step: int) -> list[T]:
    """The rows with ``row`` so many places further down; it stops at the ends.

    >>> moved("abc", "c", -1), moved("abc", "a", -1), moved("abc", "a", 5)
    (['a', 'c', 'b'], ['a', 'b', 'c'], ['b', 'c', 'a'])
    """
    arranged = list(rows)
    at = arranged.index(row)
    own = arranged.pop(at)  # the row of the list itself: one that is only equal to it may be another object
    arranged.insert(max(0, min(at + step, len(arranged))), own)
    return arranged
