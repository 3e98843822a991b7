"""The Word file, opened again."""

import io
import re
import zipfile

import pytest
from docx import Document as WordDocument

from publishing.word import docx
from tests.documents import NATION, aligned, document, entry, kpi_plan, marked_plan

ADOPTED = {
    "stage": "ADOPTED",
    "stage_name": "成案",
    "adopted_on": "2023-03-31",
    "effective_from": "2023-04-01",
}


def opened(made):
    return WordDocument(io.BytesIO(docx(made)))


def xml(made, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(docx(made))) as archive:
        return archive.read(part).decode()


def headings(word) -> list[tuple[str, str]]:
    return [
        (paragraph.style.name, paragraph.text)
        for paragraph in word.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]


def paragraphs(word, style: str | None = None) -> list[str]:
    return [p.text for p in word.paragraphs if p.text and (style is None or p.style.name == style)]


def cells(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.fixture(scope="module")
def plan():
    return marked_plan(short_title="見本戦略")


def test_headings_are_words_own_by_level_and_carry_their_printed_number(plan):
    assert headings(opened(plan)) == [
        ("Heading 1", "1　総合戦略の概要"),
        ("Heading 2", "（1）策定の趣旨"),
        ("Heading 2", "（2）基本的な考え方"),
        ("Heading 1", "2　目標と基本的方向"),
        ("Heading 2", "第1章　子どもが夢をもてるまちづくり"),
        ("Heading 3", "第1章－1　子育て支援の充実"),
        ("Heading 3", "第1章－2　教育環境の充実"),
    ]


def test_nothing_of_the_tree_is_lost(plan):
    text = re.sub(r"<[^>]+>", "", xml(plan))
    assert [item.title for item in plan.walk() if item.title not in text] == []


def test_the_contents_are_a_field_of_three_levels(plan):
    assert re.findall(r">\s*(TOC [^<]*?)\s*<", xml(plan)) == ['TOC \\o "1-3" \\h \\z']


def test_the_head_has_the_title_with_the_stage_and_the_chapter(plan):
    heads = {section.header.paragraphs[0].text for section in opened(plan).sections}
    assert {head.partition("\t")[0] for head in heads} == {"", "見本戦略（案）"}
    word = opened(plan)
    assert "STYLEREF 1" in word.sections[-1].header._element.xml


def test_an_adopted_plan_has_no_stage_in_its_head_and_its_pages_their_prefix():
    word = opened(marked_plan(**ADOPTED, first_page=81, page_prefix="Ⅳ－"))
    body = word.sections[-1]
    assert body.header.paragraphs[0].text.partition("\t")[0] == "見本総合戦略"
    assert body.footer.paragraphs[0].text.startswith("Ⅳ－")
    assert 'w:start="81"' in body._sectPr.xml
    assert paragraphs(word, "表紙の下") == ["令和5年（2023年）3月31日", "豊中市"]


def test_the_relation_table_has_marks_pages_and_dashes(plan):
    tables = opened(plan).tables
    assert cells(tables[1]) == [
        ["総合計画（direction・measure）", "本戦略の\n具体的施策", "総合計画\nのページ"],
        ["（1）安心して産み育てられる環境をつくります", "", ""],
        ["①妊産婦の支援", "●", "33"],
        ["②親子の居場所", "", ""],
        ["（2）教育と保育を充実します", "－", ""],
    ]
    assert cells(tables[2])[3][0].startswith("①妊産婦の支援【再掲】→")


def test_pillars_stand_with_their_goals(plan):
    assert cells(opened(plan).tables[0]) == [
        ["取組みの柱", "該当する目標"],
        ["子育て環境の充実", "第1章　子どもが夢をもてるまちづくり"],
        ["住環境の充実", "第1章　子どもが夢をもてるまちづくり"],
    ]


def test_references_are_fields_that_lead_to_the_bookmark_of_the_item(plan):
    ideas = plan.items[0].items[1]
    name = "item_" + ideas.lineage.replace("-", "")
    written = xml(plan)
    assert f"PAGEREF {name} " in written
    assert f'w:name="{name}"' in written
    assert next(line for line in paragraphs(opened(plan)) if line.startswith("柱は")).endswith(
        "（2）をご覧ください。"
    )


def test_bodies_become_paragraphs_lists_tables_and_headings():
    body = (
        "<h3>小見出し</h3><p>本文の<ruby>柱<rt>はしら</rt></ruby>です。</p><ul><li>点</li><li>①手で</li></ul><ol><li>一番</li></ol>"
        "<table><caption>表の題</caption><thead><tr><th>年</th><th>値</th></tr></thead>"
        "<tbody><tr><td>令和5</td><td><ul><li>一</li></ul></td></tr></tbody></table><hr>"
    )
    word = opened(document(entry("TEXT", "概要", "1", body=body)))
    assert headings(word) == [("Heading 1", "1　概要"), ("Heading 2", "小見出し")]
    assert paragraphs(word, "List Bullet") == ["点"]
    assert paragraphs(word, "List Number") == ["①手で", "1　一番"]
    assert paragraphs(word, "Caption") == ["表の題"]
    assert cells(word.tables[0]) == [["年", "値"], ["令和5", "・一"]]


def test_a_paragraph_that_begins_with_the_sign_is_a_note():
    made = document(entry("TEXT", "本文", "1", body="<p>本文※</p><p>※注の文</p><ul><li>※項目</li></ul>"))
    word = opened(made)
    assert paragraphs(word, "注") == ["※注の文"]
    assert "本文※" in paragraphs(word, "Body Text")


def test_a_lost_picture_leaves_a_sentence(settings, tmp_path):
    facts = {
        "file": "figures/a.png",
        "sha256": "0" * 64,
        "type": "image/png",
        "caption": "図1",
        "alt": "",
        "source": "",
    }
    word = opened(document(entry("TEXT", "概要", "1", figures=[facts])))
    assert "（図「図1」の画像が保管場所に見つからないため、ここに印刷できません。）" in paragraphs(word)


def test_goals_that_need_no_table_are_headings_with_lists_boxes_and_notes():
    pillar = entry("PILLAR", "仕事をつくる", "①")
    goal = entry(
        "GOAL",
        "仕事をつくる",
        "基本目標1",
        [
            entry(
                "DIRECTION", "雇用", "（1）", [entry("MEASURE", "企業誘致"), entry("INITIATIVE", "奨励金")]
            ),
            entry("DIRECTION", "起業", "（2）", [entry("MEASURE", "相談")]),
        ],
        alignments=[aligned(pillar, NATION, "勘案")],
    )
    frame = NATION | {"columns": [pillar | {"group": "地方創生"}]}
    roles = [{"number": "①", "label": "総合戦略", "legal_basis": "", "plan": None}]
    terms = [{"word": "ＫＰＩ", "reading": "けーぴーあい", "definition": "指標\nです"}]
    word = opened(document(goal, frames=[frame], roles=roles, terms=terms))
    assert [text for _, text in headings(word)][-4:] == [
        "資料編",
        "1　計画の役割",
        "2　「デジタル田園都市国家構想総合戦略」との対応",
        "3　用語の定義",
    ]
    assert paragraphs(word, "注")[0] == "対応：国の総合戦略①仕事をつくる（勘案）"
    assert {"・企業誘致", "・相談", "・奨励金"} <= set(paragraphs(word))
    assert paragraphs(word, "Caption") == ["（1）主な取組み例"]
    roles_table, frame_table, terms_table = (cells(table) for table in word.tables)
    assert roles_table[1] == ["①", "総合戦略", "―", "―"]
    assert frame_table == [["目標", "地方創生"], ["目標", "①仕事をつくる"], ["基本目標1　仕事をつくる", "○"]]
    assert terms_table[1] == ["ＫＰＩ\n（けーぴーあい）", "指標\nです"]


def test_the_system_of_the_plan_is_a_table_in_word():
    goals = [
        entry(
            "GOAL", f"目標{n}", f"第{n}章", [entry("DIRECTION", f"節{n}{m}", f"第{n}章－{m}") for m in (1, 2)]
        )
        for n in (1, 2)
    ]
    word = opened(document(entry("TEXT", "施策体系図"), *goals))
    assert cells(word.tables[0]) == [
        ["目標", "direction"],
        ["第1章　目標1", "1　節11\n2　節12"],
        ["第2章　目標2", "1　節21\n2　節22"],
    ]


def test_a_decided_text_gives_the_same_file_each_time():
    assert docx(marked_plan(**ADOPTED))[:2] == b"PK"
    made = marked_plan(**ADOPTED)
    assert docx(made) == docx(made)


# --- KPI tables ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kpi():
    return opened(kpi_plan())


def tables_headed(word, head: str) -> list:
    return [table for table in word.tables if table.rows[0].cells[0].text == head]


def test_a_kpi_table_has_name_baseline_and_goal_with_their_times_below(kpi):
    first, second, _ = tables_headed(kpi, "重要業績評価指標（KPI）")
    goal, start = "目標値\n（令和9年度）", "現状"
    assert cells(second) == [
        ["重要業績評価指標（KPI）", start, goal],
        ["※住み続けたい市民の割合\n（対象：18～49歳）", "84.8%\n（令和3年度）", "維持"],
        [
            "【再掲】出生数",
            "5年間で\n17,117人増加\n（平成29年度～\n令和3年度）",
            "維持\n（令和5年度～\n令和9年度）",
        ],
        ["就業率", "72.0%\n（令和2年度）\n※全国平均：78.5%", "全国平均を上回る"],
    ]
    assert [row[1] for row in cells(first)[2:4]] == [
        "対象：18歳以下の子どもがいる市民",
        "対象：子どもがいない40歳未満の市民",
    ]
    assert cells(first)[2][0] == cells(first)[3][0]  # one cell for both


def test_heads_repeat_and_rows_stay_whole(kpi):
    (table, *_) = tables_headed(kpi, "重要業績評価指標（KPI）")
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert ["w:cantSplit" in row._tr.xml for row in table.rows] == [True] * 5


def test_a_kgi_table_has_its_path_and_a_digital_one_its_sections(kpi):
    (kgi,) = tables_headed(kpi, "重要目標達成指標（KGI）")
    assert cells(kgi)[:2] == [
        [
            "重要目標達成指標（KGI）",
            "目標値\n（令和9年度）",
            "現状\n令和2年\n（2020年）",
            "短期\n令和9年\n（2027年）",
        ],
        ["総人口", "40万人以上", "401,558人", "402,190人"],
    ]
    assert "参考：人口ビジョンの想定人口" in paragraphs(kpi, "注")
    digital = cells(tables_headed(kpi, "重要業績評価指標（KPI）")[-1])
    assert [row[-1] for row in digital] == [
        "関連する基本的方向",
        "第1章－1　子育て支援の充実→Ｐ　",
        "第1章－2　教育環境の充実→Ｐ　",
        "―",
    ]


def test_supplementary_indicators_are_a_list_under_what_they_tell_of(kpi):
    assert "基本的方向に関連する補足指標" in paragraphs(kpi, "Caption")
    assert paragraphs(kpi, "List Bullet") == ["保育所等待機児童数", "完全失業率（対象：15～39歳）"]
    assert "「教育環境の充実」に関連する指標" in paragraphs(kpi)


def test_targets_can_be_referred_to():
    made = kpi_plan()
    names = re.findall(r'w:bookmarkStart [^>]*w:name="(a_[0-9a-f]+)"', xml(made))
    rows = [target for target in made.targets.values() if target.role != "SUPPLEMENTARY"]
    assert len(rows) == 11
    # Two lines share a name and so a place; the two headings of the 資料編 are referred to besides.
    assert len(names) == 11 - 1 + 2
