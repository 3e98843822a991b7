"""Verbs on the levels of a working edition: what its ranks are called, how they are numbered, where they may stand."""

import itertools
from typing import Any

from accounts.audit import Refused, record, verb
from accounts.models import User
from strategy.history import save_all_by
from strategy.models import Edition, Level, PlanItem
from strategy.presets import PRESETS
from strategy.rules import require_working


def fresh_key(taken: set[str]) -> str:
    """A key that no level of the edition has. Nobody reads it: on screens a level has its name.

    >>> fresh_key({"level1", "chapter"})
    'level2'
    """
    return next(key for n in itertools.count(1) if (key := f"level{n}") not in taken)


@verb("level.create", "階層の追加")
def create_level(*, actor: User | None, edition: Edition, **fields: Any) -> Level:
    """Add a level to a working edition; without a ``key`` it gets one of its own."""
    current = require_working(edition)
    keys = set(current.levels.values_list("key", flat=True))
    fields.setdefault("key", fresh_key(keys))
    _require_known(fields["under"], keys | {fields["key"]})
    level = Level(edition=current, **fields)
    level.full_clean()
    level.save()
    record("level.create", actor=actor, government=current.plan.government, subject=level, key=level.key)
    return level


@verb("level.save", "階層の変更")
def save_level(*, actor: User, level: Level, **fields: Any) -> Level:
    """Change name, kind, numbering, depth or where a level may stand; its items take over the kind.

    Refused while an item stands where its level would not be allowed any more. The key stays: others name it.
    """
    edition = require_working(level.edition)
    current = _current(level, edition)
    for name, value in fields.items():
        setattr(current, name, value)
    _require_known(current.under, set(edition.levels.values_list("key", flat=True)))
    _require_items_stand(current)
    current.full_clean()
    current.save()
    _carry_kind(current, actor)
    record(
        "level.save",
        actor=actor,
        government=edition.plan.government,
        subject=current,
        key=current.key,
        fields=sorted(fields),
    )
    return current


@verb("level.delete", "階層の削除")
def delete_level(*, actor: User, level: Level) -> str:
    """Delete a level that no item has; levels that might stand under it stand under the others they name.

    Returns the name of the level that went.
    """
    edition = require_working(level.edition)
    current = _current(level, edition)
    if item := edition.items.filter(level=current).first():
        raise Refused(
            f"「{current.name}」は「{item.title}」などの項目が使っているので、削除できません。"
            "先に項目を動かすか、削除してください。"
        )
    others = [row for row in edition.levels.exclude(pk=current.pk) if current.key in row.under]
    for row in others:
        row.under = [key for key in row.under if key != current.key]
        if not row.under:
            raise Refused(
                f"「{row.name}」を置ける場所は「{current.name}」の下だけです。"
                f"先に「{row.name}」の置ける場所を変えてください。"
            )
    Level.objects.bulk_update(others, ["under"])
    record(
        "level.delete",
        actor=actor,
        government=edition.plan.government,
        subject=current,
        key=current.key,
        name=current.name,
    )
    current.delete()
    return current.name


@verb("levels.create", "階層のひな形の取込み")
def create_levels(*, actor: User | None, edition: Edition, preset: str) -> list[Level]:
    """Give an edition without levels those of a preset (``strategy.presets``)."""
    current = require_working(edition)
    if preset not in PRESETS:
        raise Refused("このひな形はありません。一覧から選んでください。")
    if current.levels.exists():
        raise Refused("この版にはもう階層があります。ひな形は、階層が一つもない版だけに使えます。")
    levels = [
        Level(edition=current, **fields | {"under": list(fields["under"])})
        for fields in PRESETS[preset].levels
    ]
    for level in levels:
        level.clean_fields(exclude=["edition"])
    Level.objects.bulk_create(levels)
    record(
        "levels.create",
        actor=actor,
        government=current.plan.government,
        subject=current,
        preset=preset,
        count=len(levels),
    )
    return levels


def _current(level: Level, edition: Edition) -> Level:
    current = edition.levels.filter(pk=level.pk).first()
    if current is None:
        raise Refused("この階層はもうありません。画面を開き直してください。")
    return current


def _require_known(under: list[str], keys: set[str]) -> None:
    if not under:
        raise Refused("置ける場所を一つ以上選んでください。")
    if not set(under) <= keys | {""}:
        raise Refused("置ける場所に、この版にない階層があります。画面を開き直してください。")


def _require_items_stand(level: Level) -> None:
    """Refuse rules that an item of this level already breaks, naming one. One query."""
    items = PlanItem.objects.filter(level=level)
    astray = items.exclude(parent__level__key__in=level.under)
    if "" in level.under:
        astray = astray.exclude(parent=None)
    if item := astray.select_related("parent__level").first():
        place = f"「{item.parent.level.name}」の下" if item.parent else "いちばん上"
        raise Refused(
            f"「{item.title}」が{place}にあるので、{place}をはずせません。先にその項目を動かしてください。"
        )


def _carry_kind(level: Level, actor: User) -> None:
    """Items have the kind of their level, and the history says since when and by whom."""
    items = list(PlanItem.objects.filter(level=level).exclude(kind=level.kind))
    for item in items:
        item.kind = level.kind
    save_all_by(items, actor, ["kind"])
