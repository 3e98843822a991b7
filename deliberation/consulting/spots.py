"""該当箇所: the items of an edition as a department chooses them, and finding the one that somebody meant.

In a file each is followed by a short code of its lineage, so that it is found again when the edition has changed since.
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from strategy.models import Edition
from strategy.naming import numbered
from strategy.normalise import fold
from strategy.places import places_of

WHOLE = "計画全体"
NONE = "（意見なし）"
_CODE = re.compile(r"〔\s*([0-9a-fA-F]{8})\s*〕")
_WHOLES = frozenset(fold(word) for word in (WHOLE, "全体", "計画の全体", "全般", "全体について"))
_NONES = frozenset(
    fold(word) for word in (NONE, "意見なし", "意見無し", "なし", "無し", "特になし", "意見はありません")
)


@dataclass(frozen=True)
class Spot:
    """An item as it is chosen: None for the whole plan; ``label`` number and title; ``code`` in files."""

    lineage: uuid.UUID | None
    label: str

    @property
    def code(self) -> str:
        return self.lineage.hex[:8] if self.lineage else ""

    @property
    def in_file(self) -> str:
        """第1章－1（1）①　妊娠前からの知識の習得〔3f9a1c82〕."""
        return f"{self.label}〔{self.code}〕" if self.lineage else self.label


class Spots:
    """The places of an edition in reading order, the whole plan first. One query at most."""

    def __init__(self, edition: Edition):
        places = places_of([edition])[edition.pk]
        self.all = (
            Spot(None, WHOLE),
            *(
                Spot(place.lineage, numbered(place.full_number, place.title)[:300])
                for place in places.values()
            ),
        )
        self.by_lineage: Mapping[uuid.UUID | None, Spot] = {spot.lineage: spot for spot in self.all}
        self._named: dict[str, set[uuid.UUID | None]] = {}
        for place in places.values():
            for words in {
                place.full_number,
                place.label,
                place.title,
                numbered(place.full_number, place.title),
            }:
                if folded := fold(words):
                    self._named.setdefault(folded, set()).add(place.lineage)

    def find(self, text: str) -> Spot | None:
        """The place that these words mean: by its code, else by its number or title where only one has it."""
        codes = _CODE.findall(text)
        if codes:
            hits = [spot for spot in self.all if spot.code and spot.code == codes[-1].lower()]
            return hits[0] if len(hits) == 1 else None
        folded = fold(text)
        if folded in _WHOLES:
            return self.by_lineage[None]
        named = self._named.get(folded, set())
        return self.by_lineage[next(iter(named))] if len(named) == 1 else None


def is_none(text: str) -> bool:
    """Whether somebody wrote that there is no opinion.

    >>> is_none("意見なし"), is_none("特になし"), is_none("第1章")
    (True, True, False)
    """
    return fold(text) in _NONES
