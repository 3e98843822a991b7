"""Forms of a sitting: who came, how hands were raised, the minutes and their corrections."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.forms.fields import text_field
from accounts.forms.office import Day, OfficeForm
from accounts.models import User
from accounts.saving import Overtaken
from deliberation.attendance import note_attendance
from deliberation.floor_votes import note_floor_vote
from deliberation.minutes import (
    circulate_minutes,
    correct_minutes,
    publish_minutes,
    save_minutes,
    settle_correction,
)
from deliberation.models import AgendaItem, Attendance, FloorVote, Meeting, Member, Minutes, MinutesCorrection
from deliberation.seats import Seat
from kpi.forms.stale import StaleForm

DECISIONS = (("", "可否同数ではない"), ("True", "会長が賛成と決めた"), ("False", "会長が反対と決めた"))


class LateForm(StaleForm):
    """409 for whoever comes too late, 422 for what is wrong."""

    is_late = False

    @property
    def status(self) -> int:
        return 409 if self.is_late else 422 if self.errors else 200

    def overtaken(self, overtaken: Overtaken) -> None:
        """Say so; ``see`` takes over what stands there now, and what was typed stays."""
        self.is_late = True
        self.data = self.data.copy()
        self.see(overtaken.current)
        self.add_error(None, overtaken.messages)

    def see(self, current: Any) -> None:
        """Take note of what stands there now."""
        raise NotImplementedError


class VersionForm(LateForm):
    """An act on a row as the person saw it (``seen``: its version, 0 where there is none)."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    current: Any = None

    def see(self, current: Any) -> None:
        """The version that stands there now; what it says is shown beside what was typed."""
        self.current = current
        self.data["seen"] = str(current.version if current else 0)


class AttendanceForm(LateForm):
    """A line for each member: presence and a note, with what was shown as hidden field."""

    def __init__(self, *args: Any, meeting: Meeting, seats: Sequence[Seat], **options: Any):
        super().__init__(*args, auto_id="att_%s", **options)
        self.meeting, self.seats = meeting, seats
        for seat in seats:
            pk = seat.member.pk
            self.fields[f"presence_{pk}"] = forms.ChoiceField(
                label=f"{seat.member.name}の出欠",
                choices=[("", "まだ"), *Attendance.Presence.choices],
                required=False,
                initial=seat.presence,
                widget=forms.Select(attrs={"class": "select"}),
                error_messages={"invalid_choice": "出欠を一覧から選んでください。"},
            )
            self.fields[f"note_{pk}"] = text_field(f"{seat.member.name}の付記", 200, attrs={"class": "input"})
            self.fields[f"note_{pk}"].initial = seat.note
            self.fields[f"was_{pk}"] = forms.CharField(
                required=False, initial=seat.presence, widget=forms.HiddenInput
            )

    @property
    def lines(self) -> list[tuple[Seat, Any, Any, Any]]:
        """Each member with the fields of the line."""
        return [
            (
                seat,
                self[f"presence_{seat.member.pk}"],
                self[f"note_{seat.member.pk}"],
                self[f"was_{seat.member.pk}"],
            )
            for seat in self.seats
        ]

    def see(self, current: Any) -> None:
        """The view reads the lines anew; here only what they are taken to have been is put right."""
        now = {row.member_id: row.presence for row in self.meeting.attendances.all()}
        for seat in self.seats:
            self.data[f"was_{seat.member.pk}"] = now.get(seat.member.pk, "")

    def save(self, *, actor: User) -> list[Seat]:
        """Write the lines that are other than shown, or raise ``ValidationError``."""
        given = self.cleaned_data
        keys = [seat.member.pk for seat in self.seats]
        return note_attendance(
            actor=actor,
            meeting=self.meeting,
            seen={pk: given[f"was_{pk}"] for pk in keys},
            presences={pk: (given[f"presence_{pk}"], given[f"note_{pk}"]) for pk in keys},
        )


class FloorVoteForm(VersionForm):
    """How an item was decided in the room."""

    manner = forms.ChoiceField(label="採決の方法", choices=FloorVote.Manner, widget=forms.RadioSelect)
    in_favour = forms.IntegerField(label="賛成（人）", min_value=0, max_value=999, required=False)
    against = forms.IntegerField(label="反対（人）", min_value=0, max_value=999, required=False)
    abstained = forms.IntegerField(label="棄権（人）", min_value=0, max_value=999, required=False)
    chair_decides = forms.TypedChoiceField(
        label="可否同数のとき",
        choices=DECISIONS,
        required=False,
        empty_value=None,
        coerce=lambda value: value == "True",
    )
    is_declined = forms.BooleanField(label="了承しなかった・見送りとした（「了承」のとき）", required=False)
    note = text_field("付記", 500)

    def __init__(self, *args: Any, item: AgendaItem, vote: FloorVote | None, counts: bool, **options: Any):
        initial: dict[str, Any] = {"seen": vote.version if vote else 0}
        if vote:
            names = ("manner", "in_favour", "against", "abstained", "note")
            initial |= {name: getattr(vote, name) for name in names}
            initial["chair_decides"] = "" if vote.chair_decides is None else str(vote.chair_decides)
            initial["is_declined"] = not vote.is_carried and vote.in_favour is None
        else:
            initial["manner"] = FloorVote.Manner.HANDS if counts else FloorVote.Manner.NO_OBJECTION
        super().__init__(*args, auto_id="floor_%s", initial=initial, **options)
        self.item = item

    def save(self, *, actor: User) -> FloorVote:
        """Write it, or raise ``ValidationError``."""
        return note_floor_vote(actor=actor, item=self.item, **self.cleaned_data)


