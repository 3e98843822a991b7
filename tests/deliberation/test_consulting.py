"""The forms of a 各課照会 as Excel and Word: out and back the same, and what is wrong is named cell by cell."""

import datetime
import io
import random
import uuid

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from deliberation.consulting import excel, word
from deliberation.consulting.answer_rows import AnswerRow, rows_of
from deliberation.consulting.answers import answer_consultation
from deliberation.consulting.origin import read_origin, write_origin
from deliberation.consulting.reading import read_form
from deliberation.consulting.spots import Spots
from deliberation.models import ConsultationAnswer, Opinion
from strategy.items import save_item
from tests.deliberation.procedures import Asked, asked

NOW = datetime.datetime(2026, 11, 1, 12, tzinfo=datetime.UTC)
SIGNS = "あ漢①Ⅳ%=+-@\"'<>&,;　 ㈱～９\n"
HEAD, FIRST = 4, 5  # rows of the workbook


@pytest.fixture
def world(toyonaka, baba) -> Asked:
    return asked(toyonaka, baba)


def said(chance: random.Random, least: int = 0) -> str:
    text = "".join(chance.choice(SIGNS) for _ in range(chance.randint(least, 60)))
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def random_rows(world: Asked, chance: random.Random) -> list[AnswerRow]:
    spots, found = Spots(world.edition).all, []
    for n in range(chance.randint(1, 6)):
        spot = chance.choice(spots)
        found.append(AnswerRow(spot.lineage, spot.label, f"{n}{said(chance)}".rstrip(), said(chance)))
    return found


def out_and_back(world: Asked, ending: str):
    answer = world.answer
    write = {"xlsx": excel.workbook, "docx": word.document}[ending]
    return read_form(write(answer, created=NOW), f"回答.{ending}", answer)


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
@pytest.mark.parametrize("seed", [1, 2])
def test_an_answer_comes_back_as_it_went_out(world, ending, seed):
    rows = random_rows(world, random.Random(seed))
    kept = answer_consultation(actor=None, answer=world.answer, seen=1, rows=rows, has_none=False)
    read = out_and_back(world, ending)
    assert (read.faults, list(read.rows), read.has_none) == ((), rows_of(kept), False)


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_no_opinion_and_no_answer_come_back_as_what_they_are(world, ending):
    assert out_and_back(world, ending).faults == (
        f"「回答.{ending}」には回答が書かれていません。意見がないときは、最初の行の「該当箇所」で「意見なし」としてください。",
    )
    answer_consultation(actor=None, answer=world.answer, seen=1, rows=(), has_none=True)
    read = out_and_back(world, ending)
    assert (read.rows, read.has_none, read.faults) == ((), True, ())


def workbook(world: Asked, *rows: tuple[str, str, str]) -> bytes:
    """The form as the department got it, with these rows written in."""
    book = openpyxl.load_workbook(io.BytesIO(excel.workbook(world.answer, created=NOW)))
    for number, row in enumerate(rows, start=FIRST):
        for column, text in enumerate(row, start=1):
            book["回答"].cell(number, column).value = text or None
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_what_is_wrong_is_named_cell_by_cell_and_nothing_is_used(world):
    whole = "計画全体"
    content = workbook(
        world,
        ("どこにもない項目", "文", ""),
        ("", "該当箇所のない文", ""),
        (whole, "", ""),
        (whole, "長" * 4001, ""),
        ("意見なし", "でも書いた", ""),
        (whole, "=1/0", ""),
    )
    read = read_form(content, "回答.xlsx", world.answer)
    assert read.faults == (
        "「回答」のA5の「どこにもない項目」にあたる項目が、この版にありません。一覧から選び直してください。",
        "「回答」のA6が空です。該当箇所を入れてください（計画全体のときは「計画全体」）。",
        "「回答」のB7も理由・意見も空です。どちらかを書くか、行を空にしてください。",
        "「回答」のB8が4,001字あります。4,000字までにしてください。",
        "「回答」のA9は「意見なし」ですが、同じ行に文があります。どちらかを消してください。",
        "「回答」のB10は結果の保存されていない数式です。文を入れ直してください。",
        "「回答」のB10も理由・意見も空です。どちらかを書くか、行を空にしてください。",
    )


def test_no_opinion_beside_an_opinion_is_refused(world):
    read = read_form(workbook(world, ("意見なし", "", ""), ("計画全体", "文", "")), "回答.xlsx", world.answer)
    assert read.faults == (
        "「回答」のA5は「意見なし」ですが、ほかの行に意見があります。どちらかを消してください。",
    )


