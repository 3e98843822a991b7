"""What an edition still owes to its visions is told before it is frozen (GUI-27, GUI-30)."""

import copy
import datetime

import pytest
from django.utils import timezone

from publishing.confirming import publish_context
from publishing.document import Document
from publishing.editions import freeze
from publishing.vision_gaps import newest_census, unpublished_gaps, vision_gaps
from strategy.items import save_item
from strategy.models import Edition, Plan
from tests import factories
from tests.kpi import promises
from tests.vision import towns
from tests.vision.tied import Tied, adopted, closed, regional, tied
from vision.citing import cite_vision
from vision.models import PopulationVision
from vision.regional import link_items

DAY = datetime.date(2026, 11, 30)
NO_CITATION = "人口ビジョンを引用していません。総合戦略は、人口ビジョンを踏まえて目標を定めます。"
PATH = [{"label": "短期", "fiscal_year": 2027, "value": "402190"}]


def told(edition: Edition, kind: str = "population", day: datetime.date = DAY) -> list[str]:
    found = vision_gaps(edition, Document.draft(edition), day)
    return [
        f"{gap.title}：{gap.sentence}" if gap.title else gap.sentence for gap in found if gap.kind == kind
    ]


@pytest.fixture(scope="module")
def _world(for_the_file) -> Tied:
    return tied(factories.government())


@pytest.fixture
def world(_world, db) -> Tied:
    return copy.deepcopy(_world)


# --- before anything stands there -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_is_not_frozen_or_not_public_is_told(toyonaka):
    edition = factories.edition(factories.plan(toyonaka))
    vision = adopted(toyonaka, title="人口ビジョン案")
    cite_vision(actor=None, edition=edition, vision=vision)
    (gap,) = [gap for gap in vision_gaps(edition, Document.draft(edition), DAY) if gap.kind == "population"]
    assert (gap.blocks, gap.is_of_citation) == (True, True)
    assert gap.sentence.startswith("「人口ビジョン案」（第1版）はまだ作成中です。")
    closed(vision, public=False)
    sentence = "「人口ビジョン案」（第1版）は公表されていません。この版を公表する前に、その人口ビジョンを公表してください。"
    assert told(edition) == [sentence]
    factories.small_tree(edition)
    frozen = freeze(actor=None, edition=edition)
    assert [gap.sentence for gap in publish_context(frozen)["hidden"]] == [sentence]
    PopulationVision.objects.update(published_at=timezone.now())
    assert unpublished_gaps(frozen) == []


@pytest.mark.parametrize(
    ("day", "census"),
    [
        ("2026-11-30", 2020),
        ("2026-12-01", 2025),
        ("2025-10-01", 2020),
        ("2020-11-30", 2015),
        ("2021-12-01", 2020),
    ],
)
def test_a_census_counts_from_december_of_the_next_year(day, census):
    assert newest_census(datetime.date.fromisoformat(day)) == census


@pytest.mark.django_db
def test_a_strategy_rests_on_a_vision(toyonaka, world):
    assert told(world.edition) == []
    without = tied(toyonaka, cites=False, slug="other").edition
    assert told(without) == [NO_CITATION]
    Edition.objects.filter(pk=without.pk).update(stage="OUTLINE")
    without.refresh_from_db()
    assert [told(without, kind) for kind in ("population", "regional")] == [[], []]
    sector = factories.edition(factories.plan(toyonaka, "kobetsu", Plan.Kind.SECTOR))
    assert [told(sector, kind) for kind in ("population", "regional")] == [[], []]


@pytest.mark.django_db
def test_an_old_base_is_told_once_the_census_is_out(world):
    assert told(world.edition, day=DAY + datetime.timedelta(days=1)) == [
        "「豊中市人口ビジョン」（第1版）は令和2（2020）年の国勢調査をもとにしています。令和7（2025）年の結果が出ているので、"
        "改めるか、改めない理由を本文に書いてください。"
    ]


@pytest.mark.django_db
def test_a_newer_public_vision_is_told(toyonaka, world):
    newer = closed(towns.a_vision(toyonaka), public=False)
    assert told(world.edition) == []
    PopulationVision.objects.filter(pk=newer.pk).update(published_at=timezone.now())
    assert told(world.edition) == ["「豊中市人口ビジョン」（第1版）より新しい第2版が公表されています。"]


def kgi(world: Tied, text: str = "40万人以上", **fields) -> None:
    promises.target(
        world.made["heading"], "総人口", role="KGI", target_text=text, baseline_text="", unit="人", **fields
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "value", "count"),
    [
        ("豊中市人口ビジョン「想定人口」", "402190", 0),
        ("人口ビジョンの想定人口", "402190", 0),  # the same figures, said otherwise
        ("人口ビジョン（平成28年）の想定人口", "399000", 1),
        ("豊中市人口ビジョン「パターン1」", "399000", 0),  # another course of this vision
        ("総合計画の想定人口", "399000", 0),
    ],
)
def test_a_path_older_than_the_vision_is_told(world, source, value, count):
    kgi(world, "30万人以上", reference_path=[PATH[0] | {"value": value}], reference_source=source)
    assert (
        told(world.edition)
        == [
            f"総人口：参考とする見通し（{source}）が、引用している「豊中市人口ビジョン」の値と違います。"
            "見通しを写し直してください。"
        ][:count]
    )


@pytest.mark.django_db
def test_a_target_beyond_its_path_is_told(world):
    kgi(world, "41万人以上", reference_path=PATH, reference_source="豊中市人口ビジョン「想定人口」")
    assert told(world.edition) == [
        "総人口：目標の410,000人以上は、令和9（2027）年の見通し402,190人を上回っています。"
        "見通しを上回らない目標にするか、根拠を設定根拠に書いてください。"
    ]


@pytest.mark.django_db
def test_a_regional_vision_has_text_and_a_goal(world):
    assert told(world.edition, "regional") == [
        "地域ビジョン（目指すべき理想像）がありません。本文の項目を開き、「地域ビジョン」で合言葉を入れてください。"
    ]
    item = world.made["heading"]
    type(item).objects.filter(pk=item.pk).update(body="")
    own = regional(item)
    assert told(world.edition, "regional") == [
        "総合戦略の概要：地域ビジョンの本文がありません。",
        "総合戦略の概要：地域ビジョンが、どの目標ともつながっていません。",
    ]
    link_items(actor=None, vision=own, items=[world.made["pillar"]])
    item.refresh_from_db()
    save_item(actor=None, item=item, version=item.version, title=item.title, body="<p>見本の理想像です。</p>")
    assert told(world.edition, "regional") == [
        "総合戦略の概要：地域ビジョンが、どの目標ともつながっていません。"
    ]
    link_items(actor=None, vision=own, items=[world.made["chapter"]])
    assert told(world.edition, "regional") == []


@pytest.mark.django_db
def test_it_costs_two_queries(world, django_assert_num_queries):
    edition = Edition.objects.select_related("plan").get(pk=world.edition.pk)
    document = Document.draft(edition)
    with django_assert_num_queries(2):
        list(vision_gaps(edition, document, DAY))
