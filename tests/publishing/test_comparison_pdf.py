"""The printed 新旧対照表: its markup, and the PDF read back."""

import io
import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from itertools import pairwise

import pytest
from PIL import Image
from pypdf import PdfReader

from publishing.book import pictures
from publishing.comparison import pdf
from publishing.comparison.kinds import Kind
from publishing.comparison.styles import PRESETS
from publishing.comparison.table import Line, Place
from tests.publishing.comparisons import KPI, cells, change, facts, figure, revised, row, table, texts

SIDE, STACKED, ERRATA = PRESETS["new-old"], PRESETS["stacked"], PRESETS["errata"]
CREATED = datetime(2023, 4, 1, tzinfo=UTC)


def bodies(html: str) -> list[str]:
    """The markup of each numbered row."""
    return re.findall(
        r'<tbody class="change">(.*?)</tbody>\s*(?=<tbody class="change"|<tfoot)', html, re.DOTALL
    )


def words(html: str) -> str:
    return re.sub(r"\s", "", unescape(re.sub(r"<[^>]+>", "", html)))


@pytest.fixture
def drawn(monkeypatch):
    """Every picture is found in the storage."""
    stream = io.BytesIO()
    Image.new("RGB", (60, 30), "#cddae7").save(stream, "PNG")
    monkeypatch.setattr(pictures, "content", lambda facts: stream.getvalue())


def test_each_row_is_a_group_of_its_own_with_the_marks_on_both_sides():
    found = bodies(pdf.html_of(table(), SIDE))
    assert len(found) == 7
    assert (
        "国は令和<ins>4</ins>年12月に<ins>デジタル田園都市国家構想</ins>総合戦略を<ins>定め</ins>ました。"
        in found[1]
    )
    assert "国は令和<del>2</del>年12月に<del>第2期</del>総合戦略を<del>改訂し</del>ました。" in found[1]
    assert "<strong><del>（6）電子申請の利用の促進</del></strong>" in found[3]
    assert [word in words(one) for one, word in ((found[2], "（新設）"), (found[3], "（削る）"))] == [
        True,
        True,
    ]


def test_a_change_is_found_again_on_its_next_page():
    lines = texts(
        *("".join(f"<p>{n}の{word}の文章です。</p>" for n in range(9)) for word in ("古い", "新しい"))
    )
    made = table(rows=(row(4, change("item:a", Kind.REVISED, Place("場所"), lines)),))
    [body] = bodies(pdf.html_of(made, SIDE))
    assert body.count("<tr") > 3
    assert body.count('class="change-number" data-change="4"') == body.count("<tr") - 1
    assert 'rowspan="' not in body  # it would be printed once, on the page where it begins


def test_place_kind_stage_and_reason_stand_in_their_cells():
    [_, second, *_] = bodies(pdf.html_of(table(), SIDE))
    text = words(second)
    assert text.startswith("2改正（1）策定の趣旨新P3／旧P3時点修正")
    assert "（2）重要業績評価指標新P22／旧P20" in text
    assert "国の動きと指標を改めます。もとになった意見：第4回委員会の意見1件" in text
    assert '<span class="row-kind stage">時点修正</span>' in second


def test_the_reason_stands_above_stacked_texts():
    [first, *_] = bodies(pdf.html_of(table(), STACKED))
    order = re.findall(r'class="(purpose|side-word)">([^<]*)', first)
    assert order == [
        ("purpose", "国のデジタル総合戦略を受けて、計画の名称を変更します。"),
        ("side-word", "（旧）"),
        ("side-word", "（新）"),
    ]


def test_a_table_in_the_text_stays_a_table():
    [body] = bodies(pdf.html_of(table(rows=(row(1, cells()),)), SIDE))
    assert body.count('<table class="small"><colgroup>') == 2
    assert body.count("<thead>") == 2
    assert "<ins>11,200</ins>人" in body
    assert "<del>10,000</del>人" in body


def test_what_people_typed_stays_text_and_leads_nowhere():
    hostile = "<script>alert(1)</script>"
    lines = texts("<p>前</p>", '<p>&lt;script&gt; <a href="http://127.0.0.1/">つながり</a> <u>下線</u></p>')
    made = row(1, change("item:a", Kind.REVISED, Place(hostile), lines), reason=hostile)
    html = pdf.html_of(table(rows=(made,), points=(hostile,)), SIDE)
    assert "<script" not in html
    assert "127.0.0.1" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 3
    assert "<u>下線</u>" in html  # dotted, so that it is not taken for a change


def test_a_figure_is_drawn_on_both_sides_and_a_lost_one_said(drawn):
    html = pdf.html_of(table(), SIDE)
    assert re.findall(r'<img src="data:image/png;base64,[^"]+" alt="([^"]*)">', html) == [
        "newの概念図",
        "oldの概念図",
    ]
    assert "図1　<ins>新しい</ins>概念図" in html


def test_a_lost_figure_is_said():
    html = pdf.html_of(table(), SIDE)
    assert words(html).count("画像が保管場所に見つからないため") == 2


def test_no_table_has_more_rows_than_the_printer_takes(monkeypatch):
    monkeypatch.setattr(pdf, "ROWS", 10)
    html = pdf.html_of(table(), SIDE)
    assert html.count('<table class="comparison') > 1
    assert html.count('<table class="comparison new-page"') == html.count('<table class="comparison') - 1
    assert len(bodies(html)) == 7


