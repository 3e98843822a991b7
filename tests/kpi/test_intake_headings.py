import doctest

import pytest

from kpi.intake import headings
from kpi.intake.headings import heading_of


def test_the_examples_hold():
    assert doctest.testmod(headings) == (0, 4)


ORDER = [
    "第1部 総論",
    "Ⅳ　戦略の内容",
    "基本目標２ 新しい人の流れをつくる",
    "第 1章－2 教育環境の充実",
    "3　施策の展開",
    "3-1 起業の支援",
    "（1）安心して産み育てられる環境",
    "① 相談支援",
    "ア　窓口の充実",
    "a. 開設",
]


def test_ranks_follow_the_order_of_plans():
    found = [heading_of(line) for line in ORDER]
    assert [heading.rank for heading in found] == list(range(10))
    assert [heading.number for heading in found][:5] == ["第1部", "Ⅳ", "基本目標２", "第1章－2", "3"]
    assert found[6].title == "安心して産み育てられる環境"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "本文です",
        "10年後のまち",
        "5年間で1,000人",
        "（1）は、市が行います。",
        "3.5％増加",
        "①" + "あ" * 90,
        "第3章",
    ],
)
def test_what_is_no_heading(line):
    assert heading_of(line) is None
