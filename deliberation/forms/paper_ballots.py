"""Forms of paper ballots: entered with the scan by one person, read again by a second, or handed back."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.forms.fields import text_field
from accounts.forms.office import Day, OfficeForm
from accounts.models import User
from deliberation.bylaws import Arrival, Bylaws
from deliberation.forms.voting import Hour
from deliberation.models import AgendaItem, BallotBox, Choice, PaperBallot, RollEntry
from deliberation.paper_ballots import check_paper, enter_paper, reject_paper
from paper.guard import MB

MOST = 10 * MB
# What is said where something was not chosen; a form of the office says otherwise that it be filled in.
UNCHOSEN = {
    "member": "委員を選んでください。",
    "choice": "表決書の印のとおりに選んでください。",
    "is_signed": "署名があるかどうかを選んでください。",
    "scan": "表決書の写しを選んでください。",
}
SIGNED = (("yes", "署名か押印がある"), ("no", "署名も押印もない"))


def _choice(**options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="表決書の○印",
        choices=Choice.choices,
        widget=forms.RadioSelect(attrs={"class": "radio"}),
        **options,
    )


def _signed() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="署名",
        choices=SIGNED,
        widget=forms.RadioSelect(attrs={"class": "radio"}),
    )


def _say(form: OfficeForm) -> None:
    for name, sentence in UNCHOSEN.items():
        if name in form.fields:
            form.fields[name].error_messages["required"] = sentence


class PaperForm(OfficeForm):
    """A paper ballot of one member on one item."""

    member = forms.ChoiceField(label="委員")
    item = forms.ChoiceField(label="案件")
    choice = _choice()
    opinion = forms.CharField(
        label="ご意見欄",
        required=False,
        max_length=4000,
        help_text="書いてあるとおりに写します。",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "ご意見は4000字までです。"},
    )
    is_signed = _signed()
    received_on = Day(label="届いた日")
    received_time = Hour(label="届いた時刻")
    scan = forms.FileField(
        label="表決書の写し（PDF、PNG、JPEG）",
        max_length=200,
        help_text="10MBまで。ほかに誤りがあって戻ったときは、もう一度選んでください。",
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        error_messages={
            "empty": "このファイルは空です。写しを選び直してください。",
            "max_length": "ファイルの名前が長すぎます。200字までにしてください。",
        },
    )
    reason = text_field(
        "紙で受け付けた理由", 300, "例：本人の希望により、ファクスで届いたため", required=True
    )

    def __init__(
        self,
        *args: Any,
        box: BallotBox,
        bylaws: Bylaws,
        roll: Sequence[RollEntry],
        items: Iterable[AgendaItem],
        **options: Any,
    ):
        super().__init__(*args, **options)
        _say(self)
        self.box, self.items = box, {str(item.pk): item for item in items}
        self.members = {str(entry.member_id): entry.member for entry in roll}
        self.fields["member"].choices = [
            ("", "選んでください"),
            *((pk, member.name) for pk, member in self.members.items()),
        ]
        self.fields["item"].choices = [
            (pk, f"案件{one.number}　{one.title}") for pk, one in self.items.items()
        ]
        if bylaws.arrival is Arrival.POSTMARK:
            self.fields["received_on"].label = "消印の日"
            self.fields["received_time"].label = "消印の時刻"
            self.fields["received_time"].required = False
            self.fields["received_time"].help_text = "読めなければ空にします。"

    def clean_scan(self) -> UploadedFile:
        scan: UploadedFile = self.cleaned_data["scan"]
        if (scan.size or 0) > MOST:
            raise forms.ValidationError(
                f"写しが大きすぎます（{(scan.size or 0) / MB:.1f}MB）。{MOST // MB}MBまでにしてください。"
                "白黒か、低い解像度で読み取り直すと小さくなります。"
            )
        return scan

    @property
    def received_at(self) -> datetime.datetime:
        """The instant of receipt, or of the postmark: the beginning of its day where no hour can be read."""
        hour = self.cleaned_data["received_time"] or datetime.time.min
        return timezone.make_aware(datetime.datetime.combine(self.cleaned_data["received_on"], hour))

    def save(self, *, actor: User) -> PaperBallot:
        """Enter it, or raise ``ValidationError``. It counts for nothing before a second person has read the scan."""
        data = self.cleaned_data
        return enter_paper(
            actor=actor,
            item=self.items[data["item"]],
            member=self.members[data["member"]],
            choice=data["choice"],
            opinion=data["opinion"],
            is_signed=data["is_signed"] == "yes",
            received_at=self.received_at,
            scan=data["scan"].read(),
            scan_name=data["scan"].name or "",
            reason=data["reason"],
        )


class CheckForm(OfficeForm):
    """What the second person reads in the scan, without having seen what the first one entered."""

    choice = _choice()
    is_signed = _signed()

    def __init__(self, *args: Any, paper: PaperBallot, **options: Any):
        super().__init__(*args, auto_id="check_%s", **options)
        _say(self)
        self.paper = paper

    def save(self, *, actor: User) -> PaperBallot:
        """Take the ballot, or raise ``ValidationError`` where both did not read the same."""
        data = self.cleaned_data
        return check_paper(
            actor=actor, paper=self.paper, choice=data["choice"], is_signed=data["is_signed"] == "yes"
        )


class RejectForm(OfficeForm):
    """Why the paper goes back to whoever entered it."""

    why = text_field("差し戻す理由", 300, "例：写しが別の委員のものです", required=True)

    def __init__(self, *args: Any, paper: PaperBallot, **options: Any):
        super().__init__(*args, auto_id="reject_%s", **options)
        self.paper = paper

    def save(self, *, actor: User) -> PaperBallot:
        """Hand it back, or raise ``ValidationError``."""
        return reject_paper(actor=actor, paper=self.paper, why=self.cleaned_data["why"])
