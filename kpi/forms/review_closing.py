"""Forms that end a year of review: publish it, correct it, put the text of a term into the next edition."""

from typing import Any

from django import forms

from accounts.audit import Refused
from accounts.forms.office import OfficeForm
from accounts.models import User
from kpi.models import ReviewYear
from kpi.review.closing import publish_review, start_correction
from strategy.forms.structure import LineageField, items_at
from strategy.items import Saved, save_item
from strategy.models import Edition, PlanItem
from strategy.sanitise import clean


class PublishReviewForm(OfficeForm):
    """The confirmation, with the hash of the report that was shown."""

    seen = forms.CharField(
        widget=forms.HiddenInput,
        error_messages={"required": "確認の画面を開き直してから、もう一度公表してください。"},
    )
    minimum = forms.BooleanField(
        label="最小限の公表にする（KPIの進み具合だけを公表する）",
        help_text="要因・課題・今後の対応がそろわなくても公表します。手引き7-2は、多面的な評価ができない場合でも、"
        "KPIの進み具合の確認と公表は行うこととしています。",
        required=False,
    )

    def __init__(self, *args: Any, review: ReviewYear, **options: Any):
        super().__init__(*args, auto_id="publish_%s", **options)
        self.fields["seen"].error_messages["required"] = (
            "確認の画面を開き直してから、もう一度公表してください。"
        )
        self.review = review

    @property
    def is_minimum(self) -> bool:
        """Whether the minimum was asked for, be the form valid or not."""
        return self.is_bound and bool(self["minimum"].value())

    def save(self, *, actor: User) -> ReviewYear:
        return publish_review(actor=actor, review=self.review, **self.cleaned_data)


class CorrectReviewForm(OfficeForm):
    """Why a published review is corrected."""

    reason = forms.CharField(
        label="訂正の理由",
        max_length=300,
        help_text="訂正を公表するとき、読む人に示します。例：就業率の集計に誤りがあったため",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "訂正の理由は300字までです。"},
    )

    def __init__(self, *args: Any, review: ReviewYear, **options: Any):
        super().__init__(*args, auto_id="correct_%s", **options)
        self.review = review

    def save(self, *, actor: User) -> ReviewYear:
        return start_correction(actor=actor, review=self.review, **self.cleaned_data)


class TermTextForm(OfficeForm):
    """The item of the working edition at the beginning of which the text is put."""

    to = LineageField(label="入れる項目")

    def __init__(self, *args: Any, edition: Edition, text: str, **options: Any):
        super().__init__(*args, auto_id="place_%s", **options)
        self.edition, self.text = edition, text
        self.fields["to"].error_messages["required"] = "項目を一つ選んでください。"

    def clean_to(self) -> PlanItem:
        found = items_at(self.edition, [self.cleaned_data["to"]])[0]
        found.edition = self.edition
        return found

    def save(self, *, actor: User) -> Saved:
        """Put the text before the item's own; Refused where it begins with it already."""
        item = self.cleaned_data["to"]
        if clean(self.text).html in item.body:
            raise Refused("この項目には、同じ文がすでに入っています。")
        return save_item(
            actor=actor,
            item=item,
            version=item.version,
            title=item.title,
            body=self.text + item.body,
            department=item.department,
            closing=True,
        )
