"""The next vision begins with all that the last one had."""

import pytest

from tests.vision import towns
from tests.vision.test_document import frozen
from vision.copying import copy_vision
from vision.drafting import given_data
from vision.models import Assumption, PopulationTable, PopulationVision, Scenario

pytestmark = pytest.mark.django_db


def next_of(vision):
    return PopulationVision.objects.create(
        government=vision.government,
        number=vision.number + 1,
        title=vision.title,
        base_year=2020,
        based_on=vision,
    )


def test_everything_goes_along_and_lineage_stays(toyonaka):
    vision = towns.a_vision(toyonaka)
    towns.an_area(vision, "99998", "例示町")
    for model in (PopulationTable, Assumption, Scenario):
        model.objects.filter(vision=vision).update(version=7)
    source = frozen(vision)
    target = next_of(source)
    copy_vision(source, target)
    old, new = given_data(source), given_data(target)
    for part in ("areas", "tables", "assumptions", "scenarios"):
        assert new[part] == old[part] != []
    assert set(target.areas.values_list("id")).isdisjoint(source.areas.values_list("id"))
    for model in (PopulationTable, Assumption, Scenario):
        assert set(model.objects.filter(vision=target).values_list("version", flat=True)) == {1}
    # The copy belongs to the new vision alone: it can be changed, the frozen one cannot.
    target.tables.all().delete()
    assert source.tables.count() == 2


@pytest.mark.parametrize("areas", [1, 3])
def test_queries_do_not_grow(toyonaka, areas, django_assert_num_queries):
    vision = towns.a_vision(toyonaka)
    for n in range(1, areas):
        towns.an_area(vision, f"9999{n}", f"第{n}町")
    source = frozen(vision)
    target = next_of(source)
    with django_assert_num_queries(8):
        copy_vision(source, target)
    assert target.areas.count() == areas