class MinutesForm(VersionForm):
    """The text of the minutes."""

    kind = forms.ChoiceField(label="種類", choices=Minutes.Kind)
    text = forms.CharField(
        label="本文",
        max_length=200_000,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text="空行で段落を分けます。行の始めに「■」と書くと見出しになります。",
        error_messages={"max_length": "本文は20万字までです。"},
    )

    def __init__(
        self, *args: Any, meeting: Meeting, minutes: Minutes | None, draft: str = "", **options: Any
    ):
        initial = {
            "seen": minutes.version if minutes else 0,
            "kind": minutes.kind if minutes else Minutes.Kind.SUMMARY,
            "text": minutes.text if minutes else draft,
        }
        super().__init__(*args, auto_id="minutes_%s", initial=initial, **options)
        self.meeting = meeting

    def save(self, *, actor: User) -> Minutes:
        """Save, or raise ``ValidationError``."""
        return save_minutes(actor=actor, meeting=self.meeting, **self.cleaned_data)


class _OnMinutes(VersionForm):
    def __init__(self, *args: Any, minutes: Minutes, **options: Any):
        super().__init__(*args, initial={"seen": minutes.version}, **options)
        self.minutes = minutes


class CirculateForm(_OnMinutes):
    """Until when the members are asked to look through the minutes."""

    due_on = Day(label="確認の締切の日")

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, auto_id="circulate_%s", **options)

    def save(self, *, actor: User) -> tuple[Minutes, int]:
        """Ask, or raise ``ValidationError``."""
        return circulate_minutes(actor=actor, minutes=self.minutes, **self.cleaned_data)


class PublishMinutesForm(_OnMinutes):
    def save(self, *, actor: User) -> Minutes:
        """Publish, or raise ``ValidationError``."""
        return publish_minutes(actor=actor, minutes=self.minutes, **self.cleaned_data)


class SettleForm(OfficeForm):
    """What becomes of a correction."""

    outcome = forms.ChoiceField(
        label="扱い",
        choices=[(one.value, one.label) for one in MinutesCorrection.Outcome if one != "OPEN"],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="回答",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="直さないときは、理由を書いてください。申し出た委員に示します。",
        error_messages={"max_length": "回答は500字までです。"},
    )

    def __init__(self, *args: Any, correction: MinutesCorrection, **options: Any):
        initial = {"outcome": correction.outcome, "answer": correction.answer}
        super().__init__(*args, auto_id=f"c{correction.pk}_%s", initial=initial, **options)
        self.correction = correction

    def save(self, *, actor: User) -> MinutesCorrection:
        """Settle, or raise ``ValidationError``."""
        return settle_correction(actor=actor, correction=self.correction, **self.cleaned_data)


class CorrectForm(OfficeForm):
    """A member's own words, or 「訂正なし」 (``none`` is the button)."""

    text = forms.CharField(
        label="訂正していただきたいところ",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "data-draft": "minutes"}),
        help_text="例：3ページの私の発言「増やす」は「増やさない」が正しい",
        error_messages={"max_length": "2,000字までです。続きは事務局にお知らせください。"},
    )
    none = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Member, minutes: Minutes, **options: Any):
        super().__init__(*args, auto_id="correct_%s", **options)
        self.member, self.minutes = member, minutes

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        text = given.get("text", "").strip()
        if given.get("none") and text:
            self.add_error(
                "text",
                "訂正の文が書かれています。送るときは「この内容で申し出る」を押し、「訂正なし」にするときは文を消してください。",
            )
        elif not given.get("none") and not text and not self.errors:
            self.add_error(
                "text", "訂正していただきたいところを書いてください。なければ「訂正なし」を押してください。"
            )
        return given

    def save(self, *, actor: User) -> MinutesCorrection:
        """Send, or raise ``ValidationError``."""
        return correct_minutes(
            actor=actor, member=self.member, minutes=self.minutes, text=self.cleaned_data["text"]
        )
