"""The scenarios of a working vision: added, saved, adopted, put in order, removed."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from accounts.saving import Overtaken
from tests.vision.towns import a_scenario, a_vision
from vision.kept_scenarios import (
    GONE,
    MOST,
    Unsound,
    add_scenario,
    adopt_scenario,
    move_scenario,
    remove_scenario,
    save_scenario,
)
from vision.models import PopulationVision, Scenario
from vision.spec import Births, Entered, Moves, ScenarioSpec, from_data
from vision.visions import freeze_vision

pytestmark = pytest.mark.django_db
FACTOR = ScenarioSpec(moves=Moves.FACTOR, factor=Decimal("0.5"))


@pytest.fixture
def vision(toyonaka) -> PopulationVision:
    return a_vision(toyonaka)


def sentences(act, **given) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        act(actor=None, **given)
    return caught.value.messages


def names(vision: PopulationVision) -> list[str]:
    return list(vision.scenarios.order_by("position").values_list("name", flat=True))


def test_a_scenario_is_added_at_the_end_as_its_kind_is_usually_assumed(vision, aoki):
    made = add_scenario(actor=aoki, vision=vision, kind="SIM2", name=" シミュレーション2 ")
    spec = from_data(made.spec)
    assert (spec.births, spec.tfr[-1], spec.moves) == (Births.TFR, (2030, Decimal("2.1")), Moves.BALANCED)
    assert names(vision) == ["パターン1", "見本の見通し", "シミュレーション2"]
    event = AuditEvent.objects.get(verb="scenario.add")
    assert event.detail == {"vision": 1, "kind": "シミュレーション2（出生率の上昇と移動の均衡）"}
    own = add_scenario(actor=None, vision=vision, kind="OWN", name="半分", spec=FACTOR)
    assert from_data(own.spec) == FACTOR


def test_a_name_stands_once_and_assumptions_are_sound(vision):
    assert sentences(add_scenario, vision=vision, kind="OWN", name="パターン1") == [
        "この名前のケースがすでにあります。ほかの名前にしてください。"
    ]
    odd = ScenarioSpec(starts=2026, moves=Moves.FACTOR, factor=Decimal(99))
    with pytest.raises(Unsound) as unsound:
        add_scenario(actor=None, vision=vision, kind="OWN", name="変な仮定", spec=odd)
    assert len(unsound.value.sentences) == len(unsound.value.messages) == 2
    assert sentences(add_scenario, vision=vision, kind="ENTERED", name="空", spec=ScenarioSpec()) == [
        "値：年と総人口を、少なくとも1行入れてください。"
    ]
    assert len(names(vision)) == 2


def test_saving_refuses_whoever_comes_too_late(vision, aoki):
    row = vision.scenarios.get(name="パターン1")
    kept = save_scenario(actor=aoki, scenario=row, version=1, spec=FACTOR, name="独自", is_shown=False)
    assert (kept.version, kept.name, kept.is_shown, from_data(kept.spec)) == (2, "独自", False, FACTOR)
    assert sorted(AuditEvent.objects.get(verb="scenario.save").detail["fields"]) == [
        "仮定",
        "公表する",
        "名前",
    ]
    with pytest.raises(Overtaken) as late:
        save_scenario(actor=aoki, scenario=row, version=1, spec=ScenarioSpec(), name="別")
    assert late.value.current.name == "独自"
    assert save_scenario(actor=aoki, scenario=row, version=2, spec=FACTOR, name="独自").version == 2


def test_one_scenario_is_adopted_and_it_is_public(vision, aoki):
    hidden = a_scenario(vision, "庁内だけ", is_shown=False)
    made = adopt_scenario(actor=aoki, scenario=hidden)
    assert (made.is_adopted, made.is_shown) == (True, True)
    assert list(vision.scenarios.filter(is_adopted=True)) == [hidden]
    assert adopt_scenario(actor=aoki, scenario=hidden).version == made.version  # already adopted
    spec = from_data(made.spec)
    assert sentences(save_scenario, scenario=made, version=made.version, spec=spec, is_shown=False) == [
        "採用する見通しは公表します。先にほかのケースを採用してください。"
    ]
    assert sentences(remove_scenario, scenario=made, version=made.version) == [
        "「庁内だけ」は採用する見通しなので、削除できません。先にほかのケースを採用してください。"
    ]


def test_the_order_is_the_offices(vision):
    third = a_scenario(vision, "三つめ")
    move_scenario(actor=None, scenario=third, index=0)
    assert names(vision) == ["三つめ", "パターン1", "見本の見通し"]
    move_scenario(actor=None, scenario=third, index=99)
    assert names(vision) == ["パターン1", "見本の見通し", "三つめ"]


def test_a_scenario_is_removed_over_the_version_that_was_seen(vision, aoki):
    row = vision.scenarios.get(name="パターン1")
    with pytest.raises(Overtaken):
        remove_scenario(actor=aoki, scenario=row, version=2)
    remove_scenario(actor=aoki, scenario=row, version=1)
    assert names(vision) == ["見本の見通し"]
    assert sentences(save_scenario, scenario=row, version=1, spec=ScenarioSpec()) == [GONE]


def test_a_scenario_of_a_frozen_vision_stays(vision):
    freeze_vision(actor=None, vision=vision)
    row = vision.scenarios.get(name="パターン1")
    frozen = ["凍結した人口ビジョンは変えられません。直すときは「次の版をつくる」をしてください。"]
    assert sentences(adopt_scenario, scenario=row) == frozen
    assert sentences(remove_scenario, scenario=row, version=1) == frozen
    assert sentences(add_scenario, vision=vision, kind="OWN", name="新しい") == frozen
    assert Scenario.objects.count() == 2


def test_entered_figures_are_a_scenario(vision):
    spec = ScenarioSpec(entered=(Entered(2027, 402_190, young_share=Decimal("13.3")),))
    made = add_scenario(actor=None, vision=vision, kind="ENTERED", name="想定人口", spec=spec)
    assert from_data(made.spec) == spec


def test_a_vision_has_not_any_number_of_scenarios(vision):
    for n in range(MOST - vision.scenarios.count()):
        a_scenario(vision, f"ケース{n}")
    assert sentences(add_scenario, vision=vision, kind="OWN", name="もう一つ") == [
        "ケースは30までです。使わないケースを削除してから加えてください。"
    ]
