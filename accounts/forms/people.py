"""Forms of the administrator: who is invited, what a person may do from when to when, who takes over."""

import unicodedata

from django import forms
from django.utils import timezone

from accounts.forms.office import Day, OfficeForm
from accounts.memberships import change_membership, end_membership, hand_over_membership
from accounts.models import Department, Government, Membership, User
from accounts.passwords import first_password
from accounts.people import invite_person

EITHER = "メールアドレスかログイン名（職員番号）のどちらかを入れてください。"


class PersonFields(forms.Form):
    """Who it is: with an own address by mail, without one by a login name and a printed password."""

    name = forms.CharField(label="氏名", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label="メールアドレス",
        required=False,
        help_text="本人だけのアドレス。招待のメールが届き、確認コードでサインインできます。",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    login_name = forms.CharField(
        label="ログイン名（職員番号）",
        max_length=60,
        required=False,
        help_text="メールアドレスを入れないときは必要です。はじめのパスワードを印刷して渡します。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input input-short"}),
    )
    mailbox = forms.EmailField(
        label="連絡先（課の共用アドレス）",
        required=False,
        help_text="お知らせのメールだけが届きます。サインインには使えません。",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean_login_name(self):
        """In half width, as it will be typed; None when empty."""
        return unicodedata.normalize("NFKC", self.cleaned_data["login_name"]).strip() or None

    def clean_email(self):
        return self.cleaned_data["email"].lower() or None

    def particulars(self) -> dict[str, str | None]:
        """The arguments of a verb; ``self.password`` is what stands on the sheet, "" when a mail goes out."""
        given = self.cleaned_data
        self.password = "" if given["email"] else first_password()
        who = {name: given[name] for name in ("name", "email", "login_name", "mailbox")}
        return who | {"password": self.password or None}


class RoleFields(forms.Form):
    """What the person may do, and from when to when."""

    role = forms.ChoiceField(label="役割", choices=[("", "選んでください"), *Membership.Role.choices])
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label="所管課",
        required=False,
        empty_label="（なし）",
        help_text="役割が「所管課」の人は、ここで選んだ課の項目だけを書けます。",
    )
    first_day = Day(label="開始日", required=False, help_text="空けておくと、きょうから使えます。")
    contractor = forms.BooleanField(
        label="委託事業者",
        required=False,
        help_text="計画づくりを手伝う会社の人。履歴と記録で、名前に印が付きます。",
    )
    last_day = Day(
        label="終了日", required=False, help_text="この日まで使えます。委託事業者には必ず入れてください。"
    )

    def __init__(self, *args, government: Government, **options):
        super().__init__(*args, **options)
        self.government = government
        today = timezone.localdate()
        own = self.initial.get("department")
        self.fields["department"].queryset = government.departments.filter(
            pk=own
        ) | government.departments.open_on(today)

    def rights(self) -> dict[str, object]:
        """The arguments of a verb."""
        return {name: self.cleaned_data[name] for name in RoleFields.base_fields}


class InvitationForm(RoleFields, PersonFields, OfficeForm):
    field_order = [*PersonFields.base_fields, *RoleFields.base_fields]

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("email") and not cleaned.get("login_name") and "email" not in self.errors:
            self.add_error("login_name", EITHER)
        return cleaned

    def save(self, *, actor: User) -> User:
        return invite_person(actor=actor, government=self.government, **self.particulars(), **self.rights())


class MembershipForm(RoleFields, OfficeForm):
    def __init__(self, *args, membership: Membership, **options):
        self.membership = membership
        now = {name: getattr(membership, name) for name in RoleFields.base_fields}
        now["department"] = membership.department_id
        super().__init__(*args, government=membership.government, initial=now, **options)

    def save(self, *, actor: User) -> Membership:
        return change_membership(actor=actor, membership=self.membership, **self.rights())


class EndForm(OfficeForm):
    last_day = Day(label="最後の日", help_text="この日まで使えます。翌日から入れなくなります。")

    def __init__(self, *args, membership: Membership, **options):
        self.membership = membership
        super().__init__(*args, initial={"last_day": timezone.localdate()}, prefix="end", **options)

    def save(self, *, actor: User) -> Membership:
        return end_membership(actor=actor, membership=self.membership, last_day=self.cleaned_data["last_day"])


class HandOverForm(PersonFields, OfficeForm):
    last_day = Day(
        label="いまの人の最後の日", help_text="引き継ぐ人は、翌日から同じ役割と課で使えるようになります。"
    )
    to = forms.ModelChoiceField(
        User.objects.none(),
        label="引き継ぐ人",
        required=False,
        empty_label="新しい人（下に入れます）",
        help_text="すでに使っている人を選ぶと、その人のいまの役割は、引継の前の日で終わります。",
    )
    field_order = ["last_day", "to"]

    def __init__(self, *args, membership: Membership, **options):
        self.membership = membership
        super().__init__(*args, initial={"last_day": membership.last_day}, **options)
        self.fields["name"].required = False
        colleagues = membership.government.memberships.open_on(timezone.localdate())
        self.fields["to"].queryset = (
            User.objects.filter(memberships__in=colleagues).exclude(pk=membership.user_id).distinct()
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("to") or "to" in self.errors:
            return cleaned
        if not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "新しい人の氏名を入れるか、「引き継ぐ人」を選んでください。")
        if not cleaned.get("email") and not cleaned.get("login_name") and "email" not in self.errors:
            self.add_error("login_name", EITHER)
        return cleaned

    def save(self, *, actor: User) -> Membership:
        """The successor's membership; ``self.password`` is what stands on the sheet."""
        self.password, to = "", self.cleaned_data["to"]
        return hand_over_membership(
            actor=actor,
            membership=self.membership,
            last_day=self.cleaned_data["last_day"],
            **({"to": to} if to else self.particulars()),
        )
