import pytest

from strategy.blocks import ListItem, Paragraph, Run, text_of
from strategy.richtext_reader import Reader


def read(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.finish()


def test_text_may_arrive_in_pieces():
    reader = Reader()
    for piece in ("<p>一", "二<str", "ong>三</strong>&am", "p;</p>"):
        reader.feed(piece)
    reader.close()
    assert reader.finish() == (Paragraph((Run("一二"), Run("三", strong=True), Run("&"))),)


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("</p></li></ul></td></tr></table></a></ruby>一", ["一"]),
        ("<td>一</td>", ["一"]),
        ("<unknown>一</unknown>", ["一"]),
        ("<ul><li>一", ["一"]),
        ("<h3>一</h3>二", ["一", "二"]),
    ],
)
def test_broken_html_keeps_its_text(html, texts):
    assert [text_of(block.runs) for block in read(html)] == texts


@pytest.mark.parametrize(("value", "span"), [("3", 3), ("0", 1), ("", 1), ("x", 1), ("²", 1)])
def test_a_span_is_a_number_from_one(value, span):
    (row,) = read(f'<table><tr><td colspan="{value}" rowspan="{value}">一</td></tr></table>')
    assert (row.cells[0].colspan, row.cells[0].rowspan) == (span, span)


def test_a_table_ends_a_list_and_what_follows_is_no_deeper_than_it_can_be():
    table = "<table><tr><td>表</td></tr></table>"
    blocks = read(f"<ul><li>一<ol><li>甲{table}</li><li>乙</li><li>丙</li></ol></li><li>二</li></ul>")
    assert [b for b in blocks if isinstance(b, ListItem)] == [
        ListItem(False, 0, 0, (Run("一"),)),
        ListItem(True, 1, 1, (Run("甲"),)),
        ListItem(True, 0, 1, (Run("乙"),)),
        ListItem(True, 0, 2, (Run("丙"),)),
        ListItem(False, 0, 0, (Run("二"),)),
    ]


def test_a_reading_belongs_to_the_text_before_it_in_its_own_ruby():
    (block,) = read("<p>前<ruby>漢<rt>かん</rt></ruby>後<rt>のち</rt></p>")
    assert block.runs == (Run("前"), Run("漢", ruby="かん"), Run("後のち"))
