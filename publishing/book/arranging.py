"""The rules by which a document becomes a book. They go by kinds, places and what is written, never by names."""

import math
from itertools import groupby

from paper.phrases import break_phrases, em_width
from publishing.book.annexes import annexes
from publishing.book.blocks import (
    LOWEST,
    Body,
    Book,
    Chart,
    Examples,
    Heading,
    Link,
    Listing,
    Notes,
    Opener,
    Picture,
    PillarLine,
    PillarRow,
    Pillars,
    Section,
    SupplementaryTargets,
)
from publishing.book.chart import chart_of, level_word, place_of_chart
from publishing.book.concept import place_of_concept, printed_concept
from publishing.book.cover import cover_of, running_head
from publishing.book.forms import ALONE, EXAMPLES, LIST, PILLARS, ROWS, Forms, Slot
from publishing.book.lines import Lines
from publishing.book.population import population_chapter
from publishing.book.prose import blocks_of
from publishing.book.regional import regional_of
from publishing.book.relations import Relations, has_own_text, table_cells
from publishing.book.targets import targets_of
from publishing.book.words import HEAD_WIDTH, RIGHT_WIDTH, References, alignment_lines, numbered, shortened
from publishing.document import Document, Entry
from publishing.kpi_tables import KpiTables, parted
from publishing.pieces import pillars_of
from strategy.richtext import parse, plain

OPENER_LEVEL = 2
LISTED = 3  # ranks of the contents
SHORT = 19  # lines, half a page: a part that another short one may follow on its page
SCANT = 8  # lines that leave so much of a page that even a long part may follow
LINE_LENGTH = 40  # characters
WIDTHS = {1: 25.5, 2: 32.0, 3: 38.0, 4: 42.0}  # em of a line, by level
OPENER_WIDTH = 20.5
EMPTY = "（本文はまだありません。）"


def arrange(document: Document) -> Book:
    """The whole document in print order, each item exactly once besides its 再掲. Reads no rows.

    Raises SanitiseError for a body too deep or too long to be printed.
    """
    return _Arranger(document).book()


