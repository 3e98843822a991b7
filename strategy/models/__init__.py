from strategy.models.annexes import Alignment, Figure, PlanRole, Relisting, Term
from strategy.models.deleted import DeletedBranch
from strategy.models.editions import Edition, Plan
from strategy.models.items import (
    BasicDirection,
    Foundation,
    Goal,
    Initiative,
    ItemKind,
    Level,
    Measure,
    Pillar,
    PlanItem,
)
from strategy.models.presence import Presence

__all__ = [
    "Alignment",
    "BasicDirection",
    "DeletedBranch",
    "Edition",
    "Figure",
    "Foundation",
    "Goal",
    "Initiative",
    "ItemKind",
    "Level",
    "Measure",
    "Pillar",
    "Plan",
    "PlanItem",
    "PlanRole",
    "Presence",
    "Relisting",
    "Term",
]
