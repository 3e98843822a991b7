"""Forms of a department's return: submitted, gathered, accepted, sent back; put off and reminded."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.forms.fields import text_field
from accounts.forms.office import Day, OfficeForm
from accounts.models import Department, User
from accounts.saving import Overtaken
from kpi.forms.stale import StaleForm
from kpi.models import DepartmentReturn, ReviewYear
from kpi.review.board import Row
from kpi.review.practice import from_data
from kpi.review.reminders import remind
from kpi.review.returns import (
    accept_return,
    extend_returns,
    gather_return,
    send_back_return,
    submit_return,
)


class ReturnForm(StaleForm):
    """An act on a return as the person saw it (``seen``)."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, answer: DepartmentReturn, **options: Any):
        options["initial"] = {"seen": answer.version} | options.pop("initial", {})
        super().__init__(*args, **options)
        self.answer, self.is_late = answer, False

    @property
    def about(self) -> dict[str, Any]:
        return {"review": self.answer.review, "department": self.answer.department} | self.cleaned_data

    @property
    def status(self) -> int:
        return 409 if self.is_late else 422 if self.errors else 200

    def overtaken(self, overtaken: Overtaken) -> None:
        """The page shows the return as it stands now; what was typed stays, and may be sent once more."""
        self.is_late = True
        self.data = self.data.copy()
        self.data["seen"] = str(overtaken.current.version)
        self.add_error(None, overtaken.messages)


class SubmitForm(ReturnForm):
    """所属長確認 and the submission itself."""

    head_name = text_field("所属長の氏名", 60)
    head_checked_on = Day(label="所属長の確認日", required=False)

    def __init__(self, *args: Any, answer: DepartmentReturn, **options: Any):
        head = {"head_name": answer.head_name, "head_checked_on": answer.head_checked_on}
        super().__init__(*args, answer=answer, auto_id="submit_%s", initial=head, **options)
        for name in head:
            self.fields[name].required = from_data(answer.review.practice).asks_head

    def save(self, *, actor: User) -> DepartmentReturn:
        """Submit, or raise ``ValidationError``."""
        return submit_return(actor=actor, **self.about)


class GatherForm(ReturnForm):
    def save(self, *, actor: User) -> DepartmentReturn:
        """Gather, or raise ``ValidationError``."""
        return gather_return(actor=actor, **self.about)


class AcceptForm(ReturnForm):
    def save(self, *, actor: User) -> DepartmentReturn:
        """Accept, or raise ``ValidationError``."""
        return accept_return(actor=actor, **self.about)


class SendBackForm(ReturnForm):
    """Why the department is to look at it again."""

    why = forms.CharField(
        label="差し戻す理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "差し戻す理由は500字までです。"},
    )

    def __init__(self, *args: Any, answer: DepartmentReturn, **options: Any):
        super().__init__(*args, answer=answer, auto_id="back_%s", **options)

    def save(self, *, actor: User) -> DepartmentReturn:
        """Send back, or raise ``ValidationError``."""
        return send_back_return(actor=actor, **self.about)


_CHOICE = re.compile(r"(\d{1,9})-(\d{1,9})")


class ChosenForm(OfficeForm):
    """Departments that were chosen, each with the version of its return: "12-3"."""

    departments = forms.MultipleChoiceField(label="課", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, review: ReviewYear, rows: Sequence[Row], **options: Any):
        super().__init__(*args, **options)
        self.review, self.rows = review, rows
        self.fields["departments"].choices = [
            (f"{row.department.pk}-{row.answer.version}", row.department.name) for row in rows
        ]
        self.fields["departments"].error_messages |= {
            "required": "課を一つ以上選んでください。",
            "invalid_choice": "選んだ課の回答が、ほかの人に変えられました。下の表で確かめて、選び直してください。",
        }

    @property
    def chosen(self) -> list[Department]:
        wanted = {int(value.partition("-")[0]) for value in self.cleaned_data["departments"]}
        return [row.department for row in self.rows if row.department.pk in wanted]

    @property
    def ticked(self) -> set[int]:
        """Departments whose box is ticked on the page."""
        given = self["departments"].value() or []
        return {int(found[1]) for value in given if (found := _CHOICE.fullmatch(str(value)))}


class RemindForm(ChosenForm):
    def save(self, *, actor: User) -> int:
        """Send the letters, or raise ``ValidationError``; how many mails."""
        return remind(actor=actor, review=self.review, departments=self.chosen)


class ExtendForm(ChosenForm):
    """A day and a reason; no day takes an extension back."""

    due_on = Day(label="新しい期限", required=False)
    reason = text_field(
        "期限を延ばす理由", 200, "日を入れたときは、理由も書いてください。例：確定値の公表が11月のため"
    )

    def save(self, *, actor: User) -> list[DepartmentReturn]:
        """Put the day off, or raise ``ValidationError``."""
        seen = {row.department.pk: row.answer.version for row in self.rows}
        return extend_returns(
            actor=actor,
            review=self.review,
            departments=self.chosen,
            seen=seen,
            due_on=self.cleaned_data["due_on"],
            reason=self.cleaned_data["reason"],
        )
