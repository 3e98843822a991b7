"""Reading an edition for the arithmetic of steps: who stands where, and which level may stand under which."""

import uuid
from collections.abc import Iterable

from strategy import tree
from strategy.models import Edition, Level, PlanItem
from strategy.steps import Rank, Standing


def ranks_of(levels: Iterable[Level]) -> list[Rank]:
    """Levels as the arithmetic reads them, in their order."""
    return [Rank(level.key, level.name, tuple(level.under)) for level in levels]


def standing_of(edition: Edition) -> Standing:
    """Who stands where in an edition, by id. Two queries."""
    levels = list(edition.levels.all())
    keys = {level.pk: level.key for level in levels}
    nodes = tree.assemble(PlanItem.objects.filter(edition=edition).only("parent", "position", "level"))
    return Standing(nodes, ranks_of(levels), lambda item: keys[item.level_id])


def lineages_of(edition: Edition) -> dict[int, uuid.UUID]:
    """The lineage of each item of an edition by its id. One query."""
    return dict(PlanItem.objects.filter(edition=edition).values_list("pk", "lineage"))
