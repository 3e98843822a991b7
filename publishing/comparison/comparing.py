"""What changed between two editions: derived from lineage and text, never typed.

The changes stand in the reading order of the new edition; what concerns the whole plan comes first, its annexes last.
docs/algorithms/comparison.md tells the rules and works an example.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from publishing.comparison.annexes import role_changes, term_changes
from publishing.comparison.kinds import Kind, ordered
from publishing.comparison.lines import brief, fact_lines, picture_lines, pieces_of, text_lines, title_line
from publishing.comparison.sides import Reader, blocks_of
from publishing.comparison.table import Change, Line, Place
from publishing.comparison.target_lines import TargetLines, brief_of
from publishing.comparison.targets import Found, Targets
from publishing.comparison.throughout import Throughout
from publishing.comparison.visions import is_other, population_changes, regional_lines
from publishing.document import Document, Entry
from publishing.kpi_tables import parted
from strategy.blocks import Blocks, Heading, Run
from strategy.fiscal import format_period
from strategy.matching import Link, Match, match
from strategy.normalise import has_radicals, repair_radicals
from strategy.richtext import plain

# Of these every difference in the text counts.
COUNTED = frozenset({
    Kind.REVISED, Kind.RETITLED, Kind.TARGET_RETITLED, Kind.TARGET_VALUE, Kind.TARGET_BASELINE, Kind.TARGET_DETAIL,
})  # fmt: skip
THROUGHOUT_PLACE = "計画のタイトル及びそれに基づく本文中の名称"
Renaming = tuple[str, str]


class Comparing:
    """The comparison of two documents of a plan.

    ``links`` are pairs of lineages that answer to each other (default: equal lineages); ``terms`` words that the
    planner says were replaced throughout; ``successions`` pairs of departments' names, the second having followed
    the first (組織改編).
    """

    def __init__(
        self,
        old: Reader,
        new: Reader,
        *,
        links: Iterable[Link] | None = None,
        terms: Iterable[tuple[str, str]] = (),
        successions: Iterable[Renaming] = (),
    ):
        self.old, self.new = old, new
        self.declared = tuple(terms)
        self.throughout = Throughout([*_names(old.document, new.document), *self.declared])
        self.successions = frozenset(successions)
        self.matches = match(old.document.items, new.document.items, links)
        self.replaced: Counter[str] = Counter()
        self.reorganised: Counter[Renaming] = Counter()
        self.hints: list[str] = []
        self.targets = Targets(old, new, self.matches, self.throughout, self.replaced)
        self.target_lines = TargetLines(self.targets)

    def changes(self) -> tuple[Change, ...]:
        """All changes. Each is told once; nothing that differs is missing."""
        of_items = tuple(self._of_items())
        annexes = [
            *term_changes(self.old.document, self.new.document),
            *role_changes(self.old.document, self.new.document),
        ]
        whole = [*self._titles(), *self._period(), *self._levels(), *self._organisation()]
        whole += population_changes(self.old.document, self.new.document)
        return (*whole, *of_items, *annexes)

    def _of_items(self) -> Iterable[Change]:
        """The changes of items; a branch that came or went is one change, whatever stands in it."""
        told: dict[str, Change] = {}
        branch: dict[str, str] = {}  # lineage of what came or went: the key under which it is told
        for found in self.matches:
            for change in self._of_match(found):
                alone = (change.old or change.new) if not (found.old and found.new) else ()
                key = next((branch[side.under] for side in alone if side.under in branch), change.key)
                branch |= {side.lineage: key for side in alone}
                told[key] = _joined(told[key], change) if key in told else change
        return told.values()

    # --- the whole plan ---------------------------------------------------------------------------------------

    def _titles(self) -> Iterator[Change]:
        """The title with the names that follow it, and each term that the planner declared."""
        old, new = self.old.document.edition, self.new.document.edition
        names = [one for one, _ in _names(self.old.document, self.new.document)]
        if names:
            places = sum(self.replaced[name] for name in names)
            lines = [title_line(old["title"], new["title"])] if old["title"] != new["title"] else []
            lines += fact_lines(
                "略称", [old["short_title"] or "（なし）"], [new["short_title"] or "（なし）"]
            )
            yield self._throughout("title", THROUGHOUT_PLACE if places else "計画のタイトル", lines, places)
        for one, other in self.declared:
            if places := self.replaced[one]:
                yield self._throughout(f"words:{one}", f"「{one}」", [title_line(one, other)], places)

    def _throughout(self, key: str, place: str, lines: list[Line], places: int) -> Change:
        kind = Kind.THROUGHOUT if places else Kind.RETITLED
        words = f"{place}（本文中{places}箇所）" if places else place
        first = (self.old.pages.get(key, ""), self.new.pages.get(key, ""))
        return Change(key, (kind,), Place(words, *first), tuple(lines), max(places, 1), brief(lines))

    def _period(self) -> Iterator[Change]:
        sides = [
            [format_period(edition["first_fiscal_year"], edition["last_fiscal_year"])]
            for edition in (self.old.document.edition, self.new.document.edition)
        ]
        if lines := tuple(fact_lines("計画期間", *sides)):
            yield Change("period", (Kind.PERIOD,), Place("計画期間"), lines, 1, brief(lines))

    def _levels(self) -> Iterator[Change]:
        """The government's own words for its levels."""
        old, new = (
            {row["key"]: row["name"] for row in reader.document.data["levels"]}
            for reader in (self.old, self.new)
        )
        lines = tuple(
            line
            for key in new  # in the order of the edition: equal tables have equal bytes
            if key in old and old[key] != new[key]
            for line in fact_lines("階層の名前", [old[key]], [new[key]])
        )
        if lines:
            yield Change("levels", (Kind.LEVEL,), Place("階層の名前"), lines, len(lines), brief(lines))

    def _organisation(self) -> Iterator[Change]:
        """組織改編: one row with the names before and after, however many items they stand at."""
        lines = tuple(
            line
            for (one, other), _ in sorted(self.reorganised.items())
            for line in fact_lines("所管課", [one], [other])
        )
        if lines:
            count = sum(self.reorganised.values())
            words = f"組織名称の変更（{count}項目）"
            yield Change("departments", (Kind.ORGANISATION,), Place(words), lines, count, brief(lines))

    # --- items ------------------------------------------------------------------------------------------------

    def _of_match(self, found: Match[Entry]) -> Iterator[Change]:
        """The change of the item, and apart from it that of its figures, which have a place of their own."""
        rows = self.targets.of(found)
        if not found.old or not found.new:
            yield self._one_sided(found, rows)
            yield from self._arrived(found, rows)
            return
        yield from self._figures(found)
        kinds = self._kinds(found, rows)
        if not kinds:
            return
        targets = self.targets.changes(rows.pairs)
        tables = self.target_lines.of(rows.pairs) if targets else ()
        lines = tuple(self._lines(found, kinds, tables))
        text = [line for line in lines if line not in tables]
        one, other = found.principal
        told = "、".join(filter(None, (brief(text), brief_of(targets))))
        yield Change(
            key=f"item:{other.lineage}",
            kinds=ordered(kinds),
            place=self._place(one, other),
            lines=lines,
            count=max(1, len(pieces_of(lines))) if kinds & COUNTED else 1,
            brief=told or "、".join(ordered(kinds)),  # of a change in format no word differs
            old=tuple(map(self.old.side, found.old)),
            new=tuple(map(self.new.side, found.new)),
            targets=targets,
        )

    def _arrived(self, found: Match[Entry], rows: Found) -> Iterator[Change]:
        """KPIs that stand under a new item and stood elsewhere: a row of their own, for they have an old side."""
        if not rows.arrived:
            return
        (entry,) = found.new
        lines = self.target_lines.of(rows.arrived)
        targets = self.targets.changes(rows.arrived)
        yield Change(
            key=f"targets:{entry.lineage}",
            kinds=ordered({kind for row in targets for kind in row.kinds}),
            place=Place(self.new.words(entry), new_page=self.new.page(entry)),
            lines=lines,
            count=max(1, len(pieces_of(lines))),
            brief=brief_of(targets),
            targets=targets,
        )

    def _one_sided(self, found: Match[Entry], rows: Found) -> Change:
        """新設 or 削除: the whole text is marked."""
        is_new = bool(found.new)
        reader, (entry,) = (self.new, found.new) if is_new else (self.old, found.old)
        label, blocks = reader.label(entry), blocks_of(entry.body)
        sides = ((None, label), ((), blocks)) if is_new else ((label, None), (blocks, ()))
        lines = [title_line(*sides[0]), *_with_tables(*sides[1], self.target_lines.of(rows.pairs))]
        lines += picture_lines(*(((), entry.figures) if is_new else (entry.figures, ())))
        for name, words in (
            ("対応", reader.alignments(entry)),
            ("所管課", (entry.department,) if entry.department else ()),
        ):
            lines += fact_lines(name, *(((), words) if is_new else (words, ())))
        vision = entry.regional_vision
        lines += regional_lines(*((None, vision) if is_new else (vision, None)))
        place = Place(
            reader.words(entry),
            old_page="" if is_new else reader.page(entry),
            new_page=reader.page(entry) if is_new else "",
        )
        kinds = {Kind.NEW if is_new else Kind.REMOVED} | rows.kinds
        word = f"「{entry.title}」を{'加える' if is_new else '削る'}"
        side = (reader.side(entry),)
        old, new = ((), side) if is_new else (side, ())
        targets = self.targets.changes(rows.pairs)
        told = "、".join(filter(None, (word, brief_of(targets))))
        return Change(
            f"item:{entry.lineage}", ordered(kinds), place, tuple(lines), 1, told, old, new, targets
        )

    def _kinds(self, found: Match[Entry], rows: Found) -> set[Kind]:
        one, other = found.principal
        kinds = {
            kind
            for kind, holds in (
                (Kind.MERGED, len(found.old) > 1),
                (Kind.SPLIT, len(found.new) > 1),
                (Kind.MOVED, found.is_moved),
                (Kind.LEVEL, one.level_key != other.level_key),
                (Kind.DEPARTMENT, self._department_differs(one, other)),
                (Kind.ALIGNMENT, self.old.targets(one) != self.new.targets(other)),
                (Kind.RELISTED, _lineages_below(one) != _lineages_below(other)),
                (Kind.REGIONAL, is_other(one.regional_vision, other.regional_vision)),
            )
            if holds
        }
        kinds |= self._of_text(found) | rows.kinds
        if kinds <= {Kind.RATIONALE} and one.number != other.number:
            kinds.add(Kind.UP if _ordinal(other.number) < _ordinal(one.number) else Kind.DOWN)
        return kinds

    def _of_text(self, found: Match[Entry]) -> set[Kind]:
        """What differs in title and body, but for terms that were replaced throughout."""
        one, other = found.principal
        old_bodies, new_bodies = ("".join(entry.body for entry in side) for side in (found.old, found.new))
        if one.title == other.title and old_bodies == new_bodies:
            return set()
        before, after = blocks_of(old_bodies), blocks_of(new_bodies)
        old_text, new_text = plain(before), plain(after)
        old_title, new_title = repair_radicals(one.title), repair_radicals(other.title)
        if has_radicals(one.title + other.title + old_bodies + new_bodies):
            self._hint(found)
        self.replaced += self.throughout.counts(f"{old_title}\n{old_text}", f"{new_title}\n{new_text}")
        kinds = set()
        if old_title != new_title and self.throughout.applied(old_title) != new_title:
            kinds.add(Kind.RETITLED)
        if old_text != new_text and self.throughout.applied(old_text) != new_text:
            kinds.add(Kind.REVISED)
        if (old_title, old_text) == (new_title, new_text) and before != after:
            kinds.add(Kind.FORMAT)
        return kinds

    def _department_differs(self, one: Entry, other: Entry) -> bool:
        renaming = (one.department or "", other.department or "")
        if renaming in self.successions:
            self.reorganised[renaming] += 1
            return False
        return renaming[0] != renaming[1]

    def _lines(self, found: Match[Entry], kinds: set[Kind], tables: tuple[Line, ...]) -> Iterator[Line]:
        one, other = found.principal
        old_body, new_body = self._bodies(self.old, found.old, one), self._bodies(self.new, found.new, other)
        if kinds != {Kind.REVISED}:
            yield title_line(self.old.label(one), self.new.label(other))
        if Kind.MOVED in kinds:
            yield from fact_lines("場所", [self.old.place(one)], [self.new.place(other)])
        if Kind.LEVEL in kinds:
            yield from fact_lines("階層", [one.level], [other.level])
        if Kind.DEPARTMENT in kinds:
            yield from fact_lines("所管課", [one.department or "（なし）"], [other.department or "（なし）"])
        if Kind.ALIGNMENT in kinds:
            yield from fact_lines("対応", self.old.alignments(one), self.new.alignments(other))
        if Kind.RELISTED in kinds:
            yield from fact_lines("再掲", self.old.relisted(one), self.new.relisted(other))
        if Kind.REGIONAL in kinds:
            yield from regional_lines(one.regional_vision, other.regional_vision)
        yield from _with_tables(old_body, new_body, tables)

    @staticmethod
    def _bodies(reader: Reader, entries: tuple[Entry, ...], principal: Entry) -> Blocks:
        """The body of one item, or of several one behind the other, each but the principal under its own heading."""
        blocks: list = []
        for entry in (principal, *(entry for entry in entries if entry is not principal)):
            if entry is not principal:
                blocks.append(Heading(3, (Run(reader.label(entry)),)))
            blocks += blocks_of(entry.body)
        return tuple(blocks)

    def _figures(self, found: Match[Entry]) -> Iterator[Change]:
        """図: both pictures shown. Of items merged or split, all figures together."""
        old = [facts for entry in found.old for facts in entry.figures]
        new = [facts for entry in found.new for facts in entry.figures]
        lines = tuple(picture_lines(old, new))
        if not lines:
            return
        one, other = found.principal
        shown = next(picture for line in lines for picture in (line.new_picture, line.old_picture) if picture)
        place = replace(self._place(one, other), words=shown.caption or f"{self.new.words(other)}の図")
        yield Change(f"figure:{other.lineage}", (Kind.FIGURE,), place, lines, len(lines), _of_pictures(lines))

    def _place(self, one: Entry, other: Entry) -> Place:
        return Place(self.new.words(other), self.old.page(one), self.new.page(other))

    def _hint(self, found: Match[Entry]) -> None:
        which = (
            name
            for name, side in (("旧", found.old), ("新", found.new))
            if has_radicals("".join(entry.title + entry.body for entry in side))
        )
        self.hints.append(
            f"{self.new.words(found.principal[1])}：{'と'.join(which)}の文に、漢字の部首の文字（⼦、⽅など）が"
            "使われています。見た目が同じ文字なので、変更には数えていません。"
        )


