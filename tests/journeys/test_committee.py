"""Chiba, seventy-five, at home: comes in with a printed code, reads, votes with the keyboard only, changes her mind.

The console must stay silent and axe must find nothing on any of her pages.
"""

import io
import re

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Outbox
from deliberation.closing import close_box, settles_at
from deliberation.entries import issue_letter
from deliberation.models import Ballot, BallotBox, Paper
from deliberation.questions import answer_question, ask
from tests.deliberation.voting import Vote, a_vote
from tests.journeys.office import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPINION = "デジタルが苦手な人への支えも、\nあわせて進めてください。（見本）"


@pytest.fixture(autouse=True)
def no_limits_from_before(transactional_db):
    cache.clear()


@pytest.fixture
def vote(toyonaka) -> Vote:
    """A written vote that is open, with two papers and a question that was answered."""
    made = a_vote(toyonaka, document_number="豊経第1号", called_on=timezone.localdate())
    meeting = made.meeting
    name = default_storage.save("papers/mihon.pdf", io.BytesIO(b"%PDF-1.7 mihon"))
    file = {"file": name, "name": "資料1.pdf", "media_type": "application/pdf", "size": 14, "pages": 2}
    Paper.objects.create(meeting=meeting, label="資料1", title="開催について", kind="FILE", **file)
    read = Paper.objects.create(
        meeting=meeting,
        label="資料4",
        title="総合戦略（案）",
        kind="EDITION",
        edition=made.item.edition,
        position=1,
    )
    made.item.papers.add(read)
    asker = made.people[1]
    question = ask(
        actor=asker.user,
        member=asker,
        meeting=meeting,
        item=made.item,
        text="財源は何ですか。",
        asked_at=timezone.now(),
    )
    answer_question(actor=None, question=question, seen=1, answer="国の交付金です。（見本）")
    return made


def is_on(page: Page, name: str):
    """What the keyboard stands on now."""
    return page.evaluate("document.activeElement.innerText || document.activeElement.value || ''").startswith(
        name
    )


def tab_to(page: Page, name: str, most: int = 40) -> None:
    """Press Tab until the focus stands on something of this name."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if is_on(page, name):
            return
    raise AssertionError(f"the keyboard does not reach 「{name}」 on {page.url}")


def vote_by_keyboard(page: Page, key: str) -> None:
    """From the ballot to the receipt without touching a mouse; ``key`` moves to the choice."""
    page.locator("input[name=choice]").first.focus()
    page.keyboard.press("Space")
    if key != "Space":
        page.keyboard.press(key)
    tab_to(page, "確かめる画面へ進む")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("この内容で提出しますか")


def test_chiba_votes_from_home(live_server, quiet_page, check_axe, vote):
    page, meeting, chiba = quiet_page, vote.meeting, vote.people[0]
    codes = issue_letter(actor=None, member=chiba, meeting=meeting)

    page.goto(f"{live_server.url}/committee/toyonaka/")
    expect(page).to_have_url(re.compile(r"/committee/\?next=/committee/toyonaka/$"))
    check_axe(page)
    page.get_by_role("textbox", name="紙の符号").fill(codes[0].replace("-", ""))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("（書面会議）")
    expect(page.get_by_text("あなたは、まだ表決していません。")).to_be_visible()
    check_axe(page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.evaluate("document.documentElement.style.fontSize = ''")
    tab_to(page, "質問と答えを読む")
    page.keyboard.press("Enter")
    expect(page.get_by_text("国の交付金です。（見本）")).to_be_visible()
    expect(page.get_by_text("土井")).to_have_count(0)
    check_axe(page, at=(390,))

    page.go_back()
    tab_to(page, "案件2に表決する")
    page.keyboard.press("Enter")
    check_axe(page)
    page.get_by_role("textbox", name="ご意見").fill(OPINION)
    page.reload()
    expect(page.get_by_role("textbox", name="ご意見")).to_have_value(OPINION)
    vote_by_keyboard(page, "Space")
    expect(page.locator("dd strong")).to_have_text("賛成")
    check_axe(page)
    assert not Ballot.objects.exists()
    tab_to(page, "この内容で提出する")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("表決を受け付けました")
    check_axe(page)
    assert page.evaluate("Object.keys(localStorage).length") == 0
    ballot = Ballot.objects.select_related("entry").get()
    assert (ballot.member, ballot.choice, ballot.opinion) == (chiba, "FOR", OPINION)
    code = page.locator(".code-text").inner_text()
    assert code.replace(" ", "") == ballot.entry.hash[:16]
    mail = Outbox.objects.get(key=f"receipt:{ballot.pk}")
    assert code in mail.body
    assert [word for word in ("FOR", "：賛成", "デジタル") if word in mail.body] == []

    tab_to(page, "出し直す")
    page.keyboard.press("Enter")
    expect(page.get_by_text("「賛成」で受け付けています。")).to_be_visible()
    vote_by_keyboard(page, "ArrowDown")
    expect(page.locator("dd strong")).to_have_text("反対")
    tab_to(page, "この内容で提出する")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="前に出したもの")).to_be_visible()
    assert [row.choice for row in Ballot.objects.order_by("n")] == ["FOR", "AGAINST"]
    page.emulate_media(media="print")
    expect(page.locator(".receipt").first).to_be_visible()
    expect(page.get_by_role("button", name="この控えを印刷する")).to_be_hidden()
    page.emulate_media(media="screen")


def test_her_home_and_the_result(live_server, page, check_axe, vote):
    """Not on the quiet page: a refused code and a page that is not hers are errors to the console."""
    chiba = vote.people[0]
    for n in range(2):
        vote.cast(n)
    code = issue_letter(actor=None, member=chiba, meeting=vote.meeting)[0]
    page.goto(f"{live_server.url}/committee/")
    page.get_by_role("textbox", name="紙の符号").fill("0000-1111-2222-3333-4444")
    page.get_by_role("button", name="符号で入る").click()
    expect(page.get_by_role("alert")).to_contain_text("この符号では入れません")
    check_axe(page, at=(390,))
    page.get_by_role("textbox", name="紙の符号").fill(code)
    page.get_by_role("button", name="符号で入る").click()
    expect(page.get_by_role("link", name="案件2の控えを見る")).to_be_visible()
    box = BallotBox.objects.get()
    BallotBox.objects.filter(pk=box.pk).update(closes_at=timezone.now())
    box.refresh_from_db()
    close_box(actor=None, box=box, now=settles_at(box))
    page.reload()
    page.get_by_role("link", name="結果を見る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("表決の結果")
    check_axe(page)
    page.goto(f"{live_server.url}/office/toyonaka/")
    expect(page.get_by_role("heading", level=1)).to_have_text("ページが見つかりません")
    page.goto(f"{live_server.url}/committee/toyonaka/meetings/{vote.meeting.pk}/")
    page.get_by_role("button", name="終わる").click()
    signed_in(page, live_server, chiba.user)
    page.goto(f"{live_server.url}/office/")
    expect(page.get_by_role("heading", level=1)).to_have_text("千葉委員のページ")
    check_axe(page)
