"""Governments and their departments: master data that every other room points at."""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.address import Address, address_of
from accounts.codes import fault_of_code

# First words of addresses that belong to the application itself.
RESERVED_SLUGS = frozenset(
    "office committee accounts admin api static media feeds healthz readyz sitemap.xml sitemap robots".split()
)
slug_shape = RegexValidator(
    r"\A[a-z][a-z0-9-]{1,49}\Z",
    "アドレスに使う名前は、英小文字で始め、英小文字・数字・ハイフンの2～50文字にしてください。",
)


def validate_government_code(code: str) -> None:
    """Raise ValidationError with a sentence that names the expected check digit."""
    if fault := fault_of_code(code):
        raise ValidationError(fault)


def validate_not_reserved(slug: str) -> None:
    """Raise ValidationError for a word that the application uses in its own addresses."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(f"「{slug}」はシステムが使う名前です。ほかの名前にしてください。")


class Government(models.Model):
    """地方公共団体（国・都道府県・市区町村・組合）: whose plans these are, and who stands in the address."""

    class Kind(models.TextChoices):
        NATION = "NATION", "国"
        PREFECTURE = "PREFECTURE", "都道府県"
        MUNICIPALITY = "MUNICIPALITY", "市区町村"
        UNION = "UNION", "組合・広域連合"
        OTHER = "OTHER", "その他"

    code = models.CharField(
        "団体コード",
        max_length=6,
        unique=True,
        validators=[validate_government_code],
        error_messages={"unique": "この団体コードはすでに登録されています。"},
        help_text="全国地方公共団体コード（検査数字を含む6桁）",
    )
    slug = models.CharField(
        "アドレスの名前",
        max_length=50,
        unique=True,
        validators=[slug_shape, validate_not_reserved],
        error_messages={"unique": "この名前はほかの団体が使っています。ほかの名前にしてください。"},
        help_text="英小文字で、例：toyonaka",
    )
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("種類", max_length=20, choices=Kind, default=Kind.MUNICIPALITY)
    prefecture = models.CharField("都道府県", max_length=10, blank=True)
    history = HistoricalRecords(verbose_name="団体の変更履歴")

    government_path = ""

    class Meta:
        verbose_name = verbose_name_plural = "団体"
        ordering = ["code"]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("government", args=[self.slug])

    @property
    def address(self) -> Address:
        """Forms of address (市長, 市民, 本市) for templates."""
        return address_of(self.kind, self.name)


class DepartmentQuerySet(models.QuerySet):
    def on(self, day: datetime.date):
        """Departments that exist on this day; an empty last day means it still exists."""
        return self.filter(Q(first_day=None) | Q(first_day__lte=day), Q(last_day=None) | Q(last_day__gte=day))

    def open_on(self, day: datetime.date):
        """Departments that exist on this day or later."""
        return self.filter(Q(last_day=None) | Q(last_day__gte=day))


class Department(models.Model):
    """所管課（部と課）: who answers for an item or a figure, from its first day to its last."""

    government = models.ForeignKey(
        Government, models.PROTECT, related_name="departments", verbose_name="団体"
    )
    division = models.CharField("部", max_length=60, blank=True)
    name = models.CharField("課", max_length=60)
    first_day = models.DateField("設置日", null=True, blank=True)
    last_day = models.DateField("廃止日", null=True, blank=True)
    successors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="forerunners", verbose_name="後継の課"
    )
    history = HistoricalRecords(verbose_name="課の変更履歴")

    objects = DepartmentQuerySet.as_manager()
    government_path = "government"

    class Meta:
        verbose_name = verbose_name_plural = "所管課"
        ordering = ["government_id", "division", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["government", "division", "name", "first_day"],
                name="one_department_of_a_name_at_a_time",
                violation_error_message="同じ部・課・設置日の所管課がすでにあります。",
            ),
            models.UniqueConstraint(  # SQLite cannot treat two empty days as equal in the constraint above
                fields=["government", "division", "name"],
                condition=Q(first_day=None),
                name="one_department_of_a_name_without_first_day",
                violation_error_message="同じ部・課の所管課がすでにあります。設置日を入れて区別してください。",
            ),
            models.CheckConstraint(
                condition=Q(first_day=None) | Q(last_day=None) | Q(last_day__gte=models.F("first_day")),
                name="department_ends_after_it_begins",
                violation_error_message="廃止日が設置日より前です。",
            ),
        ]

    def __str__(self):
        return f"{self.division}　{self.name}" if self.division else self.name
