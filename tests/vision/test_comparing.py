"""Two editions of a population vision laid side by side: which scenario goes on from which, every figure with its difference."""

from decimal import Decimal
from typing import Any

import pytest

from tests.vision import compared
from vision.comparing import Comparison, Row, Series, compare
from vision.figures import share
from vision.indices import indices_of
from vision.spec import Entered


@pytest.fixture(scope="module")
def both() -> Comparison:
    return compare(compared.older(), compared.newer())


def entered(number: int, *rows: tuple[int, int, str], **fields: Any) -> dict[str, Any]:
    """A vision that holds nothing but figures decided elsewhere."""
    figures = (Entered(year, total, young_share=Decimal(young)) for year, total, young in rows)
    return compared.made(compared.town(number=number), [compared.entered(*figures, **fields)])


def names(comparison: Comparison) -> list[tuple[str | None, str | None]]:
    return [(pair.old and pair.old.name, pair.new and pair.new.name) for pair in comparison.pairs]


def by_key(several: tuple[Series, ...], key: str) -> Series:
    return next(one for one in several if one.key == key)


# --- which scenario goes on from which ----------------------------------------------------------------------


def test_a_scenario_goes_on_by_its_lineage_else_by_its_kind_else_by_being_adopted():
    old = compared.made(
        compared.town(number=1),
        [
            compared.scenario("準拠", kind="PATTERN1", lineage="a"),
            compared.scenario("見通し", lineage="b", is_adopted=True),
            compared.scenario("均衡", lineage="c"),
            compared.scenario("やめた案", lineage="d"),
        ],
    )
    new = compared.made(
        compared.town(),
        [
            compared.scenario("均衡（改）", lineage="c"),
            compared.scenario("社人研準拠", kind="PATTERN1", lineage="x"),
            compared.scenario("新しい見通し", lineage="y", is_adopted=True),
            compared.scenario("新しい案", lineage="z"),
        ],
    )
    assert names(compare(old, new)) == [
        ("均衡", "均衡（改）"),
        ("準拠", "社人研準拠"),
        ("見通し", "新しい見通し"),
        (None, "新しい案"),
        ("やめた案", None),
    ]


def test_what_readers_do_not_see_is_not_compared():
    hidden = [*compared.usual(), compared.scenario("内々の案", is_shown=False)]
    both = compare(compared.made(compared.town(number=1), hidden), compared.made(compared.town(), hidden))
    assert names(both) == [("パターン1", "パターン1"), ("町の見通し", "町の見通し")]


def test_the_main_pair_is_the_adopted_else_the_published_else_what_both_have():
    adopted, published = compared.usual()[1], compared.usual()[0]
    other = compared.scenario("案")
    town, before = compared.town(), compared.town(number=1)

    def main(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> str | None:
        found = compare(compared.made(before, old), compared.made(town, new)).main
        return found and found.name

    assert main([published, adopted, other], [other, published, adopted]) == "町の見通し"
    assert main([published, adopted, other], [other, published]) == "パターン1"
    assert main([adopted, other], [other, published]) == "案"
    assert main([adopted], [published]) is None


# --- figures ------------------------------------------------------------------------------------------------


def test_years_are_those_of_either_and_the_year_told_is_the_last_of_both(both):
    assert [row.year for row in both.main_totals.rows] == [*range(2015, 2055, 5)]
    first, last = both.main_totals.rows[0], both.main_totals.rows[-1]
    assert (first.old is None, first.new, first.difference, first.rate) == (False, None, None, None)
    assert (last.old, last.new is None, last.difference, last.rate) == (None, False, None, None)
    assert both.year == 2045
    assert both.base_year == 2020


def test_a_difference_is_that_of_the_figures_printed(both):
    rows = [row for series in (*both.totals, *both.classes, *both.indices) for row in series.rows]
    told = [row for row in rows if row.old is not None and row.new is not None]
    assert len(told) > 80
    assert all(row.difference == row.new - row.old for row in told)
    assert all(row.old == row.old.quantize(Decimal(1)) for row in both.main_totals.rows if row.old)
    row = both.main_totals.at(2045)
    assert row.rate == share(row.difference, row.old)


def test_classes_and_shares_are_those_of_the_scenario(both):
    summary = both.main.new.at(2045)
    printed = {series.key: series.at(2045).new for series in both.classes}
    assert printed == {
        "young": summary.young.quantize(Decimal(1)),
        "working": summary.working.quantize(Decimal(1)),
        "old": summary.old.quantize(Decimal(1)),
        "old75": summary.old75.quantize(Decimal(1)),
        "young_share": summary.young_share,
        "working_share": summary.working_share,
        "old_share": summary.old_share,
        "old75_share": summary.old75_share,
    }
    assert [series.is_share for series in both.classes] == [False] * 4 + [True] * 4


def test_indices_have_the_newer_base_year_as_hundred_on_both_sides(both):
    index = by_key(both.indices, "index")
    assert (index.at(2020).old, index.at(2020).new) == (Decimal("100.0"), Decimal("100.0"))
    assert index.name == "総人口の指数（2020年＝100）"
    summary = both.main.old.at(2045)
    assert by_key(both.indices, "dependency").at(2045).old == indices_of(summary).dependency


def test_assumed_rates_stand_by_year(both):
    assert by_key(both.assumed, "tfr").at(2040) == Row(2040, Decimal("1.80"), Decimal("1.60"))
    assert by_key(both.assumed, "child_woman").at(2020) == Row(2020, Decimal("0.20000"), Decimal("0.18000"))
    assert by_key(both.assumed, "tfr").at(2020).old == Decimal("1.43")


def test_a_year_between_is_read_off_the_straight_line_and_marked():
    old = entered(1, (2020, 401_558, "13.7"), (2040, 400_000, "13.0"))
    new = entered(2, (2020, 401_558, "13.7"), (2027, 402_190, "13.3"), (2040, 400_861, "13.0"))
    both = compare(old, new)
    assert both.main_totals.rows == (
        Row(2020, Decimal(401_558), Decimal(401_558)),
        Row(2027, Decimal(401_013), Decimal(402_190), old_between=True),
        Row(2040, Decimal(400_000), Decimal(400_861)),
    )
    # Nobody can tell a share between two that were entered: the classes are not known.
    assert by_key(both.classes, "young_share").rows == (
        Row(2020, Decimal("13.7"), Decimal("13.7")),
        Row(2027, None, Decimal("13.3")),
        Row(2040, Decimal("13.0"), Decimal("13.0")),
    )
    assert [series.key for series in both.classes] == ["young_share"]


def test_nothing_in_common_is_said_and_not_an_error():
    both = compare(compared.made(compared.town(number=1), []), compared.newer())
    assert (both.main, both.year, both.published, both.published_totals) == (None, None, None, None)
    assert (both.main_totals.rows, both.classes, both.indices, both.assumed) == ((), (), (), ())
    assert names(both) == [(None, "パターン1"), (None, "町の見通し")]


def test_notices_of_both_stand_once():
    def made(number: int, notice: str) -> dict[str, Any]:
        return compared.made(compared.town(number=number, notice=notice), [])

    assert compare(made(1, "見本です。"), made(2, "見本です。")).notices == ("見本です。",)
    assert compare(made(1, "前の見本"), made(2, "")).notices == ("前の見本",)
    assert compare(made(1, ""), made(2, "")).notices == ()
