"""The rules by which a document becomes a book."""

import hashlib

import pytest

from publishing.book import annexes, columns, pictures
from publishing.book.arranging import arrange
from publishing.book.blocks import (
    Body,
    Book,
    Chart,
    Examples,
    Heading,
    Listing,
    Notes,
    Opener,
    Picture,
    PillarLine,
    Pillars,
    Relation,
    Terms,
)
from publishing.book.chart import chart_of, place_of_chart
from publishing.book.cover import cover_of, running_head
from publishing.book.markup import html_of
from publishing.book.prose import blocks_of
from publishing.book.words import References, alignment_lines, hang, is_dash, numbered, shortened
from strategy.richtext import parse
from strategy.sanitise import SanitiseError
from tests.documents import COMPREHENSIVE, NATION, again, aligned, document, entry, marked_plan


def blocks(book: Book, kind: type) -> list:
    return [block for section in book.sections for block in section.blocks if isinstance(block, kind)]


def headings(book: Book) -> list[tuple[int, str]]:
    return [
        (block.level, block.text)
        for section in book.sections
        for block in section.blocks
        if isinstance(block, Heading | Opener)
    ]


def anchors(book: Book) -> list[str]:
    found = []
    for section in book.sections:
        for block in section.blocks:
            if isinstance(block, Heading | Opener):
                found.append(block.anchor)
            elif isinstance(block, Relation):
                found += [row.line.anchor for row in block.rows]
            elif isinstance(block, Examples | Listing):
                found += [line.anchor for line in block.lines]
            elif isinstance(block, Pillars):
                found += [row.line.anchor for row in block.rows]
    return [anchor for anchor in found if anchor.startswith("item-")]


# --- the tree -------------------------------------------------------------------------------------------


def test_every_item_stands_in_the_book_exactly_once():
    made = marked_plan()
    assert sorted(anchors(arrange(made))) == sorted(item.anchor for item in made.walk())


def test_headings_go_down_with_the_tree_and_goals_open_with_a_page():
    book = arrange(marked_plan())
    assert headings(book) == [
        (1, "1　総合戦略の概要"),
        (2, "（1）策定の趣旨"),
        (2, "（2）基本的な考え方"),
        (1, "2　目標と基本的方向"),
        (2, "第1章　子どもが夢をもてるまちづくり"),
        (3, "第1章－1　子育て支援の充実"),
        (3, "第1章－2　教育環境の充実"),
    ]
    assert [section.form for section in book.sections] == ["text", "text", "opener", "chapter"]
    opener = blocks(book, Opener)[0]
    assert opener.kicker == "目標"
    assert [link.text for link in opener.links] == ["第1章－1　子育て支援の充実", "第1章－2　教育環境の充実"]
    assert opener.pillars == PillarLine("取組みの柱", ("子育て環境の充実", "住環境の充実"))
    assert book.sections[-1].tabs == ("子育て環境の充実", "住環境の充実")


def test_the_contents_have_the_ranks_of_the_tree():
    assert [(link.rank, link.text) for link in arrange(marked_plan()).contents] == [
        (1, "1　総合戦略の概要"),
        (2, "（1）策定の趣旨"),
        (2, "（2）基本的な考え方"),
        (1, "2　目標と基本的方向"),
        (2, "第1章　子どもが夢をもてるまちづくり"),
        (3, "第1章－1　子育て支援の充実"),
        (3, "第1章－2　教育環境の充実"),
    ]


def test_a_section_is_a_table_with_marks_pages_dashes_and_what_is_shown_again():
    first, second = blocks(arrange(marked_plan()), Relation)
    assert first.heads == ("総合計画（direction・measure）", "本戦略の\n具体的施策", "総合計画\nのページ")
    assert [(row.role, row.line.text, row.mark, row.page, row.depth) for row in first.rows] == [
        ("direction", "（1）安心して産み育てられる環境をつくります", "", None, 1),
        ("measure", "①妊産婦の支援", "●", 33, 2),
        ("measure", "②親子の居場所", "", None, 2),
        ("alone", "（2）教育と保育を充実します", "－", None, 1),
    ]
    assert [(row.line.text, row.line.again, row.mark) for row in second.rows[1:]] == [
        ("①学校施設の整備", False, "●"),
        ("①妊産婦の支援", True, "●"),
    ]
    assert second.rows[2].line.anchor == ""


