"""Verbs on departments: 新設, 廃止 and 組織改編, which takes along the open things that point at them.

They stand here and not in accounts because they move items. A frozen edition keeps the old name: it is read from its
stored document, and its rows may not change.
"""

import datetime
from collections.abc import Sequence

from django.db.models import Model
from simple_history.utils import bulk_update_with_history

from accounts.audit import Refused, record, verb
from accounts.memberships import japanese_day
from accounts.models import Department, Government, User
from accounts.people import lock_people, move_people
from strategy.departments import going_along, in_charge, moving
from strategy.models import Edition, PlanItem

BATCH = 100  # rows of one statement


@verb("department.create", "課の新設")
def create_department(
    *,
    actor: User,
    government: Government,
    name: str,
    division: str = "",
    first_day: datetime.date | None = None,
) -> Department:
    """Add a department. Raises ``ValidationError`` when it stands already."""
    department = _stored(
        Department(government=government, division=division, name=name, first_day=first_day), actor
    )
    record("department.create", actor=actor, government=government, subject=department, first_day=first_day)
    return department


def _stored(department: Department, actor: User) -> Department:
    """Save with the person's name in the history."""
    department.full_clean()
    department._history_user = actor
    department.save()
    return department


@verb("department.end", "課の廃止")
def end_department(*, actor: User, department: Department, last_day: datetime.date) -> Department:
    """End a department without successor; Refused while items being written or people point at it."""
    (current,) = _current(department.government, [department])
    left = moving([current], last_day + datetime.timedelta(days=1))
    if not left.is_nothing:
        others = "".join(f"、{name}が{count}件" for name, count in left.others)
        raise Refused(
            f"「{current}」を所管課とする作成中の項目が{left.item_count}件{others}、所属する人が{left.people}人あります。"
            "先に組織改編で別の課に移すか、項目と人の課を変えてください。"
        )
    current.last_day = last_day
    _stored(current, actor)
    record("department.end", actor=actor, government=current.government, subject=current, last_day=last_day)
    return current


def _current(government: Government, departments: Sequence[Department]) -> list[Department]:
    """The departments as they stand now, locked behind their government; Refused when one is foreign or over."""
    lock_people(government)
    rows = Department.objects.select_for_update(no_key=True).filter(government=government)
    current = list(rows.filter(pk__in=[row.pk for row in departments]).order_by("pk"))
    if len(current) < len({row.pk for row in departments}):
        raise Refused("ほかの団体の課は改められません。")
    for row in current:
        if row.last_day is not None:
            raise Refused(
                f"「{row}」は{japanese_day(row.last_day)}までの課で、すでに終わりが決まっています。"
            )
        row.government = government
    return current


@verb("department.reorganise", "組織改編")
def reorganise_departments(
    *,
    actor: User,
    government: Government,
    old: Sequence[Department],
    name: str,
    day: datetime.date,
    division: str = "",
) -> Department:
    """Rename a department, or merge several into one, with this day as the first of the new one.

    Items of working editions, what rooms above keep for it (指標), and people who are there on this day or later get
    the new department; the old ones end the day before and know their successor. Raises ``ValidationError`` for a
    name that stands already.
    """
    if not old:
        raise Refused("改める課を選んでください。")
    before = _current(government, old)
    new = _stored(Department(government=government, division=division, name=name, first_day=day), actor)
    for row in before:
        row.last_day = day - datetime.timedelta(days=1)
        _stored(row, actor)
        row.successors.add(new)
    items, people = _move_items(before, new, actor), move_people(before, new, day)
    moved = {
        str(model._meta.verbose_name): _move_others(model, before, new, actor) for model in going_along()
    }
    record(
        "department.reorganise",
        actor=actor,
        government=government,
        subject=new,
        old=[str(row) for row in before],
        day=day,
        items=items,
        people=people,
        **({"moved": found} if (found := {name: count for name, count in moved.items() if count}) else {}),
    )
    return new


def _move_others(model: type[Model], old: Sequence[Department], new: Department, actor: User | None) -> int:
    """Give rows of a room above the new department, each with its row of history; returns how many."""
    columns = model.moves_with_departments
    rows = list(in_charge(model, old).select_for_update(of=("self",), no_key=True).order_by("pk"))
    ended = {row.pk for row in old}
    for row in rows:
        for column in columns:
            if getattr(row, f"{column}_id") in ended:
                setattr(row, column, new)
        row.version += 1
    bulk_update_with_history(
        rows,
        model,
        [*columns, "version"],
        batch_size=BATCH,
        default_user=actor,
        default_change_reason="組織改編",
    )
    return len(rows)


def _move_items(old: Sequence[Department], new: Department, actor: User) -> int:
    """Give the items of working editions the new department, each with its row of history; returns how many.

    ``version`` guards the department too: who has such an item open is told when saving.
    """
    working = Edition.objects.select_for_update(of=("self",), no_key=True).without_content()
    editions = list(working.filter(plan__government=new.government, frozen_at=None).order_by("pk"))
    rows = PlanItem.objects.select_for_update(of=("self",)).filter(
        edition__in=[edition.pk for edition in editions]
    )
    items = list(rows.filter(department__in=old).order_by("pk"))
    for item in items:
        item.department, item.version = new, item.version + 1
    bulk_update_with_history(
        items,
        PlanItem,
        ["department", "version"],
        batch_size=BATCH,
        default_user=actor,
        default_change_reason="組織改編",
    )
    return len(items)