def _with_tables(old: Blocks, new: Blocks, tables: tuple[Line, ...]) -> Iterator[Line]:
    """Two bodies with the KPI tables where they are printed: before the notes with which a body ends."""
    (old, old_notes), (new, new_notes) = (parted(side) if tables else (side, ()) for side in (old, new))
    yield from text_lines(old, new)
    yield from tables
    yield from text_lines(old_notes, new_notes)


def _joined(head: Change, below: Change) -> Change:
    """A branch with what stands under it."""
    return replace(
        head,
        kinds=ordered({*head.kinds, *below.kinds}),
        lines=head.lines + below.lines,
        old=head.old + below.old,
        new=head.new + below.new,
        targets=head.targets + below.targets,
    )


def _names(old: Document, new: Document) -> list[tuple[str, str]]:
    """Title and short title where they changed."""
    return [
        (old.edition[name], new.edition[name])
        for name in ("title", "short_title")
        if old.edition[name] and new.edition[name] and old.edition[name] != new.edition[name]
    ]


def _of_pictures(lines: tuple[Line, ...]) -> str:
    acts = {(bool(line.old_picture), bool(line.new_picture)) for line in lines}
    words = {(True, True): "図を差し替える", (True, False): "図を削る", (False, True): "図を加える"}
    return "、".join(words[act] for act in words if act in acts)


def _lineages_below(entry: Entry) -> list[str]:
    """What is shown again under an item."""
    return [lineage for _, lineage in entry.relisted_at]


def _ordinal(number: str) -> tuple:
    """A number for comparing with its neighbours: 第2章－3 is (2, 3), ⑪ is (11,), イ stands behind ア."""
    figures = [int(digits) for digits in re.findall(r"\d+", unicodedata.normalize("NFKC", number))]
    return (0, tuple(figures), "") if figures else (1, (), number)
