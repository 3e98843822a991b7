"""What a deleted branch leaves behind, and how it is put together again: part of the verbs that delete and restore.

Every column is kept by name and as the value the database would export, so that a field added later is kept too.
What points at other rows is kept by lineage (items), by key (levels) or as it is (departments), for ids of other
rows may be others by then. An item keeps its own id: its history hangs on it.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model, Q
from django.utils.encoding import is_protected_type
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from strategy import tree
from strategy.models import Alignment, DeletedBranch, Edition, Figure, Level, PlanItem, Relisting

Values = dict[str, Any]


def branch_of(item: PlanItem, edition: Edition) -> list[PlanItem]:
    """The item and all that stands under it, whole rows with their levels, parents first. Two queries."""
    nodes = tree.assemble(PlanItem.objects.filter(edition=edition).only("parent", "position"))
    branch = next(node for _, node in tree.walk(nodes) if node.item.pk == item.pk)
    order = [node.item.pk for _, node in tree.walk((branch,))]
    rows = PlanItem.objects.select_related("level").in_bulk(order)
    return [rows[pk] for pk in order]


def keep_branch(branch: Sequence[PlanItem], edition: Edition, actor: User | None) -> DeletedBranch:
    """Keep a branch (parents first) that is about to be deleted, with all that hangs on it. Six queries."""
    top, ids = branch[0], [item.pk for item in branch]
    siblings = PlanItem.objects.filter(edition=edition, parent=top.parent_id).order_by("position", "id")
    order = [str(lineage) for lineage in siblings.values_list("lineage", flat=True)]
    lineages = {item.pk: str(item.lineage) for item in branch}
    above = PlanItem.objects.filter(pk=top.parent_id).first()
    content = {
        "parent": {"lineage": str(above.lineage), "title": above.title} if above else None,
        "behind": order[: order.index(str(top.lineage))][::-1],  # the nearest first
        "levels": [
            _values(level, "id", "edition") for level in {i.level_id: i.level for i in branch}.values()
        ],
        "items": [
            _values(item, "edition", "level", "kind", "parent")
            | {"level": item.level.key, "parent": lineages.get(item.parent_id)}
            for item in branch
        ],
        "alignments": [
            _values(row, "id", "edition", "item", "to_item")
            | {"item": lineages[row.item_id], "to": _address(row.to_item)}
            for row in Alignment.objects.filter(item__in=ids).select_related("to_item")
        ],
        "relistings": [
            _values(row, "id", "edition", "item", "under")
            | {"item": _address(row.item), "under": _address(row.under)}
            for row in Relisting.objects.filter(Q(item__in=ids) | Q(under__in=ids)).select_related(
                "item", "under"
            )
        ],
        "figures": [
            _values(row, "id", "edition", "item") | {"item": lineages[row.item_id]}
            for row in Figure.objects.filter(item__in=ids)
        ],
    }
    return DeletedBranch.objects.create(
        edition=edition,
        lineage=top.lineage,
        title=top.title,
        count=len(branch),
        content=content,
        deleted_by=actor,
    )


def _values(row: Model, *left_out: str) -> Values:
    """Columns of a row by name, in a form that JSON can hold."""
    found: Values = {}
    for field in row._meta.concrete_fields:
        if field.name not in left_out:
            value = field.value_from_object(row)
            found[field.attname] = value if is_protected_type(value) else field.value_to_string(row)
    return found


def _address(item: PlanItem) -> Values:
    return {"edition": item.edition_id, "lineage": str(item.lineage), "title": item.title}


def built(model: type[Model], values: Values, **relations: Any) -> Any:
    """A row of ``model`` from kept columns; a column that is no more is passed over."""
    known = {field.attname: field for field in model._meta.concrete_fields}
    kept = {name: known[name].to_python(value) for name, value in values.items() if name in known}
    return model(**kept, **relations)


def insert_ranked(items: Iterable[PlanItem], actor: User | None) -> None:
    """Insert items (parents first, joined as objects) with their history: two inserts per rank, however many.

    The guards want the parent of the same edition to stand first.
    """
    depth: dict[uuid.UUID, int] = {}
    ranks: dict[int, list[PlanItem]] = defaultdict(list)
    for item in items:
        depth[item.lineage] = depth.get(item.parent.lineage, -1) + 1 if item.parent else 0
        ranks[depth[item.lineage]].append(item)
    for rank in sorted(ranks):
        bulk_create_with_history(ranks[rank], PlanItem, default_user=actor)


def levels_again(kept: Iterable[Values], edition: Edition) -> tuple[dict[str, Level], list[str]]:
    """Levels of the edition by key, with the kept ones that were deleted since made again; the names of those."""
    levels = {level.key: level for level in edition.levels.all()}
    missing = [built(Level, values, edition=edition) for values in kept if values["key"] not in levels]
    for level in Level.objects.bulk_create(missing):
        levels[level.key] = level
    return levels, [level.name for level in missing]


def found_again(addresses: Iterable[Values]) -> dict[tuple[int, str], PlanItem]:
    """The items at these addresses that still stand, by edition and lineage. One query."""
    editions, lineages = set(), set()
    for address in addresses:
        editions.add(address["edition"])
        lineages.add(address["lineage"])
    rows = PlanItem.objects.filter(edition__in=editions, lineage__in=lineages)
    return {(row.edition_id, str(row.lineage)): row for row in rows}
