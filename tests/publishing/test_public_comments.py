"""Citizens' pages of a call for comments: in time, once, without cookie; nothing typed is lost, nothing counted is shown."""

import copy
import datetime
import os
import re
import time
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import arrival
from accounts.outbox import deliver_due
from deliberation import limits
from deliberation.models import PublicComment, Submission, Submitter
from publishing.editions import freeze, publish, start_next_edition, withdraw
from strategy.models import Edition
from tests import factories
from tests.deliberation import calls

PAGE = "/toyonaka/digital-strategy/comments/1/"
MILLISECOND = datetime.timedelta(milliseconds=1)
SCRIPT = '<script>alert("x")</script>'


@pytest.fixture(scope="module")
def _comment(for_the_file):
    return calls.a_call(calls.a_draft(factories.government()), contact="経営計画課（見本）", ways="郵送")


@pytest.fixture
def comment(_comment, db):
    return copy.deepcopy(_comment)


def a_form(comment: PublicComment, *texts: str, age: float = 60, **more: Any) -> dict[str, str]:
    """What a browser sends of a form that was asked for ``age`` seconds ago."""
    asked = timezone.now() - datetime.timedelta(seconds=age)
    given = {
        "stamp": limits.stamp(comment.pk, asked),
        "n": str(max(len(texts), 1)),
        "name": "見本 花子",
        "address": "豊中市中桜塚",
        "submitter_class": calls.CLASSES[0],
        "website": "",
        "mail": "",
    }
    for n, text in enumerate(texts, start=1):
        given |= {f"text{n}": text, f"place{n}": ""}
    return given | more


def told(answer) -> str:
    return answer.content.decode()


def at(monkeypatch, instant: datetime.datetime) -> None:
    """The clock of arrivals stands still at this instant."""
    monkeypatch.setattr(arrival.timezone, "now", lambda: instant)


# --- before anything stands there -----------------------------------------------------------------------------


def test_after_the_end_the_page_says_so_and_then_leads_to_the_result(client, toyonaka):
    comment = calls.over(calls.a_call(calls.a_draft(toyonaka)))
    assert "募集は終わりました" in told(client.get(PAGE))
    assert "募集は終わりました" in told(client.get(f"{PAGE}write/"))
    assert client.get(f"{PAGE}result/").status_code == 404
    calls.published(comment)
    assert f'href="{PAGE}result/"' in told(client.get(PAGE))
    page = told(client.get(f"{PAGE}result/"))
    assert "この募集に、ご意見はありませんでした。" in page and "意見なし" in page


def test_the_headings_of_a_draft_that_is_no_longer_public_stand_in_no_form(client, toyonaka):
    """Withdrawn in mid-call: the form would tell its chapters to everybody."""
    edition = calls.a_draft(toyonaka)
    call = calls.a_call(edition)
    form = f"/toyonaka/{edition.plan.slug}/comments/{call.number}/write/"
    title = edition.items.exclude(title="").order_by("pk").first().title
    assert title in client.get(form).content.decode()
    withdraw(actor=None, edition=edition, reason="見本")
    told = client.get(form).content.decode()
    assert (title in told, "いまは公表されていないため" in told) == (False, True)


# --- time ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("offset", "status", "stored"), [(-1, 302, 1), (0, 422, 0), (1, 422, 0)])
def test_arrival_decides_to_the_millisecond(client, comment, monkeypatch, offset, status, stored):
    instant = comment.closes_at + offset * MILLISECOND
    form = a_form(
        comment, "ぎりぎりの意見", stamp=limits.stamp(comment.pk, instant - datetime.timedelta(minutes=5))
    )
    at(monkeypatch, instant)
    answer = client.post(f"{PAGE}send/", form)
    assert (answer.status_code, Submission.objects.count()) == (status, stored)
    if not stored:
        assert "募集は終わりました" in told(answer) and "ぎりぎりの意見" in told(answer)


def test_a_request_that_waited_at_our_door_is_in_time(client, comment, monkeypatch, settings):
    settings.ARRIVAL_PROXIES = ["127.0.0.1"]
    form = a_form(comment, "間に合った", stamp=limits.stamp(comment.pk, comment.closes_at - calls.DAY))
    at(monkeypatch, comment.closes_at + datetime.timedelta(seconds=20))
    in_time = f"t={(comment.closes_at - MILLISECOND).timestamp():.3f}"
    assert client.post(f"{PAGE}send/", form, headers={"X-Request-Start": in_time}).status_code == 302
    settings.ARRIVAL_PROXIES = []
    forged = form | {"text1": "見出しを偽った"}
    assert client.post(f"{PAGE}send/", forged, headers={"X-Request-Start": in_time}).status_code == 422
    assert Submission.objects.count() == 1


