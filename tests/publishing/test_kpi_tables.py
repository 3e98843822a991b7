"""The KPI tables of a document: which rows, which columns, what stands in each cell."""

import pytest

from publishing.document import Document, Entry
from publishing.kpi_tables import KpiTables, Table, kind_word, parted
from strategy.richtext import parse, plain
from tests.documents import document, entry, kpi_plan, marked_plan, point, target, with_targets


def tables(*targets, again=None, **fields) -> tuple[Table, ...]:
    """The tables of one item with these targets."""
    made = document(with_targets(entry("TEXT", "指標", "1", **fields), *targets, again=again), schema=2)
    return KpiTables(made).of(made.items[0]).tables


def of(made: Document, *path: int) -> Entry:
    found = made.items[path[0]]
    for place in path[1:]:
        found = found.items[place]
    return found


CHAPTER, TOWN = (1, 1, 2), (1, 2, 2)


def test_a_document_without_targets_has_no_tables():
    made = marked_plan()
    found = KpiTables(made)
    assert {found.of(item) for item in made.walk()} == {None}


def test_a_name_with_several_audiences_is_printed_once():
    made = kpi_plan()
    (table,) = KpiTables(made).of(of(made, *CHAPTER)).tables
    assert [(row.names, row.is_split, row.audience, row.notes) for row in table.rows] == [
        (1, False, "対象：18歳以下の子どもがいる市民", ("（対象：18歳以下の子どもがいる市民）",)),
        (2, True, "対象：18歳以下の子どもがいる市民", ()),
        (0, True, "対象：子どもがいない40歳未満の市民", ()),
        (1, False, "", ()),
    ]
    assert [len(group) for group in table.groups] == [1, 2, 1]
    assert table.has_split_names


def test_neighbours_of_one_name_without_audience_are_no_group():
    (table,) = tables(target("就業率", "維持"), target("就業率", "73%", audience="女性"))
    assert [row.names for row in table.rows] == [1, 1]


def test_a_row_shown_again_has_its_mark_and_no_place_of_its_own():
    made = kpi_plan()
    (table,) = KpiTables(made).of(of(made, *TOWN)).tables
    births = of(made, *CHAPTER).targets[3]
    assert [(row.name, row.is_relisted, row.anchor) for row in table.rows][1] == ("出生数", True, "")
    first = KpiTables(made).of(of(made, *CHAPTER)).tables[0].rows[3]
    assert first.anchor == births.anchor == f"kpi-{births.lineage}"


def test_a_kgi_stands_beside_the_path_it_rests_on():
    made = kpi_plan()
    (table,) = KpiTables(made).of(of(made, 0)).tables
    assert table.path == ("現状\n令和2年（2020年）", "短期\n令和9年（2027年）")
    assert [[figure.text for figure in row.path] for row in table.rows] == [
        ["401,558人", "402,190人"],
        ["13.7%", "13.3%"],
    ]
    assert (table.path_name, table.has_baselines, table.is_boxed) == (
        "参考：人口ビジョンの想定人口",
        False,
        True,
    )


def test_a_baseline_that_the_path_says_already_has_no_column():
    path = [point("現状", 2020, "401558")]
    told, other = (
        tables(target("総人口", "40万人以上", baseline, role="KGI", unit="人", reference_path=path))
        for baseline in ("401,558人", "399,000人")
    )
    assert (told[0].has_baselines, other[0].has_baselines) == (False, True)


def test_related_items_stand_in_a_column_of_their_own():
    made = kpi_plan()
    (table,) = KpiTables(made).of(of(made, 2)).tables
    assert (table.related, [[item.title for item in row.related] for row in table.rows]) == (
        "関連する基本的方向",
        [["子育て支援の充実"], ["教育環境の充実"], []],
    )


@pytest.mark.parametrize(
    ("goals", "year"),
    [
        (["73%", "維持"], "令和9年度"),
        (["73%（令和9年度）", "5年間で100人（令和5年度～令和9年度）"], "令和9年度"),
        (["73%", "80%（令和7年度）"], ""),
        (["73%", "令和9年度までに80%"], ""),
        (["73%", "80%（令和9年度まで）"], ""),
        (["95%（2023年度）、97%（2025年度）"], ""),
    ],
)
def test_the_year_of_the_plan_heads_the_column_unless_targets_name_others(goals, year):
    (table,) = tables(*(target(f"指標{n}", goal) for n, goal in enumerate(goals)))
    assert (table.year, table.goal_head) == (year, ("目標値", f"（{year}）") if year else ("目標値",))


