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
        Panel("measure_sheets", "施策調書"),
        Panel("comparison_default", "新旧対照表"),
        Panel("office_edition", "印刷の見え方"),
        Panel("edition_proposals", "申し送り", "planners"),
        Panel("intake", "文書から取り込む", "planners", "working"),
        Panel("edition_basics", "基本事項", "planners", "working"),
        Panel("edition_freeze", "凍結する…", "planners", "working"),
    ),
    "item": (Panel("item_targets", "KPI"),),
    "plan": (Panel("review_years", "年度評価"), Panel("editions", "版の道のり")),
    "review": (Panel("review_report", "報告書"),),
}
