"""What comes of a year: projects paid by grants (様式2), and decisions that go on into the next edition."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import User
from kpi.models.reviews import ReviewYear
from strategy.models import Edition, PlanItem


class GrantReview(models.Model):
    """交付金事業の検証（様式2）: a project paid by a national grant, its own indicators and what came of it."""

    class Effect(models.TextChoices):
        VERY = "VERY", "地方創生に非常に効果的であった"
        FAIRLY = "FAIRLY", "地方創生に相当程度効果があった"
        SOME = "SOME", "地方創生に効果があった"
        NONE = "NONE", "地方創生に対して効果がなかった"

    class OutsideView(models.TextChoices):
        EFFECTIVE = "EFFECTIVE", "総合戦略のKPI達成に有効であった"
        NOT_EFFECTIVE = "NOT_EFFECTIVE", "総合戦略のKPI達成に有効とは言えない"

    class Future(models.TextChoices):
        DEVELOP = "DEVELOP", "追加等更に発展させる"
        IMPROVE = "IMPROVE", "事業内容の見直し（改善）"
        CONTINUE = "CONTINUE", "事業の継続"
        STOP = "STOP", "事業の中止"
        END = "END", "予定通り事業終了"

    review = models.ForeignKey(ReviewYear, models.PROTECT, related_name="grants", verbose_name="年度評価")
    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="grants", verbose_name="項目")
    position = models.IntegerField("並び順", default=0)
    project = models.CharField("事業名", max_length=200)
    grant_name = models.CharField("交付金の種類", max_length=100)
    amount = models.DecimalField("実績額（円）", max_digits=15, decimal_places=0, null=True, blank=True)
    # [{"name", "unit", "start", "increments": [{"fiscal_year", "planned", "actual"}], "due"}]: 増加分 per year, as strings
    indicators = models.JSONField("事業の指標", default=list, blank=True)
    effect = models.CharField("事業効果", max_length=20, choices=Effect, blank=True)
    outside_view = models.CharField("外部有識者の評価", max_length=20, choices=OutsideView, blank=True)
    outside_opinion = models.TextField("外部有識者の意見", max_length=2000, blank=True)
    future = models.CharField("今後の方針", max_length=20, choices=Future, blank=True)
    future_reason = models.TextField("今後の方針の理由", max_length=2000, blank=True)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)
    history = HistoricalRecords(verbose_name="交付金事業の検証の変更履歴")

    government_path = "review__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "交付金事業の検証"
        ordering = ["review_id", "position", "id"]
        constraints = [models.CheckConstraint(condition=~Q(project=""), name="grant_project_has_a_name")]

    def __str__(self):
        return self.project


class Proposal(models.Model):
    """申し送り: a decision of a published review that the next edition is to take up (手引き 7-2, 7-3)."""

    class State(models.TextChoices):
        OPEN = "OPEN", "未反映"
        TAKEN_UP = "TAKEN_UP", "反映"
        DECLINED = "DECLINED", "反映しない"

    review = models.ForeignKey(ReviewYear, models.PROTECT, related_name="proposals", verbose_name="年度評価")
    # What it is about, in every edition: the lineage of a target or of an item.
    target_lineage = models.UUIDField("目標値の系譜", null=True, blank=True)
    item_lineage = models.UUIDField("項目の系譜", null=True, blank=True)
    subject = models.CharField("対象", max_length=300)
    decision = models.CharField("方針", max_length=100)
    new_target = models.CharField("目標値の見直し案", max_length=300, blank=True)
    reason = models.TextField("理由", max_length=2000, blank=True)
    state = models.CharField("反映の状況", max_length=20, choices=State, default=State.OPEN)
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name="反映した版"
    )
    answer = models.CharField("反映の内容", max_length=500, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答えた人"
    )
    answered_at = models.DateTimeField("答えた日時", null=True, blank=True)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "review__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "申し送り"
        ordering = ["review_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target_lineage=None, item_lineage__isnull=False)
                | Q(target_lineage__isnull=False, item_lineage=None),
                name="proposal_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state="OPEN", edition=None) | ~Q(state="OPEN") & Q(edition__isnull=False),
                name="an_answered_proposal_names_the_edition",
            ),
        ]

    def __str__(self):
        return f"{self.subject}：{self.decision}"
