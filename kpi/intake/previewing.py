"""What a document would make of a working edition: the same rows for the eye and for the verb that carries them out."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from kpi.intake.arranging import Branch, Rung, arranged, suggested
from kpi.intake.choices import Choices, from_data
from kpi.intake.outline import Outline
from kpi.intake.outline import from_data as outline_from
from kpi.intake.rows import Fate, HeadRow, KpiRow, Row
from kpi.intake.seeing import conflicts_of, see_heading
from kpi.intake.seeing_kpis import see_kpi, see_twice
from kpi.intake.world import World
from kpi.models import Upload
from strategy import tree
from strategy.models import Edition, ItemKind, Level, PlanItem

NO_PLACE = (
    "置く項目がありません。「どこに入れるか」で項目を選ぶか、この指標を「取り込まない」にしてください。"
)


class Preview:
    """Rows of a document against an edition as it stands now. The number of queries does not depend on the rows."""

    def __init__(
        self,
        edition: Edition,
        outline: Outline,
        choices: Choices | None,
        today: datetime.date,
        *,
        is_drafting: bool = False,
    ):
        self.edition, self.is_drafting = edition, is_drafting
        self.world = World(edition, today)
        self.document = arranged(outline, grows=not is_drafting)
        given = choices or Choices()
        self.under: PlanItem | None = self.world.by_lineage.get(given.under)
        self.is_lost = bool(given.under) and self.under is None
        self.choices = self._completed(given)
        self.heads = tuple(self._heads())
        self.loose = tuple(KpiRow(line.key, line=line) for line in self.document.loose)
        self._see_kpis()
        conflicts_of(self.rows)
        for row in self.rows:
            row.side = self.choices.sides.get(row.key, row.side)

    def _completed(self, given: Choices) -> Choices:
        """The choices with a level for each depth of the document."""
        known = {*self.world.level_of, ""}
        over = self.under.level.key if self.under else ""
        rungs = [
            Rung(level.key, level.numbering, tuple(level.under), level.kind == ItemKind.TEXT)
            for level in self.world.levels
        ]
        levels = suggested(self.document.branches, rungs, over)
        levels |= {depth: key for depth, key in given.levels.items() if depth in levels and key in known}
        return Choices(
            given.under if self.under else "",
            levels,
            given.left_out,
            given.anew,
            given.sides,
            given.role,
            given.sign,
        )

    # --- headings -----------------------------------------------------------------------------------------------

    def _heads(self) -> Iterator[HeadRow]:
        made: dict[str, HeadRow] = {}
        taken: set[int] = set()
        for branch in self.document.branches:
            row = self._head(branch, made.get(branch.above), taken)
            made[branch.key] = row
            yield row

    def _head(self, branch: Branch, above: HeadRow | None, taken: set[int]) -> HeadRow:
        level = self.world.level_of.get(self.choices.levels.get(branch.depth, ""))
        row = HeadRow(branch.key, branch=branch, above=above.home if above else None, level=level)
        if branch.key in self.choices.left_out or (above is not None and above.fate is Fate.LEFT):
            row.fate = Fate.LEFT
        else:
            self._place(row, taken)
        row.kpis = [KpiRow(line.key, line=line, home=row.home) for line in branch.lines]
        if row.fate is Fate.LEFT:
            for kpi in row.kpis:
                kpi.fate = Fate.LEFT
        return row

    def _place(self, row: HeadRow, taken: set[int]) -> None:
        """Which item a heading goes into, or that it becomes one, or none."""
        standing = self._standing(row, taken)
        if standing is not None and row.key not in self.choices.anew:
            taken.add(standing.pk)
            row.fate, row.item, row.level = Fate.INTO, standing, standing.level
        elif self._level(row) is None:
            row.fate = Fate.SKIP
        else:
            assert row.level is not None
            row.is_anew = standing is not None
            over = self._level_over(row)
            if not tree.may_stand(row.level.under, over):
                row.faults.append(self._misplaced(row, over))
        see_heading(row, self.world, is_drafting=self.is_drafting)

    def _level(self, row: HeadRow) -> Level | None:
        """The level that a heading becomes: of its depth; a new row of a 施策調書 is a measure where one may stand."""
        over = self._level_over(row)
        measures = (one for one in self.world.levels if one.kind == ItemKind.MEASURE)
        if self.is_drafting:
            row.level = next((one for one in measures if tree.may_stand(one.under, over)), row.level)
        return row.level

    def _standing(self, row: HeadRow, taken: set[int]) -> PlanItem | None:
        """The item that a heading is already: of its own lineage (施策調書), or of its title in the same place."""
        if self.is_drafting and (found := self.world.by_lineage.get(row.node.key)):
            return found
        if row.above is not None and row.above.fate is not Fate.INTO:
            return None  # nothing stands under an item that is yet to be made
        return self.world.match(row.above.item if row.above else self.under, row.node, taken)

    def _level_over(self, row: HeadRow) -> str:
        if row.above is not None:
            return row.above.level.key if row.above.level else ""
        return self.under.level.key if self.under else ""

    def _misplaced(self, row: HeadRow, over: str) -> str:
        assert row.level is not None
        place = f"「{self.world.level_of[over].name}」の下" if over else "いちばん上"
        return (
            f"「{row.level.name}」は{place}には置けません。この段の階層を選び直すか、"
            "この見出しを「取り込まない」にしてください。"
        )

    # --- KPIs ---------------------------------------------------------------------------------------------------

    def _see_kpis(self) -> None:
        for row in self.kpis:
            if row.key in self.choices.left_out:
                row.fate = Fate.LEFT
            if row.fate is Fate.LEFT:
                continue
            if row.home is None and self.under is None:
                row.faults.append(NO_PLACE)
            see_kpi(row, self.world, self.item_of(row), self.choices, is_drafting=self.is_drafting)
        see_twice([row for row in self.kpis if row.is_taken], self.world)

    def item_of(self, row: KpiRow) -> PlanItem | None:
        """The item at which a KPI stands, if it stands there already."""
        return row.home.item if row.home else self.under

    # --- what pages show ----------------------------------------------------------------------------------------

    @property
    def kpis(self) -> tuple[KpiRow, ...]:
        return (*self.loose, *(kpi for head in self.heads for kpi in head.kpis))

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every heading and KPI in printed order."""
        return (*self.loose, *(row for head in self.heads for row in (head, *head.kpis)))

    @cached_property
    def faults(self) -> list[tuple[str, str]]:
        """What keeps the document from being taken in: the key of the row and a sentence."""
        found = [(row.key, sentence) for row in self.rows if row.is_taken for sentence in row.faults]
        if self.is_lost:
            found.insert(0, ("", "入れる先の項目がもうありません。「どこに入れるか」を選び直してください。"))
        return found

    @property
    def differing(self) -> list[Row]:
        """Rows of which something of ours says something else: conflicts first."""
        found = [row for row in self.rows if row.is_taken and row.differences]
        return sorted(found, key=lambda row: not row.is_conflict)

    @cached_property
    def open_conflicts(self) -> list[Row]:
        """Rows of which somebody has to say whose text holds."""
        return [row for row in self.rows if row.is_taken and row.differences and not row.side]

    @cached_property
    def counts(self) -> Counter:
        """How many there are of each: heads_new, kpis_change, figures …"""
        found: Counter = Counter()
        for row in self.rows:
            kind = "kpis" if isinstance(row, KpiRow) else "heads"
            found[f"{kind}_{row.fate.value}"] += 1
            found["flagged"] += bool(row.flags) and row.is_taken
            found["figures"] += len(row.figures) if isinstance(row, KpiRow) and row.is_taken else 0
            found["changed"] += row.is_taken and is_written(row)
        return found

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was read."""
        return not self.heads and not self.loose

    @property
    def has_work(self) -> bool:
        """Whether taking it in would change anything."""
        return any(
            self.counts[name] for name in ("heads_new", "kpis_new", "kpis_relist", "figures", "changed")
        )

    @cached_property
    def sign(self) -> str:
        """What the person sees of ours: the items that headings go into, with the versions of what will be written."""
        return " ".join(sorted(_marks(self.rows)))

    def is_seen(self, sign: str) -> bool:
        """Whether a person who saw ``sign`` saw all of ours that would be written now, and nothing of it went since."""
        seen = set(sign.split())
        ids = {mark.partition(".")[0] for mark in seen}
        standing = {f"i{item.pk}" for item in self.world.items} | {f"t{row.pk}" for row in self.world.targets}
        now = _marks(self.rows)
        return (
            ids <= standing
            and {mark for mark in now if "." in mark} <= seen
            and {mark.partition(".")[0] for mark in now} <= ids
        )


def is_written(row: Row) -> bool:
    """Whether something of ours that stands there is written."""
    stands = isinstance(row, HeadRow) and row.fate is Fate.INTO
    return bool(row.changed) or (stands and bool(row.fills))  # type: ignore[attr-defined]


def _marks(rows: Iterable[Row]) -> set[str]:
    """i12 for an item that a heading goes into, i12.3 with its version where its text may be written; t for targets."""
    found = set()
    for row in rows:
        standing = row.item if isinstance(row, HeadRow) else row.target
        if standing is None or not row.is_taken:
            continue
        letter = "i" if isinstance(row, HeadRow) else "t"
        touched = row.differences or (isinstance(row, HeadRow) and row.fills)
        found.add(f"{letter}{standing.pk}" + (f".{standing.version}" if touched else ""))
    return found


def preview_of(
    upload: Upload, edition: Edition, today: datetime.date, choices: Choices | None = None
) -> Preview:
    """The preview of a document that came in, by the choices given or those that were kept last."""
    kept = upload.decisions.get("choices")
    return Preview(
        edition,
        outline_from(upload.parsed["outline"]),
        choices or (from_data(kept) if kept else None),
        today,
        is_drafting=upload.kind == Upload.Kind.DRAFTING,
    )
