"""The 施策調書 of an edition as a list: what each measure says, and what is missing, by department."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from accounts.models import Department
from kpi.intake.words import years_word
from kpi.models import MeasureSheet, RelistedTarget, Target
from strategy.models import Edition, ItemKind, PlanItem
from strategy.places import Place, places_of

MISSING = ("本文", "新規・継続・拡充", "期間", "予算額", "KPI")


@dataclass(frozen=True)
class SheetLine:
    """A measure: where it stands, who answers for it, what its 施策調書 says, what is missing."""

    item: PlanItem
    place: Place
    department: Department | None
    sheet: MeasureSheet | None
    kpis: int

    @property
    def period(self) -> str:
        known = self.sheet and (self.sheet.first_year or self.sheet.last_year)
        return years_word(self.sheet.first_year, self.sheet.last_year) if self.sheet and known else ""

    @property
    def budget(self) -> str:
        """The amount in 千円 with its commas."""
        return "" if self.sheet is None or self.sheet.budget is None else f"{self.sheet.budget:,}"

    @property
    def missing(self) -> list[str]:
        """What nobody has said yet, in the order of the columns."""
        sheet = self.sheet
        said = (
            self.item.body,
            sheet and sheet.continuity,
            self.period,
            self.budget,
            self.kpis,
        )
        return [word for word, value in zip(MISSING, said, strict=True) if not value]


class SheetList:
    """Every measure of an edition in printed order. Five queries, whatever their number."""

    def __init__(self, edition: Edition):
        self.edition = edition
        self.places = places_of([edition])[edition.pk]

    @cached_property
    def lines(self) -> tuple[SheetLine, ...]:
        rows = PlanItem.objects.filter(edition=self.edition).select_related("department")
        items: Mapping[object, PlanItem] = {item.lineage: item for item in rows}
        sheets = {row.item_id: row for row in MeasureSheet.objects.filter(edition=self.edition)}
        kpis: Counter[int] = Counter()
        for model in (Target, RelistedTarget):
            kpis.update(model.objects.filter(edition=self.edition).values_list("item_id", flat=True))
        return tuple(
            SheetLine(
                items[lineage],
                place,
                _department(place, items),
                sheets.get(items[lineage].pk),
                kpis[items[lineage].pk],
            )
            for lineage, place in self.places.items()
            if lineage in items and place.kind == self._kind
        )

    @property
    def _kind(self) -> str:
        """Measures; of a plan without any, its directions."""
        kinds = {place.kind for place in self.places.values()}
        return ItemKind.MEASURE if ItemKind.MEASURE in kinds else ItemKind.DIRECTION

    @cached_property
    def departments(self) -> list[tuple[Department | None, int, int]]:
        """Each department with how many measures it has and how many of them say all; the one without name last."""
        found: dict[int | None, list[SheetLine]] = {}
        for line in self.lines:
            found.setdefault(line.department.pk if line.department else None, []).append(line)
        rows = [
            (lines[0].department, len(lines), sum(not line.missing for line in lines))
            for lines in found.values()
        ]
        return sorted(rows, key=lambda row: (row[0] is None, str(row[0])))


def _department(place: Place, items: Mapping[object, PlanItem]) -> Department | None:
    """The department of an item, else of the nearest above it that has one."""
    ways = (place.lineage, *(one.lineage for one in place.above))
    return next((items[one].department for one in ways if one in items and items[one].department), None)
