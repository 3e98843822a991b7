"""Forms of 各課照会: asking, another day, closing, reminding; a department's answer and the file that holds one."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from accounts.forms.fields import long_field, text_field
from accounts.forms.office import Day, OfficeForm
from accounts.models import Department, User
from accounts.saving import Overtaken
from deliberation.consulting.answer_rows import AnswerRow
from deliberation.consulting.answers import MOST_ROWS, answer_consultation
from deliberation.consulting.consultations import close_consultation, extend_consultation, open_consultation
from deliberation.consulting.layout import LONGEST, PLACE, PROPOSAL, REASON
from deliberation.consulting.reading import Returned, read_form
from deliberation.consulting.reminding import Waiting, remind_consultation
from deliberation.consulting.spots import Spot, Spots
from deliberation.deadlines import last_day
from deliberation.forms.procedure_fields import EditionChoice, LongSelect, editions_of
from deliberation.models import Consultation, ConsultationAnswer
from kpi.forms.rows import Rows
from kpi.forms.stale import StaleForm
from paper.guard import WORKBOOK_BYTES
from strategy.models import Plan

OLD_PAGE = "画面が古くなっています。開き直してください。"
WHOLE_KEY = "whole"
GIVEN_TIME = datetime.timedelta(days=14)  # proposed for an answer


class ConsultationForm(OfficeForm):
    """What is asked, of which edition, of whom, by when."""

    edition = EditionChoice(label="照会する版", required=True, empty_label=None)
    title = text_field("件名", 200, "例：総合戦略（素案）への意見について", required=True)
    text = long_field("依頼文", 4000, "メールと様式に載ります。何を見てほしいかを書きます。", rows=5)
    document_number = text_field("文書番号", 60)
    due_on = Day(label="回答の締切", help_text="この日の終わりまで受け付けます。")
    departments = forms.ModelMultipleChoiceField(
        Department.objects.none(), label="照会する課", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, plan: Plan, **options: Any):
        super().__init__(*args, auto_id="consultation_%s", **options)
        today = timezone.localdate()
        self.fields["edition"].queryset = editions_of(plan, frozen=False)
        departments = plan.government.departments.on(today).order_by("division", "name", "id")
        self.fields["departments"].queryset = departments
        self.fields["departments"].widget.attrs = {}
        self.fields["departments"].error_messages["required"] = "照会する課を、一つ以上選んでください。"
        self.fields["departments"].label_from_instance = str
        self.initial.setdefault("due_on", today + GIVEN_TIME)
        self.initial.setdefault("departments", list(departments))
        self.plan = plan

    def save(self, *, actor: User) -> Consultation:
        """Ask, or raise ``ValidationError``."""
        edition = self.cleaned_data["edition"]
        edition.plan = self.plan
        return open_consultation(actor=actor, **(self.cleaned_data | {"edition": edition}))


class _SeenForm(StaleForm):
    """An act on a row as the person saw it."""

    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput, error_messages={"invalid": OLD_PAGE})

    def __init__(self, *args: Any, row: Any, **options: Any):
        options["initial"] = {"seen": row.version} | options.pop("initial", {})
        super().__init__(*args, **options)
        self.fields["seen"].error_messages["required"] = OLD_PAGE
        self.row, self.is_overtaken = row, False

    def overtaken(self, overtaken: Overtaken) -> None:
        self.is_overtaken = True
        self.data = self.data.copy()
        self.data["seen"] = str(overtaken.current.version)
        self.add_error(None, overtaken.messages)

    @property
    def status(self) -> int:
        return 409 if self.is_overtaken else 422 if self.errors else 200


class ExtendForm(_SeenForm):
    due_on = Day(label="新しい締切")

    def __init__(self, *args: Any, row: Consultation, **options: Any):
        due = last_day(timezone.make_naive(row.due_at))
        super().__init__(*args, row=row, initial={"due_on": due}, auto_id="extend_%s", **options)

    def save(self, *, actor: User) -> Consultation:
        """Put the day off, or raise ``ValidationError``."""
        return extend_consultation(actor=actor, consultation=self.row, **self.cleaned_data)


class CloseForm(_SeenForm):
    def __init__(self, *args: Any, row: Consultation, **options: Any):
        super().__init__(*args, row=row, auto_id="close_%s", **options)

    def save(self, *, actor: User) -> Consultation:
        """Close it, or raise ``ValidationError``."""
        return close_consultation(actor=actor, consultation=self.row, seen=self.cleaned_data["seen"])


class RemindForm(OfficeForm):
    """Which departments are reminded."""

    departments = forms.TypedMultipleChoiceField(label="督促する課", coerce=int, required=True)

    def __init__(self, *args: Any, consultation: Consultation, waiting: Sequence[Waiting], **options: Any):
        super().__init__(*args, **options)
        self.consultation = consultation
        self.rows = {row.department.pk: row for row in waiting}
        self.fields["departments"].choices = [(pk, row.department.name) for pk, row in self.rows.items()]
        self.fields["departments"].error_messages |= {
            "required": "督促する課に印を付けてください。",
            "invalid_choice": "選んだ課は、その間に回答したようです。画面を開き直してください。",
        }

    def save(self, *, actor: User) -> int:
        """Send, or raise ``ValidationError``."""
        chosen = [self.rows[pk].department for pk in self.cleaned_data["departments"]]
        return remind_consultation(actor=actor, consultation=self.consultation, departments=chosen)


class RowForm(forms.Form):
    """One row: where, the words proposed, why."""

    spots: Sequence[Spot] = ()

    place = forms.ChoiceField(
        label=PLACE,
        required=False,
        widget=LongSelect(attrs={"class": "select"}),
        error_messages={
            "invalid_choice": "一覧から選んでください。項目が消えたときは、近い項目か計画全体を選びます。"
        },
    )
    proposal = long_field(PROPOSAL, LONGEST[PROPOSAL], rows=3)
    reason = long_field(REASON, LONGEST[REASON], rows=3)

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["place"].choices = [
            ("", "（選んでください）"),
            *((key_of(spot.lineage), spot.label) for spot in self.spots),
        ]
        for name in ("proposal", "reason"):
            self.fields[name].widget.attrs["class"] = "textarea"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        said = cleaned.get("proposal") or cleaned.get("reason")
        if said and not cleaned.get("place") and "place" not in self.errors:
            self.add_error("place", "該当箇所を選んでください。")
        if cleaned.get("place") and not said and not {"proposal", "reason"} & set(self.errors):
            self.add_error(
                "proposal", "修正案か理由を書くか、該当箇所を「（選んでください）」に戻してください。"
            )
        return cleaned


class AnswerForm(_SeenForm):
    """A department's answer; ``first`` are the rows that stand already, or were read from a file."""

    has_none = forms.BooleanField(label="意見なし", required=False)

    def __init__(
        self,
        *args: Any,
        row: ConsultationAnswer,
        spots: Spots,
        first: Sequence[AnswerRow] = (),
        has_none: bool = False,
        **options: Any,
    ):
        super().__init__(*args, row=row, initial={"has_none": has_none}, auto_id="answer_%s", **options)
        self.spots = spots
        kind = type("SpotRowForm", (RowForm,), {"spots": spots.all})
        self.rows = Rows(
            kind,
            self.data if self.is_bound else None,
            prefix="rows",
            first=[
                {"place": key_of(one.lineage), "proposal": one.proposal, "reason": one.reason}
                for one in first
            ],
            most=MOST_ROWS,
            empty=1 if first else 2,
        )

    @property
    def wants_more(self) -> bool:
        """Whether another row was asked for: nothing is saved then."""
        return self.rows.wants_more

    def is_valid(self) -> bool:
        sound = super().is_valid()
        if self.is_bound and not self.wants_more and (faults := self.rows.faults):
            for sentence in faults:
                self.add_error(None, sentence)
            return False
        return sound and not self.wants_more

    def save(self, *, actor: User) -> ConsultationAnswer:
        """Answer, or raise ``ValidationError``."""
        rows = [self._row(one) for one in self.rows.filled]
        return answer_consultation(actor=actor, answer=self.row, rows=rows, **self.cleaned_data)

    def _row(self, typed: dict[str, str]) -> AnswerRow:
        lineage = None if typed["place"] == WHOLE_KEY else uuid.UUID(typed["place"])
        proposal, reason = (_lines(typed[name]) for name in ("proposal", "reason"))
        return AnswerRow(lineage, self.spots.by_lineage[lineage].label, proposal, reason)


