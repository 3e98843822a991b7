"""Opening a year of review: which edition judges it, who is asked, and when it is refused."""

import pytest

from accounts.audit import Refused
from kpi.models import ReviewYear
from tests.kpi.rounds import a_round

pytestmark = pytest.mark.django_db


def test_opening_asks_each_department_that_answers_for_something(toyonaka):
    year = a_round(toyonaka)
    review = year.open(2024)
    assert (review.edition, review.step, review.revision) == (year.edition, "prepare", 1)
    assert [row.department for row in review.returns.order_by("department__name")] == [
        year.child,
        year.planning,
    ]


def test_a_year_is_opened_once(toyonaka):
    year = a_round(toyonaka)
    year.open(2024)
    with pytest.raises(Refused, match="すでに始まっています"):
        year.open(2024)
    assert ReviewYear.objects.count() == 1


@pytest.mark.parametrize(
    ("fiscal_year", "sentence"), [(2097, "まだ終わっていません"), (2021, "成案がありません")]
)
def test_a_year_that_cannot_be_reviewed(toyonaka, fiscal_year, sentence):
    with pytest.raises(Refused, match=sentence):
        a_round(toyonaka).open(fiscal_year)
