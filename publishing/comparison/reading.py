"""The 新旧対照表 of two editions of a plan: derived from their documents, arranged by the planner's hand."""

import json
from collections.abc import Iterable
from itertools import pairwise

from django.utils import timezone

from accounts.models import Department
from publishing.comparison.arranging import cut, lost_notes, rows_of
from publishing.comparison.comparing import Comparing
from publishing.comparison.data import from_data, to_data
from publishing.comparison.hand import Hand
from publishing.comparison.keeping import hand_of
from publishing.comparison.opined import causes_between
from publishing.comparison.reviewed import Causes, with_reviews
from publishing.comparison.sides import Reader
from publishing.comparison.summary import level_counts, review_points
from publishing.comparison.table import EditionFacts, Pages, Table
from publishing.document import Document, canonical_bytes
from publishing.models import IssuedComparison, PrintedEdition
from strategy.matching import Link, linked, through
from strategy.models import Edition, PlanItem


class ComparisonError(ValueError):
    """Two editions that cannot be compared; ``sentence`` says why."""

    @property
    def sentence(self) -> str:
        return str(self)


def require_comparable(old: Edition, new: Edition) -> None:
    """Raise ComparisonError for an edition with itself and for editions of different plans."""
    if old.plan_id != new.plan_id:
        raise ComparisonError("別の計画の版とは比べられません。同じ計画の版を二つ選んでください。")
    if old.pk == new.pk:
        raise ComparisonError("同じ版どうしは比べられません。別の版を選んでください。")


def read_table(old: Edition, new: Edition, causes: Causes | None = None) -> Table:
    """The table as it stands now, with the planner's hand. Raises ComparisonError.

    ``causes`` are those of ``causes_between`` where they were read already. The number of queries does not depend on how
    much changed.
    """
    require_comparable(old, new)
    return table_of(old, new, hand_of(old, new), causes)


def derived_table(old: Edition, new: Edition, causes: Causes | None = None) -> Table:
    """The table without anybody's hand: what every reader may see of two public editions.

    ``causes`` are those of ``causes_between`` where they were read already.
    """
    require_comparable(old, new)
    return table_of(old, new, Hand(), causes)


def issued_table(old: Edition, new: Edition) -> Table | None:
    """The table as it was issued last (確定), from its stored bytes. Two queries."""
    issues = IssuedComparison.objects.filter(comparison__old=old, comparison__new=new)
    newest = issues.order_by("-number").first()
    return table_in(newest, pages_of(old, new)) if newest else None


def table_in(issue: IssuedComparison, pages: tuple[Pages, Pages] = ({}, {})) -> Table:
    """The table of an issue, with its number and moment, and the pages on which both editions are printed."""
    table = from_data(json.loads(bytes(issue.content)))
    return table.issued(issue.number, issue.issued_at).paged(*pages)


def content_of(table: Table) -> bytes:
    """The canonical bytes that are kept and hashed when a table is issued: without printed pages, which a frozen
    edition may get later."""
    return canonical_bytes(to_data(table.unpaged()))


def pages_of(old: Edition, new: Edition) -> tuple[Pages, Pages]:
    """The printed page of each item in both editions, by lineage, and that of the title; empty where an edition is not
    printed. One query."""
    rows = PrintedEdition.objects.filter(edition__in=[old, new])
    pages = {
        pk: found | {"title": f"{prefix}{first}"}
        for pk, found, prefix, first in rows.values_list(
            "edition_id", "pages", "edition__page_prefix", "edition__first_page"
        )
    }
    return pages.get(old.pk, {}), pages.get(new.pk, {})


def table_of(old: Edition, new: Edition, hand: Hand, causes: Causes | None = None) -> Table:
    """The table of two editions with this hand, and with what reviewed years, opinions and resolutions asked for."""
    table = arranged(comparing_of(old, new, hand), hand, days=(_day(old), _day(new)))
    return with_reviews(table, causes_between(old, new) if causes is None else causes)


def comparing_of(old: Edition, new: Edition, hand: Hand) -> Comparing:
    """The comparison of two editions: their documents, printed pages, links and departments' successions."""
    old_pages, new_pages = pages_of(old, new)
    before, after = Reader(Document.of(old), old_pages), Reader(Document.of(new), new_pages)
    return Comparing(
        before,
        after,
        links=links_of(old, new, before, after) | set(hand.joins),
        terms=hand.terms,
        successions=_successions(new, before.document, after.document),
    )


