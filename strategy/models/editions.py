"""A plan is only the lasting identity; an edition is one text of it at one stage."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, When

from accounts.models import Government
from accounts.models.governments import slug_shape
from strategy.fiscal import fiscal_year_of

# What stands in the place of a plan's slug in addresses of the office (/office/<government>/people/) and of readers
# (/<government>/data/).
RESERVED_PLAN_SLUGS = frozenset(
    (
        "bodies comparison-style data deliberation departments dispositions duties grades indicators log people plans "
        "population practice reviews surveys"
    ).split()
)


def validate_plan_slug(slug: str) -> None:
    """Raise ValidationError for a word that our own addresses use in the place of a plan."""
    if slug in RESERVED_PLAN_SLUGS:
        raise ValidationError(f"「{slug}」はシステムが使う名前です。ほかの名前にしてください。")


class Plan(models.Model):
    """計画: the lasting identity through all editions. Whatever others align with is simply another plan."""

    class Kind(models.TextChoices):
        STRATEGY = "STRATEGY", "総合戦略"
        COMPREHENSIVE = "COMPREHENSIVE", "総合計画"
        SECTOR = "SECTOR", "個別計画"
        REFERENCE = "REFERENCE", "参照"

    government = models.ForeignKey(Government, models.PROTECT, related_name="plans", verbose_name="団体")
    slug = models.CharField("アドレスの名前", max_length=50, validators=[slug_shape, validate_plan_slug])
    kind = models.CharField("種類", max_length=20, choices=Kind, default=Kind.STRATEGY)
    contained_in = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="contains", verbose_name="包含する計画"
    )

    government_path = "government"

    class Meta:
        verbose_name = verbose_name_plural = "計画"
        ordering = ["government_id", "kind", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["government", "slug"],
                name="one_plan_of_a_slug_per_government",
                violation_error_message="この名前の計画がすでにあります。ほかの名前にしてください。",
            )
        ]

    def __str__(self):
        return f"{self.government}・{self.slug}"


def holds_on(day: datetime.date) -> Q:
    """Adopted, effective, not yet replaced by a later decision, and its period not over on this day.

    A plan that ran out stays readable as an earlier edition, but is no longer in force.
    """
    not_replaced = Q(superseded_from=None) | Q(superseded_from__gt=day)
    return not_replaced & Q(
        stage="ADOPTED", effective_from__lte=day, last_fiscal_year__gte=fiscal_year_of(day)
    )


class EditionQuerySet(models.QuerySet):
    def public(self):
        """Published and not withdrawn, at any stage: a 素案 is published for comment."""
        return self.filter(published_at__isnull=False, withdrawn_at=None)

    def working(self):
        """Editions still being written."""
        return self.filter(frozen_at=None)

    def in_force(self, day: datetime.date):
        """Public adopted editions that hold on this day, the one that wins first (see ``holds_on``)."""
        return self.public().filter(holds_on(day)).order_by("-effective_from", "-number")

    def with_hold(self, day: datetime.date):
        """Each edition with ``holds``: whether it may be the one in force on this day."""
        return self.annotate(
            holds=Case(When(holds_on(day), then=True), default=False, output_field=models.BooleanField())
        )

    def may_rest_on(self, edition: "Edition"):
        """What this edition may name as taken into account (勘案): other plans of its own government at any stage,
        public editions of others, and what it names already."""
        own = Q(plan__government=edition.plan.government_id) & ~Q(plan=edition.plan_id)
        public = Q(published_at__isnull=False, withdrawn_at=None) & ~Q(plan=edition.plan_id)
        return self.filter(own | public | Q(pk__in=edition.rests_on.values("pk")))

    def without_content(self):
        """For lists: the stored document may be large."""
        return self.defer("content")


class Edition(models.Model):
    """版: one text of a plan at one stage. Going from 素案 to 案 is starting the next edition.

    State changes only through the verbs of ``publishing.editions`` (freeze, publish, withdraw, supersede) and
    ``strategy.plans``; a frozen edition never changes (``strategy.guards``).
    """

    class Mode(models.TextChoices):
        SINGLE = "SINGLE", "単独"
        CONTAINED = "CONTAINED", "包含"
        COMBINED = "COMBINED", "一体"

    class Stage(models.TextChoices):
        POLICY = "POLICY", "方針"
        OUTLINE = "OUTLINE", "骨子"
        DRAFT = "DRAFT", "素案"
        PROPOSAL = "PROPOSAL", "案"
        ADOPTED = "ADOPTED", "成案"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="editions", verbose_name="計画")
    number = models.PositiveIntegerField("版番号")
    title = models.CharField("題名", max_length=200)
    short_title = models.CharField("略称（以下「…」）", max_length=100, blank=True)
    former_title = models.CharField("前の題名", max_length=200, blank=True)
    term = models.PositiveSmallIntegerField("期", null=True, blank=True)
    revision = models.PositiveSmallIntegerField("改訂", default=0)
    correction = models.BooleanField("正誤訂正", default=False)
    first_fiscal_year = models.PositiveSmallIntegerField("最初の年度")
    last_fiscal_year = models.PositiveSmallIntegerField("最後の年度")
    period_reason = models.CharField("計画期間の理由", max_length=300, blank=True)
    mode = models.CharField("策定の形", max_length=20, choices=Mode, default=Mode.SINGLE)
    stage = models.CharField("段階", max_length=20, choices=Stage, default=Stage.DRAFT)
    stage_word = models.CharField("段階の呼び名", max_length=20, blank=True, help_text="例：行政素案、中間案")
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name="もとにした版"
    )
    rests_on = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="supports", verbose_name="勘案した計画の版"
    )
    adopted_on = models.DateField("策定日", null=True, blank=True)
    effective_from = models.DateField("効力の始まる日", null=True, blank=True)
    first_page = models.PositiveIntegerField("最初のページ番号", default=1)
    page_prefix = models.CharField("ページ番号の前書き", max_length=10, blank=True, help_text="例：Ⅳ－")
    frozen_at = models.DateTimeField("凍結日時", null=True, blank=True, editable=False)
    content = models.BinaryField("凍結した文書", null=True, editable=False)
    content_hash = models.CharField("照合値（SHA-256）", max_length=64, blank=True, editable=False)
    publish_at = models.DateTimeField("公表予約", null=True, blank=True, editable=False)
    published_at = models.DateTimeField("公表日時", null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField("取下げ日時", null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField("取下げの理由", max_length=300, blank=True, editable=False)
    superseded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        editable=False,
        verbose_name="代わる版",
    )
    superseded_from = models.DateField("代わる日", null=True, blank=True, editable=False)

    objects = EditionQuerySet.as_manager()
    government_path = "plan__government"
    # Columns that may change after freezing: the edition's life, never its text. The guards and a test use this list.
    LIFE_FIELDS = frozenset(
        {
            "publish_at",
            "published_at",
            "withdrawn_at",
            "withdrawn_reason",
            "superseded_by",
            "superseded_from",
        }
    )

    class Meta:
        verbose_name = verbose_name_plural = "版"
        ordering = ["plan_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_edition_of_a_number_per_plan"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(frozen_at=None),
                name="one_working_edition_per_plan",
                violation_error_message="作成中の版がすでにあります。それを凍結してから次の版をつくってください。",
            ),
            models.CheckConstraint(
                condition=Q(last_fiscal_year__gte=F("first_fiscal_year")),
                name="period_ends_after_it_begins",
                violation_error_message="計画期間の最後の年度が最初の年度より前です。",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at=None, content=None, content_hash="")
                | Q(frozen_at__isnull=False, content__isnull=False) & ~Q(content_hash=""),
                name="frozen_edition_has_a_document",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(frozen_at__isnull=False),
                name="only_frozen_editions_are_published",
                violation_error_message="公表できるのは凍結した版だけです。先に凍結してください。",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(published_at__isnull=False) & ~Q(withdrawn_reason=""),
                name="withdrawal_has_a_reason",
                violation_error_message="取下げの理由を書いてください。",
            ),
            models.CheckConstraint(
                condition=~Q(stage="ADOPTED") | Q(effective_from__isnull=False),
                name="adopted_edition_has_a_first_day",
                violation_error_message="成案には効力の始まる日を入れてください。",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by=None, superseded_from=None)
                | Q(superseded_by__isnull=False, superseded_from__isnull=False),
                name="superseded_edition_names_its_successor_and_day",
            ),
        ]

    def __str__(self):
        return f"{self.title}（{self.stage_name}、第{self.number}版）"

    @property
    def stage_name(self) -> str:
        """The government's own word for the stage, else ours."""
        return self.stage_word or self.get_stage_display()

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.withdrawn_at is None
