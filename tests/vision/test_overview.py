"""A vision at a glance: its lines, its tables, and what stands where nothing was computed."""

import re
from decimal import Decimal

import pytest

from tests.vision.towns import a_scenario, a_vision, entered
from vision.document import VisionDocument
from vision.models import PopulationTable, Scenario
from vision.overview import overview_of, result_of
from vision.spec import ScenarioSpec, Uncertainty

pytestmark = pytest.mark.django_db


def test_the_adopted_course_leads(toyonaka):
    vision = a_vision(toyonaka)
    found = overview_of(VisionDocument.draft(vision))
    assert (found.lead.name, found.lead.is_adopted) == ("見本の見通し", True)
    assert [column.name for column in found.totals.columns] == [
        "年",
        "パターン1",
        "見本の見通し（採用する見通し）",
        "採用する見通しと社人研推計準拠との差",
    ]
    assert len(list(found.totals.rows)) == 7  # 2020 … 2050
    narrow, wide = found.chart.pictures
    assert [re.search(r'class="([a-z-]+)"', one)[1] for one in (narrow, wide)] == [
        "chart-narrow",
        "chart-wide",
    ]
    assert len(found.pyramid.pictures) == len(found.bars.pictures) == 2
    assert len(list(found.ages.rows)) == 20  # nineteen groups and the total
    assert (found.classes.name, found.band) == ("「見本の見通し」の年齢3区分", None)
    assert [len(list(table.rows)) for table in (found.classes, found.changes)] == [7, 6]


def test_where_nothing_was_computed_nothing_is_drawn(toyonaka):
    vision = a_vision(toyonaka)
    PopulationTable.objects.all().delete()
    document = VisionDocument.draft(vision)
    found = overview_of(document)
    assert (found.lead, found.chart, found.pyramid, found.ages, found.classes, found.bars) == (None,) * 6
    own = result_of(document, vision.scenarios.first().lineage)
    assert (own.chart, len(own.missing)) == (None, 1)
    assert result_of(document, "nothing").missing == ()


def test_entered_figures_lead_without_ages(toyonaka):
    vision = a_vision(toyonaka, scenarios=False)
    Scenario.objects.filter(pk=entered(vision).pk).update(is_adopted=True)
    found = overview_of(VisionDocument.draft(vision))
    assert (found.lead.name, found.pyramid, found.ages, found.changes) == ("想定人口", None, None, None)
    assert [row[1].text for row in found.totals.rows] == ["401,558", "402,190", "400,861"]


def test_one_scenario_is_shown_beside_the_published_one(toyonaka):
    vision = a_vision(toyonaka)
    unsure = ScenarioSpec(uncertainty=Uncertainty(draws=100, tfr=Decimal("0.1")))
    row = a_scenario(vision, "幅のある見通し", unsure)
    document = VisionDocument.draft(vision)
    found = result_of(document, row.lineage)
    assert [column.name for column in found.totals.columns] == ["年", "幅のある見通し", "パターン1"]
    assert len(found.band.columns) == 4
    published = result_of(document, vision.scenarios.get(kind="PATTERN1").lineage)
    assert [column.name for column in published.totals.columns] == ["年", "パターン1"]
