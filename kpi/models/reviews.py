"""The yearly round: a plan's year of review, what is said of each KPI and item, and what others say of it.

Everything but the proposals belongs to one ``ReviewYear`` and never changes once that is published (kpi/guards.py).
"""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import Department, Government, User
from kpi.models.targets import Target
from strategy.models import Edition, Plan, PlanItem


class ReviewPractice(models.Model):
    """評価の進め方: a government's own steps, months and words (kpi/review/practice.py), for the years opened from now on."""

    government = models.OneToOneField(
        Government, models.PROTECT, related_name="review_practice", verbose_name="地方公共団体"
    )
    content = models.JSONField("内容")
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)
    history = HistoricalRecords(verbose_name="評価の進め方の変更履歴")

    government_path = "government"

    class Meta:
        verbose_name = verbose_name_plural = "評価の進め方"

    def __str__(self):
        return f"{self.government}の評価の進め方"


class ReviewYearQuerySet(models.QuerySet):
    def public(self):
        """Published ones."""
        return self.filter(published_at__isnull=False)

    def open(self):
        """Those still being worked on."""
        return self.filter(published_at=None)

    def without_content(self):
        """For lists: the stored report may be large."""
        return self.defer("content")


class ReviewYear(models.Model):
    """年度評価: one plan's review of one fiscal year, bound to the edition that held at its end; or of a whole term.

    ``practice`` is the government's practice as it was when the year was opened; ``step`` the key of the step at work.
    A 訂正 is a further revision beside the published one. ``content`` is the published report (kpi/review/report.py).
    """

    class Kind(models.TextChoices):
        YEAR = "YEAR", "年度評価"
        TERM = "TERM", "総括評価"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="review_years", verbose_name="計画")
    kind = models.CharField("評価の種類", max_length=10, choices=Kind, default=Kind.YEAR)
    fiscal_year = models.PositiveSmallIntegerField("年度")  # TERM: the last one of the term
    revision = models.PositiveSmallIntegerField("訂正の番号", default=1)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="review_years", verbose_name="版")
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name="訂正のもと"
    )
    correction_reason = models.CharField("訂正の理由", max_length=300, blank=True)
    practice = models.JSONField("進め方")
    step = models.CharField("いまの段階", max_length=40)
    judgement = models.CharField("全体の評価", max_length=100, blank=True, help_text="例：概ね順調")
    judged_by = models.CharField("評価した会議", max_length=100, blank=True)
    summary = models.TextField("総評", max_length=4000, blank=True)
    opened_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="始めた人"
    )
    opened_at = models.DateTimeField("始めた日時")
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公表した人"
    )
    published_at = models.DateTimeField("公表日時", null=True, blank=True)
    content = models.BinaryField("公表した報告", null=True, editable=False)
    content_hash = models.CharField("照合値（SHA-256）", max_length=64, blank=True, editable=False)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    objects = ReviewYearQuerySet.as_manager()
    government_path = "plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "年度評価"
        ordering = ["plan_id", "-fiscal_year", "kind", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "fiscal_year", "revision"], name="review_years_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["plan", "kind", "fiscal_year"],
                condition=Q(published_at=None),
                name="one_open_review_of_a_year",
                violation_error_message="この年度の評価は、すでに始まっています。",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, content=None, content_hash="")
                | Q(published_at__isnull=False, content__isnull=False) & ~Q(content_hash=""),
                name="published_review_has_a_report",
            ),
            models.CheckConstraint(
                condition=Q(revision=1, corrects=None) | Q(revision__gt=1, corrects__isnull=False),
                name="a_correction_names_what_it_corrects",
            ),
        ]

    def __str__(self):
        word = "総括評価" if self.kind == self.Kind.TERM else f"{self.fiscal_year}年度の評価"
        return word if self.revision == 1 else f"{word}（訂正{self.revision - 1}）"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class DepartmentReturn(models.Model):
    """課の回答: how far one department has come with its figures and reviews of a year."""

    class State(models.TextChoices):
        OPEN = "OPEN", "入力中"
        SUBMITTED = "SUBMITTED", "提出"
        GATHERED = "GATHERED", "部取りまとめ済"
        RETURNED = "RETURNED", "差戻し"
        ACCEPTED = "ACCEPTED", "承認"

    review = models.ForeignKey(ReviewYear, models.PROTECT, related_name="returns", verbose_name="年度評価")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="review_returns", verbose_name="所管課"
    )
    state = models.CharField("段階", max_length=20, choices=State, default=State.OPEN)
    due_on = models.DateField("延ばした期限", null=True, blank=True)
    due_reason = models.CharField("期限を延ばした理由", max_length=200, blank=True)
    head_name = models.CharField("所属長の氏名", max_length=60, blank=True)
    head_checked_on = models.DateField("所属長の確認日", null=True, blank=True)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提出した人"
    )
    submitted_at = models.DateTimeField("提出日時", null=True, blank=True)
    gathered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="取りまとめた人"
    )
    gathered_at = models.DateTimeField("部取りまとめの日時", null=True, blank=True)
    returned_why = models.CharField("差し戻した理由", max_length=500, blank=True)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承認した人"
    )
    accepted_at = models.DateTimeField("承認日時", null=True, blank=True)
    reminded_at = models.DateTimeField("最後の督促", null=True, blank=True)
    reminders = models.PositiveSmallIntegerField("督促の回数", default=0)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "review__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "課の回答"
        ordering = ["review_id", "department_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "department"], name="one_return_of_a_department_per_review"
            ),
            models.CheckConstraint(
                condition=~Q(state="RETURNED") | ~Q(returned_why=""),
                name="a_returned_answer_has_a_reason",
                violation_error_message="差し戻す理由を書いてください。",
            ),
        ]

    def __str__(self):
        return f"{self.department.name}（{self.review}）"


