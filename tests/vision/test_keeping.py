"""vision.keeping: how rows of tables and rates are written."""

import pytest

from accounts.audit import Refused
from tests.vision.towns import a_vision, survival, table
from vision.keeping import joined, keep_assumption, keep_table, standing_of, survival_of
from vision.models import Assumption, PopulationUpload
from vision.tables import AgeRates
from vision.uploads import Taking


@pytest.fixture
def vision(toyonaka):
    return a_vision(toyonaka, scenarios=False)


def test_of_a_year_in_both_tables_the_new_one_counts():
    old, new = table(of=10_000, years=(2015, 2020)), table(of=20_000, years=(2020, 2025))
    both, remarks = joined(old, new)
    assert [both.years[year] for year in (2015, 2020, 2025)] == [
        old.years[2015],
        new.years[2020],
        new.years[2025],
    ]
    assert remarks == ["平成27（2015）年は、前に取り込んだ表のままです。"]
    assert joined(old, table(years=(2015, 2020)))[1] == []


def test_what_stands_says_when_anything_was_written(vision, django_assert_num_queries):
    with django_assert_num_queries(2):
        before = standing_of(vision)
    area = vision.areas.get()
    kept = keep_assumption(vision, area, Assumption.Kind.SURVIVAL, alive().to_data(), source=" 見本 ")
    assert kept == "見本町（生残率）"
    between = standing_of(vision)
    keep_assumption(vision, area, Assumption.Kind.SURVIVAL, alive().to_data(), source="見本")
    assert len({before, between, standing_of(vision)}) == 3


def test_survival_of_the_area_goes_before_the_common_one(vision):
    area = vision.areas.get()
    assert survival_of(vision, area).male[2020] == survival("M")
    keep_assumption(vision, area, Assumption.Kind.SURVIVAL, alive("F").to_data(), source="")
    assert survival_of(vision, area).male[2020] == survival("F")
    vision.assumptions.all().delete()
    assert survival_of(vision, area) is None


def test_a_national_table_has_no_area_and_others_have_one(vision):
    area, upload = vision.areas.get(), PopulationUpload(vision=vision)
    for place, kind in ((area, "NATIONAL"), (None, "CENSUS"), (area, "TOTALS")):
        with pytest.raises(Refused, match="表の種類と区域が合いません"):
            keep_table(vision, place, table(), upload, Taking(kind))


def alive(sex="M"):
    return AgeRates(90, {2020: survival(sex)}, {2020: survival(sex)})
