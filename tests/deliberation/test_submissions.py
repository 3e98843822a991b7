"""What arrives is taken once, in time, with its sender apart; staff type paper and see who sent it on one page only."""

import datetime
import uuid

import pytest
from django.utils import timezone

from accounts.audit import Refused
from accounts.models import AuditEvent, Outbox
from deliberation import limits
from deliberation.comment_terms import LONGEST_OPINION, MOST_OPINIONS
from deliberation.models import PublicComment, Submission, SubmittedOpinion, Submitter
from deliberation.submissions import Said, TooLate, TooMany, Who, submit
from tests.deliberation import calls

MILLISECOND = datetime.timedelta(milliseconds=1)
HANAKO = Who("見本 花子", "豊中市中桜塚", "hanako@example.jp")
PAGE = "/office/toyonaka/digital-strategy/comments/1/"


@pytest.fixture
def comment(toyonaka):
    return calls.a_call(calls.a_draft(toyonaka))


@pytest.mark.parametrize(("offset", "taken"), [(-1, True), (0, False), (1, False)])
def test_one_millisecond_decides(comment, offset, taken):
    at = comment.closes_at + offset * MILLISECOND
    if taken:
        assert calls.sent(comment, "間に合った", received_at=at).received_at == at
    else:
        with pytest.raises(TooLate):
            calls.sent(comment, "遅れた", received_at=at)
    assert Submission.objects.count() == taken


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_the_deadline_is_the_same_instant_in_every_zone(comment, zone):
    with timezone.override(zone), pytest.raises(TooLate):
        calls.sent(comment, "遅れた", received_at=timezone.localtime(comment.closes_at))


def test_nothing_is_taken_before_the_first_day_nor_for_what_is_not_announced(comment):
    with pytest.raises(TooLate):
        calls.sent(comment, "早い", received_at=comment.opens_at - MILLISECOND)
    PublicComment.objects.filter(pk=comment.pk).update(announced_at=None)
    with pytest.raises(TooLate):
        calls.sent(comment, "まだ", received_at=comment.opens_at)
    assert Submission.objects.count() == 0


def test_the_same_key_is_the_same_submission(comment):
    first = calls.sent(comment, "一度だけ", key="k", who=HANAKO)
    again = calls.sent(comment, "一度だけ", key="k", who=HANAKO)
    assert again.pk == first.pk
    counts = (Submission.objects.count(), SubmittedOpinion.objects.count(), Submitter.objects.count())
    assert counts == (1, 1, 1)
    assert Outbox.objects.count() == 1


def test_the_same_letter_from_another_is_kept_and_flagged(comment):
    first = calls.sent(comment, "バスをふやして")
    second, third = calls.sent(comment, "ﾊﾞｽをふやして\r\n"), calls.sent(comment, "バスを ふやして")
    assert [row.duplicate_of for row in (first, second, third)] == [None, first, first]


def test_receipt_numbers_do_not_count(comment):
    numbers = [calls.sent(comment, f"意見{n}").number for n in range(5)]
    assert len(set(numbers)) == 5
    assert min(numbers) >= 100_000
    assert numbers != sorted(numbers) or max(numbers) - min(numbers) > 5


@pytest.mark.parametrize(
    "said",
    [
        [],
        [Said(" \n")],
        [Said("あ" * (LONGEST_OPINION + 1))],
        [Said("い")] * (MOST_OPINIONS + 1),
        [Said("う", uuid.uuid4())],
    ],
    ids=["nothing", "blank", "long", "many", "nowhere"],
)
def test_what_is_no_submission_leaves_nothing_behind(comment, said):
    with pytest.raises(Refused):
        submit(
            actor=None,
            comment=comment,
            way="FORM",
            said=said,
            received_at=timezone.now(),
            key="k",
            who=HANAKO,
        )
    assert (
        Submission.objects.count()
        == Submitter.objects.count()
        == AuditEvent.objects.filter(verb="comment.receive").count()
        == 0
    )


