"""Citizens' pages of reviewed years: what was published and nothing else, at a fixed cost, sent once."""

import copy
import re
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.urls import get_resolver

from kpi.models import Proposal, ReviewYear
from kpi.review.report import YearFigure
from publishing.editions import freeze, publish, start_next_edition, withdraw
from publishing.models import PrintedReview
from publishing.review import reading
from tests import factories
from tests.publishing import reports, reviews
from tests.publishing.reviews import PAGE

pytestmark = pytest.mark.django_db
YEAR = f"{PAGE}2024/"


@pytest.fixture(autouse=True)
def nothing_is_remembered():
    reading.GLANCES.clear()
    yield
    reading.GLANCES.clear()


@pytest.fixture(scope="module")
def _edition(for_the_file):
    return reviews.edition(factories.government())


@pytest.fixture
def edition(_edition, db):
    return copy.deepcopy(_edition)


@pytest.fixture
def year(edition):
    return reviews.published(edition)


def text(response) -> str:
    return response.content.decode()


def plain(html: str) -> str:
    """What a reader reads, without tags and the spaces between them."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def public_addresses() -> list[str]:
    """Every public address of a plan and a government that takes no further argument, and those of this year."""
    routes = [str(pattern.pattern) for pattern in get_resolver("publishing.urls").url_patterns]
    found = [route for route in routes if not route.startswith("office/") and route.count("<") <= 2]
    filled = [
        "/" + route.replace("<slug:government>", "toyonaka").replace("<slug:plan>", "digital-strategy")
        for route in found
        if "<" not in route.replace("<slug:government>", "").replace("<slug:plan>", "")
    ]
    endings = [f"{YEAR}1/report.{ending}" for ending in ("pdf", "docx", "xlsx", "csv", "json")]
    return [*filled, YEAR, f"{YEAR}1/", *endings, f"{PAGE}2023/", f"{PAGE}2027-term/"]


# --- only what was published ----------------------------------------------------------------------------------


def test_nothing_of_an_open_year_is_under_any_public_address(client, edition):
    review = reviews.opened(edition)
    Proposal.objects.create(
        review=review, target_lineage=reports.EASE, subject="秘密の下書き", decision="改善"
    )
    for address in public_addresses():
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert "秘密の下書き".encode() not in body, address
        assert "年度ごとの評価".encode() not in body, address
    assert client.get(PAGE).status_code == client.get(YEAR).status_code == 404
    assert client.get(f"{YEAR}1/").status_code == client.get(f"{YEAR}1/report.json").status_code == 404


def test_a_correction_that_is_being_written_is_not_there(client, edition, year):
    reviews.opened(edition, revision=2, corrects=year, correction_reason="秘密の下書き")
    for address in public_addresses():
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert "秘密の下書き".encode() not in body, address
    assert client.get(f"{YEAR}2/").status_code == 404
    assert "訂正" not in plain(text(client.get(YEAR))).replace("訂正前", "")


def test_reviews_of_others_are_not_there(client, edition, year, ogori):
    factories.published(factories.plan(ogori, "other"))
    for address in (
        "/ogori/other/reviews/",
        "/ogori/other/reviews/2024/",
        "/ogori/digital-strategy/reviews/2024/",
    ):
        assert client.get(address).status_code == 404


def test_a_plan_whose_editions_are_withdrawn_shows_no_year(client, edition, year, aoki):
    assert client.get(YEAR).status_code == 200
    withdraw(actor=aoki, edition=edition, reason="図の誤り")
    assert [client.get(address).status_code for address in (PAGE, YEAR, f"{YEAR}1/report.json")] == [404] * 3


# --- what it costs --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("times", [1, 40])
def test_a_year_costs_four_queries_at_any_size(client, edition, django_assert_num_queries, times):
    reviews.published(
        edition, reports.report(rows=reports.ROWS * times, items=reports.report().items * times)
    )
    with django_assert_num_queries(4):
        page = text(client.get(YEAR))
    assert page.count("子育てがしやすいまちだと思う市民の割合") == times


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_costs_three_queries_for_any_number_of_years(
    client, edition, django_assert_num_queries, count
):
    for fiscal_year in range(2024 - count, 2024):
        reviews.published(edition, reports.report(fiscal_year=fiscal_year))
    with django_assert_num_queries(3):
        page = text(client.get(PAGE))
    assert page.count("<h2>") == count


def test_what_a_reader_has_is_not_sent_again(client, edition, year, django_assert_num_queries):
    for address, queries in ((PAGE, 2), (YEAR, 3), (f"{YEAR}1/report.json", 2)):
        etag = client.get(address)["ETag"]
        with django_assert_num_queries(queries):
            again = client.get(address, headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")
    reviews.published(edition, reports.report(revision=2, correction_reason="集計の誤り"))
    assert client.get(YEAR, headers={"If-None-Match": client.get(f"{YEAR}1/")["ETag"]}).status_code == 200


def test_pages_set_no_cookie_and_need_no_script(client, edition, year):
    response = client.get(YEAR)
    assert response.cookies == {}
    assert "<script" not in text(response).split("</head>")[1]


# --- what stands there ----------------------------------------------------------------------------------------


def test_the_essence_comes_first_in_plain_words(client, year):
    page = plain(text(client.get(YEAR)))
    assert (
        "令和6年度末の時点で、4指標のうち、「達成」と「順調」は合わせて3指標（75%）です。「未評価」は1指標です。"
        in page
    )
    assert "総合戦略推進会議の評価は「概ね順調」です。" in page
    assert page.index("4指標のうち") < page.index("指標ごとの結果")


def test_a_kpi_is_told_with_figures_arrows_in_words_and_what_follows(client, year):
    page = text(client.get(YEAR))
    row = plain(page[page.index("※子育てがしやすい") :].split("</dl>")[0])
    for said in (
        "対象：18歳以下の子どもがいる市民", "68.1", "69.0", "70.2", "↗", "前の年より増えた", "73", "43%", "順調",
        "要因：転入した子育て世帯の評価が上がった。", "改善 相談窓口の案内を見直す", "目標値の見直し案：75%",
        "こども政策課", "①相談先の見える化を急いでほしい。", "改訂前の目標値 71%（令和9年度）",
    ):  # fmt: skip
        assert said in row.replace("　", " "), said


def test_a_figure_that_is_not_there_says_why_and_is_no_nought(client, year):
    page = text(client.get(YEAR))
    row = plain(page[page.index(">市内事業所数<") :].split("</tr>")[0])
    assert "なし 未公表" in row
    assert "0%" not in row


def test_measures_materials_grants_and_what_is_missing_are_told(client, year):
    page = plain(text(client.get(YEAR)))
    for said in ("相談窓口を3か所に増やした。", "B 計画どおり", "相談支援事業", "12,500", "11,800", "外部の有識者が参加",
                 "広報で取り上げます。", "8,500,000", "地方創生に相当程度効果があった", "1,350"):  # fmt: skip
        assert said in page, said
    assert page.count("まだありません。") == 2


def test_markup_that_an_office_typed_is_text(client, edition):
    evil = '<script>alert(1)</script>"'
    row = replace(reports.ROWS[1], name=evil, cause=evil, issue="", audience=evil, opinions=(evil,))
    reviews.published(edition, reports.report(rows=(row,), judgement=evil, summary=evil))
    page = text(client.get(YEAR))
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;&quot;") == 6


def test_a_kpi_leads_to_its_page_while_the_reviewed_edition_is_the_one_shown(client, edition, year):
    link = f'href="/toyonaka/digital-strategy/kpi/{reports.ROWS[1].indicator}/"'
    assert link in text(client.get(YEAR))
    later = start_next_edition(
        actor=None, edition=edition, stage="ADOPTED", effective_from=edition.effective_from
    )
    publish(actor=None, edition=freeze(actor=None, edition=later))
    page = text(client.get(YEAR))
    assert link not in page
    assert 'href="/toyonaka/digital-strategy/editions/1/"' in page


def test_a_term_shows_every_year_as_a_column(client, edition):
    reviews.published(edition, reports.term())
    page = text(client.get(f"{PAGE}2027-term/"))
    heads = re.findall(r'<th scope="col" role="columnheader" class="number">実績（(令和\d年度)）', page)
    assert heads == [f"令和{n}年度" for n in range(5, 10)]
    assert "計画期間の全体で、4指標のうち" in page
    assert "最終評価" in page


# --- corrections ----------------------------------------------------------------------------------------------


def test_a_correction_names_what_it_corrects_and_both_stay(client, edition, year):
    figures = (reports.ROWS[2].figures[0], YearFigure(2024, "6,521", "6521", "CORRECTED"))
    rows = (*reports.ROWS[:2], replace(reports.ROWS[2], figures=figures), *reports.ROWS[3:])
    reviews.published(edition, reports.report(revision=2, correction_reason="集計の誤り", rows=rows))
    newest, former = text(client.get(YEAR)), text(client.get(f"{YEAR}1/"))
    assert f'href="{YEAR}1/"' in newest
    assert "訂正の理由：集計の誤り" in newest
    row = plain(newest[newest.index("訂正したところ（") :].split("</tbody>")[0])
    assert (
        "出生数" in row and "実績（令和6年度）" in row and "6,480 累計 2年分" in row and "6,521 訂正" in row
    )
    assert "訂正したところ（1箇所）" in newest
    assert "6,480" in former and "この報告は訂正されています" in former and f'href="{YEAR}"' in former
    assert text(client.get(f"{YEAR}2/")).count("6,521") == 2


def test_decisions_are_told_once_a_public_edition_took_them_up(client, edition, year):
    facts = {"review": year, "target_lineage": reports.EASE, "decision": "改善"}
    draft = start_next_edition(actor=None, edition=edition, stage="PROPOSAL")
    Proposal.objects.create(subject="秘密の案", state="TAKEN_UP", edition=draft, **facts)
    assert "この評価を受けた見直し" not in text(client.get(YEAR))
    Proposal.objects.create(subject="子育ての満足度", state="TAKEN_UP", edition=edition, **facts)
    page = text(client.get(YEAR))
    assert "子育ての満足度：改善" in page
    assert "秘密の案" not in page


# --- files and links ------------------------------------------------------------------------------------------


def test_files_come_as_they_were_stored_and_inert(client, year):
    for ending in ("docx", "xlsx", "csv", "json"):
        response = client.get(f"{YEAR}1/report.{ending}")
        assert response.status_code == 200
        assert response["X-Content-Type-Options"] == "nosniff"
        assert f'filename="toyonaka-digital-strategy-2024.{ending}"' in response["Content-Disposition"]
    assert client.get(f"{YEAR}1/report.json").content == bytes(year.content)
    assert client.get(f"{YEAR}1/report.exe").status_code == 404


def test_the_pdf_is_never_made_for_a_reader(client, year, monkeypatch):
    def fail(*_, **__):
        raise AssertionError("a PDF was made within a request")

    monkeypatch.setattr("publishing.review.files.pdf_of", fail)
    response = client.get(f"{YEAR}1/report.pdf")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "PDFを準備しています" in text(client.get(YEAR))
    storage = PrintedReview._meta.get_field("file").storage
    name = storage.save("printed/a.pdf", ContentFile(b"%PDF-1"))
    PrintedReview.objects.create(review=year, content_hash="x", page_count=1, size=6, file=name)
    response = client.get(f"{YEAR}1/report.pdf")
    assert b"".join(response.streaming_content) == b"%PDF-1"
    assert f'href="{YEAR}1/report.pdf"' in text(client.get(YEAR))


def test_plan_government_kpi_page_feed_and_sitemap_lead_to_the_years(client, edition, toyonaka):
    for address in ("/toyonaka/digital-strategy/", "/toyonaka/"):
        assert PAGE not in text(client.get(address))
    etag = client.get("/toyonaka/digital-strategy/")["ETag"]
    reviews.published(edition)
    assert f'href="{PAGE}"' in text(
        client.get("/toyonaka/digital-strategy/", headers={"If-None-Match": etag})
    )
    assert f'href="{PAGE}"' in text(client.get("/toyonaka/"))
    feed = text(client.get("/feeds/toyonaka/"))
    assert f"{YEAR}1/" in feed and "令和6年度の効果検証" in feed
    assert f"{YEAR}</loc>" in text(client.get("/sitemap.xml"))


def test_the_sitemap_names_a_corrected_year_once(client, edition, year):
    reviews.opened(edition, revision=2, corrects=year)
    assert text(client.get("/sitemap.xml")).count(f"{YEAR}</loc>") == 1
    ReviewYear.objects.filter(revision=2).delete()
    reviews.published(edition, reports.report(revision=2))
    assert text(client.get("/sitemap.xml")).count(f"{YEAR}</loc>") == 1


def test_the_catalogue_lists_each_year_as_it_was_published_last(
    client, edition, year, django_assert_max_num_queries
):
    reviews.published(edition, reports.report(revision=2))
    reviews.published(edition, reports.term())
    with django_assert_max_num_queries(8):
        page = text(client.get("/toyonaka/data/"))
    assert page.count("令和6年度の評価") >= 1 and "計画期間の総括評価" in page
    assert f"{YEAR}2/report.csv" in page and f"{YEAR}1/report.csv" not in page
    assert "report.pdf" not in page  # not printed yet
    assert f"{YEAR}2/report.json" in text(client.get("/toyonaka/data/catalog.jsonld"))
