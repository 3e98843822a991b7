"""Forms of the assembly's record and of 決裁."""

from typing import Any

from django import forms

from accounts.forms.fields import long_field, text_field
from accounts.forms.office import Day
from accounts.models import User
from deliberation.forms.inquiries import PUBLIC
from deliberation.forms.procedure_fields import Choose, EditionChoice, editions_of
from deliberation.models import AssemblyRecord, Inquiry, Meeting, PublicComment, Sanction
from deliberation.procedures import assembly, sanctions
from deliberation.procedures.assembly import add_record, save_record
from deliberation.procedures.sanctions import add_sanction, save_sanction
from deliberation.titles import title_of
from kpi.explaining import year_word
from kpi.forms.said import SaidForm
from kpi.models import ReviewYear
from strategy.models import Plan


class ReviewChoice(Choose):
    def label_from_instance(self, review: ReviewYear) -> str:
        return f"{year_word(review.fiscal_year)}の{'総括評価' if review.kind == ReviewYear.Kind.TERM else '評価'}"


class MeetingChoice(Choose):
    def label_from_instance(self, meeting: Meeting) -> str:
        return title_of(meeting)


class RecordForm(SaidForm):
    """A row of the assembly's record."""

    written = assembly.FIELDS

    session = text_field("会期", 100, "例：令和6年第3回定例会", required=True)
    stage = forms.ChoiceField(
        label="場",
        choices=AssemblyRecord.Stage.choices,
        error_messages={"invalid_choice": "場は、一覧から選んでください。"},
    )
    committee = text_field("委員会の名前", 100, "常任委員会のときに書きます。例：総務常任委員会")
    act = forms.ChoiceField(
        label="行ったこと",
        choices=AssemblyRecord.Act.choices,
        error_messages={"invalid_choice": "行ったことは、一覧から選んでください。"},
    )
    on = Day(label="日", required=False, help_text="まだ決まっていないときは空にします。")
    title = text_field("件名", 300, "例：総合戦略（案）について", required=True)
    outcome = text_field("結果", 200, "例：原案可決（全会一致）")
    edition = EditionChoice(label="版", help_text="策定のときの説明・議決は、対象の版を選びます。")
    review = ReviewChoice(
        ReviewYear.objects.none(), label="年度評価", help_text="評価の報告は、対象の年度評価を選びます。"
    )
    papers = long_field("資料", 1000, "1行に一つ書きます。", rows=3)
    note = long_field("付記", 2000, "庁内の記録です。公開ページには出ません。", rows=3)
    is_public = forms.BooleanField(label=PUBLIC, required=False)

    def __init__(self, *args: Any, plan: Plan, row: AssemblyRecord | None, **options: Any):
        super().__init__(*args, row=row, auto_id="record_%s", **options)
        self.plan = plan
        self.fields["edition"].queryset = editions_of(plan, frozen=False)
        reviews = ReviewYear.objects.filter(plan=plan).defer("content").order_by("-fiscal_year", "-id")
        self.fields["review"].queryset = reviews

    def save(self, *, actor: User) -> AssemblyRecord:
        """Keep it, or raise ``ValidationError``."""
        if self.row is None:
            return add_record(actor=actor, plan=self.plan, **self.facts)
        return save_record(actor=actor, row=self.row, seen=self.cleaned_data["seen"], **self.facts)


class SanctionForm(SaidForm):
    """A 決裁: of which step, when, under which number."""

    written = sanctions.FIELDS

    title = text_field("件名", 200, "例：総合戦略（案）の意見募集について", required=True)
    on = Day(label="決裁日", required=False)
    document_number = text_field("文書番号", 60, "例：豊都経第123号")
    sanctioned_by = text_field("決裁した人", 100, "例：市長、部長")
    meeting = MeetingChoice(Meeting.objects.none(), label="会議")
    comment = Choose(PublicComment.objects.none(), label="意見募集")
    inquiry = Choose(Inquiry.objects.none(), label="諮問")
    edition = EditionChoice(label="版")
    note = text_field("付記", 500)

    def __init__(
        self,
        *args: Any,
        plan: Plan,
        row: Sanction | None,
        first: dict[str, Any] | None = None,
        **options: Any,
    ):
        super().__init__(*args, row=row, first=first, auto_id="sanction_%s", **options)
        self.plan = plan
        meetings = (
            Meeting.objects.filter(plan=plan)
            .select_related("body")
            .order_by("-fiscal_year", "body", "-number")
        )
        self.fields["meeting"].queryset = meetings
        self.fields["comment"].queryset = (
            PublicComment.objects.filter(plan=plan).defer("result").order_by("-number")
        )
        self.fields["inquiry"].queryset = Inquiry.objects.filter(plan=plan).order_by("-id")
        self.fields["edition"].queryset = editions_of(plan, frozen=False)

    def save(self, *, actor: User) -> Sanction:
        """Keep it, or raise ``ValidationError``."""
        if self.row is None:
            return add_sanction(actor=actor, plan=self.plan, **self.facts)
        return save_sanction(actor=actor, sanction=self.row, seen=self.cleaned_data["seen"], **self.facts)
