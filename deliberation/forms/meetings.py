"""Forms of meetings and of the year's schedule."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone

from accounts.forms.fields import long_field, text_field
from accounts.forms.office import Day, OfficeForm
from accounts.models import User
from accounts.saving import Overtaken
from deliberation.deadlines import exclusive, last_day
from deliberation.meetings import (
    FIELDS,
    call_meeting,
    cancel_meeting,
    finish_meeting,
    plan_meeting,
    save_meeting,
    start_round,
)
from deliberation.models import Body, Meeting, Round, ScheduleEntry
from deliberation.schedule import FIELDS as LINE
from deliberation.schedule import add_entry, save_entry
from kpi.explaining import year_word
from kpi.forms.said import SaidForm
from kpi.forms.stale import StaleForm
from strategy.models import Plan

# Instants of the model and the fields in which a day (and an hour) is typed for them.
INSTANTS = {
    "opens_at": ("opens_on", "opens_time"),
    "closes_at": ("closes_on", "closes_time"),
    "consent_until": ("consent_on", ""),
    "questions_until": ("questions_on", ""),
}
_NO_DEADLINE = "opens_at"  # a beginning: its day is that day's first moment
YEARS_AHEAD, YEARS_BACK = 2, 12


def _time(label: str, hint: str = "") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        help_text=hint,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "input input-short"}),
        error_messages={"invalid": "時刻は「15:00」のように入れてください。"},
    )


class MeetingForm(SaidForm):
    """A meeting as the secretariat plans it. A deadline that names only a day holds until that day's end."""

    body = forms.ModelChoiceField(Body.objects.none(), label="会議体", empty_label=None)
    fiscal_year = forms.TypedChoiceField(label="年度", coerce=int)
    number = forms.IntegerField(
        label="回",
        min_value=1,
        max_value=999,
        required=False,
        help_text="空なら、この年度の次の回になります。",
        widget=forms.NumberInput(attrs={"class": "input input-short"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "回は1から999までの数で入れてください。"
        ),
    )
    form = forms.ChoiceField(label="開き方", choices=Meeting.Form.choices)
    purpose = long_field("開催の趣旨", 4000, "開催通知の本文になります。")
    why_written = long_field("書面で開く理由", 2000, "書面で開くときに要ります。", rows=3)
    agreed_with_chair_on = Day(label="会長と協議した日", required=False)
    is_unplanned = forms.BooleanField(label="当初の予定にない会議", required=False)
    held_on = Day(label="開催日", required=False, help_text="対面・オンラインで開くとき。")
    when_words = text_field("時期", 60, "日が決まるまでの言葉です。例：11月頃、未定")
    starts_at = _time("開始")
    ends_at = _time("終了")
    place = text_field("場所", 200, "例：市役所第二庁舎3階大会議室、オンライン会議の名前")
    openness = forms.ChoiceField(label="公開・非公開", choices=Meeting.Openness.choices)
    openness_reason = text_field("公開しない理由", 300, "非公開・一部非公開のとき。")
    observers = text_field("傍聴", 200, "例：定員10人、先着順")
    document_number = text_field("文書番号", 60, "例：豊都経第123号")
    called_on = Day(
        label="通知日", required=False, help_text="開催通知の日付です。空なら、招集した日になります。"
    )
    consent_on = Day(label="書面開催の同意の締切", required=False, help_text="この日の終わりまで。")
    questions_on = Day(label="質問の締切", required=False, help_text="この日の終わりまで。")
    opens_on = Day(label="表決の始まりの日", required=False)
    opens_time = _time("表決の始まりの時刻", "空なら0時からです。")
    closes_on = Day(label="表決の締切の日", required=False, help_text="この日の終わりまで。")
    closes_time = _time("表決の締切の時刻", "空なら、その日の24時までです。")

    def __init__(
        self, *args: Any, plan: Plan, meeting: Meeting | None = None, today: datetime.date, **options: Any
    ):
        super().__init__(*args, row=meeting, first=_first(meeting, today), auto_id="meeting_%s", **options)
        self.plan = plan
        year = meeting.fiscal_year if meeting else today.year
        years = {year, *range(today.year - YEARS_BACK, today.year + YEARS_AHEAD)}
        self.fields["fiscal_year"].choices = [(one, year_word(one)) for one in sorted(years, reverse=True)]
        if meeting is None:
            self.fields["body"].queryset = plan.government.bodies.order_by("kind", "name")
        else:
            del self.fields["body"]

    written = ()

    @property
    def facts(self) -> dict[str, Any]:
        """The fields of the model, ready for the verb."""
        data = self.cleaned_data
        plain = {name: data[name] for name in FIELDS if name not in INSTANTS}
        if self.row is not None and plain["number"] is None:
            plain["number"] = self.row.number
        return plain | {name: self._instant(name, *fields) for name, fields in INSTANTS.items()}

    def _instant(self, name: str, day_field: str, time_field: str) -> datetime.datetime | None:
        day = self.cleaned_data.get(day_field)
        hour = self.cleaned_data.get(time_field) if time_field else None
        if day is None:
            return None
        if hour is not None or name == _NO_DEADLINE:
            typed = timezone.make_aware(datetime.datetime.combine(day, hour or datetime.time.min))
        else:
            typed = timezone.make_aware(exclusive(day))
        kept = getattr(self.row, name) if self.row is not None else None
        # The field shows minutes: what was left as it stood stays to the second.
        return kept if kept is not None and kept.replace(second=0, microsecond=0) == typed else typed

    def clean(self) -> dict[str, Any]:
        """An hour without its day says nothing."""
        data = super().clean() or {}
        for day, hour in (("opens_on", "opens_time"), ("closes_on", "closes_time")):
            if data.get(hour) is not None and data.get(day) is None and day not in self.errors:
                self.add_error(day, "時刻だけでは決まりません。日も入れてください。")
        return data

    def refuse(self, refusal: ValidationError) -> None:
        """What is wrong with an instant stands at the day that was typed for it."""
        if hasattr(refusal, "error_dict") and not isinstance(refusal, Overtaken):
            moved = {INSTANTS[n][0] if n in INSTANTS else n: e for n, e in refusal.message_dict.items()}
            refusal = ValidationError(
                {NON_FIELD_ERRORS if n == "__all__" else n: e for n, e in moved.items()}
            )
        super().refuse(refusal)

    def pairs(self, current: Meeting) -> list[tuple[str, str, str]]:
        """What stands there now and what was typed."""
        theirs, mine = _first(current, timezone.localdate()), self.cleaned_data
        found = []
        for name, field in self.fields.items():
            if name not in ("seen", "body"):
                stored = theirs[name] if name in theirs else getattr(current, name)
                found.append((str(field.label), self.word(name, stored), self.word(name, mine.get(name))))
        return found

    def save(self, *, actor: User) -> Meeting:
        """Keep the meeting, or raise ``ValidationError``."""
        if self.row is None:
            return plan_meeting(actor=actor, plan=self.plan, body=self.cleaned_data["body"], **self.facts)
        return save_meeting(actor=actor, meeting=self.row, seen=self.cleaned_data["seen"], **self.facts)


def _first(meeting: Meeting | None, today: datetime.date) -> dict[str, Any]:
    """What the fields show at first."""
    if meeting is None:
        return {"fiscal_year": today.year if today.month >= 4 else today.year - 1}
    found = {name: getattr(meeting, name) for name in FIELDS if name not in INSTANTS}
    for name, (day, hour) in INSTANTS.items():
        instant = getattr(meeting, name)
        local = timezone.localtime(instant) if instant else None
        is_midnight = local is not None and local.time() == datetime.time.min
        found[day] = None if local is None else local.date() if name == _NO_DEADLINE else last_day(local)
        if hour:
            found[hour] = None if local is None or is_midnight else local.time()
    return found


class ActForm(StaleForm):
    """Calls, finishes or cancels the meeting that the person saw."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, meeting: Meeting, **options: Any):
        super().__init__(*args, initial={"seen": meeting.version}, auto_id="act_%s", **options)
        self.meeting = meeting
        self.is_overtaken = False

    def overtaken(self, overtaken: Overtaken) -> None:
        """The page shows what stands there now, and may be sent again."""
        self.is_overtaken = True
        self.meeting = overtaken.current
        self.data = self.data.copy()
        self.data["seen"] = str(overtaken.current.version)
        self.add_error(None, overtaken.messages)

    @property
    def status(self) -> int:
        """200 as it stands, 409 where somebody was quicker, 422 where something stands in the way."""
        return 409 if self.is_overtaken else 422 if self.errors else 200


class CallForm(ActForm):
    """Calls the meeting."""

    def save(self, *, actor: User) -> Meeting:
        """Call it, or raise ``ValidationError`` with everything that is missing."""
        return call_meeting(actor=actor, meeting=self.meeting, seen=self.cleaned_data["seen"])


class FinishForm(ActForm):
    """Ends the meeting."""

    def save(self, *, actor: User) -> Meeting:
        """End it, or raise ``ValidationError``."""
        return finish_meeting(actor=actor, meeting=self.meeting, seen=self.cleaned_data["seen"])


class CancelForm(ActForm):
    """Cancels the meeting with a reason."""

    reason = text_field("中止の理由", 300, "委員の画面と会議の一覧に出ます。", required=True)

    def save(self, *, actor: User) -> Meeting:
        """Cancel it, or raise ``ValidationError``."""
        return cancel_meeting(actor=actor, meeting=self.meeting, **self.cleaned_data)


class RoundForm(OfficeForm):
    """Which other bodies take the same agenda."""

    bodies = forms.ModelMultipleChoiceField(
        Body.objects.none(),
        label="同じ案件を諮る会議体",
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": "会議体を選んでください。"},
    )
    title = text_field("審議の回の名前", 200, "例：素案の審議")

    def __init__(self, *args: Any, meeting: Meeting, **options: Any):
        super().__init__(*args, auto_id="round_%s", **options)
        self.meeting = meeting
        own = meeting.plan.government.bodies.exclude(pk=meeting.body_id)
        if meeting.round_id:
            own = own.exclude(meetings__in=meeting.round.meetings.exclude(state=Meeting.State.CANCELLED))
            del self.fields["title"]
        self.fields["bodies"].queryset = own.order_by("kind", "name")
        self.fields["bodies"].error_messages["required"] = "会議体を選んでください。"

    def save(self, *, actor: User) -> Round:
        """Copy the agenda, or raise ``ValidationError``."""
        data = self.cleaned_data
        return start_round(
            actor=actor, meeting=self.meeting, bodies=list(data["bodies"]), title=data.get("title", "")
        )


class EntryForm(SaidForm):
    """A line of the schedule."""

    title = text_field("内容", 200, "例：素案の審議、パブリックコメント", required=True)
    who = text_field("会議体・担当", 100)
    when_words = text_field("時期", 60, "例：11月頃、12月下旬、未定")
    on = Day(label="日", required=False)
    is_settled = forms.BooleanField(label="決まった日程", required=False)
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label="会議",
        required=False,
        empty_label="（会議ではない、またはまだつくっていない）",
    )
    written = tuple(LINE)

    def __init__(
        self, *args: Any, plan: Plan, fiscal_year: int, entry: ScheduleEntry | None = None, **options: Any
    ):
        super().__init__(*args, row=entry, auto_id="entry_%s", **options)
        self.plan, self.fiscal_year = plan, fiscal_year
        own = (
            plan.meetings.filter(fiscal_year=fiscal_year)
            .select_related("body")
            .order_by("body__name", "number")
        )
        self.fields["meeting"].queryset = own

    def save(self, *, actor: User) -> ScheduleEntry:
        """Keep the line, or raise ``ValidationError``."""
        if self.row is None:
            return add_entry(actor=actor, plan=self.plan, fiscal_year=self.fiscal_year, **self.facts)
        return save_entry(actor=actor, entry=self.row, seen=self.cleaned_data["seen"], **self.facts)
