"""R7, an import is whole or not there: its process is killed at any moment (kill -9), and the same file goes in afterwards.

The control applies without a transaction: killed in the middle it leaves a part, so these tests would see one.
"""

import os
import random
import time

import pytest

from kpi.importing.applying import apply_upload
from kpi.models import (
    Indicator,
    ItemProject,
    ItemReview,
    Measurement,
    MeasurementRevision,
    ReviewYear,
    Target,
    TargetReview,
    Upload,
)
from tests.kpi.returned import whole_upload, wide_review
from tests.racecourse import racecourse

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CRASHES = int(os.environ.get("IMPORT_CRASHES", "3"))  # script/drill kills 20 on each database
KPIS = 300


@pytest.fixture
def start():
    with racecourse() as started:
        yield started


@pytest.fixture
def review(toyonaka) -> ReviewYear:
    return wide_review(toyonaka, KPIS)


def counts() -> dict[str, int]:
    """How many rows there are of what an upload writes, histories too."""
    models = (Measurement, MeasurementRevision, TargetReview, ItemReview, ItemProject)
    found = {model.__name__: model.objects.count() for model in models}
    found |= {f"history of {model.__name__}": model.history.count() for model in (TargetReview, ItemReview)}
    return found | {"applied": Upload.objects.filter(state="APPLIED").count()}


def after(n: int) -> dict[str, int]:
    """The counts when n uploads were applied as a whole; a year has one measurement, one review and one project list."""
    return {
        "Measurement": KPIS * min(n, 1),
        "MeasurementRevision": KPIS * n,
        "TargetReview": KPIS * min(n, 1),
        "ItemReview": min(n, 1),
        "ItemProject": n,
        "history of TargetReview": KPIS * n,
        "history of ItemReview": n,
        "applied": n,
    }


def bases(n: int) -> dict[str, int]:
    """By lineage the revision that stands after n uploads; versions are the same numbers."""
    return {str(lineage): n for lineage in Target.objects.values_list("lineage", flat=True)}


def applied(upload: Upload) -> None:
    apply_upload(actor=None, upload=Upload.objects.get(pk=upload.pk), seen=1)


def test_killed_at_any_moment_it_is_whole_or_not_there(review, start):
    began = time.monotonic()
    applied(whole_upload(review, 1))
    lasts = time.monotonic() - began
    chance, whole = random.Random(CRASHES), 1
    for crash in range(CRASHES):
        upload = whole_upload(review, crash + 2, bases(whole))
        racer = start("apply upload", upload.pk)
        assert racer.next() == "begun"
        time.sleep(chance.uniform(0, 1.2 * lasts))
        racer.stop()
        upload.refresh_from_db()
        is_applied = upload.state == "APPLIED"
        assert counts() == after(whole + is_applied), f"crash {crash} left a part"
        if not is_applied:
            applied(upload)  # the same file once more
        whole += 1
        assert counts() == after(whole)


def test_killed_in_the_middle_nothing_is_there(review, start):
    upload = whole_upload(review, 1)
    racer = start("apply upload slowly", upload.pk)
    assert [racer.next(), racer.next()] == ["begun", "half"]
    racer.stop()
    assert counts() == after(0)
    applied(upload)
    assert counts() == after(1)


def test_control_without_a_transaction_a_part_stays(review, start):
    upload = whole_upload(review, 1)
    racer = start("apply upload without transaction", upload.pk)
    assert racer.next() == "half"
    racer.stop()
    assert counts() == after(0) | {"Measurement": KPIS, "MeasurementRevision": KPIS}


def test_of_two_who_apply_the_same_upload_one_is_told(review, start):
    upload = whole_upload(review, 1)
    first = start("apply upload slowly", upload.pk)
    assert [first.next(), first.next()] == ["begun", "half"]
    second = start("apply upload slowly", upload.pk)
    assert second.next() == "begun"
    assert second.is_held_up()
    first.go()
    first.go()  # the texts of the items
    assert first.next() == "half"
    assert first.next() == "done"
    assert second.next().startswith("この表は反映済みです。")
    assert counts() == after(1)


def test_a_figure_entered_meanwhile_waits_and_is_told(review, start):
    upload = whole_upload(review, 1)
    indicator = Indicator.objects.order_by("pk").first()
    first = start("apply upload slowly", upload.pk)
    assert [first.next(), first.next()] == ["begun", "half"]
    second = start("enter figure", indicator.pk, "55", "0")
    assert second.next() == "begun"
    assert second.is_held_up()
    first.go()
    first.go()
    assert [first.next(), first.next()] == ["half", "done"]
    assert second.next().startswith("ほかの人が先にこの値を変えました。")
    assert counts() == after(1)