class _Arranger:
    def __init__(self, document: Document):
        self.document = document
        self.references = References(document)
        self.forms = Forms(document)
        self.lines = Lines(document, self.references)
        self.relations = Relations(document, self.lines)
        self.tables = KpiTables(document)
        self.pillar_word = level_word(document, "PILLAR", "取組みの柱")
        self.chart_place = place_of_chart(document)
        self.concept_place = place_of_concept(document)
        self.left = running_head(document)
        self.sections: list[Section] = []
        self.contents: list[Link] = []
        self.head = ""
        self.in_goal = False
        self.explained = self.relations.signs_are_told  # the signs of the tables, once in each goal

    def book(self) -> Book:
        document = self.document
        before = math.inf
        for part in document.items:
            lines = _lines_of(part)
            fits = before < SHORT and (lines < SHORT or before < SCANT)
            self._open("text", new_page=not fits or self._is_behind_goal())
            self._alone(part, 1, 1)
            before = lines
        if chapter := population_chapter(document):
            self.sections.append(chapter[0])
            self.contents.append(chapter[1])
        if found := annexes(document):
            self.sections.append(found[0])
            self.contents += found[1]
        sections = tuple(section for section in self.sections if section.blocks)
        return Book(
            title=document.full_title,
            running_head=self.left,
            stage_mark=document.stage_mark,
            first_page=document.edition["first_page"],
            prefix=document.edition["page_prefix"],
            pillar_word=self.pillar_word,
            cover=cover_of(document),
            contents=tuple(self.contents),
            sections=sections or (Section("text", new_page=True, blocks=[Notes((EMPTY,))]),),
        )

    # --- sections and headings -------------------------------------------------------------------

    def _open(self, form: str, *, new_page: bool, tabs: tuple[str, ...] = ()) -> None:
        self.sections.append(Section(form, new_page, tabs))

    def _is_behind_goal(self) -> bool:
        printed = [section for section in self.sections if section.blocks]
        return bool(printed) and printed[-1].form == "chapter"

    def _put(self, *blocks) -> None:
        self.sections[-1].blocks += blocks

    def _list(self, entry: Entry, rank: int, parent: Entry | None) -> None:
        if rank <= LISTED and (parent is None or parent.kind != "DIRECTION"):
            self.contents.append(Link(numbered(entry.number, entry.title), entry.anchor, rank))

    def _short_head(self, entry: Entry) -> str:
        taken = em_width(self.left + self.document.stage_mark)
        return shortened(numbered(entry.number, entry.title), min(RIGHT_WIDTH, HEAD_WIDTH - taken))

    def _alone(self, entry: Entry, level: int, rank: int, parent: Entry | None = None) -> None:
        """An item with a heading of its own, and all below it."""
        if entry.kind == "GOAL" and not self.in_goal and self.forms.opens(entry):
            self._goal(entry, min(level, OPENER_LEVEL), rank, parent)
            return
        if level == 1:
            self.head = self._short_head(entry)
        text = numbered(entry.number, entry.title)
        bare = not (
            entry.body
            or entry.items
            or entry.relisted_at
            or entry.figures
            or entry.has_targets
            or entry.regional_vision
        )
        lines = tuple(break_phrases(text, WIDTHS[2 if bare else level]))
        self._put(Heading(level, text, entry.anchor, self.head, lines, bare))
        self._list(entry, rank, parent)
        if entry.kind == "GOAL" and (pillars := self._pillar_line(entry)):
            self._put(pillars)
        self._content(entry, level)
        if notes := alignment_lines(self.document, entry):
            self._put(Notes(tuple(f"対応：{line}" for line in notes)))
        self._children(entry, level, rank)

    def _goal(self, entry: Entry, level: int, rank: int, parent: Entry | None) -> None:
        """A goal: a page that opens it, its body on pages with tabs; what follows begins a new page."""
        outer_head, self.head = self.head, self._short_head(entry)
        self.in_goal, self.explained = True, self.relations.signs_are_told
        pillars = self._pillar_line(entry)
        self._open("opener", new_page=True)
        self._put(self._opener(entry, level, pillars))
        self._list(entry, rank, parent)
        self._open("chapter", new_page=True, tabs=pillars.names if pillars else ())
        self._content(entry, level)
        self._children(entry, level, rank)
        self.in_goal, self.head = False, outer_head
        self._open("text", new_page=True)

    def _opener(self, entry: Entry, level: int, pillars: PillarLine | None) -> Opener:
        sections = (slot.entry for form, slot in self.forms.below(entry) if form == ALONE)
        return Opener(
            level=level,
            kicker="" if "目標" in entry.number else "目標",
            number=entry.number,
            lines=tuple(break_phrases(entry.title, OPENER_WIDTH)),
            text=numbered(entry.number, entry.title),
            anchor=entry.anchor,
            head=self.head,
            pillars=pillars,
            links=tuple(Link(numbered(e.number, e.title), e.anchor) for e in sections),
            notes=tuple(f"対応：{line}" for line in alignment_lines(self.document, entry)),
        )

    def _pillar_line(self, goal: Entry) -> PillarLine | None:
        names = tuple(pillar.title for pillar in pillars_of(self.document, goal))
        return PillarLine(self.pillar_word, names) if names else None

    # --- what stands below a heading ----------------------------------------------------------------

    def _content(self, entry: Entry, level: int) -> None:
        if entry.has_targets:
            self._targets(entry, level)
        elif entry.body:
            self._put(Body(blocks_of(entry.body, self.references), level))
        self._put(*(Picture(facts) for facts in entry.figures))
        if regional := regional_of(entry.regional_vision):
            self._put(regional)
        if entry.lineage == self.concept_place and (concept := printed_concept(self.document)):
            self._put(concept)
        if entry.lineage == self.chart_place and (diagram := chart_of(self.document)):
            self._put(Chart(diagram))

    def _targets(self, entry: Entry, level: int) -> None:
        """The KPI tables of an item within its text: notes behind the tables, 補足指標 last."""
        lead, notes = parted(blocks_of(entry.body, self.references) if entry.body else ())
        shown = self.tables.of(entry)
        if lead:
            self._put(Body(lead, level))
        if shown and shown.tables and shown.pillars:
            self._put(PillarLine(self.pillar_word, tuple(pillar.title for pillar in shown.pillars)))
        self._put(*map(targets_of, shown.tables if shown else ()))
        if notes:
            self._put(Body(notes, level))
        if shown and shown.supplementary:
            self._put(SupplementaryTargets(shown.supplementary))

    def _children(self, entry: Entry, level: int, rank: int) -> None:
        below = min(level + 1, LOWEST)
        grouped = groupby(
            self.forms.below(entry), key=lambda pair: (pair[0], pair[0] == EXAMPLES and _level(pair[1]))
        )
        for (form, _), pairs in grouped:
            run = [slot for _, slot in pairs]
            if form == ALONE:
                for slot in run:
                    self._alone(slot.entry, below, rank + 1, entry)
            elif form == ROWS:
                self._rows(run, below)
            elif form == EXAMPLES:
                self._put(self._examples(entry, run))
            elif form == PILLARS:
                self._put(self._pillars(entry, run))
            elif form == LIST:
                self._put(Listing(tuple(self.lines.line(slot, bullet="・") for slot in run)))

    def _rows(self, run: list[Slot], level: int) -> None:
        self._put(self.relations.table(run, with_legend=not self.explained))
        self.explained = True
        for slot in run:
            for entry in () if slot.again else slot.entry.walk():
                if has_own_text(entry):
                    self._put(Heading(level, numbered(entry.number, entry.title)))
                    self._content(entry, level)

    def _examples(self, parent: Entry, run: list[Slot]) -> Examples:
        title = numbered(parent.number, run[0].entry.level) if parent.number else run[0].entry.level
        return Examples(title, tuple(self.lines.line(slot, bullet="・", with_body=True) for slot in run))

    def _pillars(self, parent: Entry, run: list[Slot]) -> Pillars:
        goals = [(goal, pillars_of(self.document, goal)) for goal in self.document.of_kind("GOAL")]
        rows = []
        for slot in run:
            reached = (goal for goal, pillars in goals if slot.entry in pillars)
            links = tuple(Link(numbered(goal.number, goal.title), goal.anchor) for goal in reached)
            rows.append(PillarRow(self.lines.line(slot, with_body=True), links))
        told = {slot.entry.title for slot in run} <= table_cells(parse(parent.body))
        return Pillars(self.pillar_word, tuple(rows), told)


def _level(slot: Slot) -> str:
    return slot.entry.level_key


def _lines_of(part: Entry) -> float:
    """About how many lines of a page a part takes."""
    lines = 0.0
    for entry in part.walk():
        lines += 1 + len(entry.items) / 2 + 15 * len(entry.figures) + entry.body.count("<tr>") / 2
        lines += 1.5 * (len(entry.targets) + len(entry.relisted_targets))
        lines += sum(-(-len(line) // LINE_LENGTH) for line in plain(entry.body).splitlines())
    return lines
