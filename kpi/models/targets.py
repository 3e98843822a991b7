"""What one edition promises: part of its adopted text, so it is guarded, copied and frozen with it."""

import uuid

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import User
from kpi.models.indicators import Indicator
from kpi.spec import BaselineKind, TargetKind
from strategy.models import Edition, PlanItem


class Target(models.Model):
    """目標値: name, audience, unit and source as this edition prints them, its baseline and what is to be reached.

    ``target_text`` and ``baseline_text`` are the print; ``spec`` and ``baseline`` the same as data
    (kpi/storing.py), read from the print unless ``is_hand_read``. ``lineage`` follows it from edition to edition.
    """

    class Role(models.TextChoices):
        KGI = "KGI", "重要目標達成指標（KGI）"
        NUMERIC = "NUMERIC", "数値目標"
        KPI = "KPI", "重要業績評価指標（KPI）"
        SUPPLEMENTARY = "SUPPLEMENTARY", "補足指標"

    class Kind(models.TextChoices):
        AT_LEAST = TargetKind.AT_LEAST.value, "以上"
        AT_MOST = TargetKind.AT_MOST.value, "以下・減少"
        MAINTAIN = TargetKind.MAINTAIN.value, "維持"
        MAINTAIN_PERIOD_AVERAGE = TargetKind.MAINTAIN_PERIOD_AVERAGE.value, "期間の平均を維持"
        MAINTAIN_CUMULATIVE = TargetKind.MAINTAIN_CUMULATIVE.value, "期間の累計を維持"
        CUMULATIVE_OVER_PERIOD = TargetKind.CUMULATIVE_OVER_PERIOD.value, "期間の累計"
        CUMULATIVE_DECREASE = TargetKind.CUMULATIVE_DECREASE.value, "期間の累計で減少"
        CUMULATIVE_SINCE = TargetKind.CUMULATIVE_SINCE.value, "事業開始からの累計"
        INCREASE_OVER_PREVIOUS_YEAR = TargetKind.INCREASE_OVER_PREVIOUS_YEAR.value, "前年より増加"
        EXCEED_REFERENCE = TargetKind.EXCEED_REFERENCE.value, "比べる値を上回る"
        MILESTONE = TargetKind.MILESTONE.value, "年次別の目標"
        APPROX = TargetKind.APPROX.value, "約・程度"
        APPROX_RANGE = TargetKind.APPROX_RANGE.value, "幅のある目標"
        NATIONWIDE_ROLLOUT = TargetKind.NATIONWIDE_ROLLOUT.value, "全国展開"
        ALL = TargetKind.ALL.value, "全て"
        ALL_PERCENT = TargetKind.ALL_PERCENT.value, "全体（100％）"
        ALMOST_ALL = TargetKind.ALMOST_ALL.value, "ほぼ全て"
        ANNUAL_RATE_AT_LEAST = TargetKind.ANNUAL_RATE_AT_LEAST.value, "年率"
        BALANCE = TargetKind.BALANCE.value, "均衡"
        COMPLETION = TargetKind.COMPLETION.value, "完成"
        TWO_STAGE = TargetKind.TWO_STAGE.value, "選定して実現"
        QUALITATIVE = TargetKind.QUALITATIVE.value, "文による目標"

    class BaselineKind(models.TextChoices):
        VALUE_AT_DATE = BaselineKind.VALUE_AT_DATE.value, "時点のある値"
        VALUE_WITHOUT_DATE = BaselineKind.VALUE_WITHOUT_DATE.value, "時点のない値"
        PERIOD_AVERAGE = BaselineKind.PERIOD_AVERAGE.value, "期間の平均"
        CUMULATIVE_OVER_PERIOD = BaselineKind.CUMULATIVE_OVER_PERIOD.value, "期間の累計"
        PROVISIONAL = BaselineKind.PROVISIONAL.value, "速報値"
        PARTIAL_PERIOD = BaselineKind.PARTIAL_PERIOD.value, "年度の一部"
        TO_BE_BUILT = BaselineKind.TO_BE_BUILT.value, "これから構築"
        TO_START = BaselineKind.TO_START.value, "これから実施"
        CHANGE_VS_REFERENCE_YEAR = BaselineKind.CHANGE_VS_REFERENCE_YEAR.value, "基準年からの増減"
        APPROX = BaselineKind.APPROX.value, "約・強"
        NONE = BaselineKind.NONE.value, "なし"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="targets", verbose_name="版")
    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="targets", verbose_name="項目")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets", verbose_name="指標")
    lineage = models.UUIDField("系譜", default=uuid.uuid4, editable=False)
    role = models.CharField("位置づけ", max_length=20, choices=Role, default=Role.KPI)
    position = models.IntegerField("並び順", default=0)
    name = models.CharField("指標名（この版の表記）", max_length=300)
    audience = models.CharField("対象", max_length=100, blank=True)
    unit = models.CharField("単位（この版の表記）", max_length=40, blank=True)
    source = models.CharField("出典（この版の表記）", max_length=300, blank=True)
    is_survey = models.BooleanField("調査による指標（※）", default=False)
    baseline_text = models.CharField("現状値", max_length=300, blank=True)
    baseline_note = models.CharField("現状値に添える値", max_length=300, blank=True)
    target_text = models.CharField("目標値", max_length=300, blank=True)
    other_wording = models.CharField("別の箇所での目標値の表記", max_length=300, blank=True)
    kind = models.CharField(
        "目標の種類", max_length=40, choices=Kind, default=Kind.QUALITATIVE, editable=False
    )
    baseline_kind = models.CharField(
        "現状値の種類", max_length=40, choices=BaselineKind, default=BaselineKind.NONE, editable=False
    )
    spec = models.JSONField("目標値のデータ", default=dict, editable=False)
    baseline = models.JSONField("現状値のデータ", default=dict, editable=False)
    is_hand_read = models.BooleanField("読み取りを人が直した", default=False)
    rationale = models.TextField("目標値の設定根拠", max_length=2000, blank=True)
    # The print that the rationale was written for: another one asks for it again.
    rationale_for = models.CharField(
        "設定根拠を書いたときの目標値", max_length=300, blank=True, editable=False
    )
    # KGI: the path it rests on (想定人口) as numbers, [{"label", "fiscal_year", "value"}], with its source.
    reference_path = models.JSONField("参考とする見通し", default=list, blank=True)
    reference_source = models.CharField("見通しの出典", max_length=300, blank=True)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)
    history = HistoricalRecords(verbose_name="目標値の変更履歴")

    government_path = "edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "目標値"
        ordering = ["edition_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "lineage"], name="one_target_of_a_lineage_per_edition"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="target_has_a_name"),
            models.CheckConstraint(
                condition=Q(role="SUPPLEMENTARY") | ~Q(target_text=""),
                name="only_supplementary_indicators_have_no_target",
                violation_error_message="目標値を入れてください。目標値のない指標は「補足指標」にしてください。",
            ),
        ]

    def __str__(self):
        return self.name