class TargetReview(models.Model):
    """指標の評価: what a department says of one KPI in one year. Its status is computed, never stored here."""

    review = models.ForeignKey(
        ReviewYear, models.PROTECT, related_name="target_reviews", verbose_name="年度評価"
    )
    target = models.ForeignKey(Target, models.PROTECT, related_name="reviews", verbose_name="目標値")
    cause = models.TextField("要因", max_length=2000, blank=True)
    issue = models.TextField("課題", max_length=2000, blank=True)
    action = models.TextField("今後の対応", max_length=2000, blank=True)
    direction = models.CharField("今後の方針", max_length=40, blank=True)  # key of a word of the practice
    new_target = models.CharField("目標値の見直し案", max_length=300, blank=True)  # GUI-64
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)
    history = HistoricalRecords(verbose_name="指標の評価の変更履歴")

    government_path = "review__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "指標の評価"
        ordering = ["review_id", "target_id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "target"], name="one_review_of_a_target_per_year")
        ]

    def __str__(self):
        return f"{self.target}（{self.review}）"


class ItemReview(models.Model):
    """施策の評価: what was done for an item in a year, how the department sees it, and where it is to go."""

    review = models.ForeignKey(
        ReviewYear, models.PROTECT, related_name="item_reviews", verbose_name="年度評価"
    )
    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="reviews", verbose_name="項目")
    achievement = models.TextField("実績", max_length=4000, blank=True)
    self_evaluation = models.CharField("自己評価", max_length=40, blank=True)  # key of a word of the practice
    issue = models.TextField("課題", max_length=2000, blank=True)
    direction = models.CharField("今後の方針", max_length=40, blank=True)  # key of a word of the practice
    direction_reason = models.TextField("方針の理由", max_length=2000, blank=True)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)
    history = HistoricalRecords(verbose_name="施策の評価の変更履歴")

    government_path = "review__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "施策の評価"
        ordering = ["review_id", "item_id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "item"], name="one_review_of_an_item_per_year")
        ]

    def __str__(self):
        return f"{self.item}（{self.review}）"


class ItemProject(models.Model):
    """主な事業: money of a project under a reviewed item, in thousands of yen (千円)."""

    review = models.ForeignKey(ReviewYear, models.PROTECT, related_name="projects", verbose_name="年度評価")
    item_review = models.ForeignKey(
        ItemReview, models.CASCADE, related_name="projects", verbose_name="施策の評価"
    )
    position = models.IntegerField("並び順", default=0)
    name = models.CharField("事業名", max_length=200)
    budget = models.DecimalField("当初予算額（千円）", max_digits=15, decimal_places=0, null=True, blank=True)
    settled = models.DecimalField("決算額（千円）", max_digits=15, decimal_places=0, null=True, blank=True)
    funding = models.CharField("財源", max_length=200, blank=True)

    government_path = "review__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "主な事業"
        ordering = ["item_review_id", "position", "id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="project_has_a_name")]

    def __str__(self):
        return self.name


class Hearing(models.Model):
    """評価の材料: a meeting or survey that looked at the year from outside (手引き 7-2: 外部、議会、住民)."""

    class Kind(models.TextChoices):
        EXTERNAL = "EXTERNAL", "外部の評価"
        ASSEMBLY = "ASSEMBLY", "議会"
        RESIDENTS = "RESIDENTS", "住民の声"

    review = models.ForeignKey(ReviewYear, models.PROTECT, related_name="hearings", verbose_name="年度評価")
    kind = models.CharField("種類", max_length=20, choices=Kind)
    name = models.CharField("会議・調査の名前", max_length=100)
    held_on = models.DateField("実施日", null=True, blank=True)
    judgement = models.CharField("評価の言葉", max_length=100, blank=True, help_text="例：概ね順調")
    summary = models.TextField("概要", max_length=4000, blank=True)
    has_outsiders = models.BooleanField("外部の有識者がいる", default=False)  # 手引き 7-4
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "review__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "評価の材料"
        ordering = ["review_id", "kind", "held_on", "id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="hearing_has_a_name")]

    def __str__(self):
        return self.name


class ReviewOpinion(models.Model):
    """評価への意見: about the whole year, a KPI or an item, with the office's answer."""

    review = models.ForeignKey(ReviewYear, models.PROTECT, related_name="opinions", verbose_name="年度評価")
    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="opinions", verbose_name="評価の材料")
    target = models.ForeignKey(
        Target, models.PROTECT, null=True, blank=True, related_name="opinions", verbose_name="目標値"
    )
    item = models.ForeignKey(
        PlanItem, models.PROTECT, null=True, blank=True, related_name="opinions", verbose_name="項目"
    )
    position = models.IntegerField("並び順", default=0)
    text = models.TextField("意見", max_length=2000)
    answer = models.TextField("回答", max_length=2000, blank=True)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "review__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "評価への意見"
        ordering = ["review_id", "hearing_id", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="opinion_says_something"),
            models.CheckConstraint(
                condition=Q(target=None) | Q(item=None),
                name="opinion_is_about_one_thing",
                violation_error_message="指標か項目の、どちらか一つを選んでください。",
            ),
        ]

    def __str__(self):
        return self.text[:40]
