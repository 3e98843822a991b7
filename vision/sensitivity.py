"""How much the result of a scenario hangs on each of its assumptions: one is changed, all others stay. Pure.

感応度: births and moves are changed from the year on from which the scenario goes its own way, survival from the first step on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np

from vision.cohort import Projection, Rates
from vision.figures import ONE_PLACE, WHOLE
from vision.inputs import Inputs, inputs_of
from vision.scenarios import obstacles, projected, rates_of, starts_of
from vision.spec import from_data

Change = Callable[[Rates, Inputs, int], Rates]
NOT_YET = "このケースはまだ計算できません。「ケース」で、足りないものを確かめてください。"


@dataclass(frozen=True)
class Effect:
    """What changing one assumption does by ``year``: people then, more or fewer than the scenario has, and per cent of it."""

    assumption: str
    change: str
    year: int
    total: int
    difference: int
    percent: Decimal


@dataclass(frozen=True)
class Sensitivity:
    """The scenario's own people in ``year`` and the effects; ``missing`` says why some or all could not be computed."""

    year: int
    total: int | None
    effects: tuple[Effect, ...]
    missing: tuple[str, ...] = ()


def sensitivity_of(data: Mapping[str, Any], lineage: str, year: int | None = None) -> Sensitivity:
    """The effects on the scenario of this lineage in a ``year`` of its tables (the last one, unless said otherwise).

    ``data`` as ``vision.drafting`` builds it. A scenario that was entered, or cannot be computed, has none, and says so.
    """
    row = next(one for one in data["scenarios"] if one["lineage"] == str(lineage))
    inputs = inputs_of(data)
    wanted = data["vision"]["last_year"] if year is None else year
    if row["kind"] == "ENTERED":
        return Sensitivity(
            wanted, None, (), ("値を入れた見通しは計算によらないため、仮定を変えることができません。",)
        )
    spec = from_data(row["spec"])
    if inputs is None or obstacles(spec, inputs):
        return Sensitivity(wanted, None, (), (NOT_YET,))
    at = inputs.years.index(wanted) if wanted in inputs.years else len(inputs.years) - 1
    own = rates_of(spec, inputs)
    tried, missing = _possible(inputs)
    starts = starts_of(spec, inputs.years[0])
    each = [own, *(change(own, inputs, starts) for _, _, change in tried)]
    whole, *changed = [_total(one, at) for one in projected(inputs.base, each)]
    if whole is None:
        return Sensitivity(wanted, None, (), (NOT_YET,))
    effects = tuple(
        _effect(name, what, inputs.years[at], total, whole)
        for (name, what, _), total in zip(tried, changed, strict=True)
        if total is not None
    )
    return Sensitivity(inputs.years[at], _whole(whole), effects, missing)


def _total(found: Projection | None, at: int) -> Decimal | None:
    """People in all areas; None where a change leaves fewer than nobody in a group."""
    return None if found is None else Decimal(repr(float(found.totals.sum(axis=0)[at])))


def _effect(name: str, what: str, year: int, total: Decimal, own: Decimal) -> Effect:
    percent = (total - own) / own * 100 if own else Decimal()
    return Effect(
        name,
        what,
        year,
        _whole(total),
        _whole(total) - _whole(own),
        percent.quantize(ONE_PLACE, ROUND_HALF_UP) + 0,
    )


def _whole(people: Decimal) -> int:
    return int(people.quantize(WHOLE, ROUND_HALF_UP))


def _possible(inputs: Inputs) -> tuple[list[tuple[str, str, Change]], tuple[str, ...]]:
    """The changes that can be computed from these inputs, and sentences about those that cannot."""
    found: list[tuple[str, str, Change]] = []
    missing = []
    if inputs.k is None:
        missing.append(
            "kがないため、合計特殊出生率を変えた場合は示していません。「仮定値」でkを入れてください。"
        )
    else:
        found += [
            ("合計特殊出生率", "0.1高い", _births(0.1)),
            ("合計特殊出生率", "0.1低い", _births(-0.1)),
        ]
    if inputs.survival is None:
        missing.append(
            "生残率がないため、移動と生残率を変えた場合は示していません。「仮定値」で生残率を入れてください。"
        )
    else:
        found += [
            ("純移動率", "増える率を1.1倍、減る率を0.9倍", _moves(0.1)),
            ("純移動率", "増える率を0.9倍、減る率を1.1倍", _moves(-0.1)),
            ("純移動率", "すべて0（転入と転出が同数）", _balanced),
            ("生残率", "亡くなる割合が10％小さい", _survival(0.9)),
            ("生残率", "亡くなる割合が10％大きい", _survival(1.1)),
        ]
    return found, tuple(missing)


def _births(more: float) -> Change:
    def changed(rates: Rates, inputs: Inputs, starts: int) -> Rates:
        assert inputs.k is not None
        ends = np.array(inputs.years[1:]) >= starts
        ratio = rates.child_woman + more * inputs.k[:, 1:] * ends
        return replace(rates, child_woman=np.maximum(ratio, 0.0))

    return changed


def _moves(better: float) -> Change:
    def changed(rates: Rates, inputs: Inputs, starts: int) -> Rates:
        begins = (np.array(inputs.years[:-1]) >= starts)[:, None, None]
        moved = rates.migration + better * np.abs(rates.migration) * begins
        return replace(rates, migration=np.maximum(moved, -rates.survival))

    return changed


def _balanced(rates: Rates, inputs: Inputs, starts: int) -> Rates:
    begins = (np.array(inputs.years[:-1]) >= starts)[:, None, None]
    return replace(rates, migration=np.where(begins, 0.0, rates.migration))


def _survival(times: float) -> Change:
    def changed(rates: Rates, inputs: Inputs, starts: int) -> Rates:
        survival = np.clip(1 - (1 - rates.survival) * times, 0.0, None)
        return replace(rates, survival=survival, migration=np.maximum(rates.migration, -survival))

    return changed
