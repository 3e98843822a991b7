"""Where a cell stands: what was entered, or why nothing was."""

import datetime
from dataclasses import replace

import pytest

from kpi.states import state_of
from tests.kpi.test_judgements import SERIES, figure

TODAY = datetime.date(2026, 6, 1)  # 令和8年度 is under way


@pytest.mark.parametrize(
    ("state", "word"),
    [("DRAFT", "入力中"), ("SUBMITTED", "提出"), ("RETURNED", "差戻し"), ("APPROVED", "承認")],
)
def test_a_figure_says_where_it_stands(state, word):
    found, note = state_of(replace(SERIES, figures=(figure(2025, "70.4", state=state),)), 2025, TODAY)
    assert (found.word, note, found.is_waiting) == (word, "", False)


@pytest.mark.parametrize(
    ("facts", "year", "word", "note"),
    [
        ({}, 2025, "未入力", ""),
        ({}, 2026, "まだ時期でない", ""),
        ({"known_month": 11}, 2025, "未公表", "令和8年11月予定"),
        ({"known_month": 5}, 2025, "未入力", ""),
        ({"known_month": 11, "lag_years": 2}, 2024, "未公表", "令和8年11月予定"),
        ({"frequency": "FIVE_YEARLY", "survey_years": (2020,)}, 2024, "調査年でない", "次は令和7年度"),
        ({"frequency": "IRREGULAR"}, 2024, "調査年でない", ""),
    ],
)
def test_an_empty_cell_says_why(facts, year, word, note):
    found, told = state_of(replace(SERIES, **facts), year, TODAY)
    assert (found.word, told, found.is_waiting) == (word, note, word != "未入力")
