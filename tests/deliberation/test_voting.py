"""The secretariat's pages of a written vote: opened, extended, papers entered and checked, closed, told, published."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Outbox
from deliberation.models import BallotBox, Meeting, Member, PaperBallot, TieDecision
from tests import factories
from tests.deliberation import sittings
from tests.deliberation.voting import SCAN, Vote, a_vote

pytestmark = pytest.mark.django_db
MB = 1024 * 1024


@pytest.fixture
def vote(toyonaka) -> Vote:
    return a_vote(toyonaka)


def place(meeting: Meeting, rest: str = "voting/") -> str:
    return f"/office/toyonaka/{meeting.plan.slug}/meetings/{meeting.pk}/{rest}"


def over(monkeypatch, vote: Vote, **after: float) -> None:
    """The clock stands so long after the deadline."""
    at = vote.box.closes_at + datetime.timedelta(**after)
    monkeypatch.setattr(timezone, "now", lambda: at)


def paper(vote: Vote, who: int = 0, **fields) -> dict:
    given = {
        "member": vote.people[who].pk,
        "item": vote.item.pk,
        "choice": "AGAINST",
        "opinion": "",
        "is_signed": "yes",
        "received_on": timezone.localdate().isoformat(),
        "received_time": "00:00",
        "scan": SimpleUploadedFile("hyoketsu.pdf", SCAN),
        "reason": "ファクスで届いたため",
    }
    return given | fields


def test_the_voting_is_opened_when_nothing_is_missing(client, toyonaka, aoki):
    meeting, _, _ = sittings.a_written_vote(
        toyonaka, closes_at=timezone.now() - datetime.timedelta(minutes=1)
    )
    client.force_login(aoki)
    page = client.get(place(meeting)).content.decode()
    assert page.count("足りません</span>") == 1
    assert "表決の受付を始める</button>" not in page
    answer = client.post(place(meeting, "voting/open/"))
    assert answer.status_code == 422
    assert "表決の締切が、もう過ぎているか、始まりより前です。" in answer.content.decode()
    Meeting.objects.update(closes_at=timezone.now() + datetime.timedelta(days=3))
    assert "表決の受付を始める</button>" in client.get(place(meeting)).content.decode()
    assert client.post(place(meeting, "voting/open/")).status_code == 302
    assert BallotBox.objects.get().meeting_id == meeting.pk


def test_the_deadline_is_put_off_with_a_reason_and_never_brought_forward(client, vote, aoki):
    client.force_login(aoki)
    day = timezone.localdate(vote.box.closes_at) + datetime.timedelta(days=7)
    fields = {"closes_on": day.isoformat(), "closes_time": "", "reason": ""}
    answer = client.post(place(vote.meeting, "voting/extend/"), fields)
    assert (answer.status_code, "延ばす理由を入れてください。" in answer.content.decode()) == (422, True)
    assert (
        client.post(place(vote.meeting, "voting/extend/"), fields | {"reason": "大雪のため"}).status_code
        == 302
    )
    vote.box.refresh_from_db()
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min)
    assert vote.box.closes_at == timezone.make_aware(midnight)
    answer = client.post(
        place(vote.meeting, "voting/extend/"), fields | {"closes_time": "17:15", "reason": "間違い"}
    )
    assert (answer.status_code, "より後にしてください。" in answer.content.decode()) == (422, True)


def test_a_paper_counts_once_a_second_person_has_read_the_same(client, vote, aoki, endo):
    client.force_login(aoki)
    assert client.post(place(vote.meeting, "voting/papers/new/"), paper(vote)).status_code == 302
    entered = PaperBallot.objects.get()
    own = place(vote.meeting, f"voting/papers/{entered.pk}/")
    assert (entered.entered_by, entered.choice, entered.scan_type) == (aoki, "AGAINST", "application/pdf")
    answer = client.post(own, {"choice": "AGAINST", "is_signed": "yes"})
    assert "入力した人とは別の人が照合してください。" in answer.content.decode()
    client.force_login(endo)
    page = client.get(own).content.decode()
    assert ("<dd>反対</dd>" in page, "写しを読んで照合する</h2>" in page) == (False, True)
    answer = client.post(own, {"choice": "FOR", "is_signed": "yes"})
    assert (answer.status_code, "はじめの入力と違います。" in answer.content.decode()) == (422, True)
    assert vote.box.ballots.count() == 0
    assert client.post(own, {"choice": "AGAINST", "is_signed": "yes"}).status_code == 302
    assert vote.box.ballots.get().choice == "AGAINST"
    assert "<dd>反対</dd>" in client.get(own).content.decode()


def test_a_paper_is_handed_back_with_a_reason(client, vote, aoki, endo):
    entered = vote.enter(0, aoki)
    client.force_login(endo)
    own = place(vote.meeting, f"voting/papers/{entered.pk}/")
    assert client.post(f"{own}reject/", {"why": ""}).status_code == 422
    assert client.post(f"{own}reject/", {"why": "写しが別の委員のものです"}).status_code == 302
    page = client.get(own).content.decode()
    assert ("写しが別の委員のものです" in page, "写しを読んで照合する" in page) == (True, False)


def test_the_scan_is_given_to_those_who_handle_it_and_to_nobody_else(client, vote, aoki, endo, toyonaka):
    taken = vote.paper(0, aoki, endo)
    own = place(vote.meeting, f"voting/papers/{taken.pk}/")
    client.force_login(aoki)
    answer = client.get(f"{own}scan/")
    assert b"".join(answer.streaming_content) == SCAN
    assert answer["Content-Disposition"] == f'attachment; filename="paper-ballot-{taken.pk}.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/pdf")
    client.force_login(factories.person("第三", "PLANNER", toyonaka))
    assert client.get(f"{own}scan/").status_code == 403
    page = client.get(own).content.decode()
    assert ("<dt>表決</dt>" in page, "scan/" in page) == (False, False)
    vote.close()
    assert b"".join(client.get(f"{own}scan/").streaming_content) == SCAN


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7" + b"0" * 30 * MB, "写しが大きすぎます（30.0MB）。10MBまでにしてください。"),
        (b"GIF89a mihon", "写しは、PDF、PNG、JPEGのどれかで登録してください。"),
        (b"<html><script>alert(1)</script>", "写しは、PDF、PNG、JPEGのどれかで登録してください。"),
        (b"", "このファイルは空です。写しを選び直してください。"),
    ],
    ids=["30 MB", "gif", "html", "empty"],
)
def test_a_scan_that_is_none_is_refused_with_a_sentence(client, vote, aoki, data, sentence):
    client.force_login(aoki)
    answer = client.post(
        place(vote.meeting, "voting/papers/new/"),
        paper(vote, scan=SimpleUploadedFile("hyoketsu.pdf", data), opinion="残る意見"),
    )
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, "残る意見" in page) == (422, True, True)
    assert PaperBallot.objects.count() == 0


def test_nobody_closes_before_its_time_and_a_paper_that_waits_holds_it_open(
    client, vote, aoki, endo, monkeypatch
):
    vote.cast(0)
    entered = vote.enter(1, aoki)
    over(monkeypatch, vote, seconds=44)
    client.force_login(aoki)
    answer = client.post(place(vote.meeting, "voting/close/"))
    assert (answer.status_code, "まだ締め切れません。" in answer.content.decode()) == (422, True)
    over(monkeypatch, vote, seconds=45)
    answer = client.post(place(vote.meeting, "voting/close/"))
    assert (answer.status_code, "照合を待つ紙の表決書が1件ある" in answer.content.decode()) == (422, True)
    client.force_login(endo)
    client.post(place(vote.meeting, f"voting/papers/{entered.pk}/"), {"choice": "FOR", "is_signed": "yes"})
    assert client.get(place(vote.meeting)).status_code == 200  # the first page that needs it closes it
    vote.box.refresh_from_db()
    assert (vote.box.is_closed, client.get(place(vote.meeting, "result/")).status_code) == (True, 200)


def test_a_tie_is_decided_the_result_told_and_published(client, vote, aoki, monkeypatch):
    vote.cast(0)
    vote.cast(1, "AGAINST")
    Member.objects.filter(pk=vote.people[2].pk).update(mail="", user=None, postal="見本町1")
    over(monkeypatch, vote, hours=1)
    client.force_login(aoki)
    result = place(vote.meeting, "result/")
    page = client.get(result).content.decode()
    assert ("案件2は可否同数です" in page, "委員に送る…" in page) == (True, False)
    tie = place(vote.meeting, f"result/items/{vote.item.pk}/tie/")
    assert client.post(tie, {"in_favour": "yes", "decided_on": ""}).status_code == 422
    day = timezone.localdate(timezone.now()).isoformat()
    assert client.post(tie, {"in_favour": "yes", "decided_on": day}).status_code == 302
    assert TieDecision.objects.get().in_favour is True
    page = client.get(f"{result}send/").content.decode()
    assert ("結果：可決" in page, "見本町1" in page) == (True, True)
    assert client.post(f"{result}send/").status_code == 302
    assert Outbox.objects.filter(key__contains=":RESULT:").count() == 2
    assert "氏名は出ません" in client.get(f"{result}publish/").content.decode()
    assert client.post(f"{result}publish/").status_code == 302
    assert client.post(f"{result}publish/").status_code == 422
    ledger = client.get(f"{result}ledger.json")
    assert ledger["Content-Disposition"] == f'attachment; filename="ledger-{vote.meeting.pk}.json"'
    assert vote.people[0].name not in ledger.content.decode()


def test_others_than_planners_see_how_far_it_is_and_the_result_without_names(client, vote, baba, neighbour):
    client.force_login(baba)
    page = client.get(place(vote.meeting)).content.decode()
    assert ("表決を受け付けています" in page, "表決の届いた委員" in page) == (True, False)
    for rest in ("voting/papers/new/", "voting/open/", "result/send/", "result/publish/"):
        assert client.get(place(vote.meeting, rest)).status_code == 403
    vote.cast(0, opinion="見本の意見")
    vote.cast(1)
    vote.close()
    page = client.get(place(vote.meeting, "result/")).content.decode()
    assert ("見本の意見" in page, vote.people[0].name in page) == (True, False)
    client.force_login(neighbour)
    assert client.get(place(vote.meeting, "result/")).status_code == 404


def test_the_page_of_an_open_vote_costs_the_same_at_any_size(
    client, toyonaka, aoki, django_assert_num_queries
):
    vote = a_vote(toyonaka, members=5)
    client.force_login(aoki)
    client.get(place(vote.meeting))
    with django_assert_num_queries(11):
        client.get(place(vote.meeting))
    for who in range(5):
        vote.cast(who)
    with django_assert_num_queries(11):
        client.get(place(vote.meeting))
    vote.close()
    with django_assert_num_queries(14):
        client.get(place(vote.meeting, "result/"))
