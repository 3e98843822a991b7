"""A row for each verb on population visions and their scenarios (tests/test_verbs.py), in the form of tests/kpi/verb_rows.py."""

from collections.abc import Callable
from typing import Any

from tests.vision.towns import a_scenario, a_vision
from vision.models import PopulationVision, Scenario
from vision.spec import Moves, ScenarioSpec
from vision.visions import freeze_vision, publish_vision

FACTS = {"title": "見本市人口ビジョン", "base_year": 2020, "last_year": 2050}


def frozen(w: Any) -> PopulationVision:
    """A vision that nobody can change any more."""
    return freeze_vision(actor=None, vision=a_vision(w.toyonaka))


def public(w: Any) -> PopulationVision:
    """One that everybody may read."""
    return publish_vision(actor=None, vision=frozen(w))


def course(w: Any) -> Scenario:
    """A scenario that was not adopted."""
    return a_scenario(a_vision(w.toyonaka), "別のケース")


ROWS: dict[str, Callable[..., Callable[[], Any]]] = {
    "vision.start": lambda w, act: act(government=w.toyonaka, **FACTS),
    "vision.start_next": lambda w, act: act(vision=frozen(w), title="改訂版"),
    "vision.save": lambda w, act: act(vision=a_vision(w.toyonaka), version=1, outlook="見本の展望です。"),
    "vision.freeze": lambda w, act: act(vision=a_vision(w.toyonaka)),
    "vision.publish": lambda w, act: act(vision=frozen(w)),
    "vision.withdraw": lambda w, act: act(vision=public(w), reason="表の年の誤り"),
    "vision.delete": lambda w, act: act(vision=a_vision(w.toyonaka), version=1),
    "scenario.add": lambda w, act: act(vision=a_vision(w.toyonaka), kind="SIM1", name="シミュレーション1"),
    "scenario.save": lambda w, act: act(
        scenario=course(w), version=1, spec=ScenarioSpec(moves=Moves.BALANCED), description="見本の考え方"
    ),
    "scenario.adopt": lambda w, act: act(scenario=course(w)),
    "scenario.move": lambda w, act: act(scenario=course(w), index=0),
    "scenario.remove": lambda w, act: act(scenario=course(w), version=1),
}
