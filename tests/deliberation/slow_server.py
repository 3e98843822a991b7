"""The server's application as it is shipped, for a test: on the test's database, each vote taking a while under the lock.

Only with TEST_DATABASE in the environment; BALLOT_SECONDS is how long a vote holds the box beyond what it takes.
"""

import os
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]

from config.wsgi import application  # noqa: E402  the database is named before Django is set up
from deliberation import ballots  # noqa: E402

__all__ = ["application"]


def slowed(act: Callable[..., Any], seconds: float) -> Callable[..., Any]:
    """The same, after a while."""

    def after_a_while(*given: Any, **named: Any) -> Any:
        time.sleep(seconds)
        return act(*given, **named)

    return after_a_while


ballots.append = slowed(ballots.append, float(os.environ.get("BALLOT_SECONDS", "0")))
