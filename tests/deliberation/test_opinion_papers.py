"""意見と対応の一覧 as files, and what they say."""

import datetime
import io
import zipfile

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from deliberation.dispositions import DEFAULT
from deliberation.models import Opinion
from deliberation.opinion_lists import Asked, lines_of, listed, of_meeting
from deliberation.opinion_papers import Listing, file_of, html_of
from tests.deliberation.opinionated import Opinionated

WHEN = datetime.datetime(2026, 4, 1, 9, tzinfo=datetime.UTC)


@pytest.fixture
def world(toyonaka):
    return Opinionated(toyonaka)


def listing(world, wanted=None) -> Listing:
    rows = listed(world.plan, wanted or of_meeting(world.meeting.pk))
    return Listing(world.government, "令和8年度第1回総合戦略委員会", DEFAULT, lines_of(rows, DEFAULT))


def filled(world) -> None:
    made = world.opinion(proposal="=利用しやすい料金と時間帯", reason="夜も使いたい")
    world.answer(made, "REFLECTED", changed_edition=world.edition, changed_lineage=world.item.lineage)
    world.opinion(text="=1+1", lineage=None, quote="")


def test_a_row_says_all(world):
    filled(world)
    made = listing(world)
    assert made.title == "意見と対応の一覧（令和8年度第1回総合戦略委員会）"
    assert made.heads[4] == "市の考え方・対応"
    assert made.counts == "全2件（反映1、回答前1）"
    assert made.cells(made.lines[0]) == (
        "1",
        "全体",
        "第1章－1（1）①　見本の取組み1\n「利用しやすい料金」",
        "料金だけでなく、時間帯も大切です。\n【修正案】=利用しやすい料金と時間帯\n【理由】夜も使いたい",
        "今後の参考にします（見本）。",
        "反映",
        "済",
        "第1章－1（1）①　見本の取組み1",
    )
    assert made.cells(made.lines[1])[5:] == ("―", "未対応", "―")


def test_in_excel_whatever_was_said_is_text(world):
    filled(world)
    sheet = load_workbook(io.BytesIO(file_of(listing(world), "xlsx", WHEN))).active
    rows = list(sheet.iter_rows(min_row=2))
    assert [cell.value for cell in rows[1][:5]] == [2, "委員", "令和8年度第1回総合戦略委員会", "全体", "全体"]
    assert (rows[1][6].value, rows[1][6].data_type) == ("=1+1", "s")
    assert (rows[0][7].value, rows[0][7].data_type) == ("=利用しやすい料金と時間帯", "s")


def test_word_and_print_hold_the_table_and_no_names(world):
    filled(world)
    made = listing(world)
    word = zipfile.ZipFile(io.BytesIO(file_of(made, "docx", WHEN))).read("word/document.xml").decode()
    page = html_of(made)
    for text in (word, page):
        assert "時間帯も大切です" in text and "今後の参考にします（見本）。" in text and "千葉" not in text
    assert file_of(made, "docx", WHEN) == file_of(made, "docx", WHEN)
    assert page.count("<tr") == 3


def test_the_printed_list_is_landscape(world):
    filled(world)
    (page,) = PdfReader(io.BytesIO(file_of(listing(world), "pdf", WHEN))).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
    text = "".join(page.extract_text().split())
    assert "意見と対応の一覧（令和8年度第1回総合戦略委員会）" in text and "時間帯も大切です" in text


def test_an_empty_list_says_so(world):
    assert "意見はありませんでした。" in html_of(listing(world))
    assert listing(world).counts == "全0件"


def test_what_was_taken_back_and_other_states_are_left_out(world):
    filled(world)
    Opinion.objects.filter(text="=1+1").update(is_withdrawn=True)
    assert len(listed(world.plan, Asked())) == 1
    assert listed(world.plan, Asked(state="OPEN")) == []
