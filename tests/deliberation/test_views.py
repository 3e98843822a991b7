"""The members' pages and the secretariat's pages about members: doors, ballots, what is shown to whom."""

import datetime
import re

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Outbox, User
from deliberation.entries import invite_member, issue_letter
from deliberation.models import (
    AgendaItem,
    Ballot,
    BallotBox,
    Body,
    Consent,
    EntryCode,
    Member,
    Paper,
    Question,
    RefusedBallot,
)
from tests.deliberation import sittings
from tests.deliberation.voting import Vote, a_vote

pytestmark = pytest.mark.django_db
DOOR = "/committee/"
OPINION = "書きかけの意見"


@pytest.fixture(autouse=True)
def no_limits_from_before(db):
    cache.clear()


@pytest.fixture
def vote(toyonaka) -> Vote:
    return a_vote(toyonaka)


@pytest.fixture
def chiba(vote) -> User:
    return vote.people[0].user


def sitting(vote: Vote, rest: str = "") -> str:
    return f"/committee/toyonaka/meetings/{vote.meeting.pk}/{rest}"


def ballot(vote: Vote, rest: str) -> str:
    return sitting(vote, f"items/{vote.item.pk}/{rest}/")


def office(vote: Vote, rest: str) -> str:
    return f"/office/toyonaka/{vote.meeting.plan.slug}/meetings/{vote.meeting.pk}/{rest}"


def seat_page(member: Member, rest: str) -> str:
    return reverse(f"member_{rest}", args=["toyonaka", member.body_id, member.pk])


def text_of(answer) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", answer.content.decode()))


def mailed_link(member: Member) -> str:
    invite_member(actor=None, member=member)
    return re.search(r"/committee/enter/[0-9a-f]+/", Outbox.objects.latest("pk").body)[0]


def who(client) -> str:
    return client.session.get("_auth_user_id", "")


# --- the door -----------------------------------------------------------------------------------------------


def test_opening_a_link_uses_nothing_up_and_leaves_the_code_behind(client, vote, chiba, caplog):
    path = mailed_link(vote.people[0])
    for answer in (client.get(path), client.head(path), client.get(path)):
        assert (answer.status_code, answer["Location"]) == (302, DOOR)
        assert answer["Referrer-Policy"] == "no-referrer"
    cookie = client.cookies["entry"]
    assert (cookie["httponly"], cookie["path"], cookie["samesite"]) == (True, DOOR, "Lax")
    page = client.get(DOOR)
    assert page.content.decode().count('type="submit"') == 1
    assert not EntryCode.objects.filter(used_at__isnull=False).exists()
    code = path.split("/")[-2]
    answer = client.post(DOOR, {"code": code})
    assert (answer["Location"], who(client)) == ("/committee/toyonaka/", str(chiba.pk))
    assert client.cookies["entry"].value == ""
    client.post("/accounts/logout/")
    assert (client.post(DOOR, {"code": code}).status_code, who(client)) == (422, "")
    assert code not in caplog.text


def test_every_code_that_opens_nothing_gets_the_same_answer(client, vote):
    used, void, *_ = issue_letter(actor=None, member=vote.people[0], meeting=vote.meeting)
    EntryCode.objects.filter(pk=EntryCode.objects.first().pk).update(used_at=timezone.now())
    EntryCode.objects.exclude(used_at__isnull=False).update(revoked_at=timezone.now())
    answers = []
    for typed in (used, void, "0000-0000-0000-0000-0000"):
        answer = client.post(DOOR, {"code": typed})
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        answers.append((answer.status_code, page.replace(typed, "")))
    assert len(set(answers)) == 1
    assert "この符号では入れません" in answers[0][1]


def test_guesses_are_limited_for_an_address_and_in_all(client, vote, settings, chiba):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"committee_enter": "2/15m/ip,3/15m/key"}
    code = issue_letter(actor=None, member=vote.people[0], meeting=vote.meeting)[0]
    tries = [client.post(DOOR, {"code": typed}).status_code for typed in ("1", "2", code)]
    assert tries == [422, 422, 429]
    assert not EntryCode.objects.filter(used_at__isnull=False).exists()
    other = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.post(DOOR, {"code": "3"}, **other).status_code == 422
    assert client.post(DOOR, {"code": code}, **other).status_code == 429
    assert who(client) == ""


def test_the_limits_that_are_set(settings):
    assert settings.ACCOUNT_RATE_LIMITS["committee_enter"] == "20/15m/ip,300/15m/key"


