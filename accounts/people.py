"""Verbs about people: invite, print a first password, note a sign-in. What a person may do: accounts.memberships."""

import datetime
from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import Department, Government, Membership, Outbox, User
from accounts.spans import Span


def lock_people(government: Government) -> None:
    """One change at a time of who may do what in a government; taken before any other lock."""
    Government.objects.select_for_update(no_key=True).get(pk=government.pk)


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
    last_day: datetime.date | None = None,
    tell: bool = True,
) -> User:
    """Create a person with a role in a government; the address counts as verified, the invitation goes there.

    A known address gets the role added to the person it belongs to. ``password`` is a printed one: it holds until
    the person has chosen another. Raises ``ValidationError`` for a bad address or missing particulars, ``Refused``
    for a department of another government and for somebody who has a role here already.
    """
    lock_people(government)
    person = introduce(government, name, login_name, email, mailbox, password)
    membership = give_role(
        person,
        Membership(
            government=government,
            role=role,
            department=department,
            contractor=contractor,
            first_day=first_day,
            last_day=last_day,
        ),
        tell=tell,
    )
    record(
        "person.invite",
        actor=actor,
        government=government,
        subject=membership,
        role=role,
        user=person.pk,
        printed=password is not None,
    )
    return person


def introduce(
    government: Government,
    name: str,
    login_name: str | None,
    email: str | None,
    mailbox: str,
    password: str | None,
) -> User:
    """The person of these particulars: known by the address, known from an earlier time here, or new.

    Part of the verbs that give a role. What is stored of a known person is not changed, except that somebody who
    comes back without an address gets the new first password.
    """
    email = email.strip().lower() if email else None
    known = User.objects.filter(email=email).first() if email else _returning(government, name, login_name)
    if known is None:
        person = User.objects.create_user(
            login_name,
            email,
            password=password,
            name=name,
            mailbox=mailbox,
            must_change_password=password is not None,
        )
        if email:
            EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
        return person
    if not known.is_active:
        raise Refused(f"{known.name}さんは、いまは利用を止められています。運用担当者に相談してください。")
    if not email and password:
        set_first_password(known, password)
    elif known.must_change_password and belongs_elsewhere(known, government):
        _forget_password(known)
    return known


def _returning(government: Government, name: str, login_name: str | None) -> User | None:
    """Somebody of this login name and name who belonged to this government, and to no other, but no more."""
    person = User.objects.filter(login_name=login_name, name=name).first() if login_name else None
    if person is None or person.is_superuser or belongs_elsewhere(person, government):
        return None
    own = person.memberships.filter(government=government)
    return person if own.exists() and not own.open_on(timezone.localdate()).exists() else None


def belongs_elsewhere(person: User, government: Government) -> bool:
    """Whether another government has, or had, this person too."""
    return person.memberships.exclude(government=government).exists()


def give_role(person: User, membership: Membership, *, tell: bool) -> Membership:
    """Store a new membership of this person and write the invitation; part of the verbs that give a role."""
    membership.user = person
    require_own(membership.department, membership.government)
    require_free(membership)
    membership.full_clean()
    membership.save()
    if tell and person.address_for_mail:
        _write_invitation(membership)
    return membership


def require_own(department: Department | None, government: Government) -> None:
    """Refuse a department of another government."""
    if department is not None and department.government_id != government.pk:
        raise Refused("ほかの団体の課は所管課に指定できません。")


def require_free(membership: Membership) -> None:
    """Refuse a second role in one government at one time, from today on."""
    today = timezone.localdate()
    wanted = Span(membership.first_day or today, membership.last_day)
    others = Membership.objects.filter(user=membership.user, government=membership.government).open_on(today)
    for other in others.exclude(pk=membership.pk):
        if wanted.meets(other.span):
            raise Refused(f"{membership.user.name}さんはすでに{membership.government}に所属しています。")


def _write_invitation(membership: Membership) -> None:
    person, government = membership.user, membership.government
    Outbox.objects.create(
        key=f"invite:{membership.pk}",
        government=government,
        to=person.address_for_mail,
        subject=f"【{government}】総合戦略のシステムへの招待",
        body=(
            f"{person.name} 様\n\n{government}の総合戦略のシステムを使えるようになりました"
            f"（役割：{membership.get_role_display()}）。\n"
            f"{_how_to_sign_in(person)}\n"
        ),
    )


def _how_to_sign_in(user: User) -> str:
    if user.email:
        return "サインインの画面でこのメールアドレスを入れると、確認コードが届きます。"
    return (
        "サインインの画面でログイン名とパスワードを入れてください。パスワードは管理者から受け取ってください。"
    )


@verb("person.first_password", "はじめのパスワードの発行")
def give_first_password(*, actor: User, membership: Membership, password: str) -> User:
    """Give somebody who forgot it a password to be printed; every session of the person ends.

    Refused for oneself, for operators, for somebody who belongs to another government too, and after the end.
    """
    lock_people(membership.government)
    person, government = (
        User.objects.select_for_update(no_key=True).get(pk=membership.user_id),
        membership.government,
    )
    if person.pk == actor.pk:
        raise Refused("自分のパスワードは、「サインインの設定」で変えてください。")
    if (
        not person.is_active
        or not person.memberships.filter(pk=membership.pk).open_on(timezone.localdate()).exists()
    ):
        raise Refused(f"{person.name}さんの所属は終わっています。もう一度招待してください。")
    if person.is_superuser or belongs_elsewhere(person, government):
        raise Refused(
            f"{person.name}さんはほかの団体などでもこのシステムを使っているため、パスワードを出し直せるのは"
            "運用担当者だけです。"
        )
    set_first_password(person, password)
    record("person.first_password", actor=actor, government=government, subject=membership)
    return person


def set_first_password(person: User, password: str) -> None:
    """Store a printed password; the sessions signed with the former one end. Part of a verb."""
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])


def _forget_password(person: User) -> None:
    """A password that another office printed, and may have kept, opens nothing here: the code by mail does."""
    person.set_unusable_password()
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])


def move_people(departments: Sequence[Department], to: Department, day: datetime.date) -> int:
    """Give those who belong to these departments on this day or later the new one; part of a 組織改編."""
    return Membership.objects.filter(department__in=departments).open_on(day).update(department=to)


@verb("person.sign_in", "サインイン")
def note_sign_in(*, actor: User) -> User:
    """Record that a person signed in."""
    record("person.sign_in", actor=actor, government=None, subject=actor)
    return actor
