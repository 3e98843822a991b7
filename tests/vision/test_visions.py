"""The life of a population vision: start, save, freeze, publish, withdraw, the next one, delete."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.audit import Refused
from accounts.models import AuditEvent
from accounts.saving import Overtaken
from tests import factories
from tests.vision.towns import a_scenario, a_vision, an_area, entered
from vision.document import VisionDocument
from vision.models import (
    PopulationTable,
    PopulationUpload,
    PopulationVision,
    Scenario,
    VisionArea,
    VisionCitation,
)
from vision.spec import Addition, Moves, ScenarioSpec, from_data, to_data
from vision.visions import (
    FiguresChanged,
    delete_vision,
    freeze_vision,
    obstacles_of,
    own_code,
    publish_vision,
    save_vision,
    start_next_vision,
    start_vision,
    withdraw_vision,
)

pytestmark = pytest.mark.django_db
YEARS = {"base_year": 2020, "last_year": 2050}


def sentences(act, **given) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        act(actor=None, **given)
    return caught.value.messages


# --- start, save ------------------------------------------------------------------------------------------------


def test_a_new_vision_has_the_governments_own_area_and_the_published_course(toyonaka, aoki):
    vision = start_vision(actor=aoki, government=toyonaka, title=" 豊中市人口ビジョン ", **YEARS)
    assert (vision.number, vision.title, vision.stage_name) == (1, "豊中市人口ビジョン", "素案")
    assert list(vision.areas.values_list("code", "name")) == [("27203", "豊中市")]
    row = vision.scenarios.get()
    assert (row.kind, row.name, from_data(row.spec)) == ("PATTERN1", "パターン1", ScenarioSpec())
    event = AuditEvent.objects.get(verb="vision.start")
    assert (event.actor, event.government) == (aoki, toyonaka)


def test_areas_of_a_new_vision_follow_the_kind_of_the_government(toyonaka):
    prefecture = factories.government("140007", "kanagawa", "神奈川県", "PREFECTURE", "神奈川県")
    union = factories.government("278122", "kumiai", "見本組合", "UNION")
    assert [own_code(row) for row in (toyonaka, prefecture, union)] == ["27203", "14", ""]
    assert not start_vision(actor=None, government=union, title="共同の人口ビジョン", **YEARS).areas.exists()


def test_one_vision_is_written_at_a_time(toyonaka, ogori):
    start_vision(actor=None, government=toyonaka, title="人口ビジョン", **YEARS)
    assert sentences(start_vision, government=toyonaka, title="もう一つ", **YEARS) == [
        "作成中の人口ビジョンがすでにあります。先にそれを凍結してください。"
    ]
    assert start_vision(actor=None, government=ogori, title="人口ビジョン", **YEARS).number == 1


@pytest.mark.parametrize(
    ("years", "field"),
    [
        ({"base_year": 2023}, "base_year"),
        ({"base_year": 1975}, "base_year"),
        ({"last_year": 2052}, "last_year"),
        ({"last_year": 2020}, "last_year"),
        ({"last_year": 2125}, "last_year"),
    ],
)
def test_both_ends_are_census_years(toyonaka, years, field):
    with pytest.raises(Refused) as refused:
        start_vision(actor=None, government=toyonaka, title="人口ビジョン", **(YEARS | years))
    assert list(refused.value.message_dict) == [field]
    assert not PopulationVision.objects.exists()


def test_saving_names_what_changed_and_refuses_whoever_comes_too_late(toyonaka, aoki):
    vision = a_vision(toyonaka, scenarios=False)
    day = datetime.date(2024, 3, 1)
    kept = save_vision(actor=aoki, vision=vision, version=1, adopted_on=day, title=vision.title)
    assert (kept.version, kept.stage_name) == (2, "")
    assert AuditEvent.objects.get(verb="vision.save").detail == {"version": 2, "fields": ["策定日"]}
    assert save_vision(actor=aoki, vision=vision, version=2, adopted_on=day).version == 2  # nothing changed
    with pytest.raises(Overtaken) as late:
        save_vision(actor=aoki, vision=vision, version=1, title="別の題名")
    assert late.value.current.adopted_on == day


# --- freeze -----------------------------------------------------------------------------------------------------


def test_freezing_keeps_the_figures_as_they_are(toyonaka, aoki):
    vision = a_vision(toyonaka)
    shown = VisionDocument.draft(vision)
    frozen = freeze_vision(actor=aoki, vision=vision, seen=shown.content_hash)
    assert (frozen.is_frozen, frozen.content_hash) == (True, shown.content_hash)
    assert bytes(PopulationVision.objects.get().content) == shown.canonical
    assert sentences(freeze_vision, vision=vision) == [
        "凍結した人口ビジョンは変えられません。直すときは「次の版をつくる」をしてください。"
    ]
    assert sentences(save_vision, vision=vision, version=2, title="直す") == [
        "凍結した人口ビジョンは変えられません。直すときは「次の版をつくる」をしてください。"
    ]


def test_other_figures_than_those_seen_are_not_frozen(toyonaka):
    vision = a_vision(toyonaka)
    seen = VisionDocument.draft(vision).content_hash
    save_vision(actor=None, vision=vision, version=1, outlook="見本の展望")
    with pytest.raises(FiguresChanged):
        freeze_vision(actor=None, vision=vision, seen=seen)
    assert PopulationVision.objects.get().frozen_at is None


def test_what_stands_in_the_way_of_freezing_is_said(toyonaka):
    empty = a_vision(toyonaka, scenarios=False)
    VisionArea.objects.all().delete()
    assert obstacles_of(VisionDocument.draft(empty)) == [
        "推計の区域がありません。「人口表」で区域を加えてください。",
        "採用する見通しが決まっていません。「ケース」で一つ選んで「採用する」を押してください。",
    ]
    assert len(sentences(freeze_vision, vision=empty)) == 1


def test_people_added_where_nothing_is_counted_any_more_are_told_before_the_freezing(toyonaka):
    vision = a_vision(toyonaka)
    row = vision.scenarios.get(is_adopted=True)
    added = Addition("駅前", 2025, 2025, {"30-34": Decimal(50)}, {}, "99999")
    row.spec = to_data(ScenarioSpec(additions=(added,)))
    row.save()
    assert obstacles_of(VisionDocument.draft(vision)) == []
    vision.areas.update(code="99998")
    assert sentences(freeze_vision, vision=vision) == [
        "公表するケース「見本の見通し」の仮定が、いまの区域や年に合いません。"
        "加わる人1：区域を選び直してください。前の区域はもうありません。"
    ]


def test_what_is_not_public_need_not_be_computed(toyonaka):
    vision = a_vision(toyonaka)
    PopulationTable.objects.all().delete()
    found = obstacles_of(VisionDocument.draft(vision))
    names = ["「パターン1」", "「見本の見通し」"]
    assert [name in sentence for name, sentence in zip(names, found, strict=True)] == [True, True]
    Scenario.objects.all().delete()
    adopted = entered(vision)
    Scenario.objects.filter(pk=adopted.pk).update(is_adopted=True)
    a_scenario(vision, "庁内だけ", ScenarioSpec(moves=Moves.BALANCED), is_shown=False)
    assert obstacles_of(VisionDocument.draft(vision)) == []


# --- publish, withdraw --------------------------------------------------------------------------------------------


def test_only_a_frozen_vision_is_published_and_once(toyonaka, aoki):
    vision = a_vision(toyonaka)
    assert sentences(publish_vision, vision=vision) == [
        "公表できるのは凍結した人口ビジョンだけです。先に凍結してください。"
    ]
    freeze_vision(actor=None, vision=vision)
    assert publish_vision(actor=aoki, vision=vision).is_public is True
    assert list(PopulationVision.objects.public()) == [vision]
    assert sentences(publish_vision, vision=vision) == ["この人口ビジョンはすでに公表されています。"]


def test_withdrawing_asks_for_a_reason_and_is_for_good(toyonaka, aoki):
    vision = a_vision(toyonaka)
    freeze_vision(actor=None, vision=vision)
    assert sentences(withdraw_vision, vision=vision, reason="誤り") == [
        "公表していない人口ビジョンは取り下げられません。"
    ]
    publish_vision(actor=None, vision=vision)
    assert sentences(withdraw_vision, vision=vision, reason=" ") == ["取下げの理由を書いてください。"]
    gone = withdraw_vision(actor=aoki, vision=vision, reason=" 表の年を誤りました。 ")
    assert (gone.is_public, gone.withdrawn_reason) == (False, "表の年を誤りました。")
    assert not PopulationVision.objects.public().exists()
    assert sentences(withdraw_vision, vision=vision, reason="誤り") == [
        "この人口ビジョンはすでに取り下げられています。"
    ]
    assert sentences(publish_vision, vision=vision) == [
        "取り下げた人口ビジョンは、もう一度公表できません。次の版をつくって公表してください。"
    ]


# --- the next one, delete -----------------------------------------------------------------------------------------


def test_the_next_vision_has_everything_of_a_frozen_one(toyonaka, aoki):
    vision = a_vision(toyonaka, notice="見本です。")
    an_area(vision, "99998", "となり町")
    assert sentences(start_next_vision, vision=vision) == [
        "次の版は、凍結した人口ビジョンからつくります。先にこの人口ビジョンを凍結してください。"
    ]
    old = freeze_vision(actor=None, vision=vision)
    made = start_next_vision(actor=aoki, vision=vision, title="改訂版", base_year=2025, last_year=2055)
    assert (made.number, made.title, made.based_on, made.notice) == (2, "改訂版", old, "見本です。")
    lineages = [list(row.scenarios.values_list("lineage", "name")) for row in (old, made)]
    assert lineages[0] == lineages[1]
    counts = [(row.areas.count(), row.tables.count(), row.assumptions.count()) for row in (old, made)]
    assert counts[0] == counts[1] == (2, 2, 8)
    assert made.adopted_on is None
    assert sentences(start_next_vision, vision=vision) == [
        "作成中の人口ビジョンがすでにあります。先にそれを凍結してください。"
    ]


def test_a_draft_is_deleted_with_all_that_belongs_to_it(toyonaka, aoki):
    vision = a_vision(toyonaka)
    PopulationUpload.objects.create(
        vision=vision, name="a.csv", size=1, sha256="0" * 64, data=b"1", at=timezone.now()
    )
    with pytest.raises(Overtaken):
        delete_vision(actor=aoki, vision=vision, version=2)
    delete_vision(actor=aoki, vision=vision, version=1)
    for model in (PopulationVision, VisionArea, PopulationTable, Scenario, PopulationUpload):
        assert not model.objects.exists()
    assert AuditEvent.objects.get(verb="vision.delete").detail == {"number": 1}


def test_a_draft_that_an_edition_rests_on_stays(toyonaka):
    vision = a_vision(toyonaka)
    edition = factories.edition(factories.plan(toyonaka))
    VisionCitation.objects.create(edition=edition, vision=vision)
    assert sentences(delete_vision, vision=vision, version=1) == [
        f"「{edition.title}」第1版がよりどころにしているので、削除できません。先にその版の引用をはずしてください。"
    ]
