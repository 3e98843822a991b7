"""``manage.py export_plan``: the files, and a sentence for every mistake."""

import copy
import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from docx import Document as WordDocument

from paper.pdf import Pdf, PdfError
from publishing import prints
from publishing.document import Document
from publishing.editions import start_next_edition
from publishing.management.commands import export_plan
from publishing.models import PrintedEdition
from strategy.models import Edition
from strategy.sanitise import SanitiseError
from tests import factories

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def _edition(for_the_file):
    return factories.published(factories.plan(factories.government()), measures=1)


@pytest.fixture
def edition(_edition, db):
    return copy.deepcopy(_edition)


@pytest.fixture
def draft(edition, aoki):
    """The next edition, at work."""
    return start_next_edition(actor=aoki, edition=edition, stage=Edition.Stage.DRAFT)


@pytest.fixture
def printer(monkeypatch):
    made = Pdf(content=b"%PDF-sample", page_count=3, pages={}, printed={})
    monkeypatch.setattr(prints, "draft_pdf", lambda document, *, created=None: made)
    monkeypatch.setattr(export_plan, "draft_pdf", lambda document: made)


def export(tmp_path, *, code="272035", slug="digital-strategy", format="json", **options) -> bytes:
    file = tmp_path / "plan"
    call_command("export_plan", code, slug, format=format, output=str(file), stdout=io.StringIO(), **options)
    return file.read_bytes()


def refused(*arguments, **options) -> str:
    defaults = {"format": "json", "output": "-"}
    with pytest.raises(CommandError) as error:
        call_command("export_plan", *(arguments or ("272035", "digital-strategy")), **(defaults | options))
    return str(error.value)


# --- before anything stands there -----------------------------------------------------------------------------


def test_without_an_edition_in_force_the_newest_is_taken(toyonaka, tmp_path):
    plan = factories.plan(toyonaka)
    factories.published(plan, effective_from="2999-04-01", first_fiscal_year=2999, last_fiscal_year=3003)
    factories.edition(plan)
    assert json.loads(export(tmp_path))["edition"]["number"] == 2


def test_a_government_without_plans(toyonaka):
    assert refused("272035", "none") == "豊中市に計画「none」はありません。この団体の計画はまだありません。"


def test_a_plan_without_editions(toyonaka):
    factories.plan(toyonaka)
    assert refused() == "計画「digital-strategy」には、まだ版がありません。"


# --- files ----------------------------------------------------------------------------------------------


def test_json_of_a_frozen_edition_is_its_stored_bytes(edition, tmp_path):
    assert export(tmp_path) == bytes(edition.content)


def test_json_of_a_working_edition_is_its_canonical_form(draft, tmp_path):
    content = export(tmp_path, edition="2")
    assert content == Document.draft(draft).canonical
    assert json.loads(content)["edition"]["number"] == 2


def test_word(edition, tmp_path):
    word = WordDocument(io.BytesIO(export(tmp_path, format="docx")))
    assert word.core_properties.title == edition.title


def test_pdf_of_a_frozen_edition_is_the_print_that_is_kept(edition, printer, tmp_path):
    assert export(tmp_path, format="pdf") == b"%PDF-sample"
    assert export(tmp_path, format="pdf") == b"%PDF-sample"
    assert PrintedEdition.objects.get().edition == edition


def test_pdf_of_a_working_edition_is_kept_nowhere(draft, printer, tmp_path):
    assert export(tmp_path, format="pdf", edition="2") == b"%PDF-sample"
    assert PrintedEdition.objects.count() == 0


def test_the_edition_in_force_is_taken_before_the_newest(draft, tmp_path):
    assert json.loads(export(tmp_path))["edition"]["number"] == 1


def test_standard_output_gets_the_bytes_and_nothing_else(edition, capfdbinary):
    call_command("export_plan", "272035", "digital-strategy", format="json", output="-")
    sys.stdout.flush()
    assert capfdbinary.readouterr().out == bytes(edition.content)


def test_the_operator_reads_what_was_written(edition, tmp_path):
    told, file = io.StringIO(), tmp_path / "plan.json"
    call_command("export_plan", "272035", "digital-strategy", format="json", output=str(file), stdout=told)
    assert told.getvalue() == f"{edition.title}（第1版）を {file} に書き出しました。\n"


# --- mistakes -------------------------------------------------------------------------------------------


def test_a_wrong_check_digit(edition):
    assert refused("272036", "digital-strategy") == (
        "団体コード「272036」の検査数字（6桁目）が合いません。正しくは5です。先頭の5桁も確かめてください。"
    )


def test_a_code_of_nobody(edition):
    assert refused("402168", "digital-strategy") == (
        "団体コード「402168」の団体は登録されていません。管理画面で登録してください。"
    )


def test_an_unknown_plan_names_those_there_are(edition, toyonaka):
    factories.plan(toyonaka, slug="another")
    assert (
        refused("272035", "none")
        == "豊中市に計画「none」はありません。あるのは another、digital-strategy です。"
    )


@pytest.mark.parametrize("number", ["9", "第3版", "1.0"])
def test_an_unknown_edition_names_those_there_are(draft, number):
    assert refused(edition=number) == (
        f"計画「digital-strategy」に第{number}版はありません。あるのは第 1、2 版です。"
    )


def test_an_unknown_format(edition):
    assert (
        refused(format="txt") == "形式「txt」では書き出せません。pdf、docx、json のどれかを指定してください。"
    )


def test_a_database_that_is_not_migrated(edition, monkeypatch):
    monkeypatch.setattr(export_plan, "is_migrated", lambda: False)
    assert refused() == (
        "データベースの準備ができていません。manage.py migrate を実行してから、もう一度書き出してください。"
    )


def test_a_database_that_does_not_answer(monkeypatch):
    def silent():
        raise OperationalError

    monkeypatch.setattr(export_plan, "is_migrated", silent)
    assert refused() == (
        "データベースにつながりません。DATABASE_URL が正しいこと、データベースが動いていることを確かめてください。"
    )


def test_a_missing_font_names_its_package(draft, monkeypatch):
    def without_font(document):
        raise PdfError("font")

    monkeypatch.setattr(export_plan, "draft_pdf", without_font)
    assert refused(format="pdf", edition="2") == (
        "PDFに使う書体（BIZ UDゴシック）がこのサーバーにありません。"
        "管理者に「apt-get install fonts-morisawa-bizud-gothic」の実行を依頼してください。"
    )


def test_a_body_that_cannot_be_printed(draft, monkeypatch):
    def too_deep(document):
        raise SanitiseError("本文の入れ子が深すぎます。")

    monkeypatch.setattr(export_plan, "docx", too_deep)
    assert refused(format="docx", edition="2") == "本文の入れ子が深すぎます。"


def test_a_place_that_cannot_be_written(edition, tmp_path):
    place = str(tmp_path / "none" / "plan.json")
    assert refused(output=place) == (
        f"「{place}」に書き込めません。フォルダーがあること、書き込む権限があることを確かめてください。"
    )
