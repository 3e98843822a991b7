"""The office's report of a year: the draft as it would be published, for the staff of this government only."""

import copy
import io
import json
import re

import pytest
from openpyxl import load_workbook

from kpi.review.reading import report_of
from paper.pdf import PdfError
from publishing.review import files
from tests import factories
from tests.kpi import closings
from tests.kpi.rounds import a_round

pytestmark = pytest.mark.django_db
REPORT = "/office/toyonaka/digital-strategy/review/2024/report/"


@pytest.fixture(scope="module")
def _year(for_the_file):
    return a_round(factories.government())


@pytest.fixture
def year(_year, db):
    return copy.deepcopy(_year)


@pytest.fixture
def review(year):
    made = closings.ready(year)
    closings.say_of_item(made, year, achievement="窓口を増やした。", direction="improve")
    closings.heard(made, "周知を続けてほしい。")
    return made


def text(response) -> str:
    return response.content.decode()


# --- before anything stands there -----------------------------------------------------------------------------


def test_the_draft_costs_no_more_for_more_kpis(client, toyonaka, aoki, django_assert_max_num_queries):
    review = closings.ready(a_round(toyonaka, measures=2))
    client.force_login(aoki)
    client.get(REPORT)
    with django_assert_max_num_queries(40) as few:
        client.get(REPORT)
    other = closings.ready(a_round(toyonaka, slug="other", measures=30))
    assert len(report_of(closings.current(other), closings.TODAY).items) > len(
        report_of(closings.current(review), closings.TODAY).items
    )
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get("/office/toyonaka/other/review/2024/report/")


def test_everybody_of_the_office_reads_the_draft_and_nobody_else(
    client, review, aoki, baba, neighbour, chiba
):
    viewer = factories.person("閲覧", "VIEWER", review.plan.government)
    for person, status in ((aoki, 200), (baba, 200), (viewer, 200), (neighbour, 404), (chiba, 404)):
        client.force_login(person)
        assert client.get(REPORT).status_code == client.get(f"{REPORT}report.csv").status_code == status


def test_the_draft_says_that_it_is_one_and_shows_what_was_written(client, review, aoki):
    client.force_login(aoki)
    page = text(client.get(REPORT))
    assert "（案）" in re.search(r"<h1>.*?</h1>", page, re.DOTALL)[0]
    for said in (
        "公表前の案です（庁内のみ）",
        "転出が増えた。",
        "窓口を増やした。",
        "周知を続けてほしい。",
        "70.2",
        "概ね順調",
    ):
        assert said in page, said
    assert 'aria-current="page">報告書</a>' in page


def test_once_published_it_is_the_stored_report_and_leads_to_the_citizens_page(client, review, aoki):
    client.force_login(aoki)
    published = closings.published(review, aoki)
    page = text(client.get(REPORT))
    assert "（案）" not in page
    assert 'href="/toyonaka/digital-strategy/reviews/2024/1/"' in page
    assert client.get(f"{REPORT}report.json").content == bytes(published.content)
    public = text(client.get("/toyonaka/digital-strategy/reviews/2024/"))
    for said in ("転出が増えた。", "窓口を増やした。", "周知を続けてほしい。", "70.2", "概ね順調"):
        assert said in public, said


def test_files_of_the_draft_are_marked_and_hold_the_same(client, review, aoki):
    client.force_login(aoki)
    data = json.loads(client.get(f"{REPORT}report.json").content)
    assert (data["fiscal_year"], data["published_on"]) == (2024, "")
    book = load_workbook(io.BytesIO(client.get(f"{REPORT}report.xlsx").content))
    assert book["概要"]["B2"].value == "令和6年度　効果検証報告書（案）"
    assert client.get(f"{REPORT}report.docx").content[:2] == b"PK"
    assert client.get(f"{REPORT}report.exe").status_code == 404


def test_where_no_pdf_can_be_made_a_sentence_says_so(client, review, aoki, monkeypatch):
    def fail(*_, **__):
        raise PdfError("pango")

    monkeypatch.setattr(files, "pdf_of", fail)
    client.force_login(aoki)
    response = client.get(f"{REPORT}report.pdf")
    assert (response.status_code, response["Content-Type"]) == (503, "text/plain; charset=utf-8")
    assert text(response).startswith("PDFを作るための部品")
