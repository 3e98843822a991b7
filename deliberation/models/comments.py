"""パブリックコメント: the call, what people sent, and, apart from it, who they are."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from strategy.models import Edition, Plan


class PublicComment(models.Model):
    """意見募集: a draft is open to everybody's comment from a day to a day. ``closes_at`` is exclusive."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="public_comments", verbose_name="計画")
    number = models.PositiveSmallIntegerField("番号")
    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="public_comments", verbose_name="意見を募集する版"
    )
    title = models.CharField("件名", max_length=200)
    purpose = models.TextField("趣旨", max_length=2000, blank=True)
    opens_at = models.DateTimeField("始まり")
    closes_at = models.DateTimeField("締切")
    short_reason = models.CharField("30日より短い理由", max_length=300, blank=True)
    who_may = models.TextField("意見を出せる人", max_length=1000)
    ways = models.TextField("ほかの出し方", max_length=1000, blank=True)
    contact = models.TextField("問い合わせ先", max_length=1000, blank=True)
    asks_name = models.BooleanField("氏名を必要とする", default=True)
    asks_address = models.BooleanField("住所を必要とする", default=True)
    classes = models.JSONField("出す人の区分", default=list)  # list of words
    retention_years = models.PositiveSmallIntegerField("保存年限（年）", default=5)
    announced_at = models.DateTimeField("募集を公表した日時", null=True, blank=True, editable=False)
    next_words = models.CharField("このあとの予定", max_length=300, blank=True)
    document_number = models.CharField("文書番号", max_length=60, blank=True)
    result_published_at = models.DateTimeField("結果の公表日時", null=True, blank=True, editable=False)
    result = models.BinaryField("公表した結果", null=True, editable=False)
    result_hash = models.CharField("結果の照合値（SHA-256）", max_length=64, blank=True, editable=False)
    purged_at = models.DateTimeField("個人情報を消した日時", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "意見募集"
        ordering = ["plan_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="public_comments_are_numbered"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")),
                name="a_public_comment_closes_after_it_opens",
                violation_error_message="意見募集の締切が、始まりより前です。",
            ),
            models.CheckConstraint(
                condition=Q(result_published_at=None, result=None, result_hash="")
                | Q(result_published_at__isnull=False, result__isnull=False) & ~Q(result_hash=""),
                name="a_published_result_is_kept",
            ),
        ]

    def __str__(self):
        return self.title


class Submission(models.Model):
    """届いた意見書: one person's or group's paper, with its receipt number. Who it was stands in ``Submitter``."""

    class Way(models.TextChoices):
        FORM = "FORM", "ウェブ"
        MAIL = "MAIL", "電子メール"
        POST = "POST", "郵送"
        FAX = "FAX", "ファクス"
        COUNTER = "COUNTER", "窓口"

    comment = models.ForeignKey(
        PublicComment, models.PROTECT, related_name="submissions", verbose_name="意見募集"
    )
    number = models.PositiveIntegerField("受付番号")
    way = models.CharField("出し方", max_length=20, choices=Way)
    submitter_class = models.CharField("出した人の区分", max_length=100, blank=True)
    is_group = models.BooleanField("団体", default=False)
    received_at = models.DateTimeField("受付日時")
    entered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="入力した人"
    )
    key = models.CharField("重複を防ぐ鍵", max_length=80)
    fingerprint = models.CharField("文の照合値", max_length=64, editable=False)  # to flag duplicates
    duplicate_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="duplicates",
        verbose_name="同じ文の意見書",
    )

    government_path = "comment__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "届いた意見書"
        ordering = ["comment_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="submissions_are_numbered"),
            models.UniqueConstraint(fields=["comment", "key"], name="a_submission_is_taken_once"),
        ]

    def __str__(self):
        return f"{self.comment}：{self.number}"


class Submitter(models.Model):
    """意見を出した人: personal data, in a table of its own; deleted at the end of the retention (保存年限)."""

    submission = models.OneToOneField(
        Submission, models.PROTECT, related_name="submitter", verbose_name="届いた意見書"
    )
    name = models.CharField("お名前", max_length=100, blank=True)
    address = models.CharField("お住まいの地域", max_length=200, blank=True)
    mail = models.EmailField("メールアドレス", blank=True)
    phone = models.CharField("電話番号", max_length=40, blank=True)

    government_path = "submission__comment__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "意見を出した人"

    def __str__(self):
        return f"意見書{self.submission_id}の人"


class SubmittedOpinion(models.Model):
    """届いた意見: one point of a submission, at a place of the draft, word for word; staff sum them up in ``Opinion``s."""

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="parts", verbose_name="届いた意見書"
    )
    position = models.PositiveSmallIntegerField("並び順")
    lineage = models.UUIDField("項目の系譜", null=True, blank=True)  # None: of the whole plan
    place = models.CharField("どこについて", max_length=300, blank=True)
    text = models.TextField("意見", max_length=4000)
    # Split by staff from another part of the same submission.
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="splits", verbose_name="分けるもとの意見"
    )
    summaries = models.ManyToManyField(
        "deliberation.Opinion", blank=True, related_name="parts", verbose_name="まとめた意見"
    )

    government_path = "submission__comment__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "届いた意見"
        ordering = ["submission_id", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="a_submitted_opinion_says_something",
                violation_error_message="意見を書いてください。",
            )
        ]

    def __str__(self):
        # Never its words: this stands in the record of who did what.
        return f"届いた意見{self.pk}"


class PurgeRecord(models.Model):
    """個人情報の廃棄の記録: which personal data were deleted, when and by whom; never changed."""

    comment = models.ForeignKey(PublicComment, models.PROTECT, related_name="purges", verbose_name="意見募集")
    count = models.PositiveIntegerField("件数")
    due_on = models.DateField("保存年限の終わり")
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="廃棄した人"
    )
    at = models.DateTimeField("廃棄日時")

    government_path = "comment__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "個人情報の廃棄の記録"
        ordering = ["comment_id", "id"]

    def __str__(self):
        return f"{self.comment}：{self.count}件"
