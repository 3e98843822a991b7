"""The rows of a table as KPIs and headings: names and figures stay as printed, oddities become flags.

A row that one text crosses is no KPI but what stands above the next ones: a chapter, 「…」に関連する指標, a note.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from kpi.intake.bodies import paragraphs
from kpi.intake.columns import PATH, year_of
from kpi.intake.found import Found, View
from kpi.intake.headings import heading_of, split
from kpi.intake.kpi_text import (
    NamedKpi,
    is_bracketed,
    joined_time,
    named,
    of_audience,
    ordered,
    unit_of,
)
from kpi.intake.outline import Actual, KpiLine, Node, Outline
from kpi.intake.wording import bullet_of, one_line, undoubled, without_bullet
from paper.grids import Grid

_NOTE = ("※", "（注", "(注", "注", "＊", "*", "出典", "資料：")
_ABOUT_NODE = ("text", "continuity", "period", "budget")
CONTINUITY = {"新規": "NEW", "継続": "CONTINUED", "拡充": "EXPANDED"}
MOST_FLAGS = 20
MOST_LINES = 3_000  # KPIs and measures of one table; the longest report found has some 500
_RANK_OF_GROUP, _RANK_OF_ITEM = 90, 91


@dataclass
class _Reader:
    """What stands above the row that is read."""

    view: View
    found: Found
    above: list[tuple[int, str]] = field(
        default_factory=list
    )  # rank and words of the rows that cross the table
    path: dict[str, str] = field(default_factory=dict)  # goal, measure … as last seen
    last: NamedKpi | None = None
    lines: list[KpiLine] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)

    def at_the_side(self) -> set[str]:
        """Levels whose labels stand in a column without a heading."""
        columns, headings = self.found.columns, self.found.headings
        return {field for column, field in columns.items() if field in PATH and column not in headings}

    def words(self) -> tuple[str, ...]:
        side = (self.path[level] for level in PATH if self.path.get(level))
        return tuple(dict.fromkeys([*(text for _, text in self.above), *side]))


def outline_of(grid: Grid, found: Found) -> Outline:
    """The KPIs of a table with the goals above them, and the measures that its rows describe.

    KPIs carry the headings above them in ``goal_path`` and are not repeated in the nodes; nodes are made only where a
    row says something about a heading itself (内容, 新規・継続, 期間, 予算額).
    """
    view = View(grid)
    reader = _Reader(view, found)
    for text in _captions(view, found):
        _cross(reader, 0, text)
    flags = [grid.cut] if grid.cut else []
    for row in view.numbers:
        if len(reader.lines) + len(reader.nodes) >= MOST_LINES:
            flags.append(
                f"「{found.name}」は{MOST_LINES:,}件を超えたため、{row - 1:,}行目までしか読みませんでした。"
            )
            break
        if found.first_row <= row <= found.last_row:
            _read_row(reader, row)
    if unread := _unread(found):
        flags.append(f"「{found.name}」の次の列は読みません：{'、'.join(unread)}。")
    return Outline(tuple(reader.nodes), tuple(reader.lines), tuple(flags))


def _unread(found: Found) -> tuple[str, ...]:
    """Headings of columns that nothing is read from, each once."""
    read = {found.headings.get(column) for column in found.columns}
    rest = (
        words for column, words in found.headings.items() if column not in found.columns and words not in read
    )
    return tuple(dict.fromkeys(filter(None, rest)))[:MOST_FLAGS]


def _captions(view: View, found: Found) -> Iterator[str]:
    """Texts straight above the head that name a chapter; those that only name the table are left out."""
    for row in range(max(1, found.head_first - 5), found.head_first):
        places = {place for _, place in view.row(row)}
        if len(places) == 1:
            text = one_line(view.text(*places.pop()))
            if (heading := heading_of(text)) and heading.rank < 6 and not _names_table(heading.title):
                yield text


def _names_table(title: str) -> bool:
    return "指標" in title or title.endswith(("一覧", "一覧表"))


def _read_row(reader: _Reader, row: int) -> None:
    said = _said(reader, row)
    if text := _crossing(reader, row):
        _cross(reader, row, text, is_survey="※" in said.get("survey", ""))
        return
    changed = [level for level in PATH if said.get(level) and said[level] != reader.path.get(level)]
    for level in changed:
        reader.path[level] = said[level]
        for below in PATH[PATH.index(level) + 1 :]:
            if not said.get(below):
                reader.path.pop(below, None)
    if any(said.get(about) for about in _ABOUT_NODE):
        _describe(reader, row, said)
    if "name" in reader.found.columns.values():
        _read_kpi(reader, row, said)


# --- rows that one text crosses -----------------------------------------------------------------------------


def _crossing(reader: _Reader, row: int) -> str:
    """The one text of a row that is no KPI with figures, or ""; labels merged down at the side do not count."""
    view, columns = reader.view, reader.found.columns
    places = {
        place
        for column, place in view.row(row)
        if not (columns.get(column) in PATH and view.end(place)[0] > place[0])
        and columns.get(column) != "survey"
    }
    if len(places) != 1:
        return ""
    place = places.pop()
    text, width = one_line(view.text(*place)), view.end(place)[1] - place[1] + 1
    names = {column for column, meant in columns.items() if meant == "name"}
    if place[0] < row or (
        is_bracketed(text) and width == 1
    ):  # merged down from above; the second line of a cell
        return ""
    is_said = bool(bullet_of(text)) or text.startswith(_NOTE) or heading_of(text) is not None
    if not names:
        return text if width > 1 or is_said else ""
    return text if width > 2 or width >= len(columns) - 1 or is_said or place[1] not in names else ""


def _cross(reader: _Reader, row: int, text: str, *, is_survey: bool = False) -> None:
    """A row across the table: a chapter, the name of a group, a KPI without figures (└), or a note."""
    bullet, words = bullet_of(text), without_bullet(text)
    if not words or text.startswith(_NOTE) or (len(words) > 100 and words.endswith("。")):
        return
    if bullet in ("└", "∟", "├"):
        kpi = named(words)
        reader.lines.append(
            KpiLine(
                reader.words(),
                kpi.name,
                audience=kpi.audience,
                unit=kpi.unit,
                is_survey=kpi.is_survey or is_survey,
                is_relisted=kpi.is_relisted,
                place=_place(reader, row),
                flags=("現状値と目標値がありません。補足的な指標かどうかを確かめてください。",),
            )
        )
        return
    heading = heading_of(words)
    rank = heading.rank if heading else (_RANK_OF_ITEM if bullet else _RANK_OF_GROUP)
    while reader.above and reader.above[-1][0] >= rank:
        reader.above.pop()
    reader.above.append((rank, words))
    for level in list(reader.path):
        # A label at the side belongs to the rows it stands beside; a column with a heading goes on under a group.
        if rank < _RANK_OF_GROUP or (rank == _RANK_OF_GROUP and level in reader.at_the_side()):
            del reader.path[level]
    reader.last = None


# --- rows with a KPI ----------------------------------------------------------------------------------------


def _said(reader: _Reader, row: int) -> dict[str, str]:
    """What each field of the row says, on one line; a cell that only runs over from its left says nothing."""
    view, said = reader.view, {}
    for column, meant in reader.found.columns.items():
        place = view.origin(row, column)
        if place is None or meant == "actual" or place[1] != column:
            continue
        text = view.text(row, column)
        if meant in PATH:  # two labels in one cell, with an empty line between them
            said[meant] = "・".join(filter(None, map(one_line, re.split(r"\n[ \u3000]*\n", text))))
        else:
            said[meant] = ordered(text) if meant in ("baseline", "target") else one_line(text)
    return said


def _read_kpi(reader: _Reader, row: int, said: Mapping[str, str]) -> None:
    figures = [
        said.get("baseline", ""),
        said.get("target", ""),
        *(one.text for one in _actuals(reader, row)[0]),
    ]
    written = said.get("name", "")
    if reader.lines and reader.last and _goes_on(written, figures):
        _append(reader, said)
        return
    if written:
        reader.last = named(written)
    elif not any(figures) or reader.last is None:
        return
    kpi = reader.last
    if not kpi.name or (written.startswith(_NOTE[1:]) and not any(figures)):
        return
    actuals, flags = _actuals(reader, row)
    baseline = joined_time(
        said.get("baseline", ""), said.get("baseline_at", "") or _time_of(reader, "baseline")
    )
    target = joined_time(said.get("target", ""), said.get("target_at", ""))
    name, doubled = undoubled(kpi.name)
    line = KpiLine(
        reader.words(),
        name,
        audience=of_audience(said.get("audience", "")) or kpi.audience,
        unit=said.get("unit", "") or kpi.unit or unit_of(baseline, target),
        is_survey=kpi.is_survey or "※" in said.get("survey", ""),
        is_relisted=kpi.is_relisted,
        baseline_text=baseline,
        target_text=target,
        actuals=actuals,
        department=said.get("department", ""),
        source=said.get("source", ""),
        rationale=said.get("rationale", ""),
        place=_place(reader, row),
        target_year=_year_of(reader, "target"),
    )
    flags = [*flags, *_oddities(reader, row, doubled)]
    if note := said.get("note"):
        flags.append(f"備考「{note[:60]}」は取り込みません。")
    if not any(figures):
        flags.append("現状値と目標値がありません。補足的な指標かどうかを確かめてください。")
    reader.lines.append(replace(line, flags=tuple(flags[:MOST_FLAGS])))


def _goes_on(name: str, figures: list[str]) -> bool:
    """Whether a row is the second line of the one above: only brackets stand in it, 「（対象：…）」「（令和3年度）」."""
    texts = [text for text in (name, *figures) if text]
    return bool(texts) and all(is_bracketed(text) for text in texts)


def _append(reader: _Reader, said: Mapping[str, str]) -> None:
    line = reader.lines[-1]
    kpi = named(line.name + said.get("name", ""))
    reader.lines[-1] = replace(
        line,
        name=kpi.name,
        audience=kpi.audience or line.audience,
        baseline_text=line.baseline_text + said.get("baseline", ""),
        target_text=line.target_text + said.get("target", ""),
    )


def _actuals(reader: _Reader, row: int) -> tuple[tuple[Actual, ...], list[str]]:
    found, flags = [], []
    for column, meant in sorted(reader.found.columns.items()):
        place = reader.view.origin(row, column)
        if meant != "actual" or place is None or place[1] != column:
            continue
        heading, text = reader.found.headings.get(column, ""), ordered(reader.view.text(row, column))
        if (year := year_of(heading)) is not None:
            found.append(Actual(year, text))
        elif text:
            flags.append(f"「{heading}」の列の年度がわからないため、実績「{text[:40]}」は取り込みません。")
    return tuple(found), flags


def _time_of(reader: _Reader, meant: str) -> str:
    """The year that the head of a column names, as it is printed there: 令和3年度 of 現状値（令和3年度）."""
    column = next((column for column, field in reader.found.columns.items() if field == meant), 0)
    heading = one_line(reader.found.headings.get(column, ""))
    if year_of(heading) is None:
        return ""
    start, _, inside = heading.replace("(", "（").replace(")", "）").rpartition("（")
    return inside.rstrip("）") if start and year_of(inside) else f"{year_of(heading)}年度"


def _year_of(reader: _Reader, meant: str) -> int | None:
    column = next((column for column, field in reader.found.columns.items() if field == meant), 0)
    return year_of(reader.found.headings.get(column, ""))


def _oddities(reader: _Reader, row: int, doubled: bool) -> Iterator[str]:
    """What somebody should look at before this row is believed."""
    if row in reader.view.grid.hidden_rows:
        yield "表で隠されている行です。取り込んでよいかを確かめてください。"
    if doubled:
        yield "同じ文が二度書かれていたので、一つにしました。"
    for column, place in reader.view.row(row):
        cell = reader.view.cells[place]
        if place[1] != column or column not in reader.found.columns:
            continue
        if cell.kind == "formula":
            yield f"{cell.place} は数式の結果が保存されていません。Excelで開いて保存し直してください。"
        elif cell.kind == "error":
            yield f"{cell.place} は計算の誤り（{cell.text}）です。値を確かめてください。"


# --- measures -----------------------------------------------------------------------------------------------


def _describe(reader: _Reader, row: int, said: Mapping[str, str]) -> None:
    """A row that describes the innermost of its goals and measures: a heading with what is said about it."""
    words = reader.words()
    if not words:
        return
    known = {(node.depth, node.number + node.title) for node in reader.nodes}
    for depth, text in enumerate(words, start=1):
        number, title = split(text)
        is_last = depth == len(words)
        if not is_last and (depth, number + title) in known:
            continue
        text_of, doubled = undoubled(said.get("text", "")) if is_last else ("", False)
        reader.nodes.append(
            Node(
                f"n{len(reader.nodes) + 1}",
                depth,
                number,
                title,
                body=paragraphs(text_of),
                place=_place(reader, row),
                continuity=_continuity(said.get("continuity", "")) if is_last else "",
                period=said.get("period", "") if is_last else "",
                budget=said.get("budget", "") if is_last else "",
                department=said.get("department", "") if is_last else "",
                flags=tuple(_oddities(reader, row, doubled)) if is_last else (),
            )
        )


def _continuity(text: str) -> str:
    return next((key for word, key in CONTINUITY.items() if word in text), "")


def _place(reader: _Reader, row: int) -> str:
    return f"「{reader.found.name}」{row}行目"
