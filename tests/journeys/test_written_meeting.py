"""A meeting in writing from its planning to a stranger who checks the exported votes, in a real browser.

Aoki calls it; Chiba comments on two words and votes; a paper ballot is entered by two; it closes; the result is public.
"""

import datetime
import re
import subprocess
import sys

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from deliberation.models import Ballot, BallotBox, Meeting, Opinion, PaperBallot
from publishing.editions import freeze, publish, start_next_edition
from strategy.models import Edition
from tests.deliberation import sittings
from tests.journeys.office import signed_in
from tests.sources import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

OFFICE, COMMITTEE = "/office/toyonaka/digital-strategy/meetings/", "/committee/toyonaka/"
SCAN = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF"
)


@pytest.fixture(autouse=True)
def no_limits_from_before(transactional_db):
    cache.clear()


@pytest.fixture
def people(toyonaka, chiba):
    """A body of three: 千葉, who reads at home, and two who answer on paper or not at all."""
    body = sittings.a_body(toyonaka)
    for n, (name, user) in enumerate((("千葉", chiba), ("土井", None), ("江口", None))):
        sittings.a_member(body, name, user, office="CHAIR" if n == 1 else "ORDINARY")
    return body


@pytest.fixture
def draft(toyonaka) -> Edition:
    """The 案 that is decided on, public, with an earlier edition before it."""
    first = publish(actor=None, edition=sittings.a_draft(toyonaka))
    second = start_next_edition(actor=None, edition=first, stage=Edition.Stage.PROPOSAL)
    return publish(actor=None, edition=freeze(actor=None, edition=second))


class Clock:
    """The clock of the server in this process, which a test may put forward."""

    def __init__(self, monkeypatch):
        self.ahead, self.now = datetime.timedelta(), timezone.now
        monkeypatch.setattr(timezone, "now", lambda: self.now() + self.ahead)


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def test_from_the_call_to_a_stranger_who_checks(
    live_server, page, browser, people, draft, aoki, endo, chiba, monkeypatch, tmp_path, settings, check_axe
):
    settings.BALLOT_GRACE_SECONDS = 1
    clock = Clock(monkeypatch)
    desk = signed_in(page, live_server, aoki)
    meeting = called(desk, live_server.url, people)
    home = signed_in(browser.new_context(locale="ja-JP").new_page(), live_server, chiba)
    comments_on_two_words(home, live_server.url, meeting)
    votes(home, live_server.url, meeting, "反対")
    votes(home, live_server.url, meeting, "賛成")
    entered_on_paper(desk, live_server.url, meeting, tmp_path)
    checked(
        signed_in(browser.new_context(locale="ja-JP").new_page(), live_server, endo), live_server.url, meeting
    )
    desk.goto(f"{live_server.url}{OFFICE}{meeting.pk}/voting/")
    expect(desk.get_by_role("main")).not_to_contain_text(re.compile(r"(賛成|反対)\s*\d"))

    clock.ahead = datetime.timedelta(days=11)
    desk = signed_in(browser.new_context(locale="ja-JP", accept_downloads=True).new_page(), live_server, aoki)
    desk.goto(f"{live_server.url}{OFFICE}{meeting.pk}/result/")
    expect(desk.get_by_role("main")).to_contain_text("可決")
    check_axe(desk)
    desk.goto(f"{live_server.url}{OFFICE}{meeting.pk}/finish/")
    desk.get_by_role("main").get_by_role("button").first.click()
    desk.goto(f"{live_server.url}{OFFICE}{meeting.pk}/result/publish/")
    check_axe(desk)
    press(desk, "公表する")
    checked_by_a_stranger(browser, live_server.url, meeting, tmp_path)


def called(desk: Page, url: str, body) -> Meeting:
    """Planned with a paper and an item, called, and opened for votes, by plain forms."""
    today = timezone.localdate()
    desk.goto(f"{url}{OFFICE}new/")
    desk.locator("[name=body]").select_option(str(body.pk))
    desk.locator("[name=form]").select_option("WRITTEN")
    desk.locator("[name=purpose]").fill("案の一部を直したので、お諮りします。")
    desk.locator("[name=why_written]").fill("考え方を改めるものではないため。")
    desk.locator("[name=agreed_with_chair_on]").fill(today.isoformat())
    desk.locator("[name=opens_on]").fill(today.isoformat())
    desk.locator("[name=closes_on]").fill((today + datetime.timedelta(days=10)).isoformat())
    press(desk, "予定に加える")
    meeting = Meeting.objects.get()
    desk.goto(f"{url}{OFFICE}{meeting.pk}/papers/new/")
    desk.locator("[name=label]").fill("資料1")
    desk.locator("[name=title]").fill("総合戦略（案）")
    chosen = desk.locator("[name=content] option", has_text=re.compile("第2版")).first.get_attribute("value")
    desk.locator("[name=content]").select_option(chosen)
    press(desk, "資料を加える")
    desk.goto(f"{url}{OFFICE}{meeting.pk}/agenda/new/")
    desk.locator("[name=kind]").select_option("VOTE")
    desk.locator("[name=title]").fill("総合戦略（案）の策定について")
    desk.locator("[name=content]").fill("資料1のとおり策定すること")
    bound = desk.locator("[name=subject] option", has_text=re.compile("第2版")).first.get_attribute("value")
    desk.locator("[name=subject]").select_option(bound)
    desk.locator("[name=papers]").first.check()
    press(desk, "保存する")
    desk.goto(f"{url}{OFFICE}{meeting.pk}/call/")
    press(desk, "招集する")
    desk.goto(f"{url}{OFFICE}{meeting.pk}/voting/")
    press(desk, "表決の受付を始める")
    assert BallotBox.objects.get().roll.count() == 3
    return meeting


