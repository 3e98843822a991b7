"""A document as one tree: headings in order, KPIs where they belong, levels by their numbers."""

from kpi.intake.arranging import Rung, arranged, suggested
from kpi.intake.outline import KpiLine, Node, Outline

RUNGS = [
    Rung("heading", "arabic", ("",), is_text=True),
    Rung("chapter", "chapter", ("", "heading")),
    Rung("section", "chapter_section", ("chapter",)),
    Rung("direction", "paren", ("section",)),
    Rung("measure", "circled", ("direction",)),
]


def tree_of(outline: Outline) -> list[tuple[str, str, str, str, list[str]]]:
    return [
        (one.key, one.above, one.node.number, one.node.title, [line.kpi.name for line in one.lines])
        for one in arranged(outline).branches
    ]


def test_headings_stand_under_the_nearest_of_a_smaller_depth():
    nodes = tuple(
        Node("", depth, "", title) for depth, title in [(1, "甲"), (3, "乙"), (2, "丙"), (1, "丁"), (2, "戊")]
    )
    assert [(key, above, title) for key, above, _, title, _ in tree_of(Outline(nodes))] == [
        ("n1", "", "甲"),
        ("n2", "n1", "乙"),
        ("n3", "n1", "丙"),
        ("n4", "", "丁"),
        ("n5", "n4", "戊"),
    ]


def test_a_list_of_kpis_becomes_a_tree_and_joins_the_headings_of_the_text():
    nodes = (
        Node("", 1, "基本目標1", "しごとをつくる"),
        Node("", 2, "（1）", "起業を支える", kpis=(KpiLine((), "起業数"),)),
    )
    kpis = (
        KpiLine(("基本目標１　しごとをつくる", "（１）起業を支える"), "相談件数"),
        KpiLine(("しごとをつくる", ""), "就業率"),
        KpiLine(("基本目標2 ひとの流れ", "(1) 移住"), "転入者数"),
        KpiLine((), "総人口"),
    )  # fmt: skip
    found = arranged(Outline(nodes, kpis))
    assert tree_of(Outline(nodes, kpis)) == [
        ("n1", "", "基本目標1", "しごとをつくる", ["就業率"]),
        ("n2", "n1", "（1）", "起業を支える", ["起業数", "相談件数"]),
        ("n3", "", "基本目標2", "ひとの流れ", []),
        ("n4", "n3", "(1)", "移住", ["転入者数"]),
    ]
    assert [(line.key, line.kpi.name) for line in found.lines] == [
        ("k1", "総人口"),
        ("k2", "就業率"),
        ("k3", "起業数"),
        ("k4", "相談件数"),
        ("k5", "転入者数"),
    ]
    assert found.depths == (1, 2)


def test_levels_follow_the_numbers_and_then_their_order():
    nodes = tuple(
        Node("", depth, number, "見出し")
        for depth, number in [(1, "第1章"), (2, "第1章－1"), (3, "（1）"), (4, "①"), (1, "第2章")]
    )
    branches = arranged(Outline(nodes)).branches
    assert suggested(branches, RUNGS) == {1: "chapter", 2: "section", 3: "direction", 4: "measure"}
    plain = arranged(Outline(tuple(Node("", depth, "", "見出し") for depth in (1, 2, 3)))).branches
    assert suggested(plain, RUNGS) == {1: "heading", 2: "chapter", 3: "section"}
    assert suggested(plain, RUNGS, over="direction") == {1: "measure", 2: "", 3: ""}


def test_headings_with_kpis_are_no_plain_text():
    kpis = (KpiLine(("しごと", "起業"), "起業数"),)
    assert suggested(arranged(Outline((), kpis)).branches, RUNGS) == {1: "chapter", 2: "section"}


def test_a_heading_that_each_row_of_a_table_repeats_is_one():
    rows = [("起業数", "<p>文</p>"), ("相談件数", ""), ("継続率", "<p>文</p>"), ("別", "<p>別の文</p>")]
    nodes = tuple(Node("", 1, "①", "起業を支える", body, kpis=(KpiLine((), name),)) for name, body in rows)
    assert [names for *_, names in tree_of(Outline(nodes))] == [["起業数", "相談件数", "継続率"], ["別"]]


def test_a_list_may_be_kept_from_growing_headings():
    found = arranged(Outline((), (KpiLine(("しごと",), "起業数"),)), grows=False)
    assert ([*found.branches], [line.kpi.name for line in found.loose]) == ([], ["起業数"])
