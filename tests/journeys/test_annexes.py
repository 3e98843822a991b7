"""What hangs on an item, in a real browser: a planner aligns it, gives it a figure, defines a word; axe everywhere."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from strategy.alignments import align_item
from strategy.terms import create_term
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def chart() -> dict:
    out = io.BytesIO()
    Image.new("RGB", (1200, 700), (230, 240, 250)).save(out, "PNG")
    return {"name": "jinko.png", "mimeType": "image/png", "buffer": out.getvalue()}


@pytest.fixture
def signed_in(live_server, client, page, aoki):
    client.force_login(aoki)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return page


@pytest.fixture
def made(toyonaka):
    edition = factories.edition(factories.plan(toyonaka), title="豊中市デジタル総合戦略")
    made = factories.small_tree(edition)
    nation = factories.government("000001", "nation", "国", "NATION", "")
    factories.published(factories.plan(nation, "digital-denen"), title="デジタル田園都市国家構想総合戦略")
    create_term(actor=None, edition=edition, word="取組み", reading="とりくみ", definition="見本の説明です。")
    align_item(actor=None, item=made["measure1"], to_item=made["pillar"])
    return made


def address(live_server, path: str) -> str:
    return f"{live_server.url}/office/toyonaka/digital-strategy/1/{path}"


def test_an_item_is_aligned(live_server, signed_in, made, check_axe):
    page = signed_in
    page.goto(address(live_server, f"items/{made['measure1'].lineage}/alignments/"))
    check_axe(page)
    page.get_by_label("計画", exact=True).select_option(
        label="国　デジタル田園都市国家構想総合戦略（成案、第1版）"
    )
    page.get_by_label("見出しから探す").fill("取組み")
    page.get_by_role("button", name="一覧を出す").click()
    page.get_by_role("button", name="選んだ項目を対応に加える").click()
    expect(page.get_by_role("alert")).to_contain_text("対応先を一つ以上選んでください。")
    check_axe(page)
    page.get_by_label("①見本の取組み1").check()
    page.get_by_role("button", name="選んだ項目を対応に加える").click()
    expect(page.get_by_text("対応を1件加えました。")).to_be_visible()
    page.get_by_text("関わり方・ページ・説明を変える").click()
    check_axe(page)


def test_a_figure_is_hung_on_an_item(live_server, signed_in, made, check_axe):
    page = signed_in
    page.goto(address(live_server, f"items/{made['measure1'].lineage}/figures/"))
    check_axe(page)
    page.get_by_label("画像").set_input_files(chart())
    page.get_by_label("図の題").fill("総人口の推移")
    page.get_by_role("button", name="図を加える").click()
    page.get_by_label("代わりの文").fill("人口は五年で2%増えた。")
    page.get_by_label("画像").set_input_files(chart())
    page.get_by_role("button", name="図を加える").click()
    expect(page.get_by_text("図「総人口の推移」を加えました。")).to_be_visible()
    expect(page.get_by_role("img", name="人口は五年で2%増えた。")).to_have_js_property("naturalWidth", 1200)
    page.get_by_text("題・代わりの文・出典を直す").click()
    page.get_by_text("削除する…").click()
    check_axe(page)


def test_lists_of_an_edition(live_server, signed_in, made, check_axe):
    for path in ("terms/", "references/", "references/?q=どこにもない"):
        signed_in.goto(address(live_server, path))
        check_axe(signed_in)


def test_a_word_is_looked_at_and_a_wrong_one_told(live_server, signed_in, made, check_axe):
    page = signed_in
    page.goto(address(live_server, "terms/"))
    page.get_by_role("link", name="取組み").click()
    page.get_by_text("用語を削除する…").click()
    check_axe(page)
    page.goto(address(live_server, "terms/"))
    page.get_by_label("貼りつける表").fill("関係人口")
    page.get_by_role("button", name="貼りつけた用語を加える").click()
    expect(page.get_by_role("alert")).to_contain_text("1行目：説明がありません。")
    check_axe(page)
