"""The PDF, read back as a reader and a machine would."""

import base64
import hashlib
import re
import subprocess
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from paper.pdf import Pdf
from publishing.book.arranging import arrange
from publishing.document import Document
from publishing.printing import draft_pdf, html_of, printed_pages, sheets
from tests.documents import aligned, document, entry, kpi_plan, marked_plan, target

pytestmark = pytest.mark.slow

CREATED = datetime(2023, 4, 1, tzinfo=UTC)


class Print:
    """A finished PDF with the text of its pages, free of spaces."""

    def __init__(self, made: Document, folder):
        self.document = made
        self.pdf: Pdf = draft_pdf(made, created=CREATED)
        self.file = folder / "plan.pdf"
        self.file.write_bytes(self.pdf.content)
        told = subprocess.run(["pdftotext", "-raw", self.file, "-"], capture_output=True, check=True)
        sheets = told.stdout.decode().split("\f")[:-1]
        self.lines = [[re.sub(r"\s", "", line) for line in sheet.splitlines()] for sheet in sheets]
        self.pages = ["".join(lines) for lines in self.lines]
        self.text = "".join(self.pages)

    def has(self, text: str) -> bool:
        return re.sub(r"\s", "", text) in self.text


@pytest.fixture(scope="module")
def plan(tmp_path_factory) -> Print:
    """A proposal with everything in it, printed from page 1."""
    return Print(marked_plan(short_title="見本戦略"), tmp_path_factory.mktemp("pdf"))


@pytest.fixture(scope="module")
def chapter(tmp_path_factory) -> Print:
    """The same as an adopted chapter Ⅳ of another book, goals at the top, with hostile and hard bodies."""
    items = marked_plan().data["items"]
    overview, goals = items
    rows = "".join(f"<tr><th>年度{n}</th><td>{n}の値</td></tr>" for n in range(60))
    overview["items"][0]["body"] += (
        "<h3>見出しの中の見出し</h3>"
        f"<table><caption>長い表</caption><tbody><tr><th>年度</th><th>値</th></tr>{rows}</tbody></table>"
        "<p>@page{@top-center{content:'承認済'}}<style>body{display:none}</style>"
        '<img src="http://127.0.0.1:9/a.png"><link rel="attachment" href="file:///etc/passwd">'
        "<script>alert(1)</script>終わり</p>"
    )
    overview["figures"] = [
        {"file": "figures/lost.png", "sha256": "0" * 64, "type": "image/png", "caption": "図1"}
    ]
    overview["title"] = "総合戦略の<b>概要</b>{{ x }}"
    made = document(
        goals["items"][0],
        overview,
        stage="ADOPTED",
        stage_name="成案",
        adopted_on="2023-03-31",
        effective_from="2023-04-01",
        first_page=81,
        page_prefix="Ⅳ－",
    )
    return Print(made, tmp_path_factory.mktemp("pdf"))


@pytest.mark.parametrize("name", ["plan", "chapter"])
def test_the_text_holds_every_heading(name, request):
    printed = request.getfixturevalue(name)
    titles = [item.title for item in printed.document.walk()]
    assert [title for title in titles if not printed.has(title)] == []


@pytest.mark.parametrize(("name", "first", "prefix"), [("plan", 1, ""), ("chapter", 81, "Ⅳ－")])
def test_the_contents_name_the_pages_on_which_the_headings_stand(name, first, prefix, request):
    printed = request.getfixturevalue(name)
    expected = []
    for link in arrange(printed.document).contents:
        sheet, text = printed.pdf.pages[link.anchor], re.sub(r"\s", "", link.text)
        assert text in printed.pages[sheet - 1]
        expected.append(f"{text}{prefix}{sheet - 3 + first}")
    contents = printed.pages[1].replace("･", "")
    assert contents[: len("".join(["目次", *expected]))] == "".join(["目次", *expected])


