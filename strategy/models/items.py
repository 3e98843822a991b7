"""The tree of a plan: one table for all items, with the government's own levels."""

import uuid

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import Department
from strategy.models.editions import Edition
from strategy.numbering import STYLES


class ItemKind(models.TextChoices):
    """Our kinds of item; the law's 目標・基本的方向・施策 are GOAL, DIRECTION and MEASURE."""

    TEXT = "TEXT", "本文"
    PILLAR = "PILLAR", "柱"
    FOUNDATION = "FOUNDATION", "基礎条件"
    GOAL = "GOAL", "目標"
    DIRECTION = "DIRECTION", "基本的方向"
    MEASURE = "MEASURE", "具体的施策"
    INITIATIVE = "INITIATIVE", "取組み"


class Level(models.Model):
    """階層: the government's own word (章, 節, 中柱 …), our kind, the numbering and where it may stand."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="levels", verbose_name="版")
    key = models.SlugField("階層の符号", max_length=40)
    depth = models.PositiveSmallIntegerField("深さ")
    name = models.CharField("名前", max_length=40)
    kind = models.CharField("種類", max_length=20, choices=ItemKind)
    numbering = models.CharField("番号の形", max_length=30, choices=list(STYLES.items()), default="none")
    # Keys of levels, "" for the top of the plan: keys survive copying, ids do not.
    under = models.JSONField("置ける場所", default=list)
    # For those who write: an item without text counts as unfinished. No part of the document.
    has_text = models.BooleanField("本文を書く", default=True)

    government_path = "edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "階層"
        ordering = ["edition_id", "depth", "id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="one_level_of_a_key_per_edition")
        ]

    def __str__(self):
        return self.name


class PlanItem(models.Model):
    """計画の項目: any node of the tree. ``lineage`` follows it from edition to edition.

    Siblings step by 10 so that an item can be moved without touching the others; a tie is ordered by id.
    ``version`` guards title, body and department against lost edits; state changes only through
    ``strategy.items``.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="items", verbose_name="版")
    level = models.ForeignKey(Level, models.RESTRICT, related_name="items", verbose_name="階層")
    kind = models.CharField("種類", max_length=20, choices=ItemKind, editable=False)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="上の項目"
    )
    position = models.IntegerField("並び順", default=0)
    lineage = models.UUIDField("系譜", default=uuid.uuid4, editable=False)
    predecessors = models.JSONField("前の版の項目（統合・分割）", default=list, blank=True)
    printed_number = models.CharField("印刷の番号", max_length=20, blank=True)
    title = models.CharField("見出し", max_length=300)
    body = models.TextField("本文", blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="items", verbose_name="所管課"
    )
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)
    history = HistoricalRecords(verbose_name="項目の変更履歴")

    government_path = "edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "計画の項目"
        ordering = ["edition_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "lineage"], name="one_item_of_a_lineage_per_edition"),
            models.CheckConstraint(condition=~Q(title=""), name="item_has_a_title"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=models.F("id")), name="item_is_not_its_own_parent"
            ),
        ]

    def __str__(self):
        return self.title


class KindManager(models.Manager):
    """Only items of one kind, for reading in the law's words."""

    def __init__(self, kind: str):
        super().__init__()
        self.kind = kind

    def get_queryset(self):
        return super().get_queryset().filter(kind=self.kind)


class Pillar(PlanItem):
    """柱（取組みの柱）: for reading; verbs save ``PlanItem``."""

    objects = KindManager(ItemKind.PILLAR)

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "柱"


class Foundation(PlanItem):
    """基礎条件: the national strategy's three foundations and their like; for reading."""

    objects = KindManager(ItemKind.FOUNDATION)

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "基礎条件"


class Goal(PlanItem):
    """目標（基本目標）: まち・ひと・しごと創生法第9条・第10条の「目標」; for reading."""

    objects = KindManager(ItemKind.GOAL)

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "目標"


class BasicDirection(PlanItem):
    """基本的方向: 法第10条「講ずべき施策に関する基本的方向」; for reading."""

    objects = KindManager(ItemKind.DIRECTION)

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "基本的方向"


class Measure(PlanItem):
    """具体的施策: 法第10条の施策; for reading."""

    objects = KindManager(ItemKind.MEASURE)

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "具体的施策"


class Initiative(PlanItem):
    """取組み（主な取組み例）: for reading."""

    objects = KindManager(ItemKind.INITIATIVE)

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "取組み"
