"""Reading stored targets again: what nobody corrected is read anew, what somebody decided is kept."""

from decimal import Decimal

import pytest

from kpi.models import Indicator, Target
from kpi.rereading import is_outdated, over_the_plan, read, read_again, write_data
from kpi.spec import Better, TargetKind, TargetSpec
from strategy.models import Edition


def unsaved(**fields) -> Target:
    edition = Edition(first_fiscal_year=2023, last_fiscal_year=2027)
    printed = {"name": "見本", "baseline_text": "68.1%（令和3年度）", "target_text": "73%"} | fields
    target = Target(edition=edition, indicator=Indicator(unit="%", better="UP"), **printed)
    write_data(target, *read(target, target.indicator))
    return target


def test_what_is_read_is_found_by_its_kind():
    target = unsaved(target_text="維持")
    assert (target.kind, target.baseline_kind) == ("maintain", "value_at_date")
    assert (target.spec["printed"], target.baseline["value"]) == ("維持", "68.1")


@pytest.mark.parametrize(
    "change",
    [
        lambda target: setattr(target.edition, "last_fiscal_year", 2028),
        lambda target: setattr(target.indicator, "better", "DOWN"),
        lambda target: setattr(target.indicator, "unit", "人"),
    ],
)
def test_a_reading_is_outdated_once_what_it_rests_on_changed(change):
    target = unsaved()
    assert not is_outdated(target)
    change(target)
    assert is_outdated(target)
    target.is_hand_read = True
    assert not is_outdated(target)


def test_the_unit_is_the_indicators_for_its_figures_are_in_it():
    target = unsaved(unit="人", target_text="230万人", baseline_text="―")
    target.indicator.unit = "万人"
    assert read(target, target.indicator)[0].value == Decimal(230)
    assert read(target, Indicator(better="UP"))[0].value == Decimal(2_300_000)


def test_of_what_was_decided_only_the_period_moves():
    target = unsaved(baseline_text="令和5年度より実施", target_text="100人")
    target.is_hand_read = True
    spec, baseline = read(target, target.indicator)
    write_data(target, over_the_plan(spec, (2023, 2027)), baseline)
    target.edition.first_fiscal_year, target.edition.last_fiscal_year = 2025, 2029
    read_again(target, before=(2023, 2027))
    assert (target.kind, target.spec["span"]["first"]["year"], target.spec["span"]["last"]["year"]) == (
        "cumulative_over_period", 2025, 2029,
    )  # fmt: skip
    own = TargetSpec(TargetKind.AT_LEAST, Decimal(5), "人")
    write_data(target, own, baseline)
    read_again(target, before=(2023, 2027))
    assert target.spec == {"kind": "at_least", "value": "5", "unit": "人"}
    assert Better(target.indicator.better) is Better.UP