@pytest.mark.parametrize(("name", "first", "prefix"), [("plan", 1, ""), ("chapter", 81, "Ⅳ－")])
def test_every_page_of_the_body_bears_its_number_and_every_item_its_page(name, first, prefix, request):
    printed = request.getfixturevalue(name)
    numbers = [f"{prefix}{first + n}" for n in range(len(printed.lines) - 2)]
    assert [[line for line in lines if line in numbers] for lines in printed.lines[2:]] == [
        [n] for n in numbers
    ]
    pages = printed_pages(printed.pdf, printed.document)
    assert pages == {
        item.lineage: f"{prefix}{printed.pdf.pages[item.anchor] - 3 + first}"
        for item in printed.document.walk()
    }


def test_the_stage_is_on_the_cover_in_the_title_and_on_every_page(plan):
    assert [line for line in plan.lines[0] if line in ("案", "見本総合戦略（案）")] == [
        "見本総合戦略（案）",
        "案",
    ]
    # A divider has no head; every other page names book and stage.
    assert ["見本戦略（案）" in page for page in plan.pages[1:]] == [True, True, False, True]


def test_an_adopted_plan_bears_no_stage_and_its_date_in_both_calendars(chapter):
    assert "成案" not in chapter.text
    assert "（案）" not in chapter.text
    assert "令和5年（2023年）3月31日" in chapter.pages[0]


def test_references_print_the_page_and_the_number(plan, chapter):
    assert "柱はＰ1（2）をご覧ください" in plan.text
    pages = printed_pages(chapter.pdf, chapter.document)
    ideas = chapter.document.of_kind("TEXT")[-1]
    assert f"柱は{pages[ideas.lineage]}（2）をご覧ください" in chapter.text


def test_what_is_shown_again_leads_to_its_own_place(plan, chapter):
    first = plan.document.of_kind("MEASURE")[0]
    page = printed_pages(plan.pdf, plan.document)[first.lineage]
    assert plan.text.count("①妊産婦の支援") == 2
    assert f"①妊産婦の支援【再掲】→Ｐ{page}" in plan.text
    assert "①妊産婦の支援【再掲】→Ⅳ－82" in chapter.text


def test_marks_dashes_and_pages_stand_in_the_relation_table(plan):
    assert "①妊産婦の支援●33" in plan.text
    assert "（2）教育と保育を充実します－" in plan.text


def test_the_head_of_a_table_is_repeated_on_every_page(chapter):
    assert (
        chapter.text.count("年度値") == sum("年度" in page and "の値" in page for page in chapter.pages) > 1
    )


def test_hostile_bodies_stay_inert_and_titles_are_text(chapter):
    assert "@page{@top-center{content:'承認済'}}終わり" in chapter.text
    assert "承認済" not in "".join(page[:20] for page in chapter.pages)
    assert "alert(1)" not in chapter.text
    assert "総合戦略の<b>概要</b>{{x}}" in chapter.text
    assert "（図「図1」の画像が保管場所に見つからないため、ここに印刷できません。）" in chapter.text
    reader = PdfReader(chapter.file)
    assert list(reader.attachments) == []


@pytest.mark.parametrize("name", ["plan", "chapter"])
def test_the_file_is_tagged_has_bookmarks_and_only_the_font_it_was_drawn_with(name, request):
    printed = request.getfixturevalue(name)
    reader = PdfReader(printed.file)
    assert reader.metadata.title == printed.document.full_title
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    fonts = subprocess.run(["pdffonts", printed.file], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in fonts.splitlines()[2:]]
    assert {row[0].partition("+")[2] for row in rows} == {"BIZ-UDGothic", "BIZ-UDGothic-Bold"}
    assert {tuple(row[-5:-2]) for row in rows} == {
        ("yes", "yes", "yes")
    }  # embedded, subset, with its characters
    assert printed.pdf.notes == ()


def test_bookmarks_follow_the_tree(plan):
    def titles(outline) -> list:
        return [titles(one) if isinstance(one, list) else one.title for one in outline]

    assert titles(PdfReader(plan.file).outline) == [
        "1　総合戦略の概要",
        ["（1）策定の趣旨", "（2）基本的な考え方"],
        "2　目標と基本的方向",
        ["第1章　子どもが夢をもてるまちづくり", ["第1章－1　子育て支援の充実", "第1章－2　教育環境の充実"]],
    ]


