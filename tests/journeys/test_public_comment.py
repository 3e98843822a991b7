"""A citizen writes two opinions on a telephone without scripts; the office sums up, answers, publishes; a reader reads."""

import os

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from deliberation import limits
from deliberation.models import Opinion, PublicComment, Submission
from deliberation.summaries import relate_summary
from publishing.editions import freeze, publish, start_next_edition
from strategy.items import save_item
from strategy.models import Edition
from tests import factories
from tests.deliberation import calls
from tests.journeys.office import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLACE = ["toyonaka", "digital-strategy"]


@pytest.fixture
def comment(toyonaka):
    draft = factories.published(
        factories.plan(toyonaka), stage=Edition.Stage.DRAFT, title="豊中市デジタル総合戦略"
    )
    return calls.a_call(
        draft,
        title="総合戦略 令和8年改訂（素案）への意見",
        ways="郵送、ファクス、経営計画課の窓口（見本）",
        contact="経営計画課（見本）",
        who_may="市内に住む人、通う人、事業を営む人など",
        classes=["市内に住んでいる", "市内に通勤・通学している", "市内で事業や活動をしている", "そのほか"],
        next_words="委員会での審議（10月）のあと、計画を策定します。",
    )


def shoot(page: Page, name: str) -> None:
    """A picture of the page at both widths, where somebody wants to look."""
    if folder := os.environ.get("SHOTS"):
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def office(live_server, name: str, *more) -> str:
    return live_server.url + reverse(name, args=[*PLACE, *more])


