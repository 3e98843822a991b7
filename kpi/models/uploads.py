"""Files that came back: what was read of them, what was decided about it, and what became of it."""

from django.db import models
from django.db.models import Q

from accounts.models import Department, Government, User
from kpi.models.reviews import ReviewYear
from strategy.models import Edition, PlanItem


class UploadQuerySet(models.QuerySet):
    def without_data(self):
        """For lists: neither the file nor what was read of it."""
        return self.defer("data", "parsed")


class Upload(models.Model):
    """届いたファイル: kept as it came; nothing of it counts before it is applied as a whole."""

    class Kind(models.TextChoices):
        RESULTS = "RESULTS", "実績の表"
        DRAFTING = "DRAFTING", "施策調書"
        DOCUMENT = "DOCUMENT", "庁内の文書"

    class State(models.TextChoices):
        WAITING = "WAITING", "確認待ち"
        APPLIED = "APPLIED", "反映済"
        DISCARDED = "DISCARDED", "取りやめ"
        REFUSED = "REFUSED", "読めません"

    government = models.ForeignKey(
        Government, models.PROTECT, related_name="uploads", verbose_name="地方公共団体"
    )
    kind = models.CharField("種類", max_length=20, choices=Kind)
    review = models.ForeignKey(
        ReviewYear, models.PROTECT, null=True, blank=True, related_name="uploads", verbose_name="年度評価"
    )
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="uploads", verbose_name="版"
    )
    # Whose answer it is; another person may have brought it (「子育て課回答・企画課取込」).
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="uploads", verbose_name="回答した課"
    )
    name = models.CharField("ファイルの名前", max_length=200)
    size = models.PositiveIntegerField("大きさ（バイト）")
    sha256 = models.CharField("照合値（SHA-256）", max_length=64)
    data = models.BinaryField("ファイル", editable=False)
    parsed = models.JSONField("読み取ったもの", null=True, blank=True)
    decisions = models.JSONField("決めたこと", default=dict, blank=True)
    refusal = models.CharField("読めない理由", max_length=500, blank=True)
    state = models.CharField("状態", max_length=20, choices=State, default=State.WAITING)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="取り込んだ人"
    )
    at = models.DateTimeField("受付日時")
    applied_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="反映した人"
    )
    applied_at = models.DateTimeField("反映日時", null=True, blank=True)
    outcome = models.JSONField("反映の結果", default=dict, blank=True)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    objects = UploadQuerySet.as_manager()
    government_path = "government"

    class Meta:
        verbose_name = verbose_name_plural = "届いたファイル"
        ordering = ["government_id", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="APPLIED", applied_at__isnull=False)
                | ~Q(state="APPLIED") & Q(applied_at=None),
                name="an_applied_upload_says_when",
            ),
            models.CheckConstraint(
                condition=Q(kind="RESULTS", review__isnull=False, edition=None)
                | ~Q(kind="RESULTS") & Q(review=None, edition__isnull=False),
                name="an_upload_says_where_it_belongs",
            ),
        ]

    def __str__(self):
        return self.name


class ColumnHabit(models.Model):
    """列の読み方: what a heading of this government's own tables means, as somebody said it last time."""

    government = models.ForeignKey(
        Government, models.PROTECT, related_name="column_habits", verbose_name="地方公共団体"
    )
    heading = models.CharField("見出し", max_length=200)
    field = models.CharField("意味", max_length=40)

    government_path = "government"

    class Meta:
        verbose_name = verbose_name_plural = "列の読み方"
        ordering = ["government_id", "heading"]
        constraints = [
            models.UniqueConstraint(
                fields=["government", "heading"], name="one_meaning_of_a_heading_per_government"
            )
        ]

    def __str__(self):
        return f"{self.heading}：{self.field}"


class MeasureSheet(models.Model):
    """施策調書: what a department says of a measure while the plan is drawn up; the next edition asks anew."""

    class Continuity(models.TextChoices):
        NEW = "NEW", "新規"
        CONTINUED = "CONTINUED", "継続"
        EXPANDED = "EXPANDED", "拡充"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="measure_sheets", verbose_name="版")
    item = models.OneToOneField(PlanItem, models.CASCADE, related_name="measure_sheet", verbose_name="項目")
    continuity = models.CharField("新規・継続・拡充", max_length=20, choices=Continuity, blank=True)
    first_year = models.PositiveSmallIntegerField("始まる年度", null=True, blank=True)
    last_year = models.PositiveSmallIntegerField("終わる年度", null=True, blank=True)
    budget = models.DecimalField("予算額（千円）", max_digits=15, decimal_places=0, null=True, blank=True)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "施策調書"
        ordering = ["edition_id", "item_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_year=None) | Q(last_year=None) | Q(last_year__gte=models.F("first_year")),
                name="measure_ends_after_it_begins",
                violation_error_message="終わる年度が始まる年度より前です。",
            )
        ]

    def __str__(self):
        return f"{self.item}の施策調書"
