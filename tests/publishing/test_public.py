"""Citizens' pages: what they show, what they never show, and what they cost."""

import datetime
import json

import pytest
from django.utils import timezone

from publishing.editions import freeze, publish, start_next_edition, withdraw
from strategy.alignments import align_item
from strategy.items import save_item
from strategy.models import Edition, PlanItem
from tests import factories

CANARY = "秘密の下書き"
PAGE = "/toyonaka/digital-strategy/"


@pytest.fixture
def plan(toyonaka):
    return factories.plan(toyonaka)


def text(response) -> str:
    return response.content.decode()


def test_plan_page_shows_the_edition_in_force_with_numbers_as_printed(client, plan):
    factories.published(plan)
    page = text(client.get(PAGE))
    assert "第1章－1" in page and "（1）" in page and "①" in page
    assert page.count("見本の取組み1") == 1


@pytest.mark.parametrize("measures", [10, 320])
def test_plan_page_costs_three_queries_at_any_size(client, plan, django_assert_num_queries, measures):
    edition = factories.published(plan, measures=1)
    draft = start_next_edition(
        actor=None, edition=edition, stage=Edition.Stage.ADOPTED, effective_from=datetime.date(2024, 4, 1)
    )
    direction = draft.items.get(level__key="direction")
    level = draft.levels.get(key="measure")
    PlanItem.objects.bulk_create(
        PlanItem(edition=draft, level=level, kind="MEASURE", parent=direction, position=n, title=f"取組み{n}")
        for n in range(measures)
    )
    publish(actor=None, edition=freeze(actor=None, edition=draft))
    with django_assert_num_queries(3):
        response = client.get(PAGE)
    assert text(response).count('<span class="item-number">') == measures + 1


def test_references_follow_the_item_and_notes_are_marked(client, plan):
    edition = factories.edition(plan, stage=Edition.Stage.ADOPTED, effective_from=datetime.date(2023, 4, 1))
    made = factories.small_tree(edition)
    reference = f'<a href="#item-{made["measure1"].lineage}">第1章－1（1）①</a>'
    factories.item(
        edition, "chapter", "参照する章", body=f"<p>{reference}のとおり。</p><p>※見本の注です。</p>"
    )
    PlanItem.objects.filter(pk=made["measure2"].pk).update(position=1)  # what was ① is now ②
    publish(actor=None, edition=freeze(actor=None, edition=edition))
    page = text(client.get(PAGE))
    assert f'<a href="#item-{made["measure1"].lineage}">第1章－1（1）②</a>のとおり。' in page
    assert '<p class="note">※見本の注です。</p>' in page
    assert (
        "第1章－1（1）①</a>" in client.get(f"{PAGE}plan.json").content.decode()
    )  # what was frozen is the text


def test_a_reader_gets_no_cookie_and_a_cacheable_page(client, plan):
    factories.published(plan)
    response = client.get(PAGE)
    assert not response.cookies
    assert response["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in response.get("Vary", "")


def test_a_signed_in_reader_costs_no_query_for_session_or_user(client, plan, aoki, django_assert_num_queries):
    factories.published(plan)
    client.force_login(aoki)
    with django_assert_num_queries(3):
        client.get(PAGE)


def test_the_same_page_again_is_not_sent_again(client, plan, django_assert_num_queries):
    factories.published(plan)
    etag = client.get(PAGE)["ETag"]
    with django_assert_num_queries(2):
        response = client.get(PAGE, headers={"if-none-match": etag})
    assert response.status_code == 304
    assert response.content == b""


def test_the_etag_changes_when_the_line_of_editions_changes(client, plan, aoki):
    first = factories.published(plan)
    before = client.get(PAGE)["ETag"]
    draft = start_next_edition(actor=aoki, edition=first, stage=Edition.Stage.DRAFT, title="次の期の素案")
    publish(actor=aoki, edition=freeze(actor=aoki, edition=draft))
    assert client.get(PAGE)["ETag"] != before


def test_a_draft_never_shows_anywhere(client, plan, aoki):
    edition = factories.published(plan)
    draft = start_next_edition(actor=aoki, edition=edition, stage=Edition.Stage.DRAFT, title=CANARY)
    item = draft.items.get(level__key="chapter")
    save_item(actor=aoki, item=item, version=item.version, title=CANARY, body=f"<p>{CANARY}</p>")
    addresses = [
        "/",
        "/toyonaka/",
        PAGE,
        f"{PAGE}search/?q={CANARY}",
        f"{PAGE}plan.json",
        f"{PAGE}plan.docx",
        f"{PAGE}editions/1/",
        "/sitemap.xml",
        "/feeds/toyonaka/",
    ]
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        shown = response.content.replace(f"「{CANARY}」".encode(), b"").replace(f'"{CANARY}"'.encode(), b"")
        assert CANARY.encode() not in shown, address
    assert client.get(f"{PAGE}editions/2/").status_code == 404
    freeze(actor=aoki, edition=draft)
    assert client.get(f"{PAGE}editions/2/").status_code == 404


def test_a_plan_adopted_in_march_stands_beside_the_valid_one(client, plan, aoki):
    today = timezone.localdate()
    ahead = today + datetime.timedelta(days=30)
    old = factories.published(plan, first_fiscal_year=2020, last_fiscal_year=2099)
    new = start_next_edition(
        actor=aoki, edition=old, stage=Edition.Stage.ADOPTED, title="次の計画", effective_from=ahead
    )
    publish(actor=aoki, edition=freeze(actor=aoki, edition=new))
    page = text(client.get(PAGE))
    assert f"<h1>{old.title}</h1>" in page
    assert "策定済（令和" in page
    assert "次の計画が決まっています" in page


def test_a_withdrawn_edition_is_gone(client, plan, aoki):
    edition = factories.published(plan)
    withdraw(actor=aoki, edition=edition, reason="図の誤り")
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}plan.json").status_code == 404


