"""A vision's content comes from a file in one act; lineages of scenarios are the same on every machine."""

import pytest

from accounts.audit import Refused
from tests.vision import towns
from tests.vision.test_guards import frozen
from vision.loading import load_vision_content, scenario_lineage
from vision.models import Scenario
from vision.spec import ScenarioSpec, to_data

pytestmark = pytest.mark.django_db


def content(*names: str) -> dict:
    return {
        "areas": [{"code": "99998", "name": "別の町"}],
        "tables": [
            {
                "area": "99998",
                "kind": "CENSUS",
                "title": "見本の表",
                "source": "見本",
                "unknown": "NONE",
                "data": towns.table().to_data(),
            }
        ],
        "assumptions": [],
        "scenarios": [
            {
                "kind": Scenario.Kind.PATTERN1,
                "name": name,
                "description": "",
                "spec": to_data(ScenarioSpec()),
                "is_adopted": False,
                "is_shown": True,
            }
            for name in names
        ],
    }


def test_what_stood_there_gives_way_and_lineages_follow_the_names(toyonaka):
    vision = towns.a_vision(toyonaka)
    load_vision_content(actor=None, vision=vision, content=content("パターン1", "独自"))
    assert [area.name for area in vision.areas.all()] == ["別の町"]
    assert [table.area.code for table in vision.tables.all()] == ["99998"]
    assert vision.assumptions.count() == 0
    assert list(vision.scenarios.values_list("name", "position", "lineage")) == [
        ("パターン1", 10, scenario_lineage("toyonaka", "パターン1")),
        ("独自", 20, scenario_lineage("toyonaka", "独自")),
    ]


def test_a_frozen_vision_takes_nothing_in(toyonaka):
    vision = frozen(towns.a_vision(toyonaka))
    with pytest.raises(Refused):
        load_vision_content(actor=None, vision=vision, content=content("独自"))
    assert vision.scenarios.count() == 2