def test_before_it_opens_there_is_a_notice_and_no_form(client, comment, monkeypatch):
    at(monkeypatch, comment.opens_at - MILLISECOND)
    assert "まだ始まっていません" in told(client.get(PAGE))
    page = told(client.get(f"{PAGE}write/"))
    assert "まだ始まっていません" in page and "<textarea" not in page
    PublicComment.objects.update(announced_at=None)
    for place in ("", "write/", "result/"):
        assert client.get(PAGE + place).status_code == 404
    assert client.get("/toyonaka/digital-strategy/comments/").status_code == 404
    assert client.post(f"{PAGE}send/", a_form(comment, "早い")).status_code == 404


# --- the form -----------------------------------------------------------------------------------------------


def test_what_is_wrong_is_said_with_links_and_nothing_typed_is_lost(client, comment):
    form = a_form(comment, "", address="", place1="")
    answer = client.post(f"{PAGE}write/", form)
    page = told(answer)
    assert answer.status_code == 422
    assert "まだ送っていません。2か所を直してください" in page
    assert '<a href="#address">' in page and '<a href="#text1">' in page
    assert 'value="見本 花子"' in page and 'id="address_error"' in page
    assert re.search(r'<input[^>]*aria-describedby="address_error"[^>]*id="address"', page)
    assert re.search(r'<textarea[^>]*aria-describedby="text1_error text1-hint"', page)


def test_one_more_opinion_keeps_everything_and_needs_no_script(client, comment):
    section = next(
        words for words in told(client.get(f"{PAGE}write/")).split("<option ") if "第1章－1" in words
    )
    lineage = re.search(r'value="([0-9a-f-]{36})"', section)[1]
    form = a_form(comment, "一つめ", place1=lineage, mail="書きかけ", more="1", is_group="on")
    answer = client.post(f"{PAGE}write/", form)
    page = told(answer)
    assert answer.status_code == 200
    assert page.count("<textarea") == 2
    assert "一つめ" in page and 'value="書きかけ"' in page and "checked" in page
    assert f'<option value="{lineage}" selected>' in page
    assert f'value="{form["stamp"]}"' in page
    many = a_form(comment, *map(str, range(20)), more="1", n="999")
    page = told(client.post(f"{PAGE}write/", many))
    assert page.count("<textarea") == 20 and "意見をもう一つ書く" not in page


def test_it_is_confirmed_before_it_is_sent_and_can_be_written_again(client, comment):
    form = a_form(comment, f"\n  一行め\n{SCRIPT}", "二つめ")
    page = told(client.post(f"{PAGE}write/", form))
    assert "まだ送っていません" in page and Submission.objects.count() == 0
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;" in page and "<script>" not in page
    again = told(client.post(f"{PAGE}write/", form | {"back": "1"}))
    assert "二つめ" in again and "直してください" not in again


def test_sixty_kilobytes_are_refused_with_a_sentence_and_kept(client, comment):
    long = "あ" * 20_000
    answer = client.post(f"{PAGE}write/", a_form(comment, long))
    assert answer.status_code == 422
    assert "意見1が20,000字あります。4,000字までにするか、分けて書いてください。" in told(answer)
    assert long in told(answer)
    # the end of a line is two signs on its way and one on the screen
    assert client.post(f"{PAGE}write/", a_form(comment, "一行\r\n" * 1300)).status_code == 200
    assert client.post(f"{PAGE}write/", a_form(comment, "一行\r\n" * 1340)).status_code == 422


def test_a_megabyte_is_not_even_read(client, comment):
    answer = client.post(f"{PAGE}send/", a_form(comment, "い" * 400_000))
    assert answer.status_code == 413
    assert "大きすぎます" in told(answer)
    assert client.post(f"{PAGE}write/", a_form(comment, "い" * 400_000)).status_code == 413


@pytest.mark.parametrize(
    "fields",
    [
        {"place1": "not-a-place"},
        {"place1": "00000000-0000-0000-0000-000000000000"},
        {"submitter_class": "市長"},
        {"mail": "見本"},
        {"name": "あ" * 101},
        {"text1": "a\x00b"},
    ],
    ids=["place", "no place", "class", "mail", "name", "null"],
)
def test_what_no_browser_sends_is_refused_with_a_sentence(client, comment, fields):
    answer = client.post(f"{PAGE}send/", a_form(comment, "意見") | fields)
    assert (answer.status_code, Submission.objects.count()) == (422, 0)


