"""施策調書 that came back, as an outline whose headings are the items they were written from."""

import html
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kpi.intake.outline import KpiLine, Node, Outline
from kpi.models import MeasureSheet
from kpi.sheet.drafting_facts import DraftingFacts
from kpi.sheet.keys import Key, Keys, read_origin
from kpi.sheet.layout import (
    DRAFTED_KPIS,
    DRAFTING_TABLES,
    INSTRUCTIONS,
    MEASURES,
    META,
    SCHEMA,
    About,
)
from kpi.sheet.tables import Found, doubled, search
from paper.forms_xlsx import CHOICES
from paper.grids import Cell, Grid
from strategy.models import Edition
from strategy.normalise import fold
from strategy.places import Place
from strategy.sanitise import clean

_CONTINUITIES = {fold(str(label)): value for value, label in MeasureSheet.Continuity.choices}
_FILLED = tuple(name for name, _ in DRAFTED_KPIS.fields if name not in ("measure", "name"))


class NotThisSheet(ValueError):
    """The workbook is none of this edition's 施策調書; the Japanese sentence says which it is and what to do."""


def read_drafting(grids: Sequence[Grid], edition: Edition) -> Outline:
    """The measures of a returned 施策調書 with the items above them; ``key`` and ``base`` of a node are the lineage and
    version of the item its row was written from, those of a KPI the target's. A new measure has a key of its own.

    What is wrong with the file stands in ``flags``. Raises NotThisSheet. Six queries.
    """
    texts = [cell.text for grid in grids if grid.name == META for cell in grid.cells()]
    origin = next((found for text in texts if (found := read_origin(text))), None)
    if refusal := _refusal(origin, edition, is_marked=bool(texts)):
        raise NotThisSheet(refusal)
    assert origin is not None
    found = search(grids, DRAFTING_TABLES, known=frozenset((META, CHOICES, INSTRUCTIONS)))
    flags = [_said(one.sheet, one.sentence) for one in (*found.faults, *found.notices)]
    reader = _Reader(Keys(origin), DraftingFacts(edition), flags)
    return reader.outline(found.found)


def _refusal(origin: Mapping[str, Any] | None, edition: Edition, *, is_marked: bool) -> str:
    if origin is None and not is_marked:
        return "この表は、ここから渡した施策調書ではないか、表を見分ける印が消えています。施策調書を受け取り直してください。"
    if origin is None:
        return (
            "この表がどこから来たかを示す印が正しくありません。ほかの団体の表か、印が書き換えられた表です。"
            "施策調書を受け取り直してください。"
        )
    if origin.get("kind") != "drafting":
        return "これは施策調書ではなく、実績の表です。年度評価の「届いた表」から送ってください。"
    if origin["schema"] != SCHEMA:
        return "この施策調書は、いまのシステムでは読めない様式です。施策調書を受け取り直し、書いた内容を移してください。"
    if origin["government"] != edition.plan.government.code:
        return f"これは「{origin['government_name']}」の施策調書です。{edition.plan.government.name}のものを選び直してください。"
    if origin["plan"] != edition.plan_id:
        return "これは、ほかの計画の施策調書です。この計画で受け取った施策調書を選び直してください。"
    if origin["edition"] != edition.pk:
        return f"これは第{origin['edition_number']}版の施策調書です。この版で受け取った施策調書を選び直してください。"
    return ""


def _said(sheet: str, sentence: str) -> str:
    return sentence if f"「{sheet}」" in sentence else f"「{sheet}」シート：{sentence}"


