"""Building the canonical document of a working edition from its rows.

The number of queries does not depend on the number of items. Nothing here knows the time: equal rows give
equal bytes. Nobody else assembles an edition; readers use ``publishing.document``.
"""

import json
import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from accounts.models import Department
from publishing.target_rows import TargetRows
from publishing.vision_rows import RegionalRow, population_data
from strategy import tree
from strategy.models import Alignment, Edition, PlanItem
from strategy.numbering import number_tree

SCHEMA = 3  # 1: without targets; 2: without visions
MARK = "●"

Data = dict[str, Any]


def draft_data(edition: Edition) -> Data:
    """The document of an edition as its rows stand now."""
    plan, government = edition.plan, edition.plan.government
    rows = EditionRows(edition)
    return {
        "schema": SCHEMA,
        "government": {
            "code": government.code,
            "slug": government.slug,
            "name": government.name,
            "kind": government.kind,
            "prefecture": government.prefecture,
            "words": government.address.as_words(),
        },
        "plan": {
            "slug": plan.slug,
            "kind": plan.kind,
            "kind_name": plan.get_kind_display(),
            "contained_in": _container(plan),
        },
        "edition": _edition_data(edition),
        "levels": [
            {
                "key": level.key,
                "name": level.name,
                "kind": level.kind,
                "numbering": level.numbering,
                "depth": level.depth,
                "under": level.under,
            }
            for level in rows.tree.levels.values()
        ],
        "roles": [
            {
                "number": role.number,
                "label": role.label,
                "legal_basis": role.legal_basis,
                "plan": role.plan.slug if role.plan else None,
            }
            for role in edition.roles.select_related("plan")
        ],
        "terms": [
            {"word": term.word, "reading": term.reading, "definition": term.definition}
            for term in edition.terms.all()
        ],
        "frames": _frames(edition),
        "population_vision": population_data(edition),
        "items": rows.data(),
    }


def _frames(edition: Edition) -> list[Data]:
    """The nation's pillars and foundations that this edition rests on: the columns of its 対応表.

    They are part of the document, so that a table printed years later still shows the frame of its time.
    """
    others = edition.rests_on.filter(plan__government__kind="NATION", frozen_at__isnull=False)
    frames = []
    for other in _in_order(others):
        columns = _columns(json.loads(bytes(other.content))["items"], "")
        if columns:
            frames.append(
                {
                    "government": other.plan.government.name,
                    "government_slug": other.plan.government.slug,
                    "plan_slug": other.plan.slug,
                    "edition_number": other.number,
                    "edition_title": other.title,
                    "columns": columns,
                }
            )
    return frames


def _in_order(sources: QuerySet[Edition]) -> list[Edition]:
    """Not by the database: SQLite and PostgreSQL sort text differently, and the bytes must be equal."""
    return sorted(
        sources.select_related("plan__government").order_by(),
        key=lambda source: (source.plan.government.code, source.plan.slug, source.number),
    )


def _columns(items: list[Data], group: str) -> list[Data]:
    found = []
    for item in items:
        if item["kind"] in ("PILLAR", "FOUNDATION"):
            found.append(
                {key: item[key] for key in ("lineage", "kind", "number", "title")} | {"group": group}
            )
        found.extend(_columns(item["items"], item["title"]))
    return found


def _container(plan) -> Data | None:
    """The plan that contains this one, with the title of its newest public edition."""
    if plan.contained_in_id is None:
        return None
    newest = plan.contained_in.editions.public().order_by("-number").values_list("title", flat=True).first()
    return {"slug": plan.contained_in.slug, "title": newest or ""}


def _day(day) -> str | None:
    return day.isoformat() if day else None


def _edition_data(edition: Edition) -> Data:
    based_on = edition.based_on
    return {
        "number": edition.number,
        "title": edition.title,
        "short_title": edition.short_title,
        "former_title": edition.former_title,
        "term": edition.term,
        "revision": edition.revision,
        "correction": edition.correction,
        "first_fiscal_year": edition.first_fiscal_year,
        "last_fiscal_year": edition.last_fiscal_year,
        "period_reason": edition.period_reason,
        "mode": edition.mode,
        "mode_name": edition.get_mode_display(),
        "stage": edition.stage,
        "stage_name": edition.stage_name,
        "adopted_on": _day(edition.adopted_on),
        "effective_from": _day(edition.effective_from),
        "first_page": edition.first_page,
        "page_prefix": edition.page_prefix,
        "based_on": {"number": based_on.number, "title": based_on.title} if based_on else None,
        "rests_on": [
            {
                "government": other.plan.government.name,
                "government_slug": other.plan.government.slug,
                "plan": other.plan.slug,
                "number": other.number,
                "title": other.title,
            }
            for other in _in_order(edition.rests_on.without_content())
        ],
    }


# What a document needs of each row. Plain tuples: objects for items and both ends of alignments cost four times as much.
_ITEM = (
    "id parent_id position lineage kind title body printed_number predecessors level_id department_id".split()
)
_LINK = "item_id verb note page to_item__edition_id to_item__lineage to_item__kind to_item__title".split()


