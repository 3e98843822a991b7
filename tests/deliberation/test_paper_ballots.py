"""Paper: entered with its scan by one, read by another, then in the ledger; what does not count is kept."""

import datetime
import hashlib
import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone
from PIL import Image

from accounts.audit import Refused
from accounts.models import AuditEvent
from deliberation.boxes import void_item
from deliberation.bylaws import DEFAULT, Conflict
from deliberation.models import Ballot, LedgerEntry, PaperBallot, RefusedBallot
from deliberation.paper_ballots import KINDS, MOST, OTHERWISE, check_paper, reject_paper
from deliberation.results import result_of
from tests.deliberation.voting import SCAN, a_vote

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def vote(toyonaka):
    return a_vote(toyonaka)


def refusal(act, *given, **named) -> str:
    with pytest.raises(Refused) as caught:
        act(*given, **named)
    return caught.value.sentence


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("L", (2, 2)).save(stream, "PNG")
    return stream.getvalue()


def scans() -> int:
    return len(list(Path(settings.MEDIA_ROOT).rglob("ballots/*")))


def test_what_one_entered_counts_when_another_read_the_same(vote, aoki, endo):
    paper = vote.enter(1, aoki, "AGAINST", opinion="紙の意見")
    assert (paper.state, LedgerEntry.objects.count()) == ("ENTERED", 0)
    assert (paper.scan_sha256, paper.scan_type) == (hashlib.sha256(SCAN).hexdigest(), "application/pdf")
    assert "hyoketsu" not in paper.scan.name
    taken = check_paper(actor=endo, paper=paper, choice="AGAINST", is_signed=True)
    assert (taken.state, taken.checked_by, taken.ballot.choice, taken.ballot.way) == (
        "TAKEN",
        endo,
        "AGAINST",
        "PAPER",
    )
    assert (taken.ballot.opinion, taken.ballot.received_at) == ("紙の意見", paper.received_at)
    count = result_of(vote.close()).counts[0]
    assert (count.submitted, count.against) == (1, 1)


def test_the_events_of_a_paper_say_neither_who_nor_what(vote, aoki, endo):
    vote.paper(1, aoki, endo, "AGAINST", opinion="紙の意見")
    for event in AuditEvent.objects.filter(verb__startswith="paper_ballot"):
        assert (event.detail, event.subject_name) == ({"way": "紙"}, str(vote.item))


def test_the_same_person_does_not_check_and_nobody_checks_nameless(vote, aoki):
    paper = vote.enter(1, aoki)
    for actor in (aoki, None):
        said = refusal(check_paper, actor=actor, paper=paper, choice="FOR", is_signed=True)
        assert said == "入力した人とは別の人が照合してください。"
    with pytest.raises(IntegrityError):
        PaperBallot.objects.filter(pk=paper.pk).update(state="TAKEN", checked_by=aoki)


@pytest.mark.parametrize("read", [("AGAINST", True), ("FOR", False), ("BLANK", True)])
def test_who_read_otherwise_is_told_and_nothing_is_kept(vote, aoki, endo, read):
    paper = vote.enter(1, aoki, "FOR")
    assert refusal(check_paper, actor=endo, paper=paper, choice=read[0], is_signed=read[1]) == OTHERWISE
    assert (PaperBallot.objects.get().state, Ballot.objects.count()) == ("ENTERED", 0)


def test_a_paper_is_read_once_and_handed_back_with_a_reason(vote, aoki, endo):
    paper = vote.paper(1, aoki, endo)
    again = {"actor": endo, "paper": paper}
    assert refusal(check_paper, **again, choice="FOR", is_signed=True).startswith(
        "この表決書は、すでに「受付済」です。"
    )
    assert refusal(reject_paper, **again, why="x").startswith("この表決書は、すでに「受付済」です。")
    other = vote.enter(1, aoki)
    assert refusal(reject_paper, actor=endo, paper=other, why=" ").startswith("差し戻す理由を")
    assert reject_paper(actor=endo, paper=other, why="写しが違う").state == "REJECTED"
    assert Ballot.objects.count() == 1


@pytest.mark.parametrize(
    ("rule", "choice"), [(Conflict.LATEST, "AGAINST"), (Conflict.WEB, "FOR"), (Conflict.PAPER, "AGAINST")]
)
def test_of_a_vote_on_line_and_one_on_paper_both_are_kept_and_the_rule_decides(
    toyonaka, aoki, endo, rule, choice
):
    vote = a_vote(toyonaka, bylaws=replace(DEFAULT, conflict=rule, may_change=False, quorum=None))
    vote.cast(1, "FOR", received_at=timezone.now() - HOUR / 2)
    vote.paper(1, aoki, endo, "AGAINST")
    count = result_of(vote.close()).counts[0]
    assert (count.submitted, count.counted[str(vote.people[1].pk)].choice, Ballot.objects.count()) == (
        1,
        choice,
        2,
    )


