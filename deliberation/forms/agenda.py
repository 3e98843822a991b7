"""Forms of agenda items and papers."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from accounts.forms.fields import long_field, text_field
from accounts.forms.office import Day, OfficeForm
from accounts.models import User
from deliberation.agenda import FIELDS, Subject, add_item, save_item
from deliberation.boxes import void_item
from deliberation.confirming import confirm_text
from deliberation.models import AgendaItem, ChairConfirmation, Meeting, Paper
from deliberation.paper_words import Received, receive
from deliberation.papers import add_paper, replace_paper, save_paper
from kpi.explaining import year_word
from kpi.forms.said import SaidForm
from paper.guard import MB, GuardError
from paper.papers import PAPER_BYTES, check_size
from strategy.models import Edition

FILE, BALLOT = "file", "ballot"
ACCEPT = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"


class Subjects:
    """The settled texts of a meeting's plan, as choices and back. Three queries."""

    def __init__(self, meeting: Meeting):
        rows = meeting.plan.editions.filter(frozen_at__isnull=False).without_content().order_by("-number")
        self.editions = {f"edition:{row.pk}": row for row in rows}
        reviews = meeting.plan.review_years.public().without_content().order_by("-fiscal_year", "-revision")
        self.reviews = {f"review:{row.pk}": row for row in reviews}
        papers = meeting.papers.filter(kind=Paper.Kind.FILE).order_by("position", "id")
        self.papers = {f"paper:{row.pk}": row for row in papers}

    @property
    def named(self) -> list[tuple[str, str]]:
        """Editions and reviews as choices."""
        editions = [
            (key, f"第{row.number}版（{row.stage_name}）　{row.title}") for key, row in self.editions.items()
        ]
        return editions + [
            (key, f"年度評価：{year_word(row.fiscal_year)}の評価") for key, row in self.reviews.items()
        ]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """All texts that an item may decide, and none."""
        papers = [(key, f"資料：{row}") for key, row in self.papers.items()]
        return [("", "（決める文書はない）"), *self.named, *papers]

    def get(self, key: str) -> Subject:
        """The text behind a choice."""
        return {**self.editions, **self.reviews, **self.papers}.get(key)


def key_of(item: AgendaItem) -> str:
    """How the choice of the item's text is called."""
    for name in ("edition", "review", "paper"):
        if pk := getattr(item, f"{name}_id"):
            return f"{name}:{pk}"
    return ""