def test_the_page_before_it_is_printed_leads_nowhere_but_into_itself():
    other = entry("PILLAR", "国の柱", "①")
    made = document(entry("GOAL", "<script>", "第1章", alignments=[aligned(other, verb='"><img src=x>')]))
    html = html_of(arrange(made))
    assert re.findall(r'(?:src|href)="([^"#][^"]*)"', html) == []
    assert "<script>" not in html
    assert "<img" not in html


def test_a_figure_is_carried_in_the_page_with_its_words(tmp_path):
    content = b"\x89PNG\r\n\x1a\n"
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "a.png").write_bytes(content)
    facts = {
        "file": "a.png",
        "sha256": hashlib.sha256(content).hexdigest(),
        "type": "image/png",
        "caption": "図1　<人口>",
        "alt": '右"下がり',
        "source": "人口ビジョン",
    }
    html = html_of(arrange(document(entry("TEXT", "概要", "1", figures=[facts]))))
    assert (
        "<figure><figcaption>図1　&lt;人口&gt;</figcaption>"
        f'<img src="data:image/png;base64,{base64.b64encode(content).decode()}" alt="右&quot;下がり">'
        '<p class="source">資料：人口ビジョン</p></figure>'
    ) in html


def test_the_style_of_an_edition_is_its_prefix_and_a_divider_that_comes_first():
    first = arrange(marked_plan())
    assert sheets(first)[2:] == ["", ""]
    goal = marked_plan().data["items"][1]["items"][0]
    book = arrange(document(goal, page_prefix="Ⅳ－"))
    assert book.begins_with_opener
    assert sheets(book)[2] == ':root { --page-prefix: "Ⅳ－"; --page-word: ""; }'
    assert sheets(book)[3].strip().startswith(".opener.body-start")


# --- KPI tables ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kpi(tmp_path_factory) -> Print:
    """KGI, KPI and 補足指標, one table longer than a page."""
    made = kpi_plan()
    made.data["items"][2]["targets"] += [
        target(f"見本の指標{n}", f"{n}件", f"{n}件（令和3年度）", unit="件") for n in range(60)
    ]
    return Print(Document(made.data), tmp_path_factory.mktemp("pdf"))


def test_kpi_tables_print_names_marks_values_and_times(kpi):
    for words in (
        "※子育てがしやすいと感じる市民の割合",
        "（対象：18歳以下の子どもがいる市民）",
        "68.1%（令和3年度）73%",
        "再掲出生数",
        "※全国平均：78.5%",
        "総人口 40万人以上",
        "402,190人",
        "完全失業率（対象：15～39歳）",
        "第1章－1　子育て支援の充実→Ｐ3",
    ):
        assert kpi.has(words), words


def test_the_head_of_a_long_kpi_table_is_on_every_page_and_no_row_is_torn(kpi):
    on_pages = [page for page in kpi.pages if "見本の指標" in page]
    assert len(on_pages) > 2
    assert all("目標値（令和9年度）" in page for page in on_pages)
    for n in range(60):
        assert [f"見本の指標{n}{n}件" in page.replace("（令和3年度）", "") for page in on_pages].count(
            True
        ) == 1


def test_kpi_tables_have_heads_for_those_who_hear_the_file(kpi):
    reader = PdfReader(kpi.file)
    tags = {str(tag.get_object().get("/S")) for tag in structure(reader)}
    assert {"/Table", "/TH", "/TD", "/THead"} <= tags


def structure(reader: PdfReader):
    """Every element of the structure tree."""
    waiting = [reader.root_object["/StructTreeRoot"]]
    while waiting:
        found = waiting.pop().get_object()
        if not isinstance(found, dict):
            continue
        yield found
        below = found.get("/K", [])
        waiting += below if isinstance(below, list) else [below]
