"""Verbs about what a person may do in a government, from when to when: change, end, hand over."""

import datetime

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import Department, Government, Membership, User
from accounts.people import give_role, introduce, lock_people, require_free, require_own
from accounts.sessions import sign_out_everywhere
from accounts.spans import first_uncovered

ONE_DAY = datetime.timedelta(days=1)
FIELDS = ("role", "department", "first_day", "last_day", "contractor")


def japanese_day(day: datetime.date) -> str:
    """A day as it stands in sentences.

    >>> japanese_day(datetime.date(2026, 4, 1))
    '2026年4月1日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def _current(membership: Membership) -> Membership:
    """The membership as it stands now, its government locked; Refused when it is over."""
    lock_people(membership.government)
    current = Membership.objects.select_related("user", "government", "department").get(pk=membership.pk)
    if current.last_day is not None and current.last_day < timezone.localdate():
        raise Refused(
            f"{current.user.name}さんの所属は{japanese_day(current.last_day)}に終わっています。"
            "もう一度所属させるときは、招待してください。"
        )
    return current


def unadministered_from(government: Government) -> datetime.date | None:
    """The first day from today on without an administrator who can sign in; None when there is none. One query."""
    today = timezone.localdate()
    rows = Membership.objects.filter(government=government, role=Membership.Role.ADMIN, user__is_active=True)
    return first_uncovered([row.span for row in rows.open_on(today)], today)


def _require_administrator(government: Government, before: datetime.date | None) -> None:
    """Refuse what leaves the government without an administrator earlier than it would have been."""
    after = unadministered_from(government)
    if after is not None and (before is None or after < before):
        raise Refused(
            f"これでは{japanese_day(after)}から管理者がいなくなります。先に、ほかの人を管理者にしてください。"
        )


def _words(membership: Membership) -> dict[str, object]:
    """The changeable fields as they are recorded: a department by its name."""
    given = {name: getattr(membership, name) for name in FIELDS}
    return given | {"department": str(membership.department or "")}


@verb("membership.change", "役割と期間の変更")
def change_membership(
    *,
    actor: User,
    membership: Membership,
    role: str,
    department: Department | None,
    first_day: datetime.date | None,
    last_day: datetime.date | None,
    contractor: bool,
) -> Membership:
    """Change role, department, days and the mark of a contractor; another role ends all sessions of the person."""
    current = _current(membership)
    before, was = unadministered_from(current.government), _words(current)
    for name, value in zip(FIELDS, (role, department, first_day, last_day, contractor), strict=True):
        setattr(current, name, value)
    require_own(department, current.government)
    current.full_clean()
    require_free(current)
    current.save(update_fields=FIELDS)
    _require_administrator(current.government, before)
    if was["role"] != role:
        sign_out_everywhere(current.user)
    now = _words(current)
    changes = {name: [was[name], now[name]] for name in FIELDS if was[name] != now[name]}
    record("membership.change", actor=actor, government=current.government, subject=current, changes=changes)
    return current


@verb("membership.end", "所属の終了")
def end_membership(*, actor: User | None, membership: Membership, last_day: datetime.date) -> Membership:
    """End a role in a government with this day; what the person wrote stays. A day gone by ends all sessions."""
    current = _current(membership)
    before = unadministered_from(current.government)
    _end(current, last_day)
    _require_administrator(current.government, before)
    record("membership.end", actor=actor, government=current.government, subject=current, last_day=last_day)
    return current


def _end(membership: Membership, last_day: datetime.date) -> None:
    membership.last_day = last_day
    membership.validate_constraints()
    membership.save(update_fields=["last_day"])
    if last_day < timezone.localdate():
        sign_out_everywhere(membership.user)


@verb("membership.hand_over", "引継")
def hand_over_membership(
    *,
    actor: User,
    membership: Membership,
    last_day: datetime.date,
    to: User | None = None,
    name: str = "",
    login_name: str | None = None,
    email: str | None = None,
    mailbox: str = "",
    password: str | None = None,
) -> Membership:
    """End a role with this day and give the same role and department to somebody else from the next day on.

    The successor is ``to``, who belongs to the government already, or the person of the particulars, as in an
    invitation. A contractor's successor works under the same contract. Returns the successor's membership.
    """
    current = _current(membership)
    government, before = current.government, unadministered_from(current.government)
    next_day, contract_ends = last_day + ONE_DAY, current.last_day if current.contractor else None
    if contract_ends is not None and contract_ends < next_day:
        raise Refused(
            f"委託は{japanese_day(contract_ends)}に終わります。引き継ぐときは、それより前の日にしてください。"
        )
    _end(current, last_day)
    if to is None:
        to = introduce(government, name, login_name, email, mailbox, password)
    elif not to.memberships.filter(government=government).exists():
        raise Refused(f"{to.name}さんは{government}に所属していません。新しい人として招待してください。")
    _make_room(to, current, next_day)
    successor = give_role(
        to,
        Membership(
            government=government,
            role=current.role,
            department=current.department,
            contractor=current.contractor,
            first_day=next_day,
            last_day=contract_ends,
        ),
        tell=True,
    )
    _require_administrator(government, before)
    record(
        "membership.hand_over",
        actor=actor,
        government=government,
        subject=current,
        role=current.role,
        last_day=last_day,
        successor=to.name,
        user=to.pk,
    )
    return successor


def _make_room(to: User, membership: Membership, next_day: datetime.date) -> None:
    """End what the successor has been until now the day before; Refused when that is not to be."""
    if to.pk == membership.user_id:
        raise Refused("引き継ぐ人には、別の人を選んでください。")
    own = to.memberships.filter(government=membership.government).select_related("user", "government")
    for other in own.open_on(next_day):
        if other.first_day is not None and other.first_day >= next_day:
            raise Refused(
                f"{to.name}さんには{japanese_day(other.first_day)}からの所属があります。先にそれを終えてください。"
            )
        _end(other, next_day - ONE_DAY)
