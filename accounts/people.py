"""Verbs about people: invite, give and end a role, note a sign-in."""

import datetime

from allauth.account.models import EmailAddress

from accounts.audit import Refused, record, verb
from accounts.models import Department, Government, Membership, Outbox, User


@verb("person.invite", "利用者の招待")
def invite_person(
    *,
    actor: User | None,
    government: Government,
    name: str,
    role: str,
    login_name: str | None = None,
    email: str | None = None,
    mailbox: str = "",
    password: str | None = None,
    department: Department | None = None,
    contractor: bool = False,
    first_day: datetime.date | None = None,
    tell: bool = True,
) -> User:
    """Create a person with a role in a government; the address counts as verified, the invitation goes there.

    A known address gets the role added to the person it belongs to. Raises ``ValidationError`` for a bad
    address, ``Refused`` for a department of another government.
    """
    if department is not None and department.government_id != government.pk:
        raise Refused("ほかの団体の課は所管課に指定できません。")
    email = email.strip().lower() if email else None
    user = User.objects.filter(email=email).first() if email else None
    if user is None:
        user = User.objects.create_user(login_name, email, password=password, name=name, mailbox=mailbox)
        if email:
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if Membership.objects.filter(user=user, government=government, last_day=None).exists():
        raise Refused(f"{user.name}さんはすでに{government}に所属しています。")
    membership = Membership(
        user=user,
        government=government,
        role=role,
        department=department,
        contractor=contractor,
        first_day=first_day,
    )
    membership.full_clean()
    membership.save()
    if tell and user.address_for_mail:
        Outbox.objects.create(
            key=f"invite:{membership.pk}",
            government=government,
            to=user.address_for_mail,
            subject=f"【{government}】総合戦略のシステムへの招待",
            body=(
                f"{user.name} 様\n\n{government}の総合戦略のシステムを使えるようになりました"
                f"（役割：{membership.get_role_display()}）。\n"
                f"{_how_to_sign_in(user)}\n"
            ),
        )
    record("person.invite", actor=actor, government=government, subject=membership, role=role, user=user.pk)
    return user


def _how_to_sign_in(user: User) -> str:
    if user.email:
        return "サインインの画面でこのメールアドレスを入れると、確認コードが届きます。"
    return (
        "サインインの画面でログイン名とパスワードを入れてください。パスワードは管理者から受け取ってください。"
    )


@verb("membership.end", "所属の終了")
def end_membership(*, actor: User | None, membership: Membership, last_day: datetime.date) -> Membership:
    """End a role in a government on this day; what the person wrote stays."""
    membership.last_day = last_day
    membership.full_clean()
    membership.save(update_fields=["last_day"])
    record(
        "membership.end",
        actor=actor,
        government=membership.government,
        subject=membership,
        last_day=last_day,
    )
    return membership


@verb("person.sign_in", "サインイン")
def note_sign_in(*, actor: User) -> User:
    """Record that a person signed in."""
    record("person.sign_in", actor=actor, government=None, subject=actor)
    return actor
