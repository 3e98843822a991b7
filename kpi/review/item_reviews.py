"""Verb: what was done for an item in a reviewed year, with the money of its projects, and where it is to go (GUI-67)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.audit import Refused, verb
from accounts.models import User
from accounts.saving import names_of, put, require_known
from kpi.models import ItemProject, ItemReview, ReviewYear
from kpi.review.holding import held, remember, require_amount, require_item, require_seen
from kpi.review.practice import from_data
from kpi.saving import save_by
from strategy.models import PlanItem

FIELDS = ("achievement", "self_evaluation", "issue", "direction", "direction_reason")
_KNOWN = frozenset(FIELDS)
MOST_PROJECTS = 50


@dataclass(frozen=True)
class Project:
    """主な事業 as it is to stand; money in thousands of yen (千円), None where nobody said."""

    name: str
    budget: Decimal | None = None
    settled: Decimal | None = None
    funding: str = ""


@verb("review.item", "施策の評価の保存")
def save_item_review(
    *,
    actor: User | None,
    review: ReviewYear,
    item: PlanItem,
    seen: int,
    projects: Sequence[Project] | None = None,
    **fields: Any,
) -> ItemReview:
    """Save these fields of FIELDS, and all ``projects`` in their order (None: they stay), if nobody saved since ``seen``.

    ``seen`` is the version shown, 0 where nothing stood there; raises ``Overtaken`` with what stands there now
    otherwise. Where nothing is said and nothing stood there, nothing is kept and the row that comes back has no ``pk``.
    """
    require_known(fields, _KNOWN)
    year = held(review)
    require_item(year, item)
    found = ItemReview.objects.filter(review=year, item=item).first()
    current = found or ItemReview(review=year, item=item)
    current.review, current.item = year, item
    require_seen(current, seen)
    changed = put(current, fields)
    wanted = None if projects is None else _checked(projects)
    is_other = wanted is not None and wanted != projects_of(current)
    if not changed and not is_other:
        return current
    _require_words(current, year)
    current.version += 1 if current.pk else 0
    save_by(current, actor)
    names = names_of(current, changed)
    if is_other:
        _put_projects(current, wanted or ())
        names.append("主な事業")
    remember("review.item", actor, year, current, title=item.title, fields=names)
    return current


def projects_of(review: ItemReview) -> tuple[Project, ...]:
    """The projects as they stand, in order."""
    if review.pk is None:
        return ()
    return tuple(Project(row.name, row.budget, row.settled, row.funding) for row in review.projects.all())


def _require_words(review: ItemReview, year: ReviewYear) -> None:
    practice = from_data(year.practice)
    if review.direction and practice.direction(review.direction) is None:
        raise Refused("今後の方針は、一覧から選んでください。")
    if review.self_evaluation and practice.self_evaluation(review.self_evaluation) is None:
        raise Refused("自己評価は、一覧から選んでください。")


def _checked(projects: Sequence[Project]) -> tuple[Project, ...]:
    if len(projects) > MOST_PROJECTS:
        raise Refused(f"主な事業は{MOST_PROJECTS}件までです。小さな事業は一つにまとめてください。")
    sound = []
    for n, one in enumerate(projects, start=1):
        name = one.name.strip()
        if not name:
            raise Refused(
                f"主な事業の{n}行目に事業名がありません。事業名を入れるか、その行を空にしてください。"
            )
        require_amount(one.budget, f"主な事業の{n}行目「{name}」の当初予算額")
        require_amount(one.settled, f"主な事業の{n}行目「{name}」の決算額")
        sound.append(Project(name, one.budget, one.settled, one.funding.strip()))
    return tuple(sound)


def _put_projects(review: ItemReview, projects: Sequence[Project]) -> None:
    review.projects.all().delete()
    rows = [
        ItemProject(
            review=review.review,
            item_review=review,
            position=10 * n,
            name=one.name,
            budget=one.budget,
            settled=one.settled,
            funding=one.funding,
        )
        for n, one in enumerate(projects, start=1)
    ]
    for row in rows:
        row.clean_fields(exclude=["review", "item_review"])
    ItemProject.objects.bulk_create(rows)
