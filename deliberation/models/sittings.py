"""What happens in and around a meeting: consent, questions, who came, how hands were raised, the minutes."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from deliberation.models.bodies import Member
from deliberation.models.meetings import AgendaItem, Meeting


class Consent(models.Model):
    """書面開催の同意: whether a member agrees to meet in writing."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="consents", verbose_name="会議")
    member = models.ForeignKey(Member, models.PROTECT, related_name="consents", verbose_name="委員")
    agrees = models.BooleanField("同意する")
    reason = models.CharField("理由", max_length=500, blank=True)
    received_at = models.DateTimeField("受付日時")
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="記録した人"
    )

    government_path = "meeting__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "書面開催の同意"
        ordering = ["meeting_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="one_consent_of_a_member_per_meeting")
        ]

    def __str__(self):
        return f"{self.member}（{self.meeting}）"


class Question(models.Model):
    """質問: asked by a member before the vote; question and answer are visible to all members."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="questions", verbose_name="会議")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name="案件"
    )
    member = models.ForeignKey(Member, models.PROTECT, related_name="questions", verbose_name="委員")
    text = models.TextField("質問", max_length=2000)
    asked_at = models.DateTimeField("受付日時")
    answer = models.TextField("答え", max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答えた人"
    )
    answered_at = models.DateTimeField("答えた日時", null=True, blank=True)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "meeting__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "質問"
        ordering = ["meeting_id", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="question_says_something")]

    def __str__(self):
        # Never its words: this stands in the record of who did what.
        return f"質問{self.pk}"


class Attendance(models.Model):
    """出欠: whether a member came to a meeting in person or on line."""

    class Presence(models.TextChoices):
        PRESENT = "PRESENT", "出席"
        ONLINE = "ONLINE", "オンライン出席"
        ABSENT = "ABSENT", "欠席"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances", verbose_name="会議")
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendances", verbose_name="委員")
    presence = models.CharField("出欠", max_length=20, choices=Presence)
    note = models.CharField("付記", max_length=200, blank=True)

    government_path = "meeting__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "出欠"
        ordering = ["meeting_id", "member__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"], name="one_attendance_of_a_member_per_meeting"
            )
        ]

    def __str__(self):
        return f"{self.member}：{self.get_presence_display()}"


class FloorVote(models.Model):
    """会議での採決: how an item was decided in the room; 庁内の会議 decide by 「異議なし」 without a count."""

    class Manner(models.TextChoices):
        HANDS = "HANDS", "挙手"
        STANDING = "STANDING", "起立"
        NO_OBJECTION = "NO_OBJECTION", "異議なし"
        CONSENT = "CONSENT", "了承"

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="floor_vote", verbose_name="案件")
    manner = models.CharField("採決の方法", max_length=20, choices=Manner)
    in_favour = models.PositiveSmallIntegerField("賛成", null=True, blank=True)
    against = models.PositiveSmallIntegerField("反対", null=True, blank=True)
    abstained = models.PositiveSmallIntegerField("棄権", null=True, blank=True)
    chair_decides = models.BooleanField("会長の決（可否同数）", null=True, blank=True)
    is_carried = models.BooleanField("可決")
    note = models.CharField("付記", max_length=500, blank=True)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="記録した人"
    )
    at = models.DateTimeField("記録した日時")
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "item__meeting__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "会議での採決"
        ordering = ["item_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    manner__in=("NO_OBJECTION", "CONSENT"), in_favour=None, against=None, abstained=None
                )
                | Q(
                    manner__in=("HANDS", "STANDING"),
                    in_favour__isnull=False,
                    against__isnull=False,
                    abstained__isnull=False,
                ),
                name="a_counted_vote_has_counts",
                violation_error_message="挙手・起立のときは、賛成・反対・棄権の人数を入れてください。",
            )
        ]

    def __str__(self):
        return f"{self.item}：{self.get_manner_display()}"


class Minutes(models.Model):
    """会議録: written after the meeting, sent to the members for correction, then published."""

    class Kind(models.TextChoices):
        FULL = "FULL", "会議録"
        SUMMARY = "SUMMARY", "議事要旨"

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes", verbose_name="会議")
    kind = models.CharField("種類", max_length=20, choices=Kind, default=Kind.SUMMARY)
    text = models.TextField("本文", max_length=200_000, blank=True)
    circulated_at = models.DateTimeField("確認を頼んだ日時", null=True, blank=True, editable=False)
    due_at = models.DateTimeField("確認の締切", null=True, blank=True)
    published_at = models.DateTimeField("公表日時", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField("更新番号", default=1, editable=False)

    government_path = "meeting__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "会議録"
        ordering = ["meeting_id"]

    def __str__(self):
        return f"{self.meeting}の{self.get_kind_display()}"


class MinutesCorrection(models.Model):
    """会議録への訂正の申し出: what a member wants to read otherwise, and what became of it."""

    class Outcome(models.TextChoices):
        OPEN = "OPEN", "未対応"
        ACCEPTED = "ACCEPTED", "直した"
        DECLINED = "DECLINED", "直さない"

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="corrections", verbose_name="会議録")
    member = models.ForeignKey(Member, models.PROTECT, related_name="corrections", verbose_name="委員")
    text = models.TextField("申し出", max_length=2000, blank=True)  # empty: 「訂正なし」
    at = models.DateTimeField("受付日時")
    outcome = models.CharField("扱い", max_length=20, choices=Outcome, default=Outcome.OPEN)
    answer = models.CharField("回答", max_length=500, blank=True)

    government_path = "minutes__meeting__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "会議録への訂正の申し出"
        ordering = ["minutes_id", "id"]

    def __str__(self):
        # Never its words: this stands in the record of who did what.
        return f"訂正の申し出{self.pk}"
