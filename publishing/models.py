"""What publishing stores besides the editions themselves."""

from django.db import models
from django.utils import timezone

from strategy.models import Edition


class PrintedEdition(models.Model):
    """印刷した版: the PDF of a frozen edition and the page on which each item begins; made once, never changed."""

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="printed", verbose_name="版")
    made_at = models.DateTimeField("作成日時", default=timezone.now)
    content_hash = models.CharField("文書の照合値", max_length=64)
    page_count = models.PositiveIntegerField("ページ数")
    size = models.PositiveIntegerField("大きさ（バイト）")
    # {lineage: page as printed, with the edition's prefix}
    pages = models.JSONField("項目のページ")
    file = models.FileField("PDF", upload_to="printed")

    government_path = "edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "印刷した版"
        ordering = ["edition_id"]

    def __str__(self):
        return f"{self.edition}（{self.page_count}ページ）"
