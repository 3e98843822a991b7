"""An upload is applied as a whole or not at all, once, and by whoever may; the same workbook again changes nothing."""

import datetime
from dataclasses import replace

import pytest
from django.db import IntegrityError, OperationalError
from django.utils import timezone

from accounts.audit import Refused
from accounts.models import AuditEvent, Membership
from kpi.importing import applying
from kpi.importing.applying import apply_upload
from kpi.importing.comparing import comparison_of
from kpi.measurements import record_value
from kpi.models import (
    DepartmentReturn,
    ItemProject,
    ItemReview,
    Measurement,
    MeasurementRevision,
    ReviewYear,
    TargetReview,
    Upload,
)
from kpi.sheet.returned import Entry
from tests import factories
from tests.kpi import promises, returned, rounds
from tests.kpi.returned import of_item, of_project, of_target

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 6, 18)


@pytest.fixture
def round_(toyonaka):
    return rounds.a_round(toyonaka)


@pytest.fixture
def review(round_):
    return round_.open()


@pytest.fixture
def ease(round_):
    return round_.targets["ease"]


def lines(upload):
    """The differences in short: cell, kind, old and new."""
    found = comparison_of(upload, DAY).differences
    return [(one.cell, one.kind.value, one.old, one.new) for one in found]


def applied(upload, actor=None):
    return apply_upload(actor=actor, upload=upload, seen=upload.version)


def snapshot():
    """Everything that an upload may write."""
    return [
        sorted(map(str, model.objects.values_list()))
        for model in (
            Measurement, MeasurementRevision, TargetReview, ItemReview, ItemProject, DepartmentReturn, AuditEvent,
        )
    ] + [list(Upload.objects.values_list("pk", "state", "version"))]  # fmt: skip


def everything(round_):
    item = round_.made["measure1"]
    return (
        of_target(round_.targets["ease"], 5, value="70.4", cause="甲", base=0, review_base=0),
        of_target(round_.targets["births"], 6, value="3,400", note="速報", base=0),
        of_item(item, 5, achievement="実績", self_evaluation="A"),
        of_project(item, 5, name="事業", budget="1,000"),
    )


def test_the_same_workbook_again_changes_nothing_whatever_was_done_since(review, round_, ease):
    upload = applied(returned.upload(review, *everything(round_)))
    assert upload.outcome["counts"] == {"追加": 8}
    record_value(actor=None, indicator=ease.indicator, fiscal_year=2024, typed="71.2", seen=1)
    again = returned.upload(review, *everything(round_))
    assert lines(again) == [("F5", "対象外", "71.2%", "70.4%")]
    before = MeasurementRevision.objects.count(), ItemReview.history.count(), TargetReview.history.count()
    assert applied(again).outcome["written"] == {}
    after = MeasurementRevision.objects.count(), ItemReview.history.count(), TargetReview.history.count()
    assert after == before


def test_whoever_corrects_the_own_workbook_meets_no_conflict(review, round_, ease):
    applied(returned.upload(review, *everything(round_)))
    corrected = of_target(ease, 5, value="70.6", cause="乙", base=0, review_base=0)
    upload = returned.upload(review, corrected, *everything(round_)[1:])
    assert lines(upload) == [("F5", "変更", "70.4%", "70.6%"), ("K5", "変更", "甲", "乙")]
    # another copy, written before the first was applied, knows nothing of it
    other = returned.upload(review, corrected, at="2025-06-02T09:00:00+09:00")
    assert [kind for _, kind, *_ in lines(other)] == ["食い違い", "食い違い"]


@pytest.mark.parametrize("position", range(4))
def test_a_bad_row_anywhere_and_nothing_is_written(review, round_, position):
    bad = list(everything(round_))
    entry = next(iter(bad[position].entries.values()))
    name = next(iter(bad[position].entries))
    broken = {"value": "5.4.9", "achievement": "あ" * 4001, "name": "あ" * 201}[name]
    bad[position] = replace(
        bad[position], entries={**bad[position].entries, name: Entry(entry.sheet, entry.cell, broken)}
    )
    upload = returned.upload(review, *bad)
    before = snapshot()
    with pytest.raises(Refused, match="誤り1件"):
        applied(upload)
    assert snapshot() == before


@pytest.mark.parametrize(
    "error", [IntegrityError("disk I/O error"), OperationalError("database or disk is full")]
)
@pytest.mark.parametrize("model", [Measurement, TargetReview, ItemReview, ItemProject, AuditEvent])
def test_the_disk_is_full_in_the_middle(review, round_, monkeypatch, model, error):
    upload = returned.upload(review, *everything(round_))
    before = snapshot()

    def fail(*_arguments, **_options):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(model.objects, "create" if model is AuditEvent else "bulk_create", fail)
        with pytest.raises(type(error)):
            applied(upload)
    assert snapshot() == before
    assert applied(upload).outcome["counts"] == {"追加": 8}


def test_what_changes_between_preview_and_applying_refuses_it(review, round_, ease):
    upload = returned.upload(review, *everything(round_))
    assert comparison_of(upload, DAY).is_ready
    promises.typed(ease.indicator, 2024, "69.9")
    before = snapshot()
    with pytest.raises(Refused, match="KPI実績 F5：ほかの人が値を変えています"):
        applied(upload)
    assert snapshot() == before


def test_a_published_review_takes_nothing(review, round_):
    upload = returned.upload(review, *everything(round_))
    ReviewYear.objects.filter(pk=review.pk).update(
        published_at=timezone.now(), content=b"{}", content_hash="0" * 64
    )
    with pytest.raises(Refused, match="公表した年度評価は変えられません"):
        applied(upload)
    assert not MeasurementRevision.objects.exists()


def test_a_right_that_ended_meanwhile_counts(review, round_, toyonaka):
    planner = factories.person("青木", "PLANNER", toyonaka)
    upload = returned.upload(review, *everything(round_))
    Membership.objects.filter(user=planner).update(role="VIEWER")
    with pytest.raises(Refused, match="反映できるのは"):
        applied(upload, planner)


def test_it_is_applied_once(review, round_, aoki):
    upload = returned.upload(review, *everything(round_))
    applied(upload, aoki)
    with pytest.raises(Refused, match="反映済み"):
        apply_upload(actor=aoki, upload=upload, seen=2)
    event = AuditEvent.objects.get(verb="upload.apply")
    assert (event.actor, event.detail["counts"]) == (aoki, {"追加": 8})


def test_of_many_rows_all_indicators_are_held(review, round_, monkeypatch):
    monkeypatch.setattr(applying, "MANY", 1)
    monkeypatch.setattr(applying, "CHUNK", 1)
    applied(returned.upload(review, *everything(round_)))
    assert MeasurementRevision.objects.count() == 2
