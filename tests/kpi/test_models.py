"""What the database itself refuses, whoever writes; and how rows call themselves."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from kpi.grades import TAMA, to_data
from kpi.indicators import add_reference, mark_break
from kpi.models import (
    Indicator,
    Measurement,
    MeasurementRevision,
    Publication,
    RelistedTarget,
    SeriesBreak,
    ServedItem,
    SettledFlag,
    SurveyRound,
    Target,
)
from kpi.schemes import grade_by_hand, save_scheme
from kpi.surveys import save_round
from kpi.targets import relist_target, serve_items, settle_flag
from tests.kpi import promises


@pytest.fixture
def target(made) -> Target:
    return promises.target(made["chapter"], "就業率")


@pytest.mark.django_db
def test_rows_call_themselves_by_what_people_know(target, made, toyonaka):
    indicator = target.indicator
    average = add_reference(actor=None, indicator=indicator, name="全国平均")
    revision = promises.published(indicator)
    grade = grade_by_hand(actor=None, target=target, fiscal_year=2024, grade="late", reason="x")
    serve_items(actor=None, target=target, items=[made["measure1"]])
    settle_flag(actor=None, target=target, code="source_missing", reason="x")
    called = {
        str(indicator): "就業率",
        str(
            mark_break(actor=None, indicator=indicator, fiscal_year=2025, note="x")
        ): "就業率（2025年度から）",
        str(average): "全国平均",
        str(promises.typed(indicator, series=average).measurement): "全国平均（2024年度）",
        str(revision): "就業率（2024年度） 第3回（承認）",
        str(revision.publication): "就業率（2024年度） 第3回（承認）",
        str(save_round(actor=None, government=toyonaka, survey="調査", fiscal_year=2024)): "調査（2024年度）",
        str(save_scheme(actor=None, government=toyonaka, content=to_data(TAMA)))[-4:]: "（第1）",
        str(grade): "就業率（2024年度）遅れ",
        str(Publication(manual_grade=grade)): "就業率（2024年度）遅れ",
        str(relist_target(actor=None, target=target, item=made["section"])): "就業率【再掲】",
        str(target.served.get()): "就業率 → 見本の取組み1",
        str(target.settled.get()): "就業率（source_missing）",
    }
    assert list(called) == list(called.values())


def passed(attempts: dict[str, Callable[[], object]]) -> list[str]:
    """What the database let pass."""
    done = []
    for what, act in attempts.items():
        try:
            with transaction.atomic():
                act()
        except IntegrityError:
            continue
        done.append(what)
    return done


@pytest.mark.django_db
def test_figures_that_cannot_be(target, toyonaka):
    indicator, now = target.indicator, timezone.now()
    year = {"indicator": indicator, "fiscal_year": 2024}
    days = {"starts_on": date(2024, 4, 1), "ends_on": date(2025, 3, 31)}
    measurement = Measurement.objects.create(**year, **days)
    average = add_reference(actor=None, indicator=indicator, name="全国平均")
    Measurement.objects.create(**year, **days, series=average)
    revision = MeasurementRevision.objects.create(measurement=measurement, n=1, value=1, at=now)
    survey = save_round(actor=None, government=toyonaka, survey="調査", fiscal_year=2024).survey
    mark_break(actor=None, indicator=indicator, fiscal_year=2025, note="x")
    grade = grade_by_hand(actor=None, target=target, fiscal_year=2024, grade="late", reason="x")
    cannot = {
        "a second figure of a period": partial(Measurement.objects.create, **year, **days),
        "a second figure of a reference": partial(Measurement.objects.create, **year, **days, series=average),
        "a third stage": partial(Measurement.objects.create, **year, **days, stage=3),
        "an end before its beginning": partial(
            Measurement.objects.create, **year, starts_on=date(2024, 4, 2), ends_on=date(2024, 4, 1)
        ),
        "a number used twice": partial(
            MeasurementRevision.objects.create, measurement=measurement, n=1, value=2, at=now
        ),
        "a return without a reason": partial(
            MeasurementRevision.objects.create,
            measurement=measurement,
            n=2,
            value=2,
            at=now,
            state="RETURNED",
        ),
        "a publication of nothing": partial(Publication.objects.create, at=now),
        "a publication of two things": partial(
            Publication.objects.create, revision=revision, manual_grade=grade, at=now
        ),
        "more answers than questions": partial(
            SurveyRound.objects.create, survey=survey, fiscal_year=2025, sent=1, valid=2
        ),
        "a second round of a year": partial(SurveyRound.objects.create, survey=survey, fiscal_year=2024),
        "a second break of a year": partial(
            SeriesBreak.objects.create, indicator=indicator, fiscal_year=2025, note="y"
        ),
    }
    assert passed(cannot) == []


@pytest.mark.django_db
def test_promises_and_grades_that_cannot_be(target, made, toyonaka):
    own, now = {"edition": target.edition, "target": target}, timezone.now()
    for model in (RelistedTarget, ServedItem):
        model.objects.create(**own, item=made["section"])
    grade_by_hand(actor=None, target=target, fiscal_year=2024, grade="late", reason="x")
    cannot = {
        "an indicator without a name": partial(Indicator.objects.create, government=toyonaka, name=""),
        "a thirteenth month": partial(Indicator.objects.create, government=toyonaka, name="x", known_month=13),
        "a target without a text": partial(Target.objects.filter(pk=target.pk).update, target_text=""),
        "a target without a name": partial(Target.objects.filter(pk=target.pk).update, name=""),
        "a lineage twice": partial(
            Target.objects.create, edition=target.edition, item=target.item, indicator=target.indicator, name="x",
            target_text="1", lineage=target.lineage,
        ),
        "a second place in one table": partial(RelistedTarget.objects.create, **own, item=made["section"]),
        "an item served twice": partial(ServedItem.objects.create, **own, item=made["section"]),
        "an answer without a reason": partial(SettledFlag.objects.create, **own, code="x", reason="", at=now),
        "a grade without a reason": partial(
            target.manual_grades.create, fiscal_year=2024, n=2, grade="late", reason="", at=now
        ),
        "a second grade of a number": partial(
            target.manual_grades.create, fiscal_year=2024, n=1, grade="late", reason="y", at=now
        ),
    }  # fmt: skip
    assert passed(cannot) == []


@pytest.mark.django_db
def test_what_is_measured_or_voted_on_is_not_deleted_from_under_it(target):
    promises.typed(target.indicator)
    for row in (
        target.indicator,
        target.item,
        target.indicator.measurements.get(),
        target.indicator.government,
    ):
        with pytest.raises(ProtectedError):
            row.delete()
