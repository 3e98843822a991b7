"""Personal data: listed at the end of 保存年限, deleted on confirmation, recorded; before and after they leak nowhere (R26)."""

import datetime
import logging

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.audit import Refused
from accounts.models import Outbox
from deliberation.comment_files import KINDS, content_of
from deliberation.comment_outcome import result_of
from deliberation.comment_reading import purge_day
from deliberation.models import PublicComment, PurgeRecord, Submission, Submitter
from deliberation.purging import due_among, purge_comment, with_personal_data
from deliberation.submissions import Who
from publishing.comments.prints import print_comments_due
from tests.deliberation import calls

CANARY = Who("金糸雀 歌子", "豊中市金糸雀町9-9", "canary-song@example.jp", "06-9999-1234")
WORDS = ("金糸雀", "歌子", "canary-song", "9999-1234")
OFFICE = "/office/toyonaka/digital-strategy/comments/1/"
PUBLIC = "/toyonaka/digital-strategy/comments/1/"


@pytest.fixture
def comment(toyonaka):
    return calls.a_call(calls.a_draft(toyonaka))


def expired(comment: PublicComment) -> PublicComment:
    """The same call, its 保存年限 over since yesterday."""
    years = datetime.timedelta(days=366 * (comment.retention_years + 2))
    comment.opens_at -= years
    comment.closes_at -= years
    comment.save()
    return comment


def everything() -> str:
    """Every cell of every table, as text."""
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for cell in row:
                    is_bytes = isinstance(cell, bytes | memoryview)
                    told.append(bytes(cell).decode("utf-8", "replace") if is_bytes else str(cell))
    return "\n".join(told)


def heard(text: str) -> list[str]:
    return [word for word in WORDS if word in text]


def test_who_sent_it_stands_in_no_output_record_or_log_and_after_the_end_nowhere(
    client, comment, aoki, caplog, settings
):
    caplog.set_level(logging.DEBUG)
    sent = calls.sent(comment, "意見の文", who=CANARY)
    calls.sent(comment, "二通め", who=CANARY, is_group=True)
    assert heard(everything()) == list(WORDS)  # otherwise the silence below would prove nothing
    calls.over(comment)
    calls.answered(comment, calls.summed(comment, calls.parts(comment), "まとめた意見"))
    calls.published(comment)
    assert print_comments_due() == 1
    comment.refresh_from_db()
    for kind, _, _ in KINDS:
        made = content_of(result_of(comment), kind, created=timezone.now())
        assert heard(made.decode("utf-8", "replace")) == []
    for page in ("", "result/", *(f"result/result.{kind}" for kind, _, _ in KINDS)):
        answer = client.get(PUBLIC + page)
        assert answer.status_code == 200
        assert heard(f"{answer.headers}{answer.content.decode('utf-8', 'replace')}") == []
    client.force_login(aoki)
    assert heard(client.get(f"{OFFICE}submissions/{sent.number}/").content.decode()) == list(WORDS)
    for page in ("", "submissions/", "summaries/", "result/", "purge/"):
        assert heard(client.get(OFFICE + page).content.decode()) == []
    for page in ("/office/toyonaka/log/", "/office/toyonaka/", "/office/toyonaka/digital-strategy/opinions/"):
        assert heard(client.get(page).content.decode()) == []
    assert heard(caplog.text) == []
    purge_comment(actor=aoki, comment=expired(PublicComment.objects.defer(None).get(pk=comment.pk)))
    assert heard(everything()) == []
    assert (
        Submission.objects.count(),
        Outbox.objects.filter(key__startswith="comment-receipt:").count(),
    ) == (2, 0)
    assert "廃棄しました" in client.get(f"{OFFICE}submissions/{sent.number}/").content.decode()


def test_nothing_goes_before_its_day(comment, monkeypatch):
    calls.sent(comment, "意見", who=CANARY)
    due = purge_day(comment)
    for day, goes in ((due, False), (due + calls.DAY, True)):
        monkeypatch.setattr(timezone, "localdate", lambda *_, day=day: day)
        assert bool(due_among([comment], day)) is goes
        if goes:
            assert purge_comment(actor=None, comment=comment).count == 1
        else:
            with pytest.raises(Refused, match="保存年限の終わり"):
                purge_comment(actor=None, comment=comment)
    assert Submitter.objects.count() == 0
    with pytest.raises(Refused, match="すでに廃棄"):
        purge_comment(actor=None, comment=comment)


def test_only_this_call_is_emptied_and_the_record_stays_as_it_is(comment, aoki):
    other = calls.a_call(comment.edition)
    calls.sent(comment, "一", who=CANARY)
    calls.sent(other, "二", who=CANARY)
    record = purge_comment(actor=aoki, comment=expired(comment))
    assert (record.count, record.by, Submitter.objects.count()) == (1, aoki, 1)
    assert [row.pk for row in with_personal_data(comment.plan.government)] == [other.pk]
    with pytest.raises(IntegrityError), transaction.atomic():
        PurgeRecord.objects.update(count=0)


def test_the_page_lists_what_is_due_and_asks_before_it_deletes(client, comment, aoki, neighbour):
    calls.sent(comment, "意見", who=CANARY)
    client.force_login(aoki)
    assert "廃棄予定" not in client.get("/office/toyonaka/digital-strategy/comments/").content.decode()
    expired(comment)
    assert "廃棄予定" in client.get("/office/toyonaka/digital-strategy/comments/").content.decode()
    assert client.post(f"{OFFICE}purge/", {}).status_code == 422
    assert Submitter.objects.count() == 1
    client.force_login(neighbour)
    assert client.post(f"{OFFICE}purge/", {"is_sure": "on"}).status_code == 404
    client.force_login(aoki)
    assert client.post(f"{OFFICE}purge/", {"is_sure": "on"}).status_code == 302
    assert Submitter.objects.count() == 0
