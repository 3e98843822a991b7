"""What goes out comes back: a workbook that nobody touched changes nothing, whatever stands in the plan."""

import io
import random
from decimal import Decimal

import openpyxl
import pytest
from django.db import transaction
from django.utils import timezone

from kpi.importing.applying import apply_upload
from kpi.importing.comparing import comparison_of
from kpi.importing.receiving import receive_results
from kpi.models import MeasurementRevision
from kpi.review.item_reviews import Project, save_item_review
from kpi.review.target_reviews import save_target_review
from kpi.sheet.writing import results_workbook
from tests.kpi import promises, rounds
from tests.kpi.returned import Office

pytestmark = pytest.mark.django_db
PLANS = 8
TEXTS = (
    "",
    "要因",
    "一行目\n二行目",
    "=1+1",
    "+81-6-6858",
    "①【再掲】　％",
    "  前後の空白  ",
    "𠮷",
    "あ" * 2000,
    "'=SUM(A1)",
    "―",
    "0120",
)  # fmt: skip
VALUES = ("70.4%", "70.40", "累計3,420", "13,512（速報値）", "△0.5", "0", "999999999", "0.000001")


class Undone(Exception):
    """Ends a random plan."""


def text(chance):
    return chance.choice(TEXTS).strip()


def live(chance, round_, review):
    """Random figures, reviews and projects."""
    for target in round_.targets.values():
        act = chance.choice((None, *promises.IN_EACH_STATE.values()))
        typed = chance.choice(VALUES).replace("%", target.indicator.unit)
        if act is not None:
            act(
                target.indicator,
                2024,
                typed,
                note=chance.choice(("", "注")),
                numerator=chance.choice((None, "7.5")),
            )
        fields = {name: text(chance) for name in ("cause", "issue", "action")}
        direction = chance.choice(("", "improve", "end"))
        save_target_review(actor=None, review=review, target=target, seen=0, direction=direction, **fields)
    for name in ("measure1", "measure2"):
        projects = [
            Project(
                f"事業{n}{chance.choice(('', '=1', '（拡充）'))}",
                chance.choice((None, Decimal(n * 1000))),
                Decimal(n),
                "国",
            )
            for n in range(chance.randint(0, 4))
        ]
        save_item_review(
            actor=None, review=review, item=round_.made[name], seen=0, projects=projects,
            achievement=text(chance), self_evaluation=chance.choice(("", "a", "d")),
        )  # fmt: skip


def saved_again(data):
    """The same as openpyxl writes it anew."""
    out = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(out)
    return out.getvalue()


@pytest.mark.no_database  # the same comparison on any database
def test_an_untouched_workbook_changes_nothing(toyonaka):
    round_ = rounds.a_round(toyonaka)
    review = round_.open()
    seen = 0
    for plan in range(PLANS):
        chance = random.Random(plan)
        try:
            with transaction.atomic():
                live(chance, round_, review)
                data = results_workbook(review, chance.choice((None, round_.child)), timezone.now())
                upload = receive_results(
                    actor=None,
                    membership=Office(review),
                    review=review,
                    name="表.xlsx",
                    data=saved_again(data),
                )
                found = comparison_of(upload, timezone.localdate())
                assert (upload.refusal, found.differences, found.changes) == ("", (), 0), plan
                before = MeasurementRevision.objects.count()
                apply_upload(actor=None, upload=upload, seen=1)
                assert MeasurementRevision.objects.count() == before
                seen += found.same
                raise Undone
        except Undone:
            pass
    assert seen > 10 * PLANS
