"""A row for each verb that ties an edition to its visions (tests/test_verbs.py), in the form of tests/kpi/verb_rows_board.py."""

from collections.abc import Callable
from typing import Any

from publishing.reference_paths import Measure
from strategy.models import PlanItem
from tests.kpi import promises
from tests.vision import towns
from tests.vision.tied import adopted, regional
from vision.citing import cite_vision
from vision.models import PopulationVision, RegionalVision


def a_text(w: Any) -> PlanItem:
    """A text of the working edition, at which a 地域ビジョン may stand."""
    return w.edition.items.get(kind="TEXT", parent=None)


def a_regional(w: Any) -> RegionalVision:
    return regional(a_text(w))


def cited(w: Any) -> PopulationVision:
    vision = adopted(w.toyonaka)
    cite_vision(actor=None, edition=w.edition, vision=vision)
    return vision


def a_path(w: Any) -> dict[str, Any]:
    """A KGI and the course of which it takes its figures."""
    scenario = cited(w).scenarios.get(is_adopted=True)
    target = promises.target(a_text(w), "総人口", role="KGI", target_text="40万人以上", unit="人")
    return {
        "target": target,
        "version": target.version,
        "scenario": scenario.lineage,
        "measure": Measure.TOTAL,
        "points": [("短期", 2027)],
    }


def uncited(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    cited(w)
    return act(edition=w.edition)


ROWS: dict[str, Callable[..., Callable[[], Any]]] = {
    "population.cite": lambda w, act: act(
        edition=w.edition, vision=towns.a_vision(w.toyonaka), argument="見本"
    ),
    "population.uncite": uncited,
    "regional.save": lambda w, act: act(item=a_text(w), keyword="合言葉"),
    "regional.link": lambda w, act: act(vision=a_regional(w), items=[w.item]),
    "regional.remove": lambda w, act: act(vision=a_regional(w), version=1),
    "target.adopt_path": lambda w, act: act(**a_path(w)),
}