def arranged(comparing: Comparing, hand: Hand, *, days: tuple[str, str] = ("", "")) -> Table:
    """The table out of a comparison."""
    old, new = comparing.old.document, comparing.new.document
    changes = list(cut(comparing.changes(), hand))
    rows, left_out = rows_of(changes, hand)
    table = Table(
        government=new.government["name"],
        government_slug=new.government["slug"],
        plan_slug=new.plan["slug"],
        old=_facts(old, days[0]),
        new=_facts(new, days[1]),
        rows=rows,
        left_out=left_out,
        points=hand.points,
        levels=level_counts(old, new),
        paper_number=hand.paper_number,
        hints=(*comparing.hints, *lost_notes(changes, hand)),
    )
    return table if hand.points else table.with_points(review_points(table))


def _facts(document: Document, day: str) -> EditionFacts:
    edition = document.edition
    return EditionFacts(
        number=edition["number"],
        title=edition["title"],
        full_title=document.full_title,
        name=document.name,
        stage_name=edition["stage_name"],
        term=edition["term"],
        revision=edition["revision"],
        correction=edition["correction"],
        day=edition["adopted_on"] or day,
        is_frozen=document.is_frozen,
        content_hash=document.content_hash,
    )


def _day(edition: Edition) -> str:
    return timezone.localdate(edition.published_at).isoformat() if edition.published_at else ""


# --- which items answer to each other -----------------------------------------------------------------------


def links_of(old: Edition, new: Edition, before: Reader, after: Reader) -> set[Link]:
    """Pairs of lineages, followed through every edition between the two (統合 and 分割 on the way included).

    Two queries where editions lie between. Editions of which neither came from the other are linked by lineage and by
    what the newer one names.
    """
    bases = dict(Edition.objects.filter(plan_id=new.plan_id).values_list("pk", "based_on_id"))
    if (way := _way(new.pk, old.pk, bases)) is not None:
        return _along(way, {old.pk: before, new.pk: after})
    if (way := _way(old.pk, new.pk, bases)) is not None:
        return {(one, other) for other, one in _along(way, {old.pk: before, new.pk: after})}
    return linked(_named(before), _named(after))


def _way(start: int, end: int, bases: dict[int, int | None]) -> list[int] | None:
    """The editions from ``end`` up to ``start``, each based on the one before it; None where there is no such way."""
    way, at = [start], bases.get(start)
    while at is not None and at not in way:
        way.append(at)
        if at == end:
            return way[::-1]
        at = bases.get(at)
    return None


def _along(way: list[int], readers: dict[int, Reader]) -> set[Link]:
    """The links from the first edition of a way to its last."""
    between = way[1:-1]
    rows: dict[int, list[tuple[str, tuple[str, ...]]]] = {
        pk: _named(reader) for pk, reader in readers.items()
    }
    rows |= {pk: [] for pk in between}
    found = PlanItem.objects.filter(edition__in=between) if between else PlanItem.objects.none()
    for pk, lineage, predecessors in found.values_list("edition_id", "lineage", "predecessors"):
        rows[pk].append((str(lineage), tuple(predecessors)))
    links = linked(rows[way[0]], rows[way[1]])
    for one, other in pairwise(way[1:]):
        links = through(links, linked(rows[one], rows[other]))
    return links


def _named(reader: Reader) -> list[tuple[str, tuple[str, ...]]]:
    return [(entry.lineage, entry.predecessors) for entry in reader.tree.items.values()]


def _successions(new: Edition, *documents: Document) -> Iterable[tuple[str, str]]:
    """Names of departments and of those that followed them. One query, none where all names stayed."""
    before, after = ({entry.department for entry in document.walk()} for document in documents)
    if before <= after:
        return ()
    rows = Department.objects.filter(government_id=new.plan.government_id, successors__isnull=False)
    pairs = rows.values_list("division", "name", "successors__division", "successors__name")
    return {(_called(*names[:2]), _called(*names[2:])) for names in pairs}


def _called(division: str, name: str) -> str:
    return str(Department(division=division, name=name))


def default_old(new: Edition) -> Edition | None:
    """With what an edition is compared first: the edition in force, else the one it is based on, else the one before."""
    others = new.plan.editions.exclude(pk=new.pk).without_content()
    in_force = others.filter(number__lt=new.number).in_force(timezone.localdate()).first()
    if in_force:
        return in_force
    if new.based_on_id:
        return others.filter(pk=new.based_on_id).first()
    return (
        others.filter(number__lt=new.number).order_by("-number").first() or others.order_by("number").first()
    )
