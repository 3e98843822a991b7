"""Headings by style and by number become the tree, paragraphs the bodies, KPI tables the targets."""

from kpi.intake.documents import MOST_NODES, drawn
from paper.flow import Paragraph
from paper.grids import Cell, Grid


def tree(*flow, habits=None):
    return drawn(flow, habits or {}).outline


def shape(outline):
    return [(node.depth, node.number, node.title) for node in outline.nodes]


def table(*rows, name="表1"):
    cells = (
        tuple(Cell(row, column, text) for column, text in enumerate(words, start=1) if text)
        for row, words in enumerate(rows, start=1)
    )
    return Grid(name, tuple(cells))


def test_headings_by_number():
    outline = tree(
        *map(
            Paragraph,
            [
                "第 1章 子ども",
                "第1章－1 妊娠・出産",
                "（1）産み育てる環境づくり",
                "①　知識の習得",
                "② 支援の充実",
                "（2）保育",
                "第2章 安全",
                "（1）防災",
            ],
        )
    )
    assert shape(outline) == [
        (1, "第1章", "子ども"),
        (2, "第1章－1", "妊娠・出産"),
        (3, "（1）", "産み育てる環境づくり"),
        (4, "①", "知識の習得"),
        (4, "②", "支援の充実"),
        (3, "（2）", "保育"),
        (1, "第2章", "安全"),
        (2, "（1）", "防災"),
    ]


def test_styles_go_before_numbers():
    outline = tree(
        Paragraph("しごとをつくる", level=1, number="第1章"),
        Paragraph("起業", level=2),
        Paragraph("（1）窓口"),
        Paragraph("相談", number="①"),
        Paragraph("就農", level=2),
        Paragraph("第2節 ひと"),
    )
    assert shape(outline) == [
        (1, "第1章", "しごとをつくる"),
        (2, "", "起業"),
        (3, "（1）", "窓口"),
        (4, "①", "相談"),
        (2, "", "就農"),
        (3, "第2節", "ひと"),
    ]


def test_a_counted_list_is_text_where_headings_have_styles():
    outline = tree(
        Paragraph("しごと", level=1), Paragraph("相談する", number="1."), Paragraph("起業する", number="2.")
    )
    assert shape(outline) == [(1, "", "しごと")]
    assert outline.nodes[0].body == "<p>1.相談する</p><p>2.起業する</p>"
    assert shape(tree(Paragraph("相談", number="1."))) == [(1, "1.", "相談")]


def test_a_number_on_a_line_of_its_own_goes_before_its_title():
    outline = tree(
        Paragraph("基本目標 1"), Paragraph("雇用を創出する"), Paragraph("基本目標 2"), Paragraph("人の流れ")
    )
    assert shape(outline) == [(1, "基本目標1", "雇用を創出する"), (1, "基本目標2", "人の流れ")]


def test_paragraphs_and_lists_become_clean_bodies():
    outline = tree(
        Paragraph("第1章 子ども"),
        Paragraph("**子育て**を支えます。子育てを支えます。"),
        Paragraph("相談", is_item=True),
        Paragraph("居場所 <b>", is_item=True),
        Paragraph("✓ 交流\n▶ 学び"),
        Paragraph("続けます。"),
    )
    assert outline.nodes[0].body == (
        "<p>子育てを支えます。</p><ul><li>相談</li><li>居場所</li><li>交流</li><li>学び</li></ul><p>続けます。</p>"
    )
    assert outline.nodes[0].flags == ("同じ文が二度書かれていたので、一つにしました。",)


def test_what_stands_before_the_first_heading_and_contents_are_left_out():
    outline = tree(
        Paragraph("はじめに"),
        Paragraph("第1章 子ども …………… 3"),
        Paragraph("第2章 安全\t12"),
        Paragraph("第1章 子ども"),
    )
    assert shape(outline) == [(1, "第1章", "子ども")]
    assert outline.flags == ("最初の見出しより前の文（1段落）は取り込みません：「はじめに」など。",)


KPIS = table(["指標", "現状値", "目標値"], ["出生数", "5人（令和3年度）", "6人"])


def test_kpis_of_a_table_belong_to_the_heading_above():
    found = drawn((Paragraph("第1章 子ども"), Paragraph("（1）保育"), KPIS), {})
    (kpi,) = found.outline.nodes[1].kpis
    assert (kpi.name, kpi.goal_path, kpi.place) == ("出生数", ("第1章 子ども", "（1） 保育"), "「表1」2行目")
    assert (found.outline.kpis, found.grids) == ((), (KPIS,))
    assert [(one.sheet, one.head_first) for one in found.tables] == [(0, 1)]


def test_a_table_that_names_goals_of_its_own_carries_them_behind():
    goals = table(["施策", "指標", "現状値", "目標値"], ["保育", "待機児童数", "5人", "0人"])
    outline = tree(Paragraph("第1章 子ども"), goals)
    assert [(kpi.name, kpi.goal_path) for kpi in outline.kpis] == [("待機児童数", ("第1章 子ども", "保育"))]
    assert tree(KPIS).kpis[0].goal_path == ()


def test_another_table_stays_part_of_the_text():
    outline = tree(
        Paragraph("第1章 子ども"), Paragraph("項目", is_item=True), table(["年", "人口"], ["2020", "4 < 5"])
    )
    assert outline.nodes[0].body == (
        "<ul><li>項目</li></ul><table><tbody><tr><td>年</td><td>人口</td></tr>"
        "<tr><td>2020</td><td>4 &lt; 5</td></tr></tbody></table>"
    )


def test_a_document_without_end():
    outline = tree(*(Paragraph(f"第{n}章 題") for n in range(1, MOST_NODES + 500)))
    assert len(outline.nodes) == MOST_NODES
    assert outline.flags == ("見出しが2,000件を超えたため、途中までしか読みませんでした。",)
