"""Five-year age groups with an open group at the top, and the classes made of them (社人研; 手引き 3-4)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

T = TypeVar("T", int, float, Decimal)

OPEN_GROUPS = (85, 90, 95, 100)  # where the last group may begin
# Places of groups: 年少 0–14, 生産年齢 15–64, 老年 65+, 後期老年 75+, women who bear children 15–49.
YOUNG, WORKING, OLD, OLD75 = slice(0, 3), slice(3, 13), slice(13, None), slice(15, None)
MOTHERS = slice(3, 10)


def group_count(open_from: int) -> int:
    """How many groups there are when the last begins at ``open_from``.

    >>> group_count(85), group_count(90)
    (18, 19)
    """
    return open_from // 5 + 1


def open_from(count: int) -> int:
    """At which age the last of ``count`` groups begins.

    >>> open_from(19)
    90
    """
    return (count - 1) * 5


def group_keys(open_from: int) -> tuple[str, ...]:
    """The groups as data files write them.

    >>> group_keys(85)[0], group_keys(85)[-2:]
    ('0-4', ('80-84', '85+'))
    """
    return (*(f"{age}-{age + 4}" for age in range(0, open_from, 5)), f"{open_from}+")


def group_words(open_from: int) -> tuple[str, ...]:
    """The groups as people read them.

    >>> group_words(85)[0], group_words(85)[-1]
    ('0～4歳', '85歳以上')
    """
    return (*(f"{age}～{age + 4}歳" for age in range(0, open_from, 5)), f"{open_from}歳以上")


def folded(counts: Sequence[T], count: int) -> tuple[T, ...]:
    """The counts in ``count`` groups, what is above added to the last; ValueError where there are fewer groups already."""
    if len(counts) < count:
        raise ValueError("there are fewer groups than asked for")
    kept = list(counts[:count])
    for more in counts[count:]:
        kept[-1] = kept[-1] + more
    return tuple(kept)


def place_of(group: str, count: int) -> int:
    """The place of a group as data files write it, among ``count`` groups; what lies above belongs to the last.

    >>> place_of("0-4", 19), place_of("20-24", 19), place_of("95+", 19)
    (0, 4, 18)
    """
    return min(int(group.rstrip("+").partition("-")[0]) // 5, count - 1)
