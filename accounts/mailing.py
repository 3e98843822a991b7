"""Mail that a person waits for: sent at once, kept for the next tick when the mail server does not answer."""

import logging
import uuid

from django.core.mail import EmailMessage

from accounts.models import Outbox

logger = logging.getLogger(__name__)


def send_now_or_keep(message: EmailMessage) -> None:
    """Send a mail to one address; a failure is logged and the mail put into the outbox, so the page stays the same."""
    try:
        message.send()
    except (OSError, ValueError) as error:  # SMTP and network, or a header that no mail can carry
        logger.warning("mail kept for later: %s", error)
        Outbox.objects.create(
            key=f"sign-in:{uuid.uuid4()}", to=message.to[0], subject=message.subject, body=message.body
        )
