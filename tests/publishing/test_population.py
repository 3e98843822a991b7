"""Citizens' pages of population visions and their files: what was published and nothing else, at a fixed cost, sent once."""

import csv
import io
import re

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from paper.pdf import PdfError
from publishing import files
from publishing.opendata.columns import POPULATION
from publishing.population import prints
from publishing.population.reading import vision_shelf_or_404
from tests.publishing.populations import NOTICE, PUBLISHED_AT, frozen, public, withdrawn
from tests.vision import towns
from vision.prints.csv import HEADS

pytestmark = pytest.mark.django_db
PAGE = "/toyonaka/population/"
ENDINGS = ("pdf", "docx", "xlsx", "csv", "json")


def text(response) -> str:
    return response.content.decode()


def plain(html: str) -> str:
    """What a reader reads, without tags and the spaces between them."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def addresses(number: int) -> list[str]:
    return [f"{PAGE}{number}/", *(f"{PAGE}{number}/population.{ending}" for ending in ENDINGS)]


# --- who sees what ------------------------------------------------------------------------------------------


def test_nothing_of_a_vision_is_seen_before_it_is_published(client, toyonaka, ogori):
    public(ogori)
    secret = towns.a_vision(toyonaka, title="まだ誰も知らない見通し")
    for state in ("working", "frozen"):
        if state == "frozen":
            frozen(secret)
        for address in (PAGE, *addresses(1)):
            assert client.get(address).status_code == 404, (state, address)
        for address in ("/toyonaka/", "/toyonaka/data/", "/toyonaka/data/catalog.jsonld", "/sitemap.xml"):
            answer = client.get(address)
            assert "まだ誰も知らない見通し" not in text(answer), address
            assert "toyonaka/population/" not in text(answer), address


def test_the_newest_public_vision_is_shown_and_an_earlier_one_says_so(client, toyonaka):
    public(toyonaka, title="前の見通し")
    public(toyonaka, title="いまの見通し")
    towns.a_vision(toyonaka, title="次の見通し")
    assert "<h1>いまの見通し</h1>" in text(client.get(PAGE))
    earlier = text(client.get(f"{PAGE}1/"))
    assert "<h1>前の見通し</h1>" in earlier
    assert "いまの人口ビジョンは いまの見通し です。" in plain(earlier)
    assert "次の見通し" not in earlier
    assert client.get(f"{PAGE}3/").status_code == 404


def test_a_withdrawn_vision_says_only_that_it_was_and_why(client, toyonaka):
    withdrawn(public(toyonaka, title="誤った見通し"))
    assert client.get(PAGE).status_code == 404
    answer = client.get(f"{PAGE}1/")
    said = plain(text(answer))
    assert answer.status_code == 410
    assert "「誤った見通し」（第1版）は、令和7年（2025年）4月9日に取り下げられました。" in said
    assert "人口表に誤りがありました。" in said
    assert "パターン1" not in said
    assert {client.get(address).status_code for address in addresses(1)[1:]} == {404}
    public(toyonaka, title="正しい見通し")
    assert "公表されている人口ビジョン「正しい見通し」を読む" in plain(text(client.get(f"{PAGE}1/")))


# --- the page -----------------------------------------------------------------------------------------------


def test_the_page_shows_each_picture_with_its_table_and_the_notice(client, toyonaka):
    public(toyonaka, outlook="減り方をゆるやかにします。")
    page = text(client.get(PAGE))
    headings = re.findall(r'<h2 id="([a-z-]+)"', page)
    assert headings == [
        "page-parts",
        *"outlook totals classes ages changes indices method assumed sources annex downloads".split(),
    ]
    assert (page.count("chart-wide"), page.count("chart-narrow"), page.count("<figcaption>")) == (3, 3, 3)
    assert NOTICE in page
    assert "<script" not in page
    assert "この人口ビジョンの照合値" in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_it_costs_three_queries_no_cookie_and_is_sent_once(
    client, toyonaka, ogori, django_assert_num_queries
):
    public(toyonaka)
    large = towns.a_vision(ogori, last_year=2030)
    for number in range(3):
        towns.an_area(large, f"9000{number}", f"第{number}町")
        towns.a_scenario(large, f"ケース{number}")
    frozen(large, published_at=PUBLISHED_AT)
    for page in (PAGE, "/ogori/population/"):
        with django_assert_num_queries(3):
            answer = client.get(page)
        assert answer.status_code == 200
        assert not answer.cookies
        with django_assert_num_queries(2):
            assert client.get(page, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_the_government_the_catalogue_and_the_sitemap_lead_there(client, toyonaka):
    public(toyonaka)
    assert f'href="{PAGE}"' in text(client.get("/toyonaka/"))
    catalogue = text(client.get("/toyonaka/data/"))
    assert f"{PAGE}1/population.csv" in catalogue
    assert f"{PAGE}1/population.pdf" not in catalogue  # not made yet
    assert NOTICE in catalogue
    assert f"{PAGE}1/</loc>" in text(client.get("/sitemap.xml"))


# --- files --------------------------------------------------------------------------------------------------


def test_files_are_inert_named_and_carry_the_notice(client, toyonaka):
    public(toyonaka)
    for ending in ENDINGS[1:]:
        answer = client.get(f"{PAGE}1/population.{ending}")
        assert (answer.status_code, answer["Content-Type"]) == (200, files.TYPES[ending])
        assert answer["Content-Disposition"] == f'attachment; filename="toyonaka-population-1.{ending}"'
        assert answer["Content-Security-Policy"].startswith("sandbox")
        again = client.get(f"{PAGE}1/population.{ending}", headers={"if-none-match": answer["ETag"]})
        assert again.status_code == 304
    rows = list(
        csv.DictReader(io.StringIO(client.get(f"{PAGE}1/population.csv").content.decode("utf-8-sig")))
    )
    assert list(rows[0]) == [column.name for column in POPULATION] == list(HEADS)
    assert {row["注記"] for row in rows} == {NOTICE}
    assert client.get(f"{PAGE}1/population.exe").status_code == 404


def test_the_pdf_is_made_by_the_tick_once_and_until_then_it_says_so(client, toyonaka, monkeypatch):
    vision = public(toyonaka)
    waiting = client.get(f"{PAGE}1/population.pdf")
    assert (waiting.status_code, waiting["Retry-After"], "ETag" in waiting) == (503, "60", False)
    assert "PDFを準備しています" in text(client.get(PAGE))
    monkeypatch.setattr(prints, "content_of", lambda document, kind, *, created: b"%PDF-1.7 made once")
    assert [prints.print_visions_due(), prints.print_visions_due()] == [1, 0]
    assert client.get(f"{PAGE}1/population.pdf").content == b"%PDF-1.7 made once"
    assert f"{PAGE}1/population.pdf" in text(client.get(PAGE))
    default_storage.delete(prints.place_of(vision))
    assert prints.print_visions_due() == 1


def test_a_vision_that_cannot_be_printed_waits_and_holds_up_nobody(toyonaka, ogori, monkeypatch):
    def fails(document, kind, *, created):
        if document.data["government"]["slug"] == "toyonaka":
            raise PdfError("crashed")
        return b"%PDF-1.7"

    first, second = public(toyonaka), public(ogori)
    monkeypatch.setattr(prints, "content_of", fails)
    assert [prints.print_visions_due(), prints.print_visions_due()] == [1, 0]
    assert (prints.is_printed(first), prints.is_printed(second)) == (False, True)


def test_a_vision_that_was_withdrawn_meanwhile_is_passed_over(toyonaka, ogori, monkeypatch):
    first, second = public(toyonaka), public(ogori)
    monkeypatch.setattr(prints, "content_of", lambda document, kind, *, created: b"%PDF-1.7")
    monkeypatch.setattr(prints, "public_visions", lambda: [withdrawn(first), second])
    assert prints.print_visions_due() == 1
    assert (prints.is_printed(first), prints.is_printed(second)) == (False, True)


def test_a_file_of_a_newer_version_of_ours_is_another_file(client, toyonaka, monkeypatch):
    public(toyonaka)
    old = client.get(f"{PAGE}1/population.xlsx")["ETag"]
    monkeypatch.setattr("publishing.population.reading.VERSION", "99")
    assert client.get(f"{PAGE}1/population.xlsx", headers={"if-none-match": old}).status_code == 200


# --- the office ---------------------------------------------------------------------------------------------


def test_the_office_sees_it_before_it_is_published(client, toyonaka, baba, neighbour):
    towns.a_vision(toyonaka, title="作成中の見通し", last_year=2030)
    preview = reverse("office_population", args=["toyonaka", 1])
    file = reverse("office_population_file", args=["toyonaka", 1, "csv"])
    client.force_login(neighbour)
    assert {client.get(address).status_code for address in (preview, file)} == {404}
    client.force_login(baba)
    page = client.get(preview)
    assert "作成中（庁内のみ）" in plain(text(page))
    assert reverse("office_population_file", args=["toyonaka", 1, "pdf"]) in text(page)
    assert client.get(file).content.startswith(b"\xef\xbb\xbf")
    assert client.get(file.replace(".csv", ".exe")).status_code == 404


def test_the_shelf_knows_what_was_before(toyonaka):
    first, second = public(toyonaka), public(toyonaka)
    third = public(toyonaka)
    withdrawn(second)
    shelf = vision_shelf_or_404("toyonaka")
    assert [one.number for one in shelf.public] == [1, 3]
    assert (shelf.before(third), shelf.before(first)) == (first, None)
    assert shelf.etag(first) != shelf.etag(third)
