"""Sending the mail that verbs have put down."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from accounts.models import Outbox

logger = logging.getLogger(__name__)


def deliver_due(now=None) -> int:
    """Send what is due; returns how many mails left. A failure is kept with its reason and tried again."""
    sent = 0
    for pk in list(Outbox.objects.due(now or timezone.now()).values_list("pk", flat=True)):
        sent += _deliver(pk)
    return sent


def _deliver(pk: int) -> bool:
    """Claim one mail, send it outside the transaction, note what came of it."""
    with transaction.atomic():
        mail = Outbox.objects.select_for_update().filter(pk=pk, sent_at=None).first()
        if mail is None or mail.attempts >= Outbox.MAX_ATTEMPTS:
            return False
        mail.attempts += 1
        mail.save(update_fields=["attempts"])
    try:
        EmailMessage(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to]).send()
    except (OSError, ValueError) as error:  # SMTP and network, or a header that no mail can carry
        # A refusal quotes the address, which belongs into no log; the row keeps its words.
        logger.warning("mail %s not sent: %s", mail.pk, type(error).__name__)
        Outbox.objects.filter(pk=pk).update(last_error=str(error)[:500])
        return False
    Outbox.objects.filter(pk=pk).update(sent_at=timezone.now(), last_error="")
    return True
