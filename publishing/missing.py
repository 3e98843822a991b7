"""What a gap of an edition is: something still empty, of a kind, with the place where to write."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from strategy.naming import numbered

# Kinds of gap in the order in which they are told.
KINDS = {
    "source": "まだ公表していない計画との対応",
    "edition": "版の基本事項",
    "population": "人口ビジョン",
    "regional": "地域ビジョン",
    "chapter": "中身のない章",
    "text": "本文のない項目",
    "department": "所管課のない施策",
    "target": "値のない指標、読み取れない指標",
    "alt": "代わりの文のない図",
    "reference": "参照先のない言葉",
}


@dataclass(frozen=True)
class Gap:
    """Something still empty: ``kind`` (a key of KINDS), a sentence, and the item or the target where to write, if it is one.

    ``blocks`` the freezing when the verb would refuse it.
    """

    kind: str
    sentence: str
    lineage: str = ""
    title: str = ""
    number: str = ""
    blocks: bool = False
    target: str = ""

    @property
    def is_of_citation(self) -> bool:
        """Whether it is mended on the page of the population vision that the edition rests on."""
        return self.kind == "population" and not self.target

    @property
    def name(self) -> str:
        """Number and title of the item, as printed."""
        return numbered(self.number, self.title)


def grouped(found: Iterable[Gap]) -> list[tuple[str, list[Gap]]]:
    """The gaps under the label of their kind."""
    groups: dict[str, list[Gap]] = defaultdict(list)
    for gap in found:
        groups[KINDS[gap.kind]].append(gap)
    return list(groups.items())
