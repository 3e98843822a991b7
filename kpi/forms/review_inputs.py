"""Forms of the materials of a review: meetings and surveys, opinions, and the judgement of the whole year."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.forms.fields import long_field, text_field
from accounts.forms.office import Day
from accounts.models import User
from kpi.forms.said import SaidForm
from kpi.models import Hearing, ReviewOpinion, ReviewYear
from kpi.review import hearings, summaries
from kpi.review.hearings import add_hearing, save_hearing
from kpi.review.opinions import add_opinion, save_opinion
from kpi.review.summaries import save_summary
from kpi.review.years import Reviewed

WHOLE = ("", "年度全体")


class HearingForm(SaidForm):
    """A meeting or survey that looked at the year."""

    written = hearings.FIELDS

    kind = forms.ChoiceField(
        label="種類",
        choices=Hearing.Kind.choices,
        error_messages={"invalid_choice": "種類は、一覧から選んでください。"},
    )
    name = text_field("会議・調査の名前", 100, "例：総合戦略推進会議、市民意識調査", required=True)
    held_on = Day(label="実施日", required=False, help_text="まだ決まっていないときは空にします。")
    judgement = text_field("評価の言葉", 100, "会議が使った言葉をそのまま書きます。例：概ね順調")
    summary = long_field("概要", 4000, rows=6)
    has_outsiders = forms.BooleanField(label="外部の有識者がいる", required=False)

    def __init__(self, *args: Any, review: ReviewYear, row: Hearing | None, **options: Any):
        super().__init__(*args, row=row, auto_id="hearing_%s", **options)
        self.review = review

    def save(self, *, actor: User) -> Hearing:
        """Keep it, or raise ``ValidationError``."""
        if self.row is None:
            return add_hearing(actor=actor, review=self.review, **self.facts)
        return save_hearing(actor=actor, hearing=self.row, seen=self.cleaned_data["seen"], **self.facts)


class OpinionForm(SaidForm):
    """An opinion: where it was said, about what, and the office's answer."""

    written = ("text", "answer")

    hearing = forms.ChoiceField(
        label="会議・調査", error_messages={"invalid_choice": "会議・調査は、一覧から選んでください。"}
    )
    about = forms.ChoiceField(
        label="何についての意見か",
        required=False,
        error_messages={"invalid_choice": "一覧から選んでください。"},
    )
    text = long_field("意見", 2000)
    answer = long_field("回答（市の考え方）", 2000, "まだのときは空にします。")

    def __init__(
        self,
        *args: Any,
        reviewed: Reviewed,
        meetings: Sequence[Hearing],
        row: ReviewOpinion | None,
        first: dict[str, Any] | None = None,
        **options: Any,
    ):
        stored = {"hearing": str(row.hearing_id), "about": about_of(row)} if row is not None else {}
        super().__init__(*args, row=row, first={**(first or {}), **stored}, auto_id="opinion_%s", **options)
        self.reviewed, self.meetings = reviewed, {str(one.pk): one for one in meetings}
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = "意見を入れてください。"
        self.fields["hearing"].choices = [
            (str(one.pk), f"{one.get_kind_display()}：{one.name}") for one in meetings
        ]
        self.fields["answer"].label = f"回答（{reviewed.government.name}の考え方）"
        self.targets = {f"kpi-{row.target.pk}": row for row in reviewed.targets if not row.relisting}
        self.items = {f"item-{row.item.pk}": row for row in reviewed.items}
        self.fields["about"].choices = [
            WHOLE,
            ("指標", [(key, row.target.name) for key, row in self.targets.items()]),
            ("施策", [(key, row.place.label) for key, row in self.items.items()]),
        ]

    @property
    def facts(self) -> dict[str, Any]:
        """The fields, ready for the verb."""
        about = self.cleaned_data["about"]
        target, item = self.targets.get(about), self.items.get(about)
        return {
            **super().facts,
            "hearing": self.meetings[self.cleaned_data["hearing"]],
            "target": target.target if target else None,
            "item": item.item if item else None,
        }

    def save(self, *, actor: User) -> ReviewOpinion:
        """Keep it, or raise ``ValidationError``."""
        if self.row is None:
            return add_opinion(actor=actor, review=self.reviewed.review, **self.facts)
        return save_opinion(actor=actor, opinion=self.row, seen=self.cleaned_data["seen"], **self.facts)

    def pairs(self, current: Any) -> list[tuple[str, str, str]]:
        theirs, mine = str(current.hearing_id), self.cleaned_data["hearing"]
        where = ("会議・調査", self.meetings[theirs].name, self.meetings[mine].name)
        about = (
            "何についての意見か",
            self._about(about_of(current)),
            self._about(self.cleaned_data["about"]),
        )
        return [where, about, *super().pairs(current)]

    def _about(self, key: str) -> str:
        if key in self.targets:
            return self.targets[key].target.name
        return self.items[key].place.label if key in self.items else WHOLE[1]


def about_of(opinion: ReviewOpinion) -> str:
    """What an opinion is about, as the form's choice."""
    if opinion.target_id is not None:
        return f"kpi-{opinion.target_id}"
    return f"item-{opinion.item_id}" if opinion.item_id is not None else ""


class SummaryForm(SaidForm):
    """全体の評価, the body that gave it, and 総評."""

    written = summaries.FIELDS

    judgement = text_field("全体の評価", 100, "会議が使った言葉をそのまま書きます。例：概ね順調")
    judged_by = text_field("評価した会議", 100, "例：総合戦略推進会議")
    summary = long_field("総評", 4000, "報告書のはじめに載ります。", rows=8)

    def __init__(self, *args: Any, row: ReviewYear, **options: Any):
        super().__init__(*args, row=row, auto_id="summary_%s", **options)

    def save(self, *, actor: User) -> ReviewYear:
        """Keep it, or raise ``ValidationError``."""
        return save_summary(actor=actor, review=self.row, seen=self.cleaned_data["seen"], **self.facts)