def test_a_flood_from_one_network_is_stored_up_to_the_limit_and_others_get_through(comment):
    at = comment.opens_at.replace(minute=0) + calls.DAY
    refused = 0
    for n in range(limits.MOST_IN_WINDOW + 5):
        try:
            calls.sent(comment, f"流し込み{n}", received_at=at, network="192.0.2.0/24")
        except TooMany:
            refused += 1
    assert (Submission.objects.count(), refused) == (limits.MOST_IN_WINDOW, 5)
    calls.sent(comment, "となりの人", received_at=at, network="198.51.100.0/24")
    assert Submission.objects.count() == limits.MOST_IN_WINDOW + 1


def test_who_it_was_stands_apart_and_in_no_record(comment):
    made = calls.sent(comment, "意見", who=HANAKO)
    assert made.submitter.name == "見本 花子"
    event = AuditEvent.objects.get(verb="comment.receive")
    told = f"{event.subject_name}{event.detail}{event.actor}"
    assert "花子" not in told and "意見" not in event.detail.values()
    mail = Outbox.objects.get()
    assert (mail.to, str(made.number) in mail.body, "花子" in mail.body) == ("hanako@example.jp", True, False)


def test_nobody_is_kept_where_nothing_was_given(comment):
    calls.sent(comment, "匿名")
    assert Submitter.objects.count() == Outbox.objects.count() == 0


# --- the office's pages -------------------------------------------------------------------------------------


def entry(**more) -> dict[str, str]:
    given = {
        "key": str(uuid.uuid4()),
        "way": "POST",
        "received_on": timezone.localdate().isoformat(),
        "name": "見本 太郎",
        "n": "2",
        "text1": "郵送の意見",
        "text2": "",
    }
    return given | more


def test_staff_type_a_letter_once_and_only_in_time(client, comment, aoki):
    client.force_login(aoki)
    letter = entry()
    for _ in range(2):  # a double click
        assert client.post(f"{PAGE}submissions/new/", letter).status_code == 302
    row = Submission.objects.get()
    assert (row.way, row.entered_by, row.submitter.name) == ("POST", aoki, "見本 太郎")
    late = timezone.localtime(comment.closes_at).date() + calls.DAY
    answer = client.post(f"{PAGE}submissions/new/", entry(received_on=late.isoformat(), text1="遅い手紙"))
    assert answer.status_code == 422
    assert "締切を過ぎて届いた" in answer.content.decode() and "遅い手紙" in answer.content.decode()
    more = client.post(f"{PAGE}submissions/new/", entry(more="1", text1="書きかけ"))
    assert (more.status_code, more.content.decode().count("<textarea")) == (200, 3)
    assert "書きかけ" in more.content.decode()


def test_the_letter_of_the_first_day_is_in_time_though_the_call_opened_in_the_morning(client, comment, aoki):
    opens = timezone.localtime(comment.opens_at).replace(hour=9, minute=0, second=0, microsecond=0)
    PublicComment.objects.filter(pk=comment.pk).update(opens_at=opens)
    client.force_login(aoki)
    assert (
        client.post(f"{PAGE}submissions/new/", entry(received_on=opens.date().isoformat())).status_code == 302
    )


def test_personal_data_stand_on_one_page_only(client, comment, aoki):
    made = calls.sent(comment, "一つめ", "二つめ", who=HANAKO)
    client.force_login(aoki)
    own = client.get(f"{PAGE}submissions/{made.number}/").content.decode()
    assert "見本 花子" in own and "hanako@example.jp" in own
    for page in ("", "submissions/", "summaries/", "result/", "result/result.csv"):
        told = client.get(PAGE + page).content.decode()
        assert "花子" not in told and "hanako" not in told and "桜塚" not in told
    assert client.get(f"{PAGE}submissions/1/").status_code == 404


def test_the_list_costs_the_same_however_much_arrived(client, comment, aoki, django_assert_max_num_queries):
    client.force_login(aoki)
    client.get(f"{PAGE}submissions/")  # the session is written once
    counts = []
    for more in (2, 30):
        for n in range(more):
            calls.sent(comment, f"意見{more}-{n}", f"二つめ{more}-{n}")
        with django_assert_max_num_queries(40) as captured:
            client.get(f"{PAGE}submissions/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
