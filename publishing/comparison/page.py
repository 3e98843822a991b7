"""A 新旧対照表 as a page shows it: every cell of every row ready for the template, in the columns of a style."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString

from publishing.comparison import wording
from publishing.comparison.lines import picture_words
from publishing.comparison.styles import COLUMNS, Style, abridged
from publishing.comparison.table import Change, LeftOut, Line, Picture, Row, Table
from strategy.marking import marked_html

GATHERED, LEFT_OUT = "その他、字句の整理", "載せていない変更"
SideName = Literal["old", "new"]
# Where the image of a figure is found: the side and the picture are asked for.
Address = Callable[[SideName, Picture], str]


@dataclass(frozen=True)
class Part:
    """A paragraph, heading, fact or figure of one side; ``form`` absent says （新設） or （削る）."""

    form: Literal["title", "text", "fact", "figure", "omitted", "absent"]
    html: SafeString | str = ""
    label: str = ""
    picture: Picture | None = None
    address: str = ""


@dataclass(frozen=True)
class ShownSide:
    """What one edition says in a row."""

    name: SideName
    label: str
    parts: tuple[Part, ...]

    @property
    def is_picture(self) -> bool:
        """Whether nothing but figures stands here: then both sides fit beside each other in a stacked table too."""
        return bool(self.parts) and all(part.form in ("figure", "absent") for part in self.parts)


@dataclass(frozen=True)
class ShownPlace:
    """該当箇所: the page in the office's words (P3, 新 P5／旧 P3) and the words of the place."""

    page: str
    words: str


@dataclass(frozen=True)
class ShownRow:
    """A row with its cells; the sides stand in the order of the style."""

    row: Row
    places: tuple[ShownPlace, ...]
    sides: tuple[ShownSide, ShownSide]

    @property
    def anchor(self) -> str:
        return f"r{self.row.number}"

    @property
    def words(self) -> str:
        """What the row is about, in a line."""
        return "、".join(place.words for place in self.places)

    @property
    def is_figure(self) -> bool:
        return all(side.is_picture for side in self.sides)


@dataclass(frozen=True)
class Annex:
    """A table of what is left out: heading, changes with their pages, places in the text."""

    heading: str
    outs: tuple[tuple[LeftOut, str], ...]
    count: int


@dataclass(frozen=True)
class Sheet:
    """The whole table in a style. ``before`` and ``behind`` are columns: (name, heading)."""

    table: Table
    style: Style
    rows: tuple[ShownRow, ...]
    before: tuple[tuple[str, str], ...]
    behind: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]

    @property
    def row_head(self) -> str:
        """The column that names the row for those who hear the table."""
        names = [name for name, _ in self.before]
        return next((name for name in ("place", "page", "number") if name in names), "")

    @property
    def caption(self) -> str:
        first, second = (self.style.label(side) for side in self.style.sides)
        how = f"{first}の下に{second}" if self.style.is_stacked else f"左が{first}、右が{second}"
        return f"{self.name}（{how}）"

    @property
    def name(self) -> str:
        return "正誤表" if self.table.new.correction else "新旧対照表"


def sheet_of(table: Table, style: Style, address: Address) -> Sheet:
    """The table in this style; ``address`` says where the images are."""
    return Sheet(
        table=table,
        style=style,
        rows=tuple(_shown(row, style, address) for row in table.rows),
        before=tuple((name, COLUMNS[name]) for name in style.before),
        behind=tuple((name, COLUMNS[name]) for name in style.behind),
        heads=wording.text_heads(table, style),
    )


def _shown(row: Row, style: Style, address: Address) -> ShownRow:
    places = tuple(ShownPlace(wording.pages(place, style), place.words) for place in row.places)
    first, second = (
        ShownSide(side, style.label(side), tuple(_parts(row.changes, side, style, address)))
        for side in style.sides
    )
    return ShownRow(row, places, (first, second))


def annex_of(table: Table, style: Style) -> list[Annex]:
    """The parts of the annex: what is gathered under a row of the table, then what stands in none."""
    found = []
    for heading, gathered in ((GATHERED, True), (LEFT_OUT, False)):
        outs = [
            (out, wording.pages(out.change.place, style))
            for out in table.left_out
            if out.gathered == gathered
        ]
        if outs:
            found.append(Annex(heading, tuple(outs), sum(out.change.count for out, _ in outs)))
    return found


def _parts(changes: Iterable[Change], side: SideName, style: Style, address: Address) -> Iterator[Part]:
    for change in changes:
        if (change.is_new and side == "old") or (change.is_removed and side == "new"):
            # 豊中市's stacked table has no （旧） at all where something came, but says （削る） where it went.
            if style.says_absent and not (style.is_stacked and side == "old"):
                yield Part("absent", wording.NEW_PLACE if side == "old" else wording.REMOVED_PLACE)
            continue
        for line in abridged(change.lines, style.context):
            if part := _part(line, side, style, address):
                yield part


def sides_of(line: Line, style: Style, address: Address) -> tuple[ShownSide, ShownSide]:
    """One line of a change on both sides."""
    first, second = (
        ShownSide(side, style.label(side), tuple(filter(None, [_part(line, side, style, address)])))
        for side in style.sides
    )
    return first, second


def _part(line: Line, side: SideName, style: Style, address: Address) -> Part | None:
    """What one side says in a line; None where it says nothing."""
    if line.form == "omitted":
        return Part("omitted", wording.OMITTED)
    labels = {f"{name}_label": f"{style.label(name)}：" for name in ("old", "new")}
    if line.form == "figure":
        picture = line.old_picture if side == "old" else line.new_picture
        if picture is None:
            return None
        told = marked_html(picture_words(line, side), **labels)
        return Part("figure", told, picture=picture, address=address(side, picture))
    blocks = line.old if side == "old" else line.new
    if not blocks:
        return None
    return Part(line.form, marked_html(blocks, **labels), label=line.label)
