"""Rows become data: constant queries, a fixed order, equal bytes."""

import json

import pytest

from tests.vision import towns
from vision.document import canonical_bytes
from vision.drafting import draft_data, given_data
from vision.models import PopulationTable

pytestmark = pytest.mark.django_db
QUERIES = 4  # areas, tables, assumptions, scenarios


def test_the_data_of_a_vision(toyonaka):
    vision = towns.a_vision(toyonaka, notice="見本です。", adopted_on="2026-03-31")
    vision.refresh_from_db()
    data = draft_data(vision)
    assert list(data) == [
        "schema",
        "government",
        "vision",
        "areas",
        "tables",
        "assumptions",
        "scenarios",
        "impact",
    ]
    assert data["vision"] == {
        "number": 1,
        "title": "豊中市人口ビジョン（見本）",
        "base_year": 2020,
        "last_year": 2050,
        "notice": "見本です。",
        "outlook": "",
        "adopted_on": "2026-03-31",
        "based_on": None,
    }
    assert data["government"]["words"]["self"] == "本市"
    assert data["areas"] == [{"code": "99999", "name": "見本町"}]
    assert [(row["area"], row["kind"], row["kind_name"]) for row in data["tables"]] == [
        ("99999", "CENSUS", "国勢調査")
    ]
    assert [(row["area"], row["kind_name"]) for row in data["assumptions"]] == [
        ("", "生残率"),
        ("", "子ども女性比と合計特殊出生率の比（k）"),
        ("99999", "子ども女性比"),
        ("99999", "純移動率"),
        ("99999", "0～4歳性比"),
    ]
    assert [(row["name"], row["is_adopted"], len(row["M"])) for row in data["scenarios"]] == [
        ("パターン1", False, 7),
        ("見本の見通し", True, 7),
    ]


def test_tables_stand_in_the_order_of_their_areas(toyonaka):
    vision = towns.a_vision(toyonaka)
    second = towns.an_area(vision, "99998", "例示町")
    PopulationTable.objects.create(vision=vision, kind="NATIONAL", title="全国", data=towns.table().to_data())
    PopulationTable.objects.create(
        vision=vision,
        area=vision.areas.first(),
        kind="PROJECTION",
        title="推計",
        data=towns.table().to_data(),
    )
    places = [(row["area"], row["kind"]) for row in given_data(vision)["tables"]]
    assert places == [("", "NATIONAL"), ("99999", "CENSUS"), ("99999", "PROJECTION"), ("99998", "CENSUS")]
    second.position = 0
    second.save()
    vision.areas.filter(code="99999").update(position=1)
    assert [row["area"] for row in given_data(vision)["tables"]] == ["", "99998", "99999", "99999"]


def test_the_next_vision_names_the_one_it_rests_on(toyonaka):
    old = towns.a_vision(toyonaka, scenarios=False)
    content = canonical_bytes(draft_data(old))
    type(old).objects.filter(pk=old.pk).update(
        frozen_at="2024-01-01T00:00Z", content=content, content_hash="a"
    )
    new = towns.a_vision(toyonaka, based_on=old)
    assert draft_data(new)["vision"]["based_on"] is None  # readers learn of nothing that never was public
    type(old).objects.filter(pk=old.pk).update(published_at="2024-02-01T00:00Z")
    new.refresh_from_db()
    assert draft_data(new)["vision"]["based_on"] == {"number": 1, "title": "豊中市人口ビジョン（見本）"}


def test_equal_rows_give_equal_bytes_that_survive_json(toyonaka):
    vision = towns.a_vision(toyonaka)
    once, twice = (canonical_bytes(draft_data(vision)) for _ in range(2))
    assert once == twice
    assert canonical_bytes(json.loads(once)) == once


@pytest.mark.parametrize("areas", [1, 4])
def test_queries_do_not_grow(toyonaka, areas, django_assert_num_queries):
    vision = towns.a_vision(toyonaka)
    for n in range(1, areas):
        towns.an_area(vision, f"9999{n}", f"第{n}町")
        towns.a_scenario(vision, f"ケース{n}")
    with django_assert_num_queries(QUERIES):
        data = draft_data(vision)
    assert (len(data["areas"]), len(data["scenarios"])) == (areas, areas + 1)