def test_roles_are_tables_of_their_own_in_printed_order():
    made = [
        target("一", "1件", role="NUMERIC"),
        target("二", "2件"),
        target("三", "3件"),
        target("四", "4件", role="KGI"),
    ]
    assert [(table.name, len(table.rows)) for table in tables(*made)] == [
        ("数値目標", 1),
        ("重要業績評価指標（KPI）", 2),
        ("重要目標達成指標（KGI）", 1),
    ]


def test_supplementary_indicators_stand_under_what_they_tell_of():
    made = kpi_plan()
    shown = KpiTables(made).of(of(made, *CHAPTER)).supplementary
    assert (shown.title, [(group.title, [row.name for row in group.rows]) for group in shown.groups]) == (
        "基本的方向に関連する補足指標",
        [
            ("「子育て支援の充実」に関連する指標", ["保育所等待機児童数"]),
            ("「教育環境の充実」に関連する指標", ["完全失業率"]),
        ],
    )
    assert shown.groups[1].rows[0].notes == ("（対象：15～39歳）",)


def test_a_supplementary_indicator_of_two_items_has_one_place():
    one, other = entry("MEASURE", "一"), entry("MEASURE", "二")
    held = with_targets(
        entry("TEXT", "指標"), target("待機児童数", role="SUPPLEMENTARY", serves=[one, other])
    )
    made = document(held, one, other, schema=2)
    shown = KpiTables(made).of(made.items[0]).supplementary
    assert [bool(row.anchor) for group in shown.groups for row in group.rows] == [True, False]


def test_supplementary_indicators_of_nothing_have_no_title():
    made = document(with_targets(entry("TEXT", "指標"), target("待機児童数", role="SUPPLEMENTARY")), schema=2)
    shown = KpiTables(made).of(made.items[0])
    assert (shown.tables, shown.supplementary.title, shown.supplementary.groups[0].title) == (
        (),
        "補足指標",
        "",
    )


def test_pillars_are_those_of_the_goal_unless_the_text_names_them():
    made = kpi_plan()
    found = KpiTables(made)
    assert [pillar.title for pillar in found.of(of(made, *CHAPTER)).pillars] == ["子育て環境の充実"]
    assert (found.of(of(made, 0)).pillars, found.of(of(made, 2)).pillars) == ((), ())
    made.data["items"][1]["items"][1]["items"][2]["body"] = "<p>取組みの柱　子育て環境の充実</p>"
    told = Document(made.data)
    assert KpiTables(told).of(of(told, *CHAPTER)).pillars == ()


def test_a_caption_says_of_what_the_table_is():
    made = kpi_plan()
    captions = [
        table.caption
        for place in (CHAPTER, (0,), (2,))
        for table in KpiTables(made).of(of(made, *place)).tables
    ]
    assert captions == [
        "第1章　子どもが夢をもてるまちづくり：重要業績評価指標（KPI）の現状と目標値",
        "1　重要目標達成指標：重要目標達成指標（KGI）の目標値",
        "3　デジタル関連の重要業績評価指標(KPI)：重要業績評価指標（KPI）の現状と目標値",
    ]


def test_a_body_ends_in_the_notes_that_stand_behind_the_tables():
    blocks = parse("<p>※はじめの注</p><p>本文</p><p>※注一</p><p>※注二</p>")
    assert [plain(part) for part in parted(blocks)] == ["※はじめの注\n本文", "※注一\n※注二"]
    assert parted(()) == ((), ())


def test_items_are_called_by_their_kind():
    one, text, goal = (document(entry(kind, "見本")).items[0] for kind in ("DIRECTION", "TEXT", "GOAL"))
    assert [kind_word(items) for items in ([one, one], [text], [one, goal])] == ["基本的方向", "項目", "項目"]
