import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from paper import pdf, svg
from paper.pdf import SENTENCES, Pdf, PdfError, render
from paper.stylesheets import numbering, stylesheet

pytestmark = pytest.mark.slow

CSS = [stylesheet("print"), stylesheet("plan")]
JAPAN = timezone(timedelta(hours=9))
PROSE = "<p>" + "人口減少に歯止めをかけるための取組みを、市民、事業者、大学とともに進めます。" * 18 + "</p>"
MEASURES = "".join(
    f'<tr class="measure-row" id="item-measure-{n}"><td>①妊娠前からの支援 その{n}</td>'
    '<td class="mark">●</td><td class="mark">33</td></tr>'
    for n in range(60)
)
DIAGRAM = svg.tree_diagram(
    svg.Diagram("施策体系図", "選ばれるまち", [("子育て", [0])], [("第1章", "夢や希望", ["1　支援の充実"])])
)
BODY = f"""
<header class="cover"><div class="cover-band"></div><p class="cover-stage">案</p>
<p class="cover-title">豊中市デジタル総合戦略</p></header>
<nav class="contents" id="item-contents"><p class="contents-title">目次</p><ul class="contents-list">
<li class="contents-1"><a href="#item-one"><span>1　総合戦略の概要</span></a></li>
<li class="contents-2"><a href="#item-relation"><span>第1章－1　支援の充実</span></a></li></ul></nav>
<section class="body-start chapter-start"><h1 id="item-one">1　総合戦略の概要</h1>
<h2 id="item-two">（1）策定の趣旨</h2>
<div class="prose">{PROSE}<p>根拠は<a href="#item-four">（4）</a>のとおり。</p></div>
<figure><figcaption>図1</figcaption>{DIAGRAM}</figure>{PROSE}{PROSE}
<h3 id="item-three">国の戦略との関係</h3>{PROSE}<h4 id="item-four">国の四つの方向</h4>{PROSE}</section>
<section class="chapter-start"><h3 id="item-relation">第1章－1　支援の充実</h3>
<table class="relation"><colgroup><col><col class="col-mark"><col class="col-page"></colgroup>
<thead><tr><th>総合計画（施策の方向性）</th><th>具体的施策</th><th>ページ</th></tr></thead>
<tbody><tr class="direction-row"><th>（1）安心して産み育てられる環境</th><td></td><td></td></tr>{MEASURES}
</tbody></table></section>"""
TITLE = "豊中市デジタル総合戦略（案）"
HEADINGS = {
    "item-one": "1　総合戦略の概要",
    "item-two": "（1）策定の趣旨",
    "item-three": "国の戦略との関係",
    "item-four": "国の四つの方向",
    "item-relation": "第1章－1　支援の充実",
}
LIFTED = "見出しなどと次の行を同じページに置く指定を外して作りました。ページの区切りを確かめてください。"


def document(body: str) -> str:
    head = f'<meta charset="utf-8"><title>{TITLE}</title><meta name="author" content="豊中市">'
    main = f'<main class="document" data-book="豊中市デジタル総合戦略" data-stage="（案）">{body}</main>'
    return f'<!doctype html><html lang="ja"><head>{head}</head><body>{main}</body></html>'


@pytest.fixture(scope="module")
def plan() -> Pdf:
    return render(document(BODY), css=CSS, created=datetime(2023, 1, 31, 9, tzinfo=JAPAN))


