"""The demo's population visions: 豊中市's figures as printed, and an invented town that says so."""

from decimal import Decimal

import pytest

from publishing.document import Document
from strategy.models import Edition
from vision.document import VisionDocument
from vision.models import PopulationVision, RegionalVision

pytestmark = [pytest.mark.slow, pytest.mark.no_database]  # the demo is the same on any database


def vision(government: str, number: int) -> PopulationVision:
    return PopulationVision.objects.get(government__slug=government, number=number)


def test_the_printed_path_is_adopted_as_printed(seeded):
    adopted = VisionDocument.of(vision("toyonaka", 1)).adopted
    rows = [adopted.summaries[year] for year in (2020, 2027, 2040)]
    assert [int(row.total) for row in rows] == [401_558, 402_190, 400_861]
    assert [row.young_share for row in rows] == [Decimal("13.7"), Decimal("13.3"), Decimal("13.0")]
    assert [row.working_share for row in rows] == [Decimal("60.0"), Decimal("60.5"), Decimal("57.2")]


def test_the_invented_town_says_so_and_computes(seeded):
    found = list(PopulationVision.objects.filter(government__slug="ogori").order_by("number"))
    assert [(row.base_year, row.is_public, row.is_frozen) for row in found] == [
        (2015, True, True),
        (2020, True, True),
        (2020, False, False),
    ]
    for row in found:
        document = VisionDocument.of(row)
        assert ("見本" in row.notice, "見本" in row.title) == (True, True)
        assert [one["missing"] for one in document.data["scenarios"]] == [[]] * len(document.scenarios)
        assert document.data["areas"] == [{"code": "99999", "name": "見本町（架空）"}]
    assert (
        VisionDocument.of(found[1]).adopted.at(2050).total
        < VisionDocument.of(found[0]).adopted.at(2045).total
    )


def test_scenarios_keep_their_lineage_from_vision_to_vision(seeded):
    first, second = (
        dict(vision("ogori", number).scenarios.values_list("name", "lineage")) for number in (1, 2)
    )
    assert {name: second[name] for name in first} == first


def test_plans_rest_on_visions_and_say_what_they_want(seeded):
    adopted = Edition.objects.filter(plan__slug="digital-strategy").order_by("number").last()
    document = Document.of(adopted)
    assert document.data["population_vision"]["title"] == "豊中市の想定人口"
    assert document.regional_entry.regional_vision["keyword"] == "子育て世帯に選ばれ、住み続けたくなるまち"
    assert len(document.regional_entry.regional_vision["links"]) == 8
    quoted = RegionalVision.objects.get(edition__plan__slug="kanagawa-senryaku")
    assert quoted.quoted_title == "現基本構想「神奈川の将来像」"
