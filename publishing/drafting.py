"""Building the canonical document of a working edition from its rows.

The number of queries does not depend on the number of items. Nothing here knows the time: equal rows give
equal bytes. Nobody else assembles an edition; readers use ``publishing.document``.
"""

import json
import uuid
from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from strategy import tree
from strategy.models import Alignment, Edition, PlanItem
from strategy.numbering import number_tree

SCHEMA = 1
MARK = "●"

Data = dict[str, Any]


def draft_data(edition: Edition) -> Data:
    """The document of an edition as its rows stand now, schema 1."""
    plan, government = edition.plan, edition.plan.government
    levels = list(edition.levels.order_by("depth", "id"))
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
            for level in levels
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
        "items": _Items(edition).data(),
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


def tree_and_numbers(edition: Edition) -> tuple[tuple[tree.Node[PlanItem], ...], dict[uuid.UUID, str]]:
    """The assembled tree of a working edition and the number of each item by its lineage. One query."""
    nodes = tree.assemble(edition.items.select_related("level", "department"))
    numbers = number_tree(
        nodes,
        style=lambda item: item.level.numbering,
        level=lambda item: item.level_id,
        key=lambda item: item.lineage,
        printed=lambda item: item.printed_number,
    )
    return nodes, numbers


def _numbers_of(edition: Edition) -> dict[uuid.UUID, str]:
    """Numbers of an edition that is aligned with: as frozen, or as they stand now."""
    if not edition.is_frozen:
        return tree_and_numbers(edition)[1]
    found, waiting = {}, list(json.loads(bytes(edition.content))["items"])
    while waiting:
        item = waiting.pop()
        found[uuid.UUID(item["lineage"])] = item["number"]
        waiting.extend(item["items"])
    return found


class _Items:
    """The tree of one edition with everything that hangs on its items, each read in one query."""

    def __init__(self, edition: Edition):
        self.edition = edition
        self.nodes, self.numbers = tree_and_numbers(edition)
        self.alignments = defaultdict(list)
        rows = Alignment.objects.filter(edition=edition).select_related(
            "to_item", "to_item__edition__plan__government"
        )
        for row in rows.defer("to_item__edition__content").order_by("id"):
            self.alignments[row.item_id].append(row)
        self.foreign_numbers = self._foreign_numbers()
        self.figures = defaultdict(list)
        for figure in edition.figures.order_by("position", "id"):
            self.figures[figure.item_id].append(figure)
        self.relistings = defaultdict(list)
        for relisting in edition.relistings.select_related("item").order_by("position", "id"):
            self.relistings[relisting.under_id].append(relisting)

    def _foreign_numbers(self) -> dict[int, dict[uuid.UUID, str]]:
        """Numbers of the items aligned with, per edition; two queries per edition aligned with at most."""
        ids = {row.to_item.edition_id for rows in self.alignments.values() for row in rows}
        others = Edition.objects.filter(pk__in=ids - {self.edition.pk})
        return {self.edition.pk: self.numbers} | {other.pk: _numbers_of(other) for other in others}

    def data(self) -> list[Data]:
        return [self._item(node) for node in self.nodes]

    def _item(self, node: tree.Node[PlanItem]) -> Data:
        item = node.item
        alignments = self.alignments[item.pk]
        return {
            "lineage": str(item.lineage),
            "level": item.level.name,
            "level_key": item.level.key,
            "kind": item.kind,
            "number": self.numbers[item.lineage],
            "title": item.title,
            "body": item.body,
            "department": str(item.department) if item.department else None,
            "marks": [MARK] if any(self._is_own_pillar(row) for row in alignments) else [],
            "page": next((row.page for row in alignments if row.page and self._is_comprehensive(row)), None),
            "predecessors": item.predecessors,
            "alignments": [self._alignment(row) for row in alignments],
            "figures": [self._figure(figure) for figure in self.figures[item.pk]],
            "relisted": [
                {
                    "lineage": str(row.item.lineage),
                    "at": sum(child.item.position <= row.position for child in node.children),
                }
                for row in self.relistings[item.pk]
            ],
            "items": [self._item(child) for child in node.children],
        }

    def _is_own_pillar(self, row: Alignment) -> bool:
        return row.to_item.kind == "PILLAR" and row.to_item.edition_id == self.edition.pk

    @staticmethod
    def _is_comprehensive(row: Alignment) -> bool:
        return row.to_item.edition.plan.kind == "COMPREHENSIVE"

    def _alignment(self, row: Alignment) -> Data:
        to, edition = row.to_item, row.to_item.edition
        return {
            "verb": row.get_verb_display(),
            "note": row.note,
            "page": row.page,
            "to": {
                "government": edition.plan.government.name,
                "government_slug": edition.plan.government.slug,
                "plan_slug": edition.plan.slug,
                "plan_kind": edition.plan.kind,
                "edition_number": edition.number,
                "edition_title": edition.title,
                "lineage": str(to.lineage),
                "kind": to.kind,
                "number": self.foreign_numbers[edition.pk].get(to.lineage, ""),
                "title": to.title,
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
