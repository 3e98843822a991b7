"""How KPIs are graded: a government's scheme, each version kept, and grades given by people."""

from django.db import models
from django.db.models import Q

from accounts.models import Government, User
from kpi.models.targets import Target


class GradeScheme(models.Model):
    """判定の区分: ordered conditions as data (kpi/grades.py). Append-only: the newest holds, older ones explain old
    judgements."""

    government = models.ForeignKey(
        Government, models.PROTECT, related_name="grade_schemes", verbose_name="地方公共団体"
    )
    number = models.PositiveIntegerField("番号")
    content = models.JSONField("内容")
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="した人"
    )
    at = models.DateTimeField("日時")

    government_path = "government"

    class Meta:
        verbose_name = verbose_name_plural = "判定の区分"
        ordering = ["government_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["government", "number"], name="grade_schemes_of_a_government_are_numbered"
            )
        ]

    def __str__(self):
        return f"{self.content.get('name', '')}（第{self.number}）"


class ManualGrade(models.Model):
    """手で付けた判定: beside the computed one, with its reason. Append-only; an empty ``grade`` takes it back."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="manual_grades", verbose_name="目標値")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    n = models.PositiveIntegerField("番号")
    scheme = models.ForeignKey(
        GradeScheme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="判定の区分"
    )
    grade = models.CharField("区分の記号", max_length=40, blank=True)
    sign = models.CharField("印", max_length=10, blank=True)
    word = models.CharField("語", max_length=40, blank=True)
    tone = models.CharField("色", max_length=20, blank=True)
    reason = models.CharField("理由", max_length=500)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="した人"
    )
    at = models.DateTimeField("日時")

    government_path = "target__edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "手で付けた判定"
        ordering = ["target_id", "fiscal_year", "n"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "fiscal_year", "n"], name="manual_grades_of_a_target_are_numbered"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="manual_grade_has_a_reason",
                violation_error_message="手で判定を付けるときは、理由を書いてください。",
            ),
        ]

    def __str__(self):
        return f"{self.target}（{self.fiscal_year}年度）{self.word}"
