from strategy.models.annexes import Alignment, Figure, PlanRole, Relisting, Term
from strategy.models.editions import Edition, Plan
from strategy.models.items import (
    BasicDirection,
    Foundation,
    Goal,
    Initiative,
    Level,
    Measure,
    Pillar,
    PlanItem,
)

__all__ = [
    "Alignment",
    "BasicDirection",
    "Edition",
    "Figure",
    "Foundation",
    "Goal",
    "Initiative",
    "Level",
    "Measure",
    "Pillar",
    "Plan",
    "PlanItem",
    "PlanRole",
    "Relisting",
    "Term",
]
