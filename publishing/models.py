"""What publishing stores besides the editions themselves: prints, and the planner's hand on comparisons."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Government
from kpi.models import ReviewYear
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


class PrintedReview(models.Model):
    """印刷した年度評価: the PDF of a published year of review; made once from its stored report, never changed."""

    review = models.OneToOneField(ReviewYear, models.PROTECT, related_name="printed", verbose_name="年度評価")
    made_at = models.DateTimeField("作成日時", default=timezone.now)
    content_hash = models.CharField("報告の照合値", max_length=64)
    page_count = models.PositiveIntegerField("ページ数")
    size = models.PositiveIntegerField("大きさ（バイト）")
    file = models.FileField("PDF", upload_to="printed")

    government_path = "review__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "印刷した年度評価"
        ordering = ["review_id"]

    def __str__(self):
        return f"{self.review}（{self.page_count}ページ）"


class Comparison(models.Model):
    """新旧対照表: two editions of a plan, and what a planner says of both together.

    The differences are not stored; they are derived from the texts each time (``publishing.comparison``).
    """

    old = models.ForeignKey(Edition, models.PROTECT, related_name="comparisons_from", verbose_name="旧の版")
    new = models.ForeignKey(Edition, models.PROTECT, related_name="comparisons", verbose_name="新の版")
    paper_number = models.CharField("資料番号", max_length=30, blank=True, help_text="例：資料4")
    points = models.TextField(
        "見直しのポイント", blank=True, validators=[MaxLengthValidator(3000)], help_text="1行に一つ"
    )
    # [[old word, new word], …]: told once for the whole text
    terms = models.JSONField("全体の名称変更", default=list, blank=True)

    government_path = "new__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "新旧対照表"
        ordering = ["new_id", "old_id"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="one_comparison_of_two_editions"),
            models.CheckConstraint(
                condition=~Q(old=F("new")),
                name="edition_is_not_compared_with_itself",
                violation_error_message="版をその版自身と比べることはできません。",
            ),
        ]

    def __str__(self):
        return f"{self.new}と第{self.old.number}版の新旧対照表"


class ComparisonNote(models.Model):
    """新旧対照表の行: what is written to one row; several changes that share one stand together."""

    class Placement(models.TextChoices):
        TABLE = "TABLE", "表に載せる"
        GATHERED = "GATHERED", "字句の整理にまとめる"
        OMITTED = "OMITTED", "載せない"

    comparison = models.ForeignKey(
        Comparison, models.CASCADE, related_name="notes", verbose_name="新旧対照表"
    )
    placement = models.CharField("扱い", max_length=20, choices=Placement, default=Placement.TABLE)
    place = models.CharField("該当箇所", max_length=300, blank=True)
    reason = models.TextField("修正の趣旨", blank=True, validators=[MaxLengthValidator(2000)])
    remark = models.TextField("備考", blank=True, validators=[MaxLengthValidator(1000)])
    revision_stage = models.CharField("改訂段階", max_length=30, blank=True)

    government_path = "comparison__new__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "新旧対照表の行"
        ordering = ["comparison_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(placement="TABLE") | ~Q(reason=""),
                name="change_outside_the_table_has_a_reason",
                violation_error_message="載せない理由を書いてください。",
            )
        ]

    def __str__(self):
        return self.place or self.reason[:40] or self.get_placement_display()


class NotedChange(models.Model):
    """行に入れた変更: the key of a derived change, in one row at most."""

    comparison = models.ForeignKey(
        Comparison, models.CASCADE, related_name="noted_changes", verbose_name="新旧対照表"
    )
    note = models.ForeignKey(ComparisonNote, models.CASCADE, related_name="changes", verbose_name="行")
    key = models.CharField("変更", max_length=200)

    government_path = "comparison__new__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "行に入れた変更"
        ordering = ["note_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["comparison", "key"], name="change_stands_in_one_row"),
        ]

    def __str__(self):
        return self.key


class ChangeCause(models.Model):
    """変更のもと: the opinion, the vote or the review for which a change was made."""

    class Kind(models.TextChoices):
        OPINION = "OPINION", "意見"
        VOTE = "VOTE", "表決"
        REVIEW = "REVIEW", "効果検証"
        OTHER = "OTHER", "その他"

    note = models.ForeignKey(ComparisonNote, models.CASCADE, related_name="causes", verbose_name="行")
    kind = models.CharField("種類", max_length=20, choices=Kind, default=Kind.OPINION)
    words = models.CharField("内容", max_length=200)
    url = models.CharField("アドレス", max_length=500, blank=True)

    government_path = "note__comparison__new__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "変更のもと"
        ordering = ["note_id", "id"]

    def __str__(self):
        return self.words


class ComparisonCut(models.Model):
    """行の切れ目: after which line a change is cut, so that each part is a row of its own."""

    comparison = models.ForeignKey(Comparison, models.CASCADE, related_name="cuts", verbose_name="新旧対照表")
    key = models.CharField("変更", max_length=200)
    line = models.PositiveSmallIntegerField("行")

    government_path = "comparison__new__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "行の切れ目"
        ordering = ["comparison_id", "key", "line"]
        constraints = [
            models.UniqueConstraint(
                fields=["comparison", "key", "line"], name="change_is_cut_once_after_a_line"
            ),
            models.CheckConstraint(condition=Q(line__gt=0), name="cut_stands_after_a_line"),
        ]

    def __str__(self):
        return f"{self.key}（{self.line}の後）"


class ItemJoin(models.Model):
    """前の版とのつなぎ: two items that answer to each other although their lineages differ.

    For editions that cannot say so themselves; in a working edition an item names its predecessors in the one before.
    """

    comparison = models.ForeignKey(
        Comparison, models.CASCADE, related_name="joins", verbose_name="新旧対照表"
    )
    old_lineage = models.UUIDField("旧の項目の系譜")
    new_lineage = models.UUIDField("新の項目の系譜")

    government_path = "comparison__new__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "前の版とのつなぎ"
        ordering = ["comparison_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["comparison", "old_lineage", "new_lineage"], name="items_are_joined_once"
            ),
            models.CheckConstraint(
                condition=~Q(old_lineage=F("new_lineage")), name="item_is_not_joined_with_itself"
            ),
        ]

    def __str__(self):
        return f"{self.old_lineage}→{self.new_lineage}"


class IssuedComparison(models.Model):
    """確定した対照表: the whole table as canonical JSON, fixed for the ``number``-th time; never changed."""

    comparison = models.ForeignKey(
        Comparison, models.PROTECT, related_name="issues", verbose_name="新旧対照表"
    )
    number = models.PositiveIntegerField("確定の回")
    content = models.BinaryField("確定した内容")
    content_hash = models.CharField("照合値（SHA-256）", max_length=64)
    issued_at = models.DateTimeField("確定日時", default=timezone.now)

    government_path = "comparison__new__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "確定した対照表"
        ordering = ["comparison_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["comparison", "number"], name="one_issue_of_a_number"),
            models.CheckConstraint(
                condition=Q(number__gt=0) & ~Q(content_hash=""), name="issue_has_a_number_and_a_hash"
            ),
        ]

    def __str__(self):
        return f"{self.comparison}（第{self.number}回の確定）"


class ComparisonStyle(models.Model):
    """対照表の様式: how a government prints its comparisons; ``data`` is a ``comparison.styles.Style``."""

    government = models.OneToOneField(
        Government, models.CASCADE, related_name="comparison_style", verbose_name="団体"
    )
    data = models.JSONField("様式")

    government_path = "government"

    class Meta:
        verbose_name = verbose_name_plural = "対照表の様式"
        ordering = ["government_id"]

    def __str__(self):
        return f"{self.government}の対照表の様式"
