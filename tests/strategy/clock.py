"""A clock that a test sets, for what happens within some minutes or after them."""

import datetime

from django.utils import timezone


class Clock:
    """Stands still until it is moved; ``monkeypatch`` gives the real one back."""

    def __init__(self, monkeypatch):
        self.now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def forward(self, **span: float) -> datetime.datetime:
        self.now += datetime.timedelta(**span)
        return self.now
