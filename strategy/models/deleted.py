"""What was deleted from a working edition, kept so that it can come back."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from strategy.models.editions import Edition


class DeletedBranch(models.Model):
    """削除した項目: an item that was deleted with all that stood under it, whole enough to come back.

    ``content`` holds what history does not: places, alignments, 再掲 and figures, beside the texts. A row of its
    own and not the audit event, for the record of acts is read and exported by more people than the plan is.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="deleted_branches", verbose_name="版")
    lineage = models.UUIDField("系譜", default=uuid.uuid4, editable=False)
    title = models.CharField("見出し", max_length=300)
    count = models.PositiveIntegerField("項目の数")
    content = models.JSONField("削除した内容", encoder=DjangoJSONEncoder, editable=False)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deleted_branches",
        verbose_name="削除した人",
    )
    deleted_at = models.DateTimeField("削除した日時", default=timezone.now)
    restored_at = models.DateTimeField("元に戻した日時", null=True, blank=True)

    government_path = "edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "削除した項目"
        ordering = ["edition_id", "-id"]

    def __str__(self):
        return self.title
