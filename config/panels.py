"""Links that rooms above lend to the office pages of rooms below (docs/architecture.md §1).

A page of the strategy room cannot name an address of publishing; it shows whatever stands here for its place.
"""

from typing import NamedTuple


class Panel(NamedTuple):
    """A link: name of its address, label, whom it is for (staff, planners), for which state of the edition or kind of item."""

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
        Panel("population_citation", "人口ビジョン"),
        Panel("edition_proposals", "申し送り", "planners"),
        Panel("intake", "文書から取り込む", "planners", "working"),
        Panel("edition_basics", "基本事項", "planners", "working"),
        Panel("edition_freeze", "凍結する…", "planners", "working"),
    ),
    "item": (Panel("item_targets", "KPI"), Panel("regional_vision", "地域ビジョン", when="TEXT")),
    "target": (Panel("reference_path", "人口ビジョンの見通し"),),
    "plan": (
        Panel("review_years", "年度評価"),
        Panel("meetings", "会議"),
        Panel("comments", "意見募集", "planners"),
        Panel("consultations", "照会・諮問・議会"),
        Panel("opinions", "意見と回答"),
        Panel("editions", "版の道のり"),
        Panel("plan_road", "策定経過"),
    ),
    "review": (Panel("review_report", "報告書"),),
    # Two editions of a plan, the newer first.
    "texts": (Panel("comparison", "新旧対照表"),),
    "procedure": (Panel("plan_road", "策定経過"),),
    "advice": (Panel("advice_changes", "答申のあとの変更"),),
    "meeting": (Panel("meeting_bundle", "資料一式（PDF）"),),
    "vision": (Panel("office_population", "公表したときの見え方"),),
    # Two population visions, the older first.
    "visions": (Panel("population_as_paper", "会議の資料にする…", "planners"),),
}

# The page on which a paper that is no file is read, by the kind of the paper: for members, then for staff.
# Arguments: government and meeting, or government, plan and meeting; then the paper.
PAPER_PAGES = {"committee": "committee_paper_text", "office": "office_paper_text"}
