"""Users and what they may do where."""

import datetime

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from accounts.models.governments import Department, Government
from accounts.spans import Span


class UserManager(BaseUserManager):
    """Creates people; the verbs of ``accounts.people`` are the way in for everything but tests and bootstrap."""

    def create_user(self, login_name: str | None = None, email: str | None = None, password=None, **fields):
        user = self.model(
            login_name=login_name or None, email=email.strip().lower() if email else None, **fields
        )
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, login_name: str, password=None, **fields):
        return self.create_user(login_name, password=password, is_superuser=True, **fields)

    def get_by_natural_key(self, login_name):
        return self.get(login_name=login_name)


class User(AbstractBaseUser, PermissionsMixin):
    """利用者: signs in by mail address or by login name (職員番号).

    Several people may share one section mailbox: then each signs in by login name and ``mailbox`` receives the mail.
    """

    login_name = models.CharField(
        "職員番号・ログイン名",
        max_length=60,
        unique=True,
        null=True,
        blank=True,
        error_messages={"unique": "このログイン名はすでに使われています。"},
    )
    email = models.EmailField(
        "メールアドレス",
        unique=True,
        null=True,
        blank=True,
        error_messages={
            "unique": "このメールアドレスはほかの人が使っています。共用のアドレスは「連絡先」に入れてください。"
        },
        help_text="サインインに使う、本人だけのアドレス",
    )
    mailbox = models.EmailField("連絡先（課の共用アドレス）", blank=True)
    name = models.CharField("氏名", max_length=60)
    is_active = models.BooleanField("利用できる", default=True)
    joined_at = models.DateTimeField("登録日時", auto_now_add=True)
    # The password was printed by somebody else and opens nothing but the page where an own one is chosen.
    must_change_password = models.BooleanField("はじめのパスワードのまま", default=False, editable=False)
    # Part of what a session is signed with: one more, and every session of this person has ended.
    session_epoch = models.PositiveIntegerField("サインインの世代", default=0, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "login_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    government_path = None  # a person may serve several governments

    class Meta:
        verbose_name = verbose_name_plural = "利用者"
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(login_name__isnull=False) | Q(email__isnull=False),
                name="user_can_sign_in_somehow",
                violation_error_message="ログイン名かメールアドレスのどちらかを入れてください。",
            ),
            models.CheckConstraint(
                condition=Q(email=None) | Q(email=models.functions.Lower("email")),
                name="email_is_lower_case",
                violation_error_message="メールアドレスは小文字で入れてください。",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_staff(self) -> bool:
        """The admin site is for operators only."""
        return self.is_superuser

    @property
    def address_for_mail(self) -> str:
        """Where mail to this person goes: the own address, else the section's mailbox; may be empty."""
        return self.email or self.mailbox

    @property
    def sign_in_name(self) -> str:
        """What this person types at sign-in: the login name, else the mail address."""
        return self.login_name or self.email

    def _get_session_auth_hash(self, secret=None):
        """Sessions hold for one password and one epoch; Django asks here for the current and for older secrets."""
        return salted_hmac(
            "accounts.models.User.session",
            f"{self.password}:{self.session_epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class MembershipQuerySet(models.QuerySet):
    def on(self, day: datetime.date):
        """Memberships valid on this day."""
        return self.filter(Q(first_day=None) | Q(first_day__lte=day), Q(last_day=None) | Q(last_day__gte=day))

    def open_on(self, day: datetime.date):
        """Memberships valid on this day or later; an empty last day means no end is known."""
        return self.filter(Q(last_day=None) | Q(last_day__gte=day))


class Membership(models.Model):
    """所属と役割: what a user may do in one government, from the first day to the last."""

    class Role(models.TextChoices):
        ADMIN = "ADMIN", "管理者"
        PLANNER = "PLANNER", "企画担当"
        DEPARTMENT = "DEPARTMENT", "所管課"
        VIEWER = "VIEWER", "庁内閲覧"

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="利用者")
    government = models.ForeignKey(
        Government, models.PROTECT, related_name="memberships", verbose_name="団体"
    )
    role = models.CharField("役割", max_length=20, choices=Role)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="所管課"
    )
    first_day = models.DateField("開始日", null=True, blank=True)
    last_day = models.DateField("終了日", null=True, blank=True)
    contractor = models.BooleanField("委託事業者", default=False)
    # When this visit to the desk began, and the one before it: see accounts.visits.
    visited_at = models.DateTimeField("この回の訪問", null=True, blank=True, editable=False)
    previous_visit_at = models.DateTimeField("前回の訪問", null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()
    government_path = "government"

    class Meta:
        verbose_name = verbose_name_plural = "所属と役割"
        ordering = ["government_id", "user_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "government"],
                condition=Q(last_day=None),
                name="one_open_membership_per_government",
                violation_error_message="この人はすでにこの団体に所属しています。",
            ),
            models.CheckConstraint(
                condition=Q(first_day=None) | Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="membership_ends_after_it_begins",
                violation_error_message="終了日が開始日より前です。",
            ),
        ]

    def __str__(self):
        return f"{self.user}（{self.government}・{self.get_role_display()}）"

    def clean(self):
        """Who writes for a department needs one; whose contract ends needs the day."""
        faults = {}
        if self.role == self.Role.DEPARTMENT and self.department_id is None:
            faults["department"] = "役割が「所管課」の人には、どの課かを選んでください。"
        if self.contractor and self.last_day is None:
            faults["last_day"] = (
                "委託事業者には、委託の終わる日を入れてください。その日の翌日から入れなくなります。"
            )
        if faults:
            raise ValidationError(faults)

    @property
    def span(self) -> Span:
        """The days on which it holds."""
        return Span(self.first_day, self.last_day)
