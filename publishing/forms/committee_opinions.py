"""Forms in which a member says something of the text, changes it, takes it back."""

import uuid
from typing import Any

from django import forms

from accounts.forms.fields import long_field, text_field
from accounts.models import User
from deliberation.models import Member, Opinion, Paper
from deliberation.opinions import LONGEST_QUOTE, add_opinion, save_opinion, withdraw_opinion
from kpi.forms.said import SaidForm
from publishing.document import Entry

QUOTE = "気になる言葉があれば、文から写します。本文で言葉を選んでから「意見を書く」を押すと、ここに入ります。"


class MemberOpinionForm(SaidForm):
    """What a member says: of which words, what, and how it might read instead."""

    written = ("quote", "text", "proposal")

    quote = text_field("どの言葉について", LONGEST_QUOTE, QUOTE)
    text = long_field("ご意見", 4000, rows=6)
    proposal = long_field("こう直してほしい文", 4000, rows=4)
    at = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: Opinion | None, **options: Any):
        super().__init__(*args, row=row, auto_id="opinion_%s", **options)
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = "ご意見を書いてください。"


class AddMemberOpinionForm(MemberOpinionForm):
    """A new opinion at an item of the paper's text, or of the whole."""

    def __init__(self, *args: Any, paper: Paper, seat: Member, entry: Entry | None, **options: Any):
        super().__init__(*args, row=None, **options)
        self.paper, self.seat, self.entry = paper, seat, entry

    def save(self, *, actor: User) -> Opinion:
        """Hand it in, or raise ``ValidationError``."""
        meeting = self.paper.meeting
        items = list(meeting.agenda.filter(edition=self.paper.edition_id)[:2])
        return add_opinion(
            actor=actor,
            plan=meeting.plan,
            source=Opinion.Source.MEMBER,
            edition=self.paper.edition,
            lineage=uuid.UUID(self.entry.lineage) if self.entry else None,
            quote_at=self.cleaned_data["at"],
            meeting=meeting,
            item=items[0] if len(items) == 1 else None,
            member=self.seat,
            **self.facts,
        )


class ChangeMemberOpinionForm(MemberOpinionForm):
    """One's own opinion, put right or taken back (``withdraw``) while nobody has answered it."""

    def save(self, *, actor: User) -> Opinion:
        """Keep it, or raise ``ValidationError``."""
        return save_opinion(actor=actor, opinion=self.row, seen=self.cleaned_data["seen"], **self.facts)


class WithdrawMemberOpinionForm(SaidForm):
    """Take one's own opinion back, in the version that was seen."""

    def save(self, *, actor: User) -> Opinion:
        """Take it back, or raise ``ValidationError``."""
        return withdraw_opinion(actor=actor, opinion=self.row, seen=self.cleaned_data["seen"])
