"""Tables and assumptions as arrays: which table, which rates, which open group, and what is missing."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from tests.vision import towns
from tests.vision.worlds import data_of, given, inputs, rates, table
from vision.inputs import folded, inputs_of, missing_of, people_of, sources_of
from vision.tables import Counts, PeopleTable, year_rates_data


def test_the_town():
    found = inputs()
    assert found.years == (2020, 2025, 2030, 2035, 2040, 2045, 2050)
    assert (found.codes, found.count, found.open_from) == (("99999",), 19, 90)
    assert found.base[0, 0].tolist() == list(towns.people(sex="M"))
    assert found.base[0, 1].tolist() == list(towns.people(sex="F"))
    assert found.survival.shape == found.combined.shape == (1, 6, 2, 18)
    assert found.migration[0, 0, 0].round(6).tolist() == [float(rate) for rate in towns.migration()]
    assert found.boys.tolist() == [[105] * 6]
    assert found.k.tolist() == [[0.14] * 7]


@pytest.mark.parametrize(("last", "end"), [(2050, 2050), (2047, 2050), (2051, 2055), (2021, 2025)])
def test_the_last_table_holds_the_last_year(last, end):
    assert inputs(vision={"base_year": 2020, "last_year": last}).years[-1] == end


def test_the_census_goes_before_the_projection():
    """The projection was made from an older census; its own 2020 is not the base."""
    both = [table("PROJECTION", of=30_000, years=(2020, 2025)), table(of=20_000)]
    assert inputs(tables=both).base.sum() == towns.table(20_000).years[2020].total
    assert inputs(tables=both[:1]).base.sum() == towns.table(30_000).years[2020].total


def test_an_area_s_own_rates_go_before_the_common_ones():
    own = rates("CHILD_WOMAN", area="99999", rate="0.3")
    assert inputs(assumptions=[own, *given()]).child_woman[0].tolist() == [0.3] * 7
    other = rates("CHILD_WOMAN", area="11111", rate="0.3")
    assert inputs(assumptions=[other, *given()]).child_woman[0].tolist() == [0.2] * 7


def test_without_rates_those_of_the_published_projection_are_derived():
    published = table("PROJECTION", years=(2020, 2025, 2030, 2040, 2045))
    found = inputs(tables=[published], assumptions=[])
    before, after = (people_of(towns.table(years=(2020, 2025)).years[year], "NONE") for year in (2020, 2025))
    assert np.allclose(found.combined[0, 0, :, :-1], after[:, 1:-1] / before[:, :-2])
    assert np.allclose(found.combined[0, 0, :, -1], after[:, -1] / before[:, -2:].sum(axis=-1))
    # 2030 and 2040 lie ten years apart: the steps between go on as the one before.
    assert np.array_equal(found.combined[0, 2:4], found.combined[0, [1, 1]])
    assert sources_of(data_of(tables=[published], assumptions=[]))[0].is_derived
    assert (found.survival, found.k, found.migration.any()) == (None, None, False)


def test_survival_splits_the_derived_rates():
    published = [table("PROJECTION", years=(2020, 2025, 2030))]
    whole = inputs(tables=published, assumptions=[])
    split = inputs(tables=published, assumptions=[rates("SURVIVAL")])
    assert np.array_equal(split.combined, whole.combined)
    assert np.allclose(split.survival + split.migration, whole.combined)


def emptied(kind="PROJECTION", years=(2020, 2025, 2030)):
    """A table without women of 20–24 and 25–29, and without men of 20–24."""
    found = table(kind, years=years)
    for row in found["data"]["years"].values():
        row["F"][4:6], row["M"][4] = [0, 0], 0
    return found


def test_where_nobody_set_out_nobody_moves():
    """A rate of 0 would take away whoever comes into that group in another course."""
    tables = [table(), emptied()]
    split = inputs(tables=tables, assumptions=[rates("SURVIVAL")])
    assert split.migration[0, :, 1, 4].tolist() == [0] * 6  # from 20–24 into 25–29
    whole = inputs(tables=tables, assumptions=[])
    assert whole.combined[0, 0, 1, 5] == whole.combined[0, 0, 0, 5] > 0.5  # from 25–29: as the men
    assert whole.combined[0, 0, :, 4].tolist() == [0, 0]  # nobody of either


def test_moves_of_the_last_period_go_on_while_survival_rises():
    """The last published period is 2025–2030; survival is given as far as 2050, and the open group lives longer from 2040 on."""
    alive = rates("SURVIVAL")
    for first in (2040, 2045):
        alive["data"]["periods"][f"{first}-{first + 5}"]["M"][-1] = "0.5"
    found = inputs(tables=[table(), table("PROJECTION", years=(2020, 2025, 2030))], assumptions=[alive])
    assert found.survival is not None
    assert found.survival[0, -1, 0, -1] == 0.5 > found.survival[0, 1, 0, -1]
    np.testing.assert_allclose(found.migration[0, 2:], found.migration[0, [1] * 4], atol=1e-12)


@pytest.mark.parametrize(
    ("known", "steps"),
    [
        ((2020, 2035), [2020, 2020, 2020, 2035, 2035, 2035]),
        ((2015,), [2015] * 6),
        ((2030, 2040), [2030, 2030, 2030, 2030, 2040, 2040]),
    ],
)
def test_a_period_without_rates_has_those_of_the_last_before(known, steps):
    marked = rates("MIGRATION", periods=known)
    for year in known:
        marked["data"]["periods"][f"{year}-{year + 5}"]["M"][0] = str(year)
    found = inputs(assumptions=[marked, *(one for one in given() if one["kind"] != "MIGRATION")])
    assert found.migration[0, :, 0, 0].round(3).tolist() == steps


def test_a_year_without_a_ratio_lies_on_the_line():
    sparse = rates("CHILD_WOMAN", rate="0.2") | {
        "data": year_rates_data({2025: Decimal("0.1"), 2035: Decimal("0.3")})
    }
    found = inputs(assumptions=[sparse, *(one for one in given() if one["kind"] != "CHILD_WOMAN")])
    assert found.child_woman[0, 1:].round(6).tolist() == [0.1, 0.2, 0.3, 0.3, 0.3, 0.3]
    people = towns.table().years[2020]
    observed = (people.male[0] + people.female[0]) / sum(people.female[3:10])
    assert round(float(found.child_woman[0, 0]), 9) == round(observed, 9)  # the base year's own


def test_tables_with_different_open_groups_are_folded_to_the_lowest():
    """People above 90 go with those of 85–89; the base year's people weigh the rates of both."""
    tables = [table(open_from=95)]
    found = inputs(tables=tables, assumptions=[rates("SURVIVAL", open_from=85), *given()[1:]])
    assert found.open_from == 85
    assert found.base.sum() == towns.table(open_from=95).years[2020].total
    people = towns.table(open_from=95).years[2020].male
    moved = [float(rate) for rate in towns.migration()][16:]
    weights = [people[16], sum(people[17:])]
    expected = sum(w * r for w, r in zip(weights, [moved[0], moved[1]], strict=True)) / sum(weights)
    assert round(float(found.migration[0, 0, 0, -1]), 9) == round(expected, 9)


