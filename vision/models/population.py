"""The 人口ビジョン of a government: tables of people by sex and age, assumptions, scenarios; what rests on it."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Government, User
from strategy.models import Edition


class PopulationVisionQuerySet(models.QuerySet):
    def public(self):
        """Published and not withdrawn."""
        return self.filter(published_at__isnull=False, withdrawn_at=None)

    def working(self):
        """Still being written."""
        return self.filter(frozen_at=None)

    def without_content(self):
        """For lists: the stored document may be large."""
        return self.defer("content")


class PopulationVision(models.Model):
    """人口ビジョン: one edition of a government's projection of its people.

    Frozen it is a stored document (``vision.document``), as an edition of a plan is: ``content`` are canonical bytes, results
    among them, so that they stay what they were when the arithmetic is improved.
    """

    government = models.ForeignKey(
        Government, models.PROTECT, related_name="population_visions", verbose_name="団体"
    )
    number = models.PositiveIntegerField("版番号")
    title = models.CharField("題名", max_length=200)
    base_year = models.PositiveSmallIntegerField("基準年", help_text="推計のもとにする国勢調査の年（西暦）")
    last_year = models.PositiveSmallIntegerField("推計の最後の年", default=2050)
    notice = models.CharField(
        "すべてのページに出す注記",
        max_length=200,
        blank=True,
        help_text="例：見本です。架空の町の人口を使っています。",
    )
    outlook = models.TextField(
        "人口の将来展望", max_length=10000, blank=True, help_text="1行が1段落になります。"
    )
    adopted_on = models.DateField("策定日", null=True, blank=True)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name="もとにした版"
    )
    frozen_at = models.DateTimeField("凍結日時", null=True, blank=True, editable=False)
    published_at = models.DateTimeField("公表日時", null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField("取下げ日時", null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField("取下げの理由", max_length=500, blank=True, editable=False)
    content = models.BinaryField("凍結した内容", null=True, blank=True, editable=False)
    content_hash = models.CharField("照合値（SHA-256）", max_length=64, blank=True, editable=False)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    objects = PopulationVisionQuerySet.as_manager()
    government_path = "government"
    # What may still change once the vision is frozen.
    LIFE_FIELDS = frozenset({"published_at", "withdrawn_at", "withdrawn_reason", "version"})

    class Meta:
        verbose_name = verbose_name_plural = "人口ビジョン"
        ordering = ["government_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["government", "number"], name="one_population_vision_of_a_number"
            ),
            models.UniqueConstraint(
                fields=["government"],
                condition=Q(frozen_at=None),
                name="one_working_population_vision",
                violation_error_message="作成中の人口ビジョンがすでにあります。先にそれを凍結してください。",
            ),
            models.CheckConstraint(
                condition=Q(last_year__gt=models.F("base_year")),
                name="projection_ends_after_its_base",
                violation_error_message="推計の最後の年は、基準年より後にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at=None, content=None, content_hash="")
                | Q(frozen_at__isnull=False, content__isnull=False) & ~Q(content_hash=""),
                name="frozen_population_vision_has_its_content",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(frozen_at__isnull=False),
                name="only_frozen_population_visions_are_published",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.withdrawn_at is None

    @property
    def stage_name(self) -> str:
        """改訂素案 until it is adopted (OGO-11)."""
        return "" if self.adopted_on else "素案"


class VisionArea(models.Model):
    """推計の区域: a municipality whose people are projected; a joint vision sums several (手引き 1-2②)."""

    vision = models.ForeignKey(
        PopulationVision, models.CASCADE, related_name="areas", verbose_name="人口ビジョン"
    )
    code = models.CharField(
        "団体コード", max_length=6, help_text="都道府県は2桁、市区町村は5桁。検査数字は要りません。"
    )
    name = models.CharField("区域の名前", max_length=100)
    position = models.PositiveSmallIntegerField("並び順", default=0)

    government_path = "vision__government"

    class Meta:
        verbose_name = verbose_name_plural = "推計の区域"
        ordering = ["vision_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["vision", "code"],
                name="an_area_stands_once_in_a_vision",
                violation_error_message="この区域はすでにあります。",
            ),
        ]

    def __str__(self):
        return self.name


class PopulationTable(models.Model):
    """人口表: people of an area by sex and 5-year age group in some years, or totals only; ``data`` as in vision/tables.py."""

    class Kind(models.TextChoices):
        CENSUS = "CENSUS", "国勢調査"
        PROJECTION = "PROJECTION", "公表された将来推計"
        TOTALS = "TOTALS", "公表された総人口と3区分"
        NATIONAL = "NATIONAL", "全国の将来推計"

    class Unknown(models.TextChoices):
        NONE = "NONE", "不詳はありません"
        DISTRIBUTED = "DISTRIBUTED", "年齢別に按分"
        APART = "APART", "別に示す"

    vision = models.ForeignKey(
        PopulationVision, models.CASCADE, related_name="tables", verbose_name="人口ビジョン"
    )
    area = models.ForeignKey(
        VisionArea, models.CASCADE, null=True, blank=True, related_name="tables", verbose_name="区域"
    )
    kind = models.CharField("種類", max_length=20, choices=Kind)
    title = models.CharField("表の名前", max_length=200)
    source = models.CharField("出典", max_length=300, blank=True)
    source_url = models.URLField("出典のアドレス", max_length=500, blank=True)
    unknown = models.CharField("年齢不詳の扱い", max_length=20, choices=Unknown, default=Unknown.NONE)
    data = models.JSONField("人口", editable=False)
    # Sentences about what the reader should know of the table (sum is not total …).
    remarks = models.JSONField("読み取りで気づいたこと", default=list, blank=True, editable=False)
    file_name = models.CharField("もとのファイル", max_length=200, blank=True)
    sha256 = models.CharField("もとのファイルの照合値", max_length=64, blank=True)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "vision__government"

    class Meta:
        verbose_name = verbose_name_plural = "人口表"
        ordering = ["vision_id", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["vision", "area", "kind"],
                name="one_table_of_a_kind_per_area",
                violation_error_message="この区域には、同じ種類の表がすでにあります。",
            ),
            models.UniqueConstraint(
                fields=["vision"],
                condition=Q(kind="NATIONAL"),
                name="one_national_table_of_a_vision",
                violation_error_message="全国の表はすでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(kind="NATIONAL", area=None) | ~Q(kind="NATIONAL") & Q(area__isnull=False),
                name="only_the_national_table_has_no_area",
            ),
        ]

    def __str__(self):
        return self.title


class Assumption(models.Model):
    """仮定値: rates of an area, or of all areas alike where ``area`` is empty; ``data`` as in vision/tables.py."""

    class Kind(models.TextChoices):
        SURVIVAL = "SURVIVAL", "生残率"
        MIGRATION = "MIGRATION", "純移動率"
        CHILD_WOMAN = "CHILD_WOMAN", "子ども女性比"
        SEX_RATIO = "SEX_RATIO", "0～4歳性比"
        TFR_RATIO = "TFR_RATIO", "子ども女性比と合計特殊出生率の比（k）"

    vision = models.ForeignKey(
        PopulationVision, models.CASCADE, related_name="assumptions", verbose_name="人口ビジョン"
    )
    area = models.ForeignKey(
        VisionArea, models.CASCADE, null=True, blank=True, related_name="assumptions", verbose_name="区域"
    )
    kind = models.CharField("種類", max_length=20, choices=Kind)
    source = models.CharField("出典", max_length=300, blank=True)
    is_derived = models.BooleanField("二つの表から求めた値", default=False)
    data = models.JSONField("値", editable=False)
    remarks = models.JSONField("読み取りで気づいたこと", default=list, blank=True, editable=False)
    file_name = models.CharField("もとのファイル", max_length=200, blank=True)
    sha256 = models.CharField("もとのファイルの照合値", max_length=64, blank=True)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "vision__government"

    class Meta:
        verbose_name = verbose_name_plural = "仮定値"
        ordering = ["vision_id", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["vision", "area", "kind"],
                name="one_assumption_of_a_kind_per_area",
                violation_error_message="この区域には、同じ種類の仮定値がすでにあります。",
            ),
            models.UniqueConstraint(
                fields=["vision", "kind"],
                condition=Q(area=None),
                name="one_common_assumption_of_a_kind",
                violation_error_message="全区域に共通の、同じ種類の仮定値がすでにあります。",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()


class Scenario(models.Model):
    """推計のケース: how births and moves go on; ``spec`` as in vision/spec.py. ``lineage`` follows it to the next edition."""

    class Kind(models.TextChoices):
        PATTERN1 = "PATTERN1", "パターン1（社人研推計準拠）"
        SIM1 = "SIM1", "シミュレーション1（出生率の上昇）"
        SIM2 = "SIM2", "シミュレーション2（出生率の上昇と移動の均衡）"
        LONG_TERM = "LONG_TERM", "国の長期ビジョンの出生率"
        OWN = "OWN", "独自の推計"
        ENTERED = "ENTERED", "値を入れた見通し"

    vision = models.ForeignKey(
        PopulationVision, models.CASCADE, related_name="scenarios", verbose_name="人口ビジョン"
    )
    lineage = models.UUIDField("系譜", default=uuid.uuid4, editable=False)
    kind = models.CharField("種類", max_length=20, choices=Kind, default=Kind.OWN)
    name = models.CharField("名前", max_length=60)
    description = models.TextField("考え方", max_length=2000, blank=True)
    spec = models.JSONField("仮定", default=dict, blank=True)
    is_adopted = models.BooleanField("採用する見通し", default=False)
    is_shown = models.BooleanField("公表する", default=True)
    position = models.PositiveSmallIntegerField("並び順", default=0)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "vision__government"

    class Meta:
        verbose_name = verbose_name_plural = "推計のケース"
        ordering = ["vision_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["vision", "lineage"], name="one_scenario_of_a_lineage_per_vision"
            ),
            models.UniqueConstraint(
                fields=["vision", "name"],
                name="one_scenario_of_a_name_per_vision",
                violation_error_message="この名前のケースがすでにあります。ほかの名前にしてください。",
            ),
            models.UniqueConstraint(
                fields=["vision"],
                condition=Q(is_adopted=True),
                name="one_adopted_scenario_per_vision",
                violation_error_message="採用する見通しは一つだけです。",
            ),
            models.CheckConstraint(
                condition=Q(is_adopted=False) | Q(is_shown=True),
                name="an_adopted_scenario_is_shown",
                violation_error_message="採用する見通しは公表します。",
            ),
        ]

    def __str__(self):
        return self.name


class PopulationUpload(models.Model):
    """届いた人口表: a file as it came, and what was read of it, until somebody takes it in or puts it away."""

    class State(models.TextChoices):
        WAITING = "WAITING", "確認待ち"
        APPLIED = "APPLIED", "反映済"
        DISCARDED = "DISCARDED", "取りやめ"

    vision = models.ForeignKey(
        PopulationVision, models.PROTECT, related_name="uploads", verbose_name="人口ビジョン"
    )
    name = models.CharField("ファイルの名前", max_length=200)
    size = models.PositiveIntegerField("大きさ（バイト）")
    sha256 = models.CharField("照合値（SHA-256）", max_length=64)
    data = models.BinaryField("ファイル", editable=False)
    parsed = models.JSONField("読み取ったもの", null=True, blank=True)
    refusal = models.CharField("読めない理由", max_length=500, blank=True)
    state = models.CharField("状態", max_length=20, choices=State, default=State.WAITING)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="取り込んだ人"
    )
    at = models.DateTimeField("受付日時")
    settled_at = models.DateTimeField("決めた日時", null=True, blank=True)

    government_path = "vision__government"

    class Meta:
        verbose_name = verbose_name_plural = "届いた人口表"
        ordering = ["vision_id", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="WAITING", settled_at=None)
                | ~Q(state="WAITING") & Q(settled_at__isnull=False),
                name="a_settled_population_upload_says_when",
            ),
        ]

    def __str__(self):
        return self.name


class VisionCitation(models.Model):
    """よりどころの人口ビジョン: the one edition of a population vision that an edition of a plan rests on (手引き 3-4)."""

    edition = models.OneToOneField(
        Edition, models.CASCADE, related_name="population_citation", verbose_name="版"
    )
    vision = models.ForeignKey(
        PopulationVision, models.PROTECT, related_name="citations", verbose_name="人口ビジョン"
    )
    argument = models.TextField(
        "目標とのつながり", max_length=2000, blank=True, help_text="人口の見通しから目標をどう決めたか。"
    )

    government_path = "edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "よりどころの人口ビジョン"
        ordering = ["edition_id"]

    def __str__(self):
        return f"{self.edition} → {self.vision}"
