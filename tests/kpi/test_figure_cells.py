"""A figure that comes in a workbook obeys the rules of one that is typed on the screen: the same revision, or refused too.

Random lives of a figure, then the same cells once through each way.
"""

import random

import pytest
from django.db import transaction

from accounts.audit import Refused
from kpi.importing.applying import apply_upload
from kpi.importing.deciding import decide_upload
from kpi.measurements import approve_value, record_value, return_value, submit_value
from kpi.models import MeasurementRevision
from tests.kpi import returned, rounds

pytestmark = pytest.mark.django_db
FACTS = "n value places numerator denominator quality is_running_total is_partial note state".split()
VALUES = ("70.4", "70.40", "71", "累計71", "71（速報値）", "-0.5", "―", "△0.5", "5.4.9", "約70", "70人")
QUALITIES = {"": "", "速報": "PROVISIONAL", "確定": "FINAL", "訂正": "CORRECTED"}
CASES = 60


class Undone(Exception):
    """Rolls back one of the two ways."""


def live(chance, indicator):
    """A random life: typed, submitted, returned, approved, typed again."""
    for _ in range(chance.randint(0, 3)):
        newest = MeasurementRevision.objects.order_by("n").last()
        typed = record_value(
            actor=None,
            indicator=indicator,
            fiscal_year=2024,
            typed=chance.choice(("70.4", "71", "累計71", "-0.5")),
            quality=chance.choice(("PROVISIONAL", "FINAL")),
            seen=newest.n if newest else 0,
            why="検算",
            note=chance.choice((None, "注")),
        )
        if chance.random() < 0.6 and typed.state == "DRAFT":
            made = submit_value(actor=None, measurement=typed.measurement, seen=typed.n)
            if chance.random() < 0.7:
                approve_value(actor=None, measurement=made.measurement, seen=made.n)
            else:
                return_value(actor=None, measurement=made.measurement, seen=made.n, why="理由")


def both(chance, review, target):
    """What comes of the same cells on the screen and in a workbook: the facts of the newest revision, or a refusal."""
    newest = returned.newest(target)
    cells = {
        "value": chance.choice(VALUES),
        "quality": chance.choice(tuple(QUALITIES)),
        "numerator": chance.choice(("7", "７", "x")),
        "denominator": "10",
        "note": chance.choice(("", "改めた")),
    }
    why = chance.choice(("", "集計の誤り"))
    if cells["note"]:
        why = why or "注記"  # a note in the workbook is a reason

    def on_the_screen():
        as_before = {"quality": newest.quality if newest else "FINAL"}
        if newest:
            as_before |= {"is_partial": newest.is_partial}
        record_value(
            actor=None,
            indicator=target.indicator,
            fiscal_year=2024,
            typed=cells["value"],
            seen=newest.n if newest else 0,
            why=why,
            note=cells["note"] or None,
            numerator=cells["numerator"],
            denominator=cells["denominator"],
            is_running_total=True if newest and newest.is_running_total else None,
            **as_before | ({"quality": QUALITIES[cells["quality"]]} if cells["quality"] else {}),
        )

    def in_a_workbook():
        upload = returned.upload(review, returned.of_target(target, **cells))
        if why:
            upload = decide_upload(
                actor=None, upload=upload, seen=1, decisions={"reasons": {"KPI実績!F5": why}}
            )
        apply_upload(actor=None, upload=upload, seen=upload.version)

    return cells, _outcome(on_the_screen, target), _outcome(in_a_workbook, target)


def _outcome(way, target):
    try:
        with transaction.atomic():
            way()
            found = returned.newest(target)
            raise Undone([getattr(found, name) for name in FACTS] if found else None)
    except Undone as undone:
        return undone.args[0]
    except Refused:
        return "refused"


@pytest.mark.no_database  # the same comparison on any database
def test_a_workbook_does_what_the_screen_does(toyonaka):
    round_ = rounds.a_round(toyonaka)
    review, target = round_.open(), round_.targets["ease"]
    seen = set()
    for case in range(CASES):
        chance = random.Random(case)
        try:
            with transaction.atomic():
                live(chance, target.indicator)
                cells, screen, workbook = both(chance, review, target)
                raise Undone
        except Undone:
            pass
        nothing = cells["value"] == "―" and screen == "refused" and workbook in (None, "refused")
        assert nothing or screen == workbook, (case, cells)
        seen.add("refused" if screen == "refused" else screen[FACTS.index("quality")])
    assert seen == {"refused", "PROVISIONAL", "FINAL", "CORRECTED"}