def test_the_signs_are_explained_once_in_a_goal_unless_the_plan_does_it():
    first, second = blocks(arrange(marked_plan()), Relation)
    assert first.legend == (("●", "取組みの柱に該当する具体的施策"), ("－", "該当する具体的施策がないもの"))
    assert second.legend == ()
    told = marked_plan()
    told.data["items"][0]["body"] = "<table><tbody><tr><th>●</th><td>柱の施策</td></tr></tbody></table>"
    assert [table.legend for table in blocks(arrange(told), Relation)] == [(), ()]


def test_what_a_row_cannot_hold_follows_its_table():
    made = marked_plan()
    section = made.data["items"][1]["items"][0]["items"][0]
    section["items"][0]["body"] = "<p>くわしい説明です。</p>"
    section["items"][1]["body"] = "<p>－</p>"
    chapter = arrange(made).sections[-1].blocks
    assert [type(block) for block in chapter[1:4]] == [Relation, Heading, Body]
    assert (chapter[2].text, chapter[2].anchor) == ("（1）安心して産み育てられる環境をつくります", "")
    assert chapter[1].rows[3].mark == "－"


def test_without_marks_the_same_tree_is_headings_and_lists():
    plain = document(
        entry(
            "GOAL",
            "仕事をつくる",
            "基本目標1",
            [
                entry(
                    "DIRECTION",
                    "中柱の一",
                    "（1）",
                    [
                        entry(
                            "DIRECTION",
                            "小柱",
                            "①",
                            [entry("MEASURE", "取組みの一"), entry("MEASURE", "取組みの二")],
                        )
                    ],
                ),
                entry("DIRECTION", "中柱の二", "（2）", [entry("MEASURE", "取組みの三")]),
            ],
        )
    )
    book = arrange(plain)
    assert headings(book) == [
        (1, "基本目標1　仕事をつくる"),
        (2, "（1）中柱の一"),
        (3, "①小柱"),
        (2, "（2）中柱の二"),
    ]
    assert [[line.text for line in block.lines] for block in blocks(book, Listing)] == [
        ["・取組みの一", "・取組みの二"],
        ["・取組みの三"],
    ]
    assert [section.form for section in book.sections] == ["opener", "chapter"]
    assert blocks(book, Opener)[0].kicker == ""


def test_a_goal_with_one_section_has_no_page_of_its_own():
    book = arrange(
        document(
            entry("GOAL", "仕事をつくる", "基本目標1", [entry("DIRECTION", "中柱", "（1）", body="<p>x</p>")])
        )
    )
    assert [section.form for section in book.sections] == ["text"]


def test_goals_without_anything_below_follow_each_other_on_a_page():
    goals = [entry("GOAL", f"目標の{n}", str(n)) for n in range(1, 18)]
    book = arrange(document(entry("TEXT", "理念", body="<p>見本です。</p>"), *goals))
    assert [section.new_page for section in book.sections] == [True] + [False] * 17
    assert [block.bare for block in blocks(book, Heading)] == [False] + [True] * 17
    assert len(book.contents) == 18


def test_a_long_part_begins_a_page_and_so_does_what_follows_it():
    long = "<p>長い段落です。</p>" * 30
    parts = [
        entry("TEXT", f"第{n}部", body=body)
        for n, body in enumerate(("<p>短い。</p>" * 10, long, "<p>短い。</p>"))
    ]
    assert [section.new_page for section in arrange(document(*parts)).sections] == [True, True, True]


def test_a_goal_that_opens_a_page_is_never_followed_on_its_page():
    sections = [entry("DIRECTION", f"節{n}", f"（{n}）", body="<p>x</p>") for n in (1, 2)]
    book = arrange(
        document(entry("GOAL", "目標", "第1章", sections), entry("TEXT", "おわりに", body="<p>x</p>"))
    )
    assert [(section.form, section.new_page) for section in book.sections][-1] == ("text", True)


