"""Open data as readers get it: what every file holds, what none ever holds, and what it costs."""

import csv
import io
import json
from urllib.parse import quote

import pytest
from django.utils.html import escape
from openpyxl import load_workbook

from accounts.models import User
from publishing.opendata import columns, tables
from tests.publishing.opendata_world import CANARY, figure, make_public, measured

PLAN = "/toyonaka/digital-strategy/"
API = "/api/v1/governments/toyonaka"
EDITION = f"{API}/plans/digital-strategy/editions/1"
# What only drafts, unpublished figures and withdrawn editions say.
HIDDEN = (CANARY, "7654321", "7654.321", "7,654,321", "777777777")


def rows_of(response) -> list[dict[str, str]]:
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def every_address(world) -> list[str]:
    """Everything that open data answers for a town, in words and numbers of this world."""
    town, plan = f"/{world.town.slug}", f"/{world.town.slug}/digital-strategy"
    api = f"/api/v1/governments/{world.town.slug}"
    edition = f"{api}/plans/digital-strategy/editions/1"
    indicator = world.indicators["content"].key
    return [
        f"{town}/data/",
        f"{town}/data/catalog.jsonld",
        f"{town}/data/definitions.csv",
        *(f"{plan}/kpi/kpi.{form}" for form in ("csv", "xlsx", "json")),
        *(f"{plan}/kpi/{indicator}/values.{form}" for form in ("csv", "json")),
        *(f"{plan}/terms.{form}" for form in ("csv", "json")),
        api,
        f"{api}/plans",
        f"{api}/plans/digital-strategy",
        f"{api}/plans/digital-strategy/editions",
        edition,
        f"{edition}/items",
        f"{edition}/items/{world.made['section'].lineage}",
        f"{edition}/targets",
        f"{edition}/targets/{world.targets['content'].lineage}",
        f"{edition}/judgements",
        f"{api}/indicators",
        f"{api}/indicators/{indicator}",
        f"{api}/measurements",
    ]


def told(response) -> str:
    """All that an answer says, also inside an Excel file."""
    said = f"{response.headers} {response.content.decode(errors='replace')}"
    if response.content.startswith(b"PK"):
        book = load_workbook(io.BytesIO(response.content))
        said += " ".join(str(cell.value) for sheet in book for row in sheet.rows for cell in row)
    return said


# --- what never leaves --------------------------------------------------------------------------------------


def test_nothing_that_was_not_published_is_said_anywhere(client, small, large):
    addresses = [
        "/api/v1/",
        "/api/v1/openapi.json",
        "/api/v1/governments",
        *every_address(small),
        *every_address(large),
    ]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        said = told(answer)
        for word in HIDDEN:
            forms = {word, escape(word), quote(word), json.dumps(word)[1:-1]}
            assert not [form for form in forms if form in said], f"{address} tells {word}"
        assert not answer.cookies, address


def test_the_words_that_are_looked_for_would_be_found(client, small):
    """Otherwise their absence above would prove nothing."""
    hidden = small.indicators["content"].measurements.get(fiscal_year=2026)
    make_public(revision=hidden.revisions.get())
    for address in (f"{API}/measurements", f"{PLAN}kpi/kpi.csv", f"{EDITION}/judgements?fiscal_year=2026"):
        assert "7654.321" in told(client.get(address)), address
    assert "777777777" in told(client.get(f"{API}/indicators"))  # the round of a year that is public now
    assert CANARY in told(client.get(f"{API}/indicators/{small.indicators['content'].key}"))


def test_what_only_a_draft_names_and_what_belongs_to_others_is_not_there(client, small, large):
    secret, others = small.indicators["secret"].key, large.indicators["content"].key
    for address in (
        f"{API}/indicators/{secret}",
        f"{API}/indicators/{others}",
        f"{PLAN}kpi/{secret}/values.csv",
        f"{PLAN}kpi/{others}/values.json",
        f"{API}/plans/digital-strategy/editions/2",  # withdrawn
        f"{API}/plans/digital-strategy/editions/3/targets",  # being written
        f"{EDITION}/items/{large.made['section'].lineage}",
        f"{EDITION}/targets/{large.targets['content'].lineage}",
        f"{API}/plans/nothing",
        "/api/v1/governments/nobody",
        "/nobody/data/",
        "/nobody/data/catalog.jsonld",
        "/nobody/data/definitions.csv",
        "/toyonaka/nothing/kpi/kpi.csv",
        "/toyonaka/nothing/terms.csv",
    ):
        assert client.get(address).status_code == 404, address
    for address in (f"{API}/measurements?indicator={secret}", f"{EDITION}/judgements?target={others}"):
        assert client.get(address).json()["results"] == [], address


