import doctest
import time

import pytest

from kpi.intake import markup
from kpi.intake.markup import from_html, from_markdown, from_text
from paper.flow import Paragraph
from paper.grids import Cell, Merge
from paper.reading import ReadError


def test_the_examples_hold():
    assert doctest.testmod(markup) == (0, 3)


def test_a_page():
    flow = from_html(
        "<html><head><title>題</title><style>p{}</style></head><body><h1>第1章<br>子ども</h1><div>本文<b>太字</b>。</div>"
        "<script>alert(1)</script><ul><li>項目<p>二</p></ul><p>A &lt; B &amp; C</p></body></html>"
    )
    assert flow == (
        Paragraph("第1章\n子ども", 1),
        Paragraph("本文太字。"),
        Paragraph("項目", is_item=True),
        Paragraph("二"),
        Paragraph("A < B & C"),
    )


def test_a_table_with_cells_over_several_rows_and_columns():
    (grid,) = from_html(
        "<table><tr><th rowspan='2'>目標<th colspan=2>値</tr><tr><td>現状<td>目標値</tr>"
        "<tr><td>a<td><ul><li>✓ 一<li>▶ 二</ul><td></tr></table>"
    )
    assert [(cell.place, cell.text) for cell in grid.cells()] == [
        ("A1", "目標"),
        ("B1", "値"),
        ("B2", "現状"),
        ("C2", "目標値"),
        ("A3", "a"),
        ("B3", "✓ 一\n▶ 二"),
    ]
    assert grid.merges == (Merge(1, 1, 2, 1), Merge(1, 2, 1, 3))


def test_markdown():
    flow = from_markdown(
        "# 第1章 **子ども**\n本文の一行目\n二行目\n\n- ✓ 項目\n* 項目2\n\n---\n"
        "| 指標 | 現状 |\n|---|:-:|\n| 出生 | 5人 |\n後の文\n## 節 ##\n"
    )
    assert flow[:4] == (
        Paragraph("第1章 **子ども**", 1),
        Paragraph("本文の一行目\n二行目"),
        Paragraph("✓ 項目", is_item=True),
        Paragraph("項目2", is_item=True),
    )
    assert flow[4].rows == ((Cell(1, 1, "指標"), Cell(1, 2, "現状")), (Cell(2, 1, "出生"), Cell(2, 2, "5人")))
    assert flow[5:] == (Paragraph("後の文"), Paragraph("節", 2))


def test_the_text_of_a_pdf():
    head = "豊中市デジタル総合戦略"
    flow = from_text(
        f"{head}\n第 1章 子ども\n\n子どもや若者が地域の中で、いきいきと活動できていると感\n\nじている市民をふやします。\n"
        f"12\n{head}\n➡ 校庭開放\n└待機児童数\n\n（1）相談\n窓口を開きます。\n- 13 -\n{head}\n"
    )
    assert flow == (
        Paragraph("第1章 子ども"),
        Paragraph("子どもや若者が地域の中で、いきいきと活動できていると感じている市民をふやします。"),
        Paragraph("校庭開放", is_item=True),
        Paragraph("待機児童数", is_item=True),
        Paragraph("（1）相談"),
        Paragraph("窓口を開きます。"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "<" * 200_000,
        "<!" * 100_000,
        "<![" * 70_000,
        "<div>" * 30_000,
        "<ul><li>" * 30_000,
        "<table><tr>" * 3_000,
        "<table><tr>" + "<td colspan=9999 rowspan=9999>a" * 20_000,
        "|" * 200_000,
        "#" * 200_000,
        "a\n" * 30_000,
        " " * 200_000 + "a",
        "-" * 200_000,
        "| - " * 50_000,
    ],
)
def test_no_text_takes_long(text):
    for read in (from_html, from_markdown, from_text):
        begun = time.process_time()
        try:
            read(text)
        except ReadError as refused:
            assert str(refused).endswith("。") and read is from_html
        assert time.process_time() - begun < 3, read
