"""Mail that waits: sent once, tried again, given up, and one bad mail stops no other."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Outbox
from accounts.outbox import deliver_due


def letter(key: str, **fields) -> Outbox:
    return Outbox.objects.create(
        **{"key": key, "to": f"{key}@example.jp", "subject": f"件名 {key}", "body": "本文です。\n"} | fields
    )


@pytest.mark.django_db
def test_what_is_due_is_sent_once(settings):
    settings.DEFAULT_FROM_EMAIL = "hashira@example.jp"
    first, second = letter("a"), letter("b")
    letter("c", send_after=timezone.now() + datetime.timedelta(hours=1))
    assert deliver_due() == 2
    assert [(m.from_email, m.to, m.subject, m.body) for m in mail.outbox] == [
        ("hashira@example.jp", ["a@example.jp"], "件名 a", "本文です。\n"),
        ("hashira@example.jp", ["b@example.jp"], "件名 b", "本文です。\n"),
    ]
    assert deliver_due() == 0
    assert len(mail.outbox) == 2
    for row in (first, second):
        row.refresh_from_db()
        assert (row.sent_at is not None, row.attempts, row.last_error) == (True, 1, "")
    assert deliver_due(timezone.now() + datetime.timedelta(hours=2)) == 1


@pytest.mark.django_db
def test_a_server_that_does_not_answer_is_tried_five_times(settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    row = letter("a")
    for attempt in range(1, Outbox.MAX_ATTEMPTS + 1):
        assert deliver_due() == 0
        row.refresh_from_db()
        assert (row.attempts, row.sent_at) == (attempt, None)
        assert row.last_error != ""
    assert deliver_due() == 0
    row.refresh_from_db()
    assert row.attempts == Outbox.MAX_ATTEMPTS
    assert f"mail {row.pk} not sent" in caplog.text


@pytest.mark.django_db
def test_it_is_sent_when_the_server_is_back(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    row = letter("a")
    deliver_due()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver_due() == 1
    row.refresh_from_db()
    assert (row.attempts, row.last_error, len(mail.outbox)) == (2, "", 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "bad", [{"subject": "件名\nBcc: all@example.jp"}, {"to": "a@example.jp\nBcc: b@example.jp"}]
)
def test_a_mail_that_cannot_be_written_stops_no_other(bad):
    """Nor does a header that was smuggled in leave the house."""
    wrong = letter("bad", send_after=timezone.now() - datetime.timedelta(hours=1), **bad)
    letter("good")
    assert deliver_due() == 1
    assert [m.to for m in mail.outbox] == [["good@example.jp"]]
    wrong.refresh_from_db()
    assert (wrong.sent_at, wrong.attempts) == (None, 1)
    assert wrong.last_error != ""
