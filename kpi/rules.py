"""What may be done to KPIs: predicates and getters of this room, and which scheme and grades hold."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.audit import Refused
from accounts.models import Government, Membership
from accounts.rules import PLANNERS, Role
from kpi.grades import from_data
from kpi.judgements import Scheme
from kpi.models import GradeScheme, Indicator, ManualGrade, Measurement, Target
from strategy.fiscal import FIRST_WESTERN, LAST_WESTERN
from strategy.models import Edition


def target_or_404(edition: Edition, lineage: uuid.UUID) -> Target:
    """The target of this lineage in this edition, with item and indicator; or Http404. One query."""
    found = edition.targets.select_related("item", "indicator").filter(lineage=lineage).first()
    if found is None:
        raise Http404("この目標値は、この版にはありません。")
    found.edition = edition
    return found


def indicator_or_404(government: Government, key: uuid.UUID) -> Indicator:
    """An indicator of this government, with its departments and survey; or Http404. One query."""
    rows = government.indicators.select_related(
        "department", "deputy", "person", "deputy_person", "survey", "sector_plan"
    )
    found = rows.filter(key=key).first()
    if found is None:
        raise Http404("この指標は見つかりません。")
    found.government = government
    return found


def measurement_or_404(indicator: Indicator, pk: int) -> Measurement:
    """A measurement of this indicator, or Http404. One query."""
    found = indicator.measurements.select_related("series").filter(pk=pk).first()
    if found is None:
        raise Http404("この実績値は見つかりません。")
    found.indicator = indicator
    return found


def may_shape(membership: Membership) -> bool:
    """Whether this person may change indicators, approve figures, publish them and grade: planners."""
    return membership.role in PLANNERS


def departments_above(edition: Edition) -> dict[int, int | None]:
    """By item of an edition the department that answers for what stands at it: its own, else the nearest above. One query."""
    rows = edition.items.order_by().values_list("id", "parent_id", "department_id")
    by_id = {pk: (parent, department) for pk, parent, department in rows}

    def above(pk: int | None) -> int | None:
        while pk is not None:
            parent, department = by_id[pk]
            if department is not None:
                return department
            pk = parent
        return None

    return {pk: above(pk) for pk in by_id}


def may_enter(membership: Membership, indicator: Indicator, above: int | None = None) -> bool:
    """Whether this person may enter figures: planners all, a department those it is in charge of or deputy for.

    ``above``: the department that answers for the item of the KPI (``departments_above``); it is in charge of an
    indicator that has none, as in the yearly round.
    """
    if membership.government_id != indicator.government_id:
        return False
    if membership.role in PLANNERS:
        return True
    own = membership.department_id
    is_own = own is not None and own in (indicator.department_id or above, indicator.deputy_id)
    return membership.role == Role.DEPARTMENT and is_own


def require_enterer(membership: Membership, indicator: Indicator, above: int | None = None) -> Indicator:
    """The indicator; PermissionDenied (403) for somebody who may only read its figures. ``above`` as in ``may_enter``."""
    if not may_enter(membership, indicator, above):
        raise PermissionDenied(
            "この指標の値を入れられるのは、企画担当と、この指標の担当課・副担当課だけです。"
            "担当課の設定を企画担当に相談してください。"
        )
    return indicator


def is_fiscal_year(year: object) -> bool:
    """Whether this is the number of a fiscal year that can be."""
    return isinstance(year, int) and not isinstance(year, bool) and FIRST_WESTERN <= year <= LAST_WESTERN


def require_year(fiscal_year: int) -> None:
    """Refuse what is no fiscal year."""
    if not is_fiscal_year(fiscal_year):
        raise Refused(f"年度は、{FIRST_WESTERN}から{LAST_WESTERN}までの西暦で入れてください。")


def scheme_of(government: Government) -> Scheme:
    """The grade scheme that holds: the newest kept, or our default under number 0. One query."""
    newest = GradeScheme.objects.filter(government=government).order_by("-number").first()
    return Scheme() if newest is None else Scheme(from_data(newest.content), newest.number)


# Target and baseline of each lineage as an edition prints them.
Print = Mapping[uuid.UUID, tuple[str, str]]


@dataclass(frozen=True)
class HandGrade:
    """A grade that people gave, as it is shown beside the computed one; ``id`` is that of its row."""

    id: int
    n: int
    key: str
    sign: str
    word: str
    tone: str
    reason: str
    is_public: bool


def manual_grades_of(edition: Edition, fiscal_year: int, *, public: bool) -> dict[str, HandGrade]:
    """Grades given by hand for a fiscal year, by lineage of the targets of an edition. Two queries.

    ``public``: the newest published ones only. A grade that was taken back is not among them.
    """
    found = _grades_of(edition, public=public)
    return {lineage: grade for (lineage, year), grade in found.items() if year == fiscal_year}


def public_grades_of(edition: Edition, printed: Print | None = None) -> dict[tuple[str, int], HandGrade]:
    """Published grades given by hand, by lineage and fiscal year. Two queries, one where ``printed`` is known."""
    return _grades_of(edition, public=True, printed=printed)


def _grades_of(
    edition: Edition, *, public: bool, printed: Print | None = None
) -> dict[tuple[str, int], HandGrade]:
    """A grade given in an edition before counts on while the target is printed as it was then."""
    if printed is None:
        rows = edition.targets.values_list("lineage", "target_text", "baseline_text")
        printed = {lineage: (target, baseline) for lineage, target, baseline in rows}
    grades = ManualGrade.objects.filter(
        target__edition__plan=edition.plan_id,
        target__edition__number__lte=edition.number,
        target__lineage__in=printed,
    )
    if public:
        grades = grades.filter(publication__isnull=False)
    found: dict[tuple[str, int], HandGrade] = {}
    for lineage, target, baseline, year, *facts, publication in grades.order_by(
        "target__edition__number", "n"
    ).values_list(
        "target__lineage", "target__target_text", "target__baseline_text", "fiscal_year",
        "id", "n", "grade", "sign", "word", "tone", "reason", "publication__id",
    ):  # fmt: skip
        if printed[lineage] == (target, baseline):
            found[str(lineage), year] = HandGrade(*facts, publication is not None)
    return {place: grade for place, grade in found.items() if grade.key}
