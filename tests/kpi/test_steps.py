"""Going from one step of a review to another: who comes too late, what a published year refuses."""

import pytest

from accounts.audit import Refused
from accounts.models import AuditEvent
from accounts.saving import Overtaken
from kpi.models import ReviewYear
from kpi.review.steps import change_step
from tests.kpi.boards import as_published
from tests.kpi.rounds import a_round

pytestmark = pytest.mark.django_db


def test_steps_go_forward_and_back_and_each_is_on_record(toyonaka, aoki):
    review = a_round(toyonaka).open()
    review = change_step(actor=aoki, review=review, step="entry", seen=1)
    review = change_step(actor=aoki, review=review, step="prepare", seen=2)
    assert (review.step, review.version) == ("prepare", 3)
    assert [
        (event.actor, event.detail["changes"]["review_step"])
        for event in AuditEvent.objects.filter(verb="review.step").order_by("id")
    ] == [(aoki, ["準備", "入力"]), (aoki, ["入力", "準備"])]


def test_the_step_at_work_is_no_change(toyonaka, aoki):
    review = a_round(toyonaka).open()
    assert change_step(actor=aoki, review=review, step="prepare", seen=1).version == 1
    assert not AuditEvent.objects.filter(verb="review.step").exists()


def test_whoever_comes_too_late_sees_the_step_that_stands_there(toyonaka, aoki, endo):
    review = a_round(toyonaka).open()
    change_step(actor=endo, review=review, step="entry", seen=1)
    with pytest.raises(Overtaken) as late:
        change_step(actor=aoki, review=review, step="internal", seen=1)
    assert late.value.current.step == "entry"
    assert ReviewYear.objects.get(pk=review.pk).step == "entry"


def test_a_step_that_the_year_does_not_have(toyonaka, aoki):
    review = a_round(toyonaka).open()
    with pytest.raises(Refused, match="この段階は、この年度の進め方にありません"):
        change_step(actor=aoki, review=review, step="party", seen=1)


def test_a_published_year_stays_where_it_is(toyonaka, aoki):
    review = as_published(a_round(toyonaka).open())
    with pytest.raises(Refused, match="すでに公表されています"):
        change_step(actor=aoki, review=review, step="entry", seen=1)
