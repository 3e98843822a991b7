"""When a figure becomes known."""

from datetime import date

import pytest

from kpi.known import KnownFrom, known_from


@pytest.mark.parametrize(
    ("today", "month", "lag", "expected"),
    [
        (date(2025, 5, 1), 6, 1, (2025, 6)),  # 令和6年度's figure in June after the year has ended
        (date(2025, 6, 30), 6, 1, (2025, 6)),  # its month is not over
        (date(2025, 7, 1), 6, 1, None),  # by now it should have been entered
        (date(2025, 7, 1), 11, 2, (2026, 11)),
        (date(2024, 12, 1), 2, 0, (2025, 2)),  # January to March belong to the fiscal year that began before
        (date(2025, 7, 1), None, 1, None),
        (date(2025, 7, 1), 13, 1, None),
    ],
)
def test_a_figure_is_unpublished_until_its_month_is_over(today, month, lag, expected):
    assert known_from(2024, today=today, month=month, lag=lag) == KnownFrom(expected)


def test_surveys_are_held_every_other_year_every_five_or_now_and_then():
    def asked(year: int, **more) -> tuple[bool, int | None]:
        known = known_from(year, today=date(2030, 1, 1), month=3, **more)
        return known.is_survey_year, known.next_year

    assert [asked(year, every=2, survey_years=[2021]) for year in (2020, 2022, 2023)] == [
        (False, 2021), (False, 2023), (True, None)
    ]  # fmt: skip
    assert asked(2024, every=5, survey_years=[2020, 2015]) == (False, 2025)
    assert asked(2025, every=5, survey_years=[2020, 2015]) == (True, None)
    assert asked(2024, every=None, survey_years={2022, 2029, 2026}) == (False, 2026)
    assert asked(2030, every=None, survey_years={2022}) == (False, None)
    assert asked(2022, every=None, survey_years={2022}) == (True, None)
    assert asked(2024, every=5) == (True, None)  # nobody said since when