def test_only_what_the_call_needs_is_asked(client, comment):
    PublicComment.objects.update(asks_name=False, asks_address=False, classes=[])
    page = told(client.get(f"{PAGE}write/"))
    assert 'name="name"' not in page and 'name="address"' not in page and "あてはまるもの" not in page
    assert client.post(f"{PAGE}send/", a_form(comment, "匿名の意見")).status_code == 302
    assert Submitter.objects.count() == 0  # what was sent uncalled for is not kept


# --- sending ------------------------------------------------------------------------------------------------


def test_a_double_click_is_one_submission_with_one_receipt(client, comment):
    form = a_form(comment, "一度だけ", mail="hanako@example.jp")
    answers = [client.post(f"{PAGE}send/", form) for _ in range(2)]
    numbers = {
        re.search(r'receipt-number">(\d+)<', told(client.get(one.headers["Location"])))[1] for one in answers
    }
    row = Submission.objects.get()
    assert numbers == {str(row.number)}
    assert (row.way, row.entered_by, row.is_group) == ("FORM", None, False)
    deliver_due()
    assert [(one.to, str(row.number) in one.subject) for one in mail.outbox] == [
        (["hanako@example.jp"], True)
    ]
    changed = client.post(
        f"{PAGE}send/", form | {"text1": "書き足した"}
    )  # back in the browser, then sent again
    assert (changed.status_code, Submission.objects.count()) == (302, 2)


def test_the_receipt_of_another_call_or_a_forged_one_is_not_found(client, comment):
    address = client.post(f"{PAGE}send/", a_form(comment, "意見")).headers["Location"]
    calls.a_call(comment.edition)
    assert client.get(address).status_code == 200
    assert client.get(address.replace("/1/", "/2/")).status_code == 404
    assert client.get(f"{PAGE}received/x/").status_code == 404


def test_a_form_that_nobody_asked_for_or_filled_in_too_fast_or_a_trap_stores_nothing(client, comment):
    for change, words in (
        ({"stamp": ""}, "この画面からは送れません"),
        ({"stamp": limits.stamp(comment.pk + 1, timezone.now())}, "この画面からは送れません"),
        ({"stamp": limits.stamp(comment.pk, timezone.now())}, "送るまでの時間が短すぎた"),
        ({"website": "http://example.jp"}, "この欄には何も入れないでください"),
    ):
        answer = client.post(f"{PAGE}send/", a_form(comment, "書いた文") | change)
        assert answer.status_code == 422
        assert words in told(answer) and "書いた文" in told(answer)
    assert Submission.objects.count() == 0


def test_a_flood_stores_the_limit_and_the_page_stays_quick(client, comment, monkeypatch):
    """Some dozens here, a thousand in the drill (COMMENT_FLOOD)."""
    too_many = int(os.environ.get("COMMENT_FLOOD", "50")) - limits.MOST_IN_WINDOW
    at(monkeypatch, timezone.now().replace(minute=1, second=0))
    client.post(
        f"{PAGE}write/", a_form(comment, "はじめ")
    )  # whoever comes first waits for templates to be compiled
    statuses, slowest = [], 0.0
    for n in range(limits.MOST_IN_WINDOW + too_many):
        form = a_form(comment, f"流し込み{n}", age=600)
        begin = time.perf_counter()
        statuses.append(client.post(f"{PAGE}send/", form, REMOTE_ADDR=f"203.0.113.{n % 250}").status_code)
        slowest = max(slowest, time.perf_counter() - begin)
    assert statuses == [302] * limits.MOST_IN_WINDOW + [429] * too_many
    assert Submission.objects.count() == limits.MOST_IN_WINDOW
    assert slowest < 1
    other = client.post(f"{PAGE}send/", a_form(comment, "よその人", age=600), REMOTE_ADDR="198.51.100.7")
    assert other.status_code == 302
    refused = client.post(f"{PAGE}send/", a_form(comment, "残る文", age=600), REMOTE_ADDR="203.0.113.9")
    assert "同じ回線から続けて" in told(refused) and "残る文" in told(refused)


def test_a_header_of_the_sender_does_not_make_another_network(client, comment, monkeypatch):
    at(monkeypatch, timezone.now().replace(minute=1, second=0))
    for n in range(limits.MOST_IN_WINDOW + 3):
        headers = {"X-Forwarded-For": f"192.0.2.{n}, 10.{n}.0.1"}
        client.post(f"{PAGE}send/", a_form(comment, f"偽{n}", age=600), headers=headers)
    assert Submission.objects.count() == limits.MOST_IN_WINDOW


