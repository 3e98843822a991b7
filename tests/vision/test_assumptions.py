"""vision.assumptions: rates derived from tables, k, and rates that are taken out."""

from decimal import Decimal

import pytest

from accounts.audit import Refused
from accounts.saving import Overtaken
from tests.vision.towns import a_vision, an_area, survival, table
from vision.assumptions import NO_SURVIVAL, derive_assumptions, enter_k, remove_assumption
from vision.models import Assumption, PopulationTable
from vision.tables import AgeRates, PeopleTable, year_rates

Kind = Assumption.Kind


@pytest.fixture
def vision(toyonaka):
    made = a_vision(toyonaka, scenarios=False)
    made.assumptions.filter(kind__in=(Kind.MIGRATION, Kind.CHILD_WOMAN, Kind.SEX_RATIO)).delete()
    return made


def with_years(vision, *years):
    row = vision.tables.get(kind=PopulationTable.Kind.CENSUS)
    row.data = table(years=years).to_data()
    row.save()


def test_rates_are_derived_from_two_censuses_and_marked(vision, aoki):
    with_years(vision, 2015, 2020)
    kept = derive_assumptions(actor=aoki, vision=vision)
    assert kept == ["見本町（純移動率）", "見本町（子ども女性比）", "見本町（0～4歳性比）"]
    row = vision.assumptions.get(kind=Kind.MIGRATION)
    assert (row.is_derived, row.source, row.area.name) == (True, "人口表から計算", "見本町")
    assert row.remarks == [
        "国勢調査「見本町の人口（見本）」の2015年→2020年の変化から求めた値です（公表された仮定値ではありません）。"
    ]
    before, after = (
        PeopleTable.of(table(years=(2015, 2020)).to_data()).years[year].male for year in (2015, 2020)
    )
    rate = AgeRates.of(row.data).male[2015][0] + survival("M")[0]
    assert round(rate * before[0]) == after[1]
    derive_assumptions(actor=aoki, vision=vision)
    assert vision.assumptions.get(kind=Kind.MIGRATION).version == 2


def test_nothing_is_kept_where_something_is_missing(vision):
    with pytest.raises(Refused, match="見本町：5年離れた二つの年の人口がないため"):
        derive_assumptions(actor=None, vision=vision)
    with_years(vision, 2015, 2020)
    an_area(vision, "40216", "となり町").tables.all().delete()
    before = vision.assumptions.count()
    with pytest.raises(Refused, match="となり町の人口表がありません"):
        derive_assumptions(actor=None, vision=vision)
    with pytest.raises(Refused, match="見本町の人口表がありません"):
        derive_assumptions(actor=None, vision=vision, kinds=("PROJECTION",))
    assert vision.assumptions.count() == before
    vision.assumptions.filter(kind=Kind.SURVIVAL).delete()
    with pytest.raises(Refused) as refused:
        derive_assumptions(actor=None, vision=vision)
    assert refused.value.sentence == NO_SURVIVAL


def test_k_is_typed_or_computed_from_the_national_table(vision, aoki):
    row = enter_k(actor=aoki, vision=vision, source="見本", k={2020: Decimal("0.135"), 2025: Decimal("0.14")})
    assert (row.area, row.is_derived, row.version) == (None, False, 2)
    assert year_rates(row.data) == {2020: Decimal("0.135"), 2025: Decimal("0.14")}
    with pytest.raises(Refused, match="全国の将来推計の表がありません"):
        enter_k(actor=aoki, vision=vision, source="", tfr={2020: Decimal("1.33")})
    PopulationTable.objects.create(
        vision=vision, kind=PopulationTable.Kind.NATIONAL, title="全国", data=table(of=1_000_000).to_data()
    )
    row = enter_k(actor=aoki, vision=vision, source="社人研", tfr={2020: Decimal("1.4")})
    assert (row.is_derived, row.source) == (True, "社人研")
    assert row.remarks == ["「全国」の子ども女性比を、全国の合計特殊出生率（2020年1.4）で割りました。"]
    for wrong, sentence in (
        ({2025: Decimal("1.4")}, "全国の表に令和7（2025）年がありません"),
        ({2020: Decimal("14")}, "kは0.14前後の数です"),
    ):
        with pytest.raises(Refused, match=sentence):
            enter_k(actor=aoki, vision=vision, source="", tfr=wrong)
    with pytest.raises(Refused, match="少なくとも1行"):
        enter_k(actor=aoki, vision=vision, source="", k={})


def test_rates_are_taken_out_by_whom_saw_them_as_they_are(vision, aoki):
    row = vision.assumptions.get(kind=Kind.SURVIVAL)
    with pytest.raises(Overtaken):
        remove_assumption(actor=aoki, assumption=row, version=3)
    remove_assumption(actor=aoki, assumption=row, version=1)
    assert not vision.assumptions.filter(kind=Kind.SURVIVAL).exists()
    with pytest.raises(Refused, match="この仮定値はもうありません"):
        remove_assumption(actor=aoki, assumption=row, version=1)
