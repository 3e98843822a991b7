"""The KPIs of an edition as the office fills them in: in printed order, one year at work, judged as they stand.

Shown are the newest figures, approved or not, so that whoever types sees what the figure would mean; readers get theirs
from the publishing room. The number of queries does not depend on the number of KPIs.
"""

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from accounts.models import Membership
from accounts.rules import Role
from kpi.figures import Figure, Series
from kpi.flags import TargetFlag, by_name, flags_of
from kpi.judgements import Scheme, judge, promise_of
from kpi.models import MeasurementRevision, RelistedTarget, Target
from kpi.progress import Progress
from kpi.rules import HandGrade, departments_above, manual_grades_of, may_enter, scheme_of
from kpi.series import Shown, series_of
from kpi.states import COUNTED, RELISTED, RETURNED, State, state_of
from kpi.tray import Tray, tray_of
from strategy.fiscal import fiscal_year_of
from strategy.models import Alignment, Edition, ItemKind
from strategy.places import Place, places_of

MOST_EARLIER = 4  # columns of earlier years


@dataclass(frozen=True)
class Line:
    """A row: a target where it is printed. A 再掲 (``relisting``) shows the figure that is entered at ``origin``."""

    target: Target
    place: Place
    origin: Place
    series: Series
    year: int
    earlier: tuple[Figure | None, ...]
    state: State
    state_note: str
    progress: Progress | None
    manual: HandGrade | None
    flags: tuple[TargetFlag, ...]
    may_enter: bool
    relisting: RelistedTarget | None = None

    @property
    def figure(self) -> Figure | None:
        """The figure of the year at work."""
        return self.series.of_year(self.year)

    @property
    def seen(self) -> int:
        """The revision that the person is shown, 0 for none."""
        return self.figure.n if self.figure else 0

    @property
    def key(self) -> str:
        """The row on the page."""
        return f"relisted-{self.relisting.pk}" if self.relisting else f"kpi-{self.target.lineage}"

    @property
    def goal(self) -> Place:
        """The goal under which the row stands."""
        return _goal(self.place)

    @property
    def below(self) -> str:
        """The numbered item below the goal in whose table the row stands; nothing for the goal's own table."""
        return self.place.full_number if self.place.number and self.place != self.goal else ""

    @property
    def home(self) -> str:
        """Where a 再掲 has its figure from: 第3章."""
        goal = _goal(self.origin)
        return goal.number or goal.title

    @property
    def is_flagged(self) -> bool:
        """Whether something about the target waits for an answer."""
        return any(flag.is_open and not flag.is_minor for flag in self.flags)

    @property
    def baseline_parts(self) -> tuple[str, str]:
        return parts(self.target.baseline_text)

    @property
    def target_parts(self) -> tuple[str, str]:
        return parts(self.target.target_text)


@dataclass(frozen=True)
class Group:
    """The rows of one goal, or of an item above all goals; ``pillars`` are those that the goal reaches."""

    place: Place
    pillars: tuple[Place, ...]
    lines: tuple[Line, ...]


def parts(printed: str) -> tuple[str, str]:
    """A printed baseline or target as figure and what stands behind it in brackets, each as printed.

    >>> parts("68.1%（令和3年度）"), parts("維持")
    (('68.1%', '（令和3年度）'), ('維持', ''))
    """
    at = printed.find("（")
    return (printed, "") if at < 1 else (printed[:at], printed[at:])


def year_at_work(edition: Edition, today: datetime.date) -> int:
    """The newest fiscal year of the plan that is over; the plan's first year while none is."""
    first, last = edition.first_fiscal_year, edition.last_fiscal_year
    return min(max(fiscal_year_of(today) - 1, first), last)


