"""One target over its years."""

import datetime

import pytest

from kpi.dossier import Dossier
from kpi.rules import target_or_404
from kpi.schemes import grade_by_hand
from tests.kpi import promises

TODAY = datetime.date(2026, 6, 1)


@pytest.mark.django_db
def test_each_year_is_judged_with_what_was_known_then(edition, made, aoki, django_assert_num_queries):
    row = promises.target(made["chapter"])
    promises.approved(row.indicator, 2023, "67.0%")
    promises.typed(row.indicator, 2024, "71.0%")
    grade_by_hand(actor=aoki, target=row, fiscal_year=2024, grade="late", reason="災害のため")
    grade_by_hand(actor=aoki, target=row, fiscal_year=2023, grade="late", reason="誤り")
    grade_by_hand(actor=aoki, target=row, fiscal_year=2023, grade="", reason="取り消し")
    row = target_or_404(edition, row.lineage)
    with django_assert_num_queries(5):
        years = Dossier(row, TODAY).years
    assert [(year.year, year.state.word, year.progress.status.word) for year in years] == [
        (2023, "承認", "基準値を下回る"),
        (2024, "入力中", "順調"),
        (2025, "未入力", "順調"),
        (2026, "まだ時期でない", "順調"),
    ]
    assert [(year.manual and year.manual.word, len(year.given)) for year in years[:2]] == [
        (None, 2),
        ("遅れ", 1),
    ]


@pytest.mark.django_db
def test_a_supplementary_indicator_is_not_judged(edition, made):
    row = promises.target(
        made["section"], "待機児童数", role="SUPPLEMENTARY", target_text="", baseline_text=""
    )
    promises.typed(row.indicator, 2024, "3")
    years = Dossier(target_or_404(edition, row.lineage), TODAY).years
    assert [(year.year, year.progress, year.figure and year.figure.text) for year in years][1] == (
        2024,
        None,
        "3",
    )
