"""Verbs on opinions about a review: of the whole year, a KPI or an item, each with the office's answer."""

from typing import Any

from accounts.audit import Refused, verb
from accounts.models import User
from accounts.saving import names_of, put, require_known
from kpi.models import Hearing, ReviewOpinion, ReviewYear
from kpi.review.holding import GONE, held, remember, require_item, require_seen, require_target

FIELDS = ("hearing", "target", "item", "text", "answer")
_KNOWN = frozenset(FIELDS)


@verb("opinion.create", "評価への意見の追加")
def add_opinion(*, actor: User | None, review: ReviewYear, hearing: Hearing, **fields: Any) -> ReviewOpinion:
    """Add what was said in a meeting or survey of this review, behind what was said there before."""
    require_known(fields, _KNOWN)
    year = held(review)
    last = ReviewOpinion.objects.filter(review=year, hearing=hearing).order_by("-position").first()
    made = ReviewOpinion(review=year, position=last.position + 10 if last else 10)
    put(made, {"hearing": hearing, **fields})
    _save(made, year)
    remember("opinion.create", actor, year, made, name=made.hearing.name)
    return made


@verb("opinion.save", "評価への意見の変更")
def save_opinion(*, actor: User | None, opinion: ReviewOpinion, seen: int, **fields: Any) -> ReviewOpinion:
    """Save these fields if nobody saved since ``seen``; raises ``Overtaken`` otherwise."""
    require_known(fields, _KNOWN)
    current = _current(opinion)
    require_seen(current, seen)
    changed = put(current, fields)
    if not changed:
        return current
    current.version += 1
    _save(current, current.review)
    names = names_of(current, changed)
    remember("opinion.save", actor, current.review, current, name=current.hearing.name, fields=names)
    return current


@verb("opinion.delete", "評価への意見の削除")
def delete_opinion(*, actor: User | None, opinion: ReviewOpinion, seen: int) -> ReviewYear:
    """Delete an opinion; raises ``Overtaken`` where somebody saved since ``seen``."""
    current = _current(opinion)
    require_seen(current, seen)
    remember("opinion.delete", actor, current.review, current, name=current.hearing.name)
    current.delete()
    return current.review


def _current(opinion: ReviewOpinion) -> ReviewOpinion:
    """The row as it stands now, its year held."""
    year = held(opinion.review)
    rows = ReviewOpinion.objects.select_related("hearing", "target", "item")
    current = rows.filter(review=year, pk=opinion.pk).first()
    if current is None:
        raise Refused(GONE)
    current.review = year
    return current


def _save(opinion: ReviewOpinion, year: ReviewYear) -> None:
    if opinion.hearing.review_id != year.pk:
        raise Refused("この会議・調査は、この年度の評価のものではありません。一覧から選び直してください。")
    if opinion.target is not None:
        require_target(year, opinion.target)
    if opinion.item is not None:
        require_item(year, opinion.item)
    opinion.full_clean(exclude=["review"])
    opinion.save()