class Sheet:
    """The table of an edition for one fiscal year. ``only`` keeps the rows printed at or under an item."""

    def __init__(
        self,
        edition: Edition,
        membership: Membership,
        year: int,
        today: datetime.date,
        *,
        only: uuid.UUID | None = None,
        own: bool = False,
    ):
        self.edition, self.membership, self.year, self.today = edition, membership, year, today
        government = edition.plan.government
        self.period = (edition.first_fiscal_year, edition.last_fiscal_year)
        self.places = places_of([edition])[edition.pk]
        self.scheme: Scheme = scheme_of(government)
        rows = Target.objects.filter(edition=edition).prefetch_related("settled")
        rows = rows.select_related("item", "indicator__department", "indicator__deputy", "indicator__survey")
        order = {lineage: n for n, lineage in enumerate(self.places)}
        self.targets = sorted(rows, key=lambda row: (order[row.item.lineage], row.position, row.pk))
        for target in self.targets:
            target.edition = edition
            target.indicator.government = government
        self.relistings = list(
            RelistedTarget.objects.filter(edition=edition).select_related("item").order_by("position", "id")
        )
        self.series = series_of(
            government, {target.indicator.key for target in self.targets}, shown=Shown.NEWEST
        )
        self.above = self._departments_above()
        named = by_name(self.targets)
        self.flags = {
            target.pk: flags_of(target, self.series[str(target.indicator.key)], named[target.name])
            for target in self.targets
        }
        self.returned = self._why_returned()
        self.manual = manual_grades_of(edition, year, public=False)
        self.lines = tuple(line for line in self._lines() if self._is_wanted(line, only, own))

    def _departments_above(self) -> dict[int, int | None]:
        """By item who answers for an indicator without a department; asked only where that decides about a cell."""
        is_asked = any(target.indicator.department_id is None for target in self.targets)
        return departments_above(self.edition) if self.membership.role == Role.DEPARTMENT and is_asked else {}

    def _is_wanted(self, line: Line, only: uuid.UUID | None, own: bool) -> bool:
        if own and not line.may_enter:
            return False
        return only is None or only in {line.place.lineage, *(place.lineage for place in line.place.above)}

    @cached_property
    def earlier_years(self) -> tuple[int, ...]:
        """Fiscal years of the plan before the one at work, the newest of them."""
        return tuple(range(self.period[0], self.year))[-MOST_EARLIER:]

    @property
    def columns(self) -> int:
        """How many columns the table has."""
        return len(self.earlier_years) + 6

    @property
    def years(self) -> range:
        """The fiscal years that can be entered: of the plan, over or under way."""
        last = max(min(fiscal_year_of(self.today), self.period[1]), self.period[0])
        return range(self.period[0], last + 1)

    def _lines(self) -> Iterator[Line]:
        """Rows in printed order: by item, within it by position, a 再掲 behind the target of its position."""
        at: dict[uuid.UUID, list[tuple[int, bool, int, Target, RelistedTarget | None]]] = defaultdict(list)
        by_pk = {target.pk: target for target in self.targets}
        for target in self.targets:
            at[target.item.lineage].append((target.position, False, target.pk, target, None))
        for row in self.relistings:
            at[row.item.lineage].append((row.position, True, row.pk, by_pk[row.target_id], row))
        for lineage, place in self.places.items():
            for *_, target, relisting in sorted(at.get(lineage, ()), key=lambda row: row[:3]):
                yield self._line(target, place, relisting)

    def _why_returned(self) -> dict[int, str]:
        """By revision why a figure of the year was returned; no query where none was."""
        figures = [series.of_year(self.year) for series in self.series.values()]
        returned = [figure.revision for figure in figures if figure and figure.state == RETURNED.key]
        rows = MeasurementRevision.objects.filter(pk__in=returned) if returned else ()
        return {row.pk: row.why for row in rows}

    def _line(self, target: Target, place: Place, relisting: RelistedTarget | None) -> Line:
        series = self.series[str(target.indicator.key)]
        state, note = (RELISTED, "") if relisting else state_of(series, self.year, self.today)
        if state is RETURNED:
            note = f"理由：{self.returned[series.of_year(self.year).revision]}"
        return Line(
            target=target,
            place=place,
            origin=self.places[target.item.lineage],
            series=series,
            year=self.year,
            earlier=tuple(series.of_year(year) for year in self.earlier_years),
            state=state,
            state_note=note,
            progress=self._judged(target, series),
            manual=self.manual.get(str(target.lineage)),
            flags=self.flags[target.pk],
            may_enter=relisting is None
            and may_enter(self.membership, target.indicator, self.above.get(target.item_id)),
            relisting=relisting,
        )

    def _judged(self, target: Target, series: Series) -> Progress | None:
        """The judgement; None for a supplementary indicator, which has no target."""
        if not target.target_text:
            return None
        promise = promise_of(target.spec, target.baseline, target.indicator.better, self.period)
        return judge(promise, series, year=self.year, today=self.today, scheme=self.scheme.scheme)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The rows under their goals."""
        found: dict[uuid.UUID, list[Line]] = {}
        for line in self.lines:
            found.setdefault(_goal(line.place).lineage, []).append(line)
        pillars = self._pillars()
        return tuple(
            Group(self.places[lineage], pillars.get(lineage, ()), tuple(lines))
            for lineage, lines in found.items()
        )

    def _pillars(self) -> dict[uuid.UUID, tuple[Place, ...]]:
        """By goal the plan's own pillars that it or an item below it is aligned with, in the plan's order. One query."""
        reached: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
        own = Alignment.objects.filter(
            edition=self.edition, to_item__edition=self.edition, to_item__kind=ItemKind.PILLAR
        )
        for lineage, pillar in own.values_list("item__lineage", "to_item__lineage"):
            reached[_goal(self.places[lineage]).lineage].add(pillar)
        return {
            goal: tuple(place for lineage, place in self.places.items() if lineage in pillars)
            for goal, pillars in reached.items()
        }

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many cells stand where, in the order of the screen; what is not due yet is one number."""
        own = [line.state for line in self.lines if not line.relisting]
        found = Counter(state.key for state in own)
        said = [(state.word, found[state.key]) for state in COUNTED if found[state.key]]
        waiting = sum(state.is_waiting for state in own)
        return [*said, ("まだ時期でない", waiting)] if waiting else said

    @property
    def relisted(self) -> int:
        return sum(line.relisting is not None for line in self.lines)

    @cached_property
    def tray(self) -> Tray:
        """What is to be looked at in the rows of the table."""
        return tray_of((line.target, line.flags) for line in self.lines if not line.relisting)

    def lines_of(self, indicators: Collection[int]) -> tuple[Line, ...]:
        """The rows that show one of these indicators, 再掲 among them."""
        return tuple(line for line in self.lines if line.target.indicator_id in indicators)


def _goal(place: Place) -> Place:
    """The goal that a place belongs to: itself or the nearest above; itself where there is none."""
    up: Iterable[Place] = (place, *place.above)
    return next((one for one in up if one.kind == ItemKind.GOAL), place)
