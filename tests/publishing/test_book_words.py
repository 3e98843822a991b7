"""The words and bodies of a book: numbers, references, alignments, rich text, columns, pictures."""

import hashlib

import pytest

from publishing.book import columns, pictures
from publishing.book.arranging import arrange
from publishing.book.blocks import (
    Notes,
    Picture,
)
from publishing.book.markup import html_of
from publishing.book.prose import blocks_of
from publishing.book.words import References, alignment_lines, hang, is_dash, numbered, shortened
from strategy.richtext import parse
from strategy.sanitise import clean
from tests.documents import COMPREHENSIVE, NATION, aligned, blocks, document, entry

# --- words ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "title", "printed", "em"),
    [
        ("第1章", "目標", "第1章　目標", 3.5),
        ("（1）", "方向", "（1）方向", 2.5),
        ("①", "施策", "①施策", 1),
        ("(51)", "施策", "(51)施策", 2),
        ("", "まえがき", "まえがき", 1),
    ],
)
def test_numbers_before_titles(number, title, printed, em):
    assert numbered(number, title) == printed
    assert hang(printed, number) == em


def test_references_are_called_so_that_a_reader_finds_them():
    measure = entry("MEASURE", "支援", "①")
    direction = entry("DIRECTION", "方向", "（1）", [measure])
    section = entry("DIRECTION", "節", "第1章－1", [direction])
    unnumbered = entry("PILLAR", "子育て環境の充実")
    ideas = entry("TEXT", "考え方", "（4）", [unnumbered])
    made = document(entry("TEXT", "概要", "1", [ideas]), entry("GOAL", "目標", "第1章", [section]))
    words = References(made)
    assert {item.title: words.words(item) for item in made.walk()} == {
        "概要": "（1　概要）",
        "考え方": "（4）",
        "子育て環境の充実": "（子育て環境の充実）",
        "目標": "（第1章）",
        "節": "（第1章－1）",
        "方向": "（第1章－1（1））",
        "支援": "（第1章－1（1）①）",
    }


def test_running_heads_end_at_a_phrase():
    assert shortened("子ども・若者が夢や希望をもてるまちづくり", 12) == "子ども・若者が夢や…"
    assert shortened("短い題", 12) == "短い題"


@pytest.mark.parametrize(("text", "dash"), [("－", True), (" ―\n", True), ("－1", False), ("", False)])
def test_a_lone_dash_is_the_sign_for_none(text, dash):
    assert is_dash(text) == dash


def test_alignments_are_lines_by_plan_and_manner():
    pillar, field, section = (
        entry("PILLAR", "仕事をつくる", "①"),
        entry("MEASURE", "観光"),
        entry("DIRECTION", "節", "（2）"),
    )
    own = entry("PILLAR", "子育て環境の充実")
    goal = entry(
        "GOAL",
        "目標",
        "第1章",
        alignments=[
            aligned(own),
            aligned(pillar, NATION, "勘案", "見本"),
            aligned(field, NATION, "勘案", "見本"),
            aligned(section, COMPREHENSIVE, "整合", page=33),
        ],
    )
    made = document(own, goal)
    assert alignment_lines(made, made.items[1]) == (
        "国の総合戦略①仕事をつくる、「観光」（勘案、見本）",
        "総合計画（2）節（33ページ）（整合）",
    )
    assert alignment_lines(made, made.items[1], but_pages=True) == (
        "国の総合戦略①仕事をつくる、「観光」（勘案、見本）",
    )
    assert (
        blocks(arrange(made), Notes)[0].lines[0] == "対応：国の総合戦略①仕事をつくる、「観光」（勘案、見本）"
    )


# --- bodies ---------------------------------------------------------------------------------------------


def printed(html: str, *items, level: int = 2) -> str:
    made = document(*items)
    return html_of(blocks_of(html, References(made)), level)


def test_references_are_replaced_by_the_words_of_their_target_and_lost_ones_by_their_text():
    item = entry("TEXT", "考え方", "（4）")
    lost = "00000000-0000-0000-0000-000000000000"
    html = f'<p><a href="#item-{item["lineage"]}">ここ<strong>です</strong></a>と<a href="#item-{lost}">そこ</a></p>'
    assert printed(html, item) == (
        f'<p><a class="page-ref" href="#item-{item["lineage"]}" rel="noopener noreferrer nofollow">（4）</a>とそこ</p>'
    )


def test_on_a_screen_a_reference_says_the_number_of_today_and_the_title_where_it_was_named():
    measure, pillar = entry("MEASURE", "支援 & 相談", "②"), entry("PILLAR", "子育て環境の充実")
    section = entry("DIRECTION", "教育環境の充実", "第2章－1", [measure])
    made = document(entry("TEXT", "概要", "1", [pillar]), entry("GOAL", "学び", "第2章", [section]))

    def shown(item, typed: str) -> str:
        html = clean(f'<p>（<a href="#item-{item["lineage"]}">{typed}</a>）</p>').html
        return References(made).on_screen(html)

    def linked(item, words: str) -> str:
        return f'<p>（<a href="#item-{item["lineage"]}">{words}</a>）</p>'

    assert shown(measure, "第9章－9<strong>⑨</strong>") == linked(measure, "第2章－1②")
    assert shown(measure, "⑨支援＆相談") == linked(measure, "第2章－1②　支援 &amp; 相談")
    assert shown(section, "第9章－9 教育環境の充実") == linked(section, "第2章－1　教育環境の充実")
    assert shown(section, "第9章－9 もとの題") == linked(section, "第2章－1")
    assert shown(pillar, "こちら") == linked(pillar, "「子育て環境の充実」")
    assert shown(made.data["items"][0], "1") == linked(made.data["items"][0], "「1　概要」")


