"""The projects with a grant of a review as a list: where they stand, what the figures say, who may write."""

from dataclasses import dataclass

from accounts.models import Department, Membership
from kpi.models import GrantReview
from kpi.review.grant_figures import GrantIndicator, indicators_from
from kpi.review.worklists import Answers
from kpi.review.years import Reviewed
from strategy.models import PlanItem
from strategy.places import Place


@dataclass(frozen=True)
class GrantLine:
    """A project with a grant; ``wanted`` names the fields of 様式2 that are empty."""

    grant: GrantReview
    place: Place
    department: Department | None
    indicators: tuple[GrantIndicator, ...]
    wanted: tuple[str, ...]
    may_write: bool


def grant_lines(reviewed: Reviewed, membership: Membership) -> list[GrantLine]:
    """All projects in the order in which they were added. One query beside those of ``reviewed``."""
    answers = Answers(reviewed.review, membership)
    rows = GrantReview.objects.filter(review=reviewed.review).select_related("item")
    found = []
    for row in rows:
        department = department_of(reviewed, row.item)
        found.append(
            GrantLine(
                row,
                reviewed.places[row.item.lineage],
                department,
                indicators_from(row.indicators),
                wanted_of_grant(row),
                answers.may(department),
            )
        )
    return found


def department_of(reviewed: Reviewed, item: PlanItem) -> Department | None:
    """Who answers for an item that is reviewed; None for any other item."""
    return next((one.department for one in reviewed.items if one.item.pk == item.pk), None)


def wanted_of_grant(grant: GrantReview) -> tuple[str, ...]:
    """The fields of 様式2 that nobody has filled in yet."""
    parts = (
        ("実績額", grant.amount is not None),
        ("指標", bool(grant.indicators)),
        ("事業効果", bool(grant.effect)),
        ("外部有識者の評価", bool(grant.outside_view)),
        ("今後の方針", bool(grant.future)),
    )
    return tuple(name for name, is_there in parts if not is_there)