def test_a_signed_in_reader_gets_the_same_bytes_without_a_session(
    client, small, django_assert_max_num_queries
):
    user = User.objects.get(name=f"{CANARY}さん")
    for address in every_address(small):
        client.logout()
        before = client.get(address)
        client.force_login(user)
        with django_assert_max_num_queries(12) as asked:
            after = client.get(address)
        assert before.content == after.content, address
        assert not [query for query in asked if "session" in query["sql"]], address


# --- what it costs ------------------------------------------------------------------------------------------

QUERIES = {
    "data/": 7,
    "catalog.jsonld": 7,
    "definitions.csv": 1,
    "kpi.csv": 9,
    "kpi.xlsx": 9,
    "kpi.json": 9,
    "values.csv": 7,
    "values.json": 7,
    "terms.csv": 3,
    "terms.json": 3,
    "judgements": 9,
    "indicators": 6,
    "measurements": 6,
    "items": 3,
    "targets": 3,
    "editions": 2,
    "plans": 2,
}


def test_the_cost_does_not_grow_with_the_plan(client, small, large, django_assert_num_queries):
    asked = []
    for world in (small, large):
        for address in every_address(world):
            if (wanted := next((n for end, n in QUERIES.items() if address.endswith(end)), None)) is not None:
                asked.append(address)
                with django_assert_num_queries(wanted, info=address):
                    client.get(address)
    assert len(asked) == 2 * len(QUERIES)


# --- the files ----------------------------------------------------------------------------------------------