def test_a_draft_stage_is_told_in_title_and_head(client, plan):
    factories.published(plan, stage=Edition.Stage.DRAFT, stage_word="行政素案")
    page = text(client.get(PAGE))
    assert "<h1>第3期まち・ひと・しごと創生総合戦略（行政素案）</h1>" in page
    assert "まだ策定されていません。" in page


def test_json_is_the_frozen_document_byte_for_byte(client, plan):
    edition = factories.published(plan)
    response = client.get(f"{PAGE}plan.json")
    edition.refresh_from_db()
    assert response.content == bytes(edition.content)
    assert json.loads(response.content)["schema"] == 3


def test_alignment_shows_on_both_goal_and_table(client, toyonaka, plan):
    nation = factories.government("000001", "nation", "国", "NATION", "")
    frame = factories.plan(nation, "digital-denen")
    national = factories.edition(
        frame, title="国の総合戦略", stage=Edition.Stage.ADOPTED, effective_from="2022-12-23"
    )
    heading = factories.item(national, "heading", "施策の方向")
    factories.item(national, "pillar", "地方に仕事をつくる", heading)
    national = publish(actor=None, edition=freeze(actor=None, edition=national))
    edition = factories.edition(plan, rests_on=(national,))
    tree = factories.small_tree(edition)
    align_item(actor=None, item=tree["chapter"], to_item=national.items.get(kind="PILLAR"))
    publish(actor=None, edition=freeze(actor=None, edition=edition))
    page = text(client.get(PAGE))
    assert "国の総合戦略との対応（勘案）" in page
    assert page.count('<span class="visually-hidden">対応あり</span>') == 1


@pytest.mark.parametrize("query", ["コソダテ", "こそだて", "ｺｿﾀﾞﾃ"])
def test_search_minds_neither_width_nor_kana(client, plan, query):
    edition = factories.edition(plan)
    factories.item(edition, "chapter", "こそだて応援")
    factories.item(edition, "chapter", "産業振興")
    publish(actor=None, edition=freeze(actor=None, edition=edition))
    page = text(client.get(f"{PAGE}search/", {"q": query}))
    assert f"「{query}」を含む項目は1件です。" in page


def test_search_escapes_what_was_asked(client, plan):
    factories.published(plan)
    page = text(client.get(f"{PAGE}search/", {"q": "<script>alert(1)</script>"}))
    assert "<script" not in page


def test_unknown_places_answer_404(client, plan):
    factories.published(plan)
    for address in ("/nowhere/", "/toyonaka/nothing/", f"{PAGE}editions/9/", f"{PAGE}editions/1/figures/abc"):
        assert client.get(address).status_code == 404, address


def test_feed_and_sitemap_list_the_public_editions(client, plan):
    factories.published(plan)
    assert text(client.get("/feeds/toyonaka/")).count("<entry>") == 1
    assert text(client.get("/sitemap.xml")).count("<url>") == 3  # with the catalogue of data


def test_health(client, db):
    assert client.get("/healthz").content == b"ok"
    assert client.get("/readyz").content == b"ok"