def test_pillars_and_foundations_of_a_plan_without_goals_are_headings_with_lists():
    made = document(
        entry(
            "TEXT",
            "施策の方向",
            "2",
            [
                entry("PILLAR", "仕事をつくる", "①", [entry("MEASURE", "観光")], body="<p>ねらい</p>"),
                entry("FOUNDATION", "基盤の整備", "①", [entry("MEASURE", "通信")], body="<p>ねらい</p>"),
            ],
        )
    )
    book = arrange(made)
    assert headings(book) == [(1, "2　施策の方向"), (2, "①仕事をつくる"), (2, "①基盤の整備")]
    assert [block.lines[0].text for block in blocks(book, Listing)] == ["・観光", "・通信"]
    assert blocks(book, Pillars) == []


def test_pillars_that_goals_answer_to_are_a_table_of_both():
    pillars = blocks(arrange(marked_plan()), Pillars)[0]
    assert (pillars.word, pillars.told, pillars.has_bodies) == ("取組みの柱", False, False)
    assert [(row.line.text, [goal.text for goal in row.goals]) for row in pillars.rows] == [
        ("子育て環境の充実", ["第1章　子どもが夢をもてるまちづくり"]),
        ("住環境の充実", ["第1章　子どもが夢をもてるまちづくり"]),
    ]


def test_a_text_that_has_the_table_of_pillars_already_gets_no_second_one():
    made = marked_plan()
    rows = "".join(f"<tr><th>{name}</th><td>第1章</td></tr>" for name in ("子育て環境の充実", "住環境の充実"))
    made.data["items"][0]["items"][1]["body"] = f"<table><tbody>{rows}</tbody></table>"
    assert blocks(arrange(made), Pillars)[0].told


def test_initiatives_are_a_box_named_after_their_section():
    box = blocks(arrange(marked_plan()), Examples)[0]
    assert (box.title, [line.text for line in box.lines], box.is_wide) == (
        "第1章－1　主な取組み例",
        ["・産後ケアの拡充"],
        False,
    )


def test_a_list_beside_headings_would_belong_to_the_wrong_one_so_it_is_headings_too():
    items = [entry("MEASURE", "本文のある施策", body="<p>x</p>"), entry("MEASURE", "名前だけの施策")]
    book = arrange(document(entry("TEXT", "施策", "1", items)))
    assert headings(book) == [(1, "1　施策"), (2, "本文のある施策"), (2, "名前だけの施策")]


def test_a_plan_without_a_word_says_so():
    assert [block.lines for block in blocks(arrange(document()), Notes)] == [("（本文はまだありません。）",)]


def test_an_unprintable_body_is_refused_with_the_sentence_of_the_editor():
    deep = "<ul><li>" * 40 + "x" + "</li></ul>" * 40
    with pytest.raises(SanitiseError) as refused:
        arrange(document(entry("TEXT", "深い", body=deep)))
    assert str(refused.value) == (
        "本文の入れ子が深すぎます（上限60段）。表や箇条書きの中の重なりを減らしてください。"
    )


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


# --- cover ----------------------------------------------------------------------------------------------


def test_the_cover_of_a_draft_bears_its_stage_and_no_date():
    cover = cover_of(document(stage="DRAFT", stage_name="行政素案", effective_from="2023-04-01", term=3))
    assert (cover.stage, cover.mark, cover.date) == ("行政素案", "（行政素案）", "")
    assert (cover.above, cover.title, cover.government) == ("第3期", ("見本総合戦略",), "豊中市")
    assert cover.period == "計画期間　令和5年度（2023年度）～令和9年度（2027年度）"


@pytest.mark.parametrize(
    ("adopted_on", "date"),
    [("2023-03-31", "令和5年（2023年）3月31日"), (None, "令和5年（2023年）4月1日から")],
)
def test_the_cover_of_an_adopted_plan_bears_its_date_and_no_stage(adopted_on, date):
    made = document(stage="ADOPTED", stage_name="成案", adopted_on=adopted_on, effective_from="2023-04-01")
    cover = cover_of(made)
    assert (cover.stage, cover.mark, cover.date) == ("", "", date)


