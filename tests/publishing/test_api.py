"""How the API answers: to anybody, reading only, in pages, in Japanese where it cannot; and what its resources say."""

import datetime

import pytest

from publishing.api.urls import document
from publishing.editions import freeze, publish, start_next_edition
from strategy.models import Edition
from tests import factories

API = "/api/v1/governments/toyonaka"
EDITION = f"{API}/plans/digital-strategy/editions/1"


def detail(response) -> tuple[int, str]:
    assert response["Content-Type"] == "application/json; charset=utf-8"
    return response.status_code, response.json()["detail"]


# --- the door -----------------------------------------------------------------------------------------------


def test_any_page_may_read_and_nobody_may_write(client, small):
    answer = client.get(f"{API}/plans")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in answer.get("Vary", "")
    assert "Access-Control-Allow-Credentials" not in answer
    asked = client.options(f"{API}/plans", headers={"origin": "https://elsewhere.example"})
    assert (asked.status_code, asked.content) == (204, b"")
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    for way in ("post", "put", "patch", "delete"):
        refused = getattr(client, way)(f"{API}/plans")
        assert detail(refused) == (405, "このAPIは読むだけのものです。GETで呼んでください。"), way
        assert refused["Allow"] == "GET, HEAD, OPTIONS"
    head = client.head(f"{API}/plans")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", answer["ETag"])


def test_japanese_is_sent_as_it_is_read(client, small):
    assert "豊中市".encode() in client.get(API).content
    assert "団体".encode() in client.get("/api/v1/openapi.json").content


FAULTS = {
    "/api/v1/nothing": (
        404,
        "このアドレスのデータはありません。使えるアドレスは /api/v1/openapi.json にあります。",
    ),
    "/api/v1/governments/": (
        404,
        "このアドレスのデータはありません。使えるアドレスは /api/v1/openapi.json にあります。",
    ),
    "/api/v1/governments/nobody": (404, "この団体は見つかりません。"),
    "/api/v1/governments/Toyonaka": (422, "「government」は、この形では指定できません。"),
    "/api/v1/governments/toyo%00naka": (422, "「government」は、この形では指定できません。"),
    f"{API}/plans/nothing": (404, "公表されている計画は見つかりません。"),
    f"{API}/plans/digital-strategy/editions/9": (404, "公表されている第9版はありません。"),
    f"{API}/plans/digital-strategy/editions/0": (422, "「number」は、1以上で指定してください。"),
    f"{API}/plans/digital-strategy/editions/{'9' * 40}": (
        422,
        "「number」は、32767以下で指定してください。",
    ),
    f"{API}/plans/digital-strategy/editions/x": (422, "「number」は、整数で指定してください。"),
    f"{EDITION}/items/x": (422, "「lineage」は、符号（UUID）で指定してください。"),
    f"{EDITION}/items/{'0' * 32}": (404, "この項目は、この版にはありません。"),
    f"{EDITION}/targets/{'0' * 32}": (404, "この目標値は、この版にはありません。"),
    f"{API}/indicators/{'0' * 32}": (404, "この指標は見つかりません。"),
    f"{EDITION}/items?kind=BRANCH": (
        422,
        "「kind」は、'TEXT', 'PILLAR', 'FOUNDATION', 'GOAL', 'DIRECTION', 'MEASURE', 'INITIATIVE' "
        "のどれかで指定してください。",
    ),
    f"{API}/plans?limit=0&offset=-1": (
        422,
        "「limit」は、1以上で指定してください。「offset」は、0以上で指定してください。",
    ),
    f"{API}/plans?limit=501": (422, "「limit」は、500以下で指定してください。"),
    f"{API}/plans?page=2": (
        422,
        "「page」という指定は使えません。使えるのは kind、limit、offset です。",
    ),
    f"{API}?q=%00": (422, "「q」という指定は使えません。このアドレスに付けられるものはありません。"),
    f"{API}/measurements?fiscal_year=R6": (422, "「fiscal_year」は、整数で指定してください。"),
    f"{EDITION}/judgements?status=遅れ": (422, "「status」は、この形では指定できません。"),
    "/api/v1/governments?code=２７２０３５": (422, "「code」は、この形では指定できません。"),
}


def test_a_whole_sentence_says_why_there_is_no_answer(client, small):
    assert {address: detail(client.get(address)) for address in FAULTS} == FAULTS


