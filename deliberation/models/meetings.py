"""Meetings: what is put before a body, when, on which papers."""

from django.db import models
from django.db.models import Q

from accounts.models import Outbox, User
from deliberation.models.bodies import Body, Member
from kpi.models import ReviewYear
from strategy.models import Edition, Plan


class Round(models.Model):
    """審議の回: several bodies take the same agenda (本部会議 and 有識者会議)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="rounds", verbose_name="計画")
    number = models.PositiveSmallIntegerField("回")
    title = models.CharField("名前", max_length=200, blank=True)

    government_path = "plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "審議の回"
        ordering = ["plan_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="rounds_are_numbered",
                violation_error_message="この番号の審議の回がすでにあります。",
            )
        ]

    def __str__(self):
        return f"第{self.number}回の審議"


class Meeting(models.Model):
    """会議: one sitting of a body, in a room, on line or in writing.

    ``closes_at`` is the exclusive instant of the deadline: "2月2日まで" is 2月3日 00:00 (reliability of deadlines).
    """

    class Form(models.TextChoices):
        IN_PERSON = "IN_PERSON", "対面"
        WRITTEN = "WRITTEN", "書面"
        ONLINE = "ONLINE", "オンライン"

    class State(models.TextChoices):
        PLANNED = "PLANNED", "予定"
        CALLED = "CALLED", "招集"
        FINISHED = "FINISHED", "終了"
        CANCELLED = "CANCELLED", "中止"

    class Openness(models.TextChoices):
        OPEN = "OPEN", "公開"
        PARTLY = "PARTLY", "一部非公開"
        CLOSED = "CLOSED", "非公開"

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings", verbose_name="会議体")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="meetings", verbose_name="計画")
    round = models.ForeignKey(
        Round, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name="審議の回"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveSmallIntegerField("回")
    form = models.CharField("開き方", max_length=20, choices=Form, default=Form.IN_PERSON)
    state = models.CharField("段階", max_length=20, choices=State, default=State.PLANNED)
    purpose = models.TextField("開催の趣旨", max_length=4000, blank=True)
    why_written = models.TextField("書面で開く理由", max_length=2000, blank=True)
    agreed_with_chair_on = models.DateField("会長と協議した日", null=True, blank=True)
    is_unplanned = models.BooleanField("当初の予定にない", default=False)
    held_on = models.DateField("開催日", null=True, blank=True)
    when_words = models.CharField("時期", max_length=60, blank=True, help_text="例：11月頃、未定")
    starts_at = models.TimeField("開始", null=True, blank=True)
    ends_at = models.TimeField("終了", null=True, blank=True)
    place = models.CharField("場所", max_length=200, blank=True)
    openness = models.CharField("公開・非公開", max_length=20, choices=Openness, default=Openness.OPEN)
    openness_reason = models.CharField("非公開の理由", max_length=300, blank=True)
    observers = models.CharField("傍聴", max_length=200, blank=True, help_text="例：定員10人、先着順")
    document_number = models.CharField("文書番号", max_length=60, blank=True)
    called_on = models.DateField("通知日", null=True, blank=True)
    consent_until = models.DateTimeField("書面開催の同意の締切", null=True, blank=True)
    questions_until = models.DateTimeField("質問の締切", null=True, blank=True)
    opens_at = models.DateTimeField("表決の始まり", null=True, blank=True)
    closes_at = models.DateTimeField("表決の締切", null=True, blank=True)
    result_sent_at = models.DateTimeField("結果を知らせた日時", null=True, blank=True, editable=False)
    result_published_at = models.DateTimeField("結果の公表日時", null=True, blank=True, editable=False)
    cancelled_why = models.CharField("中止の理由", max_length=300, blank=True)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "会議"
        ordering = ["plan_id", "-fiscal_year", "body_id", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "fiscal_year", "number"],
                name="meetings_of_a_body_are_numbered",
                violation_error_message="この会議体のこの年度のこの回の会議が、すでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=models.F("opens_at")),
                name="voting_closes_after_it_opens",
                violation_error_message="表決の締切が、始まりより前です。",
            ),
            models.CheckConstraint(
                condition=~Q(state="CANCELLED") | ~Q(cancelled_why=""),
                name="a_cancelled_meeting_has_a_reason",
                violation_error_message="中止の理由を書いてください。",
            ),
        ]

    def __str__(self):
        return f"{self.fiscal_year}年度第{self.number}回{self.body.name}"

    @property
    def is_written(self) -> bool:
        return self.form == self.Form.WRITTEN


class Paper(models.Model):
    """資料: a numbered paper of a meeting: a file, or an edition, a comparison or a year's review of this system.

    ``sha256`` is that of the file, or the content hash of what it names.
    """

    class Kind(models.TextChoices):
        FILE = "FILE", "ファイル"
        EDITION = "EDITION", "計画の版"
        COMPARISON = "COMPARISON", "新旧対照表"
        REVIEW = "REVIEW", "年度評価"
        BALLOT = "BALLOT", "表決書"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="papers", verbose_name="会議")
    label = models.CharField("資料番号", max_length=20, help_text="例：資料1、参考1")
    title = models.CharField("資料名", max_length=200)
    kind = models.CharField("種類", max_length=20, choices=Kind)
    position = models.IntegerField("並び順", default=0)
    file = models.FileField("ファイル", upload_to="papers/", blank=True)
    name = models.CharField("ファイルの名前", max_length=200, blank=True)
    media_type = models.CharField("形式", max_length=100, blank=True)
    size = models.PositiveIntegerField("大きさ（バイト）", default=0)
    pages = models.PositiveIntegerField("ページ数", null=True, blank=True)
    sha256 = models.CharField("照合値（SHA-256）", max_length=64, blank=True)
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name="版"
    )
    old_edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="papers_as_old", verbose_name="旧の版"
    )
    review = models.ForeignKey(
        ReviewYear, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name="年度評価"
    )
    is_public = models.BooleanField("公表する", default=True)
    replaced_at = models.DateTimeField("差し替えた日時", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "meeting__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "資料"
        ordering = ["meeting_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "label"],
                name="papers_of_a_meeting_are_numbered",
                violation_error_message="この資料番号は、この会議ですでに使われています。",
            ),
            models.CheckConstraint(
                condition=Q(kind="FILE", edition=None, old_edition=None, review=None) & ~Q(file="")
                | Q(kind="EDITION", edition__isnull=False, old_edition=None, review=None, file="")
                | Q(kind="COMPARISON", edition__isnull=False, old_edition__isnull=False, review=None, file="")
                | Q(kind="REVIEW", edition=None, old_edition=None, review__isnull=False, file="")
                | Q(kind="BALLOT", edition=None, old_edition=None, review=None, file=""),
                name="a_paper_is_one_thing",
            ),
        ]

    def __str__(self):
        return f"{self.label}　{self.title}"


class AgendaItem(models.Model):
    """案件: what is put before the body. A vote is bound to the content hash of one thing: an edition, a review, a paper."""

    class Kind(models.TextChoices):
        REPORT = "REPORT", "報告"
        DISCUSSION = "DISCUSSION", "協議"
        VOTE = "VOTE", "表決"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda", verbose_name="会議")
    number = models.PositiveSmallIntegerField("案件番号")
    kind = models.CharField("扱い", max_length=20, choices=Kind, default=Kind.REPORT)
    title = models.CharField("件名", max_length=400)
    content = models.TextField("内容", max_length=2000, blank=True, help_text="何を決めるか")
    papers = models.ManyToManyField(Paper, blank=True, related_name="agenda", verbose_name="資料")
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="agenda", verbose_name="版"
    )
    review = models.ForeignKey(
        ReviewYear, models.PROTECT, null=True, blank=True, related_name="agenda", verbose_name="年度評価"
    )
    paper = models.ForeignKey(
        Paper, models.PROTECT, null=True, blank=True, related_name="decided_in", verbose_name="決める資料"
    )
    # Of what is decided, as it was when it was put on the agenda.
    content_hash = models.CharField("照合値（SHA-256）", max_length=64, blank=True)
    is_delegated = models.BooleanField("軽微な修正は会長に一任", default=False)
    voided_at = models.DateTimeField("無効になった日時", null=True, blank=True, editable=False)
    void_reason = models.CharField("無効の理由", max_length=300, blank=True, editable=False)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "meeting__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "案件"
        ordering = ["meeting_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="agenda_items_are_numbered",
                violation_error_message="この案件番号は、この会議ですでに使われています。",
            ),
            models.CheckConstraint(
                condition=Q(edition=None, review=None)
                | Q(edition=None, paper=None)
                | Q(review=None, paper=None),
                name="an_agenda_item_decides_one_thing",
                violation_error_message="決める対象は、版・年度評価・資料のうち一つだけにしてください。",
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, void_reason="") | Q(voided_at__isnull=False) & ~Q(void_reason=""),
                name="a_voided_item_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"案件{self.number}　{self.title}"[:120]

    @property
    def is_vote(self) -> bool:
        return self.kind == self.Kind.VOTE


class ChairConfirmation(models.Model):
    """会長の確認: under 「会長に一任」 the chair confirmed a later text; it counts as covered by the vote. Never changed."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="confirmations", verbose_name="案件")
    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="chair_confirmations", verbose_name="確認した版"
    )
    content_hash = models.CharField("照合値（SHA-256）", max_length=64)
    chair = models.ForeignKey(Member, models.PROTECT, related_name="confirmations", verbose_name="会長")
    confirmed_on = models.DateField("確認した日")
    note = models.CharField("付記", max_length=500, blank=True)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="記録した人"
    )
    at = models.DateTimeField("記録した日時")

    government_path = "item__meeting__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "会長の確認"
        ordering = ["item_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "edition"],
                name="a_text_is_confirmed_once",
                violation_error_message="この版は、すでに会長の確認を受けています。",
            )
        ]

    def __str__(self):
        return f"{self.item}（{self.confirmed_on}）"


