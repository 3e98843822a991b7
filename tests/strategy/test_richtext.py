import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from strategy.richtext import (
    Cell,
    Heading,
    ListItem,
    Paragraph,
    Rule,
    Run,
    TableRow,
    is_note,
    marked_notes,
    parse,
    plain,
    references,
    render,
)
from strategy.sanitise import TAGS, clean


def runs(*texts):
    return tuple(Run(text) for text in texts)


def paragraph(*texts):
    return Paragraph(runs(*texts))


def item(text, *, ordered=False, depth=0, number=0, continued=False):
    return ListItem(ordered, depth, number, runs(*([text] if text else [])), continued)


FIRST_ROW = TableRow(
    (Cell((paragraph("指標"),), header=True, scope="col"), Cell((paragraph("値"),), header=True, colspan=2)),
    head=True,
    first=True,
    caption=runs("表1"),
)
SECOND_ROW = TableRow((Cell((paragraph("人口"),), rowspan=2), Cell(()), Cell((item("一"), item("二")))))

EXACT = [
    ("<p>一</p><p>二</p>", (paragraph("一"), paragraph("二"))),
    ("<p>一<br>二</p>", (paragraph("一\n二"),)),
    ("<h3>見出し</h3><h4>小</h4><hr>", (Heading(3, runs("見出し")), Heading(4, runs("小")), Rule())),
    ("<p>H<sub>2</sub>O</p>", (Paragraph((Run("H"), Run("2", sub=True), Run("O"))),)),
    ("<p><strong><em>強</em></strong></p>", (Paragraph((Run("強", strong=True, em=True),)),)),
    (
        "<p><u>下</u><s>消</s><sup>上</sup></p>",
        (Paragraph((Run("下", u=True), Run("消", s=True), Run("上", sup=True))),),
    ),
    ("<p>1 &lt; 2 &amp; 3&nbsp;&gt;</p>", (paragraph("1 < 2 & 3\xa0>"),)),
    ("<p>　字下げ</p>", (paragraph("　字下げ"),)),
    ("<p><ruby>柱<rt>はしら</rt></ruby>を</p>", (Paragraph((Run("柱", ruby="はしら"), Run("を"))),)),
    (
        "<p><ruby>漢<rt>かん</rt></ruby><ruby>字<rt>じ</rt></ruby></p>",
        (Paragraph((Run("漢", ruby="かん"), Run("字", ruby="じ"))),),
    ),
    ("<ul><li>一</li><li>二</li></ul>", (item("一"), item("二"))),
    (
        "<ol><li>一<ul><li>甲</li></ul></li><li>二</li></ol>",
        (item("一", ordered=True, number=1), item("甲", depth=1), item("二", ordered=True, number=2)),
    ),
    (
        "<ol><li>一</li></ol><ol><li>一</li></ol>",
        (item("一", ordered=True, number=1), item("一", ordered=True, number=1)),
    ),
    (
        "<ul><li>一<ol><li>甲</li></ol><p>続き</p></li></ul>",
        (item("一"), item("甲", ordered=True, depth=1, number=1), item("続き", continued=True)),
    ),
    ("<ul><li><ul><li>奥</li></ul></li></ul>", (item(""), item("奥", depth=1))),
    (
        '<table><caption>表1</caption><thead><tr><th scope="col">指標</th>'
        '<th colspan="2">値</th></tr></thead><tbody><tr><td rowspan="2">人口</td><td></td>'
        "<td><ul><li>一</li><li>二</li></ul></td></tr></tbody></table>",
        (FIRST_ROW, SECOND_ROW),
    ),
    (
        "<table><tbody><tr><td>甲</td></tr></tbody></table><table><tbody><tr><td>乙</td></tr></tbody></table>",
        (
            TableRow((Cell((paragraph("甲"),)),), first=True),
            TableRow((Cell((paragraph("乙"),)),), first=True),
        ),
    ),
    (
        "<table><tbody><tr><td><p>一</p><p>二</p></td></tr></tbody></table>",
        (TableRow((Cell((paragraph("一"), paragraph("二"))),), first=True),),
    ),
]


