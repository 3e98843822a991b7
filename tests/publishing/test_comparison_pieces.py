"""Lists and tables in the papers."""

import pytest

from publishing.comparison.pieces import facts_of, is_changed, sign_of, table_lines
from strategy.blocks import Run, TableRow, text_of
from strategy.markedblocks import Marked
from strategy.richtext import parse
from tests.publishing.comparisons import cells, figure


@pytest.mark.parametrize(
    ("html", "sign"),
    [
        ("<ul><li>一つ</li></ul>", "・"),
        ("<ul><li>①一つ</li></ul>", ""),
        ("<ol><li>一つ</li></ol>", "1　"),
        ("<ul><li>一つ<p>続き</p></li></ul>", "　"),
    ],
)
def test_the_sign_of_an_entry(html, sign):
    assert sign_of(parse(html)[-1]) == sign


def test_a_table_is_a_line_for_each_row_with_its_marks():
    [line] = cells().lines
    lines = [runs for block in line.new if isinstance(block, TableRow) for runs in table_lines(block)]
    assert [text_of(runs) for runs in lines] == [
        "指標｜現状｜目標",
        "とよふぁみ登録者数｜8,211人｜11,200人",
        "電子図書｜5,165冊｜前年より増加",
    ]
    assert [run.text for runs in lines for run in runs if is_changed(run)] == ["11,200"]


def test_what_stands_in_a_cell_stays_together():
    inner = "<table><tr><td>三</td><td>四</td></tr></table>"
    html = f"<table><caption>題</caption><tr><td><p>一</p><p>二</p></td><td>{inner}</td></tr></table>"
    lines = [text_of(runs) for block in parse(html) for runs in table_lines(block)]
    assert lines == ["題", "一 二｜三｜四"]


def test_only_what_went_or_came_is_changed():
    found = [
        is_changed(run)
        for run in (Run("a", u=True), Marked("a"), Marked("a", kind="insert"), Marked("a", kind="delete"))
    ]
    assert found == [False, False, True, True]


def test_the_storage_is_asked_for_the_same_file():
    assert facts_of(figure("old"))["file"] == "figures/old.png"
