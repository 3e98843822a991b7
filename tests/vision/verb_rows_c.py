"""A row for each verb on tables, rates and areas of a vision (tests/test_verbs.py), in the form of tests/kpi/verb_rows.py."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.vision.sheets import long_rows
from tests.vision.towns import a_vision, an_area, table
from vision.keeping import standing_of
from vision.models import PopulationUpload, PopulationVision
from vision.reading.parsed import Parsed
from vision.tables import Totals
from vision.uploads import Taking, receive_table

FILE = "\r\n".join(
    ",".join(map(str, row)) for row in long_rows((2020,), code="99999", name="見本町")
).encode()


def town(w: Any) -> PopulationVision:
    """A working vision of an invented area with tables and rates."""
    return a_vision(w.toyonaka, scenarios=False)


def waiting(w: Any) -> PopulationUpload:
    """A file that was read."""
    made = town(w)
    made.areas.update(code="27203")
    data = FILE.replace(b"99999", b"27203")
    return receive_table(actor=None, vision=made, name="人口.csv", data=data)


def taken_in(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    upload = waiting(w)
    return act(upload=upload, seen=standing_of(upload.vision), taking=Taking())


def derived(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    vision = town(w)
    vision.tables.update(data=table(years=(2015, 2020)).to_data())
    return act(vision=vision)


def typed(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    vision = town(w)
    return act(vision=vision, area=vision.areas.get(), totals={2020: Totals(20_000)})


def kept(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    facts = {"data": FILE, "size": len(FILE), "parsed": Parsed().to_data(), "refusal": ""}
    return act(vision=town(w), name="人口.csv", **facts)


ROWS: dict[str, Callable[..., Callable[[], Any]]] = {
    "population.receive": kept,
    "population.apply": taken_in,
    "population.discard": lambda w, act: act(upload=waiting(w)),
    "population_table.enter": typed,
    "population_table.remove": lambda w, act: act(table=town(w).tables.get(), version=1),
    "assumption.derive": derived,
    "assumption.enter": lambda w, act: act(vision=town(w), source="見本", k={2020: Decimal("0.14")}),
    "assumption.remove": lambda w, act: act(assumption=town(w).assumptions.first(), version=1),
    "population_area.add": lambda w, act: act(vision=town(w), code="40216", name="小郡市"),
    "population_area.remove": lambda w, act: act(area=an_area(town(w), "40216", "小郡市")),
}