@pytest.mark.parametrize(("html", "blocks"), EXACT)
def test_html_and_blocks_are_the_same_text(html, blocks):
    assert parse(html) == blocks
    assert render(blocks) == html


def test_a_link_bears_the_words_that_the_sanitiser_gives_it():
    html = clean(
        '<p><a href="https://a.example/?a=1&amp;b=&quot;2&quot;">甲<strong>乙</strong></a>丙</p>'
    ).html
    address = 'https://a.example/?a=1&b="2"'
    assert parse(html) == (
        Paragraph((Run("甲", href=address), Run("乙", strong=True, href=address), Run("丙"))),
    )
    assert render(parse(html)) == html


NORMAL = [
    ("<p> 一 \n 二 </p>", "<p>一 二</p>"),
    ("<p>一 <strong> 二</strong> <br> 三<br></p>", "<p>一 <strong>二</strong><br>三</p>"),
    ("<p><strong>一</strong><strong>二</strong></p>", "<p><strong>一二</strong></p>"),
    ("<p></p><p> </p><p>一</p><h3></h3>", "<p>一</p>"),
    ("一<p>二</p>三", "<p>一</p><p>二</p><p>三</p>"),
    ("<strong><p>一</p><p>二</p></strong>", "<p><strong>一</strong></p><p><strong>二</strong></p>"),
    ("<ul><li><p>一</p><p>二</p></li></ul>", "<ul><li>一<p>二</p></li></ul>"),
    ("<ul><ul><li>一</li></ul></ul>", "<ul><li>一</li></ul>"),
    ("<li>一</li>", "<ul><li>一</li></ul>"),
    ("<ul><li>一</li></ul><ul><li>二</li></ul>", "<ul><li>一</li><li>二</li></ul>"),
    ("<ul><li><h3>一</h3></li></ul>", "<ul><li>一</li></ul>"),
    (
        "<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>",
        "<p><ruby>漢<rt>かん</rt></ruby><ruby>字<rt>じ</rt></ruby></p>",
    ),
    ("<ruby>漢<strong>字</strong><rt>かんじ</rt></ruby>", "<p><ruby>漢字<rt>かんじ</rt></ruby></p>"),
    ("<ruby>漢字</ruby>", "<p>漢字</p>"),
    ("<ul><li>一<hr>二</li></ul>", "<ul><li>一<p>二</p></li></ul>"),
    (
        "<ruby>人<rt>ひと</rt>人<rt>ひと</rt></ruby>",
        "<p><ruby>人<rt>ひと</rt></ruby><ruby>人<rt>ひと</rt></ruby></p>",
    ),
    ("<ruby><rt>かんじ</rt></ruby>", "<p>かんじ</p>"),
    ("<table><caption>表</caption></table>", "<p>表</p>"),
    ("<table><tr></tr></table>", ""),
    (
        "<table><caption><p>表</p><p>単位</p></caption><tbody><tr><td>甲</td></tr></tbody></table>",
        "<table><caption>表<br>単位</caption><tbody><tr><td>甲</td></tr></tbody></table>",
    ),
    (
        "<table><tbody><tr><td>甲</td></tr></tbody><thead><tr><th>乙</th></tr></thead></table>",
        "<table><tbody><tr><td>甲</td></tr><tr><th>乙</th></tr></tbody></table>",
    ),
    (
        "<ol><li>一<table><tbody><tr><td>甲</td></tr></tbody></table>後</li><li>二</li></ol>",
        "<ol><li>一</li></ol><table><tbody><tr><td>甲</td></tr></tbody></table><p>後</p><ol><li>二</li></ol>",
    ),
]


@pytest.mark.parametrize(("html", "normal"), NORMAL)
def test_every_way_to_write_a_text_has_one_form(html, normal):
    assert render(parse(html)) == normal


