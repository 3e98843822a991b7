"""Forms of the written vote: opened, extended, closed; a tie decided, the result sent and published."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from accounts.forms.fields import text_field
from accounts.forms.office import Day, OfficeForm
from accounts.models import User
from deliberation.announcing import publish_result, send_result
from deliberation.boxes import extend_box, open_box
from deliberation.closing import close_box
from deliberation.deadlines import exclusive, last_day
from deliberation.models import AgendaItem, BallotBox, Meeting, TieDecision
from deliberation.ties import decide_tie


class Hour(forms.TimeField):
    """An hour of a day, typed as 17:15; empty is the end of the day."""

    def __init__(self, **options: Any):
        options.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
        super().__init__(**options)
        self.error_messages["invalid"] = "時刻は「17:15」のように入れてください。"
        self.widget.attrs["class"] = "input input-short"


class OpenForm(OfficeForm):
    """Nothing to fill in; the page shows what is missing."""

    def __init__(self, *args: Any, meeting: Meeting, **options: Any):
        super().__init__(*args, **options)
        self.meeting = meeting

    def save(self, *, actor: User) -> BallotBox:
        """Open the voting, or raise ``ValidationError``."""
        return open_box(actor=actor, meeting=self.meeting)


class ExtendForm(OfficeForm):
    """A later deadline: a day, and an hour unless the whole day counts."""

    closes_on = Day(label="新しい締切の日", help_text="この日のうちに届いたものまで数えます。")
    closes_time = Hour(label="新しい締切の時刻", required=False, help_text="空のときは、その日いっぱいです。")
    reason = text_field(
        "延ばす理由", 300, "委員にもそのまま見えます。例：大雪で郵便が遅れているため", required=True
    )

    def __init__(self, *args: Any, box: BallotBox, **options: Any):
        local = timezone.localtime(box.closes_at)
        initial: dict[str, Any] = {"closes_on": last_day(local)}
        if local.time() != datetime.time.min:
            initial["closes_time"] = local.time()
        super().__init__(*args, initial=initial, **options)
        self.box = box

    @property
    def closes_at(self) -> datetime.datetime:
        """The exclusive instant that was meant."""
        day, hour = self.cleaned_data["closes_on"], self.cleaned_data["closes_time"]
        local = exclusive(day) if hour is None else datetime.datetime.combine(day, hour)
        return timezone.make_aware(local)

    def save(self, *, actor: User) -> BallotBox:
        """Extend, or raise ``ValidationError``."""
        reason = self.cleaned_data["reason"]
        return extend_box(actor=actor, box=self.box, closes_at=self.closes_at, reason=reason)


class CloseForm(OfficeForm):
    """Close by hand what is over."""

    def __init__(self, *args: Any, box: BallotBox, **options: Any):
        super().__init__(*args, **options)
        self.box = box

    def save(self, *, actor: User) -> BallotBox:
        """Close, or raise ``ValidationError``."""
        return close_box(actor=actor, box=self.box, now=timezone.now())


class TieForm(OfficeForm):
    """What the chair decided, and on which day."""

    in_favour = forms.ChoiceField(
        label="会長の決定",
        choices=(("yes", "賛成（この案件を通す）"), ("no", "反対（この案件を通さない）")),
        widget=forms.RadioSelect(attrs={"class": "radio"}),
    )
    decided_on = Day(label="会長が決めた日")

    def __init__(self, *args: Any, item: AgendaItem, **options: Any):
        super().__init__(*args, auto_id=f"tie{item.pk}_%s", **options)
        self.item = item
        self.fields["in_favour"].error_messages["required"] = "会長の決定を選んでください。"

    def save(self, *, actor: User) -> TieDecision:
        """Write it down, or raise ``ValidationError``."""
        data = self.cleaned_data
        return decide_tie(
            actor=actor,
            item=self.item,
            in_favour=data["in_favour"] == "yes",
            decided_on=data["decided_on"],
        )


class SendForm(OfficeForm):
    """Nothing to fill in; the page shows the letter and to whom it goes."""

    def __init__(self, *args: Any, meeting: Meeting, **options: Any):
        super().__init__(*args, **options)
        self.meeting = meeting

    def save(self, *, actor: User) -> int:
        """Send, or raise ``ValidationError``; how many mails."""
        return send_result(actor=actor, meeting=self.meeting)


class PublishForm(SendForm):
    def save(self, *, actor: User) -> Meeting:
        """Publish, or raise ``ValidationError``."""
        return publish_result(actor=actor, meeting=self.meeting)