def test_a_stage_mark_that_does_not_fit_behind_the_title_has_a_line_of_its_own():
    cover = cover_of(document(title="総合戦略", stage_name="市民意見募集のための行政素案"))
    assert cover.title[-1] == ""
    assert "".join(cover.title) == "総合戦略"


def test_what_the_title_does_not_say_stands_above_it():
    made = document(title="第2期総合戦略", short_title="見本戦略", term=2, revision=2, correction=True)
    assert cover_of(made).above == "見本戦略　第2回改訂　正誤訂正"


def test_a_chapter_of_another_book_names_that_book_at_the_head():
    plan = {
        "slug": "a",
        "kind": "STRATEGY",
        "kind_name": "総合戦略",
        "contained_in": {"slug": "b", "title": "総合計画"},
    }
    assert running_head(document(plan=plan, page_prefix="Ⅳ－")) == "総合計画　Ⅳ 見本総合戦略"
    assert running_head(document(plan=plan)) == "見本総合戦略"


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


# --- chart and 資料編 --------------------------------------------------------------------------------------


def two_goals(*before):
    sections = [
        [entry("DIRECTION", f"節{goal}{n}", f"第{goal}章－{n}", [entry("MEASURE", "施策")]) for n in (1, 2)]
        for goal in (1, 2)
    ]
    return document(*before, *(entry("GOAL", f"目標{n}", f"第{n}章", sections[n - 1]) for n in (1, 2)))


def test_the_chart_stands_where_the_plan_announces_it_else_in_the_annex():
    announced = entry("TEXT", "施策体系図", "（6）")
    made = two_goals(announced)
    assert place_of_chart(made) == announced["lineage"]
    assert [type(block) for block in arrange(made).sections[0].blocks] == [Heading, Chart]
    assert annexes.annexes(made) is None
    section, links = annexes.annexes(two_goals())
    assert [link.text for link in links] == ["資料編", "1　施策体系図"]
    assert isinstance(section.blocks[2], Chart)


def test_a_chart_shows_goals_with_their_sections():
    diagram = chart_of(two_goals())
    assert diagram.goals == [
        ("第1章", "目標1", ["1　節11", "2　節12"]),
        ("第2章", "目標2", ["1　節21", "2　節22"]),
    ]
    assert diagram.heads == ("", "取組みの柱", "目標", "direction")
    assert chart_of(marked_plan()) is None  # a single goal


def test_the_annex_has_roles_the_frame_and_terms_as_far_as_there_are_any():
    pillar = entry("PILLAR", "仕事をつくる", "①")
    frame = NATION | {"columns": [pillar | {"group": "地方創生"}]}
    made = document(
        entry("GOAL", "目標", "第1章", alignments=[aligned(pillar, NATION, "勘案")]),
        frames=[frame],
        terms=[{"word": "ＫＰＩ", "reading": "", "definition": "指標"}],
        roles=[
            {"number": "③", "label": "総合戦略", "legal_basis": "法第10条", "plan": "digital-strategy"},
            {"number": "①", "label": "最上位の計画", "legal_basis": "", "plan": None},
        ],
    )
    section, links = annexes.annexes(made)
    assert [link.text for link in links] == [
        "資料編",
        "1　計画の役割",
        "2　「デジタル田園都市国家構想総合戦略」との対応",
        "3　用語の定義",
    ]
    roles, table, terms = section.blocks[2], section.blocks[4], section.blocks[6]
    assert [(row.number, row.plan) for row in roles.rows] == [("③", "この計画"), ("①", "")]
    assert table.rows == (("第1章　目標", (True,)),)
    assert isinstance(terms, Terms)


def test_a_relisting_keeps_its_place_among_the_children():
    original = entry("MEASURE", "もとの施策", "①")
    second = entry(
        "TEXT",
        "もう一つ",
        "2",
        [entry("MEASURE", "前"), entry("MEASURE", "後")],
        relisted=[again(original, 1)],
    )
    book = arrange(document(entry("TEXT", "一つ", "1", [original]), second))
    assert [[(line.text, line.again) for line in block.lines] for block in blocks(book, Listing)][1] == [
        ("・前", False),
        ("①もとの施策", True),
        ("・後", False),
    ]
