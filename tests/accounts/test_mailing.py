"""Mail that a person waits for is not lost when the mail server does not answer."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage

from accounts.mailing import send_now_or_keep
from accounts.models import Outbox
from accounts.outbox import deliver_due
from tests.accounts.doors import CODE, CONFIRM


@pytest.fixture(autouse=True)
def no_limits_from_before(db):
    cache.clear()


def letter() -> EmailMessage:
    return EmailMessage("件名", "本文", "kikaku@example.jp", ["aoki@example.jp"])


def test_a_mail_is_sent_at_once(db):
    send_now_or_keep(letter())
    assert [message.subject for message in mail.outbox] == ["件名"]
    assert not Outbox.objects.exists()


def test_what_was_kept_is_sent_by_the_next_tick(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    send_now_or_keep(letter())
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver_due() == 1
    assert [(m.to, m.subject, m.body) for m in mail.outbox] == [(["aoki@example.jp"], "件名", "本文")]


def test_a_mail_server_that_does_not_answer_changes_nothing_on_the_page(client, aoki, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert client.post(CODE, {"email": aoki.email})["Location"] == CONFIRM
    kept = Outbox.objects.get()
    assert (kept.to, kept.subject) == (aoki.email, "【Hashira】サインインの確認コード")
    assert re.search(r"\d{4}-\d{4}", kept.body)
