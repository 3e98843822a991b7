"""Written votes and their ledger. What is in it is only added to; a closed box never changes (deliberation/guards.py)."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from deliberation.models.bodies import Member
from deliberation.models.meetings import AgendaItem, Meeting


class Choice(models.TextChoices):
    """表決: what a ballot says. BLANK is a paper without a mark, or with both."""

    FOR = "FOR", "賛成"
    AGAINST = "AGAINST", "反対"
    BLANK = "BLANK", "無記入・両方に印"


class BallotBox(models.Model):
    """表決の受付: the ledger of one written meeting, from its opening to its closing.

    Whoever votes, extends or closes locks this row first. ``genesis`` are the canonical bytes of agenda, roll and rules;
    ``head`` is the hash of the last entry, ``entries`` their number. After ``closed_at`` nothing of it changes.
    """

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="box", verbose_name="会議")
    opened_at = models.DateTimeField("受付を始めた日時")
    opened_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="受付を始めた人"
    )
    closes_at = models.DateTimeField("締切")  # exclusive; an extension moves it
    genesis = models.BinaryField("はじめの記録", editable=False)
    genesis_hash = models.CharField("はじめの照合値", max_length=64, editable=False)
    head = models.CharField("末尾の照合値", max_length=64, editable=False)
    entries = models.PositiveIntegerField("件数", default=0, editable=False)
    closed_at = models.DateTimeField("締め切った日時", null=True, blank=True, editable=False)

    government_path = "meeting__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "表決の受付"
        ordering = ["meeting_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opened_at")), name="a_box_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=models.F("closes_at")),
                name="a_box_is_not_closed_before_its_time",
            ),
        ]

    def __str__(self):
        return f"{self.meeting}の表決"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class RollEntry(models.Model):
    """表決権のある委員: who was entitled when the voting opened, as it was then. ``salt`` is secret until published."""

    box = models.ForeignKey(BallotBox, models.PROTECT, related_name="roll", verbose_name="表決の受付")
    member = models.ForeignKey(Member, models.PROTECT, related_name="roll_entries", verbose_name="委員")
    number = models.PositiveSmallIntegerField("名簿の番号")
    name = models.CharField("氏名", max_length=60)
    office = models.CharField("役", max_length=20)
    salt = models.CharField("秘密の値", max_length=64, editable=False)
    commitment = models.CharField("委員の符号", max_length=64, editable=False)
    is_voting = models.BooleanField("表決に加わる", default=True)  # a chair who only breaks ties does not

    government_path = "box__meeting__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "表決権のある委員"
        ordering = ["box_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["box", "member"], name="a_member_stands_once_on_the_roll"),
            models.UniqueConstraint(fields=["box", "number"], name="the_roll_is_numbered"),
        ]

    def __str__(self):
        return self.name


class LedgerEntry(models.Model):
    """表決の記録: one link of the chain. ``payload`` are the canonical bytes that are hashed with the predecessor."""

    class Kind(models.TextChoices):
        BALLOT = "BALLOT", "表決"
        EXTENSION = "EXTENSION", "締切の延長"
        VOID = "VOID", "案件の無効"
        CLOSING = "CLOSING", "締切"

    box = models.ForeignKey(BallotBox, models.PROTECT, related_name="ledger", verbose_name="表決の受付")
    seq = models.PositiveIntegerField("番号")
    kind = models.CharField("種類", max_length=20, choices=Kind)
    payload = models.BinaryField("内容", editable=False)
    previous = models.CharField("前の照合値", max_length=64)
    hash = models.CharField("照合値", max_length=64)
    at = models.DateTimeField("記録した日時")

    government_path = "box__meeting__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "表決の記録"
        ordering = ["box_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["box", "seq"], name="the_ledger_is_numbered"),
            models.UniqueConstraint(fields=["box", "previous"], name="the_ledger_does_not_fork"),
        ]

    def __str__(self):
        return f"{self.box} {self.seq}"


class Ballot(models.Model):
    """表決書: one member's vote on one item. A later one of the same member replaces it in the count; both are kept."""

    class Way(models.TextChoices):
        WEB = "WEB", "画面"
        PAPER = "PAPER", "紙"

    entry = models.OneToOneField(
        LedgerEntry, models.PROTECT, related_name="ballot", verbose_name="表決の記録"
    )
    box = models.ForeignKey(BallotBox, models.PROTECT, related_name="ballots", verbose_name="表決の受付")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="ballots", verbose_name="案件")
    member = models.ForeignKey(Member, models.PROTECT, related_name="ballots", verbose_name="委員")
    n = models.PositiveSmallIntegerField("この委員の何度目か")
    way = models.CharField("出し方", max_length=20, choices=Way)
    choice = models.CharField("表決", max_length=20, choices=Choice)
    opinion = models.TextField("ご意見", max_length=4000, blank=True)
    opinion_salt = models.CharField("秘密の値", max_length=64, editable=False)
    is_signed = models.BooleanField("署名がある", default=True)
    received_at = models.DateTimeField("受付日時")
    key = models.CharField("重複を防ぐ鍵", max_length=80, editable=False)

    government_path = "box__meeting__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "表決書"
        ordering = ["box_id", "entry__seq"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "member", "n"],
                name="ballots_of_a_member_are_numbered",
                violation_error_message="同じ表決が同時に届きました。もう一度、会議のページを開いて確かめてください。",
            ),
            models.UniqueConstraint(fields=["box", "key"], name="a_ballot_is_taken_once"),
            models.CheckConstraint(
                condition=Q(choice__in=("FOR", "AGAINST")) | Q(choice="BLANK", way="PAPER"),
                name="a_ballot_has_a_choice",
                violation_error_message="賛成か反対かを選んでください。",
            ),
        ]

    def __str__(self):
        return f"{self.member}：案件{self.item.number}"


