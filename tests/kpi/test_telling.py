"""The short note under a grade: a golden one for each way of judging, and what is never said."""

from decimal import Decimal

import pytest

from kpi.grades import PRESETS
from kpi.spec import TargetKind
from kpi.telling import note, rounded
from kpi.telling_why import why
from tests.kpi.figures import start, target, years
from tests.kpi.told import RATE, ROWS, told


@pytest.mark.parametrize(("one", "short"), [row[:2] for row in ROWS.values()], ids=ROWS)
def test_each_way_of_judging_has_its_note(one, short):
    assert note(one) == short


def test_what_the_office_has_not_entered_is_unpublished_to_readers():
    one = told(target("at_least", "73", "%"), {}, RATE)
    assert note(one) == "未公表"
    assert "未入力" not in note(one) + "".join(why(one))


@pytest.mark.parametrize("scheme", PRESETS.values(), ids=PRESETS)
@pytest.mark.parametrize("kind", TargetKind)
def test_any_kind_under_any_scheme_can_be_told(kind, scheme):
    spec = target(
        kind,
        "10",
        span=years(),
        denominator="20",
        milestones={2025: 8, 2027: 10},
        reason="見本",
        printed="見本",
    )
    for figures in ({}, {2022: 5}, {2023: 5}, {2023: 5, 2024: "7.25"}, {2027: 0}):
        for baseline in (start(None, "none"), start("5", at=2021), start(None, "to_be_built")):
            one = told(spec, figures, baseline, scheme=scheme, year=2027)
            assert "基準値" not in note(one)  # the plan prints 現状
            for said in (note(one), *why(one)):
                assert not [word for word in ("None", "。。", "E+", "参照値", "  ") if word in said], said


def test_reckoned_figures_have_no_more_places_than_help():
    assert [str(rounded(Decimal(one))) for one in ("2960.4", "6.846", "10", "0.4")] == [
        "2960",
        "6.8",
        "10",
        "0.4",
    ]
    assert str(rounded(Decimal("1.0249"), 2)) == "1.02" and str(rounded(Decimal("1.025"), 2)) == "1.03"
