"""Opinions from everybody who is asked, the answers to them, and the inquiries that ask departments."""

from django.db import models
from django.db.models import Q

from accounts.models import Department, Government, User
from deliberation.models.ballots import Ballot
from deliberation.models.bodies import Member
from deliberation.models.comments import PublicComment
from deliberation.models.inquiries import Advice, AssemblyRecord
from deliberation.models.meetings import AgendaItem, Meeting
from strategy.models import Edition, Plan


class DispositionList(models.Model):
    """意見の区分: a government's own words for what became of an opinion (deliberation/dispositions.py)."""

    government = models.OneToOneField(
        Government, models.PROTECT, related_name="dispositions", verbose_name="団体"
    )
    content = models.JSONField("内容")
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "government"

    class Meta:
        verbose_name = verbose_name_plural = "意見の区分"

    def __str__(self):
        return f"{self.government}の意見の区分"


class Consultation(models.Model):
    """各課照会: departments are asked for their opinion on an edition by a day."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="consultations", verbose_name="版")
    title = models.CharField("件名", max_length=200)
    text = models.TextField("依頼文", max_length=4000, blank=True)
    due_at = models.DateTimeField("回答の締切")
    document_number = models.CharField("文書番号", max_length=60, blank=True)
    opened_at = models.DateTimeField("照会した日時")
    opened_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="照会した人"
    )
    closed_at = models.DateTimeField("締め切った日時", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "各課照会"
        ordering = ["edition_id", "-id"]

    def __str__(self):
        return self.title


class ConsultationAnswer(models.Model):
    """照会への回答: how one department answered; 「意見なし」 is an answer of its own."""

    class State(models.TextChoices):
        OPEN = "OPEN", "未回答"
        NONE = "NONE", "意見なし"
        GIVEN = "GIVEN", "意見あり"

    consultation = models.ForeignKey(
        Consultation, models.PROTECT, related_name="answers", verbose_name="各課照会"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="consultation_answers", verbose_name="所管課"
    )
    state = models.CharField("回答", max_length=20, choices=State, default=State.OPEN)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="回答した人"
    )
    answered_at = models.DateTimeField("回答日時", null=True, blank=True)
    reminded_at = models.DateTimeField("最後の督促", null=True, blank=True)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "consultation__edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "照会への回答"
        ordering = ["consultation_id", "department_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "department"], name="one_answer_of_a_department_per_consultation"
            ),
            models.CheckConstraint(
                condition=Q(state="OPEN", answered_at=None) | ~Q(state="OPEN") & Q(answered_at__isnull=False),
                name="an_answer_says_when",
            ),
        ]

    def __str__(self):
        return f"{self.department.name}（{self.consultation}）"


class OpinionPause(models.Model):
    """意見の受付の休止: while the office consolidates an edition, no new opinions are taken on it."""

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="opinion_pause", verbose_name="版")
    reason = models.CharField("理由", max_length=300)
    since = models.DateTimeField("始まり")
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="休止した人"
    )

    government_path = "edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "意見の受付の休止"

    def __str__(self):
        return f"{self.edition}：{self.reason}"


class Opinion(models.Model):
    """意見: what somebody said of an edition, at an item (by lineage) and a quote of its words, or of the whole.

    The quote is kept as it was read, so that the opinion stays in its place when the text changes.
    """

    class Source(models.TextChoices):
        MEMBER = "MEMBER", "委員"
        DEPARTMENT = "DEPARTMENT", "所管課"
        ASSEMBLY = "ASSEMBLY", "議会"
        CITIZEN = "CITIZEN", "住民"
        ADVICE = "ADVICE", "答申の附帯意見"
        OTHER_BODY = "OTHER_BODY", "ほかの会議"

    class State(models.TextChoices):
        OPEN = "OPEN", "未対応"
        DONE = "DONE", "対応済"
        DECLINED = "DECLINED", "見送り"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="opinions", verbose_name="計画")
    # None: of a paper, or of the work as a whole.
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="opinions", verbose_name="版"
    )
    source = models.CharField("だれの意見か", max_length=20, choices=Source)
    lineage = models.UUIDField("項目の系譜", null=True, blank=True)  # None: of the whole plan
    place = models.CharField("該当箇所", max_length=300, blank=True)  # as it was called when it was said
    quote = models.CharField("引いた言葉", max_length=500, blank=True)
    quote_at = models.PositiveIntegerField(
        "引いた言葉の位置", null=True, blank=True
    )  # characters into the text
    text = models.TextField("意見", max_length=4000, blank=True)  # or a proposal alone
    proposal = models.TextField("修正案", max_length=4000, blank=True)
    reason = models.TextField("理由", max_length=2000, blank=True)
    author = models.CharField("述べた人", max_length=100, blank=True)  # as printed; never of a citizen
    state = models.CharField("状態", max_length=20, choices=State, default=State.OPEN)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="opinions", verbose_name="会議"
    )
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="opinions", verbose_name="案件"
    )
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="opinions", verbose_name="委員"
    )
    ballot = models.OneToOneField(
        Ballot, models.PROTECT, null=True, blank=True, related_name="said", verbose_name="表決書"
    )
    answer = models.ForeignKey(
        ConsultationAnswer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
        verbose_name="照会への回答",
    )
    assembly = models.ForeignKey(
        AssemblyRecord,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
        verbose_name="議会の記録",
    )
    advice = models.ForeignKey(
        Advice, models.PROTECT, null=True, blank=True, related_name="opinions", verbose_name="答申"
    )
    comment = models.ForeignKey(
        PublicComment, models.PROTECT, null=True, blank=True, related_name="opinions", verbose_name="意見募集"
    )
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="記録した人"
    )
    at = models.DateTimeField("述べた日時")
    position = models.IntegerField("並び順", default=0)
    is_withdrawn = models.BooleanField("取り下げた", default=False)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "意見"
        ordering = ["plan_id", "position", "id"]
        indexes = [models.Index(fields=["edition", "lineage"], name="opinions_at_an_item")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(proposal=""),
                name="an_opinion_says_something",
                violation_error_message="意見か修正案を書いてください。",
            ),
            models.CheckConstraint(
                condition=~Q(source="CITIZEN") | Q(member=None, author=""),
                name="an_opinion_of_a_citizen_names_nobody",
            ),
        ]

    def __str__(self):
        # Names the row in the record of events, where what was said has no place.
        return f"{self.get_source_display()}の意見（{self.place or '全体'}）"


class Reply(models.Model):
    """意見への回答: the office's answer, what became of the opinion, and which item was changed for it."""

    opinion = models.OneToOneField(Opinion, models.PROTECT, related_name="reply", verbose_name="意見")
    disposition = models.CharField("区分", max_length=40)  # key of a word of the government's list
    text = models.TextField("市の考え方", max_length=4000)
    changed_edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="replies", verbose_name="直した版"
    )
    changed_lineage = models.UUIDField("直した項目の系譜", null=True, blank=True)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="回答した人"
    )
    at = models.DateTimeField("回答日時")
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "opinion__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "意見への回答"
        ordering = ["opinion_id"]

    def __str__(self):
        return f"{self.opinion}への回答"
