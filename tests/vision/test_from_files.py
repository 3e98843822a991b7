"""A projection without a database: what was read as data of a vision, and its result for other programs."""

from decimal import Decimal

import pytest

from tests.vision import towns
from tests.vision.published import YEARS, areas
from vision.ages import group_keys
from vision.figures import ScenarioFigures, whole
from vision.from_files import HEADER, NotThere, as_object, as_rows, kind_of, projected, rates_for, table_of
from vision.rates import out_of_nobody
from vision.reading.found import AreaRates, Read, ReadRates
from vision.tables import AgeRates, Counts, PeopleTable

ALIVE = AgeRates(90, *({2020: towns.survival(sex)} for sex in "MF"))
RATIOS = AreaRates(survival=ALIVE, tfr_ratio={2025: Decimal("0.14")})
TABLE = towns.table(years=(2020, 2025, 2030))


def test_names_of_scenarios():
    assert [kind_of(name) for name in ("パターン1", "シミュレーション2", "LONG_TERM")] == [
        "PATTERN1",
        "SIM2",
        "LONG_TERM",
    ]
    with pytest.raises(NotThere, match="「パターン3」はありません。パターン1、シミュレーション1"):
        kind_of("パターン3")


def test_the_table_of_an_area():
    read = Read({"27203": TABLE}, names={"27203": "豊中市"})
    assert table_of(read, "27203") == ("豊中市", TABLE)
    assert table_of(Read({"": TABLE}), "27203") == ("27203", TABLE)
    with pytest.raises(NotThere, match="団体コード40216の表が見つかりません"):
        table_of(read, "40216")


def test_rates_that_name_no_area_hold_for_all():
    common, own = AreaRates(tfr_ratio={2020: Decimal(1)}), AreaRates(tfr_ratio={2020: Decimal(2)})
    reads = [ReadRates({"": common, "27203": own, "40216": RATIOS}), ReadRates({})]
    assert rates_for(reads, "27203") == [common, own]
    first, second = (projected("27203", "豊中市", TABLE, [RATIOS, one], "PATTERN1") for one in (common, own))
    ratios = [data["assumptions"][-1]["data"]["years"]["2020"] for data in (first, second)]
    assert ratios == ["1", "2"]


def test_the_published_course_is_the_published_table():
    data = projected("27203", "豊中市", TABLE, [], "PATTERN1")
    found = as_object(data)
    assert {year: float(total) for year, total in found["total"].items()} == {
        str(year): float(one.total) for year, one in TABLE.years.items()
    }
    assert (found["area"], found["base_year"]) == ({"code": "27203", "name": "豊中市"}, 2020)
    assert found["ages"] == list(group_keys(90))
    assert found["method"][0].startswith("令和2（2020）年の")


def test_years():
    one_year = towns.table()
    known = [RATIOS, AreaRates(migration=AgeRates(90, *[{2020: towns.migration()}] * 2))]
    known.append(AreaRates(child_woman={2025: Decimal("0.2")}, sex_ratio={2025: Decimal(105)}))
    assert list(as_object(projected("1", "町", one_year, known, "SIM1"))["total"])[-1] == "2050"
    later = as_object(projected("1", "町", TABLE, [], "PATTERN1", base_year=2025, last_year=2040))["total"]
    assert list(later) == ["2025", "2030", "2035", "2040"]
    with pytest.raises(NotThere, match="表に2023年の人口がありません。表にある年は2020、2025、2030です。"):
        projected("1", "町", TABLE, [], "PATTERN1", base_year=2023)
    with pytest.raises(NotThere, match="基準年（2020年）より後"):
        projected("1", "町", TABLE, [], "PATTERN1", last_year=2020)


def test_what_is_missing_is_said():
    with pytest.raises(NotThere, match="町の純移動率がありません"):
        projected("1", "町", towns.table(), [], "PATTERN1")
    with pytest.raises(NotThere, match="生残率がないため"):
        projected("1", "町", TABLE, [], "SIM2")


def test_people_of_unknown_age_are_distributed():
    years = {year: Counts(one.male, one.female, unknown=(100, 100)) for year, one in TABLE.years.items()}
    total = as_object(projected("1", "町", PeopleTable(90, years), [], "PATTERN1"))["total"]["2020"]
    assert round(float(total), 1) == TABLE.years[2020].total + 200


def test_the_long_table():
    rows = list(as_rows(projected("27203", "豊中市", TABLE, [RATIOS], "SIM2")))
    men, head = towns.people(sex="M"), ("27203", "豊中市", "シミュレーション2", 2020)
    assert rows[0] == (*head, "M", "total", sum(men))
    assert rows[1] == (*head, "M", "0-4", men[0])
    assert rows[40] == (*head, "T", "total", TABLE.years[2020].total)
    assert len(rows) == 3 * 3 * 20
    assert {len(row) for row in rows} == {len(HEADER)}


def test_anchor_a1_the_villages_in_which_a_group_arrives_out_of_nobody(shared):
    """The whole way of a vision, not the engine alone: all years to the person, in the five hardest of 1,682 and ten more."""
    codes, people, totals = areas(shared, "ipss2018_municipal_age_sex.csv", "code5")
    hard = [n for n, came in enumerate(out_of_nobody(people)) if came.any()]
    assert len(hard) == 5
    for n in [*hard, *range(10)]:
        counts = (
            Counts(*(tuple(map(int, row)) for row in year))  # men, women
            for year in people[n]
        )
        table = PeopleTable(90, dict(zip(YEARS, counts, strict=True)))
        data = projected(codes[n], codes[n], table, [], "PATTERN1")
        found = ScenarioFigures(data["scenarios"][0]).summaries
        assert [whole(found[year].total) for year in YEARS] == totals[n].tolist(), codes[n]
