"""The form of the button 「この変更を諮る会議を予定する」."""

from typing import Any

from accounts.forms.office import OfficeForm
from accounts.models import User
from deliberation.models import Advice, Meeting
from deliberation.procedures.further_meetings import plan_further_meeting
from strategy.models import Edition


class FurtherMeetingForm(OfficeForm):
    """Nothing to fill in."""

    def __init__(self, *args: Any, advice: Advice, edition: Edition, **options: Any):
        super().__init__(*args, **options)
        self.advice, self.edition = advice, edition

    def save(self, *, actor: User) -> Meeting:
        """Plan it, or raise ``ValidationError``."""
        return plan_further_meeting(actor=actor, advice=self.advice, edition=self.edition)