class ItemForm(SaidForm):
    """An item of the agenda, with the text it decides."""

    number = forms.IntegerField(
        label="案件番号",
        min_value=1,
        max_value=999,
        required=False,
        help_text="空なら、次の番号になります。",
        widget=forms.NumberInput(attrs={"class": "input input-short"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "案件番号は1から999までの数で入れてください。"
        ),
    )
    kind = forms.ChoiceField(label="扱い", choices=AgendaItem.Kind.choices)
    title = text_field("件名", 400, "例：総合戦略（案）の策定について", required=True)
    content = long_field(
        "内容",
        2000,
        "何を決めるかです。表決書に出ます。例：総合戦略（案）を資料4のとおり策定すること",
        rows=3,
    )
    subject = forms.ChoiceField(
        label="決める文書",
        required=False,
        help_text="凍結した版、公表した年度評価、ファイルの資料から選びます。この文書が変わると、案件は無効になります。",
        error_messages={"invalid_choice": "決める文書は、一覧から選んでください。"},
    )
    is_delegated = forms.BooleanField(
        label="軽微な修正は会長に一任",
        required=False,
        help_text="可決の後に直した版を、会長の確認を記録して、この議決で決めたものと扱います。",
    )
    papers = forms.ModelMultipleChoiceField(
        Paper.objects.none(), label="この案件の資料", required=False, widget=forms.CheckboxSelectMultiple()
    )
    written = tuple(FIELDS)

    def __init__(self, *args: Any, meeting: Meeting, item: AgendaItem | None = None, **options: Any):
        self.subjects = Subjects(meeting)
        first = {"subject": key_of(item), "papers": list(item.papers.all())} if item else {}
        super().__init__(*args, row=item, first=first, auto_id="item_%s", **options)
        self.meeting = meeting
        self.fields["subject"].choices = self.subjects.choices
        self.fields["papers"].queryset = meeting.papers.order_by("position", "id")

    @property
    def facts(self) -> dict[str, Any]:
        """The fields, ready for the verb."""
        data = {name: self.cleaned_data[name] for name in FIELDS}
        if self.row is not None and data["number"] is None:
            data["number"] = self.row.number
        return data | {
            "subject": self.subjects.get(self.cleaned_data["subject"]),
            "papers": list(self.cleaned_data["papers"]),
        }

    def pairs(self, current: AgendaItem) -> list[tuple[str, str, str]]:
        """The fields, and the text that it decides."""
        words = dict(self.subjects.choices)
        theirs, mine = words.get(key_of(current), ""), words.get(self.cleaned_data["subject"], "")
        return [*super().pairs(current), ("決める文書", theirs, mine)]

    def save(self, *, actor: User) -> AgendaItem:
        """Keep the item, or raise ``ValidationError``."""
        if self.row is None:
            return add_item(actor=actor, meeting=self.meeting, **self.facts)
        return save_item(actor=actor, item=self.row, seen=self.cleaned_data["seen"], **self.facts)


class VoidForm(OfficeForm):
    """Why an item is void."""

    reason = text_field("無効にする理由", 300, "委員の画面と結果の報告に出ます。", required=True)

    def __init__(self, *args: Any, item: AgendaItem, **options: Any):
        super().__init__(*args, auto_id="void_%s", **options)
        self.item = item

    def save(self, *, actor: User) -> AgendaItem:
        """Void it, or raise ``ValidationError``."""
        return void_item(actor=actor, item=self.item, reason=self.cleaned_data["reason"])


class ConfirmForm(OfficeForm):
    """The chair's confirmation of a later edition."""

    edition = forms.ModelChoiceField(Edition.objects.none(), label="確認した版", empty_label=None)
    confirmed_on = Day(label="会長が確認した日")
    note = text_field("付記", 500, "例：電話で確認。字句の修正3か所")

    def __init__(self, *args: Any, item: AgendaItem, later: list[Edition], **options: Any):
        super().__init__(*args, auto_id="confirm_%s", **options)
        self.item = item
        self.fields["edition"].queryset = Edition.objects.filter(
            pk__in=[one.pk for one in later]
        ).without_content()
        self.fields["edition"].error_messages["invalid_choice"] = "確認した版は、一覧から選んでください。"

    def save(self, *, actor: User) -> ChairConfirmation:
        """Write it down, or raise ``ValidationError``."""
        return confirm_text(actor=actor, item=self.item, **self.cleaned_data)


class PaperFileField(forms.FileField):
    """A file that is let in by its bytes; its value is a ``Received``."""

    def __init__(self, **options: Any):
        super().__init__(
            help_text=f"PDF、Word（.docx）、Excel（.xlsx）、画像（PNG・JPEG）。{PAPER_BYTES // MB}MBまで。"
            "PowerPointはPDFにしてから選んでください。",
            widget=forms.FileInput(attrs={"class": "input", "accept": ACCEPT}),
            error_messages={
                "empty": "選んだファイルは空です。もう一度選んでください。",
                "max_length": "ファイルの名前が長すぎます。短い名前にして、もう一度選んでください。",
            },
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> Received | None:
        upload: UploadedFile | None = super().clean(data, initial)
        if not upload:
            return None
        name = upload.name or ""
        try:
            check_size(upload.size or 0, name=name)
            return receive(upload.read(), name=name)
        except GuardError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class PaperForm(OfficeForm):
    """A new paper: a file, or something of this system."""

    label = text_field("資料番号", 20, "例：資料1、参考1", required=True)
    title = text_field("資料名", 200, required=True)
    content = forms.ChoiceField(
        label="中身", error_messages={"invalid_choice": "資料の中身は、一覧から選んでください。"}
    )
    file = PaperFileField(label="ファイル", required=False)
    old_edition = forms.ModelChoiceField(
        Edition.objects.none(),
        label="旧の版",
        required=False,
        empty_label="（新旧対照表にしない）",
        help_text="中身に版を選び、ここで旧の版を選ぶと、その二つの新旧対照表が資料になります。",
    )
    is_public = forms.BooleanField(label="会議のページで公表する", required=False)

    def __init__(self, *args: Any, meeting: Meeting, **options: Any):
        options.setdefault("initial", {"label": next_label(meeting), "is_public": True})
        super().__init__(*args, auto_id="paper_%s", **options)
        self.meeting, self.subjects = meeting, Subjects(meeting)
        self.fields["content"].choices = [
            (FILE, "ファイル"),
            *self.subjects.named,
            (BALLOT, "表決書（この会議の案件からつくります）"),
        ]
        frozen = meeting.plan.editions.filter(frozen_at__isnull=False).without_content()
        self.fields["old_edition"].queryset = frozen.order_by("-number")

    def clean(self) -> dict[str, Any]:
        """A file where the content is one, an edition where an old one is compared."""
        data = super().clean() or {}
        content = data.get("content", "")
        if content == FILE and not data.get("file") and "file" not in self.errors:
            self.add_error("file", "ファイルを選んでください。")
        if content and content != FILE and data.get("file"):
            self.add_error("content", "ファイルを資料にするときは、中身に「ファイル」を選んでください。")
        if data.get("old_edition") and not content.startswith("edition:"):
            self.add_error("old_edition", "新旧対照表にするときは、中身に新の版を選んでください。")
        return data

    def save(self, *, actor: User) -> Paper:
        """Keep the paper, or raise ``ValidationError``."""
        data = self.cleaned_data
        chosen = self.subjects.get(data["content"])
        what: dict[str, Any] = {"received": data["file"]} if data["content"] == FILE else {}
        if isinstance(chosen, Edition):
            what = {"edition": chosen, "old_edition": data["old_edition"]}
        elif data["content"] == BALLOT:
            what = {"is_ballot": True}
        elif chosen is not None:
            what = {"review": chosen}
        facts = {name: data[name] for name in ("label", "title", "is_public")}
        return add_paper(actor=actor, meeting=self.meeting, **facts, **what)


def next_label(meeting: Meeting) -> str:
    """資料1, 資料2 … the first that is free. One query."""
    taken = set(meeting.papers.values_list("label", flat=True))
    return next(label for n in range(1, len(taken) + 2) if (label := f"資料{n}") not in taken)


class PaperChangeForm(SaidForm):
    """Label, title and publication of a paper."""

    label = text_field("資料番号", 20, required=True)
    title = text_field("資料名", 200, required=True)
    is_public = forms.BooleanField(label="会議のページで公表する", required=False)
    position = forms.IntegerField(
        label="並び順",
        min_value=0,
        max_value=10000,
        help_text="小さい順に並びます。",
        widget=forms.NumberInput(attrs={"class": "input input-short"}),
    )
    written = ("label", "title", "is_public", "position")

    def __init__(self, *args: Any, paper: Paper, **options: Any):
        super().__init__(*args, row=paper, auto_id="paper_%s", **options)

    def save(self, *, actor: User) -> Paper:
        """Keep it, or raise ``ValidationError``."""
        return save_paper(actor=actor, paper=self.row, seen=self.cleaned_data["seen"], **self.facts)


class ReplaceForm(SaidForm):
    """Another file in the place of a paper's."""

    file = PaperFileField(label="差し替えるファイル")

    def __init__(self, *args: Any, paper: Paper, **options: Any):
        super().__init__(*args, row=paper, auto_id="replace_%s", **options)
        self.fields["file"].error_messages["required"] = "ファイルを選んでください。"

    def save(self, *, actor: User) -> Paper:
        """Replace it, or raise ``ValidationError``."""
        data = self.cleaned_data
        return replace_paper(actor=actor, paper=self.row, seen=data["seen"], received=data["file"])