TOKENS = st.sampled_from(
    [f"<{tag}>" for tag in sorted(TAGS)]
    + [f"</{tag}>" for tag in sorted(TAGS)]
    + [
        '<a href="#item-x">',
        '<a href="https://a.example/?a=1&amp;b=2">',
        "</a>",
        '<td colspan="2" scope="row">',
    ]
    + [
        "<ul><li>",
        "<ol><li>",
        "</li><li>",
        "</li></ul>",
        "</li></ol>",
        "<table><tr><td>",
        "</td></tr></table>",
    ]
    + ["<ruby>柱<rt>はしら</rt></ruby>", "<tr><td>"]
    + ["本文", "a", "字", " ", "  \n", "　", "&amp;", "&nbsp;", "&lt;p&gt;"]
)
HTML = st.lists(TOKENS, max_size=18).map("".join)


@settings(max_examples=1000)
@given(HTML)
def test_blocks_survive_being_written_and_read(html):
    blocks = parse(clean(html).html)
    assert parse(render(blocks)) == blocks


@settings(max_examples=1000)
@given(HTML)
def test_cleaning_leaves_what_was_rendered_alone(html):
    rendered = render(parse(clean(html).html))
    assert clean(rendered).html == rendered


@settings(max_examples=500)
@given(HTML)
def test_no_character_of_the_text_is_lost_or_moved_into_markup(html):
    safe = clean(html).html
    kept = "".join(plain(safe).split())
    again = "".join(plain(render(parse(safe))).split())
    assert kept == again
    for letter in "本文字柱":
        assert kept.count(letter) == safe.count(letter)


@given(HTML)
@example("<table><tr><td>本文</table></td></tr></table>")
def test_unclean_html_is_read_without_failing(html):
    assert isinstance(parse(html), tuple)


def test_a_cell_ends_with_its_table():
    assert plain("<table><tr><td>本文</table><p>後</p>") == "本文\n後"


def test_plain_text_has_a_line_for_each_paragraph():
    assert plain("<h3>見出し</h3><p>一<br>二</p><ul><li>三</li></ul><hr>") == "見出し\n一\n二\n三"


def test_plain_text_of_a_table_has_cells_between_tabs_and_no_readings():
    blocks = (FIRST_ROW, SECOND_ROW, Paragraph((Run("柱", ruby="はしら"),)))
    assert plain(blocks) == "表1\n指標\t値\n人口\t\t一 二\n柱"


def test_references_are_lineages_in_order_and_once():
    html = (
        '<p><a href="#item-b">乙</a><a href="#item-a">甲</a><a href="https://a.example/#item-c">外</a></p>'
        '<table><caption><a href="#item-d">丁</a></caption><tr><td><a href="#item-b">乙</a>'
        '<ul><li><a href="#item-e">戊</a></li></ul></td></tr></table>'
    )
    assert references(parse(html)) == ("b", "a", "d", "e")
    assert references(parse("<p>なし</p>")) == ()


def test_blocks_that_no_parser_made_are_written_soundly():
    assert render([item("奥", depth=1)]) == "<ul><li><ul><li>奥</li></ul></li></ul>"
    assert render([item("続き", continued=True)]) == "<ul><li>続き</li></ul>"
    assert render([item("三", ordered=True, number=3)]) == "<ol><li>三</li></ol>"
    assert render([]) == ""


def test_a_note_is_a_paragraph_that_begins_with_the_sign():
    others = (
        "<p>本文※</p><h3>※見出し</h3><ul><li>※項目</li></ul><table><tbody><tr><td>※</td></tr></tbody></table>"
    )
    html = f"<p>※注</p><p><em>※</em>注</p>{others}"
    assert [is_note(block) for block in parse(html)] == [True, True, False, False, False, False]
    marked = f'<p class="note">※注</p><p class="note"><em>※</em>注</p>{others}'
    assert marked_notes(html) == marked
    assert clean(marked).html == clean(html).html  # the class is for showing and is never stored