def test_annex_and_numbers_follow():
    html = pdf.html_of(table(), SIDE)
    annex = words(html[html.index('<section class="annex">') :])
    assert annex.startswith(
        "別表この表に載せていない変更該当箇所変更載せない理由箇所第1章－2（1）②新P9／旧P9"
    )
    assert "計6" in annex
    assert "改訂段階「時点修正」の行1" in annex
    assert '<td class="middle" rowspan="2">4</td>' in html
    assert "132（再掲2を含む）" in annex


def test_an_errata_has_page_wrong_right_and_no_numbers():
    made = table(
        new=facts(correction=True, is_frozen=True), rows=(row(1, revised()),), left_out=(), points=()
    )
    html = pdf.html_of(made, ERRATA)
    assert re.findall(r'<th scope="col">([^<]*)</th>', html) == ["頁", "誤（行政素案）", "正（案）"]
    assert '<section class="annex">' not in html
    assert pdf.NO_NUMBERS in pdf.sheets(ERRATA)


def test_a_table_without_a_row_says_so():
    html = pdf.html_of(table(rows=(), left_out=(), levels=()), SIDE)
    assert "二つの版に、違いはありません。" in html
    assert "<tbody" not in html


# --- the PDF ------------------------------------------------------------------------------------------------


class Print:
    """A finished PDF with the text of its pages, free of spaces."""

    def __init__(self, made, style, folder):
        self.table, self.style = made, style
        self.pdf = pdf.pdf_of(made, style, created=CREATED)
        self.file = folder / "comparison.pdf"
        self.file.write_bytes(self.pdf.content)
        told = subprocess.run(["pdftotext", "-raw", self.file, "-"], capture_output=True, check=True)
        self.pages = [re.sub(r"\s", "", page) for page in told.stdout.decode().split("\f")[:-1]]


def long_table():
    """A table with a change that goes over pages, a table of sixty rows, a long reason and a new figure."""
    sentence = "市は、提言をふまえて毎年度の予算と施策を見直し、{}を通じて進み具合を確かめます。"
    old, new = (
        "".join(f"<p>{n}{sentence.format(word) * 3}</p>" for n in range(24))
        + f"<p>{sentence.format(word) * 60}</p>"
        for word in ("点検", "評価と市民への報告")
    )
    lines = texts(old, new)
    rows = "".join(f"<tr><td>指標{n}</td><td>{{}}人</td><td>増加</td></tr>" for n in range(60))
    many = texts(KPI.format(rows.replace("{}", "1")), KPI.format(rows.replace("{}", "2")))
    over = change("item:y", Kind.REVISED, Place("（7）進行管理", "7", "7"), lines)
    sixty = change("item:z", Kind.REVISED, Place("（8）指標", "Ⅳ－8", "Ⅳ－9"), many)
    drawn = change("f", Kind.FIGURE, Place("図2"), [Line("figure", new_picture=figure("new"))])
    made = table()
    more = (row(8, over, reason="点検の回数を改めます。" * 20), row(9, drawn), row(10, sixty))
    return replace(made, rows=(*made.rows, *more))


@pytest.fixture(scope="module", params=[SIDE, STACKED], ids=["side by side", "stacked"])
def printed(request, tmp_path_factory) -> Print:
    return Print(long_table(), request.param, tmp_path_factory.mktemp("pdf"))


@pytest.mark.slow
def test_heads_repeat_on_every_page_and_tell_its_numbers(printed):
    assert printed.pdf.notes == ()
    body = [
        page
        for page in printed.pages
        if "別表この表に載せていない変更" not in page and "変更の数" not in page
    ]
    assert len(body) >= 6
    assert [page for page in body if "No該当箇所" not in page] == []
    assert [page for page in body if not re.search(r"No\d+～\d+", page)] == []
    ranges = [tuple(map(int, re.search(r"No(\d+)～(\d+)", page).groups())) for page in body]
    assert ranges[0][0] == 1
    assert ranges[-1][1] == 10
    assert [one for one, other in pairwise(ranges) if not 0 <= other[0] - one[1] <= 1] == []
    assert all("【資料3】" in page for page in printed.pages)
    sizes = {tuple(map(round, page.mediabox[2:])) for page in PdfReader(printed.file).pages}
    assert sizes == {(595, 842) if printed.style.is_stacked else (842, 595)}


@pytest.mark.slow
def test_equal_tables_give_equal_files_in_our_own_fonts(tmp_path, drawn):
    one, other = (Print(table(), SIDE, tmp_path) for _ in range(2))
    assert one.pdf.content == other.pdf.content
    fonts = subprocess.run(
        ["pdffonts", one.file], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert {line.split()[0].partition("+")[2].lower()[:11] for line in fonts} == {"biz-udgothi"}


@pytest.mark.slow
def test_every_word_of_the_rows_stands_on_the_paper(printed):
    text, rows = "".join(printed.pages), printed.table.rows
    wanted = [row.reason for row in rows] + [place.words for row in rows for place in row.places]
    assert [word for word in wanted if re.sub(r"\s", "", word) not in text and len(word) < 12] == []
