"""The demo's years of review: two are published, the third is where departments answer; all of it is sample."""

import pytest
from django.utils import timezone

from kpi.models import Proposal, Publication, ReviewYear
from kpi.review.board import Board
from kpi.review.report import from_bytes

pytestmark = [pytest.mark.slow, pytest.mark.no_database]  # the demo is the same on any database


def review(fiscal_year: int) -> ReviewYear:
    return ReviewYear.objects.select_related("plan__government", "edition").get(
        plan__slug="digital-strategy", fiscal_year=fiscal_year
    )


def test_two_years_are_published_and_the_third_is_at_work(seeded):
    rows = ReviewYear.objects.order_by("fiscal_year").values_list("fiscal_year", "step", "edition__number")
    assert list(rows) == [(2023, "publication", 5), (2024, "publication", 5), (2025, "entry", 5)]
    assert [row.is_published for row in ReviewYear.objects.order_by("fiscal_year")] == [True, True, False]


def test_the_published_year_counts_each_promise_once(seeded):
    """3 KGIs, 16 KPIs and 5 digital ones; 2 of the 18 rows are 再掲, 23 indicators are supplementary."""
    report = from_bytes(bytes(review(2024).content))
    assert (report.total, sum(report.counts), report.relisted) == (24, 24, 2)
    assert sum(row.role == "SUPPLEMENTARY" for row in report.rows) == 23
    assert (report.judgement, [row.is_there for row in report.inputs]) == ("概ね順調", [True] * 4)
    assert [row.kind for row in report.inputs] == ["KPI", "EXTERNAL", "ASSEMBLY", "RESIDENTS"]
    behind = [row.name for row in report.rows if row.needs_cause and not row.cause]
    assert behind == []


def test_everything_invented_is_marked(seeded):
    report = from_bytes(bytes(review(2024).content))
    texts = [text for row in report.rows for text in (row.cause, row.issue, row.action) if text]
    texts += [opinion for row in report.rows for opinion in row.opinions]
    texts += [item.achievement for item in report.items if item.achievement]
    assert len(texts) > 30
    assert [text for text in texts if "（見本）" not in text] == []


def test_the_figures_that_the_reports_show_are_public(seeded):
    shown = {
        (row.indicator, figure.fiscal_year)
        for fiscal_year in (2023, 2024)
        for row in from_bytes(bytes(review(fiscal_year).content)).rows
        for figure in row.figures
        if figure.text
    }
    public = set(
        Publication.objects.filter(revision__isnull=False).values_list(
            "revision__measurement__indicator__key", "revision__measurement__fiscal_year"
        )
    )
    assert shown <= {(str(key), year) for key, year in public}


def test_what_was_decided_waits_for_the_next_edition(seeded):
    found = Proposal.objects.filter(review__fiscal_year=2024).values_list("decision", flat=True)
    assert set(found) == {"拡充", "改善", "目標値の見直し"}


def test_the_board_of_the_third_year_shows_who_is_late(seeded):
    board = Board(review(2025), timezone.localdate())
    states = {
        row.department.name.removesuffix("（見本）"): row.answer.get_state_display() for row in board.rows
    }
    assert states == {
        "こども政策課": "入力中", "文化振興課": "入力中", "地域福祉課": "入力中", "経営計画課": "提出", "都市計画課": "承認",
    }  # fmt: skip