@pytest.fixture(scope="module")
def plan_file(plan, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "plan.pdf"
    path.write_bytes(plan.content)
    return path


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def page_text(program, file: Path, page: int) -> str:
    return squeezed(program("pdftotext", "-layout", "-f", page, "-l", page, file, "-"))


def test_the_whole_text_is_there(plan_file, program):
    text = squeezed(program("pdftotext", "-raw", plan_file, "-"))
    for heading in HEADINGS.values():
        assert text.count(squeezed(heading)) >= 1
    assert text.count("その") == 60
    assert text.count("豊中市デジタル総合戦略（案）") >= 4  # the running head


def test_it_is_tagged_titled_and_dated(plan_file, program):
    facts = dict(
        line.split(":", 1) for line in program("pdfinfo", "-isodates", plan_file).splitlines() if ":" in line
    )
    facts = {name: value.strip() for name, value in facts.items()}
    assert facts["Title"] == "豊中市デジタル総合戦略（案）"
    assert facts["Author"] == "豊中市"
    assert facts["Tagged"] == "yes"
    assert datetime.fromisoformat(facts["CreationDate"]) == datetime(2023, 1, 31, tzinfo=UTC)
    assert facts["Page size"].endswith("(A4)")


def test_exactly_the_two_drawn_fonts_are_embedded(plan_file, program):
    rows = program("pdffonts", plan_file).splitlines()[2:]
    assert sorted(re.sub(r"^[A-Z]{6}\+", "", row.split()[0]) for row in rows) == [
        "BIZ-UDGothic",
        "BIZ-UDGothic-Bold",
    ]
    assert [re.search(r"(yes|no) +(yes|no) +(yes|no)", row)[0].split() for row in rows] == [["yes"] * 3] * 2


def test_every_item_stands_on_the_page_it_is_said_to(plan, plan_file, program):
    words = HEADINGS | {"item-contents": "目次"}
    words |= {f"item-measure-{n}": f"その{n}" for n in range(60)}
    assert set(plan.pages) == set(words)
    for anchor, word in words.items():
        assert page_text(program, plan_file, plan.pages[anchor]).count(squeezed(word)) >= 1, anchor
    assert plan.pages["item-one"] == 3
    assert plan.pages["item-measure-59"] > plan.pages["item-measure-0"]


def test_the_printed_number_is_the_one_at_the_foot(plan, plan_file, program):
    assert plan.printed["item-one"] == 1
    assert plan.printed["item-measure-59"] == plan.page_count - 2
    for anchor, number in plan.printed.items():
        last = program(
            "pdftotext", "-f", plan.pages[anchor], "-l", plan.pages[anchor], plan_file, "-"
        ).split()
        assert str(number) in last[-3:], anchor
    assert "item-contents" not in plan.printed


def test_references_and_contents_print_the_same_number(plan, plan_file, program):
    text = squeezed(program("pdftotext", plan_file, "-"))
    assert text.count(f"根拠はＰ{plan.printed['item-four']}（4）のとおり") == 1
    contents = page_text(program, plan_file, 2)
    assert re.search(rf"支援の充実[･\s]*{plan.printed['item-relation']}", contents)


def test_the_heads_of_a_table_stand_on_each_of_its_pages(plan, plan_file, program):
    pages = {plan.pages[f"item-measure-{n}"] for n in range(60)}
    assert len(pages) >= 2
    for page in pages:
        assert page_text(program, plan_file, page).count("総合計画（施策の方向性）") == 1


def test_a_chapter_of_another_book_counts_on(tmp_path, program):
    made = render(document(BODY), css=[*CSS, numbering("Ⅳ－")], body_first_page=81)
    assert made.printed["item-one"] == 81
    file = tmp_path / "chapter.pdf"
    file.write_bytes(made.content)
    text = squeezed(program("pdftotext", file, "-"))
    assert text.count(f"根拠はⅣ－{made.printed['item-four']}（4）のとおり") == 1
    assert text.count("Ｐ8") == 0
    assert page_text(program, file, made.pages["item-one"]).count("Ⅳ－81") == 1


def test_without_a_body_the_first_page_carries_the_first_number():
    made = render(
        document('<h1 id="item-a">甲</h1><h1 id="item-b" class="chapter-start">乙</h1>'),
        css=CSS,
        body_first_page=7,
    )
    assert made.printed == {"item-a": 7, "item-b": 8}
    assert made.pages == {"item-a": 1, "item-b": 2}


def test_equal_input_gives_equal_bytes(plan):
    again = render(document(BODY), css=CSS, created=datetime(2023, 1, 31, 9, tzinfo=JAPAN))
    assert again.content == plan.content


def test_the_date_needs_a_time_zone():
    with pytest.raises(ValueError, match="time zone"):
        render(document("<p>x</p>"), created=datetime(2023, 1, 1))


def test_an_image_in_the_document_itself_is_drawn(tmp_path, program):
    picture = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    )
    made = render(document(f'<img alt="青い点" src="data:image/png;base64,{picture}">'))
    file = tmp_path / "image.pdf"
    file.write_bytes(made.content)
    assert len(program("pdfimages", "-list", file).splitlines()) == 4  # head, rule, picture, its mask
    assert made.notes == ()


