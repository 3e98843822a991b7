"""A row for each verb of the KPI room (tests/test_verbs.py): given the world and a call of the verb, the same call with
its arguments."""

from collections.abc import Callable
from typing import Any

from kpi.grades import TAMA, to_data
from kpi.indicators import add_reference, mark_break
from kpi.models import Indicator, ReferenceSeries, Target
from kpi.notation import parse_target
from kpi.schemes import grade_by_hand
from kpi.targets import relist_target
from strategy.loading import load_content
from strategy.models import Edition
from strategy.plans import save_edition
from tests.kpi import promises

LOADED = {
    "levels": [{"key": "part", "depth": 1, "name": "編", "kind": "TEXT", "numbering": "none", "under": [""]}],
    "items": [{"key": "p1", "level": "part", "title": "第1編"}],
}
MEASURED = {
    "indicators": [
        {"key": "A", "name": "就業率", "unit": "%", "values": [{"fiscal_year": 2024, "value": "70.4"}]}
    ]
}


def loaded(w: Any) -> Edition:
    """The edition with an item from a file."""
    files = {"content": LOADED, "resolve": {}.__getitem__, "departments": {}, "plans": {}}
    return load_content(actor=None, edition=w.edition, **files)


def indicator(w: Any) -> Indicator:
    return promises.indicator(w.toyonaka)


def reference(w: Any) -> ReferenceSeries:
    return add_reference(actor=None, indicator=indicator(w), name="全国平均")


def target(w: Any) -> Target:
    return promises.target(w.item)


def open_target(w: Any) -> Target:
    """A target of which nobody can tell whether it is one year's."""
    return promises.target(w.item, baseline_text="令和5年度より通年実施", target_text="35,000,000ポイント")


def longer_period(w: Any) -> Edition:
    """The edition, which runs a year longer since a target was read."""
    promises.target(w.item)
    return save_edition(actor=None, edition=w.edition, last_fiscal_year=2028)


KPI_ROWS: dict[str, Callable[..., Callable[[], Any]]] = {
    "indicator.create": lambda w, act: act(government=w.toyonaka, name="就業率", unit="%"),
    "indicator.load": lambda w, act: act(government=w.toyonaka, content=MEASURED, departments={}),
    "indicator.save": lambda w, act: act(indicator=indicator(w), version=1, name="就業率"),
    "indicator.delete": lambda w, act: act(indicator=indicator(w)),
    "indicator.break": lambda w, act: act(
        indicator=indicator(w), fiscal_year=2025, note="調査の方法を変えた"
    ),
    "indicator.unbreak": lambda w, act: act(
        series_break=mark_break(actor=None, indicator=indicator(w), fiscal_year=2025, note="方法の変更")
    ),
    "reference.create": lambda w, act: act(indicator=indicator(w), name="全国平均"),
    "reference.save": lambda w, act: act(reference=reference(w), name="府平均", source="国勢調査"),
    "reference.remove": lambda w, act: act(reference=reference(w)),
    "survey.save": lambda w, act: act(
        government=w.toyonaka, survey="市民意識調査", fiscal_year=2024, sent=3000
    ),
    "target.create": lambda w, act: act(item=w.item, name="就業率", target_text="73%"),
    "target.load": lambda w, act: act(
        edition=loaded(w),
        rows={"p1": [{"key": "A", "name": "就業率", "target_text": "73%"}]},
        indicators={"A": indicator(w)},
    ),
    "target.save": lambda w, act: act(target=target(w), version=1, target_text="75%"),
    "target.move": lambda w, act: act(target=target(w), item=w.made["section"], index=0),
    "target.delete": lambda w, act: act(target=target(w)),
    "target.relist": lambda w, act: act(target=target(w), item=w.made["section"]),
    "target.unlist": lambda w, act: act(
        relisting=relist_target(actor=None, target=target(w), item=w.made["section"])
    ),
    "target.serve": lambda w, act: act(target=target(w), items=[w.made["measure2"]]),
    "target.settle": lambda w, act: act(target=target(w), code="source_missing", reason="庁内の集計"),
    "target.correct": lambda w, act: act(
        target=target(w), version=1, spec=parse_target("74%", period=(2023, 2027))
    ),
    "target.read": lambda w, act: act(target=open_target(w), version=1, whole=True),
    "targets.read": lambda w, act: act(edition=longer_period(w)),
    "measurement.load": lambda w, act: act(
        government=w.toyonaka, content=MEASURED, indicators={"A": indicator(w)}
    ),
    "measurement.record": lambda w, act: act(indicator=indicator(w), fiscal_year=2024, typed="70.4%"),
    "measurement.submit": lambda w, act: act(measurement=promises.typed(indicator(w)).measurement, seen=1),
    "measurement.return": lambda w, act: act(
        measurement=promises.submitted(indicator(w)).measurement, seen=2, why="年度の違い"
    ),
    "measurement.approve": lambda w, act: act(
        measurement=promises.submitted(indicator(w)).measurement, seen=2
    ),
    "measurement.publish": lambda w, act: act(
        measurement=promises.approved(indicator(w)).measurement, seen=3
    ),
    "scheme.save": lambda w, act: act(government=w.toyonaka, content=to_data(TAMA)),
    "grade.set": lambda w, act: act(
        target=target(w), fiscal_year=2024, grade="achieved", reason="定性的な成果"
    ),
    "grade.publish": lambda w, act: act(
        manual_grade=grade_by_hand(
            actor=None, target=target(w), fiscal_year=2024, grade="late", reason="工事の中断"
        )
    ),
}
