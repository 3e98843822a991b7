"""What hangs on items and editions: alignments, 再掲, terms, figures, the roles of a plan.

Each carries its edition, so that one guard protects all of them.
"""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from strategy.models.editions import Edition, Plan
from strategy.models.items import PlanItem


class Relisting(models.Model):
    """再掲: a pointer that shows an item in a second place, never a copy."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="relistings", verbose_name="版")
    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="relistings", verbose_name="項目")
    under = models.ForeignKey(PlanItem, models.CASCADE, related_name="relisted", verbose_name="置く場所")
    position = models.IntegerField("並び順", default=0)

    government_path = "edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "再掲"
        ordering = ["edition_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "under"],
                name="item_is_relisted_once_per_place",
                violation_error_message="この項目はすでにここに再掲されています。",
            ),
            models.CheckConstraint(
                condition=~Q(item=models.F("under")),
                name="item_is_not_relisted_under_itself",
                violation_error_message="項目をその項目自身の下に再掲することはできません。",
            ),
        ]

    def __str__(self):
        return f"{self.item}【再掲】"


class Alignment(models.Model):
    """対応（勘案・整合）: to an item of another plan's edition, or to a pillar of the same edition (●)."""

    class Verb(models.TextChoices):
        CONSIDER = "CONSIDER", "勘案"
        FOLLOW = "FOLLOW", "踏まえる"
        REFLECT = "REFLECT", "反映"
        CONSISTENT = "CONSISTENT", "整合"
        CONFORM = "CONFORM", "準拠"
        REFER = "REFER", "参考"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="alignments", verbose_name="版")
    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="alignments", verbose_name="項目")
    to_item = models.ForeignKey(
        PlanItem, models.RESTRICT, related_name="aligned_from", verbose_name="対応する項目"
    )
    verb = models.CharField("関わり方", max_length=20, choices=Verb, default=Verb.CONSIDER)
    note = models.CharField("説明", max_length=300, blank=True)
    page = models.PositiveIntegerField("ページ", null=True, blank=True, validators=[MaxValueValidator(9999)])

    government_path = "edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "対応"
        ordering = ["item_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "to_item"],
                name="item_is_aligned_once_with_a_target",
                violation_error_message="この対応はすでにあります。",
            ),
            models.CheckConstraint(
                condition=~Q(item=models.F("to_item")),
                name="item_is_not_aligned_with_itself",
                violation_error_message="項目をその項目自身に対応させることはできません。",
            ),
        ]

    def __str__(self):
        return f"{self.item}→{self.to_item}"


class Term(models.Model):
    """用語の定義: a word of the plan and what it means, printed in the 資料編."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="terms", verbose_name="版")
    position = models.IntegerField("並び順", default=0)
    word = models.CharField("用語", max_length=100)
    reading = models.CharField("よみ", max_length=100, blank=True)
    definition = models.TextField("説明")

    government_path = "edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "用語の定義"
        ordering = ["edition_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "word"],
                name="term_is_defined_once",
                violation_error_message="この用語はすでに定義されています。",
            )
        ]

    def __str__(self):
        return self.word


class Figure(models.Model):
    """図: an image of an item with caption, alternative text and source."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="figures", verbose_name="版")
    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="figures", verbose_name="項目")
    position = models.IntegerField("並び順", default=0)
    image = models.FileField("画像", upload_to="figures")
    sha256 = models.CharField("画像の照合値", max_length=64, editable=False)
    media_type = models.CharField("画像の形式", max_length=20, editable=False)
    width = models.PositiveIntegerField("幅", editable=False)
    height = models.PositiveIntegerField("高さ", editable=False)
    caption = models.CharField("図の題", max_length=200)
    alt = models.CharField("代わりの文", max_length=500)
    source = models.CharField("出典", max_length=200, blank=True)

    government_path = "edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "図"
        ordering = ["item_id", "position", "id"]

    def __str__(self):
        return self.caption


class PlanRole(models.Model):
    """計画の役割: one of the things a plan is (佐世保市の後期基本計画は六つの役割をもつ), with its legal basis.

    ``plan`` names the plan that this role is: the role that *is* the 総合戦略 points at the strategy contained here.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="roles", verbose_name="版")
    position = models.IntegerField("並び順", default=0)
    number = models.CharField("番号", max_length=10, blank=True)
    label = models.CharField("役割", max_length=200)
    legal_basis = models.CharField("法的根拠", max_length=200, blank=True)
    plan = models.ForeignKey(
        Plan,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="as_role",
        verbose_name="この役割にあたる計画",
    )

    government_path = "edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "計画の役割"
        ordering = ["edition_id", "position", "id"]

    def __str__(self):
        return self.label
