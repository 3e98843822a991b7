"""諮問 and 答申, the assembly, and the office's own decisions (決裁)."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from deliberation.models.bodies import Body
from deliberation.models.comments import PublicComment
from deliberation.models.meetings import Meeting
from kpi.models import ReviewYear
from strategy.models import Edition, Plan


class Inquiry(models.Model):
    """諮問: the head of the government asks an 附属機関 for its advice on an edition."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="inquiries", verbose_name="計画")
    body = models.ForeignKey(Body, models.PROTECT, related_name="inquiries", verbose_name="会議体")
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="inquiries", verbose_name="諮問した版"
    )
    title = models.CharField("件名", max_length=200)
    text = models.TextField("諮問の文", max_length=8000)
    sender = models.CharField("諮問する人", max_length=100, help_text="例：豊中市長　〇〇　〇〇")
    document_number = models.CharField("文書番号", max_length=60, blank=True)
    on = models.DateField("諮問した日", null=True, blank=True)
    is_public = models.BooleanField("公表する", default=False)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "諮問"
        ordering = ["plan_id", "-id"]

    def __str__(self):
        return self.title


class Advice(models.Model):
    """答申: the body's answer, bound to the text that it deliberated; 附帯意見 are opinions with answers."""

    inquiry = models.OneToOneField(Inquiry, models.PROTECT, related_name="advice", verbose_name="諮問")
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="advices", verbose_name="審議した版"
    )
    content_hash = models.CharField("照合値（SHA-256）", max_length=64, blank=True, editable=False)
    text = models.TextField("答申の文", max_length=8000)
    sender = models.CharField("答申する人", max_length=100, help_text="例：会長　〇〇　〇〇")
    document_number = models.CharField("文書番号", max_length=60, blank=True)
    on = models.DateField("答申の日")
    is_public = models.BooleanField("公表する", default=False)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "inquiry__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "答申"
        ordering = ["inquiry_id"]

    def __str__(self):
        return f"{self.inquiry}への答申"


class AssemblyRecord(models.Model):
    """議会の記録: what was explained, reported or decided in which sitting (手引き 8-1)."""

    class Stage(models.TextChoices):
        ALL_MEMBERS = "ALL_MEMBERS", "全員協議会"
        COMMITTEE = "COMMITTEE", "常任委員会"
        PLENARY = "PLENARY", "本会議"

    class Act(models.TextChoices):
        EXPLAINED = "EXPLAINED", "説明"
        REPORTED = "REPORTED", "報告"
        RESOLVED = "RESOLVED", "議決"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="assembly_records", verbose_name="計画")
    session = models.CharField("会期", max_length=100, help_text="例：令和6年第3回定例会")
    stage = models.CharField("場", max_length=20, choices=Stage)
    committee = models.CharField("委員会の名前", max_length=100, blank=True, help_text="例：総務常任委員会")
    act = models.CharField("行ったこと", max_length=20, choices=Act)
    on = models.DateField("日", null=True, blank=True)
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="assembly_records", verbose_name="版"
    )
    review = models.ForeignKey(
        ReviewYear,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assembly_records",
        verbose_name="年度評価",
    )
    title = models.CharField("件名", max_length=300)
    outcome = models.CharField("結果", max_length=200, blank=True, help_text="例：原案可決（全会一致）")
    papers = models.TextField("資料", max_length=1000, blank=True)
    note = models.TextField("付記", max_length=2000, blank=True)
    is_public = models.BooleanField("公表する", default=False)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "議会の記録"
        ordering = ["plan_id", "on", "id"]

    def __str__(self):
        return f"{self.session}：{self.title}"[:120]


class Sanction(models.Model):
    """決裁: the office's own approval of a step, with its day and document number."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="sanctions", verbose_name="計画")
    title = models.CharField("件名", max_length=200)
    on = models.DateField("決裁日", null=True, blank=True)
    document_number = models.CharField("文書番号", max_length=60, blank=True)
    sanctioned_by = models.CharField("決裁した人", max_length=100, blank=True, help_text="例：市長、部長")
    note = models.CharField("付記", max_length=500, blank=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="sanctions", verbose_name="会議"
    )
    comment = models.ForeignKey(
        PublicComment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sanctions",
        verbose_name="意見募集",
    )
    inquiry = models.ForeignKey(
        Inquiry, models.PROTECT, null=True, blank=True, related_name="sanctions", verbose_name="諮問"
    )
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="sanctions", verbose_name="版"
    )
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="記録した人"
    )
    at = models.DateTimeField("記録した日時")
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "決裁"
        ordering = ["plan_id", "on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="a_sanction_has_a_title"),
        ]

    def __str__(self):
        return self.title
