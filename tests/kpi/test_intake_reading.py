"""A file of any kind becomes sheets, tables and an outline, or a sentence."""

import io

import pytest
from docx import Document
from openpyxl import Workbook

from kpi.intake.reading import KINDS, read_document
from kpi.intake.told import lines_of, object_of, period_of
from paper.guard import GuardError
from paper.reading import ReadError
from tests.paper.hostile import long_text
from tests.paper.words import document, line

ROWS = [["指標", "現状値", "目標値（令和9年度）"], ["出生数", "5人（令和3年度）", "6人"]]


def workbook():
    made = Workbook()
    made.active.title = "一覧"
    for row in ROWS:
        made.active.append(row)
    hidden = made.create_sheet("控え")
    hidden.sheet_state = "hidden"
    for row in ROWS:
        hidden.append(row)
    return saved(made)


def word():
    made = Document()
    made.add_heading("第1章 子ども", 1)
    table = made.add_table(2, 3)
    for row, words in enumerate(ROWS):
        for column, text in enumerate(words):
            table.cell(row, column).text = text
    return saved(made)


def saved(made):
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


LINES = "\n".join(",".join(row) for row in ROWS)
PIPES = "# 第1章 子ども\n" + "\n".join("|" + "|".join(row) + "|" for row in ROWS)
PAGE = "<h1>第1章 子ども</h1><table>" + "".join(
    "<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in ROWS
)
FILES = {
    "a.xlsx": ("workbook", workbook),
    "a.CSV": ("csv", lambda: LINES.encode("cp932")),
    "a.docx": ("word", word),
    "a.md": ("markdown", PIPES.encode),
    "a.html": ("html", lambda: PAGE.encode("utf-8-sig")),
}


@pytest.mark.parametrize("name", FILES)
def test_the_same_kpi_whatever_it_was_written_with(name):
    kind, made = FILES[name]
    read = read_document(name, made(), {})
    assert read.kind == kind and kind in KINDS
    (kpi,) = lines_of(read.outline)
    assert (kpi.name, kpi.baseline_text, kpi.target_text, kpi.target_year) == (
        "出生数",
        "5人（令和3年度）",
        "6人",
        2027,
    )
    assert kpi.goal_path == (("第1章 子ども",) if kind in ("word", "markdown", "html") else ())
    assert read.tables[0].columns == {1: "name", 2: "baseline", 3: "target"}


def test_a_hidden_sheet_is_offered_but_not_read():
    read = read_document("a.xlsx", workbook(), {})
    assert [(found.sheet, found.name) for found in read.tables] == [(0, "一覧"), (1, "控え")]
    assert read.outline.flags == ("シート「控え」は隠されています。",)


def test_a_bare_text():
    read = read_document("", "第1章 子ども\n子育てを支えます。".encode(), {})
    assert (read.kind, read.grids, read.tables) == ("text", (), ())
    assert [(node.title, node.body) for node in read.outline.nodes] == [
        ("子ども", "<p>子育てを支えます。</p>")
    ]


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("計画.pdf", b"%PDF", "文章を貼り付ける"),
        ("計画.xls", b"", "「Excelブック（*.xlsx）」として保存し直して"),
        ("計画.exe", b"", "読み込めない種類"),
        ("計画.md", b"\xff\x81\xff\x00", "文字コード"),
        ("計画.txt", b"  ", "何も書かれていません"),
        ("計画.html", b"a" * 1_000_001, "長すぎます"),
        ("計画.txt", b"a" * 5_000_000, "長すぎます"),
        ("計画.docx", b"PK", "Word文書（.docx）ではありません"),
        ("計画.xlsx", b"PK", "Excelブック（.xlsx）ではありません"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(name, data, word):
    with pytest.raises((GuardError, ReadError)) as refused:
        read_document(name, data, {})
    assert word in str(refused.value) and "計画" in str(refused.value)


def test_a_paragraph_too_long_for_a_plan_is_a_sentence():
    with pytest.raises(ReadError, match=r"^「計画.docx」を読み込めません。本文が長すぎます"):
        read_document("計画.docx", document(line("第1章 題") + line(long_text(1_100_000) + "。")), {})


def test_the_period_of_a_kpi():
    (line,) = lines_of(read_document("a.csv", LINES.encode(), {}).outline)
    assert period_of(line, None, None, 2030) == ((2023, 2027), "")
    assert period_of(line, 2024, None, 2030) == ((2024, 2027), "")
    assert period_of(line, 2020, 2025, 2030) == ((2020, 2025), "")
    bare = read_document("a.csv", "指標,現状値,目標値\n出生数,5人,6人\n".encode(), {}).outline.kpis[0]
    assert period_of(bare, 2025, None, 2030) == ((2025, 2029), "")
    assert period_of(bare, None, None, 2030) == (
        (2030, 2034),
        "計画期間がわからないため、2034年度までの5年間として読みました。",
    )


def test_everything_that_was_read_is_told():
    table = (
        "指標,単位,現状値,目標値,出典,設定根拠\n"
        '就業率,％,60%（令和3年3月）,"2025年度までに70%、2027年度までに75%",国勢調査,傾向による\n'
        "地域数,地域,約40地域,十数か所,,\n"
        "小中,％,小学校55.4%、中学校53.6%（2021年度）,全国平均を上回る,,\n"
    )
    first, second, third = (
        object_of(line, period=(2023, 2027))
        for line in read_document("a.csv", table.encode(), {}).outline.kpis
    )
    assert first["target"]["milestones"] == [
        {"value": 70, "fiscal_year": 2025},
        {"value": 75, "fiscal_year": 2027},
    ]
    assert (first["baseline"]["date"], first["baseline"]["fiscal_year"]) == ("2021-03", 2020)
    assert (first["source"], first["rationale"]) == ("国勢調査", "傾向による")
    assert (second["target"]["low"], second["target"]["high"]) == (11, 19)
    assert second["flags"] != []
    assert third["baseline"]["parts"] == {"小学校": 55.4, "中学校": 53.6}
    assert third["target"]["reference"] == "全国平均"