def written(live_server, browser) -> str:
    """Two opinions, from the plan's page to the receipt; gives the receipt number."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{live_server.url}/toyonaka/digital-strategy/")
    page.get_by_role("navigation", name="主なページ").get_by_role("link", name="意見募集").click()
    page.get_by_role("link", name="総合戦略 令和8年改訂（素案）への意見").click()
    page.get_by_role("link", name="意見を書く").click()
    page.get_by_role("button", name="確かめる画面へ進む").click()
    expect(page.get_by_text("まだ送っていません。4か所を直してください")).to_be_visible()
    page.get_by_role("link", name="意見1を書いてください").click()
    page.get_by_label("お名前").fill("見本 花子")
    page.get_by_label("お住まいの地域").fill("豊中市中桜塚")
    page.get_by_label("市内に住んでいる").check()
    page.locator("#text1").fill("妊産婦の相談を夜間も受けてほしい。")
    page.get_by_role("button", name="意見をもう一つ書く").click()
    assert page.locator("#text1").input_value() == "妊産婦の相談を夜間も受けてほしい。"
    section = page.locator("#place2 option", has_text="第1章－1　").first
    page.locator("#place2").select_option(value=section.get_attribute("value"))
    page.locator("#text2").fill("言葉がむずかしい。\n用語の説明を増やしてほしい。")
    page.get_by_label("お名前").press("Enter")  # goes on, and adds no empty opinion
    expect(page.get_by_role("heading", level=1)).to_have_text("送る前の確認")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.get_by_role("button", name="書き直す").click()
    assert page.locator("#text2").input_value() == "言葉がむずかしい。\n用語の説明を増やしてほしい。"
    page.get_by_role("button", name="確かめる画面へ進む").click()
    page.get_by_role("button", name="この内容で送る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("意見を受け付けました")
    number = page.locator(".receipt-number").inner_text()
    assert context.cookies() == []
    context.close()
    return number


def test_from_a_telephone_to_the_published_result(
    live_server, browser, quiet_page, comment, aoki, check_axe, monkeypatch
):
    monkeypatch.setattr(limits, "LEAST_SECONDS", 0)  # nobody else is as fast as this browser
    number = written(live_server, browser)
    row = Submission.objects.get()
    assert (str(row.number), row.parts.count(), row.submitter.name) == (number, 2, "見本 花子")
    calls.over(PublicComment.objects.get())
    page = signed_in(quiet_page, live_server, aoki)
    page.goto(office(live_server, "comments"))
    page.get_by_role("link", name="総合戦略 令和8年改訂（素案）への意見").first.click()
    page.get_by_role("link", name="届いた意見", exact=True).click()
    page.get_by_role("link", name=number).click()
    expect(page.get_by_text("見本 花子")).to_be_visible()
    check_axe(page, at=(390,))
    page.get_by_role("link", name="意見のまとめ", exact=True).click()
    page.get_by_label("選ぶ：妊産婦").check()
    page.locator("#sum_text").fill("夜間も相談を受けてほしい。")
    page.get_by_role("button", name="選んだ意見をまとめる").click()
    page.get_by_label("選ぶ：言葉が").check()
    page.get_by_role("button", name="選んだ意見をまとめる").click()
    for n, (words, reply) in enumerate(
        (("参考", "参考とします。"), ("反映", "用語の定義に12語を加えました。")), start=1
    ):
        page.get_by_label(f"{n}番の考え方").fill(reply)
        page.get_by_label(f"{n}番の区分").select_option(words)
    check_axe(page, at=(1280,))
    shoot(page, "summaries")
    page.get_by_role("button", name="表を保存する").click()
    page.get_by_role("link", name="結果", exact=True).click()
    check_axe(page, at=(1280,))
    page.get_by_role("button", name="結果を公表する").click()
    expect(page.get_by_text("公表した内容は、もう変わりません")).to_be_visible()
    page.context.clear_cookies()
    page.goto(office(live_server, "public_comments"))
    page.get_by_role("link", name="総合戦略 令和8年改訂（素案）への意見").click()
    expect(page.get_by_text("1人から2件の意見をいただきました。")).to_be_visible()
    assert "花子" not in page.content()
    check_axe(page, at=(390, 1280))
    shoot(page, "result")
    with page.expect_download() as download:
        page.get_by_role("link", name="結果（Excel）").click()
    assert download.value.suggested_filename == "toyonaka-digital-strategy-comments-1.xlsx"
    newer = changed_for(Opinion.objects.get(reply__disposition="REFLECTED"), aoki)
    page.goto(f"{live_server.url}/toyonaka/digital-strategy/editions/{newer.number}/comparison/1/")
    row = page.get_by_role("main")
    expect(row).to_contain_text("意見募集")
    expect(row).to_contain_text(Opinion.objects.get(reply__disposition="REFLECTED").text)


def changed_for(opinion: Opinion, actor) -> Edition:
    """The next edition, in which an item was changed for this opinion; it is public."""
    made = start_next_edition(actor=actor, edition=opinion.edition, stage=Edition.Stage.PROPOSAL)
    item = made.items.get(title="見本の取組み1")
    save_item(
        actor=actor, item=item, version=item.version, title=item.title, body="<p>用語を加えました。</p>"
    )
    made = publish(actor=actor, edition=freeze(actor=actor, edition=made))
    relate_summary(
        actor=actor,
        summary=opinion,
        seen=opinion.version,
        lineage=opinion.lineage,
        changed_edition=made,
        changed_lineage=item.lineage,
    )
    return made


def test_the_form_and_its_faults_pass_axe(live_server, quiet_page, comment, check_axe, monkeypatch):
    monkeypatch.setattr(limits, "LEAST_SECONDS", 0)
    page = quiet_page
    page.goto(office(live_server, "public_comment", 1))
    check_axe(page, at=(390,))
    shoot(page, "call")
    page.goto(office(live_server, "public_comment_write", 1))
    page.get_by_label("お名前").fill("見本 花子")
    page.get_by_label("市内に住んでいる").check()
    page.get_by_role("button", name="意見をもう一つ書く").click()
    check_axe(page, at=(390,))


def test_the_page_with_faults_passes_axe(live_server, page, comment, check_axe):
    """A refused form answers 422, which the console of a quiet page would call an error."""
    page.goto(office(live_server, "public_comment_write", 1))
    page.get_by_label("お名前").fill("見本 花子")
    page.get_by_label("市内に住んでいる").check()
    page.get_by_role("button", name="確かめる画面へ進む").click()
    expect(page.get_by_text("2か所を直してください")).to_be_visible()
    check_axe(page, at=(390,))
    shoot(page, "write")