class RelistedTarget(models.Model):
    """目標値の再掲: a pointer that prints a target in a second table, never a copy."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="relisted_targets", verbose_name="版")
    target = models.ForeignKey(Target, models.CASCADE, related_name="relistings", verbose_name="目標値")
    item = models.ForeignKey(
        PlanItem, models.PROTECT, related_name="relisted_targets", verbose_name="置く場所"
    )
    position = models.IntegerField("並び順", default=0)

    government_path = "edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "目標値の再掲"
        ordering = ["edition_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "item"],
                name="target_is_relisted_once_per_place",
                violation_error_message="この指標はすでにここに再掲されています。",
            )
        ]

    def __str__(self):
        return f"{self.target}【再掲】"


class ServedItem(models.Model):
    """関連する項目: one KPI may tell of several measures or directions (the guide's figures ②③)."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="served_items", verbose_name="版")
    target = models.ForeignKey(Target, models.CASCADE, related_name="served", verbose_name="目標値")
    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="served_by", verbose_name="項目")

    government_path = "edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "関連する項目"
        ordering = ["edition_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "item"],
                name="target_serves_an_item_once",
                violation_error_message="この項目はすでに関連づけられています。",
            )
        ]

    def __str__(self):
        return f"{self.target} → {self.item}"


class SettledFlag(models.Model):
    """要確認への答え: somebody looked at a flag of a target and wrote why it may stay."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="settled_flags", verbose_name="版")
    target = models.ForeignKey(Target, models.CASCADE, related_name="settled", verbose_name="目標値")
    code = models.CharField("要確認の種類", max_length=40)
    reason = models.CharField("理由", max_length=500)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="した人"
    )
    at = models.DateTimeField("日時")

    government_path = "edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "要確認への答え"
        ordering = ["edition_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["target", "code"], name="a_flag_of_a_target_is_settled_once"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="settled_flag_has_a_reason",
                violation_error_message="そのままにする理由を書いてください。",
            ),
        ]

    def __str__(self):
        return f"{self.target}（{self.code}）"
