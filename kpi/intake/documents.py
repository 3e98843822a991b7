"""A document's paragraphs and tables as an outline: headings by style or by number, text below them, KPIs of its tables.

A style goes before a number: under 見出し 2 of Word stand （1） and ①, wherever their numbers begin anew.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape

from kpi.intake.bodies import bullets, cleaned, paragraphs
from kpi.intake.found import Found, View
from kpi.intake.headings import heading_of, is_number_alone, split
from kpi.intake.outline import KpiLine, Node, Outline
from kpi.intake.tables import find_tables, outline_of
from kpi.intake.wording import one_line, pieces, undoubled
from paper.flow import Flow, Paragraph
from paper.grids import Grid

MOST_NODES = 2_000
MOST_ROWS_OF_TEXT = 200  # rows of a table that stays part of the text
_CONTENTS = re.compile(
    r"[.．…・‥ ]{4,}\s*[0-9０-９]{1,4}$|\t[0-9０-９]{1,4}$"
)  # a line of a table of contents
# 1. that Word counts is an item of a list where headings have styles, and may be a heading where they have none.
_LISTED = re.compile(r"[0-9０-９]{1,3}[.．)）]")
_DOUBLED = "同じ文が二度書かれていたので、一つにしました。"


@dataclass
class _Draft:
    """A heading while its text is gathered."""

    sign: tuple[int, int]  # (0, level of the style) or (1, rank of the number)
    depth: int
    number: str
    title: str
    place: str
    html: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    kpis: list[KpiLine] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return f"{self.number} {self.title}".strip() if self.number else self.title


@dataclass(frozen=True)
class Drawn:
    """What became of a document: its outline, its tables as sheets, and which of those hold KPIs."""

    outline: Outline
    grids: tuple[Grid, ...]
    tables: tuple[Found, ...]


def drawn(flow: Flow, habits: Mapping[str, str], *, cut: str = "") -> Drawn:
    """The outline of a document. KPIs whose table names goals of its own carry them behind the headings above."""
    drafts: list[_Draft] = []
    before: list[str] = []
    loose: list[KpiLine] = []
    grids: list[Grid] = []
    tables: list[Found] = []
    is_styled = any(isinstance(part, Paragraph) and part.level for part in flow)
    for place, part in _with_titles(flow):
        if isinstance(part, Grid):
            found = find_tables(part, habits, sheet=len(grids))
            _take_table(part, found, drafts, loose)
            grids.append(part)
            tables += found
        elif heading := _heading(part, place, is_styled=is_styled):
            _put(heading, drafts)
        elif drafts:
            _add(drafts[-1], part)
        elif not _is_contents(part.text):
            before.append(one_line(part.text))
        if len(drafts) >= MOST_NODES:
            cut = cut or f"見出しが{MOST_NODES:,}件を超えたため、途中までしか読みませんでした。"
            break
    flags = [cut] if cut else []
    if before:
        flags.append(
            f"最初の見出しより前の文（{len(before)}段落）は取り込みません：「{before[0][:40]}」など。"
        )
    nodes = tuple(_node(f"n{n}", draft) for n, draft in enumerate(drafts, start=1))
    return Drawn(Outline(nodes, tuple(loose), tuple(flags)), tuple(grids), tuple(tables))


def _with_titles(flow: Flow) -> Iterator[tuple[int, Paragraph | Grid]]:
    """Every part with its place; 「基本目標1」 on a line of its own is put before the title on the next."""
    number: tuple[int, Paragraph] | None = None
    for place, part in enumerate(flow, start=1):
        if number is not None:
            at, alone = number
            number = None
            is_title = isinstance(part, Paragraph) and len(part.text) <= 80 and not part.text.endswith("。")
            if isinstance(part, Paragraph) and is_title and heading_of(part.text) is None:
                yield at, replace(alone, text=f"{alone.text}　{part.text}", level=alone.level or part.level)
                continue
            yield at, alone
        if isinstance(part, Paragraph) and is_number_alone(part.text):
            number = place, part
        else:
            yield place, part
    if number is not None:
        yield number


def _heading(part: Paragraph, place: int, *, is_styled: bool) -> _Draft | None:
    text = one_line(part.number + ("　" if part.number else "") + part.text)
    if not text or _is_contents(part.text):
        return None
    where = f"{place}段落目"
    if part.level:
        number, title = (part.number, one_line(part.text)) if part.number else split(text)
        return _Draft((0, part.level), 0, number, title[:300], where)
    if part.is_item or "\n" in part.text.strip():
        return None
    if is_styled and _LISTED.fullmatch(part.number):
        return None
    if found := heading_of(text):
        return _Draft((1, found.rank), 0, found.number, found.title, where)
    return None


def _is_contents(text: str) -> bool:
    """Whether a line belongs to a table of contents: dots or a tab, then a page."""
    return _CONTENTS.search(text.strip()[-60:]) is not None


def _put(heading: _Draft, drafts: list[_Draft]) -> None:
    """Give a heading its depth: below the last one of a smaller sign."""
    depth = 1
    smallest = (9, 99)
    for draft in reversed(drafts):
        if draft.sign < heading.sign and draft.sign < smallest:
            depth = draft.depth + 1
            break
        if draft.sign == heading.sign:
            depth = draft.depth
            break
        smallest = min(smallest, draft.sign)
    heading.depth = depth
    drafts.append(heading)


def _add(draft: _Draft, part: Paragraph) -> None:
    if _is_contents(part.text):
        return
    lines = []
    for line in pieces(part.text):
        single, doubled = undoubled(line)
        if doubled and _DOUBLED not in draft.flags:
            draft.flags.append(_DOUBLED)
        lines.append(single)
    if part.is_item or len(lines) > 1:
        draft.items += lines
    else:
        _end_list(draft)
        draft.html.append(paragraphs("\n".join(part.number + line for line in lines)))


def _end_list(draft: _Draft) -> None:
    if draft.items:
        draft.html.append(bullets(draft.items))
        draft.items.clear()


def _node(key: str, draft: _Draft) -> Node:
    _end_list(draft)
    return Node(
        key,
        draft.depth,
        draft.number,
        draft.title,
        body="".join(draft.html),
        place=draft.place,
        kpis=tuple(draft.kpis),
        flags=tuple(draft.flags),
    )


# --- tables -------------------------------------------------------------------------------------------------


def _take_table(grid: Grid, found: tuple[Found, ...], drafts: list[_Draft], loose: list[KpiLine]) -> None:
    """KPIs go to the heading above; a table of anything else stays part of its text."""
    if not found:
        if drafts:
            _end_list(drafts[-1])
            drafts[-1].html.append(_as_text(grid))
        return
    path = tuple(_path(drafts))
    for table in found:
        for kpi in outline_of(grid, table).kpis:
            whole = replace(kpi, goal_path=(*path, *(words for words in kpi.goal_path if words not in path)))
            if kpi.goal_path or not drafts:
                loose.append(whole)
            else:
                drafts[-1].kpis.append(whole)


def _path(drafts: list[_Draft]) -> Iterator[str]:
    """The headings above, the outermost first."""
    line: list[str] = []
    depth = MOST_NODES
    for draft in reversed(drafts):
        if draft.depth < depth:
            line.append(draft.words)
            depth = draft.depth
    yield from reversed(line)


def _as_text(grid: Grid) -> str:
    """A table that names no KPI, as it stands in the text; of a very long one its beginning."""
    view = View(grid)
    rows = []
    for row in view.numbers[:MOST_ROWS_OF_TEXT]:
        cells = []
        for column in range(1, view.width + 1):
            place = view.origin(row, column)
            if place and place != (row, column):
                continue
            last = view.end((row, column))
            down, across = last[0] - row + 1, last[1] - column + 1
            spans = (f' rowspan="{down}"' if down > 1 else "") + (
                f' colspan="{across}"' if across > 1 else ""
            )
            cells.append(f"<td{spans}>{escape(one_line(view.text(row, column)), quote=False)}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return cleaned(f"<table><tbody>{''.join(rows)}</tbody></table>")