class FileForm(OfficeForm):
    """A form that came back as a file; it is read, and shown before it counts."""

    file = forms.FileField(
        label="書いた様式（Excel、Word）",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.docx"}),
        help_text="送っただけでは回答になりません。次の画面で内容を確かめます。",
        error_messages={
            "empty": "ファイルが空です。選び直してください。",
            "required": "ファイルを選んでください。",
        },
    )

    def __init__(self, *args: Any, answer: ConsultationAnswer, **options: Any):
        super().__init__(*args, auto_id="upload_%s", **options)
        self.answer = answer

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > WORKBOOK_BYTES:
            most = WORKBOOK_BYTES // 1024 // 1024
            raise forms.ValidationError(
                f"「{file.name}」は大きすぎます（{most}MBまで）。図を消して、もう一度選んでください。"
            )
        return file

    def read(self) -> Returned:
        """What the file says; nothing of it is kept."""
        file = self.cleaned_data["file"]
        return read_form(file.read(), file.name, self.answer)


def key_of(lineage: uuid.UUID | None) -> str:
    """How a place is called in a form."""
    return str(lineage) if lineage else WHOLE_KEY


def _lines(text: str) -> str:
    """Line ends as they are kept, whatever the browser sends."""
    return "\n".join(
        line.rstrip() for line in text.strip().replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )
