"""Forms of the road of editions. Each ``save`` is one call of a verb."""

import datetime
import hashlib
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from publishing import editions
from publishing.forms.fields import SHORT, DayField, PeriodForm, choice, text
from strategy.models import Edition
from strategy.plans import save_edition

TITLE = "表紙に印刷される題名です。"
STAGE_WORD = "団体の言い方が違うときだけ入れます。例：行政素案、中間案"
FIRST_DAY = "成案のときに入れます。前の成案に代わる日です。"


class EditionForm(PeriodForm):
    """What every edition has: title, stage, period."""

    title = text("題名", 200, help_text=TITLE)
    stage = choice("段階", Edition.Stage.choices, help_text="成案のほかは、題名の後ろに印刷されます。")
    stage_word = text("段階の呼び名", 20, required=False, help_text=STAGE_WORD)
    effective_from = DayField(label="効力の始まる日", required=False, help_text=FIRST_DAY)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        is_adopted, name = data.get("stage") == Edition.Stage.ADOPTED, "effective_from"
        if is_adopted and not data.get(name) and name not in self.errors:
            self.add_error(name, "成案には効力の始まる日を入れてください。")
        return data


class NextEditionForm(EditionForm):
    """次の版: stage and title of the edition that starts from this one."""

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any):
        kwargs["initial"] = {
            "title": edition.title.removesuffix(editions.CORRECTED),
            "stage": _next_stage(edition.stage),
            "first_fiscal_year": edition.first_fiscal_year,
            "last_fiscal_year": edition.last_fiscal_year,
        }
        super().__init__(*args, **kwargs)
        self.edition = edition

    def save(self, *, actor: User) -> Edition:
        return editions.start_next_edition(actor=actor, edition=self.edition, **self.cleaned_data)


def _next_stage(stage: str) -> str:
    """案 follows 素案; a new round begins with 素案 after 成案."""
    stages = Edition.Stage.values
    return stages[stages.index(stage) + 1] if stage != Edition.Stage.ADOPTED else Edition.Stage.DRAFT


class CorrectionForm(forms.Form):
    """正誤訂正: an edition that differs from a public one in its errors only."""

    title = text("題名", 200, help_text="正誤訂正であることがわかる題名にします。")

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any):
        title = edition.title.removesuffix(editions.CORRECTED) + editions.CORRECTED
        super().__init__(*args, initial={"title": title}, **kwargs)
        self.edition = edition

    def save(self, *, actor: User) -> Edition:
        return editions.start_correction(actor=actor, edition=self.edition, **self.cleaned_data)


class FreezeForm(forms.Form):
    """The confirmation of a freeze, with the hash of the document that was shown."""

    seen = forms.CharField(
        widget=forms.HiddenInput,
        error_messages={"required": "確認の画面を開き直してから、もう一度凍結してください。"},
    )
    shown_at = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.edition = edition

    def clean_shown_at(self) -> datetime.datetime | None:
        """When the page was drawn that the person saw; never more than a day ago, whatever was sent."""
        seconds, now = self.cleaned_data["shown_at"], timezone.now()
        if seconds is None or not 0 <= now.timestamp() - seconds <= 86_400:
            return None
        return datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC)

    def save(self, *, actor: User) -> Edition:
        return editions.freeze(actor=actor, edition=self.edition, seen=self.cleaned_data["seen"])


class PublishForm(forms.Form):
    """Publish now, or reserve a moment ahead (公表予約), in Japanese time."""

    NOW, LATER = "now", "later"

    when = forms.ChoiceField(
        label="いつ公表するか",
        choices=[(NOW, "いますぐ公表する"), (LATER, "日時を決めて公表する（公表予約）")],
        widget=forms.RadioSelect,
        error_messages={"required": "いつ公表するかを選んでください。"},
    )
    day = DayField(label="公表する日", error_messages={"required": "公表する日を入れてください。"})
    time = forms.TimeField(
        label="公表する時刻",
        widget=forms.TimeInput(format="%H:%M", attrs=SHORT | {"type": "time"}),
        error_messages={
            "required": "公表する時刻を入れてください。",
            "invalid": "時刻は「9:00」のように入れてください。",
        },
    )
    use_required_attribute = False  # day and time are needed for a reservation only

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any):
        first: dict[str, Any] = {"time": datetime.time(9, 0)}
        if edition.publish_at is not None:
            at = timezone.localtime(edition.publish_at)
            first = {"when": self.LATER, "day": at.date(), "time": at.time()}
        super().__init__(*args, initial=first, **kwargs)
        self.edition = edition
        for name in ("day", "time"):
            self.fields[name].required = not self.is_bound or self.data.get("when") == self.LATER

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["at"] = None
        if data.get("when") == self.LATER and not self.errors:
            data["at"] = timezone.make_aware(datetime.datetime.combine(data["day"], data["time"]))
            if data["at"] <= timezone.now():
                self.add_error(
                    "day", "これからの日時にしてください。いますぐなら「いますぐ公表する」を選びます。"
                )
        return data

    def save(self, *, actor: User) -> Edition:
        return editions.publish(actor=actor, edition=self.edition, at=self.cleaned_data["at"])


