"""Forms of the members' pages: the code, the ballot, the consent, a question."""

import datetime
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms.office import OfficeForm
from accounts.models import User
from deliberation.ballots import cast
from deliberation.consents import give_consent
from deliberation.entries import enter
from deliberation.models import (
    AgendaItem,
    Ballot,
    Choice,
    Consent,
    EntryCode,
    Meeting,
    Member,
    Question,
    RefusedBallot,
)
from deliberation.questions import ask

LONGEST_OPINION = 4000
MARK = {"class": "ballot-mark"}
ONE_CHOICE = "賛成か反対かを、どちらか一つ選んでください。"


class LongText(forms.CharField):
    """A text of several lines; a line break is one character, as the browser counts it."""

    def __init__(self, *, rows: int, **options: Any):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class EnterForm(OfficeForm):
    """The code from a letter or a link."""

    code = forms.CharField(
        label="紙の符号",
        max_length=80,
        help_text="お手元の紙にある、20桁の数字です。全角でも、間の「-」がなくてもかまいません。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def save(self, *, now: datetime.datetime) -> EntryCode:
        """Use the code up, or raise ``Refused``."""
        return enter(code=self.cleaned_data["code"], now=now)


class BallotForm(OfficeForm):
    """賛成 or 反対, exactly one, and an opinion that may be empty."""

    choice = forms.ChoiceField(
        label="表決",
        choices=[(Choice.FOR.value, Choice.FOR.label), (Choice.AGAINST.value, Choice.AGAINST.label)],
        widget=forms.RadioSelect(attrs=MARK),
        error_messages={"invalid_choice": ONE_CHOICE},
    )
    opinion = LongText(
        label="ご意見",
        rows=7,
        max_length=LONGEST_OPINION,
        required=False,
        error_messages={
            "max_length": "ご意見は4,000字までです（いま%(show_value)d字）。短くするか、続きを事務局に送ってください。"
        },
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["opinion"].widget.attrs["aria-describedby"] = "opinion-hint"
        self.fields["choice"].error_messages["required"] = ONE_CHOICE

    def clean_choice(self) -> str:
        """A form sent with both is no vote."""
        given = self.data.getlist("choice") if hasattr(self.data, "getlist") else [self.data.get("choice")]
        if len(set(given)) > 1:
            raise ValidationError(ONE_CHOICE)
        return self.cleaned_data["choice"]

    @property
    def choice_word(self) -> str:
        """賛成 or 反対."""
        return Choice(self.cleaned_data["choice"]).label


class CastForm(BallotForm):
    """The ballot from the page of confirmation, with the key that makes one of two clicks."""

    key = forms.UUIDField(
        error_messages=dict.fromkeys(
            ("required", "invalid"), "画面が古くなっています。確かめる画面から、もう一度提出してください。"
        )
    )

    def save(
        self, *, actor: User, member: Member, item: AgendaItem, received_at: datetime.datetime
    ) -> Ballot | RefusedBallot:
        """Hand the ballot in, or raise ``Refused``."""
        given = self.cleaned_data
        return cast(
            actor=actor,
            member=member,
            item=item,
            choice=given["choice"],
            opinion=given["opinion"],
            received_at=received_at,
            key=str(given["key"]),
        )


def new_key() -> str:
    """A key for one ballot that is confirmed."""
    return str(uuid.uuid4())


class ConsentForm(OfficeForm):
    """Whether the member agrees to meet in writing."""

    agrees = forms.TypedChoiceField(
        label="書面で会議を開くことに",
        choices=[("yes", "同意する"), ("no", "同意しない")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect(attrs=MARK),
    )
    reason = forms.CharField(
        label="同意されないわけ",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "わけは500字までです。"},
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["agrees"].error_messages["required"] = "「同意する」か「同意しない」を選んでください。"

    def save(
        self, *, actor: User, member: Member, meeting: Meeting, received_at: datetime.datetime
    ) -> Consent:
        """Give the answer, or raise ``Refused``."""
        return give_consent(
            actor=actor,
            member=member,
            meeting=meeting,
            agrees=self.cleaned_data["agrees"],
            reason=self.cleaned_data["reason"],
            received_at=received_at,
        )


class QuestionForm(OfficeForm):
    """A question on the meeting or one item of it."""

    item = forms.ModelChoiceField(
        AgendaItem.objects.none(), label="どの案件について", required=False, empty_label="会議全体について"
    )
    text = LongText(
        label="質問",
        rows=5,
        max_length=2000,
        error_messages={"max_length": "質問は2,000字までです。短くするか、二つに分けてください。"},
    )

    def __init__(self, *args: Any, meeting: Meeting, **options: Any):
        super().__init__(*args, **options)
        self.meeting = meeting
        self.fields["item"].queryset = meeting.agenda.all()
        self.fields["text"].error_messages["required"] = "おたずねになりたいことを書いてください。"

    def save(self, *, actor: User, member: Member, asked_at: datetime.datetime) -> Question:
        """Ask it, or raise ``Refused``."""
        given = self.cleaned_data
        return ask(
            actor=actor,
            member=member,
            meeting=self.meeting,
            item=given["item"],
            text=given["text"],
            asked_at=asked_at,
        )
