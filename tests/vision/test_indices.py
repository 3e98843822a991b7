"""Indices, 人口減少段階, 影響度."""

from decimal import Decimal

import pytest

from tests.vision.published import nation
from vision.ages import OLD
from vision.figures import Summary
from vision.indices import Indices, Stage, index_of, indices_of, natural_class, social_class, stages


def year(number, total, old=None):
    return Summary(number, Decimal(total), old=None if old is None else Decimal(old))


def test_indices_of_the_national_census():
    """国勢調査 2020 with 不詳補完, in thousands: 15 032, 75 088, 36 027."""
    summary = Summary(2020, Decimal(126_146), Decimal(15_032), Decimal(75_088), Decimal(36_027))
    assert indices_of(summary) == Indices(*map(Decimal, ("20.0", "48.0", "68.0", "239.7")))


def test_an_index_without_its_classes_is_none():
    assert indices_of(Summary(2020, Decimal(100))) == Indices(None, None, None, None)
    no_children = Summary(2020, Decimal(100), Decimal(0), Decimal(40), Decimal(60))
    assert indices_of(no_children) == Indices(Decimal("0.0"), Decimal("150.0"), Decimal("150.0"), None)
    assert indices_of(Summary(2020, Decimal(100), None, Decimal(40))).young is None


def test_the_index_of_people():
    assert index_of(Decimal("999.5"), Decimal(1000)) == Decimal("100.0")
    assert index_of(Decimal(5), Decimal(0)) is None


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # More people, then fewer with more old ones, then slightly fewer old ones, then many fewer.
        (
            [(2020, 100, 30), (2025, 101, 32), (2030, 99, 34), (2035, 96, 33), (2040, 90, 28)],
            [(0, 2020, 2025), (1, 2025, 2030), (2, 2030, 2035), (3, 2035, 2040)],
        ),
        # A tenth fewer than when they were most, though by little in each five years.
        (
            [(2020, 100, 200), (2025, 98, 202), (2030, 96, 192), (2035, 94, 182), (2040, 92, 181)],
            [(1, 2020, 2025), (2, 2025, 2035), (3, 2035, 2040)],
        ),
        # A stage that lasts is one row; as many old people are 維持; a tenth fewer are no 微減.
        ([(2020, 100, 30), (2025, 98, 31), (2030, 96, 32)], [(1, 2020, 2030)]),
        ([(2020, 100, 30), (2025, 98, 30)], [(2, 2020, 2025)]),
        ([(2020, 100, 30), (2025, 98, 27)], [(3, 2020, 2025)]),
        ([(2020, 100, 30), (2030, 98, 27)], [(3, 2020, 2030)]),
        ([(2020, 100, 0), (2025, 98, 0)], [(2, 2020, 2025)]),
        # What was reached is not left for an earlier one, but by growth.
        ([(2020, 100, 30), (2025, 98, 29), (2030, 96, 31)], [(2, 2020, 2030)]),
        ([(2020, 100, 30), (2025, 98, 29), (2030, 99, 31)], [(2, 2020, 2025), (0, 2025, 2030)]),
        ([(2020, 100, None), (2025, 98, 29)], []),
        ([(2020, 100, 30)], []),
    ],
)
def test_stages_of_decline(rows, expected):
    found = stages({row[0]: year(*row) for row in rows})
    assert found == tuple(Stage(*one) for one in expected)


def test_a_stage_says_what_it_means():
    assert Stage(2, 2030, 2035).name == "第2段階（老年人口の維持・微減、年少・生産年齢人口の減少）"


@pytest.mark.parametrize(
    ("ratio", "natural", "social"),
    [
        ("99.99", 1, 1),
        ("100", 2, 2),
        ("104.99", 2, 2),
        ("105", 3, 2),
        ("110", 4, 3),
        ("115", 5, 3),
        ("120", 5, 4),
        ("130", 5, 5),
    ],
)
def test_classes_of_impact(ratio, natural, social):
    assert (natural_class(Decimal(ratio)), social_class(Decimal(ratio))) == (natural, social)


def test_the_nation_comes_to_stage_3_in_2060(shared):
    """国の長期ビジョン: the old become more until 2040, slightly fewer until 2060, fewer then (平成29年推計, 中位)."""
    years, variants = nation(shared)
    people = variants["medium"].sum(axis=1)
    found = {
        one: Summary(one, Decimal(int(row.sum())), old=Decimal(int(row[OLD].sum())))
        for one, row in zip(years, people, strict=True)
    }
    assert stages(found) == (Stage(1, 2015, 2040), Stage(2, 2040, 2060), Stage(3, 2060, 2065))