# --- cookies, caches, numbers -------------------------------------------------------------------------------


def test_no_page_sets_a_cookie_or_needs_one_and_what_was_typed_is_kept_by_no_cache(comment):
    strict = Client(enforce_csrf_checks=True)
    form = a_form(comment, "意見")
    sent = strict.post(f"{PAGE}send/", form)
    answers = [
        strict.get(PAGE),
        strict.get("/toyonaka/digital-strategy/comments/"),
        strict.get(f"{PAGE}write/"),
        strict.post(f"{PAGE}write/", form),
        sent,
        strict.get(sent.headers["Location"]),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 302, 200]
    for answer in answers:
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
        assert "csrfmiddlewaretoken" not in told(answer)
    assert [answer["Cache-Control"] for answer in answers[:2]] == ["public, max-age=60"] * 2
    assert all("no-store" in answer["Cache-Control"] for answer in answers[2:])


def test_nothing_is_counted_in_public_before_the_result(client, comment):
    before = [told(client.get(place)) for place in (PAGE, "/toyonaka/digital-strategy/comments/")]
    for n in range(7):
        calls.sent(comment, f"意見{n}")
    assert [told(client.get(place)) for place in (PAGE, "/toyonaka/digital-strategy/comments/")] == before
    calls.over(comment)
    assert not re.search(r"\d+\s*(件|人から|通)", told(client.get(PAGE)))


def test_a_signed_in_reader_is_nobody_in_particular(client, comment, aoki, django_assert_num_queries):
    client.get(f"{PAGE}write/")
    client.force_login(aoki)
    with django_assert_num_queries(1):
        client.get(f"{PAGE}write/")


# --- the result ---------------------------------------------------------------------------------------------


def answered(comment: PublicComment, count: int) -> PublicComment:
    for n in range(count):
        calls.sent(comment, f"意見{n} {SCRIPT}")
    calls.over(comment)
    for n, part in enumerate(calls.parts(comment)):
        word = "REFLECTED" if n == 0 else "NOTED"
        calls.answered(comment, calls.summed(comment, [part], f"概要{n} {SCRIPT}"), f"考え方{n}", word)
    return comment


def test_the_result_is_read_as_published_and_links_to_what_was_changed(client, comment):
    calls.published(answered(comment, 2))
    page = told(client.get(f"{PAGE}result/"))
    assert "2人から2件の意見をいただきました。" in page
    assert "<script>alert" not in page and "概要0 &lt;script&gt;" in page
    assert "変えた箇所を見る" not in page
    later = start_next_edition(actor=None, edition=comment.edition, stage=Edition.Stage.PROPOSAL)
    item = later.items.get(title="見本の取組み1")
    reply = comment.opinions.order_by("pk").first().reply
    reply.changed_edition, reply.changed_lineage = later, item.lineage
    reply.save()
    assert "変えた箇所を見る" not in told(client.get(f"{PAGE}result/"))  # nobody sees a draft
    publish(actor=None, edition=freeze(actor=None, edition=later))
    page = client.get(f"{PAGE}result/")
    assert f'href="/toyonaka/digital-strategy/editions/2/#item-{item.lineage}"' in told(page)
    again = client.get(f"{PAGE}result/", headers={"If-None-Match": page["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("count", [1, 12])
def test_the_result_costs_the_same_at_any_size(client, comment, django_assert_num_queries, count):
    calls.published(answered(comment, count))
    with django_assert_num_queries(3):
        client.get(f"{PAGE}result/")


def test_files_are_inert_and_the_pdf_waits_for_the_clock(client, comment):
    calls.published(answered(comment, 1))
    for kind in ("docx", "xlsx", "csv", "json"):
        answer = client.get(f"{PAGE}result/result.{kind}")
        assert (answer.status_code, answer["X-Content-Type-Options"]) == (200, "nosniff")
        assert answer["Content-Disposition"].startswith("attachment")
        name = f"toyonaka-digital-strategy-comments-1.{kind}"
        assert name in answer["Content-Disposition"]
    assert client.get(f"{PAGE}result/result.pdf").status_code == 503
    assert client.get(f"{PAGE}result/result.exe").status_code == 404


def test_a_neighbours_call_is_not_found_here(client, comment, ogori):
    calls.a_call(calls.a_draft(ogori, factories.plan(ogori, "machi")))
    assert client.get("/ogori/machi/comments/1/").status_code == 200
    assert client.get("/toyonaka/machi/comments/1/").status_code == 404
    assert client.get("/ogori/digital-strategy/comments/1/").status_code == 404
