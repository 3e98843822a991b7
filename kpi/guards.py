"""Guards of this room: targets of frozen editions and published reviews never change; figures, schemes and grades are
only added."""

from collections.abc import Iterator

from accounts.guards import REFUSE_APPEND_ONLY, Guards, Trigger, append_only
from kpi import review_guards
from strategy.guards import kept_edition_trigger, owned_trigger, same_edition_functions, same_edition_trigger

# Tables whose rows belong to one edition, by their column ``edition_id``.
OWNED = ("kpi_target", "kpi_relistedtarget", "kpi_serveditem", "kpi_settledflag", "kpi_measuresheet")
# (table, column, table the column points at): both rows must be of one edition.
SAME_EDITION = (
    ("kpi_target", "item_id", "strategy_planitem"),
    ("kpi_relistedtarget", "target_id", "kpi_target"),
    ("kpi_relistedtarget", "item_id", "strategy_planitem"),
    ("kpi_serveditem", "target_id", "kpi_target"),
    ("kpi_serveditem", "item_id", "strategy_planitem"),
    ("kpi_settledflag", "target_id", "kpi_target"),
    ("kpi_measuresheet", "item_id", "strategy_planitem"),
)
APPEND_ONLY = ("kpi_measurementrevision", "kpi_publication", "kpi_gradescheme", "kpi_manualgrade")


def _triggers() -> Iterator[Trigger]:
    for table in OWNED:
        yield owned_trigger(table, "edition_id")
        yield kept_edition_trigger(table, "edition_id")
    for table, column, target in SAME_EDITION:
        yield same_edition_trigger(table, column, target)
    for table in APPEND_ONLY:
        yield append_only(table)
    yield from review_guards.triggers()


GUARDS = Guards(
    "kpi",
    _triggers,
    (REFUSE_APPEND_ONLY, *same_edition_functions(SAME_EDITION), *review_guards.FUNCTIONS),
)