class Sending(models.Model):
    """送付の記録: what was sent to which member, how and when."""

    class What(models.TextChoices):
        NOTICE = "NOTICE", "開催通知"
        PAPERS = "PAPERS", "資料"
        REMINDER = "REMINDER", "督促"
        RESULT = "RESULT", "結果の報告"
        MINUTES = "MINUTES", "会議録"
        OTHER = "OTHER", "その他"

    class Way(models.TextChoices):
        MAIL = "MAIL", "メール"
        POST = "POST", "郵送"
        FAX = "FAX", "ファクス"
        HAND = "HAND", "手渡し"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="sendings", verbose_name="会議")
    member = models.ForeignKey(Member, models.PROTECT, related_name="sendings", verbose_name="委員")
    what = models.CharField("送ったもの", max_length=20, choices=What)
    way = models.CharField("送り方", max_length=20, choices=Way)
    sent_on = models.DateField("送付日")
    at = models.DateTimeField("記録した日時")
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="記録した人"
    )
    mail = models.ForeignKey(
        Outbox, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="メール"
    )
    note = models.CharField("付記", max_length=200, blank=True)

    government_path = "meeting__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "送付の記録"
        ordering = ["meeting_id", "id"]

    def __str__(self):
        return f"{self.member}：{self.get_what_display()}"


class ScheduleEntry(models.Model):
    """日程: one line of the year's schedule; the day may be open (スケジュール（案）)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="schedule", verbose_name="計画")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    position = models.IntegerField("並び順", default=0)
    title = models.CharField("内容", max_length=200)
    who = models.CharField("会議体・担当", max_length=100, blank=True)
    when_words = models.CharField("時期", max_length=60, blank=True, help_text="例：11月頃、未定")
    on = models.DateField("日", null=True, blank=True)
    is_settled = models.BooleanField("決まった日程", default=False)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="schedule", verbose_name="会議"
    )
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "日程"
        ordering = ["plan_id", "fiscal_year", "position", "id"]

    def __str__(self):
        return self.title
