"""What stands in an edition and its government that a document may meet. Eleven queries, whatever their number."""

import datetime
from collections import defaultdict
from collections.abc import Container, Mapping
from functools import cached_property

from accounts.models import Department
from kpi.intake.outline import KpiLine, Node
from kpi.models import Indicator, Measurement, MeasureSheet, RelistedTarget, Target
from strategy.models import Edition, Level, PlanItem
from strategy.normalise import fold
from strategy.places import places_of


def is_same(one: str, other: str) -> bool:
    """Whether two titles or names are the same but for width, blanks and the like."""
    return fold(one) == fold(other)


class World:
    """An edition read once: its levels, items and targets, and the indicators and departments of its government."""

    def __init__(self, edition: Edition, today: datetime.date):
        self.edition, self.today = edition, today
        self.government = edition.plan.government
        self.levels: list[Level] = list(edition.levels.all())
        self.level_of = {level.key: level for level in self.levels}
        self.numbers = {lineage: place.number for lineage, place in places_of([edition])[edition.pk].items()}
        rows = PlanItem.objects.filter(edition=edition).select_related("level", "department")
        self.items: list[PlanItem] = list(rows.order_by("position", "id"))
        self.by_lineage = {str(item.lineage): item for item in self.items}
        self._titled: dict[tuple[int | None, str], list[PlanItem]] = defaultdict(list)
        for item in self.items:
            item.edition = edition
            self._titled[item.parent_id, fold(item.title)].append(item)

    def match(self, parent: PlanItem | None, node: Node, taken: Container[int]) -> PlanItem | None:
        """The item under ``parent`` (None: the top) of a heading's title that no other heading took; of several, the
        one of its number."""
        rows = self._titled.get((parent.pk if parent else None, fold(node.title)), ())
        found = [item for item in rows if item.pk not in taken]
        numbered = [item for item in found if is_same(self.numbers[item.lineage], node.number)]
        return next(iter(numbered or found), None)

    # --- targets ------------------------------------------------------------------------------------------------

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        rows = Target.objects.filter(edition=self.edition).select_related("indicator", "item")
        found = tuple(rows.order_by("position", "id"))
        for target in found:
            target.edition = self.edition
        return found

    @cached_property
    def relistings(self) -> tuple[RelistedTarget, ...]:
        return tuple(RelistedTarget.objects.filter(edition=self.edition))

    @cached_property
    def _called(self) -> Mapping[tuple[str, str], list[Target]]:
        found: dict[tuple[str, str], list[Target]] = defaultdict(list)
        for target in self.targets:
            found[fold(target.name), fold(target.audience)].append(target)
        return found

    @cached_property
    def _by_lineage(self) -> Mapping[str, Target]:
        return {str(target.lineage): target for target in self.targets}

    def target_of(self, kpi: KpiLine, item: PlanItem | None = None) -> Target | None:
        """The target of a line: by the lineage it was written from, else by name and audience, at ``item`` if given."""
        if found := self._by_lineage.get(kpi.key):
            return found
        rows = self._called.get((fold(kpi.name), fold(kpi.audience)), ())
        return next((row for row in rows if item is None or row.item_id == item.pk), None)

    # --- indicators ---------------------------------------------------------------------------------------------

    @cached_property
    def _indicators(self) -> Mapping[str, list[Indicator]]:
        found: dict[str, list[Indicator]] = defaultdict(list)
        for indicator in Indicator.objects.filter(government=self.government).order_by("id"):
            found[fold(indicator.name)].append(indicator)
        return found

    @cached_property
    def _audiences(self) -> Mapping[int, set[str]]:
        rows = Target.objects.filter(edition__plan__government=self.government)
        found: dict[int, set[str]] = defaultdict(set)
        for indicator, audience in rows.values_list("indicator_id", "audience").distinct():
            found[indicator].add(fold(audience))
        return found

    def indicators_of(self, kpi: KpiLine, unit: str) -> list[Indicator]:
        """Indicators that the line may be about: same name and unit, and promised for the same audience so far."""
        audience = fold(kpi.audience)
        return [
            indicator
            for indicator in self._indicators.get(fold(kpi.name), ())
            if (not unit or is_same(indicator.unit, unit))
            and audience in (self._audiences.get(indicator.pk) or {""})
        ]

    @cached_property
    def measured(self) -> set[tuple[int, int]]:
        """Indicator and fiscal year of every figure that is kept, those of compared series aside."""
        rows = Measurement.objects.filter(indicator__government=self.government, series=None)
        return set(rows.values_list("indicator_id", "fiscal_year"))

    # --- departments, 施策調書 --------------------------------------------------------------------------------

    @cached_property
    def _departments(self) -> Mapping[str, list[Department]]:
        found: dict[str, list[Department]] = defaultdict(list)
        for one in self.government.departments.on(self.today):
            for name in {
                fold(one.name),
                fold(f"{one.division}{one.name}"),
                fold(f"{one.division} {one.name}"),
            }:
                found[name].append(one)
        return found

    def departments_of(self, name: str) -> list[Department]:
        """Departments that are called so today; 部 may stand before 課."""
        plain = fold(name.replace("／", "").replace("/", ""))
        return self._departments.get(plain, [])

    @cached_property
    def sheets(self) -> Mapping[int, MeasureSheet]:
        """施策調書 of the edition by the id of its item."""
        return {sheet.item_id: sheet for sheet in MeasureSheet.objects.filter(edition=self.edition)}
