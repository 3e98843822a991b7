"""Verb: a year of review that was opened by mistake is given up, while nothing is in it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from accounts.audit import Refused, record, verb
from accounts.models import User
from kpi.models import (
    DepartmentReturn,
    GrantReview,
    Hearing,
    ItemProject,
    ItemReview,
    Proposal,
    ReviewOpinion,
    ReviewYear,
    TargetReview,
    Upload,
)
from kpi.review.holding import held, require_seen
from kpi.saving import delete_by
from strategy.models import Plan

# What belongs to a review, those that point at others behind them; a correction begins with copies of all of it
# (kpi/review/correcting.py), a year with open returns only.
COPIED: tuple[type[Model], ...] = (
    DepartmentReturn,
    TargetReview,
    ItemReview,
    ItemProject,
    Hearing,
    ReviewOpinion,
    GrantReview,
)
WHOLE = ("judgement", "judged_by", "summary")


@verb("review.give_up", "年度評価の取りやめ")
def give_up_review(*, actor: User | None, review: ReviewYear, seen: int) -> Plan:
    """Delete an open review (or correction) with the returns of its departments; figures are not touched.

    Refused once it is published and while anything stands in it (``standing_in``); ``seen`` is the version that the
    person was shown, raises ``Overtaken`` where its step or its words were changed since.
    """
    plan = Plan.objects.select_for_update(no_key=True).select_related("government").get(pk=review.plan_id)
    current = held(review)
    require_seen(current, seen)
    if found := standing_in(current):
        raise Refused(refusal_of(current, found))
    record(
        "review.give_up",
        actor=actor,
        government=plan.government,
        subject=current,
        fiscal_year=current.fiscal_year,
        kind=current.get_kind_display(),
        revision=current.revision,
    )
    for model in reversed(COPIED):
        for row in model._base_manager.filter(review=current):
            delete_by(row, actor)
    current.delete()
    return plan


def standing_in(review: ReviewYear) -> tuple[str, ...]:
    """What was brought into an open review since it was begun, in words; empty where it may be given up."""
    return tuple(_changed(review) if review.corrects_id else _said(review))


def refusal_of(review: ReviewYear, found: tuple[str, ...]) -> str:
    """The sentence for somebody who wants to give it up, and what to do instead."""
    if review.corrects_id:
        return (
            f"この訂正は取りやめられません。始めてから変えたもの（{'、'.join(found)}）があります。"
            "直したところを確かめて、公表してください。"
        )
    return (
        f"この評価は取りやめられません。すでに入っているもの（{'、'.join(found)}）があります。"
        "取りやめられるのは、まだ何も入っていない評価だけです。"
    )


def _said(review: ReviewYear) -> Iterator[str]:
    """Everything that people brought into a year; returns that nobody has submitted yet are not that."""
    answered = review.returns.exclude(state=DepartmentReturn.State.OPEN)
    counted = (
        ("課の回答", answered.count(), "課"),
        *(
            (str(model._meta.verbose_name), model._base_manager.filter(review=review).count(), "件")
            for model in (*COPIED[1:], Proposal, Upload)
        ),
    )
    yield from (f"{word}{count}{unit}" for word, count, unit in counted if count)
    if any(getattr(review, name) for name in WHOLE):
        yield "全体の評価"


def _changed(review: ReviewYear) -> Iterator[str]:
    """What is other in a correction than in the published review that it began with."""
    source = ReviewYear.objects.without_content().get(pk=review.corrects_id)
    for model in COPIED:
        if _told(model, review) != _told(model, source):
            yield str(model._meta.verbose_name)
    for model in (Proposal, Upload):
        if count := model._base_manager.filter(review=review).count():
            yield f"{model._meta.verbose_name}{count}件"
    if any(getattr(review, name) != getattr(source, name) for name in WHOLE):
        yield "全体の評価"


def _told(model: type[Model], review: ReviewYear) -> list[str]:
    """The rows of a review without what a copy has of its own: its number, its review, and the rows it points at there."""
    own = {"review", "item_review", "hearing"}
    fields = [one for one in model._meta.concrete_fields if not one.primary_key and one.name not in own]
    rows: Any = model._base_manager.filter(review=review).values_list(*(one.attname for one in fields))
    return sorted(map(repr, rows))
