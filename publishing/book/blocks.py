"""What a book is made of. Whoever sets it, PDF or Word, walks sections and blocks and decides nothing any more."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.safestring import SafeString, mark_safe

from paper.svg import Diagram, tree_diagrams
from publishing.book import markup, pictures
from publishing.document import Entry
from publishing.kpi_tables import Supplementary, Table
from publishing.pieces import FrameTable
from strategy.richtext import Blocks

WIDEST_HANG = 14  # half em
LOWEST = 4  # headings go no deeper
TOGETHER = 12  # rows of a KPI table that is not torn apart
FRAME_NOTE = "○は、その目標か、その下の項目が対応していることを示します。"


@dataclass(frozen=True)
class Link:
    """A line that leads to a place of the book: of the contents, or of a table."""

    text: str
    anchor: str
    rank: int = 1


@dataclass(frozen=True)
class Heading:
    """A heading. ``head`` is its short wording for the running head; a ``bare`` one has nothing below it."""

    kind: ClassVar[str] = "heading"
    level: int
    text: str
    anchor: str = ""
    head: str = ""
    lines: tuple[str, ...] = ()
    bare: bool = False


@dataclass(frozen=True)
class Body:
    """Rich text below a heading of ``level``."""

    kind: ClassVar[str] = "body"
    blocks: Blocks
    level: int

    def html(self) -> SafeString:
        """The text for the printer."""
        return markup.html_of(self.blocks, self.level)


@dataclass(frozen=True)
class Picture:
    """A figure of an item: its facts as frozen, its bytes in the storage."""

    kind: ClassVar[str] = "picture"
    facts: dict[str, Any]

    def content(self) -> bytes | None:
        """The image, or None where the storage no longer has it as it was frozen."""
        return pictures.content(self.facts)

    def address(self) -> str:
        """The image as a `data:` address, or ''."""
        return pictures.data_address(self.facts)

    def missing(self) -> str:
        """What stands in its place where it is lost."""
        return pictures.missing(self.facts)


@dataclass(frozen=True)
class Notes:
    """Quiet lines below a heading: with which items of other plans this one is aligned."""

    kind: ClassVar[str] = "notes"
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """An item that is a row of a table, an entry of a list or of a box. ``again``: shown a second time (再掲)."""

    entry: Entry
    text: str
    again: bool = False
    notes: tuple[str, ...] = ()
    body: Blocks = ()
    hang: float = 1

    @property
    def anchor(self) -> str:
        """The place of the item itself; a 再掲 is only a pointer to it."""
        return "" if self.again else self.entry.anchor

    @property
    def half_ems(self) -> int:
        """How far further lines stand in, in steps of the style sheet."""
        return min(round(self.hang * 2), WIDEST_HANG)

    def html(self) -> SafeString:
        """The text of its own for the printer."""
        return markup.html_of(self.body, LOWEST)


@dataclass(frozen=True)
class RelationRow:
    """A row of the 関係表. ``role``: direction (heads rows), alone (a direction without measures), measure."""

    line: Line
    role: str
    depth: int
    mark: str
    page: int | None


@dataclass(frozen=True)
class Relation:
    """関係表: directions and measures of a section with ● or － and the page of the 総合計画."""

    kind: ClassVar[str] = "relation"
    heads: tuple[str, ...]
    rows: tuple[RelationRow, ...]
    legend: tuple[tuple[str, str], ...]

    @property
    def has_pages(self) -> bool:
        return len(self.heads) == 3

    @property
    def widths(self) -> tuple[float, ...]:
        """Widths of the columns in mm, as the style sheet has them."""
        return (118.6, 20, 17) if self.has_pages else (135.6, 20)


@dataclass(frozen=True)
class Examples:
    """主な取組み例: a box of initiatives."""

    kind: ClassVar[str] = "examples"
    title: str
    lines: tuple[Line, ...]

    @property
    def is_wide(self) -> bool:
        """Whether an initiative brings a text of its own, too much for two columns."""
        return any(line.body for line in self.lines)


@dataclass(frozen=True)
class Listing:
    """Items that are nothing but a number and a title."""

    kind: ClassVar[str] = "listing"
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class PillarRow:
    line: Line
    goals: tuple[Link, ...]


@dataclass(frozen=True)
class Pillars:
    """取組みの柱 with the goals they reach. ``told``: the text above has that table already, so names are enough."""

    kind: ClassVar[str] = "pillars"
    word: str
    rows: tuple[PillarRow, ...]
    told: bool

    @property
    def has_bodies(self) -> bool:
        return any(row.line.body for row in self.rows)


@dataclass(frozen=True)
class PillarLine:
    """The pillars of a goal in the text, for readers who do not see the tabs at the side."""

    kind: ClassVar[str] = "pillar_line"
    word: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Opener:
    """The page that opens a goal: its name, its pillars and its own small contents."""

    kind: ClassVar[str] = "opener"
    level: int
    kicker: str
    number: str
    lines: tuple[str, ...]
    text: str
    anchor: str
    head: str
    pillars: PillarLine | None
    links: tuple[Link, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Targets:
    """A KPI table: name, 現状, 目標値, and what stands beside them."""

    kind: ClassVar[str] = "targets"
    table: Table

    @property
    def is_short(self) -> bool:
        """Whether it stays on one page."""
        return len(self.table.rows) <= TOGETHER

    @property
    def widths(self) -> tuple[float, ...]:
        """Widths of the columns in mm, as the style sheet has them; the last one takes what is left."""
        table = self.table
        if table.path:
            return (46, *((27,) if table.has_baselines else ()), 29)
        if table.related:
            return (44, *((41,) if table.has_baselines else ()), 34)
        names = (58, 30) if table.has_split_names else (88,)
        return (*names, *((33,) if table.has_baselines else ()))

    def columns(self) -> SafeString:
        """The widths for the printer."""
        return mark_safe("".join(f'<col style="width:{width}mm">' for width in self.widths))


@dataclass(frozen=True)
class SupplementaryTargets:
    """補足指標."""

    kind: ClassVar[str] = "supplementary"
    listed: Supplementary


@dataclass(frozen=True)
class Chart:
    """施策体系図, drawn from the tree."""

    kind: ClassVar[str] = "chart"
    diagram: Diagram

    @property
    def caption(self) -> str:
        """取組みの柱・目標・施策のつながり: the columns there are."""
        shown = self.diagram
        parts = (shown.purpose, shown.pillars, shown.goals, any(sections for *_, sections in shown.goals))
        words = (word for word, part in zip(shown.heads, parts, strict=True) if part)
        return f"{'・'.join(words)}のつながり"

    def pictures(self) -> list[SafeString]:
        """The diagram in pictures that fit on a page."""
        return [mark_safe(picture) for picture in tree_diagrams(self.diagram)]


@dataclass(frozen=True)
class Terms:
    """用語の定義."""

    kind: ClassVar[str] = "terms"
    rows: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class RoleRow:
    number: str
    label: str
    legal_basis: str
    plan: str


@dataclass(frozen=True)
class Roles:
    """計画の役割: what this plan is, by which law, and which role is a plan of its own."""

    kind: ClassVar[str] = "roles"
    rows: tuple[RoleRow, ...]


@dataclass(frozen=True)
class Frame:
    """対応表: goals against the pillars and foundations of the nation's strategy."""

    kind: ClassVar[str] = "frame"
    note: ClassVar[str] = FRAME_NOTE
    table: FrameTable
    rows: tuple[tuple[str, tuple[bool, ...]], ...]


@dataclass
class Section:
    """A run of blocks that may begin a page. ``form``: text, opener, chapter (the body behind an opener)."""

    form: str
    new_page: bool
    tabs: tuple[str, ...] = ()
    blocks: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Cover:
    stage: str
    mark: str
    above: str
    title: tuple[str, ...]
    period: str
    date: str
    government: str


@dataclass(frozen=True)
class Book:
    """A plan ready to be set. ``running_head`` stands at the left of every page, with the stage."""

    title: str
    running_head: str
    stage_mark: str
    first_page: int
    prefix: str
    pillar_word: str
    cover: Cover
    contents: tuple[Link, ...]
    sections: tuple[Section, ...]

    @property
    def begins_with_opener(self) -> bool:
        return self.sections[0].form == "opener"

    @property
    def has_tabs(self) -> bool:
        return any(section.tabs for section in self.sections)