def comments_on_two_words(home: Page, url: str, meeting: Meeting) -> None:
    """At an item, about words of it, without a script's help."""
    paper = meeting.papers.get()
    home.goto(f"{url}{COMMITTEE}meetings/{meeting.pk}/papers/{paper.pk}/text/")
    home.get_by_role("link", name=re.compile("この箇所に意見を書く.*総合戦略の概要")).first.click()
    home.locator("[name=quote]").fill("本文です")
    home.locator("[name=text]").fill("だれの本文か分かるように。")
    press(home, "意見を出す")
    opinion = Opinion.objects.get()
    assert (opinion.quote, opinion.member.name) == ("本文です", "千葉")
    expect(home.get_by_text("だれの本文か分かるように。").first).to_be_visible()


def votes(home: Page, url: str, meeting: Meeting, choice: str) -> None:
    item = meeting.agenda.get()
    home.goto(f"{url}{COMMITTEE}meetings/{meeting.pk}/items/{item.pk}/ballot/")
    home.get_by_role("radio", name=choice).check()
    press(home, "確かめる画面へ進む")
    press(home, "この内容で提出する")
    expect(home.get_by_role("heading", level=1)).to_have_text("表決を受け付けました")


def entered_on_paper(desk: Page, url: str, meeting: Meeting, folder) -> None:
    scan = folder / "hyoketsu.pdf"
    scan.write_bytes(SCAN)
    member, item = meeting.body.members.get(name="土井"), meeting.agenda.get()
    desk.goto(f"{url}{OFFICE}{meeting.pk}/voting/papers/new/?member={member.pk}&item={item.pk}")
    desk.locator("[name=choice][value=FOR]").check()
    desk.locator("[name=is_signed]").first.check()
    desk.locator("[name=received_on]").fill(timezone.localdate().isoformat())
    desk.locator("[name=received_time]").fill(f"{timezone.localtime():%H:%M}")
    desk.locator("[name=scan]").set_input_files(scan)
    desk.locator("[name=reason]").fill("ファクスで届いた")
    press(desk, "入力して、照合を待つ")
    assert PaperBallot.objects.get().state == "ENTERED"


def checked(second: Page, url: str, meeting: Meeting) -> None:
    paper = PaperBallot.objects.get()
    second.goto(f"{url}{OFFICE}{meeting.pk}/voting/papers/{paper.pk}/")
    second.locator("[name=choice][value=FOR]").check()
    second.locator("[name=is_signed]").first.check()
    press(second, "照合する")
    assert sorted(Ballot.objects.values_list("way", "choice")) == [
        ("PAPER", "FOR"),
        ("WEB", "AGAINST"),
        ("WEB", "FOR"),
    ]


def checked_by_a_stranger(browser, url: str, meeting: Meeting, folder) -> None:
    """Without JavaScript, cookie or account: the result, and the file that proves it."""
    reader = browser.new_context(locale="ja-JP", java_script_enabled=False, accept_downloads=True).new_page()
    reader.goto(f"{url}/toyonaka/digital-strategy/meetings/{meeting.pk}/")
    expect(reader.get_by_role("main")).to_contain_text("可決")
    assert reader.context.cookies() == []
    answer = reader.request.get(f"{url}/toyonaka/digital-strategy/meetings/{meeting.pk}/ledger.json")
    file = folder / "ledger.json"
    file.write_bytes(answer.body())
    box = BallotBox.objects.get()
    expect(reader.get_by_role("main")).to_contain_text(box.head[:4])
    assert "千葉" not in file.read_text(encoding="utf-8")
    assert verified(file).returncode == 0
    file.write_text(file.read_text(encoding="utf-8").replace('"AGAINST"', '"FOR"'), encoding="utf-8")
    assert verified(file).returncode != 0


def verified(file) -> subprocess.CompletedProcess:
    command = [sys.executable, ROOT / "manage.py", "verify_resolution", file]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
