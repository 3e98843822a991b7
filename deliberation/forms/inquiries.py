"""Forms of 諮問 and 答申, and of the 附帯意見 of an answer."""

import uuid
from typing import Any

from django import forms

from accounts.forms.fields import long_field, text_field
from accounts.forms.office import Day, OfficeForm
from accounts.models import User
from deliberation.consulting.spots import Spots
from deliberation.forms.consultations import WHOLE_KEY, key_of
from deliberation.forms.procedure_fields import Choose, EditionChoice, LongSelect, editions_of
from deliberation.models import Advice, AssemblyRecord, Body, Inquiry, Opinion
from deliberation.opinions import add_opinion
from deliberation.procedures import inquiries
from deliberation.procedures.inquiries import add_advice, add_inquiry, save_advice, save_inquiry
from kpi.forms.said import SaidForm
from strategy.models import Edition, Plan

PUBLIC = "公表する（公開ページの策定経過に載せる）"


class InquiryForm(SaidForm):
    """諮問書: who asks which body, on which text."""

    written = inquiries.INQUIRY_FIELDS

    body = Choose(Body.objects.none(), label="会議体", required=True, empty_label=None)
    title = text_field("件名", 200, "例：総合戦略（案）について（諮問）", required=True)
    edition = EditionChoice(
        label="諮問する版", help_text="凍結した版だけが並びます。決まっていなければ、あとで選べます。"
    )
    on = Day(label="諮問した日", required=False, help_text="まだのときは空にします。")
    document_number = text_field("文書番号", 60)
    sender = text_field("諮問する人", 100, "例：豊中市長　〇〇　〇〇", required=True)
    text = long_field("諮問の文", 8000, "例：下記について、貴委員会の意見を求めます。", rows=8)
    is_public = forms.BooleanField(label=PUBLIC, required=False)

    def __init__(self, *args: Any, plan: Plan, row: Inquiry | None, **options: Any):
        super().__init__(*args, row=row, auto_id="inquiry_%s", **options)
        self.plan = plan
        self.fields["body"].queryset = Body.objects.filter(government=plan.government).order_by(
            "kind", "name"
        )
        self.fields["edition"].queryset = editions_of(plan, frozen=True)
        require(self, "text", "諮問の文を入れてください。")

    def save(self, *, actor: User) -> Inquiry:
        """Keep it, or raise ``ValidationError``."""
        if self.row is None:
            return add_inquiry(actor=actor, plan=self.plan, **self.facts)
        return save_inquiry(actor=actor, inquiry=self.row, seen=self.cleaned_data["seen"], **self.facts)


class AdviceForm(SaidForm):
    """答申書: what the body answered, on which text."""

    written = inquiries.ADVICE_FIELDS

    edition = EditionChoice(
        label="審議した版",
        help_text="答申は、この版の文に結びつきます。あとで文が変わると、その違いが出ます。",
    )
    on = Day(label="答申の日")
    document_number = text_field("文書番号", 60)
    sender = text_field("答申する人", 100, "例：総合戦略委員会　会長　〇〇　〇〇", required=True)
    text = long_field("答申の文", 8000, rows=8)
    is_public = forms.BooleanField(label=PUBLIC, required=False)

    def __init__(self, *args: Any, inquiry: Inquiry, row: Advice | None, **options: Any):
        first = {} if row is not None else {"edition": inquiry.edition_id}
        super().__init__(*args, row=row, first=first, auto_id="advice_%s", **options)
        self.inquiry = inquiry
        self.fields["edition"].queryset = editions_of(inquiry.plan, frozen=True)
        require(self, "text", "答申の文を入れてください。")

    def save(self, *, actor: User) -> Advice:
        """Keep it, or raise ``ValidationError``."""
        if self.row is None:
            return add_advice(actor=actor, inquiry=self.inquiry, **self.facts)
        return save_advice(actor=actor, advice=self.row, seen=self.cleaned_data["seen"], **self.facts)


class SaidThereForm(OfficeForm):
    """Something said in an answer (附帯意見) or in the assembly (質疑), at an item of its edition or of the whole."""

    place = forms.ChoiceField(
        label="該当箇所",
        required=False,
        widget=LongSelect(attrs={"class": "select"}),
        error_messages={"invalid_choice": "該当箇所は、一覧から選んでください。"},
    )
    text = forms.CharField(
        label="意見",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "4000字までです。"},
    )

    def __init__(self, *args: Any, plan: Plan, edition: Edition | None, **options: Any):
        super().__init__(*args, auto_id="said_%s", **options)
        self.plan, self.edition = plan, edition
        self.spots = Spots(edition) if edition else None
        if self.spots:
            self.fields["place"].choices = [(key_of(spot.lineage), spot.label) for spot in self.spots.all]
        else:
            del self.fields["place"]

    def _said(self) -> dict[str, Any]:
        key = self.cleaned_data.get("place") or WHOLE_KEY
        lineage = None if key == WHOLE_KEY else uuid.UUID(key)
        return {
            "plan": self.plan,
            "edition": self.edition,
            "lineage": lineage,
            "place": self.spots.by_lineage[lineage].label if self.spots and lineage else "",
            "text": self.cleaned_data["text"],
        }


class RiderForm(SaidThereForm):
    """A 附帯意見 of an answer."""

    def __init__(self, *args: Any, advice: Advice, **options: Any):
        super().__init__(*args, plan=advice.inquiry.plan, edition=advice.edition, **options)
        self.advice = advice
        self.fields["text"].label = "附帯意見"

    def save(self, *, actor: User) -> Opinion:
        """Keep it, or raise ``ValidationError``."""
        body = self.advice.inquiry.body.name
        return add_opinion(
            actor=actor, source=Opinion.Source.ADVICE, advice=self.advice, author=body[:100], **self._said()
        )


class QuestionForm(SaidThereForm):
    """A 質疑 of the assembly: who asked what."""

    author = text_field("質問した人・会派", 100, "例：〇〇議員、〇〇会派。書かなくてもかまいません。")
    field_order = ("author", "place", "text")

    def __init__(self, *args: Any, record: AssemblyRecord, **options: Any):
        super().__init__(*args, plan=record.plan, edition=record.edition, **options)
        self.record = record
        self.fields["text"].label = "質疑"

    def save(self, *, actor: User) -> Opinion:
        """Keep it, or raise ``ValidationError``."""
        author = self.cleaned_data["author"]
        return add_opinion(
            actor=actor, source=Opinion.Source.ASSEMBLY, assembly=self.record, author=author, **self._said()
        )


def require(form: forms.Form, name: str, sentence: str) -> None:
    """Make a long field one that has to be filled in."""
    form.fields[name].required = True
    form.fields[name].error_messages["required"] = sentence
