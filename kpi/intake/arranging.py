"""A document's outline as it is taken in: one tree of headings, every KPI at the heading it belongs to. Pure.

A KPI list names the goals above a KPI in its own row (``goal_path``); where the document has no heading of that name,
one is made, so that lists and texts are taken in alike.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kpi.intake.outline import KpiLine, Node, Outline
from strategy import tree
from strategy.normalise import fold
from strategy.pasting import parse_titles

# How the numbers before headings are printed, by the styles of strategy/numbering.py.
_FORMS: Mapping[str, str] = {
    "chapter": "第章編部",
    "chapter_section": "第節－",
    "goal": "目標",
    "circled": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
}


@dataclass(frozen=True)
class Line:
    """A KPI of the document: "k1", "k2" … in printed order."""

    key: str
    kpi: KpiLine


@dataclass(frozen=True)
class Branch:
    """A heading: "n1", "n2" … in printed order, the key of the heading above ("" for none), its KPIs."""

    key: str
    node: Node
    above: str
    lines: tuple[Line, ...] = ()

    @property
    def depth(self) -> int:
        return self.node.depth


@dataclass(frozen=True)
class Arranged:
    """Headings in printed order, and the KPIs that stand under none."""

    branches: tuple[Branch, ...]
    loose: tuple[Line, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def depths(self) -> tuple[int, ...]:
        return tuple(sorted({branch.depth for branch in self.branches}))

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every KPI in printed order, the loose ones first."""
        return (*self.loose, *(line for branch in self.branches for line in branch.lines))


@dataclass
class _Spot:
    """A heading while the tree is put together."""

    node: Node
    above: "_Spot | None"
    below: "list[_Spot]" = field(default_factory=list)
    kpis: list[KpiLine] = field(default_factory=list)


def arranged(outline: Outline, *, grows: bool = True) -> Arranged:
    """The outline with one tree and every KPI in its place; ``grows``: goals of a list become headings.

    >>> found = arranged(Outline((), (KpiLine(("基本目標1 しごと",), "就業率"),)))
    >>> [(one.key, one.node.number, one.node.title, len(one.lines)) for one in found.branches]
    [('n1', '基本目標1', 'しごと', 1)]
    """
    top = _Spot(Node("", 0, "", ""), None)
    above = top
    for node in outline.nodes:
        while above.above is not None and above.node.depth >= node.depth:
            above = above.above
        spot = _known(above, node)
        if spot is None:
            spot = _Spot(node, above)
            above.below.append(spot)
        spot.kpis += node.kpis
        above = spot
    for kpi in outline.kpis:
        (_spot_of(top, kpi.goal_path) if grows else top).kpis.append(kpi)
    return _keyed(top, outline.flags)


def _known(above: _Spot, node: Node) -> _Spot | None:
    """The heading just before that this one repeats: a table names its measure in each of its rows."""
    before = above.below[-1] if above.below else None
    if before is None or _whole(before.node) != _whole(node) or node.body not in ("", before.node.body):
        return None
    return before if node.number or node.title else None


def _spot_of(top: _Spot, path: Sequence[str]) -> _Spot:
    """The heading that a path of titles leads to, made where there is none."""
    at = top
    for words in path:
        if not words.strip():
            continue
        number, title = _split(words)
        wanted = {fold(title), fold(words)}
        found = next((one for one in at.below if {fold(one.node.title), _whole(one.node)} & wanted), None)
        if found is None:
            found = _Spot(Node("", at.node.depth + 1, number, title), at)
            at.below.append(found)
        at = found
    return at


def _whole(node: Node) -> str:
    return fold(node.number + node.title)


def _split(words: str) -> tuple[str, str]:
    """Number and title of a heading that stands in one cell; one that is only a number keeps it as its title."""
    lines = parse_titles(words.replace("\n", "").replace("\t", " ").replace('"', "”")).lines
    return (lines[0].number, lines[0].title) if lines else ("", words.strip())


def _keyed(top: _Spot, flags: tuple[str, ...]) -> Arranged:
    branches: list[Branch] = []
    count = len(top.kpis)
    loose = tuple(Line(f"k{n}", kpi) for n, kpi in enumerate(top.kpis, 1))
    waiting = [(spot, "") for spot in reversed(top.below)]
    while waiting:
        spot, above = waiting.pop()
        key = f"n{len(branches) + 1}"
        lines = tuple(Line(f"k{n}", kpi) for n, kpi in enumerate(spot.kpis, count + 1))
        count += len(lines)
        branches.append(Branch(key, replace(spot.node, kpis=()), above, lines))
        waiting += [(one, key) for one in reversed(spot.below)]
    return Arranged(tuple(branches), loose, flags)


# --- levels -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rung:
    """A level of the edition as a document's headings may become it."""

    key: str
    numbering: str
    under: tuple[str, ...]
    is_text: bool = False  # a level of plain text, under which no KPI is wont to stand


def suggested(branches: Iterable[Branch], rungs: Sequence[Rung], over: str = "") -> dict[int, str]:
    """For each depth of the document the level that its headings most likely become; "" where none may stand there.

    ``over`` is the key of the level of the item under which they go, "" for the top. Headings numbered 第1章 become the
    level that is numbered so; else the levels follow each other in their order, those of plain text last where KPIs stand
    under the headings.

    >>> chapter, goal = Rung("c", "chapter", ("",)), Rung("g", "goal", ("c", ""))
    >>> found = arranged(Outline((Node("a", 1, "第1章", "x"), Node("b", 2, "", "y"))))
    >>> suggested(found.branches, [goal, chapter])
    {1: 'c', 2: 'g'}
    """
    numbers: dict[int, list[str]] = {}
    lowest = 0  # KPIs stand at this depth
    for branch in branches:
        numbers.setdefault(branch.depth, []).append(branch.node.number)
        lowest = max(lowest, branch.depth) if branch.lines else lowest
    order = {rung.key: place for place, rung in enumerate(rungs)}
    found: dict[int, str] = {}
    for depth in sorted(numbers):
        fitting = [rung for rung in rungs if tree.may_stand(rung.under, over)]
        behind = order.get(over, -1)
        best = min(
            fitting,
            key=lambda rung: (
                -_likeness(rung.numbering, numbers[depth]),
                rung.is_text and depth <= lowest,
                order[rung.key] <= behind,
                order[rung.key],
            ),
            default=None,
        )
        found[depth] = best.key if best else ""
        over = best.key if best else over
    return found


def _likeness(style: str, numbers: Sequence[str]) -> int:
    """How many of the numbers are printed in this style."""
    signs = _FORMS.get(style)
    if signs is None:
        return sum(_bracketed(number) for number in numbers) if style == "paren" else 0
    if style == "chapter":
        return sum(number.startswith("第") and number.endswith(tuple("章編部")) for number in numbers)
    if style == "chapter_section":
        return sum(
            number.startswith("第") and ("－" in number or number.endswith("節")) for number in numbers
        )
    if style == "goal":
        return sum(signs in number for number in numbers)
    return sum(bool(number) and number[0] in signs for number in numbers)


def _bracketed(number: str) -> bool:
    return number.startswith(("（", "(")) and number.endswith(("）", ")"))
