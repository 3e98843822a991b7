"""What the document of an edition holds of its visions."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing.document import Document
from publishing.drafting import draft_data
from publishing.editions import freeze
from publishing.vision_rows import population_data, regional_data
from strategy.models import Edition
from tests import factories
from tests.vision import towns
from tests.vision.tied import ARGUMENT, closed, regional, tied
from vision.citing import cite_vision
from vision.document import VisionDocument
from vision.figures import whole
from vision.models import PopulationVision
from vision.regional import link_items

pytestmark = pytest.mark.django_db


@pytest.fixture
def computed(toyonaka) -> PopulationVision:
    """A vision of an own course beside パターン1, with a third one that citizens do not see."""
    vision = towns.a_vision(toyonaka, notice="見本です。")
    towns.a_scenario(vision, "内部の検討", is_shown=False)
    return closed(vision)


@pytest.fixture
def citing(toyonaka, computed) -> Edition:
    edition = factories.edition(factories.plan(toyonaka))
    factories.small_tree(edition)
    cite_vision(actor=None, edition=edition, vision=computed, argument=ARGUMENT)
    return Edition.objects.get(pk=edition.pk)


def test_a_cited_vision_is_copied_into_the_document(citing, computed):
    data = draft_data(citing)["population_vision"]
    assert set(data) == {
        "government_slug", "number", "title", "base_year", "notice", "argument", "content_hash", "adopted_on",
        "adopted", "published", "gap", "pyramids", "courses", "method",
    }  # fmt: skip
    assert {name: data[name] for name in ("government_slug", "number", "base_year", "notice", "argument")} == {
        "government_slug": "toyonaka", "number": 1, "base_year": 2020, "notice": "見本です。", "argument": ARGUMENT,
    }  # fmt: skip
    assert (data["content_hash"], data["adopted_on"]) == (computed.content_hash, None)
    adopted, published = data["adopted"], data["published"]
    assert (adopted["name"], adopted["kind_name"]) == ("見本の見通し", "独自の推計")
    assert published["kind_name"] == "パターン1（社人研推計準拠）"
    years = [row["year"] for row in adopted["years"]]
    assert years == [row["year"] for row in published["years"]] == [2020, 2025, 2030, 2035, 2040, 2045, 2050]
    first = adopted["years"][0]
    assert set(first) == {
        "year", "total", "young", "working", "old", "old75", "young_share", "working_share", "old_share",
    }  # fmt: skip
    assert first["total"] == first["young"] + first["working"] + first["old"]
    assert all(isinstance(first[name], str) for name in ("young_share", "working_share", "old_share"))
    assert [course["name"] for course in data["courses"]] == ["パターン1", "見本の見通し"]
    assert data["courses"][1] == {
        "name": "見本の見通し", "is_adopted": True,
        "points": [[row["year"], row["total"]] for row in adopted["years"]],
    }  # fmt: skip
    assert data["method"] and all(data["method"])
    json.dumps(data)  # plain data and nothing else


def test_gap_and_pyramids_are_those_of_the_courses(citing, computed):
    data = population_data(citing)
    figures = VisionDocument.of(computed)
    for row, own, other in zip(
        data["gap"], data["adopted"]["years"], data["published"]["years"], strict=True
    ):
        assert row == {
            "year": own["year"], "adopted": own["total"], "published": other["total"],
            "difference": own["total"] - other["total"],
        }  # fmt: skip
    assert data["gap"][0]["difference"] == 0
    assert data["gap"][-1]["difference"] != 0
    assert (data["pyramids"]["open"], list(data["pyramids"]["years"])) == (90, ["2020", "2050"])
    then = data["pyramids"]["years"]["2050"]
    assert then["M"] == [whole(people) for people in figures.adopted.male[2050]]
    assert (len(then["M"]), len(then["F"])) == (19, 19)
    # As the vision prints them: rounded once, not the sum of what was rounded.
    assert then["sums"] == [
        whole(sum(row)) for row in (figures.adopted.male[2050], figures.adopted.female[2050])
    ]


def test_entered_figures_have_neither_ages_nor_classes(toyonaka):
    edition, _, _ = tied(toyonaka)
    data = population_data(edition)
    assert (data["pyramids"], data["adopted"]["kind_name"]) == (None, "値を入れた見通し")
    assert data["adopted"]["years"][1] == {
        "year": 2027, "total": 402_190, "young": None, "working": None, "old": None, "old75": None,
        "young_share": "13.3", "working_share": "60.5", "old_share": None,
    }  # fmt: skip
    assert [(row["year"], row["adopted"]) for row in data["gap"]] == [
        (2020, 401_558), (2027, 402_190), (2040, 400_861),
    ]  # fmt: skip


def test_a_course_that_is_not_shown_stays_in_the_office(toyonaka):
    vision = towns.a_vision(toyonaka)
    vision.scenarios.filter(name="パターン1").update(is_shown=False)
    edition = factories.edition(factories.plan(toyonaka))
    cite_vision(actor=None, edition=edition, vision=vision)
    data = population_data(edition)
    assert (data["published"], data["gap"], [one["name"] for one in data["courses"]]) == (
        None,
        [],
        ["見本の見通し"],
    )


def test_a_vision_without_results_is_named_all_the_same(toyonaka):
    vision = PopulationVision.objects.create(
        government=toyonaka, number=1, title="まだ空の人口ビジョン", base_year=2020
    )
    edition = factories.edition(factories.plan(toyonaka))
    cite_vision(actor=None, edition=edition, vision=vision)
    data = population_data(edition)
    assert (data["title"], data["content_hash"]) == ("まだ空の人口ビジョン", "")
    assert [data[name] for name in ("adopted", "published", "gap", "pyramids", "courses", "method")] == [
        None, None, [], None, [], [],
    ]  # fmt: skip


def test_what_is_frozen_stays_when_the_vision_changes(citing, computed):
    frozen = freeze(actor=None, edition=citing)
    before = Document.of(frozen).population_vision
    PopulationVision.objects.filter(pk=computed.pk).update(
        withdrawn_at=computed.frozen_at, withdrawn_reason="見本", version=9
    )
    assert Document.of(Edition.objects.get(pk=frozen.pk)).population_vision == before
    assert Document.of(frozen).canonical == bytes(Edition.objects.get(pk=frozen.pk).content)


def test_queries_do_not_grow_with_scenarios_or_links(toyonaka, computed):
    counts = {}
    for size in (1, 9):
        edition = factories.edition(factories.plan(toyonaka, f"size-{size}"))
        made = factories.small_tree(edition, measures=size)
        own = regional(made["heading"])
        link_items(actor=None, vision=own, items=[made[f"measure{n + 1}"] for n in range(size)])
        cite_vision(actor=None, edition=edition, vision=computed)
        edition = Edition.objects.select_related("plan__government").get(pk=edition.pk)
        with CaptureQueriesContext(connection) as queries:
            data = draft_data(edition)
        assert len(data["items"][0]["regional_vision"]["links"]) == size
        counts[size] = len(queries)
    assert counts[1] == counts[9]


def test_the_regional_vision_stands_at_its_item_with_links_in_reading_order(toyonaka):
    edition = factories.edition(factories.plan(toyonaka))
    made = factories.small_tree(edition)
    own = regional(
        made["heading"], quoted_title="基本構想", quoted_from="見本県、令和6年", quoted_page="12ページ"
    )
    link_items(actor=None, vision=own, items=[made["measure2"], made["chapter"]])
    document = Document.draft(edition)
    entry = document.regional_entry
    assert entry.lineage == str(made["heading"].lineage)
    assert entry.regional_vision == {
        "keyword": "子育て世帯に選ばれるまち",
        "purpose": "人口40万人の維持",
        "model_types": ["SDGs未来都市"],
        "priority_fields": ["地方公共団体間の連携によるこども政策", "教育DX"],
        "quotation": {"title": "基本構想", "source": "見本県、令和6年", "url": "", "page": "12ページ"},
        "links": [
            {"lineage": str(made["chapter"].lineage), "kind": "GOAL", "number": "第1章", "title": made["chapter"].title},
            {"lineage": str(made["measure2"].lineage), "kind": "MEASURE", "number": "②", "title": "見本の取組み2"},
        ],
    }  # fmt: skip
    assert [one.regional_vision for one in document.walk() if one is not entry] == [None] * 6
    assert regional_data(own)["quotation"]["title"] == "基本構想"
