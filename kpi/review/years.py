"""Reading reviews: which one is meant, what is reviewed in it, and who answers for what."""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import Department, Government, Membership
from accounts.rules import PLANNERS, Role
from kpi.models import DepartmentReturn, RelistedTarget, ReviewPractice, ReviewYear, Target
from kpi.review.practice import DEFAULT, Practice, StepKind, from_data
from strategy.models import Edition, ItemKind, Plan, PlanItem
from strategy.places import Place, places_of

TERM_ENDING = "-term"
State = DepartmentReturn.State


def practice_of(government: Government) -> Practice:
    """The practice that the next year is opened with: the government's own, or the usual one. One query."""
    row = ReviewPractice.objects.filter(government=government).first()
    return DEFAULT if row is None else from_data(row.content)


def edition_for(plan: Plan, fiscal_year: int) -> Edition | None:
    """The edition whose targets judge a fiscal year: the adopted public one that held at its end. One query.

    A newer edition that came into force after that day does not judge the year (OGO-9).
    """
    day = datetime.date(fiscal_year + 1, 3, 31)
    rows = plan.editions.in_force(day).filter(first_fiscal_year__lte=fiscal_year)
    found = rows.without_content().first()
    if found is not None:
        found.plan = plan
    return found


def address_word(review: ReviewYear) -> str:
    """How an address names the review: 2024, or 2027-term for a 総括評価."""
    return f"{review.fiscal_year}{TERM_ENDING if review.kind == ReviewYear.Kind.TERM else ''}"


def review_at(government: Government, plan: str, word: str) -> ReviewYear:
    """The newest revision of the review that an address of the office names, or Http404. One query."""
    found = re.fullmatch(rf"(\d{{4}})({TERM_ENDING})?", word)
    kind = ReviewYear.Kind.TERM if found and found[2] else ReviewYear.Kind.YEAR
    rows = ReviewYear.objects.filter(plan__government=government, plan__slug=plan, kind=kind)
    rows = rows.select_related("plan", "edition").defer("content", "edition__content").order_by("-revision")
    review = rows.filter(fiscal_year=int(found[1])).first() if found else None
    if review is None:
        raise Http404("この年度評価は見つかりません。")
    review.plan.government = government
    review.edition.plan = review.plan
    return review


@dataclass(frozen=True)
class ReviewedTarget:
    """A target in the place where it is printed; a 再掲 has ``relisting`` and answers for nothing."""

    target: Target
    place: Place
    department: Department | None
    relisting: RelistedTarget | None = None


@dataclass(frozen=True)
class ReviewedItem:
    """An item that is reviewed, and who answers for it: its department, else the nearest above."""

    item: PlanItem
    place: Place
    department: Department | None


