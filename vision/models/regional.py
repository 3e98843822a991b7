"""The 地域ビジョン of an edition: typed fields beside the tree item that holds its text (手引き 3-6)."""

from django.db import models

from strategy.models import Edition, PlanItem


class RegionalVision(models.Model):
    """地域ビジョン: the ideal of an edition. Text and figure are the item's own; here is what can be counted and drawn."""

    class ModelType(models.TextChoices):
        SMART_CITY = "SMART_CITY", "スマートシティ・スーパーシティ"
        DIGITAL_HILLS = "DIGITAL_HILLS", "「デジ活」中山間地域"
        UNIVERSITY = "UNIVERSITY", "大学を核とした産学官協創都市"
        SDGS = "SDGS", "SDGs未来都市"
        DECARBONISATION = "DECARBONISATION", "脱炭素先行地域"

    class PriorityField(models.TextChoices):
        TRANSPORT = "TRANSPORT", "地域交通のリ・デザイン"
        STARTUPS = "STARTUPS", "地方創生スタートアップ"
        TELEWORK = "TELEWORK", "地方創生テレワーク"
        CHILDREN = "CHILDREN", "地方公共団体間の連携によるこども政策"
        EDUCATION_DX = "EDUCATION_DX", "教育DX"
        TELEMEDICINE = "TELEMEDICINE", "住民に身近な場所を活用した遠隔医療"
        COMPACT_TOWN = "COMPACT_TOWN", "多様な暮らし方を支える人間中心のコンパクトなまちづくり"
        TOURISM_DX = "TOURISM_DX", "観光DX"
        DISASTER = "DISASTER", "デジタル技術を活用した地域防災力の向上"
        DRONES = "DRONES", "ドローン利活用"

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="regional_vision", verbose_name="版")
    item = models.OneToOneField(
        PlanItem, models.PROTECT, related_name="regional_vision", verbose_name="地域ビジョンを書いた項目"
    )
    keyword = models.CharField(
        "合言葉", max_length=200, help_text="例：子育て世帯に選ばれ、住み続けたくなるまち"
    )
    purpose = models.CharField("目的", max_length=300, blank=True, help_text="概念図のいちばん上に出します。")
    model_types = models.JSONField("モデル地域ビジョン", default=list, blank=True)
    priority_fields = models.JSONField("重要施策分野", default=list, blank=True)
    # A vision may be quoted from another document (基本構想 …).
    quoted_title = models.CharField("引用した文書", max_length=200, blank=True)
    quoted_from = models.CharField("引用した文書をつくった団体・年", max_length=200, blank=True)
    quoted_url = models.URLField("引用した文書のアドレス", max_length=500, blank=True)
    quoted_page = models.CharField("引用した箇所", max_length=60, blank=True, help_text="例：12ページ、第2章")
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "地域ビジョン"
        ordering = ["edition_id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(keyword=""),
                name="regional_vision_has_a_keyword",
                violation_error_message="合言葉を入れてください。",
            ),
        ]

    def __str__(self):
        return self.keyword

    @property
    def model_names(self) -> list[str]:
        """The model types in the nation's words and order."""
        return [one.label for one in self.ModelType if one in self.model_types]

    @property
    def field_names(self) -> list[str]:
        """The priority fields in the nation's words and order."""
        return [one.label for one in self.PriorityField if one in self.priority_fields]


class VisionLink(models.Model):
    """地域ビジョンとのつながり: a goal, a pillar or a measure by which the vision is to come true."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="vision_links", verbose_name="版")
    vision = models.ForeignKey(
        RegionalVision, models.CASCADE, related_name="links", verbose_name="地域ビジョン"
    )
    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="vision_links", verbose_name="項目")

    government_path = "edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "地域ビジョンとのつながり"
        ordering = ["edition_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["vision", "item"],
                name="vision_is_linked_once_with_an_item",
                violation_error_message="この項目とはすでにつながっています。",
            ),
        ]

    def __str__(self):
        return f"{self.vision} → {self.item}"