def test_a_long_list_is_turned_page_by_page(client, large):
    address, seen = "/api/v1/governments/ogori/indicators?limit=5", []
    while address:
        page = client.get(address).json()
        assert page["count"] == 11
        seen.append([one["name"] for one in page["results"]])
        back, address = page["previous"], page["next"]
    assert [len(names) for names in seen] == [5, 5, 1]
    assert len({name for names in seen for name in names}) == 11
    assert back == "http://testserver/api/v1/governments/ogori/indicators?limit=5&offset=5"
    beyond = client.get("/api/v1/governments/ogori/indicators?offset=1000000").json()
    assert (beyond["results"], beyond["next"]) == ([], None)


# --- governments, plans, editions, items --------------------------------------------------------------------


def test_governments_are_those_that_published_something(client, small, large):
    factories.government("422029", "sasebo", "佐世保市", prefecture="長崎県")
    names = [one["name"] for one in client.get("/api/v1/governments").json()["results"]]
    assert names == ["豊中市", "小郡市"]
    (found,) = client.get("/api/v1/governments?code=402168").json()["results"]
    assert found == client.get("/api/v1/governments/ogori").json()
    assert found == {
        "code": "402168",
        "slug": "ogori",
        "name": "小郡市",
        "kind": "MUNICIPALITY",
        "prefecture": "福岡県",
        "page": "http://testserver/ogori/",
        "data_page": "http://testserver/ogori/data/",
    }
    root = client.get("/api/v1/").json()
    assert client.get(root["governments"]).json()["count"] == 2
    assert client.get(root["openapi"]).json()["openapi"] == "3.1.0"


def test_a_plan_says_which_edition_holds_and_which_are_public(client, small):
    plan = client.get(f"{API}/plans/digital-strategy").json()
    assert client.get(f"{API}/plans?kind=STRATEGY").json()["results"] == [plan]
    assert client.get(f"{API}/plans?kind=SECTOR").json()["results"] == []
    assert (plan["shown"], plan["in_force"], plan["upcoming"], plan["editions"]) == (1, 1, None, [1])
    (edition,) = client.get(f"{API}/plans/digital-strategy/editions").json()["results"]
    assert edition == client.get(EDITION).json()
    assert (edition["state"], edition["effective_from"], edition["adopted_on"]) == (
        "in_force",
        "2023-04-01",
        None,
    )
    assert datetime.datetime.fromisoformat(edition["published_at"]).utcoffset() == datetime.timedelta(hours=9)
    frozen = client.get(edition["files"]["json"].removeprefix("http://testserver"))
    assert frozen.json()["edition"]["title"] == edition["title"]


@pytest.mark.django_db
def test_a_coming_edition_stands_beside_the_one_in_force(client):
    plan = factories.plan(factories.government("422029", "sasebo", "佐世保市", prefecture="長崎県"))
    first = factories.published(plan, last_fiscal_year=2099)
    coming = start_next_edition(
        actor=None, edition=first, stage=Edition.Stage.ADOPTED, effective_from=datetime.date(2090, 4, 1)
    )
    publish(actor=None, edition=freeze(actor=None, edition=coming))
    found = client.get("/api/v1/governments/sasebo/plans/digital-strategy").json()
    assert (found["shown"], found["in_force"], found["upcoming"], found["editions"]) == (1, 1, 2, [1, 2])
    states = [
        one["state"]
        for one in client.get("/api/v1/governments/sasebo/plans/digital-strategy/editions").json()["results"]
    ]
    assert states == ["in_force", "upcoming"]


def test_items_stand_in_reading_order_with_the_one_above(client, small):
    items = client.get(f"{EDITION}/items").json()["results"]
    by_lineage = {one["lineage"]: one for one in items}
    measures = client.get(f"{EDITION}/items?kind=MEASURE").json()["results"]
    assert [(one["number"], one["body"]) for one in measures] == [("①", "<p>本文</p>"), ("②", "")]
    above, way = measures[0], []
    while above["parent"]:
        above = by_lineage[above["parent"]]
        way.append(above["level"])
    assert way == ["方向性", "節", "章"]
    section = client.get(f"{EDITION}/items/{small.made['section'].lineage}").json()
    assert section["targets"] == [
        str(small.targets[name].lineage) for name in ("children", "people", "reports")
    ]
    assert (
        section["page"]
        == f"http://testserver/toyonaka/digital-strategy/editions/1/#item-{section['lineage']}"
    )


# --- targets, indicators, figures, judgements ---------------------------------------------------------------


