"""What became of an indicator: revisions of its figures, changes of its facts."""

import datetime

import pytest

from accounts.models import Department
from kpi.chronicles import MOST_TOLD, entries_of, figures_of
from kpi.indicators import add_reference, save_indicator
from tests.kpi import promises


@pytest.mark.django_db
def test_figures_are_told_by_what_they_are_of_the_newest_year_first(
    toyonaka, aoki, django_assert_num_queries
):
    row = promises.indicator(toyonaka, "就業率")
    promises.returned(row, 2023, "70.0%")
    promises.published(row, 2024, "71.0%（速報値）")
    promises.typed(
        row,
        2025,
        "72.0%",
        period_kind="DAY",
        starts_on=datetime.date(2025, 10, 1),
        numerator="18",
        actor=aoki,
    )
    nation = add_reference(actor=None, indicator=row, name="全国平均")
    promises.typed(row, 2024, "78.5%", series=nation)
    with django_assert_num_queries(1):
        found = figures_of(row)
    assert [(told.when, told.newest.text, told.newest.remarks) for told in found[None]] == [
        ("令和7年度（2025/10/01時点）", "72.0", "分子18"),
        ("令和6年度", "71.0", "速報"),
        ("令和5年度", "70.0", ""),
    ]
    assert [(len(told.steps), told.newest.is_public) for told in found[None]] == [
        (1, False),
        (3, True),
        (3, False),
    ]
    assert found[None][2].newest.revision.why == "出典の年度が違います。"
    assert [told.newest.text for told in found[nation.pk]] == ["78.5"]


@pytest.mark.django_db
def test_changes_of_facts_are_told_in_the_words_of_the_screen(toyonaka, aoki):
    own = Department.objects.create(government=toyonaka, name="産業振興課")
    row = promises.indicator(toyonaka, "就業率")
    row = save_indicator(
        actor=aoki, indicator=row, version=1, department=own, better="DOWN", survey_years=[2020]
    )
    newest, first = entries_of(row)
    assert {(fact.label, fact.old, fact.new) for fact in newest.facts} == {
        ("担当課", "（空）", "産業振興課"),
        ("よい方向", "上がるほどよい", "下がるほどよい"),
        ("調査年度", "（空）", "2020"),
    }
    assert (newest.who, newest.is_new, first.who, first.is_new, first.facts) == (
        "青木",
        False,
        "（記録なし）",
        True,
        (),
    )
    for version in range(2, MOST_TOLD + 4):
        row = save_indicator(actor=aoki, indicator=row, version=version, definition=f"説明{version}")
    told = entries_of(row)
    assert (len(told), told[-1].is_new, len(told[-1].facts)) == (MOST_TOLD, False, 1)
