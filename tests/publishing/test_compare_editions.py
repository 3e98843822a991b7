"""``manage.py compare_editions``: the files, and a sentence for every mistake."""

import copy
import io
import json
import re

import pytest
from django.core.management import CommandError, call_command
from docx import Document as WordDocument
from openpyxl import load_workbook

from publishing.comparison import styles
from publishing.comparison.data import to_data
from publishing.comparison.reading import read_table
from publishing.comparisons import note_changes, save_comparison_style
from publishing.document import canonical_bytes
from publishing.editions import start_correction
from tests import factories
from tests.publishing.compared import many_changes

pytestmark = pytest.mark.slow
GIVEN = ("272035", "digital-strategy", "1", "2")


@pytest.fixture(scope="module")
def _editions(for_the_file):
    old, new = many_changes(factories.government(), 2)
    key = next(read_table(old, new).changes()).key
    note_changes(actor=None, old=old, new=new, keys=[key], reason="時点を改めます。")
    return old, new


@pytest.fixture
def editions(_editions, db):
    return copy.deepcopy(_editions)


def written(tmp_path, *arguments, format="json", **options) -> bytes:
    file = tmp_path / "table"
    given = arguments or GIVEN
    call_command("compare_editions", *given, format=format, output=str(file), stdout=io.StringIO(), **options)
    return file.read_bytes()


def refused(*arguments, **options) -> str:
    with pytest.raises(CommandError) as error:
        call_command(
            "compare_editions", *(arguments or GIVEN), **({"format": "json", "output": "-"} | options)
        )
    return str(error.value)


def test_json_is_the_table_with_the_planners_hand(editions, tmp_path):
    content = written(tmp_path)
    assert content == canonical_bytes(to_data(read_table(*editions)))
    assert json.loads(content)["table"]["rows"][0]["reason"] == "時点を改めます。"


def test_html_is_one_page_that_needs_nothing_else(editions, tmp_path):
    page = written(tmp_path, format="html").decode()
    assert page.startswith("<!DOCTYPE html>") and '<html lang="ja">' in page
    assert page.count('<tr role="row" id="r') == 2 and "時点を改めます。" in page
    assert "<script" not in page and "この行を直す" not in page
    assert re.findall(r'(?:src|href)="(?!data:|#)', page) == []
    assert ".diff-new {" in page


@pytest.mark.no_database  # the files are made of the same table; JSON above is read on both
def test_word_excel_and_pdf_open(editions, tmp_path):
    assert WordDocument(io.BytesIO(written(tmp_path, format="docx"))).tables
    assert load_workbook(io.BytesIO(written(tmp_path, format="xlsx"))).worksheets
    assert written(tmp_path, format="pdf").startswith(b"%PDF-")


def test_the_style_is_the_one_asked_for_else_that_of_the_government(editions, tmp_path, toyonaka):
    assert "修正の趣旨と新旧対照表" not in written(tmp_path, format="html").decode()
    stacked = written(tmp_path, format="html", style="stacked").decode()
    assert "修正の趣旨と新旧対照表" in stacked
    save_comparison_style(actor=None, government=toyonaka, style=styles.preset("stacked"))
    assert written(tmp_path, format="html").decode() == stacked


def test_a_correction_is_written_as_errata(editions, tmp_path):
    factories.publish(actor=None, edition=editions[1])
    start_correction(actor=None, edition=editions[1])
    page = written(tmp_path, "272035", "digital-strategy", "2", "3", format="html").decode()
    assert "正誤表" in page


def test_the_table_can_be_written_to_standard_output(editions, capsysbinary):
    call_command("compare_editions", *GIVEN, format="json", output="-")
    assert json.loads(capsysbinary.readouterr().out)["schema"] == 1


@pytest.mark.parametrize(
    ("arguments", "options", "sentence"),
    [
        ((), {"format": "odt"}, "形式「odt」では書き出せません。json、html、pdf、docx、xlsx のどれかを指定してください。"),
        ((), {"style": "nai"}, "様式「nai」はありません。"),
        (("272035", "digital-strategy", "1", "1"), {}, "同じ版どうしは比べられません。"),
        (("272035", "digital-strategy", "1", "9"), {}, "計画「digital-strategy」に第9版はありません。"),
        (("272035", "nai", "1", "2"), {}, "豊中市に計画「nai」はありません。"),
        (("27203", "digital-strategy", "1", "2"), {}, "団体コード"),
        ((), {"output": "/nai/nai"}, "「/nai/nai」に書き込めません。"),
    ],
)  # fmt: skip
def test_mistakes_are_told_in_a_sentence(editions, arguments, options, sentence):
    assert sentence in refused(*arguments, **options)