def test_printed_codes_open_their_meeting_and_nothing_else(client, vote, endo):
    """Endo is an administrator and sits on the body: what was printed for the meeting is no key to the office."""
    other = sittings.a_meeting(vote.meeting.body, vote.meeting.plan)
    Member.objects.filter(pk=vote.people[0].pk).update(user=endo)
    code = issue_letter(actor=None, member=vote.people[0], meeting=vote.meeting)[0]
    answer = client.post(DOOR, {"code": code, "next": "/office/toyonaka/people/"})
    assert answer["Location"] == sitting(vote)
    page = client.get(sitting(vote))
    assert (page.status_code, "わたしの会議の一覧" in page.content.decode()) == (200, False)
    elsewhere = (
        "/committee/toyonaka/",
        f"/committee/toyonaka/meetings/{other.pk}/",
        "/office/toyonaka/",
        "/office/toyonaka/people/",
        "/accounts/2fa/",
    )
    assert [client.get(path).status_code for path in elsewhere] == [404] * len(elsewhere)
    assert client.post(f"/committee/toyonaka/meetings/{other.pk}/items/1/cast/").status_code == 404
    assert client.get("/office/")["Location"] == sitting(vote)


def test_whoever_signed_in_before_keeps_that_session(client, vote, endo):
    Member.objects.filter(pk=vote.people[0].pk).update(user=endo)
    code = issue_letter(actor=None, member=vote.people[0], meeting=vote.meeting)[0]
    client.force_login(endo)
    assert client.post(DOOR, {"code": code})["Location"] == sitting(vote)
    assert client.get("/office/toyonaka/people/").status_code == 200


def test_members_land_at_their_page_and_staff_who_are_members_choose(client, vote, chiba, toyonaka):
    client.force_login(chiba)
    assert client.get("/office/")["Location"] == "/committee/toyonaka/"
    assert client.get("/office/toyonaka/").status_code == 404
    Membership.objects.create(user=chiba, government=toyonaka, role="VIEWER")
    page = client.get("/office/").content.decode()
    assert [path in page for path in ('href="/office/toyonaka/"', 'href="/committee/toyonaka/"')] == [
        True,
        True,
    ]
    assert client.get("/office/toyonaka/").status_code == 200
    assert client.get("/committee/toyonaka/").status_code == 200


def test_a_member_has_hours_and_staff_the_usual_half_hour(client, vote, chiba, toyonaka, settings):
    client.force_login(chiba)
    client.get("/committee/toyonaka/")
    assert client.session.get_expiry_age() == 8 * 60 * 60
    Membership.objects.create(user=vote.people[1].user, government=toyonaka, role="VIEWER")
    client.force_login(vote.people[1].user)
    client.get("/committee/toyonaka/")
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE == 30 * 60


def test_strangers_and_people_of_other_governments_see_nothing(client, vote, neighbour, aoki):
    path = sitting(vote)
    assert client.get(path)["Location"] == f"{DOOR}?next={path}"
    for person in (neighbour, aoki):
        client.force_login(person)
        paths = ("/committee/toyonaka/", path, ballot(vote, "ballot"), ballot(vote, "receipt"))
        assert [client.get(one).status_code for one in paths] == [404] * len(paths)
        assert client.post(ballot(vote, "confirm"), {"choice": "FOR"}).status_code == 404
        assert client.post(ballot(vote, "cast"), {"choice": "FOR"}).status_code == 404


# --- the ballot ---------------------------------------------------------------------------------------------