class Reviewed:
    """What a review is about: targets and items of its edition in printed order. Five queries, whatever their number."""

    def __init__(self, review: ReviewYear):
        self.review, self.edition = review, review.edition
        self.government = review.plan.government
        self.practice = from_data(review.practice)
        self.places = places_of([self.edition])[self.edition.pk]
        items = PlanItem.objects.filter(edition=self.edition).select_related("department")
        self._items: Mapping[object, PlanItem] = {item.lineage: item for item in items}

    @cached_property
    def targets(self) -> tuple[ReviewedTarget, ...]:
        """Targets and 再掲 in printed order; supplementary indicators too, which have no target."""
        return tuple(self._targets())

    def _targets(self) -> Iterator[ReviewedTarget]:
        rows = Target.objects.filter(edition=self.edition).select_related(
            "item", "indicator__department", "indicator__deputy"
        )
        by_pk = {}
        for target in rows:
            target.edition, target.indicator.government = self.edition, self.government
            by_pk[target.pk] = target
        found: list[tuple[object, int, bool, int, Target, RelistedTarget | None]] = [
            (row.item.lineage, row.position, False, row.pk, row, None) for row in by_pk.values()
        ]
        found += [
            (row.item.lineage, row.position, True, row.pk, by_pk[row.target_id], row)
            for row in RelistedTarget.objects.filter(edition=self.edition).select_related("item")
        ]
        order = {lineage: n for n, lineage in enumerate(self.places)}
        found.sort(key=lambda row: (order[row[0]], *row[1:4]))
        for lineage, *_, target, relisting in found:
            yield ReviewedTarget(
                target, self.places[lineage], target.indicator.department or self._above(lineage), relisting
            )

    @cached_property
    def items(self) -> tuple[ReviewedItem, ...]:
        """The measures (施策); of a plan without any, the directions that have nothing numbered below them."""
        kinds = {place.kind for place in self.places.values()}
        wanted = ItemKind.MEASURE if ItemKind.MEASURE in kinds else ItemKind.DIRECTION
        parents = {place.above[0].lineage for place in self.places.values() if place.above}
        return tuple(
            ReviewedItem(self._items[lineage], place, self._above(lineage))
            for lineage, place in self.places.items()
            if place.kind == wanted and (wanted == ItemKind.MEASURE or lineage not in parents)
        )

    def _above(self, lineage: object) -> Department | None:
        """The department of an item, else of the nearest item above it that has one."""
        place = self.places[lineage]
        ways = (lineage, *(one.lineage for one in place.above))
        return next((self._items[one].department for one in ways if self._items[one].department), None)

    @cached_property
    def departments_above(self) -> dict[int, int | None]:
        """By item the department that answers for what stands at it: its own, else the nearest above; no query."""
        above = ((item.pk, self._above(lineage)) for lineage, item in self._items.items())
        return {item: department.pk if department else None for item, department in above}

    @cached_property
    def departments(self) -> tuple[Department, ...]:
        """The departments that answer for anything, in their own order."""
        found = {row.department.pk: row.department for row in (*self.targets, *self.items) if row.department}
        return tuple(sorted(found.values(), key=lambda row: (row.division, row.name, row.pk)))


def may_answer(membership: Membership, review: ReviewYear, department: Department | None) -> bool:
    """Whether this person may write what a department says: planners for all; a department for itself while its return
    is open (``is_open_for``). One query for all rows of a page.
    """
    if review.is_published or membership.government_id != review.plan.government_id:
        return False
    if membership.role in PLANNERS:
        return True
    if department is None or (membership.role, membership.department_id) != (Role.DEPARTMENT, department.pk):
        return False
    state, due_on = _states(review).get(department.pk, (State.OPEN, None))
    return is_open_for(review, state, due_on)


def is_open_for(review: ReviewYear, state: str, due_on: datetime.date | None) -> bool:
    """Whether a department whose return stands so may write: in the step of entry until it has submitted, whenever its
    answer was sent back, and after that step where its due day was put off (``due_on``).
    """
    if state == State.OPEN:
        return is_entry(review) or (due_on is not None and _is_behind_entry(review))
    return state == State.RETURNED


def _states(review: ReviewYear) -> dict[int, tuple[str, datetime.date | None]]:
    """How far each department has come, and a due day of its own, as it was when this review was read."""
    if not hasattr(review, "_states_of_returns"):
        rows = review.returns.values_list("department_id", "state", "due_on")
        review._states_of_returns = {pk: (state, due_on) for pk, state, due_on in rows}
    return review._states_of_returns


def _is_behind_entry(review: ReviewYear) -> bool:
    """Whether departments were asked and the review has gone on since."""
    kinds = [(step.key == review.step, step.kind) for step in from_data(review.practice).steps]
    at = next((n for n, (is_here, _) in enumerate(kinds) if is_here), 0)
    return StepKind.ENTRY in (kind for _, kind in kinds[:at])


def is_entry(review: ReviewYear) -> bool:
    """Whether departments may write: their step is at work."""
    return from_data(review.practice).step(review.step).kind is StepKind.ENTRY


def require_answerer(membership: Membership, review: ReviewYear, department: Department | None) -> None:
    """PermissionDenied (403) with what to do for somebody who may only read."""
    if not may_answer(membership, review, department):
        raise PermissionDenied(
            "ここに書けるのは、企画担当と、提出する前のその課の人だけです。入力の期間を過ぎたときや、提出した後に直すとき、"
            "担当課が違うときは、企画担当に相談してください。"
        )
