"""The office's page and files of two population visions side by side: any two editions of one's own government, for all staff."""

import io

import docx
import openpyxl
import pytest
from django.http import Http404
from django.utils import timezone

from tests.publishing.test_public_review import plain
from tests.vision import compared, editions, towns
from vision.comparison.files import KINDS, TYPES, content_of
from vision.comparison.page import page_context
from vision.comparison.reading import pair_at

pytestmark = pytest.mark.django_db
PAGE = "/office/toyonaka/population/1/2/"
SAMPLE = "見本です。架空の町の人口を使っています。"


@pytest.fixture
def two(toyonaka):
    """The older edition public, the newer one only frozen, and a sample."""
    old = editions.public(toyonaka, compared.older())
    newer = compared.newer()
    newer["vision"] = newer["vision"] | {"notice": SAMPLE}
    return old, editions.frozen(toyonaka, newer)


# --- reading ------------------------------------------------------------------------------------------------


def test_two_editions_are_read_in_one_query(toyonaka, two, django_assert_num_queries):
    with django_assert_num_queries(1):
        pair = pair_at(toyonaka, 1, 2)
        assert pair.parts.difference == -1204
        assert pair.book.notice == SAMPLE
    assert pair.file_stem == "toyonaka-population-1-2"


def test_a_working_vision_is_compared_at_the_same_cost_however_large_it_is(
    toyonaka, two, django_assert_num_queries
):
    vision = towns.a_vision(toyonaka)
    with django_assert_num_queries(5):
        assert pair_at(toyonaka, 2, 3).comparison.year == 2050
    for n in range(3):
        towns.an_area(vision, f"9999{n}", f"見本{n}町")
        towns.a_scenario(vision, f"案{n}")
    with django_assert_num_queries(5):
        comparison = pair_at(toyonaka, 2, 3).comparison
        assert len(comparison.pairs) == 5


def test_an_edition_beside_itself_and_one_that_is_not_there(toyonaka, ogori, two):
    for government, old, new in ((toyonaka, 2, 2), (toyonaka, 1, 9), (ogori, 1, 2)):
        with pytest.raises(Http404):
            pair_at(government, old, new)


# --- files --------------------------------------------------------------------------------------------------


def test_word_and_excel_hold_every_table_and_the_notice_and_are_the_same_each_time(toyonaka, two):
    book, now = pair_at(toyonaka, 1, 2).book, timezone.now()
    word = docx.Document(io.BytesIO(content_of(book, "docx", created=now)))
    told = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert SAMPLE in told and "1,204人（5.5％）少なくなりました。" in told
    # The facts of both editions stand in a table of their own before the others.
    assert len(word.tables) == 1 + len(list(book.tables()))
    sheets = openpyxl.load_workbook(io.BytesIO(content_of(book, "xlsx", created=now)))
    assert sheets.sheetnames[:3] == ["概要", "主な数値", "令和27（2045）年の総人口の差の内訳"]
    totals = list(sheets["ケースごとの総人口（人）"].iter_rows(values_only=True))
    assert totals[0][:6] == ("ケース", "年", "前回", "今回", "差", "増減率（％）")
    assert totals[15][:6] == (
        "町の見通し（採用する見通し）", "令和27（2045）年", 21845, 20641, -1204, -5.5,
    )  # fmt: skip
    assert {row[6] for row in totals[1:]} == {SAMPLE}
    for kind in ("docx", "xlsx"):
        assert content_of(book, kind, created=now) == content_of(book, kind, created=now)
    assert {kind for kind, _, _ in KINDS} == set(TYPES)


def test_the_pdf_shows_the_figures_and_the_notice(toyonaka, two, tmp_path, program):
    path = tmp_path / "comparison.pdf"
    path.write_bytes(content_of(pair_at(toyonaka, 1, 2).book, "pdf", created=timezone.now()))
    text = "".join(program("pdftotext", "-layout", path, "-").split())
    for words in ("人口ビジョンの変更点", SAMPLE, "△1,204人（△5.5％）", "△0.6ポイント", "今回の推計"):
        assert words in text


# --- pages --------------------------------------------------------------------------------------------------


def test_the_page_shows_old_new_and_difference_to_all_staff(client, baba, two):
    client.force_login(baba)
    response = client.get(PAGE)
    assert response.status_code == 200
    text = plain(response.content.decode())
    assert "令和27（2045）年 総人口 21,845人 20,641人 △1,204人（△5.5％）" in text
    assert text.count(SAMPLE) == 1
    assert "会議の資料にする" not in text  # for planners only
    assert [part.key for part in response.context["parts"]] == [
        "main", "totals", "classes", "indices", "assumed",
    ]  # fmt: skip
    pieces = "".join(page_context(response.context["book"])["parts"][1].pieces)
    assert pieces.count("<svg ") == 2  # for wide and for narrow screens, the table beside it
    assert pieces.count("<table ") == 1


def test_planners_find_the_way_to_a_meeting(client, aoki, two):
    client.force_login(aoki)
    assert b'href="/office/toyonaka/population/1/2/paper/"' in client.get(PAGE).content


def test_another_old_edition_is_chosen(client, aoki, toyonaka, two):
    third = compared.newer()
    third["vision"] = third["vision"] | {"number": 3}
    editions.frozen(toyonaka, third)
    client.force_login(aoki)
    response = client.get("/office/toyonaka/population/2/3/")
    assert b'<option value="2" selected>' in response.content
    chosen = client.get("/office/toyonaka/population/2/3/?with=1")
    assert (chosen.status_code, chosen["Location"]) == (302, "/office/toyonaka/population/1/3/")
    assert client.get("/office/toyonaka/population/2/3/?with=2").status_code == 200
    # A later edition is no 「前回」.
    assert [one.number for one in client.get("/office/toyonaka/population/1/2/").context["others"]] == [1]


def test_strangers_and_neighbours_see_nothing(client, chiba, neighbour, two):
    for person in (chiba, neighbour):
        client.force_login(person)
        assert client.get(PAGE).status_code == 404
        assert client.get(f"{PAGE}comparison.xlsx").status_code == 404


def test_files_leave_with_their_name_and_nothing_in_them_runs(client, baba, two):
    client.force_login(baba)
    response = client.get(f"{PAGE}comparison.xlsx")
    assert response.status_code == 200
    assert response["Content-Type"] == TYPES["xlsx"]
    assert response["Content-Disposition"] == 'attachment; filename="toyonaka-population-1-2.xlsx"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert client.get(f"{PAGE}comparison.csv").status_code == 404