class WithdrawForm(forms.Form):
    """取下げ, or the end of a reservation: with its reason."""

    reason = text("理由", 300, error_messages={"required": "理由を書いてください。"})

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.edition = edition
        if edition.published_at is None:
            self.fields["reason"].help_text = "操作の記録に残ります。公開はされません。"
        else:
            self.fields["reason"].help_text = "操作の記録に残ります。例：第2章の数値に誤りがあったため"

    def save(self, *, actor: User) -> Edition:
        return editions.withdraw(actor=actor, edition=self.edition, reason=self.cleaned_data["reason"])


class BasicsForm(EditionForm):
    """基本事項: everything about an edition but its text. ``seen`` notices that somebody else saved it first."""

    short_title = text("略称", 100, required=False, help_text="本文で「以下「…」という」と呼ぶ名前です。")
    former_title = text("前の題名", 200, required=False, help_text="題名を改めた計画のときに入れます。")
    term = forms.IntegerField(
        label="期",
        required=False,
        min_value=1,
        max_value=99,
        help_text="第3期なら 3",
        widget=forms.NumberInput(attrs=SHORT),
    )
    revision = forms.IntegerField(
        label="改訂",
        min_value=0,
        max_value=99,
        help_text="策定のときは 0、1回めの改訂は 1",
        widget=forms.NumberInput(attrs=SHORT),
    )
    period_reason = text(
        "計画期間の理由", 300, required=False, help_text="例：総合計画の期間に合わせて1年延ばした"
    )
    mode = choice("策定の形", Edition.Mode.choices, help_text="ほかの計画に含めるとき、一体につくるとき")
    adopted_on = DayField(label="策定日", required=False, help_text="成案を決定した日です。")
    first_page = forms.IntegerField(
        label="最初のページ番号",
        min_value=1,
        max_value=9999,
        help_text="単独の計画なら 1",
        widget=forms.NumberInput(attrs=SHORT),
    )
    page_prefix = text("ページ番号の前書き", 10, required=False, help_text="例：Ⅳ－")
    rests_on = forms.ModelMultipleChoiceField(
        Edition.objects.none(), label="勘案した計画の版", required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    FIELDS = (
        "title", "short_title", "former_title", "term", "revision", "stage", "stage_word", "first_fiscal_year",
        "last_fiscal_year", "period_reason", "mode", "adopted_on", "effective_from", "first_page", "page_prefix",
    )  # fmt: skip

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any):
        self.edition = edition
        self.chosen = list(edition.rests_on.order_by("pk").values_list("pk", flat=True))
        first = {name: getattr(edition, name) for name in self.FIELDS}
        super().__init__(*args, initial=first | {"rests_on": self.chosen}, **kwargs)
        self.fields["rests_on"].queryset = Edition.objects.may_rest_on(edition)

    def digest(self) -> str:
        """What stands in the edition now, to be sent back with the form."""
        stored = {name: self.initial[name] for name in self.FIELDS} | {"rests_on": self.chosen}
        return hashlib.sha256(repr(stored).encode()).hexdigest()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.pop("seen", "") != self.digest() and (theirs := self._theirs(data)):
            self.add_error(None, theirs)
        return data

    def _theirs(self, data: dict[str, Any]) -> str:
        """What stands there now and differs from what was typed; empty when both are the same."""
        other = [name for name in self.FIELDS if name in data and data[name] != self.initial[name]]
        words = [f"{self.fields[name].label}「{self._shown(name)}」" for name in other]
        if {source.pk for source in data.get("rests_on", ())} != set(self.chosen):
            words.append(f"勘案した計画の版{len(self.chosen)}件")
        if not words:
            return ""
        return (
            "この画面を開いたあとで、ほかの人が基本事項を保存しました。"
            f"いま保存されているのは、{'、'.join(words)}です。下の内容でよければ、もう一度保存してください。"
        )

    def _shown(self, name: str) -> Any:
        value = self.fields[name].prepare_value(self.initial[name])
        choices = dict(getattr(self.fields[name], "choices", ()))
        return choices.get(value, value if value not in (None, "") else "（空欄）")

    def save(self, *, actor: User) -> Edition:
        data = dict(self.cleaned_data)
        sources = tuple(data.pop("rests_on"))
        return save_edition(actor=actor, edition=self.edition, rests_on=sources, **data)
