"""Citizens in a real browser: every public page type, with and without JavaScript, passes axe at both widths."""

import pytest

from publishing.editions import freeze, publish, start_next_edition
from strategy.alignments import align_item
from strategy.models import Edition, PlanRole, Term
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLAN = "/toyonaka/digital-strategy/"


@pytest.fixture
def town(toyonaka):
    """A plan with every kind of thing a page can show, in three editions."""
    plan = factories.plan(toyonaka)
    edition = factories.edition(
        plan, term=3, short_title="デジタル総合戦略", former_title="第3期総合戦略（行政素案）"
    )
    tree = factories.small_tree(edition, measures=3)
    align_item(actor=None, item=tree["measure1"], to_item=tree["pillar"])
    factories.item(edition, "initiative", "産後ケアの拡充", tree["section"])
    factories.item(edition, "direction", "施策のない方向性", tree["section"])
    factories.item(
        edition,
        "heading",
        "目標の表",
        body="<table><thead><tr><th>指標</th><th>目標</th></tr></thead>"
        "<tbody><tr><td>総人口</td><td>40万人以上</td></tr></tbody></table>",
    )
    Term.objects.create(edition=edition, word="KPI", reading="けいぴーあい", definition="重要業績評価指標")
    PlanRole.objects.create(
        edition=edition, number="①", label="上位の計画", legal_basis="地方自治法", plan=plan
    )
    first = publish(actor=None, edition=freeze(actor=None, edition=edition))
    adopted = start_next_edition(
        actor=None,
        edition=first,
        stage=Edition.Stage.ADOPTED,
        effective_from="2023-04-01",
        last_fiscal_year=2099,
    )
    publish(actor=None, edition=freeze(actor=None, edition=adopted))
    return plan


PAGES = [
    "/",
    "/toyonaka/",
    PLAN,
    f"{PLAN}editions/1/",
    f"{PLAN}search/?q=取組み",
    f"{PLAN}search/?q=ないことば",
]


def test_public_pages_pass_axe(live_server, town, quiet_page, check_axe):
    for address in PAGES:
        quiet_page.goto(f"{live_server.url}{address}")
        check_axe(quiet_page)


def test_everything_is_there_without_javascript(live_server, town, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}{PLAN}")
    assert page.locator("h1").count() == 1
    page.get_by_role("navigation", name="目次").get_by_role("link", name="第1章　").click()
    assert "#item-" in page.url
    page.get_by_label("この計画の中を探す").fill("けあ")
    page.get_by_role("button", name="探す").click()
    assert page.get_by_role("status").inner_text() == "「けあ」を含む項目は1件です。"
    assert page.locator("ol.hits a").inner_text().strip() == "産後ケアの拡充"
    assert context.cookies() == []
    context.close()


def test_keyboard_reaches_the_text_first(live_server, town, quiet_page):
    quiet_page.goto(f"{live_server.url}{PLAN}")
    quiet_page.keyboard.press("Tab")
    assert quiet_page.evaluate("document.activeElement.textContent") == "本文へ移動"
    quiet_page.keyboard.press("Enter")
    assert quiet_page.evaluate("location.hash") == "#main"


def test_nothing_outside_is_asked_for(live_server, town, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}{PLAN}")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
