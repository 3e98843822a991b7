"""What the yearly round asks of a person now: the desk shows it beside everything else."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from accounts.models import Department, Membership
from accounts.rules import PLANNERS, Role
from kpi.models import DepartmentReturn, ReviewYear, Target
from kpi.review.due import due_day_of, due_of
from kpi.review.practice import Practice, StepKind, due_day, from_data
from kpi.review.rights import may_gather
from kpi.review.years import address_word, is_entry, is_open_for
from kpi.series import Shown, series_of
from kpi.states import state_of
from strategy.fiscal import format_fiscal_year
from strategy.models import ItemKind, PlanItem

State = DepartmentReturn.State


@dataclass(frozen=True)
class RoundDuty:
    """Something that waits: what, why, where to go (name and arguments of an address), by when."""

    title: str
    sentence: str
    name: str
    arguments: tuple[str | int, ...]
    button: str
    due: datetime.date | None = None
    is_late: bool = False


@dataclass
class _Open:
    """An open review with its returns."""

    review: ReviewYear
    practice: Practice
    returns: list[DepartmentReturn] = field(default_factory=list)

    @property
    def title(self) -> str:
        return f"{format_fiscal_year(self.review.fiscal_year, short=True)}の{self._word}"

    @property
    def _word(self) -> str:
        return "総括評価" if self.review.kind == ReviewYear.Kind.TERM else "評価"

    @property
    def place(self) -> tuple[str | int, ...]:
        plan = self.review.plan
        return (plan.government.slug, plan.slug, address_word(self.review))


def duties_of(membership: Membership, today: datetime.date) -> list[RoundDuty]:
    """What waits for this person in the open reviews of the government.

    One query where no review is open, two otherwise; five more at most for a department whose answer is not in after
    the due day, to learn whether anything of it is due at all.
    """
    opened = _opened(membership)
    if membership.role in PLANNERS:
        return [duty for one in opened for duty in _of_planner(one, today)]
    if membership.role != Role.DEPARTMENT or membership.department is None:
        return []
    membership.department.government = membership.government
    asked = [one for one in opened if is_entry(one.review)]
    return [*_own(membership.department, opened, today), *_of_division(membership, asked)]


def _opened(membership: Membership) -> list[_Open]:
    """The open reviews with their returns. Two queries, one where none is open."""
    rows = ReviewYear.objects.open().filter(plan__government=membership.government_id)
    rows = (
        rows.select_related("plan", "edition")
        .defer("content", "edition__content")
        .order_by("plan__slug", "-fiscal_year")
    )
    found = {}
    for review in rows:
        review.plan.government, review.edition.plan = membership.government, review.plan
        found[review.pk] = _Open(review, from_data(review.practice))
    if found:
        for row in DepartmentReturn.objects.filter(review__in=found).select_related("department"):
            row.review = found[row.review_id].review
            found[row.review_id].returns.append(row)
    return list(found.values())


# --- planners -----------------------------------------------------------------------------------------------


def _of_planner(one: _Open, today: datetime.date) -> Iterator[RoundDuty]:
    """The returns that wait for a look, and the step at work with its day."""
    ready = State.GATHERED if one.practice.gathers else State.SUBMITTED
    waiting = [row for row in one.returns if row.state == ready]
    if waiting:
        names = "、".join(row.department.name for row in waiting[:3])
        more = f"ほか{len(waiting) - 3}課" if len(waiting) > 3 else ""
        yield RoundDuty(
            f"{one.title}：課の回答の確認（{len(waiting)}課）",
            f"{names}{more}の回答が提出されています。確かめて、承認するか差し戻してください。",
            "review_year",
            one.place,
            "確かめる",
        )
    step = one.practice.step(one.review.step)
    if step.kind is StepKind.BUDGET:
        return
    day = due_day(step, one.review.fiscal_year)
    is_late = day is not None and day < today
    yield RoundDuty(
        f"{one.title}：{step.name}",
        _where(one, step.kind),
        "review_year",
        one.place,
        "進み具合を見る",
        day,
        is_late,
    )


def _where(one: _Open, kind: StepKind) -> str:
    if kind is StepKind.PREPARE:
        return "課に照会する準備をしています。整ったら、段階を進めて照会を始めてください。"
    if kind is StepKind.ENTRY:
        done = sum(row.state not in (State.OPEN, State.RETURNED) for row in one.returns)
        return f"提出は{done}／{len(one.returns)}課です。"
    if kind is StepKind.PUBLICATION:
        return "確かめて、公表してください。"
    return "この段階が済んだら、次の段階に進めてください。"


# --- departments --------------------------------------------------------------------------------------------


def _own(department: Department, opened: list[_Open], today: datetime.date) -> Iterator[RoundDuty]:
    """What it may still write: in the step of entry, and later what was sent back or put off."""
    mine = [
        (one, row)
        for one in opened
        for row in one.returns
        if row.department_id == department.pk and is_open_for(one.review, row.state, row.due_on)
    ]
    over = [one.review for one, row in mine if due_of(one.review, one.practice, row, today).days_over]
    owing = _owing(department, over, today) if over else {}
    for one, row in mine:
        due = due_of(one.review, one.practice, row, today)
        is_late = bool(due.days_over) and owing[one.review.pk]
        if due.days_over and not is_late:
            continue  # nothing of it is due yet
        sentence = "値と施策の評価を入れて、提出してください。"
        if row.state == State.RETURNED:
            sentence = f"差し戻されています：{row.returned_why}"
        yield RoundDuty(
            f"{one.title}への回答",
            sentence,
            "review_return",
            (*one.place, department.pk),
            "答える",
            due.day,
            is_late,
        )


def _of_division(membership: Membership, asked: list[_Open]) -> Iterator[RoundDuty]:
    for one in asked:
        for row in one.returns:
            if row.state == State.SUBMITTED and may_gather(
                membership, one.review, one.practice, row.department
            ):
                yield RoundDuty(
                    f"{one.title}：{row.department.name}の回答の取りまとめ",
                    f"{row.department.division}として確かめて、企画担当へ渡してください。",
                    "review_return",
                    (*one.place, row.department_id),
                    "確かめる",
                    due_day_of(one.review, one.practice),
                )


def _owing(department: Department, reviews: list[ReviewYear], today: datetime.date) -> Mapping[int, bool]:
    """By review whether anything of a department is due by now: an item to review, or a figure. Five queries at most,
    however many reviews there are; the rules are those of ``kpi.review.years.Reviewed`` and ``kpi.review.board``."""
    editions = {review.edition_id for review in reviews}
    answering = {edition: _answering(rows) for edition, rows in _items(editions).items()}
    own: dict[int, set[str]] = defaultdict(set)
    targets = Target.objects.filter(edition__in=editions)
    for edition, item, key, given in targets.values_list(
        "edition_id", "item_id", "indicator__key", "indicator__department_id"
    ):
        if (given or answering[edition].departments.get(item)) == department.pk:
            own[edition].add(str(key))
    keys = set().union(*own.values()) if own else set()
    series = series_of(department.government, keys, shown=Shown.NEWEST, brief=True)
    found = {}
    for review in reviews:
        year = review.fiscal_year
        is_due = any(not state_of(series[key], year, today)[0].is_waiting for key in own[review.edition_id])
        found[review.pk] = is_due or department.pk in answering[review.edition_id].of_items
    return found


@dataclass(frozen=True)
class _Answering:
    """By item who answers for it; ``of_items`` those who answer for a reviewed item."""

    departments: Mapping[int, int | None]
    of_items: frozenset[int]


def _items(editions: set[int]) -> Mapping[int, list[tuple[int, int | None, str, int | None]]]:
    found: dict[int, list[tuple[int, int | None, str, int | None]]] = {edition: [] for edition in editions}
    rows = PlanItem.objects.filter(edition__in=editions)
    for edition, *row in rows.values_list("edition_id", "id", "parent_id", "kind", "department_id"):
        found[edition].append(tuple(row))
    return found


def _answering(rows: list[tuple[int, int | None, str, int | None]]) -> _Answering:
    by_id = {row[0]: row for row in rows}

    def above(pk: int | None) -> int | None:
        while pk is not None:
            _, parent, _, department = by_id[pk]
            if department is not None:
                return department
            pk = parent
        return None

    parents = {row[1] for row in rows}
    measures = [row for row in rows if row[2] == ItemKind.MEASURE]
    reviewed = measures or [row for row in rows if row[2] == ItemKind.DIRECTION and row[0] not in parents]
    return _Answering(
        {row[0]: above(row[0]) for row in rows},
        frozenset(pk for row in reviewed if (pk := above(row[0])) is not None),
    )