def test_two_papers_where_no_change_is_allowed(toyonaka, aoki, endo):
    vote = a_vote(toyonaka, bylaws=replace(DEFAULT, may_change=False))
    vote.paper(1, aoki, endo)
    paper = vote.enter(1, aoki, "AGAINST")
    said = refusal(check_paper, actor=endo, paper=paper, choice="AGAINST", is_signed=True)
    assert said == "この会議の決まりでは、出した表決は変えられません。"


# --- kept and not counted -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("counts", [False, True])
def test_an_unsigned_paper_counts_as_the_rules_say(toyonaka, aoki, endo, counts):
    vote = a_vote(toyonaka, bylaws=replace(DEFAULT, unsigned_counts=counts))
    paper = vote.paper(1, aoki, endo, is_signed=False)
    assert (paper.state, paper.ballot is not None) == ("TAKEN", counts)
    assert list(RefusedBallot.objects.values_list("why", "way")) == (
        [] if counts else [("UNSIGNED", "PAPER")]
    )


def test_a_paper_that_came_in_time_counts_though_it_is_entered_after_the_deadline(vote, aoki, endo):
    vote.let_pass()
    taken = vote.paper(1, aoki, endo, received_at=vote.at(milliseconds=1))
    late = vote.paper(2, aoki, endo, received_at=vote.at())
    assert (taken.ballot is not None, late.ballot, RefusedBallot.objects.get().why) == (True, None, "LATE")


def test_after_the_closing_a_late_paper_is_kept_and_one_in_time_comes_too_late(vote, aoki, endo):
    vote.let_pass()
    vote.close()
    vote.paper(1, aoki, endo, received_at=vote.at())
    assert RefusedBallot.objects.get().why == "LATE"
    said = refusal(vote.enter, 2, aoki, received_at=vote.at(milliseconds=1))
    assert said.startswith("表決を締め切ったあとなので")


def test_a_paper_on_a_voided_item_is_kept(vote, aoki, endo):
    paper = vote.enter(1, aoki)
    void_item(actor=None, item=vote.item, reason="案が差し替えられたため")
    check_paper(actor=endo, paper=paper, choice="FOR", is_signed=True)
    assert RefusedBallot.objects.get().why == "VOIDED"


# --- what is not taken --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scan", "sentence"),
    [
        (b"%PDF-" + b"0" * (30 * 1024 * 1024), "「a.pdf」：写しが大きすぎます（30.0MB）。10MBまでです。"),
        (b"<html><script>alert(1)</script>", f"「a.pdf」：{KINDS}"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", f"「a.pdf」：{KINDS}"),
        (b"PK\x03\x04", f"「a.pdf」：{KINDS}"),
        (b"", f"「a.pdf」：{KINDS}"),
    ],
    ids=["30 MB", "html", "svg", "zip", "empty"],
)
def test_a_scan_of_another_kind_or_too_large_is_refused_and_not_stored(vote, aoki, scan, sentence):
    assert refusal(vote.enter, 1, aoki, scan=scan, scan_name="a.pdf").startswith(sentence)
    assert (scans(), PaperBallot.objects.count()) == (0, 0)


def test_a_picture_is_a_scan_and_the_largest_is_taken(vote, aoki):
    assert vote.enter(1, aoki, scan=picture()).scan_type == "image/png"
    assert vote.enter(2, aoki, scan=SCAN + b"0" * (MOST - len(SCAN))).scan.size == MOST


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"reason": " "}, "紙で受け付けた理由を"),
        ({"choice": "MAYBE"}, "表決書の印のとおりに"),
        ({"opinion": "あ" * 4001}, "ご意見は4000字までです"),
        ({"received_at": timezone.now() + HOUR}, "届いた日時が、まだ来ていません。"),
    ],
)
def test_what_was_typed_wrongly_is_said_and_its_scan_goes(vote, aoki, given, sentence):
    assert refusal(vote.enter, 1, aoki, **given).startswith(sentence)
    assert scans() == 0


def test_no_paper_without_its_author_or_of_somebody_without_a_vote(toyonaka, aoki):
    vote = a_vote(toyonaka, bylaws=replace(DEFAULT, chair_votes=False))
    assert refusal(vote.enter, 1, None) == "紙の表決書は、入力した人の名前が要ります。"
    assert refusal(vote.enter, 0, aoki).startswith("この会議の表決権のある委員の名簿に")
