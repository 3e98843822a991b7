"""Forms of the secretariat about members: the way in, a consent that came on paper, the answer to a question."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.forms.fields import long_field
from accounts.forms.office import Day, OfficeForm
from accounts.models import User
from deliberation.consents import give_consent
from deliberation.entries import invite_member, issue_letter
from deliberation.models import Consent, EntryCode, Meeting, Member, Question
from deliberation.questions import answer_question
from deliberation.titles import title_of
from kpi.forms.said import SaidForm


class InviteForm(OfficeForm):
    """Nothing to fill in: the link goes to the member's mail address."""

    def __init__(self, *args: Any, member: Member, **options: Any):
        super().__init__(*args, **options)
        self.member = member

    def save(self, *, actor: User) -> EntryCode:
        """Invite the member, or raise ``Refused``."""
        return invite_member(actor=actor, member=self.member)


class MeetingChoice(forms.ModelChoiceField):
    """Meetings, called as members know them."""

    def label_from_instance(self, obj: Meeting) -> str:
        return title_of(obj)


class LetterForm(OfficeForm):
    """For which meeting the printed codes are."""

    meeting = MeetingChoice(Meeting.objects.none(), label="会議", empty_label="選んでください")

    def __init__(self, *args: Any, member: Member, **options: Any):
        super().__init__(*args, **options)
        self.member = member
        rows = Meeting.objects.filter(body=member.body_id, state=Meeting.State.CALLED)
        self.fields["meeting"].queryset = rows.select_related("body", "plan").order_by(
            "-fiscal_year", "-number"
        )

    def save(self, *, actor: User) -> tuple[str, ...]:
        """Make the codes, or raise ``Refused``."""
        return issue_letter(actor=actor, member=self.member, meeting=self.cleaned_data["meeting"])


class PaperConsentForm(OfficeForm):
    """A consent that came on paper or by telephone."""

    member = forms.ModelChoiceField(Member.objects.none(), label="委員", empty_label="選んでください")
    agrees = forms.TypedChoiceField(
        label="答え",
        choices=[("", "選んでください"), ("yes", "同意する"), ("no", "同意しない")],
        coerce=lambda value: value == "yes",
    )
    received_on = Day(label="届いた日")
    reason = forms.CharField(label="同意されないわけ", max_length=500, required=False)

    def __init__(self, *args: Any, meeting: Meeting, **options: Any):
        super().__init__(*args, **options)
        self.meeting = meeting
        self.fields["member"].queryset = Member.objects.on(timezone.localdate()).filter(body=meeting.body_id)

    def clean_received_on(self) -> datetime.date:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise ValidationError("届いた日が、きょうより後です。")
        return day

    def save(self, *, actor: User) -> Consent:
        """Note it, or raise ``Refused``. Of a day that has passed its first instant counts, of today now."""
        given, now = self.cleaned_data, timezone.now()
        midnight = timezone.make_aware(datetime.datetime.combine(given["received_on"], datetime.time.min))
        return give_consent(
            actor=actor,
            member=given["member"],
            meeting=self.meeting,
            agrees=given["agrees"],
            reason=given["reason"],
            received_at=now if given["received_on"] == timezone.localdate() else midnight,
            is_by_office=True,
        )


class AnswerForm(SaidForm):
    """The answer to a member's question, over the version that was seen."""

    written = ("answer",)
    answer = long_field("答え", 4000, "すべての委員が読みます。個人の名前は書かないでください。", rows=8)

    def __init__(self, *args: Any, row: Question, **options: Any):
        super().__init__(*args, row=row, **options)
        self.fields["answer"].required = True
        self.fields["answer"].error_messages["required"] = "答えを書いてください。"

    def save(self, *, actor: User) -> Question:
        """Write it, or raise ``ValidationError``."""
        return answer_question(
            actor=actor, question=self.row, seen=self.cleaned_data["seen"], answer=self.cleaned_data["answer"]
        )
