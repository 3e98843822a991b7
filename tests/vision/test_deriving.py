"""vision.deriving: rates out of two tables, and k of the nation."""

from decimal import Decimal

import pytest

from tests.vision.towns import survival, table
from vision.deriving import NotDerivable, derived_from, national_k
from vision.tables import AgeRates, Counts, PeopleTable

ALIVE = AgeRates(90, {2015: survival("M")}, {2015: survival("F")})


def small(open_from=90, years=(2015, 2020), first=100):
    """Hundred in each group, then a tenth less: the change of each cohort is 0.9, that of the oldest 0.45."""
    count = open_from // 5 + 1
    made = {}
    for n, year in enumerate(years):
        group = (first - 10 * n,) * count
        made[year] = Counts(group, group)
    return PeopleTable(open_from, made)


def test_the_change_of_a_cohort_less_survival_is_its_moves():
    derived = derived_from([("国勢調査「見本」", small(), "NONE")], ALIVE)
    assert derived.combined.male[2015] == (Decimal("0.9").quantize(Decimal("1e-8")),) * 17 + (
        Decimal("0.45").quantize(Decimal("1e-8")),
    )
    assert derived.migration.female[2015][3] == Decimal("0.9") - survival("F")[3]
    # 180 children, 7 groups of 90 women; as many boys as girls
    assert dict(derived.child_woman) == {2020: Decimal("0.28571429")}
    assert dict(derived.sex_ratio) == {2020: Decimal("100.00000000")}
    assert derived.remarks == (
        "国勢調査「見本」の2015年→2020年の変化から求めた値です（公表された仮定値ではありません）。",
    )


def test_two_tables_with_different_open_groups_are_folded_and_survival_may_be_the_lower_one():
    tables = [
        ("国勢調査「A」", small(95, (2015,)), "NONE"),
        ("将来推計「B」", small(90, (2020,), 90), "NONE"),
    ]
    derived = derived_from(tables, ALIVE)
    assert (derived.combined.open_from, derived.combined.male[2015][-1]) == (
        90,
        Decimal("0.3").quantize(Decimal("1e-8")),
    )
    assert derived.remarks[0] == (
        "表によって最も上の年齢階級が違うので、国勢調査「A」（95歳以上）は90歳以上を一つにまとめて使います。"
    )
    lower = AgeRates(85, {2015: survival("M", 85)}, {2015: survival("F", 85)})
    folded = derived_from(tables, lower)
    assert folded.migration.open_from == 85
    assert folded.remarks[1] == "生残率が85歳以上までなので、人口表も85歳以上を一つにまとめました。"
    with pytest.raises(NotDerivable, match="生残率は90歳以上まで、人口表は85歳以上まで"):
        derived_from([("表", small(85), "NONE")], ALIVE)


def test_people_of_unknown_age_are_shared_out_where_the_office_chose_so():
    counts = Counts((100,) * 19, (100,) * 19, unknown=(190, 0))
    given = PeopleTable(90, {2015: counts, 2020: Counts((100,) * 19, (100,) * 19)})
    apart, shared = (derived_from([("表", given, one)], None) for one in ("APART", "DISTRIBUTED"))
    assert (apart.combined.male[2015][0], apart.migration) == (Decimal("1.00000000"), None)
    assert shared.combined.male[2015][0] == Decimal("0.90909091")


def test_where_nobody_set_out_nobody_moved():
    none = (0, *(100,) * 18)
    given = PeopleTable(90, {2015: Counts(none, (100,) * 19), 2020: Counts((100,) * 19, (100,) * 19)})
    derived = derived_from([("表", given, "NONE")], ALIVE)
    assert derived.migration is not None
    assert (derived.migration.male[2015][0], derived.combined.male[2015][0]) == (0, ALIVE.male[2015][0])


def test_two_years_five_years_apart_are_needed():
    with pytest.raises(NotDerivable) as refused:
        derived_from([("表", small(90, (2010, 2020)), "NONE")], ALIVE)
    assert str(refused.value) == (
        "5年離れた二つの年の人口がないため、率を求められません（表にある年は平成22（2010）年、令和2（2020）年）。"
        "5年前か5年後の国勢調査の表を取り込んでください。"
    )


def test_k_is_the_childwoman_ratio_of_the_nation_by_its_tfr():
    assert national_k(small(90, (2020,)), {2020: Decimal("1.4")}) == {2020: Decimal("0.20408163")}
    with pytest.raises(NotDerivable, match="全国の表に令和7（2025）年がありません。表にある年は2020です。"):
        national_k(table(), {2025: Decimal("1.4")})
