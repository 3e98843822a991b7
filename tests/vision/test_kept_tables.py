"""vision.kept_tables: typed totals, and tables that are taken out."""

import pytest

from accounts.audit import Refused
from accounts.models import AuditEvent
from accounts.saving import Overtaken
from tests.vision.towns import a_vision, an_area
from vision.kept_tables import enter_totals, remove_table
from vision.models import PopulationTable
from vision.tables import Totals, TotalsTable


@pytest.fixture
def vision(toyonaka):
    return a_vision(toyonaka, scenarios=False)


def test_typed_totals_replace_those_that_stand_there(vision, aoki):
    area = vision.areas.get()
    for total in (20_000, 19_000):
        row = enter_totals(
            actor=aoki,
            vision=vision,
            area=area,
            totals={2020: Totals(total), 2050: Totals(9_000, 900, 5_100, 3_000)},
            source="見本",
        )
    assert (row.version, row.title, row.source) == (2, "見本町の公表された総人口と3区分", "見本")
    assert TotalsTable.of(row.data).years[2020] == Totals(19_000)
    event = AuditEvent.objects.filter(verb="population_table.enter").last()
    assert event.detail == {"area": "見本町", "years": ["2020", "2050"]}


def test_totals_that_cannot_be(vision):
    area = vision.areas.get()
    for totals, sentence in (
        ({}, "年と総人口を、少なくとも1行入れてください。"),
        ({2020: Totals(0)}, "総人口は1人以上の数で入れてください。"),
    ):
        with pytest.raises(Refused) as refused:
            enter_totals(actor=None, vision=vision, area=area, totals=totals)
        assert refused.value.sentence == sentence
    foreign = an_area(a_vision_of_another(vision), "40216")
    with pytest.raises(Refused, match="この区域はもうありません"):
        enter_totals(actor=None, vision=vision, area=foreign, totals={2020: Totals(1)})
    assert not vision.tables.filter(kind=PopulationTable.Kind.TOTALS).exists()


def a_vision_of_another(vision):
    vision.government.pk = None
    vision.government.code, vision.government.slug = "402168", "ogori"
    vision.government.save()
    return a_vision(vision.government, scenarios=False)


def test_a_table_is_taken_out_by_whom_saw_it_as_it_is(vision, aoki):
    row = vision.tables.get()
    with pytest.raises(Overtaken):
        remove_table(actor=aoki, table=row, version=2)
    remove_table(actor=aoki, table=row, version=1)
    assert not vision.tables.exists()
    assert AuditEvent.objects.get(verb="population_table.remove").detail == {
        "area": "見本町",
        "table": "国勢調査",
    }
    with pytest.raises(Refused, match="この表はもうありません"):
        remove_table(actor=aoki, table=row, version=1)
