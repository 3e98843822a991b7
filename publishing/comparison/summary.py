"""What changed on the whole: how many items each level has, and the 見直しのポイント."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from publishing.comparison.kinds import OF_TARGETS, Kind
from publishing.comparison.table import Change, LevelCount, Side, Table
from publishing.document import Document
from publishing.target_counts import WORDS, target_counts

MOST_POINTS, MOST_NAMES = 8, 3
LONGEST_NAME = 40
# What is said of a change: the first of its kinds here, and how.
_SAID = {
    Kind.NEW: "追加",
    Kind.REMOVED: "削除",
    Kind.MERGED: "統合",
    Kind.SPLIT: "分割",
    Kind.FIGURE: "変更",
    Kind.REVISED: "改正",
}
_SAID_OF_TARGETS = {
    Kind.TARGET_NEW: "追加",
    Kind.TARGET_REMOVED: "削除",
    Kind.TARGET_MOVED: "移動",
    Kind.TARGET_RELISTED: "再掲の変更",
}
_OF_THE_PLAN = {
    "title": "計画名称の変更",
    "period": "計画期間の変更",
    "departments": "組織名称の変更",
    "levels": "階層の名前の変更",
    "roles": "計画の役割の変更",
    "population": "人口ビジョンの変更",
}
_TERM, _WORDS = "term:", "words:"


# --- how many items -----------------------------------------------------------------------------------------


def level_counts(old: Document, new: Document) -> tuple[LevelCount, ...]:
    """Items of each level in both editions, those shown again (再掲) included, from the highest level down; then the rows
    of KPI tables.

    A level is the same one where its key is; its name is that of the new edition.
    """
    old_levels, new_levels = _levels(old), _levels(new)
    old_places, new_places = _places(old), _places(new)
    levels = old_levels | new_levels
    order = sorted(
        [*new_levels, *(key for key in old_levels if key not in new_levels)],
        key=lambda key: levels[key]["depth"],
    )
    return tuple(
        LevelCount(
            name=levels[key]["name"],
            depth=levels[key]["depth"],
            old=len(old_places[key]) if key in old_levels else None,
            old_relisted=sum(old_places[key]),
            new=len(new_places[key]) if key in new_levels else None,
            new_relisted=sum(new_places[key]),
        )
        for key in order
    ) + _target_counts(old, new, depth=1 + max((level["depth"] for level in levels.values()), default=0))


def _target_counts(old: Document, new: Document, *, depth: int) -> tuple[LevelCount, ...]:
    """Rows of each role; None where an edition is older than targets are."""
    before, after = ({count.role: count for count in target_counts(side)} for side in (old, new))
    none_old, none_new = (None if side.data["schema"] == 1 else 0 for side in (old, new))
    return tuple(
        LevelCount(
            name=name,
            depth=depth,
            old=before[role].count if role in before else none_old,
            old_relisted=before[role].relisted if role in before else 0,
            new=after[role].count if role in after else none_new,
            new_relisted=after[role].relisted if role in after else 0,
        )
        for role, name in WORDS.items()
        if role in before or role in after
    )


def _levels(document: Document) -> dict[str, dict[str, Any]]:
    return {level["key"]: level for level in document.data["levels"]}


def _places(document: Document) -> dict[str, list[bool]]:
    """Every place at which an item of a level stands, and whether it is shown again there."""
    places: dict[str, list[bool]] = defaultdict(list)
    for entry in document.walk():
        places[entry.level_key].append(False)
        for _, lineage in entry.relisted_at:
            places[document.by_lineage[lineage].level_key].append(True)
    return places


# --- the points ---------------------------------------------------------------------------------------------


def review_points(table: Table) -> tuple[str, ...]:
    """見直しのポイント that follow from the rows: 計画名称の変更, 「…」の追加; what is many is counted instead of named."""
    changes = [change for row in table.rows for change in row.changes]
    of_the_plan = list(dict.fromkeys(filter(None, map(_of_the_plan, changes))))
    named = list(_named(changes, MOST_NAMES))
    if len(of_the_plan) + len(named) > MOST_POINTS:
        named = list(_named(changes, 1))
    return tuple([*of_the_plan, *named][:MOST_POINTS])


def _of_the_plan(change: Change) -> str:
    if change.key.startswith(_WORDS):
        return f"{change.place.words.partition('（')[0]}の言い換え"
    if change.key.startswith(_TERM):
        return "用語の定義の変更"
    return _OF_THE_PLAN.get(change.key, "")


def _named(changes: Iterable[Change], most: int) -> Iterator[str]:
    """What is said of items and figures, in the order in which it first stands: each by name up to ``most`` of a kind."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    # Of a change that was cut into rows the first part is told; only that one knows its item.
    whole = {change.key.partition("/")[0]: change for change in reversed(list(changes))}
    changes = [change for change in reversed(whole.values()) if not _of_the_plan(change)]
    came_or_went = {side.lineage for change in changes for side in _alone(change)}
    for change in changes:
        for row in change.targets:
            if row.kinds == (Kind.RATIONALE,):
                continue
            groups[row.role, _said_of(row.kinds[0])].append(row.name)
        if OF_TARGETS.issuperset(change.kinds):
            continue
        side = _side(change)
        if side and _alone(change) and side.under in came_or_went:
            continue  # told with the item above
        level = side.level if side else "図" if Kind.FIGURE in change.kinds else "項目"
        groups[level, _said(change)].append(side.title if side else change.place.words)
    for (level, said), names in groups.items():
        if len(names) > most:
            yield f"{level}の{said}（{len(names)}件）"
        else:
            yield from (f"「{_short(name)}」の{said}" for name in names)


def _side(change: Change) -> Side | None:
    """The item that a change is told of, as the newer edition has it; None for a figure."""
    return next(iter((*change.new, *change.old)), None)


def _alone(change: Change) -> tuple[Side, ...]:
    """The item of a change that has it on one side only."""
    return (*change.new, *change.old) if change.is_new or change.is_removed else ()


def _said(change: Change) -> str:
    own = [kind for kind in change.kinds if kind not in OF_TARGETS]
    return next((said for kind, said in _SAID.items() if kind in own), own[0].value)


def _said_of(kind: Kind) -> str:
    return _SAID_OF_TARGETS.get(kind, kind.value)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
