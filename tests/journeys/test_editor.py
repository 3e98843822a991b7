"""Writing in the office, in a real browser: autosave, Japanese input, paste, and everything that can go wrong.

Whatever goes wrong, what was typed stays on the screen.
"""

import json
import re
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from accounts.models import AuditEvent
from publishing.editions import freeze, start_next_edition
from strategy.items import save_item
from strategy.models import PlanItem
from strategy.richtext import parse
from tests import factories
from tests.journeys.office import address, body_of, is_saved, rest, signed_in, state_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLANS = Path(__file__).resolve().parents[2] / "fixtures" / "plans"
WORD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0mm}</style></head>'
    '<body><script>alert(1)</script><h1 style="color:red">取組みの背景</h1>'
    '<p class="MsoNormal"><b><span style="font-family:游明朝">太い字</span></b>の文<o:p></o:p></p>'
    "<ul><li>一つ目</li><li>二つ目</li></ul>" + '<p class="MsoNormal">長い文。</p>' * 1800 + "</body></html>"
)
EXCEL = (
    "<html><body><table border=0 style='width:200pt'><tr><td class=xl65>指標</td><td>値</td></tr>"
    "<tr><td>出生数</td><td align=right>2,950</td></tr></table></body></html>"
)


@pytest.fixture
def edition(toyonaka):
    return factories.edition(factories.plan(toyonaka))


@pytest.fixture
def item(edition) -> PlanItem:
    return factories.small_tree(edition)["measure1"]


@pytest.fixture
def desk(live_server, page, aoki, edition, item):
    """青木's page of the item."""
    return opened(signed_in(page, live_server, aoki), live_server, item)


def opened(page, live_server, item):
    """The page of the item, with a clock that the test may put forward."""
    page.clock.install()
    page.goto(address(live_server, "item", item.edition, item.lineage))
    return page


def stored(item: PlanItem) -> str:
    item.refresh_from_db()
    return item.body


def is_stored(page, item: PlanItem, body: str) -> None:
    """Sooner or later the item holds this body; who types slowly is saved in between."""
    for _ in range(80):
        if stored(item) == body:
            break
        rest(page, 500)
        page.wait_for_timeout(50)
    assert stored(item) == body