def test_targets_as_printed_and_as_data(client, small):
    lineage = small.targets["content"].lineage
    found = client.get(f"{EDITION}/targets/{lineage}").json()
    assert found in client.get(f"{EDITION}/targets").json()["results"]
    assert client.get(f"{EDITION}/targets?role=NUMERIC").json()["results"] == [found]
    key = small.indicators["content"].key
    assert client.get(f"{EDITION}/targets?indicator={key}").json()["results"] == [found]
    assert (found["name"], found["audience"], found["indicator"]) == ("満足度", "18歳以上", str(key))
    assert found["baseline"]["text"] == "60.0%（令和3年度）"
    assert found["baseline"]["data"]["value"] == "60.0"
    assert (found["target"]["text"], found["target"]["kind_name"]) == ("70.0%", "以上")
    assert found["target"]["data"]["by"]["year"] == 2027
    assert found["item"] == found["goal"]
    (extra,) = client.get(f"{EDITION}/targets?role=SUPPLEMENTARY").json()["results"]
    assert extra["target"]["data"] == {"kind": "qualitative"}  # no word to the office


def test_an_indicator_with_what_readers_may_know_of_it(client, small):
    found = client.get(f"{API}/indicators/{small.indicators['content'].key}").json()
    assert found in client.get(f"{API}/indicators").json()["results"]
    assert found["breaks"] == [{"fiscal_year": 2024, "note": "問いを変えた"}]
    assert found["rounds"] == [{"fiscal_year": 2024, "held": "5月", "sent": 3000, "valid": 1530}]
    assert found["references"] == [{"name": "全国平均", "source": "国の調査"}]


def test_figures_are_those_published(client, small):
    key = small.indicators["content"].key
    found = client.get(f"{API}/measurements?indicator={key}").json()["results"]
    assert [(one["series"], one["fiscal_year"], one["value"]) for one in found] == [
        (None, 2024, "72.0"),
        ("全国平均", 2024, "65.5"),
    ]
    assert (found[0]["numerator"], found[0]["denominator"], found[0]["quality"]) == ("1102", "1530", "FINAL")
    assert found[0]["period"] == {
        "kind": "FISCAL_YEAR",
        "kind_name": "年度",
        "starts_on": "2024-04-01",
        "ends_on": "2025-03-31",
    }
    of_2021 = client.get(f"{API}/measurements?fiscal_year=2021").json()["results"]
    assert [one["value"] for one in of_2021] == ["12"]


def test_a_judgement_says_how_it_was_made(client, small):
    lineage = small.targets["children"].lineage
    asked = f"{EDITION}/judgements?target={lineage}&fiscal_year=2025"
    (found,) = client.get(asked).json()["results"]
    assert found["status"] == {"key": "on-track", "sign": "○", "word": "順調", "tone": "on-track"}
    assert (found["value"], found["value_fiscal_year"], found["is_achieved"]) == ("3", 2025, False)
    assert (found["achievement"], found["expected"], found["pace"]) == ("0.75", "0.6", "1.25")
    assert (found["gap"], found["gap_unit"], found["gap_text"]) == ("-3", "人", "目標まで3人")
    assert found["formula"] == "(3−12)÷(0−12)=75.0％、経過3／5年＝60％に対し1.25倍"
    assert (found["reasons"], found["notes"]) == (["provisional"], ["速報値による"])
    assert (found["is_provisional"], found["is_interim"], found["by_hand"]) == (True, False, None)
    assert (found["scheme"]["key"], found["scheme"]["number"]) == ("default", 0)
    (late,) = client.get(f"{EDITION}/judgements?fiscal_year=2025&status=achieved").json()["results"]
    assert late["name"] == "満足度"


def test_a_published_grade_of_people_stands_beside_the_computed_one(client, small):
    lineage = small.targets["people"].lineage
    (found,) = client.get(f"{EDITION}/judgements?target={lineage}&fiscal_year=2025").json()["results"]
    assert found["by_hand"] == {"key": "late", "sign": "×", "word": "遅れ", "reason": "-説明のとおり"}
    assert found["status"]["word"] == "順調"


# --- the document -------------------------------------------------------------------------------------------


def test_every_shape_says_all_it_holds_and_every_field_what_it_means():
    schemas = document()["components"]["schemas"]
    for name, shape in schemas.items():
        assert shape["additionalProperties"] is False, name
        assert sorted(shape["required"]) == sorted(shape["properties"]), name
    operations = [way["get"] for way in document()["paths"].values()]
    assert len(operations) == 14
    assert len({one["operationId"] for one in operations}) == 14
    for one in operations:
        assert one["responses"].keys() == {200, 404, 422}, one["operationId"]
        assert one["description"] and one["summary"]
        assert [way for way in one["parameters"] if "description" not in way] == []
