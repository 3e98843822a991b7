"""The rules by which a tree becomes headings, tables, lists and boxes."""

import pytest

from publishing.book.arranging import arrange
from publishing.book.blocks import (
    Body,
    Book,
    Examples,
    Heading,
    Listing,
    Notes,
    Opener,
    PillarLine,
    Pillars,
    Relation,
)
from strategy.sanitise import SanitiseError
from tests.documents import again, blocks, document, entry, marked_plan


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