def test_on_a_screen_a_reference_to_an_item_that_is_gone_is_its_plain_words():
    html = '<p><a href="#item-gone" rel="nofollow">第1章<br><em>②</em></a>と<a href="#top">上</a></p>'
    assert References(document()).on_screen(html) == '<p>第1章<br><em>②</em>と<a href="#top">上</a></p>'
    assert References(document()).on_screen("<p>本文</p>") == "<p>本文</p>"


def test_a_paragraph_that_begins_with_the_sign_is_a_note():
    html = "<p>本文※</p><p>※一つめの注</p><p><strong>※</strong>二つめ</p><ul><li>※項目</li></ul>"
    assert printed(html) == (
        '<p>本文※</p><p class="note">※一つめの注</p><p class="note"><strong>※</strong>二つめ</p>'
        '<ul><li class="own-sign">※項目</li></ul>'
    )


def test_addresses_that_mean_nothing_on_paper_are_plain_text():
    html = (
        '<p><a href="/toyonaka/">市の計画</a><a href="#top">上へ</a><a href="https://example.jp/">外</a></p>'
    )
    assert printed(html) == (
        '<p>市の計画上へ<a href="https://example.jp/" rel="noopener noreferrer nofollow">外</a></p>'
    )


def test_headings_of_a_body_go_below_those_of_the_tree():
    assert (
        printed("<h3>上</h3><h4>下</h4>", level=1) == '<h2 class="prose-3">上</h2><h3 class="prose-4">下</h3>'
    )
    assert (
        printed("<h3>上</h3><h4>下</h4>", level=4) == '<h5 class="prose-3">上</h5><h6 class="prose-4">下</h6>'
    )


def test_leading_rows_of_headings_become_the_head_that_every_page_repeats():
    html = "<table><tbody><tr><th>年</th><th>値</th></tr><tr><th>令和5</th><td>1</td></tr></tbody></table>"
    assert printed(html) == (
        '<table class="together"><colgroup><col style="width:55.2%"><col style="width:44.8%"></colgroup>'
        '<thead><tr><th scope="col">年</th><th scope="col">値</th></tr></thead>'
        '<tbody><tr><th scope="row">令和5</th><td>1</td></tr></tbody></table>'
    )


def test_a_table_of_nothing_but_headings_keeps_a_body():
    html = "<table><tbody><tr><th>年</th></tr><tr><th>値</th></tr></tbody></table>"
    assert printed(html).count("<tbody>") == 1


def test_a_long_table_may_break_and_a_short_line_stays_with_the_table_below_it():
    rows = "<tr><td>行</td></tr>" * 9
    assert printed(f"<p>次の表</p><table><tbody>{rows}</tbody></table>").startswith(
        '<p class="keep-with-next">次の表</p><table><colgroup>'
    )


def test_entries_numbered_by_hand_have_no_second_sign():
    assert printed("<ul><li>①仕事</li><li>暮らし</li></ul>") == (
        '<ul><li class="own-sign">①仕事</li><li>暮らし</li></ul>'
    )


def test_hostile_bodies_are_cleaned_once_more():
    html = '<p onclick="x()">安全<script>alert(1)</script><img src="file:///etc/passwd"></p><style>p{color:red}</style>'
    assert printed(html) == "<p>安全</p>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<table><tbody><tr><td>番号</td><td>番号</td></tr></tbody></table>", [50, 50]),
        (f"<table><tbody><tr><td>①</td><td>{'長' * 90}</td></tr></tbody></table>", [9, 91]),
        (f"<table><tbody><tr><td>{'長' * 90}</td><td>{'い' * 90}</td></tr></tbody></table>", [50, 50]),
        (
            "<table><tbody><tr><td rowspan=2>あ</td><td>いい</td></tr><tr><td>ううう</td></tr></tbody></table>",
            [42, 58],
        ),
        ("<p>表ではない</p>", []),
    ],
)
def test_columns_are_as_wide_as_their_texts_ask_for(html, expected):
    assert [round(share) for share in columns.shares(parse(html))] == expected


# --- pictures -------------------------------------------------------------------------------------------


@pytest.fixture
def figure(settings, tmp_path):
    content = b"\x89PNG\r\n\x1a\n".ljust(40)
    (tmp_path / "media" / "figures").mkdir(parents=True)
    (tmp_path / "media" / "figures" / "a.png").write_bytes(content)
    return {
        "file": "figures/a.png",
        "sha256": hashlib.sha256(content).hexdigest(),
        "type": "image/png",
        "caption": "人口の推移",
        "alt": "右下がりの線",
        "source": "",
        "width": 1,
        "height": 1,
    }


def test_a_picture_is_read_from_the_storage(figure):
    assert pictures.data_address(figure).startswith("data:image/png;base64,iVBORw0KGgog")


@pytest.mark.parametrize(
    "change",
    [
        {"file": "figures/lost.png"},
        {"file": "../../etc/passwd"},
        {"sha256": "0" * 64},
        {"type": "image/svg+xml"},
    ],
)
def test_a_picture_that_is_lost_or_altered_leaves_a_sentence(figure, change):
    picture = Picture(figure | change)
    assert (picture.address(), picture.content()) == ("", None)
    assert (
        picture.missing() == "（図「人口の推移」の画像が保管場所に見つからないため、ここに印刷できません。）"
    )
