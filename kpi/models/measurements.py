"""Figures: what was measured, each change of it kept, and which of it was made public."""

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from kpi.models.indicators import Indicator, ReferenceSeries
from kpi.models.schemes import ManualGrade


class Measurement(models.Model):
    """実績値: one figure of an indicator (or of what it is compared with) for one stretch of time.

    The figure itself stands in its revisions; ``fiscal_year`` is the year it counts for.
    """

    class PeriodKind(models.TextChoices):
        FISCAL_YEAR = "FISCAL_YEAR", "年度"
        YEAR = "YEAR", "年"
        DAY = "DAY", "時点"
        SPAN = "SPAN", "期間"

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="measurements", verbose_name="指標")
    series = models.ForeignKey(
        ReferenceSeries,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measurements",
        verbose_name="比べる系列",
    )
    period_kind = models.CharField(
        "時点の種類", max_length=20, choices=PeriodKind, default=PeriodKind.FISCAL_YEAR
    )
    starts_on = models.DateField("初日")
    ends_on = models.DateField("末日")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    stage = models.PositiveSmallIntegerField("段階", default=1)

    government_path = "indicator__government"

    class Meta:
        verbose_name = verbose_name_plural = "実績値"
        ordering = ["indicator_id", "fiscal_year", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "starts_on", "ends_on", "stage"],
                condition=Q(series=None),
                name="one_measurement_of_an_indicator_per_period",
                violation_error_message="この指標の同じ時期の値がすでにあります。",
            ),
            models.UniqueConstraint(
                fields=["series", "starts_on", "ends_on", "stage"],
                condition=Q(series__isnull=False),
                name="one_measurement_of_a_reference_per_period",
                violation_error_message="比べる系列の同じ時期の値がすでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="measurement_begins_before_it_ends"
            ),
            models.CheckConstraint(condition=Q(stage__in=(1, 2)), name="measurement_is_of_stage_one_or_two"),
        ]

    def __str__(self):
        return f"{self.series or self.indicator}（{self.fiscal_year}年度）"


class MeasurementRevision(models.Model):
    """実績値の改め: append-only. The newest says where the figure stands, the newest approved one counts."""

    class Quality(models.TextChoices):
        PROVISIONAL = "PROVISIONAL", "速報"
        FINAL = "FINAL", "確定"
        CORRECTED = "CORRECTED", "訂正"

    class State(models.TextChoices):
        DRAFT = "DRAFT", "入力中"
        SUBMITTED = "SUBMITTED", "提出"
        RETURNED = "RETURNED", "差戻し"
        APPROVED = "APPROVED", "承認"

    measurement = models.ForeignKey(
        Measurement, models.PROTECT, related_name="revisions", verbose_name="実績値"
    )
    n = models.PositiveIntegerField("改めの番号")
    # None: a figure in the wrong cell was emptied before anybody approved it.
    value = models.DecimalField("値", max_digits=24, decimal_places=6, null=True, blank=True)
    places = models.PositiveSmallIntegerField("小数の桁数", default=0)
    numerator = models.DecimalField("分子", max_digits=24, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField("分母", max_digits=24, decimal_places=6, null=True, blank=True)
    quality = models.CharField("値の種類", max_length=20, choices=Quality, default=Quality.FINAL)
    is_running_total = models.BooleanField("期間の初めからの累計", default=False)
    is_partial = models.BooleanField("年度の途中まで", default=False)
    state = models.CharField("状態", max_length=20, choices=State, default=State.DRAFT)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="した人"
    )
    at = models.DateTimeField("日時")
    # Readers see the note beside the figure; why it was changed or returned is the office's own matter.
    note = models.CharField("注記（公表されます）", max_length=200, blank=True)
    why = models.CharField("理由", max_length=500, blank=True)

    government_path = "measurement__indicator__government"

    class Meta:
        verbose_name = verbose_name_plural = "実績値の改め"
        ordering = ["measurement_id", "n"]
        constraints = [
            models.UniqueConstraint(
                fields=["measurement", "n"], name="revisions_of_a_measurement_are_numbered"
            ),
            models.CheckConstraint(
                condition=~Q(state="RETURNED") | ~Q(why=""),
                name="a_return_has_a_reason",
                violation_error_message="差し戻す理由を書いてください。",
            ),
        ]

    def __str__(self):
        return f"{self.measurement} 第{self.n}回（{self.get_state_display()}）"


class Publication(models.Model):
    """個別の公表: a planner makes one approved figure, or one grade given by hand, public. Append-only."""

    revision = models.OneToOneField(
        MeasurementRevision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="publication",
        verbose_name="実績値の改め",
    )
    manual_grade = models.OneToOneField(
        ManualGrade,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="publication",
        verbose_name="手で付けた判定",
    )
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="した人"
    )
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "個別の公表"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revision=None, manual_grade__isnull=False)
                | Q(revision__isnull=False, manual_grade=None),
                name="one_thing_is_published_at_a_time",
            )
        ]

    # Either path leads to the government; the first is the usual one.
    government_path = "revision__measurement__indicator__government"

    def __str__(self):
        return str(self.revision or self.manual_grade)
