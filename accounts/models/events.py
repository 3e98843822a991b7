"""What was done (append-only) and what is to be mailed."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from accounts.models.governments import Government


class AuditEvent(models.Model):
    """操作の記録: one row per verb, written in the verb's transaction; never changed, never deleted."""

    at = models.DateTimeField("日時", default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="events", verbose_name="操作した人"
    )
    government = models.ForeignKey(
        Government, models.PROTECT, null=True, related_name="events", verbose_name="団体"
    )
    verb = models.CharField("操作", max_length=60)
    subject = models.CharField("対象", max_length=120)
    subject_name = models.CharField("対象の名前", max_length=200, blank=True)  # as it was called at that time
    detail = models.JSONField("内容", default=dict, encoder=DjangoJSONEncoder)

    government_path = "government"

    class Meta:
        verbose_name = verbose_name_plural = "操作の記録"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["government", "-id"], name="events_of_a_government"),
            models.Index(fields=["government", "at"], name="events_since_a_moment"),
            models.Index(fields=["government", "subject"], name="events_of_a_subject"),
        ]

    def __str__(self):
        return f"{self.verb} {self.subject}"


class OutboxQuerySet(models.QuerySet):
    def due(self, now):
        """Mail that waits to be sent and whose time has come."""
        return self.filter(sent_at=None, send_after__lte=now, attempts__lt=Outbox.MAX_ATTEMPTS)


class Outbox(models.Model):
    """送信待ちのメール: written with the act it tells of, sent by ``manage.py tick``."""

    MAX_ATTEMPTS = 5

    key = models.CharField("重複を防ぐ鍵", max_length=120, unique=True)
    government = models.ForeignKey(
        Government, models.PROTECT, null=True, related_name="outbox", verbose_name="団体"
    )
    to = models.EmailField("宛先")
    subject = models.CharField("件名", max_length=200)
    body = models.TextField("本文")
    created_at = models.DateTimeField("作成日時", default=timezone.now)
    send_after = models.DateTimeField("送信予定", default=timezone.now)
    sent_at = models.DateTimeField("送信日時", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("試みた回数", default=0)
    last_error = models.TextField("最後の誤り", blank=True)

    objects = OutboxQuerySet.as_manager()
    government_path = "government"

    class Meta:
        verbose_name = verbose_name_plural = "送信待ちのメール"
        ordering = ["send_after", "id"]

    def __str__(self):
        return f"{self.to}：{self.subject}"
