"""Bodies that deliberate and the people who sit on them."""

import datetime

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.models import Government, User
from accounts.spans import Span


class Body(models.Model):
    """会議体: who deliberates, under which rules. ``bylaws`` holds them as data (deliberation/bylaws.py)."""

    class Kind(models.TextChoices):
        STATUTORY = "STATUTORY", "附属機関"
        GUIDELINE = "GUIDELINE", "要綱設置の会議"
        INTERNAL = "INTERNAL", "庁内の会議"

    government = models.ForeignKey(Government, models.PROTECT, related_name="bodies", verbose_name="団体")
    kind = models.CharField("種類", max_length=20, choices=Kind)
    name = models.CharField("名称", max_length=100)
    short_name = models.CharField("略称", max_length=40, blank=True)
    basis = models.CharField("設置の根拠", max_length=200, blank=True, help_text="例：豊中市〇〇委員会条例")
    addressee = models.CharField("宛先", max_length=60, blank=True, help_text="例：豊中市長")
    contact = models.TextField(
        "事務局の連絡先", max_length=1000, blank=True, help_text="課の名前、電話、ファクス、メール、受付時間"
    )
    bylaws = models.JSONField("会議の決まり", default=dict)
    first_day = models.DateField("設置日", null=True, blank=True)
    last_day = models.DateField("廃止日", null=True, blank=True)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)
    history = HistoricalRecords(verbose_name="会議体の変更履歴")

    government_path = "government"

    class Meta:
        verbose_name = verbose_name_plural = "会議体"
        ordering = ["government_id", "kind", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["government", "name"],
                name="one_body_of_a_name",
                violation_error_message="同じ名前の会議体がすでにあります。",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def called(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name


class MemberQuerySet(models.QuerySet):
    def on(self, day: datetime.date):
        """Members whose term covers this day."""
        return self.filter(Q(first_day=None) | Q(first_day__lte=day), Q(last_day=None) | Q(last_day__gte=day))


class Member(models.Model):
    """委員: a person's seat on a body for one term. ``user`` is how the person signs in; without one, by paper only."""

    class Office(models.TextChoices):
        CHAIR = "CHAIR", "会長"
        DEPUTY = "DEPUTY", "副会長"
        ORDINARY = "ORDINARY", "委員"

    class Sector(models.TextChoices):
        INDUSTRY = "INDUSTRY", "産"
        OFFICIAL = "OFFICIAL", "官"
        ACADEMIA = "ACADEMIA", "学"
        FINANCE = "FINANCE", "金"
        LABOUR = "LABOUR", "労"
        MEDIA = "MEDIA", "言"
        PROFESSION = "PROFESSION", "士"
        RESIDENT = "RESIDENT", "住民"

    body = models.ForeignKey(Body, models.PROTECT, related_name="members", verbose_name="会議体")
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name="利用者"
    )
    name = models.CharField("氏名", max_length=60)
    post = models.CharField("所属・役職", max_length=120, blank=True)
    office = models.CharField("役", max_length=20, choices=Office, default=Office.ORDINARY)
    sector = models.CharField("分野", max_length=20, choices=Sector, blank=True)
    is_digital_expert = models.BooleanField("デジタルに詳しい", default=False)  # 手引き 2-2
    is_young = models.BooleanField("若者", default=False)
    is_from_outside = models.BooleanField("域外", default=False)
    mail = models.EmailField("メールアドレス", blank=True)
    postal = models.TextField("送り先の住所", max_length=300, blank=True)
    first_day = models.DateField("任期の始まり", null=True, blank=True)
    last_day = models.DateField("任期の終わり", null=True, blank=True)
    position = models.IntegerField("並び順", default=0)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    objects = MemberQuerySet.as_manager()
    government_path = "body__government"

    class Meta:
        verbose_name = verbose_name_plural = "委員"
        ordering = ["body_id", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day=None) | Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="a_term_of_office_ends_after_it_begins",
                violation_error_message="任期の終わりが始まりより前です。",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="member_has_a_name"),
        ]

    def __str__(self):
        return self.name

    @property
    def span(self) -> Span:
        """The days of the term."""
        return Span(self.first_day, self.last_day)


class EntryCode(models.Model):
    """入場の符号: lets a member in once, by mail or from a printed letter. Only its digest is kept."""

    class Kind(models.TextChoices):
        INVITATION = "INVITATION", "メールの招待"
        LETTER = "LETTER", "紙の符号"

    member = models.ForeignKey(Member, models.PROTECT, related_name="codes", verbose_name="委員")
    kind = models.CharField("種類", max_length=20, choices=Kind)
    digest = models.CharField("符号の照合値", max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField("使える期限")
    used_at = models.DateTimeField("使った日時", null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField("無効にした日時", null=True, blank=True, editable=False)
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="作った人"
    )
    made_at = models.DateTimeField("作成日時")
    # A letter's codes hold for one meeting only.
    meeting = models.ForeignKey(
        "deliberation.Meeting",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="codes",
        verbose_name="会議",
    )

    government_path = "member__body__government"

    class Meta:
        verbose_name = verbose_name_plural = "入場の符号"
        ordering = ["member_id", "id"]

    def __str__(self):
        return f"{self.member}（{self.get_kind_display()}）"