class _Tree:
    """The assembled items of one edition with their levels and numbers. Two queries."""

    def __init__(self, edition: Edition):
        self.levels = {level.pk: level for level in edition.levels.all()}
        rows = PlanItem.objects.filter(edition=edition).order_by("position", "id")
        self.nodes = tree.assemble(rows.values_list(*_ITEM, named=True))
        self.numbers = number_tree(
            self.nodes,
            style=lambda item: self.levels[item.level_id].numbering,
            level=lambda item: item.level_id,
            key=lambda item: item.lineage,
            printed=lambda item: item.printed_number,
        )

    def in_order(self) -> Iterator[Any]:
        """The items in reading order."""
        return (node.item for _, node in tree.walk(self.nodes))


def _numbers_of(edition: Edition) -> dict[uuid.UUID, str]:
    """Numbers of an edition that is aligned with: as frozen, or as they stand now."""
    if not edition.is_frozen:
        return _Tree(edition).numbers
    found, waiting = {}, list(json.loads(bytes(edition.content))["items"])
    while waiting:
        item = waiting.pop()
        found[uuid.UUID(item["lineage"])] = item["number"]
        waiting.extend(item["items"])
    return found


class EditionRows:
    """The tree of one edition with everything that hangs on its items, each kind read in one query."""

    def __init__(self, edition: Edition):
        self.edition = edition
        self.tree = _Tree(edition)
        self.departments = {
            department.pk: str(department)
            for department in Department.objects.filter(items__edition=edition).distinct()
        }
        self.links = defaultdict(list)
        for link in Alignment.objects.filter(edition=edition).order_by("id").values_list(*_LINK, named=True):
            self.links[link.item_id].append(link)
        self.sources = self._sources()
        self.numbers = {pk: _numbers_of(source) for pk, source in self.sources.items() if pk != edition.pk}
        self.numbers[edition.pk] = self.tree.numbers
        self.figures = defaultdict(list)
        for figure in edition.figures.order_by("position", "id"):
            self.figures[figure.item_id].append(figure)
        self.relistings = defaultdict(list)
        for relisting in edition.relistings.select_related("item").order_by("position", "id"):
            self.relistings[relisting.under_id].append(relisting)
        self.targets = TargetRows(edition)
        self.regional = RegionalRow(edition)

    def _sources(self) -> dict[int, Edition]:
        """The editions aligned with, this one among them if its own pillars are."""
        ids = {link.to_item__edition_id for links in self.links.values() for link in links}
        return Edition.objects.select_related("plan__government").in_bulk(ids)

    def data(self) -> list[Data]:
        """The items of the document, nested."""
        return [self._item(node) for node in self.tree.nodes]

    def _item(self, node: tree.Node) -> Data:
        item, links = node.item, self.links[node.item.id]
        level = self.tree.levels[item.level_id]
        return {
            "lineage": str(item.lineage),
            "level": level.name,
            "level_key": level.key,
            "kind": item.kind,
            "number": self.tree.numbers[item.lineage],
            "title": item.title,
            "body": item.body,
            "department": self.departments.get(item.department_id),
            "marks": [MARK] if any(self._is_own_pillar(link) for link in links) else [],
            "page": next((link.page for link in links if link.page and self._is_comprehensive(link)), None),
            "predecessors": item.predecessors,
            "alignments": [self._alignment(link) for link in links],
            "figures": [self._figure(figure) for figure in self.figures[item.id]],
            "relisted": [
                {
                    "lineage": str(row.item.lineage),
                    "at": sum(child.item.position <= row.position for child in node.children),
                }
                for row in self.relistings[item.id]
            ],
            "targets": self.targets.of(item.id),
            "relisted_targets": self.targets.relisted_at(item.id),
            "regional_vision": self.regional.of(item.id, self.tree.in_order(), self.tree.numbers),
            "items": [self._item(child) for child in node.children],
        }

    def _is_own_pillar(self, link) -> bool:
        return link.to_item__kind == "PILLAR" and link.to_item__edition_id == self.edition.pk

    def _is_comprehensive(self, link) -> bool:
        return self.sources[link.to_item__edition_id].plan.kind == "COMPREHENSIVE"

    def _alignment(self, link) -> Data:
        source = self.sources[link.to_item__edition_id]
        return {
            "verb": Alignment.Verb(link.verb).label,
            "note": link.note,
            "page": link.page,
            "to": {
                "government": source.plan.government.name,
                "government_slug": source.plan.government.slug,
                "plan_slug": source.plan.slug,
                "plan_kind": source.plan.kind,
                "edition_number": source.number,
                "edition_title": source.title,
                "lineage": str(link.to_item__lineage),
                "kind": link.to_item__kind,
                "number": self.numbers[source.pk].get(link.to_item__lineage, ""),
                "title": link.to_item__title,
            },
        }

    @staticmethod
    def _figure(figure) -> Data:
        return {
            "file": figure.image.name,
            "sha256": figure.sha256,
            "type": figure.media_type,
            "width": figure.width,
            "height": figure.height,
            "caption": figure.caption,
            "alt": figure.alt,
            "source": figure.source,
        }
