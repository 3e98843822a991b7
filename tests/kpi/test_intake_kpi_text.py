import doctest

import pytest

from kpi.intake import bodies, kpi_text
from kpi.intake.bodies import cleaned
from kpi.intake.kpi_text import NamedKpi, joined_time, named, ordered


def test_the_examples_hold():
    assert (doctest.testmod(kpi_text), doctest.testmod(bodies)) == ((0, 7), (0, 2))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("※住み続けたい市民の割合", NamedKpi("住み続けたい市民の割合", is_survey=True)),
        ("・創業件数（件）", NamedKpi("創業件数", unit="件")),
        ("観光入込客数【再掲】（単位：千人）", NamedKpi("観光入込客数", unit="千人", is_relisted=True)),
        ("完全失業率（対象：15～39歳)", NamedKpi("完全失業率", audience="15～39歳")),
        ("市内の各駅乗降客数（1日平均）", NamedKpi("市内の各駅乗降客数（1日平均）")),
        ("放課後事業（校庭開放）の実施率", NamedKpi("放課後事業（校庭開放）の実施率")),
        ("満足度\n対象：女性", NamedKpi("満足度", audience="女性")),
        ("満足度（％）（女性）", NamedKpi("満足度", audience="女性", unit="%")),
    ],
)
def test_the_cell_of_a_name(cell, said):
    assert named(cell) == said


def test_notes_stand_behind_the_year_they_came_before():
    assert ordered("※全国平均：78.5%\n72.0%") == "※全国平均：78.5%72.0%"
    assert ordered("72.0%\n※全国：78.5%\n（令和2年度）") == "72.0%（令和2年度）※全国：78.5%"
    assert joined_time("72.0%※全国：78.5%", "（令和 2年度）") == "72.0%（令和2年度）※全国：78.5%"


def test_a_body_holds_what_a_plan_may_hold():
    assert cleaned('<p onclick="x">本文<script>alert(1)</script></p>') == "<p>本文</p>"