def test_the_table_of_kpis_as_csv(client, small):
    answer = client.get(f"{PLAN}kpi/kpi.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.content.count(b"\r\n") == answer.content.count(b"\n") == len(rows_of(answer)) + 1
    assert answer["Content-Disposition"] == 'attachment; filename="toyonaka-digital-strategy-kpi.csv"'
    assert answer["Access-Control-Allow-Origin"] == "*"
    rows = rows_of(answer)
    assert list(rows[0]) == [column.name for column in columns.KPI]
    assert list(rows[0])[:3] == ["全国地方公共団体コード", "ID", "地方公共団体名"]
    assert len({row["ID"] for row in rows}) == len(rows) == 14
    people = {row["年度"]: row for row in rows if row["指標名"] == "社会増減"}
    assert list(people) == ["2023", "2024", "2025"]
    assert people["2024"]["値"] == "-60" and people["2024"]["値の種類"] == "確定"
    assert (people["2024"]["達成率"], people["2024"]["めやす"]) == ("0.857143", "0.4")
    assert people["2024"]["目標との差"] == "-10"
    assert (people["2025"]["人による判定"], people["2025"]["人による判定の理由"]) == (
        "遅れ",
        "'-説明のとおり",
    )
    (extra,) = [row for row in rows if row["指標名"] == "補足の数"]
    assert [extra[name] for name in ("年度", "値", "判定", "単位")] == ["", "", "", "件"]
    assert extra["ID"] == str(small.targets["extra"].lineage)


def test_no_text_of_a_table_can_run_and_numbers_stay_numbers(client, small):
    rows = rows_of(client.get(f"{PLAN}kpi/kpi.csv"))
    reports = next(row for row in rows if "HYPERLINK" in row["指標名"])
    assert (reports["指標名"], reports["現状値"], reports["出典"]) == ("'=HYPERLINK(1)", "'@10件", "'+1")
    assert rows_of(client.get(f"{PLAN}terms.csv"))[0]["用語"] == "'=関係人口"
    book = load_workbook(io.BytesIO(client.get(f"{PLAN}kpi/kpi.xlsx").content))
    assert book.sheetnames == ["KPIの一覧", "項目定義書"]
    cells = [cell for sheet in book for row in sheet.rows for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    head = [cell.value for cell in book["KPIの一覧"][1]]
    table = [
        dict(zip(head, row, strict=True)) for row in book["KPIの一覧"].iter_rows(min_row=2, values_only=True)
    ]
    people = next(row for row in table if (row["指標名"], row["年度"]) == ("社会増減", 2024))
    assert (people["値"], people["目標の数値"], people["目標年度"]) == (-60, -50, 2027)
    assert people["全国地方公共団体コード"] == "272035"
    assert [row[2] for row in book["項目定義書"].iter_rows(min_row=2, values_only=True)] == head


def test_the_same_data_give_the_same_bytes_and_are_not_sent_twice(client, small):
    for address in every_address(small)[1:]:
        first = client.get(address)
        again = client.get(address, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"]), address
        assert again["Access-Control-Allow-Origin"] == "*", address


def test_the_workbook_is_made_once_for_the_same_rows(client, small, settings, tmp_path, monkeypatch):
    files = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path)}
    settings.CACHES = settings.CACHES | {"files": files}
    first = client.get(f"{PLAN}kpi/kpi.xlsx").content
    monkeypatch.setattr(tables.xlsx, "write", None)
    assert client.get(f"{PLAN}kpi/kpi.xlsx").content == first
    make_public(revision=figure(measured(small.indicators["children"], 2024), "5"))
    with pytest.raises(TypeError):
        client.get(f"{PLAN}kpi/kpi.xlsx")


def test_the_etag_changes_when_a_figure_is_published(client, small):
    addresses = (f"{PLAN}kpi/kpi.csv", f"{EDITION}/judgements", f"{API}/measurements")
    before = [client.get(address)["ETag"] for address in addresses]
    revision = figure(measured(small.indicators["children"], 2024), "5")
    assert [client.get(address)["ETag"] for address in addresses] == before  # approved alone
    make_public(revision=revision)
    after = [client.get(address)["ETag"] for address in addresses]
    assert not set(before) & set(after)


def test_the_figures_of_an_indicator(client, small):
    key = small.indicators["content"].key
    rows = rows_of(client.get(f"{PLAN}kpi/{key}/values.csv"))
    assert [(row["系列"], row["年度"], row["値"], row["分子"], row["分母"], row["出典"]) for row in rows] == [
        ("", "2024", "72.0", "1102", "1530", "市民意識調査"),
        ("全国平均", "2024", "65.5", "", "", "国の調査"),
    ]
    data = client.get(f"{PLAN}kpi/{key}/values.json").json()
    assert data["indicator"]["key"] == str(key)
    assert [(one["series"], one["value"]) for one in data["measurements"]] == [
        (None, "72.0"),
        ("全国平均", "65.5"),
    ]


def test_all_of_it_as_json(client, small):
    data = client.get(f"{PLAN}kpi/kpi.json").json()
    assert (data["schema"], data["government"]["code"], data["plan"]["edition"]) == (1, "272035", 1)
    assert [one["name"] for one in data["targets"]] == [
        "補足の数",
        "満足度",
        "待機児童数",
        "社会増減",
        "=HYPERLINK(1)",
    ]
    people = data["targets"][3]
    assert [(one["fiscal_year"], one["value"]) for one in people["measurements"]] == [(2024, "-60")]
    assert [one["fiscal_year"] for one in people["judgements"]] == [2023, 2024, 2025]
    assert people["judgements"][2]["by_hand"]["word"] == "遅れ"
    terms = client.get(f"{PLAN}terms.json").json()["terms"]
    assert terms == [{"word": "=関係人口", "reading": "かんけいじんこう", "definition": "見本の説明。"}]


def test_an_unknown_form_is_no_file(client, small):
    for end in (
        "kpi/kpi.pdf",
        f"kpi/{small.indicators['content'].key}/values.xlsx",
        "terms.xlsx",
        "kpi/1/values.csv",
    ):
        assert client.get(f"{PLAN}{end}").status_code == 404, end


@pytest.mark.parametrize(
    ("set_to", "site"), [("", "http://testserver"), ("https://plan.example.jp/", "https://plan.example.jp")]
)
def test_addresses_stand_under_the_address_of_the_site(client, small, settings, set_to, site):
    settings.SITE_URL = set_to
    assert client.get(API).json()["page"] == f"{site}/toyonaka/"