def test_the_worker_gets_no_secret(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "geheim")
    monkeypatch.setenv("DATABASE_URL", "postgres://geheim")
    assert [value for value in pdf._environment(tmp_path).values() if "geheim" in value] == []
    assert pdf._environment(tmp_path)["TMPDIR"] == str(tmp_path)


# What goes wrong ---------------------------------------------------------------------------------


def test_a_document_that_takes_too_long_is_given_up():
    with pytest.raises(PdfError, match=r"^PDFを0.2秒以内に作れませんでした") as late:
        render(document(BODY), css=CSS, timeout=0.2)
    assert late.value.reason == "timeout"


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses to limit the address space")
@pytest.mark.parametrize("memory_mb", [32, 48, 66, 70, 86, 90])
def test_a_document_that_needs_too_much_memory_is_given_up(memory_mb):
    """Wherever it runs dry: while a library is loaded, in the layout, in the fonts (at 86, on some machines, for ever)."""
    with pytest.raises(PdfError, match="メモリが足りません") as fat:
        render(document(BODY), css=CSS, memory_mb=memory_mb, timeout=10)
    assert fat.value.reason == "memory"


def test_a_document_that_cannot_be_set_is_refused_with_a_way_out():
    with pytest.raises(PdfError, match=r"入れ子を浅くしてください。$") as refused:
        render(document("<div>" * 200), timeout=30)
    assert refused.value.reason == "deep"


def test_every_sentence_can_be_said_and_is_whole():
    for reason in SENTENCES:
        sentence = str(PdfError(reason, detail="x", timeout=5))
        assert sentence.endswith("ください。")
        assert "{" not in sentence


def test_rows_chained_over_more_than_a_page_are_set_without_the_chain(tmp_path, program):
    """The library gives up on row groups of which each ends in "break-after: avoid"."""
    groups = "".join(f'<tbody><tr class="direction-row"><th>その{n}</th></tr></tbody>' for n in range(60))
    made = render(document(f'<table class="relation">{groups}</table>'), css=CSS)
    assert made.notes == (LIFTED,)
    file = tmp_path / "chained.pdf"
    file.write_bytes(made.content)
    assert squeezed(program("pdftotext", file, "-")).count("その") == 60
    assert made.page_count > 1


def test_what_a_reader_would_miss_is_noted():
    links = '<a href="#item-gone">（4）</a><a class="page-ref" href="#item-lost">（5）</a>'
    pictures = '<img src="data:image/png;base64,AAAA" alt="x"><img src="rel.png" alt="x">'
    assert sorted(render(document(f"<p>{links}{pictures}</p>"), css=CSS).notes) == [
        "参照先が文書の中にありません（item-gone）。",
        "参照先が文書の中にありません（item-lost）。",
        "文書の外を指す参照を取り除きました（rel.png）。",
        "読み込めない図がありました。",
    ]


def test_control_characters_do_not_break_the_document(tmp_path, program):
    file = tmp_path / "control.pdf"
    file.write_bytes(render(document("<p>豊\x00中\x0b市\ud800</p>")).content)
    assert squeezed(program("pdftotext", file, "-")) == "豊中市1" or "豊中市" in program(
        "pdftotext", file, "-"
    )


def test_the_fonts_are_here():
    assert pdf.missing_fonts() == ()
    assert pdf.fonts_present() is True


@pytest.mark.parametrize("families", [("BIZ UDGothic", "No Such Gothic"), ("DejaVu Sans Mono Nowhere",)])
def test_a_missing_font_is_named(families, monkeypatch):
    monkeypatch.setattr(pdf, "FONTS", families)
    assert pdf.missing_fonts() == families[-1:]
    assert pdf.fonts_present() is False


def test_without_the_fonts_the_package_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))  # no fc-list, so nothing is known of fonts
    with pytest.raises(PdfError, match="apt-get install fonts-morisawa-bizud-gothic"):
        render(document("<p>x</p>"))


def test_the_renderer_is_not_loaded_into_this_process():
    code = "import sys, paper.pdf; sys.exit('weasyprint' in sys.modules)"
    root = Path(pdf.__file__).resolve().parent.parent
    subprocess.run([sys.executable, "-c", code], cwd=root, env=os.environ, check=True, timeout=60)