def test_nothing_is_stored_until_it_is_handed_in_and_one_key_is_one_ballot(client, vote, chiba):
    client.force_login(chiba)
    page = client.post(ballot(vote, "confirm"), {"choice": "AGAINST", "opinion": OPINION})
    assert (page.status_code, Ballot.objects.count()) == (200, 0)
    key = re.search(r'name="key" value="([\w-]+)"', page.content.decode())[1]
    sent = {"choice": "AGAINST", "opinion": OPINION, "key": key}
    answers = [client.post(ballot(vote, "cast"), sent) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {ballot(vote, "receipt")}
    row = Ballot.objects.get()
    assert (row.choice, row.opinion, row.member) == ("AGAINST", OPINION, vote.people[0])
    receipt = text_of(client.get(ballot(vote, "receipt")))
    assert "表決を受け付けました" in receipt
    assert f"受付番号{row.entry.seq}受付" in receipt
    assert Outbox.objects.filter(key=f"receipt:{row.pk}").count() == 1


def test_a_ballot_to_be_rewritten_is_shown_as_it_was_written(client, vote, chiba):
    client.force_login(chiba)
    page = client.post(ballot(vote, "ballot"), {"choice": "AGAINST", "opinion": OPINION}).content.decode()
    assert re.search(r'value="AGAINST"[^>]*checked', page)
    assert f"{OPINION}</textarea>" in page
    page = client.post(ballot(vote, "confirm"), {"opinion": OPINION})
    assert page.status_code == 422
    assert "どちらか一つ選んでください" in page.content.decode()
    assert f"{OPINION}</textarea>" in page.content.decode()
    assert client.get(ballot(vote, "confirm"))["Location"] == ballot(vote, "ballot")
    assert client.get(ballot(vote, "cast"))["Location"] == ballot(vote, "ballot")


def test_a_late_vote_is_kept_and_calmly_explained(client, vote, chiba):
    vote.cast(0, received_at=timezone.now())
    client.force_login(chiba)
    sent = {"choice": "AGAINST", "opinion": "", "key": "7f9f6a7e-6d0e-4b4e-8d0a-3b7b0c6f1a11"}
    BallotBox.objects.update(closes_at=timezone.now())
    assert client.post(ballot(vote, "cast"), sent)["Location"] == ballot(vote, "receipt")
    assert [row.why for row in RefusedBallot.objects.all()] == ["LATE"]
    page = text_of(client.get(ballot(vote, "receipt")))
    assert "締切のあとに届きました" in page
    assert "前の表決が有効です" in page
    assert "表決を受け付けました" not in page
    assert "表決は締め切りました。" in text_of(client.get(ballot(vote, "ballot")))
    answer = client.post(ballot(vote, "confirm"), sent)
    assert (answer.status_code, "表決は締め切りました。" in text_of(answer)) == (409, True)


def test_a_voided_item_says_so(client, vote, chiba):
    client.force_login(chiba)
    AgendaItem.objects.update(voided_at=timezone.now(), void_reason="資料4の文が変わったため。")
    assert "この案件は、無効になりました。資料4の文が変わったため。" in text_of(
        client.get(ballot(vote, "ballot"))
    )
    assert "この案件は、無効になりました。" in text_of(client.get(sitting(vote)))


def test_text_written_while_the_session_ended_comes_back(client, vote, chiba):
    own = f"ballot:{vote.meeting.pk}:{vote.item.pk}:{vote.people[0].pk}"
    answer = client.post(ballot(vote, "confirm"), {"choice": "AGAINST", "opinion": OPINION, "draft": own})
    assert answer["Location"] == f"{DOOR}?next={ballot(vote, 'ballot')}"
    assert "AGAINST" not in str(dict(client.session.items()))
    code = issue_letter(actor=None, member=vote.people[0], meeting=vote.meeting)[0]
    answer = client.post(DOOR, {"code": code, "next": ballot(vote, "ballot")})
    assert answer["Location"] == ballot(vote, "ballot")
    assert f"{OPINION}</textarea>" in client.get(ballot(vote, "ballot")).content.decode()
    assert OPINION not in str(dict(client.session.items()))
    assert Ballot.objects.count() == 0


def test_whoever_has_not_signed_in_fills_no_table(client, vote, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"committee_keep": "1/15m/ip"}
    for n in range(3):
        client.cookies.clear()
        client.post(ballot(vote, "confirm"), {"opinion": f"{n}"})
    assert client.session.get("kept_opinion") is None


def test_text_of_one_member_is_not_shown_to_the_next_at_the_same_machine(client, vote):
    own = f"ballot:{vote.meeting.pk}:{vote.item.pk}:{vote.people[1].pk}"
    client.post(ballot(vote, "confirm"), {"choice": "FOR", "opinion": OPINION, "draft": own})
    client.force_login(vote.people[0].user)
    assert OPINION not in client.get(ballot(vote, "ballot")).content.decode()


def test_who_comes_in_with_a_printed_code_sees_no_earlier_choice(client, vote):
    """The office prints the codes: through one of them it must not read a vote before the closing."""
    vote.cast(0, "AGAINST", opinion=OPINION)
    code = issue_letter(actor=None, member=vote.people[0], meeting=vote.meeting)[0]
    client.post(DOOR, {"code": code})
    for page in ("receipt", "ballot"):
        told = client.get(ballot(vote, page)).content.decode()
        assert OPINION not in told
        assert ("<dd>反対" in told, "「反対」で" in told) == (False, False)
    client.cookies.clear()
    client.force_login(vote.people[0].user)  # the member's own sign-in
    assert OPINION in client.get(ballot(vote, "receipt")).content.decode()


# --- meeting, papers, questions, consent ----------------------------------------------------------------------


def test_the_meeting_page_asks_no_more_for_more_papers_and_items(
    client, vote, chiba, django_assert_num_queries
):
    client.force_login(chiba)
    client.get(sitting(vote))
    with django_assert_num_queries(15):
        client.get(sitting(vote))
    for n in range(5):
        Paper.objects.create(meeting=vote.meeting, label=f"資料{n}", title="見本", kind="BALLOT")
        AgendaItem.objects.create(meeting=vote.meeting, number=10 + n, title="報告")
    with django_assert_num_queries(15):
        client.get(sitting(vote))


def test_papers_are_taken_home_or_read(client, vote, chiba):
    client.force_login(chiba)
    file = Paper(meeting=vote.meeting, label="資料1", title="開催について", kind="FILE", name="開催.pdf")
    file.media_type, file.size = "application/pdf", 5
    file.file.save("x.pdf", ContentFile(b"%PDF-"))
    file.file.close()
    text = Paper.objects.create(
        meeting=vote.meeting, label="資料4", title="案", kind="EDITION", edition=vote.item.edition
    )
    answer = client.get(sitting(vote, f"papers/{file.pk}/"))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == b"%PDF-"
    assert client.get(sitting(vote, f"papers/{text.pk}/"))["Location"] == sitting(
        vote, f"papers/{text.pk}/text/"
    )
    other = sittings.a_meeting(vote.meeting.body, vote.meeting.plan)
    assert client.get(f"/committee/toyonaka/meetings/{other.pk}/papers/{file.pk}/").status_code == 404


def test_a_question_is_answered_for_all_and_without_a_name(client, vote, chiba, aoki, baba):
    client.force_login(chiba)
    answer = client.post(sitting(vote, "questions/"), {"text": "財源は何ですか。", "item": vote.item.pk})
    row = Question.objects.get()
    assert (answer.status_code, row.member, row.item) == (302, vote.people[0], vote.item)
    client.force_login(baba)
    assert client.get(office(vote, "questions/")).status_code == 200
    assert client.get(office(vote, f"questions/{row.pk}/")).status_code == 403
    client.force_login(aoki)
    path = office(vote, f"questions/{row.pk}/")
    assert client.post(path, {"answer": "交付金です。", "seen": 1}).status_code == 302
    late = client.post(path, {"answer": "一般財源です。", "seen": 1})
    assert late.status_code == 409
    assert [words in late.content.decode() for words in ("交付金です。", "一般財源です。")] == [True, True]
    client.force_login(vote.people[1].user)
    page = text_of(client.get(sitting(vote, "questions/")))
    assert "交付金です。" in page
    assert "千葉" not in page
    client.force_login(aoki)
    assert client.get(office(vote, "questions/999/")).status_code == 404


def test_consent_is_asked_for_where_the_rules_say_so(client, vote, chiba, aoki, baba):
    client.force_login(chiba)
    assert client.get(sitting(vote, "consent/")).status_code == 404
    Body.objects.update(bylaws={"needs_consent": True})
    vote.meeting.consent_until = timezone.now() + datetime.timedelta(days=1)
    vote.meeting.save()
    assert client.post(sitting(vote, "consent/"), {"agrees": "no"}).status_code == 422
    assert client.post(sitting(vote, "consent/"), {"agrees": "yes"})["Location"] == sitting(vote)
    assert "あなたのお答え：同意する" in text_of(client.get(sitting(vote)))
    client.force_login(aoki)
    day = timezone.localdate().isoformat()
    sent = {"member": vote.people[1].pk, "agrees": "yes", "received_on": day}
    assert client.post(office(vote, "consents/"), sent).status_code == 302
    assert [row.by for row in Consent.objects.order_by("id")] == [None, aoki]
    assert "同意する2人" in text_of(client.get(office(vote, "consents/")))
    client.force_login(baba)
    assert client.get(office(vote, "consents/")).status_code == 403


# --- the secretariat about members --------------------------------------------------------------------------


def test_the_secretariat_invites_and_prints(client, vote, aoki, baba, neighbour):
    member = sittings.a_member(vote.meeting.body, "江口", mail="eguchi@mihon.example")
    client.force_login(aoki)
    assert client.post(seat_page(member, "invite")).status_code == 302
    assert Outbox.objects.get(to="eguchi@mihon.example").key.startswith("member-link:")
    sheet = client.post(seat_page(member, "letter"), {"meeting": vote.meeting.pk}).content.decode()
    codes = re.findall(r"\d{4}(?:-\d{4}){4}", sheet)
    assert len(set(codes)) == 3
    listed = client.get(seat_page(member, "invite")).content.decode()
    assert [code for code in codes if code in listed] == []
    assert client.post(seat_page(member, "letter"), {"meeting": ""}).status_code == 422
    for person, status in ((baba, 403), (neighbour, 404)):
        client.force_login(person)
        for rest in ("invite", "letter"):
            assert client.post(seat_page(member, rest), {"meeting": vote.meeting.pk}).status_code == status
    client.force_login(aoki)
    foreign = reverse("member_invite", args=["toyonaka", member.body_id, 0])
    assert client.get(foreign).status_code == 404