def paste(page, html: str) -> None:
    body_of(page).evaluate(
        """(box, html) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            box.focus();
            box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        html,
    )


def test_what_is_typed_is_saved_by_itself_and_stays_after_leaving(desk, item, check_axe):
    body_of(desk).press_sequentially("妊娠前からの健康相談を行います。")
    expect(state_of(desk)).to_have_text("書きかけ（まもなく保存）")
    is_saved(desk)
    assert stored(item) == "<p>妊娠前からの健康相談を行います。</p>"
    assert AuditEvent.objects.filter(verb="item.save").count() == 1
    body_of(desk).press_sequentially("続き。")
    desk.get_by_role("link", name="次の項目：見本の取組み2").click()  # leaving does not wait for two seconds
    expect(desk.get_by_label("見出し", exact=True)).to_have_value("見本の取組み2")
    assert stored(item) == "<p>妊娠前からの健康相談を行います。続き。</p>"
    check_axe(desk)


def test_the_tools_write_what_a_plan_may_hold(desk, item):
    body = body_of(desk)
    body.press_sequentially("大切な語")
    desk.keyboard.press("Control+a")
    desk.get_by_role("button", name="太字").click()
    expect(body).to_be_focused()
    for key in ("End", "Enter"):
        desk.wait_for_timeout(300)  # nobody is faster
        desk.keyboard.press(key)
    desk.get_by_role("button", name="箇条書き").click()
    expect(body).to_be_focused()
    desk.wait_for_timeout(300)
    desk.keyboard.type("一つ目")
    desk.keyboard.press("Enter")
    desk.keyboard.type("二つ目")
    is_stored(desk, item, "<p><strong>大切な語</strong></p><ul><li>一つ目</li><li>二つ目</li></ul>")


def test_a_link_and_a_ruby_are_asked_for_in_words(desk, item):
    body_of(desk).press_sequentially("要綱")
    desk.keyboard.press("Control+a")
    desk.get_by_role("button", name="リンク", exact=True).click()
    desk.get_by_label("アドレス").fill("https://www.example.jp/yoko")
    desk.get_by_role("button", name="リンクを付ける").click()
    is_saved(desk)
    assert 'href="https://www.example.jp/yoko"' in stored(item)
    desk.keyboard.press("End")
    desk.get_by_role("button", name="ルビ", exact=True).click()
    desk.get_by_label("語", exact=True).fill("柱")
    desk.get_by_label("よみ").fill("はしら")
    desk.get_by_role("button", name="ルビを付ける").click()
    expect(state_of(desk)).to_have_text("書きかけ（まもなく保存）")
    is_saved(desk)
    assert "<ruby>柱<rt>はしら</rt></ruby>" in stored(item)


def test_japanese_input_is_not_doubled_and_saved_once(desk, item):
    body_of(desk).focus()
    keyboard = desk.context.new_cdp_session(desk)
    for reading in ("に", "にん", "にんし", "にんしん", "妊娠"):
        keyboard.send(
            "Input.imeSetComposition",
            {"text": reading, "selectionStart": len(reading), "selectionEnd": len(reading)},
        )
        rest(desk, 500)
    rest(desk, 1500)
    expect(state_of(desk)).to_have_text("書きかけ（まもなく保存）")
    assert AuditEvent.objects.filter(verb="item.save").count() == 0  # nothing is saved in mid-conversion
    keyboard.send("Input.insertText", {"text": "妊娠"})
    is_saved(desk)
    expect(body_of(desk)).to_have_text("妊娠")
    assert stored(item) == "<p>妊娠</p>"
    assert AuditEvent.objects.filter(verb="item.save").count() == 1


def test_a_paste_from_word_loses_its_looks_and_says_so(desk, item):
    assert len(WORD.encode()) > 60_000
    paste(desk, WORD)
    expect(desk.get_by_role("alert")).to_contain_text("色・字体・行間などの書式を外しました")
    is_saved(desk)
    text = stored(item)
    assert text.startswith(
        "<h3>取組みの背景</h3><p><strong>太い字</strong>の文</p><ul><li>一つ目</li><li>二つ目</li></ul>"
    )
    assert text.count("<p>長い文。</p>") == 1800
    assert ("style" in text, "script" in text, "Mso" in text) == (False, False, False)


def test_a_paste_from_excel_is_a_table(desk, item):
    paste(desk, EXCEL)
    is_saved(desk)
    text = stored(item)
    assert (
        text
        == "<table><tbody><tr><td>指標</td><td>値</td></tr><tr><td>出生数</td><td>2,950</td></tr></tbody></table>"
    )


def bodies() -> list[str]:
    """Bodies of the demo plans that together hold every tag that occurs in one."""
    found: list[str] = []

    def visit(node):
        if isinstance(node, dict):
            if node.get("body"):
                found.append(node["body"])
            for value in node.values():
                visit(value)
        elif isinstance(node, list):
            for value in node:
                visit(value)

    for file in sorted(PLANS.glob("*.json")):
        visit(json.loads(file.read_text(encoding="utf-8")))
    tags = "<caption <ruby <ul <ol <thead scope= <h3 <h4 <br href= <sup colspan rowspan".split()
    chosen = [sorted((body for body in found if tag in body), key=len)[-2:] for tag in tags]
    return list(dict.fromkeys(body for holding in chosen for body in holding))


def test_opening_and_changing_a_text_leaves_the_rest_as_it_was(live_server, page, aoki, edition, item):
    signed_in(page, live_server, aoki).clock.install()
    field = page.locator("textarea[name=body]")
    assert len(bodies()) >= 4
    for n, body in enumerate(bodies()):
        assert "Z" not in body
        item.refresh_from_db()
        before = save_item(actor=aoki, item=item, version=item.version, title=f"見本{n}", body=body).item.body
        page.goto(address(live_server, "item", edition, item.lineage))
        body_of(page).focus()
        rest(page, 300)  # the editor puts its own selection back a moment after the focus has come
        page.keyboard.press("Control+End")
        page.wait_for_timeout(100)  # and hears from the browser where the cursor is
        page.keyboard.press("Z")  # what comes and goes between two looks of the editor is no change
        expect(field).to_have_value(re.compile("Z"))
        page.keyboard.press("Backspace")
        expect(field).not_to_have_value(re.compile("Z"))
        expect(state_of(page)).to_have_text("書きかけ（まもなく保存）")
        is_saved(page)
        assert parse(stored(item)) == parse(before), body[:200]


def test_two_people_write_one_item_and_both_see_why(
    desk, live_server, browser, item, edition, baba, toyonaka, check_axe
):
    context = browser.new_context(locale="ja-JP")
    other = signed_in(context.new_page(), live_server, factories.person("馬場", "PLANNER", toyonaka))
    opened(other, live_server, item)
    body_of(other).press_sequentially("馬場の文です。")
    is_saved(other)
    body_of(desk).press_sequentially("青木の文です。")
    rest(desk)
    conflict = desk.get_by_role("region", name="馬場さんが先に保存しました")
    expect(conflict).to_be_visible(timeout=8000)
    expect(conflict).to_contain_text("馬場の文です。")
    expect(conflict).to_contain_text("青木の文です。")
    expect(state_of(desk)).to_have_text("自動保存を止めています")
    expect(body_of(desk)).to_have_text("青木の文です。")
    assert stored(item) == "<p>馬場の文です。</p>"
    body_of(desk).press_sequentially("さらに。")
    posted = []
    desk.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    rest(desk, 2500)
    expect(state_of(desk)).to_have_text("自動保存を止めています")
    assert posted == []
    assert stored(item) == "<p>馬場の文です。</p>"  # nothing is saved before the choice
    check_axe(desk)
    desk.get_by_role("button", name="両方を見ながら直す").click()
    body_of(desk).press_sequentially("馬場の文も入れました。")
    desk.get_by_role("button", name="直した文で保存する").click()
    is_saved(desk)
    expect(conflict).to_have_count(0)
    assert stored(item) == "<p>青木の文です。さらに。馬場の文も入れました。</p>"
    assert "<p>馬場の文です。</p>" in item.history.values_list("body", flat=True)
    body_of(other).press_sequentially("もう一つ。")
    rest(other)
    expect(other.get_by_role("region", name="青木さんが先に保存しました")).to_be_visible(timeout=8000)
    other.get_by_role("button", name="相手の文を採る").click()
    expect(body_of(other)).to_have_text("青木の文です。さらに。馬場の文も入れました。")
    assert "<p>馬場の文です。もう一つ。</p>" in item.history.values_list("body", flat=True)
    context.close()


def test_two_windows_of_one_person_do_not_overwrite_each_other(desk, live_server, aoki, item, edition):
    second = desk.context.new_page()
    opened(second, live_server, item)
    body_of(second).press_sequentially("二つ目の窓。")
    is_saved(second)
    body_of(desk).press_sequentially("一つ目の窓。")
    rest(desk)
    expect(desk.get_by_role("region", name="あなたが別の画面で先に保存しています")).to_be_visible(
        timeout=8000
    )
    assert stored(item) == "<p>二つ目の窓。</p>"


def test_a_session_that_ends_while_typing_loses_nothing(desk, live_server, aoki, item):
    body_of(desk).press_sequentially("期限の切れた文。")
    Session.objects.all().delete()
    rest(desk)
    expect(desk.get_by_role("alert").last).to_contain_text("サインインの期限が切れました", timeout=8000)
    expect(body_of(desk)).to_have_text("期限の切れた文。")
    signed_in(desk, live_server, aoki)
    desk.get_by_role("button", name="もう一度保存する").click()
    is_saved(desk)
    assert stored(item) == "<p>期限の切れた文。</p>"


def test_without_a_network_the_text_waits_and_is_saved_later(desk, item):
    desk.context.set_offline(True)
    body_of(desk).press_sequentially("つながらない所の文。")
    rest(desk)
    expect(state_of(desk)).to_have_text("保存できません（つながりません）", timeout=8000)
    assert stored(item) == ""
    desk.context.set_offline(False)
    is_saved(desk)
    assert stored(item) == "<p>つながらない所の文。</p>"


def test_an_edition_frozen_meanwhile_lets_the_text_go_on_in_the_next(desk, item, edition, aoki):
    body_of(desk).press_sequentially("間に合わなかった文。")
    frozen = freeze(actor=None, edition=edition)
    following = start_next_edition(actor=None, edition=frozen, stage="PROPOSAL")
    rest(desk)
    expect(desk.get_by_role("alert").last).to_contain_text("凍結", timeout=8000)
    expect(body_of(desk)).to_have_text("間に合わなかった文。")
    desk.get_by_role("button", name="次の版（第2版）のこの項目で続ける").click()
    desk.get_by_role("button", name="ここに入れる").click()
    is_saved(desk)
    assert following.items.get(lineage=item.lineage).body == "<p>間に合わなかった文。</p>"
    assert stored(item) == ""


def test_the_other_person_is_announced(desk, live_server, browser, item, edition, toyonaka):
    context = browser.new_context(locale="ja-JP")
    other = signed_in(context.new_page(), live_server, factories.person("馬場", "PLANNER", toyonaka))
    opened(other, live_server, item)
    expect(other.locator("[data-who-is-here]")).to_have_text("青木もこの項目を開いています")
    context.close()


def test_the_page_is_for_everybody(desk, live_server, edition, quiet_page, check_axe):
    check_axe(desk)
    desk.goto(address(live_server, "outline", edition))
    check_axe(desk)
    PlanItem.objects.filter(edition=edition, parent__isnull=False).delete()
    PlanItem.objects.filter(edition=edition).delete()
    desk.goto(address(live_server, "outline", edition))
    expect(desk.get_by_text("項目がまだありません。")).to_be_visible()
    check_axe(desk)
