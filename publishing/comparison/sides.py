"""The items of one edition as a comparison reads them: where each stands and by what number it is found."""

import re

from publishing.comparison.table import Side
from publishing.document import AlignmentEntry, Document, Entry
from strategy.blocks import Blocks, Paragraph, Run
from strategy.matching import Tree
from strategy.naming import Named, full_number, numbered
from strategy.normalise import repair_radicals
from strategy.richtext import parse
from strategy.sanitise import SanitiseError, clean

# A reference as the sanitiser leaves it; no link stands inside another. It leads to no place of the table.
_REFERENCE = re.compile(r'<a href="#item-[^"]*"[^>]*>(.*?)</a>', re.DOTALL)


class Reader:
    """One side of a comparison. ``pages`` are the printed pages of its items, by lineage."""

    def __init__(self, document: Document, pages: dict[str, str] | None = None):
        self.document = document
        self.pages = pages or {}
        self.tree: Tree[Entry] = Tree(document.items)

    def above(self, entry: Entry) -> list[Entry]:
        """The entries above, the nearest first."""
        found, under = [], self.tree.spots[entry.lineage].under
        while under:
            found.append(self.tree.items[under])
            under = self.tree.spots[under].under
        return found

    def full_number(self, entry: Entry) -> str:
        """第1章－1（1）①."""
        return full_number(_named(entry), map(_named, self.above(entry)))

    def label(self, entry: Entry) -> str:
        """Number and title as they stand in the text: ①妊娠前からの知識の習得."""
        return repair_radicals(numbered(entry.number, entry.title))

    def words(self, entry: Entry) -> str:
        """Number and title by which the item is found: 第1章－1（1）①妊娠前からの知識の習得.

        A KPI table without a number of its own is found by the number above it: 第1章　重要業績評価指標（ＫＰＩ）.
        """
        if entry.has_targets and not entry.number:
            above = next((over for over in self.above(entry) if over.number), None)
            return numbered(self.full_number(above), self.label(entry)) if above else self.label(entry)
        return self.full_number(entry).removesuffix(entry.number) + self.label(entry)

    def place(self, entry: Entry) -> str:
        """Under which items it stands: 第1章　… ＞ 第1章－1　…."""
        return " ＞ ".join(self.label(over) for over in reversed(self.above(entry))) or "いちばん上"

    def page(self, entry: Entry) -> str:
        """The page on which it is printed, "" where nothing is printed yet."""
        return self.pages.get(entry.lineage, "")

    def side(self, entry: Entry) -> Side:
        spot = self.tree.spots[entry.lineage]
        return Side(
            lineage=entry.lineage,
            level=entry.level,
            number=entry.number,
            title=entry.title,
            body=entry.body,
            department=entry.department or "",
            under=spot.under,
            behind=spot.behind,
        )

    def alignments(self, entry: Entry) -> tuple[str, ...]:
        """With what the item is aligned, in words; its own edition's pillars by name alone."""
        return tuple(self._aligned(row) for row in entry.alignments)

    def targets(self, entry: Entry) -> frozenset[tuple]:
        """With what the item is aligned: a pillar of its own plan by lineage, whatever its title is by now."""
        return frozenset(
            (row.to.lineage,)
            if self._is_own(row)
            else (row.to.lineage, row.to.plan_slug, row.to.edition_number, row.verb, row.note, row.page)
            for row in entry.alignments
        )

    def _is_own(self, row: AlignmentEntry) -> bool:
        own = self.document.government["slug"], self.document.plan["slug"]
        return (row.to.government_slug, row.to.plan_slug) == own

    def _aligned(self, row: AlignmentEntry) -> str:
        to = row.to
        name = numbered(to.number, to.title)
        if self._is_own(row):
            return name
        page = f"（{row.page}ページ）" if row.page is not None else ""
        how = "、".join(filter(None, (row.verb, row.note)))
        return f"{to.government}「{to.edition_title}」{name}{page}（{how}）"

    def relisted(self, entry: Entry) -> tuple[str, ...]:
        """What is shown again under the item (再掲), in words."""
        return tuple(self.words(self.tree.items[lineage]) for _, lineage in entry.relisted_at)


def blocks_of(html: str) -> Blocks:
    """The blocks of a body as it is compared: radicals repaired, references to items without their links.

    A body too large to be cleaned is compared as its source.
    """
    try:
        return parse(repair_radicals(_REFERENCE.sub(r"\1", clean(html).html)))
    except SanitiseError:
        return (Paragraph((Run(repair_radicals(html)),)),)


def _named(entry: Entry) -> Named:
    return Named(entry.kind, entry.number, entry.title)
