"""A result as a file: the same content in each form, nothing that runs, equal bytes for equal results."""

import datetime
import io
import json
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from deliberation.comment_files import MARK, content_of, facts_of, table_of, title_of
from tests.deliberation.test_comment_report import RESULT

AT = datetime.datetime(2026, 10, 1, tzinfo=datetime.UTC)
LIVE = '=HYPERLINK("http://example.jp")'


def test_it_is_a_draft_until_it_is_published():
    assert title_of(RESULT) == f"意見募集の結果　素案への意見{MARK}"
    assert title_of(replace(RESULT, published_on="2026-10-01")) == "意見募集の結果　素案への意見"
    assert dict(facts_of(RESULT))["意見を出した人"] == "8人と1団体"


@pytest.mark.parametrize("kind", ["docx", "xlsx", "csv", "json"])
def test_equal_results_give_equal_files(kind):
    assert content_of(RESULT, kind, created=AT) == content_of(RESULT, kind, created=AT)


def test_every_form_says_the_same_and_nothing_runs():
    live = replace(RESULT, rows=(replace(RESULT.rows[0], text=LIVE, reply="<script>alert(1)</script>"),))
    book = openpyxl.load_workbook(io.BytesIO(content_of(live, "xlsx", created=AT)))
    cells = [cell.value for cell in book["意見と考え方"][2]]
    assert cells == list(next(table_of(live)))
    assert {cell.data_type for cell in book["意見と考え方"][2]} == {"n", "s"}
    assert f'"\'{LIVE}"'.replace('"http', '""http').replace('jp")"', 'jp"")"') in content_of(
        live, "csv", created=AT
    ).decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content_of(live, "docx", created=AT))) as word:
        told = word.read("word/document.xml").decode()
    assert "&lt;script&gt;" in told and "第1章－1" in told and "8人と1団体" in told
    assert json.loads(content_of(live, "json", created=AT))["rows"][0]["text"] == LIVE


def test_the_pdf_says_it_too(program, tmp_path):
    live = replace(RESULT, rows=(replace(RESULT.rows[0], reply="<script>alert(1)</script>"),))
    path = tmp_path / "result.pdf"
    path.write_bytes(content_of(live, "pdf", created=AT))
    told = program("pdftotext", "-layout", path, "-")
    for words in (
        "意見募集の結果",
        "8人と1団体から15件",
        "第1章－1",
        "夜間も受けてほしい。",
        "<script>alert(1)</script>",
    ):
        assert words in told
