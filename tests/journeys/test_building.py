"""A plan is built and rearranged by the keyboard alone; the numbers follow by themselves."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from strategy.models import PlanItem
from strategy.outline import Outline
from tests import factories
from tests.journeys.office import address, is_saved, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = """() => {
    const here = document.activeElement;
    const words = here.getAttribute("aria-label") || here.labels?.[0]?.textContent || here.textContent;
    return `${here.tagName} ${words.trim().replace(/\\s+/g, " ")}`;
}"""


@pytest.fixture
def edition(toyonaka):
    return factories.edition(factories.plan(toyonaka))


def lines(edition) -> list[tuple[str, str]]:
    return [(row.number, row.item.title) for row in Outline(edition).walk()]


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element of this name has the focus."""
    seen = []
    for _ in range(120):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(NAME))
        if name in seen[-1]:
            return
    pytest.fail(f"Tab never reaches {name}: {seen}")


def add(page: Page, title: str, place: str = "") -> None:
    """Add an item from wherever we are: by Tab, Enter, arrows and letters only."""
    tab_to(page, "A 項目を足す")
    page.keyboard.press("Enter")
    page.wait_for_url("**/add/**")
    tab_to(page, "INPUT 見出し")
    page.keyboard.type(title)
    if place:
        page.keyboard.press("Tab")
        for _ in range(20):
            if place in page.evaluate(NAME):
                break
            page.keyboard.press("ArrowDown")
        else:
            pytest.fail(f"no place {place}")
    page.keyboard.press("Enter")
    page.wait_for_url("**/items/**")
    expect(page.get_by_label("見出し", exact=True)).to_have_value(title)


def test_a_small_plan_by_the_keyboard_alone(live_server, quiet_page, aoki, edition):
    page = signed_in(quiet_page, live_server, aoki)
    page.clock.install()
    page.goto(address(live_server, "outline", edition))
    add(page, "子ども・若者が夢や希望をもてるまちづくり", "「章」")
    add(page, "妊娠・出産・子育て支援の充実", "「節」")
    add(page, "安心して産み育てられる環境づくりを進めます", "「方向性」")
    add(page, "健康相談", "「主な取組み」")
    add(page, "健診の助成")
    tab_to(page, "DIV")
    page.keyboard.type("費用を助成します。")
    page.keyboard.press("Escape")
    is_saved(page)
    assert lines(edition) == [
        ("第1章", "子ども・若者が夢や希望をもてるまちづくり"),
        ("第1章－1", "妊娠・出産・子育て支援の充実"),
        ("（1）", "安心して産み育てられる環境づくりを進めます"),
        ("①", "健康相談"),
        ("②", "健診の助成"),
    ]
    assert edition.items.get(title="健診の助成").body == "<p>費用を助成します。</p>"


def test_a_chapter_of_twenty_items_is_moved_by_a_key_and_the_numbers_follow(
    live_server, quiet_page, aoki, edition
):
    factories.small_tree(edition, measures=18)  # a chapter, a section, a direction and 18 measures
    second = factories.item(edition, "chapter", "安全に安心して暮らせるまちづくり")
    page = signed_in(quiet_page, live_server, aoki)
    page.goto(address(live_server, "outline", edition))
    chapter = edition.items.get(title="子ども・若者が夢や希望をもてるまちづくり")
    link = page.locator(f'li[data-item="{chapter.lineage}"] > .outline-row > a')
    link.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(link.locator(".num")).to_have_text("第2章")
    expect(link).to_be_focused()
    expect(page.locator("[data-outline-said]")).to_have_text("動かしました。")
    shown = page.locator(".outline-row .num").all_inner_texts()
    assert shown[-21:-17] == ["第2章", "第2章－1", "（1）", "①"]
    numbers = {title: number for number, title in lines(edition)}
    assert numbers[second.title] == "第1章"
    assert PlanItem.objects.filter(edition=edition).count() == 24
    page.keyboard.press("Alt+ArrowUp")
    expect(link.locator(".num")).to_have_text("第1章")


def test_a_move_that_the_rules_forbid_is_said_and_nothing_moves(live_server, page, aoki, edition):
    factories.small_tree(edition)
    before = lines(edition)
    signed_in(page, live_server, aoki).goto(address(live_server, "outline", edition))
    link = page.get_by_role("link", name="（1） 安心して産み育てられる環境づくりを進めます")
    link.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-outline-said]")).to_be_visible()
    assert page.locator("[data-outline-said]").inner_text() != "動かしました。"
    assert lines(edition) == before


def test_an_item_is_dragged_to_another_place(live_server, quiet_page, aoki, edition):
    factories.small_tree(edition, measures=3)
    page = signed_in(quiet_page, live_server, aoki)
    page.goto(address(live_server, "outline", edition))
    page.locator("[data-filter]").wait_for(state="hidden")
    rows = page.locator(".outline-row")
    rows.filter(has_text="見本の取組み3").hover()
    page.mouse.down()
    first = rows.filter(has_text="見本の取組み1").bounding_box()
    page.mouse.move(first["x"] + 150, first["y"] + 30, steps=8)
    page.mouse.move(first["x"] + 150, first["y"] + 3, steps=8)
    page.mouse.up()
    expect(page.locator("[data-outline-said]")).to_have_text("動かしました。")
    assert [title for _, title in lines(edition)][-3:] == ["見本の取組み3", "見本の取組み1", "見本の取組み2"]


def test_a_move_after_the_session_ended_is_not_called_done(live_server, page, aoki, edition):
    factories.small_tree(edition)
    before = lines(edition)
    signed_in(page, live_server, aoki).goto(address(live_server, "outline", edition))
    Session.objects.all().delete()
    page.get_by_role("link", name="② 見本の取組み2").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-outline-said]")).to_contain_text("動かしていません")
    assert lines(edition) == before