def test_finer_rates_than_people_are_weighed_as_in_a_stationary_population():
    alive = rates("SURVIVAL", open_from=95)
    found = inputs(tables=[table(open_from=85)], assumptions=[alive, *given()[1:]])
    rate = [float(one) for one in towns.survival("M", 95)][16:]  # into 85–89, 90–94, 95+
    people = towns.table(open_from=85).years[2020].male
    above = np.array([1, rate[1], rate[1] * rate[2] / (1 - rate[2])])
    weights = [people[16], *(people[17] * above / above.sum())]
    leaving = [rate[0], rate[1], rate[2], rate[2]]
    expected = sum(w * r for w, r in zip(weights, leaving, strict=True)) / sum(weights)
    assert round(float(found.survival[0, 0, 0, -1]), 9) == round(expected, 9)


@pytest.mark.parametrize(("unknown", "total"), [("NONE", 40.0), ("APART", 40.0), ("DISTRIBUTED", 46.0)])
def test_people_of_unknown_age_are_distributed_where_the_office_chose_so(unknown, total):
    counts = Counts((10, 10), (5, 15), unknown=(2, 4))
    people = people_of(counts, unknown)
    assert people.sum() == total
    if unknown == "DISTRIBUTED":
        assert people.tolist() == [[11, 11], [6, 18]]


def test_people_of_unknown_age_among_nobody_else_stay_out():
    """A table of unknown ages alone gives no proportion to distribute them by."""
    assert people_of(Counts((0, 0), (1, 1), unknown=(5, 5)), "DISTRIBUTED").sum() == 2


def test_an_assumption_without_a_rate_is_none():
    empty = [one | {"data": {"years": {}}} for one in given() if one["kind"] == "SEX_RATIO"]
    whole = [one for one in given() if one["kind"] != "SEX_RATIO"]
    assert missing_of(data_of(assumptions=whole + empty)) == missing_of(data_of(assumptions=whole)) != ()


def test_people_are_folded():
    assert folded(np.array([[1.0, 2, 3, 4]]), 3).tolist() == [[1, 2, 7]]


def test_only_boys_is_a_number_too():
    """A village whose children are all boys: the ratio to girls has no end, the arithmetic goes on."""
    people = towns.table(years=(2020, 2025))
    years = dict(people.years)
    years[2025] = replace(years[2025], female=(0, *years[2025].female[1:]))
    data = table("PROJECTION") | {"data": PeopleTable(90, years).to_data()}
    assert inputs(tables=[data], assumptions=[]).boys[0, 0] == 1e12


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({"areas": []}, ["推計の区域がありません"]),
        ({"tables": []}, ["見本町の2020年の人口がありません"]),
        ({"vision": {"base_year": 2015, "last_year": 2050}}, ["見本町の2015年の人口がありません"]),
        ({"assumptions": given()[1:]}, ["見本町の生残率がありません"]),
        (
            {"assumptions": given()[:1]},
            [
                "見本町の純移動率がありません",
                "見本町の子ども女性比がありません",
                "見本町の0～4歳性比がありません",
            ],
        ),
        ({}, []),
    ],
)
def test_what_is_missing_is_said(changes, sentences):
    data = data_of(**changes)
    said = missing_of(data)
    assert [one.partition("。")[0] for one in said] == sentences
    assert all("「人口表」" in one for one in said)  # where a file is read; 「仮定値」 has no place for it
    assert (inputs_of(data) is None) == bool(sentences)


def test_people_of_unknown_age_are_shared_out_before_rates_are_derived():
    """A tenth of the men of 2025 have no age: they were not lost on the way from 2020."""
    known, lost = table("PROJECTION", years=(2020, 2025)), table("PROJECTION", years=(2020, 2025))
    lost["data"]["years"]["2025"]["unknown"] = [round(sum(known["data"]["years"]["2025"]["M"]) / 10), 0]
    shared, apart, whole = (
        inputs(tables=[table(), one | {"unknown": how}], assumptions=[]).combined[0, 0, :, 9]
        for one, how in ((lost, "DISTRIBUTED"), (lost, "APART"), (known, "NONE"))
    )
    assert (shared / whole).round(3).tolist() == [1.1, 1]
    assert apart.tolist() == whole.tolist()
