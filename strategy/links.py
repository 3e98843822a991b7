"""With what an item is aligned, and with what it could be: read for the office's screens."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from accounts.models import Government
from strategy.models import Alignment, Edition, ItemKind, Plan, PlanItem
from strategy.naming import numbered
from strategy.places import Place, Places, found_in, places_of

OWN = "own"
OWN_PILLARS = "この計画の柱（●）"
NATION, COMPREHENSIVE, REFERENCE = "国の計画", "総合計画", "SDGsなど（参照）"
OURS, PREFECTURE, OTHERS = "この団体のほかの計画", "都道府県の計画", "ほかの市区町村などの計画"
GROUPS = (NATION, COMPREHENSIVE, REFERENCE, OURS, PREFECTURE, OTHERS)
# How one usually answers to a plan of this kind; 勘案 is the law's word for the nation's and prefecture's strategies.
USUAL = {
    Plan.Kind.COMPREHENSIVE: Alignment.Verb.CONSISTENT,
    Plan.Kind.SECTOR: Alignment.Verb.CONSISTENT,
    Plan.Kind.REFERENCE: Alignment.Verb.REFER,
}


@dataclass(frozen=True)
class Link:
    """An alignment as it is shown. ``number`` is the target's as printed in its edition."""

    alignment: Alignment
    number: str

    @property
    def to_item(self) -> PlanItem:
        return self.alignment.to_item

    @property
    def is_mark(self) -> bool:
        """Whether it is the ● of the plan: with a pillar of its own edition."""
        return self.to_item.kind == ItemKind.PILLAR and self.is_own

    @property
    def is_own(self) -> bool:
        return self.to_item.edition_id == self.alignment.edition_id

    @property
    def word(self) -> str:
        """該当 for ●, else 勘案, 整合 …."""
        return "該当" if self.is_mark else self.alignment.get_verb_display()

    @property
    def label(self) -> str:
        return numbered(self.number, self.to_item.title)

    @property
    def plan_words(self) -> str:
        """国の「デジタル田園都市国家構想総合戦略」, 「第4次豊中市総合計画」; nothing for the own edition."""
        if self.is_own:
            return ""
        return words_of_edition(self.to_item.edition, self.alignment.edition.plan.government)


def words_of_edition(edition: Edition, own: Government) -> str:
    """How another plan's edition is called on a screen of ``own``."""
    whose = "" if edition.plan.government_id == own.pk else f"{edition.plan.government.name}の"
    return f"{whose}「{edition.short_title or edition.title}」"


def links_of(item: PlanItem, numbers: Mapping[int, str] | None = None) -> list[Link]:
    """The alignments of an item, ● first. Two queries, one where the targets' editions are frozen and known.

    ``numbers`` are those of the item's own edition by id, where the caller has them.
    """
    rows = list(
        Alignment.objects.filter(item=item)
        .select_related("to_item__edition__plan__government")
        .defer("to_item__body", "to_item__edition__content")
        .order_by("id")
    )
    editions = {row.to_item.edition_id: row.to_item.edition for row in rows}
    if numbers is not None:
        editions.pop(item.edition_id, None)
    places = places_of(editions.values())
    links = []
    for row in rows:
        row.item, row.edition = item, item.edition
        target = row.to_item
        if target.edition_id in places:
            number = places[target.edition_id][target.lineage].number
        else:
            number = (numbers or {}).get(target.pk, "")
        links.append(Link(row, number))
    return sorted(links, key=lambda link: not link.is_mark)


@dataclass(frozen=True)
class Group:
    """Editions of one sort to choose from: 国の計画, 総合計画 …."""

    title: str
    editions: list[Edition]


def groups_for(edition: Edition) -> list[Group]:
    """What an item of this edition may answer to besides its own pillars. One query.

    All editions of the own government's other plans, and public ones of others; the newest first.
    """
    own = edition.plan.government
    mine = Q(plan__government=own, withdrawn_at=None)
    public = Q(published_at__isnull=False, withdrawn_at=None)
    found = (
        Edition.objects.filter(mine | public)
        .exclude(plan=edition.plan_id)
        .select_related("plan__government")
        .without_content()
        .order_by("plan__government__code", "plan__kind", "plan__slug", "-number")
    )
    groups: dict[str, list[Edition]] = {title: [] for title in GROUPS}
    for other in found:
        groups[_group_of(other.plan, own)].append(other)
    return [Group(title, editions) for title, editions in groups.items() if editions]


def _group_of(plan: Plan, own: Government) -> str:
    if plan.kind == Plan.Kind.REFERENCE:
        return REFERENCE
    if plan.government_id == own.pk:
        return COMPREHENSIVE if plan.kind == Plan.Kind.COMPREHENSIVE else OURS
    kinds = {Government.Kind.NATION: NATION, Government.Kind.PREFECTURE: PREFECTURE}
    return kinds.get(plan.government.kind, OTHERS)


@dataclass
class Chooser:
    """Where a person chooses what an item answers to: a plan's edition, then items of its tree.

    ``to`` is the id of an edition or ``OWN``; what is not offered counts as ``OWN``.
    """

    edition: Edition
    to: str = OWN
    query: str = ""
    groups: list[Group] = field(init=False)

    def __post_init__(self) -> None:
        self.groups = groups_for(self.edition)
        offered = {str(other.pk): other for group in self.groups for other in group.editions}
        self.chosen: Edition = offered.get(self.to, self.edition)
        self.to = self.to if self.to in offered else OWN

    @cached_property
    def places(self) -> Places:
        """What may be chosen: every item of another plan, of the own only its pillars. One query at most."""
        places = places_of([self.chosen])[self.chosen.pk]
        if self.to != OWN:
            return places
        return {lineage: place for lineage, place in places.items() if place.is_pillar}

    @property
    def shown(self) -> list[Place]:
        """The places that hold the words asked for, with those above them."""
        return found_in(self.places.values(), self.query)

    @property
    def usual_verb(self) -> str:
        return USUAL.get(self.chosen.plan.kind, Alignment.Verb.CONSIDER)

    @property
    def title(self) -> str:
        return OWN_PILLARS if self.to == OWN else words_of_edition(self.chosen, self.edition.plan.government)

    def items(self, lineages: list[uuid.UUID]) -> list[PlanItem]:
        """The chosen rows, in the order of the plan. One query."""
        order = list(self.places)
        found = PlanItem.objects.filter(edition=self.chosen, lineage__in=lineages).defer("body")
        for row in (rows := sorted(found, key=lambda row: order.index(row.lineage))):
            row.edition = self.chosen
        return rows
