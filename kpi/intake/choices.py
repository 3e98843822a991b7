"""What a person decided about a document before it is taken in. Pure.

``n3`` is the third heading of the arranged document, ``k7`` its seventh KPI (kpi/intake/arranging.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

FILE, HERE = "file", "here"


@dataclass(frozen=True)
class Choices:
    """``under``: lineage of the item under which the first headings go, "" for the top of the plan. ``levels``: by depth
    from 1 the key of the level that its headings become, "" where no item is made of them. ``left_out``: headings (with all
    below) and KPIs that are not taken. ``anew``: headings that become an item of their own although one of that title
    stands there, KPIs that get an indicator of their own. ``sides``: by heading or KPI whose text holds where both have one
    (``FILE``, ``HERE``). ``role``: 位置づけ of the KPIs. ``sign``: of what stood there when the person looked.
    """

    under: str = ""
    levels: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    left_out: frozenset[str] = frozenset()
    anew: frozenset[str] = frozenset()
    sides: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    role: str = "KPI"
    sign: str = ""


def to_data(choices: Choices) -> dict[str, Any]:
    """As plain data for a JSON field; the sign is not kept, it is of the moment.

    >>> from_data(to_data(Choices(under="x", levels={1: "chapter"}))).levels
    {1: 'chapter'}
    """
    return {
        "under": choices.under,
        "levels": {str(depth): key for depth, key in sorted(choices.levels.items())},
        "left_out": sorted(choices.left_out),
        "anew": sorted(choices.anew),
        "sides": dict(sorted(choices.sides.items())),
        "role": choices.role,
    }


def from_data(data: Mapping[str, Any]) -> Choices:
    """What ``to_data`` made."""
    return Choices(
        under=data["under"],
        levels={int(depth): key for depth, key in data["levels"].items()},
        left_out=frozenset(data["left_out"]),
        anew=frozenset(data["anew"]),
        sides=data["sides"],
        role=data["role"],
    )
