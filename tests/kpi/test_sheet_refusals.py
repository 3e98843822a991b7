"""Workbooks of which nothing can be used: not from here, of elsewhere, of another year, plan, schema or kind."""

import pytest

from kpi.models import ReviewYear
from kpi.sheet.keys import write_origin
from kpi.sheet.layout import SCHEMA
from kpi.sheet.reading import CHANGED, NOT_OURS
from kpi.sheet.writing import origin_of
from tests.kpi.rounds import Round, a_round
from tests.kpi.workbooks import NOW, given, returned

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(toyonaka) -> Round:
    return a_round(toyonaka)


@pytest.fixture
def review(year) -> ReviewYear:
    return year.open()


@pytest.fixture
def book(review, year):
    return given(review, year.child)


def refused(book, review) -> str:
    found = returned(book, review)
    assert found.rows == ()
    return found.refusal


def test_a_workbook_that_is_not_from_here(review, book):
    mark = book["_hashira"]["A1"]
    mark.value = mark.value[:-2] + "aa"
    assert refused(book, review) == CHANGED
    del book["_hashira"]
    assert refused(book, review) == NOT_OURS


def test_a_workbook_of_elsewhere_says_of_where(toyonaka, ogori, year, review, book):
    theirs = a_round(ogori).open()
    assert refused(given(theirs), review) == "これは「小郡市」の表です。豊中市の表を選び直してください。"
    assert refused(given(year.open(2023)), review) == (
        "これは令和5年度（2023年度）の評価の表です。令和6年度（2024年度）の表を選び直してください。"
    )
    another = a_round(toyonaka, slug="another").open()
    assert refused(given(another), review) == (
        "これは、ほかの計画の表です。この計画の年度評価で受け取った表を選び直してください。"
    )
    review.pk += 1000  # the 訂正 of the same year
    assert refused(book, review).startswith("これは、訂正を始める前に渡した表です。")


def test_a_workbook_of_another_schema_or_kind(year, review, book):
    mark, origin = book["_hashira"]["A1"], origin_of(review, year.child, NOW)
    mark.value = write_origin(origin | {"schema": SCHEMA + 1})
    assert refused(book, review).startswith("この表は、いまのシステムでは読めない様式です。")
    mark.value = write_origin(origin | {"kind": "drafting"})
    assert refused(book, review).startswith("これは実績の表ではなく、施策調書です。")
    mark.value = write_origin(origin | {"review_kind": "TERM"})
    assert refused(book, review) == (
        "これは令和6年度（2024年度）の総括評価の表です。令和6年度（2024年度）の年度評価の表を選び直してください。"
    )
