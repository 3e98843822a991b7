"""The catalogue for machines and for people: what it lists, and that no text of a plan breaks out of it."""

import json
import re

import pytest

from publishing.opendata import jsonld
from publishing.opendata.catalogue import MEDIA_TYPES
from tests import factories

PAGE = "http://testserver/toyonaka/data/"


def data_in(page: str) -> dict:
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return json.loads(block)


def test_no_text_ends_the_element_it_stands_in():
    hostile = {"name": "</script><script>alert(1)</script><!-- & \u2028"}
    written = jsonld.in_page(hostile)
    assert not re.search("[<>&\u2028]", written)
    assert json.loads(written) == hostile


def test_search_engines_find_the_datasets_in_the_page(client, small):
    found = data_in(client.get("/toyonaka/data/").content.decode())
    assert (found["@context"], found["@type"], found["url"]) == ("https://schema.org", "DataCatalog", PAGE)
    names = [one["name"].partition("　")[2] for one in found["dataset"]]
    assert names == ["計画の本文", "KPIの一覧", "用語の定義", "待機児童数", "社会増減", "満足度"]
    for one in found["dataset"]:
        assert one.keys() >= {"description", "license", "creator", "dateModified", "temporalCoverage"}
        assert one["license"] == "https://creativecommons.org/licenses/by/4.0/deed.ja"
        assert one["temporalCoverage"] == "2023-04-01/2028-03-31"
        for file in one["distribution"]:
            assert file["encodingFormat"] in MEDIA_TYPES.values()
    assert "達成率" in found["dataset"][1]["variableMeasured"]


def test_portals_find_the_same_as_dcat(client, small):
    answer = client.get(f"{PAGE}catalog.jsonld")
    found = answer.json()
    assert answer["Content-Type"] == "application/ld+json; charset=utf-8"
    assert (found["@id"], found["@type"]) == (PAGE, "dcat:Catalog")
    assert found["dct:publisher"]["dct:identifier"] == "272035"
    assert {name.partition(":")[0] for name in keys_of(found)} <= {
        "@id",
        "@type",
        "@value",
        "@language",
        "@context",
    } | set(jsonld.CONTEXT)
    datasets = found["dcat:dataset"]
    assert len(datasets) == 6
    assert len({one["@id"] for one in datasets}) == len({one["dct:identifier"] for one in datasets}) == 6
    for one in datasets:
        assert one["@type"] == "dcat:Dataset"
        for file in one["dcat:distribution"]:
            assert file["dct:license"] == found["dct:license"]


def keys_of(data) -> set[str]:
    if isinstance(data, dict):
        return set(data) | {key for value in data.values() for key in keys_of(value)}
    return {key for one in data for key in keys_of(one)} if isinstance(data, list) else set()


def test_every_file_that_is_listed_is_there(client, small):
    found = client.get(f"{PAGE}catalog.jsonld").json()
    files = [file for one in found["dcat:dataset"] for file in one["dcat:distribution"]]
    assert len(files) == 3 + 3 + 2 + 3 * 2
    for file in files:
        address = file["dcat:downloadURL"]["@id"]
        answer = client.get(address)
        right = 503 if address.endswith("plan.pdf") else 200  # nobody printed this one
        assert answer.status_code == right, address
        if right == 200:
            assert file["dcat:mediaType"]["@id"].endswith(answer["Content-Type"].partition(";")[0])


def test_the_page_says_terms_columns_and_days(client, small):
    page = client.get("/toyonaka/data/").content.decode()
    assert '<a href="https://creativecommons.org/licenses/by/4.0/deed.ja" rel="license">' in page
    assert f'出典：豊中市「（計画やデータの名前）」（<span class="hash">{PAGE}</span>）' in page
    assert "指標ごとの実績値（3指標）" in page
    assert "KPIの一覧（41項目）" in page
    assert '<link rel="alternate" type="application/ld+json"' in page
    assert "KPIの一覧の</span>Excel</a>" in page
    assert "/sitemap.xml" not in page
    assert f"<loc>{PAGE}</loc>" in client.get("/sitemap.xml").content.decode()


def test_the_terms_are_those_of_the_installation(client, small, settings):
    settings.OPEN_DATA_LICENCE = "PDL-1.0"
    assert "公共データ利用規約（第1.0版）" in client.get("/toyonaka/data/").content.decode()


@pytest.mark.django_db
def test_the_nations_plans_are_given_away_by_nobody_here(client):
    nation = factories.government("000001", "nation", "国", "NATION", "")
    factories.published(factories.plan(nation, "digital-denen"))
    page = client.get("/nation/data/").content.decode()
    assert "利用条件は、もとの資料の定めによります。" in page
    assert 'rel="license"' not in page
    assert "dct:license" not in client.get("/nation/data/catalog.jsonld").content.decode()


@pytest.mark.django_db
def test_an_empty_catalogue_says_so(client, sasebo):
    page = client.get("/sasebo/data/").content.decode()
    assert "公表されているデータはまだありません。" in page
    assert client.get("/sasebo/data/catalog.jsonld").json()["dcat:dataset"] == []


@pytest.fixture
def sasebo(db):
    return factories.government("422029", "sasebo", "佐世保市", prefecture="長崎県")


@pytest.mark.django_db
def test_a_plan_that_has_the_name_of_the_catalogue_already_is_still_read(client, sasebo):
    plan = factories.plan(sasebo)
    type(plan).objects.filter(pk=plan.pk).update(slug="data")
    plan.refresh_from_db()
    factories.published(plan)
    page = client.get("/sasebo/data/").content.decode()
    assert 'href="/sasebo/data/editions/1/"' in page
    assert client.get("/sasebo/data/editions/1/").status_code == 200