class PaperBallot(models.Model):
    """紙の表決書: entered by one person of the secretariat with its scan, counted once a second has read the same."""

    class State(models.TextChoices):
        ENTERED = "ENTERED", "照合待ち"
        TAKEN = "TAKEN", "受付済"
        REJECTED = "REJECTED", "差戻し"

    box = models.ForeignKey(
        BallotBox, models.PROTECT, related_name="paper_ballots", verbose_name="表決の受付"
    )
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="paper_ballots", verbose_name="案件")
    member = models.ForeignKey(Member, models.PROTECT, related_name="paper_ballots", verbose_name="委員")
    choice = models.CharField("表決", max_length=20, choices=Choice)
    opinion = models.TextField("ご意見", max_length=4000, blank=True)
    is_signed = models.BooleanField("署名がある", default=True)
    # When it counts as handed in: the instant of receipt, or of the postmark, as the body's rule says.
    received_at = models.DateTimeField("届いた日時（消印有効のときは消印の日時）")
    scan = models.FileField("表決書の写し", upload_to="ballots/")
    scan_sha256 = models.CharField("写しの照合値", max_length=64)
    scan_type = models.CharField("写しの形式", max_length=100)
    reason = models.CharField("紙で受け付けた理由", max_length=300)
    state = models.CharField("状態", max_length=20, choices=State, default=State.ENTERED)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="入力した人")
    entered_at = models.DateTimeField("入力した日時")
    checked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="照合した人"
    )
    checked_at = models.DateTimeField("照合した日時", null=True, blank=True)
    rejected_why = models.CharField("差し戻した理由", max_length=300, blank=True)
    ballot = models.OneToOneField(
        Ballot, models.PROTECT, null=True, blank=True, related_name="paper", verbose_name="表決書"
    )

    government_path = "box__meeting__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "紙の表決書"
        ordering = ["box_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(scan="") & ~Q(scan_sha256="") & ~Q(reason=""),
                name="a_paper_ballot_has_a_scan_and_a_reason",
                violation_error_message="紙の表決書には、写しと、紙で受け付けた理由が要ります。",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=models.F("entered_by")),
                name="a_second_person_checks_a_paper_ballot",
                violation_error_message="入力した人とは別の人が照合してください。",
            ),
            models.CheckConstraint(
                condition=Q(state="ENTERED", ballot=None, checked_by=None)
                | Q(state="TAKEN", checked_by__isnull=False)
                | Q(state="REJECTED", ballot=None) & ~Q(rejected_why=""),
                name="a_taken_paper_ballot_was_checked",
            ),
        ]

    def __str__(self):
        return f"{self.member}：案件{self.item.number}（紙）"


class RefusedBallot(models.Model):
    """数えない表決: came too late, or for a voided item; kept as it came, with the reason, and not counted."""

    class Why(models.TextChoices):
        LATE = "LATE", "締切のあと"
        VOIDED = "VOIDED", "案件が無効"
        TERM_ENDED = "TERM_ENDED", "任期が終わっている"
        UNSIGNED = "UNSIGNED", "署名がない"

    box = models.ForeignKey(BallotBox, models.PROTECT, related_name="refused", verbose_name="表決の受付")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="refused", verbose_name="案件")
    member = models.ForeignKey(Member, models.PROTECT, related_name="refused", verbose_name="委員")
    why = models.CharField("数えない理由", max_length=20, choices=Why)
    way = models.CharField("出し方", max_length=20, choices=Ballot.Way)
    choice = models.CharField("表決", max_length=20, choices=Choice)
    opinion = models.TextField("ご意見", max_length=4000, blank=True)
    received_at = models.DateTimeField("受付日時")
    at = models.DateTimeField("記録した日時")
    key = models.CharField("重複を防ぐ鍵", max_length=80, editable=False)

    government_path = "box__meeting__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "数えない表決"
        ordering = ["box_id", "id"]
        constraints = [models.UniqueConstraint(fields=["box", "key"], name="a_refused_ballot_is_kept_once")]

    def __str__(self):
        return f"{self.member}：{self.get_why_display()}"


class TieDecision(models.Model):
    """可否同数の決定: how the chair decided an item on which both sides were equal; never changed."""

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="tie_decision", verbose_name="案件")
    in_favour = models.BooleanField("賛成と決めた")
    chair = models.ForeignKey(Member, models.PROTECT, related_name="tie_decisions", verbose_name="会長")
    decided_on = models.DateField("決めた日")
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="記録した人"
    )
    at = models.DateTimeField("記録した日時")

    government_path = "item__meeting__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "可否同数の決定"
        ordering = ["item_id"]

    def __str__(self):
        return f"{self.item}：会長の決定"
