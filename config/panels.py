"""Links that rooms above lend to the office pages of rooms below (docs/architecture.md §1).

A page of the strategy room cannot name an address of publishing; it shows whatever stands here for its place.
"""

from typing import NamedTuple


class Panel(NamedTuple):
    """A link: name of its address, label, whom it is for (staff, planners), in which state of the edition."""

    name: str
    label: str
    who: str = "staff"
    when: str = "always"


PANELS = {
    "edition": (
        Panel("kpi_table", "KPI"),
        Panel("comparison_default", "新旧対照表"),
        Panel("office_edition", "印刷の見え方"),
        Panel("edition_basics", "基本事項", "planners", "working"),
        Panel("edition_freeze", "凍結する…", "planners", "working"),
    ),
    "item": (Panel("item_targets", "KPI"),),
    "plan": (Panel("editions", "版の道のり"),),
}