class _Reader:
    """Builds the outline; what is to be said of the file gathers in ``flags``."""

    def __init__(self, keys: Keys, facts: DraftingFacts, flags: list[str]):
        self._keys, self._facts, self._flags = keys, facts, flags
        self._items = {str(lineage): item for lineage, item in facts.items.items()}
        self._places = {str(lineage): place for lineage, place in facts.places.items()}

    def outline(self, found: Mapping[str, Found]) -> Outline:
        """Nodes in printed order: the items above, the measures, and new ones behind what stands at their place."""
        rows = list(self._rows(found[MEASURES.name])) if MEASURES.name in found else []
        lines = list(self._rows(found[DRAFTED_KPIS.name])) if DRAFTED_KPIS.name in found else []
        measures = [self._measure(n, key, said, place) for n, (key, said, place) in enumerate(rows, start=1)]
        made = [(over, node) for one in measures if one for over, node in [one]]
        at, loose = self._kpis(lines, [node for _, node in made])
        homes = {key for key in at if key in self._places}
        nodes = [
            Node(**{**vars(node), "kpis": tuple(at.get(node.key, ()))})
            for node in self._in_order(made, homes)
        ]
        return Outline(tuple(nodes), tuple(loose), tuple(self._flags))

    # --- rows -----------------------------------------------------------------------------------------------------

    def _rows(self, found: Found) -> Iterator[tuple[Key | None, dict[str, str], str]]:
        """Key, what is said by field, and the place of each row in which anything is said."""
        single = found.table.about
        keyed = [(number, cells, self._key(found, cells)) for number, cells in found.rows()]
        again = doubled(
            [(key.lineage, found.name_at(n)) for n, _, key in keyed if key and key.about is single]
        )
        for places in again.values():
            sentence = f"{'と'.join(places)}は同じ行のコピーです。どちらも取り込みません。1行だけを残して送り直してください。"
            self._flags.append(_said(found.grid.name, sentence))
        for number, cells, key in keyed:
            said = {
                name: text for name, cell in self._inputs(found, cells) if (text := self._text(found, cell))
            }
            if not said or (key and key.about is single and key.lineage in again):
                continue
            yield key, said, f"「{found.grid.name}」{number}行目"

    def _inputs(self, found: Found, cells: Mapping[int, Cell]) -> Iterator[tuple[str, Cell]]:
        for name, column in found.fields.items():
            if column in cells:
                yield name, cells[column]

    def _text(self, found: Found, cell: Cell) -> str:
        if cell.kind in ("error", "formula"):
            sentence = f"{cell.place}の数式の結果を読み取れません。値を入れて送り直してください。"
            self._flags.append(_said(found.grid.name, sentence))
            return ""
        return cell.text.strip()

    def _key(self, found: Found, cells: Mapping[int, Cell]) -> Key | None:
        return self._keys.read(cells[found.key].text) if found.key in cells else None

    # --- measures ---------------------------------------------------------------------------------------------------

    def _measure(
        self, n: int, key: Key | None, said: Mapping[str, str], place: str
    ) -> tuple[str, Node] | None:
        """The item above and the node; None for a row of which nobody knows where it belongs."""
        if key is not None and key.about is About.MEASURE and key.lineage in self._items:
            own = self._places[key.lineage]
            title = said.get("title", "") or self._items[key.lineage].title
            body = "" if key.places else said.get("body", "")
            over = str(own.above[0].lineage) if own.above else ""
            return over, self._node(key.lineage, own.depth, own.number, title, body, said, place, key.base)
        if key is not None and key.about is About.NEW_MEASURE and key.lineage in self._places:
            depth = self._places[key.lineage].depth + 1
            return key.lineage, self._node(
                f"new{n}", depth, "", said.get("title", ""), said.get("body", ""), said, place
            )
        self._flags.append(
            f"{place}は、どこの施策の行かわからないため取り込みません。受け取った表の行に書いて送り直してください。"
        )
        return None

    def _node(
        self,
        key: str,
        depth: int,
        number: str,
        title: str,
        body: str,
        said: Mapping[str, str],
        place: str,
        base: int = 0,
    ) -> Node:
        word, flags = said.get("continuity", ""), []
        continuity = _CONTINUITIES.get(fold(word), "")
        if word and not continuity:
            flags.append(
                f"「{word}」は「新規」「継続」「拡充」のどれでもありません。いまは空のままにします。"
            )
        return Node(
            key,
            depth,
            number,
            title,
            body=_html(body),
            place=place,
            continuity=continuity,
            period=said.get("period", ""),
            budget=said.get("budget", ""),
            department=said.get("department", ""),
            flags=tuple(flags),
            base=base,
        )

    def _in_order(self, made: Sequence[tuple[str, Node]], homes: set[str]) -> Iterator[Node]:
        """In printed order, with every item above, and new ones last at their place. ``homes``: items that KPIs need."""
        standing = {node.key: node for _, node in made if node.key in self._places}
        fresh: dict[str, list[Node]] = {}
        for over, node in made:
            if node.key not in standing:
                fresh.setdefault(over, []).append(node)
        wanted = {*standing, *fresh, *homes}
        wanted |= {str(above.lineage) for key in tuple(wanted) for above in self._places[key].above}
        waiting: list[Place] = []  # items that are open, the innermost last
        for key, place in self._places.items():
            while waiting and waiting[-1].depth >= place.depth:
                yield from fresh.get(str(waiting.pop().lineage), ())
            waiting.append(place)
            if key in wanted:
                yield standing.get(key) or self._above(key, place)
        while waiting:
            yield from fresh.get(str(waiting.pop().lineage), ())

    def _above(self, key: str, place: Place) -> Node:
        return Node(key, place.depth, place.number, place.title, base=self._items[key].version)

    # --- KPIs -------------------------------------------------------------------------------------------------------

    def _kpis(
        self, rows: Sequence[tuple[Key | None, dict[str, str], str]], nodes: Sequence[Node]
    ) -> tuple[dict[str, list[KpiLine]], list[KpiLine]]:
        """KPIs by the key of their heading, and those that stand under none."""
        lineages = {item.pk: lineage for lineage, item in self._items.items()}
        at_item = {str(target.lineage): lineages[target.item_id] for target in self._facts.targets}
        titled = {fold(node.title): node.key for node in nodes}
        found: dict[str, list[KpiLine]] = {}
        loose: list[KpiLine] = []
        for key, said, place in rows:
            is_own = key is not None and key.about is About.DRAFTED_KPI and key.lineage in at_item
            if not said.get("name") and not any(said.get(name) for name in _FILLED):
                continue  # the name of its measure is all that stands there
            home = ""
            if key is not None and is_own:
                home = at_item[key.lineage]
            elif key is not None and key.about is About.NEW_KPI:
                home = key.lineage
            elif said.get("measure"):
                home = titled.get(fold(said["measure"]), "")
            line = self._line(said, place, key if is_own else None, is_known=bool(home))
            (found.setdefault(home, []) if home else loose).append(line)
        return found, loose

    def _line(self, said: Mapping[str, str], place: str, key: Key | None, *, is_known: bool) -> KpiLine:
        flags = () if is_known else ("どの施策のKPIかわかりません。「施策名」を確かめてください。",)
        texts = {name: said.get(name, "") for name in ("name", *_FILLED)}
        measure = said.get("measure", "")
        return KpiLine(
            (measure,) if measure else (),
            place=place,
            flags=flags,
            key=key.lineage if key else "",
            base=key.base if key else 0,
            **texts,
        )


def _html(text: str) -> str:
    """Lines as paragraphs."""
    lines = (line.strip() for line in text.splitlines())
    return clean("".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines if line)).html
