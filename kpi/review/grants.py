"""Verbs on projects paid by a national grant: the fields of 様式2 (効果検証), with the project's own indicators."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from accounts.audit import Refused, verb
from accounts.models import User
from accounts.saving import names_of, put, require_known
from kpi.models import GrantReview, ReviewYear
from kpi.review.grant_figures import MOST, GrantIndicator, Increment, to_data
from kpi.review.holding import GONE, held, remember, require_amount, require_item, require_seen
from kpi.rules import require_year
from kpi.saving import delete_by, save_by
from strategy.models import PlanItem

FIELDS = "item project grant_name amount indicators effect outside_view outside_opinion future future_reason".split()
_KNOWN = frozenset(FIELDS)


@verb("grant.create", "交付金事業の追加")
def add_grant(*, actor: User | None, review: ReviewYear, item: PlanItem, **fields: Any) -> GrantReview:
    """Add a project under an item; ``fields`` are those of FIELDS, ``indicators`` a sequence of ``GrantIndicator``."""
    require_known(fields, _KNOWN)
    year = held(review)
    last = GrantReview.objects.filter(review=year).order_by("-position").first()
    made = GrantReview(review=year, position=last.position + 10 if last else 10)
    put(made, _stored({"item": item, **fields}))
    _save(made, actor)
    remember("grant.create", actor, year, made, name=made.project)
    return made


@verb("grant.save", "交付金事業の検証の保存")
def save_grant(*, actor: User | None, grant: GrantReview, seen: int, **fields: Any) -> GrantReview:
    """Save these fields if nobody saved since ``seen``; raises ``Overtaken`` otherwise."""
    require_known(fields, _KNOWN)
    current = _current(grant)
    require_seen(current, seen)
    changed = put(current, _stored(fields))
    if not changed:
        return current
    current.version += 1
    _save(current, actor)
    names = names_of(current, changed)
    remember("grant.save", actor, current.review, current, name=current.project, fields=names)
    return current


@verb("grant.delete", "交付金事業の削除")
def delete_grant(*, actor: User | None, grant: GrantReview, seen: int) -> ReviewYear:
    """Delete a project; raises ``Overtaken`` where somebody saved since ``seen``. Its history stays."""
    current = _current(grant)
    require_seen(current, seen)
    remember("grant.delete", actor, current.review, current, name=current.project)
    delete_by(current, actor)
    return current.review


def _current(grant: GrantReview) -> GrantReview:
    """The row as it stands now, its year held."""
    year = held(grant.review)
    current = GrantReview.objects.select_related("item").filter(review=year, pk=grant.pk).first()
    if current is None:
        raise Refused(GONE)
    current.review = year
    return current


def _save(grant: GrantReview, actor: User | None) -> None:
    require_item(grant.review, grant.item)
    require_amount(grant.amount, "実績額")
    save_by(grant, actor)


def _stored(fields: dict[str, Any]) -> dict[str, Any]:
    given = fields.get("indicators")
    return fields if given is None else {**fields, "indicators": to_data(_checked(given))}


def _checked(indicators: Sequence[GrantIndicator]) -> list[GrantIndicator]:
    """The indicators with every text of a number as the database keeps it; Refused for what is none."""
    if len(indicators) > MOST:
        raise Refused(f"事業の指標は{MOST}つまでです（様式2の指標①～⑤）。")
    sound = []
    for n, one in enumerate(indicators, start=1):
        if not one.name.strip():
            raise Refused(
                f"事業の指標の{n}行目に名前がありません。名前を入れるか、その行を空にしてください。"
            )
        where = f"事業の指標「{one.name.strip()}」"
        years = [year.fiscal_year for year in one.increments]
        if len(set(years)) < len(years):
            raise Refused(f"{where}に、同じ年度が二度あります。")
        for year in years:
            require_year(year)
        sound.append(
            GrantIndicator(
                name=one.name.strip()[:200],
                unit=one.unit.strip()[:40],
                start=_number(one.start, f"{where}の事業開始前の値"),
                due=one.due.strip()[:40],
                increments=tuple(
                    Increment(
                        year.fiscal_year,
                        _number(year.planned, f"{where}の{year.fiscal_year}年度の目標"),
                        _number(year.actual, f"{where}の{year.fiscal_year}年度の実績"),
                    )
                    for year in one.increments
                ),
            )
        )
    return sound


def _number(text: str, where: str) -> str:
    if not text.strip():
        return ""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) >= Decimal(10) ** 15 or len(value.as_tuple().digits) > 15:
        raise Refused(f"{where}を数で入れてください。例：120、3.5")
    return format(value, "f")