def test_a_place_is_found_by_number_title_or_code_also_after_it_was_renamed(world):
    spots, item = Spots(world.edition), world.made["measure1"]
    spot = spots.by_lineage[item.lineage]
    for text in (spot.in_file, spot.label, "見本の取組み1", "第１章－1（1）①", f"ほかの言葉〔{spot.code}〕"):
        assert spots.find(text) == spot
    assert (spots.find("全体").lineage, spots.find("見本"), spots.find("〔00000000〕")) == (None, None, None)
    content = workbook(world, (spot.in_file, "文", ""))
    save_item(actor=None, item=item, version=item.version, title="新しい名前", body="")
    (row,) = read_form(content, "回答.xlsx", world.answer).rows
    assert (row.lineage, row.place) == (item.lineage, Spots(world.edition).by_lineage[item.lineage].label)


def test_forms_of_others_are_refused(world, ogori):
    elsewhere = asked(ogori, plan="hoka")
    for answer, word_of in (
        (world.answer_of(world.road), "ほかの課の様式"),
        (elsewhere.answer, "ほかの照会の様式"),
    ):
        (fault,) = read_form(excel.workbook(answer, created=NOW), "回答.xlsx", world.answer).faults
        assert word_of in fault
    book = openpyxl.Workbook()
    stream = io.BytesIO()
    book.active["A1"] = "該当箇所"
    book.save(stream)
    (fault,) = read_form(stream.getvalue(), "他の表.xlsx", world.answer).faults
    assert fault.startswith("「他の表.xlsx」は、ここから渡した様式ではない")
    (fault,) = read_form(b"%PDF-1.7 not a form", "回答.pdf", world.answer).faults
    assert "回答.pdf" in fault


def test_a_signature_holds_for_nothing_else(world):
    code = write_origin(world.answer)
    assert (read_origin(code).department, read_origin(code).consultation) == (
        world.child.pk,
        world.consultation.pk,
    )
    head, _, tail = code.partition(":")
    assert read_origin(f"{head}9:{tail}") is None
    assert read_origin("") is None


def test_a_word_form_may_be_given_more_rows(world):
    document = docx.Document(io.BytesIO(word.document(world.answer, created=NOW)))
    table = next(one for one in document.tables if one.rows[0].cells[0].text == "該当箇所")
    for n in range(12):
        cells = table.add_row().cells
        cells[0].text, cells[1].text, cells[2].text = "第1章－1（1）②", f"文{n}", ""
    stream = io.BytesIO()
    document.save(stream)
    read = read_form(stream.getvalue(), "回答.docx", world.answer)
    assert (read.faults, [row.proposal for row in read.rows]) == ((), [f"文{n}" for n in range(12)])
    assert {row.lineage for row in read.rows} == {world.made["measure2"].lineage}


def test_a_file_is_shown_before_it_counts(client, world, baba):
    client.force_login(baba)
    where = ["toyonaka", "digital-strategy", world.consultation.pk, world.child.pk]
    form = client.get(reverse("consultation_form_file", args=[*where, "docx"]))
    assert (form.status_code, form["X-Content-Type-Options"]) == (200, "nosniff")
    content = workbook(
        world, (Spots(world.edition).by_lineage[world.made["measure1"].lineage].in_file, "直す文", "理由")
    )
    sent = client.post(
        reverse("consultation_upload", args=where), {"file": SimpleUploadedFile("回答.xlsx", content)}
    )
    assert (sent.status_code, Opinion.objects.count()) == (200, 0)
    page = sent.content.decode()
    assert ("様式を読み取りました。まだ回答していません" in page, "直す文" in page) == (True, True)
    bad = client.post(
        reverse("consultation_upload", args=where),
        {"file": SimpleUploadedFile("回答.xlsx", workbook(world, ("ない項目", "文", "")))},
    )
    assert (bad.status_code, "「回答」のA5の「ない項目」" in bad.content.decode()) == (422, True)
    assert ConsultationAnswer.objects.get(department=world.child).state == ConsultationAnswer.State.OPEN


def test_a_spot_of_an_item_that_is_gone_is_named_as_it_was(world):
    gone = AnswerRow(uuid.uuid4(), "消えた項目", "文", "")
    assert excel.called(gone, Spots(world.edition)) == f"消えた項目〔{gone.lineage.hex[:8]}〕"


def test_the_day_of_a_form_is_that_of_the_consultation(world):
    book = openpyxl.load_workbook(io.BytesIO(excel.workbook(world.answer, created=timezone.now())))
    assert book["回答"]["A1"].value == "総合戦略（素案）への意見について　子育て課"
    assert book["様式"].sheet_state == "veryHidden"
