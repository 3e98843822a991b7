"""Forms of sending: by mail to all, the log of what went by post, fax or hand, and reminders."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from accounts.forms.fields import text_field
from accounts.forms.office import Day, OfficeForm
from accounts.models import User
from accounts.saving import Overtaken
from deliberation.models import Meeting, Member, Sending
from deliberation.reminding import Owing, remind
from deliberation.sendings import MAILED, Sent, log_sending, remove_sending, send_by_mail
from deliberation.sent import Sheet
from kpi.forms.stale import StaleForm


class CountedForm(StaleForm):
    """An act on the log as the person saw it: ``seen`` is how many lines it had."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, meeting: Meeting, count: int, **options: Any):
        options["initial"] = {"seen": count} | options.pop("initial", {})
        super().__init__(*args, **options)
        self.meeting, self.is_late = meeting, False

    @property
    def status(self) -> int:
        return 409 if self.is_late else 422 if self.errors else 200

    def overtaken(self, overtaken: Overtaken) -> None:
        """The page shows the log as it stands now; sent once more, it is meant."""
        self.is_late = True
        self.data = self.data.copy()
        self.data["seen"] = str(overtaken.current)
        self.add_error(None, overtaken.messages)


class MailForm(CountedForm):
    """What is sent to all by mail, with some words of the office."""

    what = forms.ChoiceField(
        label="送るもの", choices=[(what.value, what.label) for what in MAILED], initial=Sending.What.NOTICE
    )
    message = forms.CharField(
        label="添える文",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="あいさつと資料の名前、期日、入口の番地は、自動で入ります。",
        error_messages={"max_length": "添える文は2,000字までです。"},
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, auto_id="mail_%s", **options)

    def save(self, *, actor: User) -> Sent:
        """Send, or raise ``ValidationError``."""
        return send_by_mail(actor=actor, meeting=self.meeting, **self.cleaned_data)


class LogForm(CountedForm):
    """What went out past this system, to whom."""

    members = forms.MultipleChoiceField(label="委員", widget=forms.CheckboxSelectMultiple)
    what = forms.ChoiceField(label="送ったもの", choices=Sending.What, initial=Sending.What.NOTICE)
    way = forms.ChoiceField(label="送り方", choices=Sending.Way, initial=Sending.Way.POST)
    sent_on = Day(label="送付日")
    note = text_field("付記", 200, "例：簡易書留、追跡番号")

    def __init__(self, *args: Any, sheet: Sheet, **options: Any):
        options["initial"] = {"sent_on": timezone.localdate()} | options.pop("initial", {})
        super().__init__(*args, count=sheet.count, auto_id="log_%s", **options)
        self.members = {str(row.member.pk): row.member for row in sheet.rows if row.is_in_office}
        self.fields["members"].choices = [(pk, member.name) for pk, member in self.members.items()]
        self.fields["members"].error_messages |= {
            "required": "委員を一人以上選んでください。",
            "invalid_choice": "選んだ委員は、この会議体の委員ではありません。選び直してください。",
        }

    @property
    def ticked(self) -> set[str]:
        """Members whose box is ticked; at first those without an address for mail."""
        return {str(pk) for pk in self["members"].value() or []}

    def save(self, *, actor: User) -> int:
        """Write the lines, or raise ``ValidationError``; how many."""
        given = self.cleaned_data | {"members": [self.members[pk] for pk in self.cleaned_data["members"]]}
        return log_sending(actor=actor, meeting=self.meeting, **given)


class RemoveSendingForm(OfficeForm):
    """Take one line back."""

    def __init__(self, *args: Any, sending: Sending, **options: Any):
        super().__init__(*args, **options)
        self.sending = sending

    def save(self, *, actor: User) -> Meeting:
        """Take it back, or raise ``ValidationError``."""
        return remove_sending(actor=actor, sending=self.sending)


class RemindForm(OfficeForm):
    """Members who are reminded now."""

    members = forms.MultipleChoiceField(label="委員", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, meeting: Meeting, owing: Sequence[Owing], **options: Any):
        super().__init__(*args, **options)
        self.meeting = meeting
        self.members: dict[str, Member] = {str(row.member.pk): row.member for row in owing}
        self.fields["members"].choices = [(pk, member.name) for pk, member in self.members.items()]
        self.fields["members"].error_messages |= {
            "required": "送る委員を一人以上選んでください。",
            "invalid_choice": "選んだ委員は、もう表決書を提出しています。下の一覧で確かめて、選び直してください。",
        }

    @property
    def ticked(self) -> set[str]:
        return {str(pk) for pk in self["members"].value() or []}

    def save(self, *, actor: User) -> int:
        """Send, or raise ``ValidationError``; how many mails."""
        chosen = [self.members[pk] for pk in self.cleaned_data["members"]]
        return remind(actor=actor, meeting=self.meeting, members=chosen)
