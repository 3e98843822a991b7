"""What is measured, year after year: it outlives the editions that set targets for it."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.models import Department, Government, User
from strategy.models import Plan


class Survey(models.Model):
    """調査: what several indicators are asked in together (市民意識調査)."""

    government = models.ForeignKey(
        Government, models.PROTECT, related_name="surveys", verbose_name="地方公共団体"
    )
    name = models.CharField("調査の名前", max_length=100)

    government_path = "government"

    class Meta:
        verbose_name = verbose_name_plural = "調査"
        ordering = ["government_id", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["government", "name"],
                name="one_survey_of_a_name_per_government",
                violation_error_message="同じ名前の調査がすでにあります。",
            )
        ]

    def __str__(self):
        return self.name


class SurveyRound(models.Model):
    """調査の回: 実施時期, 配布数 and 有効回収数 of one year."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="rounds", verbose_name="調査")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    held = models.CharField("実施時期", max_length=100, blank=True)
    sent = models.PositiveIntegerField("配布数", null=True, blank=True)
    valid = models.PositiveIntegerField("有効回収数", null=True, blank=True)

    government_path = "survey__government"

    class Meta:
        verbose_name = verbose_name_plural = "調査の回"
        ordering = ["survey_id", "fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "fiscal_year"],
                name="one_round_of_a_survey_per_year",
                violation_error_message="この調査の同じ年度の回がすでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(sent=None) | Q(valid=None) | Q(valid__lte=F("sent")),
                name="no_more_valid_answers_than_sent",
                violation_error_message="有効回収数が配布数より多くなっています。",
            ),
        ]

    def __str__(self):
        return f"{self.survey}（{self.fiscal_year}年度）"


class Indicator(models.Model):
    """指標: its name, direction and how its figure comes about. Measurements hang on it, targets point at it."""

    class Better(models.TextChoices):
        UP = "UP", "上がるほどよい"
        DOWN = "DOWN", "下がるほどよい"

    class Effect(models.TextChoices):
        OUTCOME = "OUTCOME", "成果（アウトカム）"
        OUTPUT = "OUTPUT", "活動（アウトプット）"

    class Frequency(models.TextChoices):
        YEARLY = "YEARLY", "毎年"
        BIENNIAL = "BIENNIAL", "隔年"
        FIVE_YEARLY = "FIVE_YEARLY", "5年ごと"
        IRREGULAR = "IRREGULAR", "不定期"

    government = models.ForeignKey(
        Government, models.PROTECT, related_name="indicators", verbose_name="地方公共団体"
    )
    key = models.UUIDField("指標の符号", default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("指標名", max_length=300)
    unit = models.CharField("単位", max_length=40, blank=True)
    better = models.CharField("よい方向", max_length=10, choices=Better, default=Better.UP)
    effect = models.CharField("成果・活動の別", max_length=10, choices=Effect, default=Effect.OUTCOME)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="indicators", verbose_name="担当課"
    )
    deputy = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="deputised", verbose_name="副担当課"
    )
    # Who in the department fills it in, and who does when that person is away; 引継 hands both over.
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="担当者"
    )
    deputy_person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="副担当者"
    )
    definition = models.TextField("何を表すか", max_length=2000, blank=True)
    formula = models.TextField("計算式", max_length=1000, blank=True)
    source = models.CharField("出典", max_length=300, blank=True)
    survey = models.ForeignKey(
        Survey, models.PROTECT, null=True, blank=True, related_name="indicators", verbose_name="調査"
    )
    frequency = models.CharField("値の出る間隔", max_length=20, choices=Frequency, default=Frequency.YEARLY)
    survey_years = models.JSONField("調査年度", default=list, blank=True)
    known_month = models.PositiveSmallIntegerField(
        "値のわかる月", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    lag_years = models.PositiveSmallIntegerField(
        "値のわかるまでの年数", default=1, validators=[MaxValueValidator(10)]
    )
    # KAN-9: whose plan owns the target value, and what it says there where that plan is not kept here.
    sector_plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="owned_indicators", verbose_name="個別計画"
    )
    sector_name = models.CharField("個別計画と指標の名前", max_length=300, blank=True)
    sector_target = models.CharField("個別計画での目標値", max_length=300, blank=True)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)
    history = HistoricalRecords(verbose_name="指標の変更履歴")

    government_path = "government"
    moves_with_departments = ("department", "deputy")  # 組織改編 (strategy/reorganising.py)

    class Meta:
        verbose_name = verbose_name_plural = "指標"
        ordering = ["government_id", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="indicator_has_a_name"),
            models.CheckConstraint(
                condition=Q(known_month=None) | Q(known_month__range=(1, 12)), name="known_month_is_a_month"
            ),
        ]

    def __str__(self):
        return self.name


class SeriesBreak(models.Model):
    """定義の変更: from this fiscal year on, the figures are not of the same kind as before."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="breaks", verbose_name="指標")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    note = models.CharField("何が変わったか", max_length=300)

    government_path = "indicator__government"

    class Meta:
        verbose_name = verbose_name_plural = "定義の変更"
        ordering = ["indicator_id", "fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "fiscal_year"],
                name="one_break_of_a_series_per_year",
                violation_error_message="この年度の定義の変更は、すでに書かれています。",
            )
        ]

    def __str__(self):
        return f"{self.indicator}（{self.fiscal_year}年度から）"


class ReferenceSeries(models.Model):
    """比べる系列: 全国平均 and the like, measured beside the indicator."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="references", verbose_name="指標")
    name = models.CharField("名前", max_length=100)
    source = models.CharField("出典", max_length=300, blank=True)

    government_path = "indicator__government"

    class Meta:
        verbose_name = verbose_name_plural = "比べる系列"
        ordering = ["indicator_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "name"],
                name="one_reference_of_a_name_per_indicator",
                violation_error_message="同じ名前の比べる系列がすでにあります。",
            )
        ]

    def __str__(self):
        return self.name
