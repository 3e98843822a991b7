"""Forms of a call for comments: what it says, and the confirmations of its steps."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from accounts.audit import Refused
from accounts.forms.fields import long_field, text_field
from accounts.forms.office import Day, OfficeForm
from accounts.models import User
from deliberation import comments
from deliberation.comment_results import publish_result
from deliberation.comment_terms import USUAL_DAYS
from deliberation.comments import announce_comment, plan_comment, save_comment
from deliberation.deadlines import exclusive, last_day
from deliberation.models import PublicComment, PurgeRecord
from deliberation.purging import purge_comment
from kpi.forms.said import SaidForm
from strategy.models import Edition, Plan

CLASSES = "市内に住んでいる\n市内に通勤・通学している\n市内で事業や活動をしている\nそのほか"
WHO_MAY = "市内に住む人、通勤・通学する人、市内で事業や活動をする人・団体、この計画に利害関係のある人"
STALE = "画面が古くなっています。開き直してください。"


class CommentForm(SaidForm):
    """What a call says. The days are typed as people say them; the deadline is kept as an exclusive instant."""

    written = tuple(
        name for name in comments.FIELDS if name not in ("opens_at", "closes_at", "classes", "edition")
    )

    edition = forms.ModelChoiceField(
        label="意見を募集する版",
        queryset=Edition.objects.none(),
        help_text="募集が始まるまでに公表されている必要があります。",
        empty_label=None,
        error_messages={"invalid_choice": "版は、一覧から選んでください。"},
    )
    title = text_field("件名", 200, "例：総合戦略 令和8年改訂（素案）への意見", required=True)
    purpose = long_field("趣旨", 2000, "募集のページの初めに載ります。")
    first_day = Day(label="募集の始まり", help_text="この日の0時から受け付けます。")
    last_day = Day(label="募集の終わり", help_text="この日の終わり（24時）まで受け付けます。")
    short_reason = text_field(
        "30日より短い理由", 300, f"募集期間が{USUAL_DAYS}日より短いときは、必ず書きます。公表します。"
    )
    who_may = long_field("意見を出せる人", 1000, rows=3)
    ways = long_field("ほかの出し方", 1000, "例：郵送、ファクス、経営計画課の窓口。宛先も書きます。", rows=3)
    contact = long_field("問い合わせ先", 1000, "例：都市経営部 経営計画課　電話 00-0000-0000（見本）", rows=3)
    asks_name = forms.BooleanField(label="氏名を必要とする", required=False)
    asks_address = forms.BooleanField(label="住所（お住まいの地域）を必要とする", required=False)
    classes = long_field("出す人の区分", 1000, "一行に一つ書きます。空にすると、聞きません。", rows=4)
    retention_years = forms.IntegerField(
        label="保存年限（年）",
        min_value=1,
        max_value=30,
        help_text="締め切った年度の終わりから数えます。過ぎると、個人情報が「廃棄予定」に出ます。",
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "保存年限は1年から30年までの数で入れてください。"
        ),
    )
    next_words = text_field("このあとの予定", 300, "例：委員会での審議（10月）のあと、計画を策定します。")
    document_number = text_field("文書番号", 60)

    def __init__(
        self, *args: Any, plan: Plan, row: PublicComment | None, editions: list[Edition], **options: Any
    ):
        first: dict[str, Any] = {
            "who_may": WHO_MAY,
            "classes": CLASSES,
            "asks_name": True,
            "asks_address": True,
        }
        first |= {"retention_years": 5, **_usual_days()}
        if row is not None:
            first = _days_of(row) | {"classes": "\n".join(row.classes), "edition": row.edition_id}
        super().__init__(*args, row=row, first=first, auto_id="comment_%s", **options)
        self.plan = plan
        self.fields["who_may"].required = True
        self.fields["who_may"].error_messages["required"] = "意見を出せる人を書いてください。"
        self.fields["edition"].queryset = (
            Edition.objects.filter(plan=plan).without_content().order_by("-number")
        )
        self.fields["edition"].choices = [(one.pk, named(one)) for one in editions]
        self.fields["retention_years"].widget.attrs["class"] = "input input-short"

    @property
    def facts(self) -> dict[str, Any]:
        """The fields, ready for the verb."""
        cleaned = self.cleaned_data
        lines = [line.strip() for line in cleaned["classes"].splitlines() if line.strip()]
        closes = timezone.make_aware(exclusive(cleaned["last_day"]))
        if self.row is not None and timezone.localtime(self.row.closes_at).date() == cleaned["last_day"]:
            closes = self.row.closes_at  # an hour of the day, kept
        return super().facts | {
            "edition": cleaned["edition"],
            "opens_at": timezone.make_aware(
                datetime.datetime.combine(cleaned["first_day"], datetime.time.min)
            ),
            "closes_at": closes,
            "classes": list(dict.fromkeys(line[:100] for line in lines)),
        }

    def save(self, *, actor: User) -> PublicComment:
        """Keep it, or raise ``ValidationError``."""
        if self.row is None:
            return plan_comment(actor=actor, plan=self.plan, **self.facts)
        return save_comment(actor=actor, comment=self.row, seen=self.cleaned_data["seen"], **self.facts)

    def pairs(self, current: PublicComment) -> list[tuple[str, str, str]]:
        days = _days_of(current)
        told = [
            (str(self.fields[name].label), str(days[name]), str(self.cleaned_data[name]))
            for name in ("first_day", "last_day")
        ]
        classes = ("出す人の区分", "\n".join(current.classes), "\n".join(self.facts["classes"]))
        edition = ("意見を募集する版", named(current.edition), named(self.cleaned_data["edition"]))
        return [edition, *told, *super().pairs(current), classes]


def named(edition: Edition) -> str:
    """第3版　総合戦略（素案）."""
    return f"第{edition.number}版　{edition.title}（{edition.stage_name}）"


def _usual_days() -> dict[str, datetime.date]:
    begins = timezone.localdate() + datetime.timedelta(days=7)
    return {"first_day": begins, "last_day": begins + datetime.timedelta(days=USUAL_DAYS - 1)}


def _days_of(row: PublicComment) -> dict[str, Any]:
    return {
        "first_day": timezone.localtime(row.opens_at).date(),
        "last_day": last_day(timezone.localtime(row.closes_at)),
    }


class AnnounceForm(OfficeForm):
    """The confirmation that a call is announced, of the version that was shown."""

    seen = forms.IntegerField(widget=forms.HiddenInput, error_messages={"invalid": STALE})

    def __init__(self, *args: Any, comment: PublicComment, **options: Any):
        super().__init__(*args, initial={"seen": comment.version}, auto_id="announce_%s", **options)
        self.fields["seen"].error_messages["required"] = STALE
        self.comment = comment

    def save(self, *, actor: User) -> PublicComment:
        return announce_comment(actor=actor, comment=self.comment, seen=self.cleaned_data["seen"])


class PublishResultForm(OfficeForm):
    """The confirmation that a result is published, with the hash of what was shown."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, comment: PublicComment, **options: Any):
        super().__init__(*args, auto_id="publish_%s", **options)
        self.fields["seen"].error_messages["required"] = STALE
        self.comment = comment

    def save(self, *, actor: User) -> PublicComment:
        return publish_result(actor=actor, comment=self.comment, seen=self.cleaned_data["seen"])


class PurgeForm(OfficeForm):
    """The confirmation that personal data are deleted: the person ticks that this cannot be undone."""

    is_sure = forms.BooleanField(label="消した個人情報は戻せないことを確かめました")

    def __init__(self, *args: Any, comment: PublicComment, **options: Any):
        super().__init__(*args, auto_id="purge_%s", **options)
        self.fields["is_sure"].error_messages["required"] = "確かめてから、印を付けてください。"
        self.comment = comment

    def save(self, *, actor: User) -> PurgeRecord:
        if not self.cleaned_data["is_sure"]:
            raise Refused("確かめてから、印を付けてください。")
        return purge_comment(actor=actor, comment=self.comment)
