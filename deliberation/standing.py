"""Where an opinion stands now: its item in the newest text, or those that came of it, and what became of the quoted words."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deliberation.anchoring import Found, follow, seek, words_of
from deliberation.models import Opinion
from strategy.models import Edition, Plan, PlanItem
from strategy.places import Place, places_of
from strategy.textdiff import Run, compare

MOST_SHOWN = 60  # characters around the words that are shown with them


@dataclass(frozen=True)
class Spot:
    """An item of the newest edition at which an opinion stands. ``found`` says what became of the quoted words."""

    place: Place
    item: PlanItem
    found: Found | None = None
    before: str = ""
    behind: str = ""
    difference: tuple[Run, ...] = ()  # the quoted words beside those that stand there now

    @property
    def is_changed(self) -> bool:
        return self.found is not None and not self.found.is_same


@dataclass(frozen=True)
class Standing:
    """An opinion and where it stands in ``edition``, the newest one; ``then`` is the item of which it was said.

    No spots of an opinion with an item: the item is gone without successor. ``is_moved``: other items came of it.
    """

    edition: Edition | None
    then: Place | None
    spots: tuple[Spot, ...]
    is_moved: bool = False
    is_same_edition: bool = False

    @property
    def is_gone(self) -> bool:
        return self.then is not None and not self.spots


def descended(lineage: str, editions: Iterable[Iterable[tuple[str, Sequence[str]]]]) -> tuple[str, ...]:
    """Lineages in the last of these editions that came of this one; each edition as pairs (lineage, predecessors).

    An item that was left out of an edition and came back is the same item.

    >>> descended("b", [[("a", ("a", "b"))], [("a", ())]])
    ('a',)
    >>> descended("b", [[("c", ())]])
    ()
    """
    line, last = {lineage}, []
    for rows in editions:
        last = [one for one, before in rows if one in line or line & set(before)]
        line |= set(last)
    return (lineage,) if lineage in last else tuple(last)


def newest_edition(plan: Plan) -> Edition | None:
    """The edition in which the plan is written on, or was last. One query."""
    return Edition.objects.filter(plan=plan).without_content().order_by("-number").first()


def standing_of(opinion: Opinion) -> Standing:
    """Where one opinion stands in the newest edition of its plan. Six queries at most."""
    newest = newest_edition(opinion.plan)
    if newest is None or opinion.edition_id is None or opinion.lineage is None:
        return Standing(newest, None, ())
    said_of = Edition.objects.without_content().get(pk=opinion.edition_id)
    lineages = _successors(opinion.lineage, said_of, newest)
    places = places_of([said_of, newest])
    wanted = {(said_of.pk, opinion.lineage), *((newest.pk, lineage) for lineage in lineages)}
    rows = PlanItem.objects.filter(
        edition__in=[said_of, newest], lineage__in=[opinion.lineage, *lineages]
    ).select_related("department")
    items = {(row.edition_id, row.lineage): row for row in rows if (row.edition_id, row.lineage) in wanted}
    old = items.get((said_of.pk, opinion.lineage))
    if said_of.pk == newest.pk and old is not None:
        old = _as_it_was(old, opinion)
    spots = tuple(
        _spot(opinion, places[newest.pk][lineage], items[newest.pk, lineage], old) for lineage in lineages
    )
    return Standing(
        edition=newest,
        then=places[said_of.pk].get(opinion.lineage),
        spots=spots,
        is_moved=bool(lineages) and opinion.lineage not in lineages,
        is_same_edition=said_of.pk == newest.pk,
    )


def _successors(lineage: uuid.UUID, said_of: Edition, newest: Edition) -> list[uuid.UUID]:
    """One query."""
    rows = PlanItem.objects.filter(
        edition__plan=newest.plan_id, edition__number__gte=said_of.number, edition__number__lte=newest.number
    ).order_by("edition__number", "position", "id")
    by_edition: dict[int, list[tuple[str, Sequence[str]]]] = {}
    for number, own, before in rows.values_list("edition__number", "lineage", "predecessors"):
        by_edition.setdefault(number, []).append((str(own), before))
    if newest.number not in by_edition:
        return []
    return [uuid.UUID(one) for one in descended(str(lineage), by_edition.values())]


def _as_it_was(item: PlanItem, opinion: Opinion) -> PlanItem:
    """The item of a text that is still being written, as it was when the opinion came; two queries at most.

    What nobody had saved till then is as it was copied from the edition before. Saves that follow one another closely are
    one row of the history, so it may be a little newer: then the words are looked for in the text as it is.
    """
    row = item.history.filter(history_date__lte=opinion.at).order_by("-history_date", "-history_id").first()
    if row is not None:
        return row.instance
    return PlanItem.objects.filter(edition__followers=item.edition_id, lineage=item.lineage).first() or item


def _spot(opinion: Opinion, place: Place, item: PlanItem, old: PlanItem | None) -> Spot:
    if not opinion.quote:
        return Spot(place, item)
    text = words_of(item.title, item.body)
    found = located(opinion, words_of(old.title, old.body) if old else "", text)
    if found is None:
        return Spot(place, item)
    return Spot(
        place,
        item,
        found,
        before=text[max(0, found.start - MOST_SHOWN) : found.start],
        behind=text[found.end : found.end + MOST_SHOWN],
        difference=() if found.is_same else compare(opinion.quote, found.words),
    )


def located(opinion: Opinion, old: str, new: str) -> Found | None:
    """The quoted words in a text: followed from the text of which they were said, else looked for.

    None where they stand in neither: they are then no words of the text (a figure, a KPI).
    """
    found = follow(old, opinion.quote, opinion.quote_at, new) if old else None
    if found is not None:
        return found
    place = seek(new, opinion.quote, opinion.quote_at)
    return Found("same", *place, new[slice(*place)]) if place else None


@dataclass(frozen=True)
class Placed:
    """An opinion at items of an edition; no lineages: of the whole, or of an item that is not there any more."""

    opinion: Opinion
    lineages: tuple[str, ...]
    found: Found | None = None

    @property
    def is_changed(self) -> bool:
        """Whether other words stand where the quoted ones stood."""
        return self.found is not None and not self.found.is_same

    @property
    def is_gone(self) -> bool:
        return self.opinion.lineage is not None and not self.lineages


def placed_in(edition: Edition, words: Mapping[str, str], opinions: Iterable[Opinion]) -> list[Placed]:
    """Where these opinions stand in an edition whose items say ``words`` (by lineage). Two queries at most, none where
    all were given on this very edition."""
    opinions = list(opinions)
    earlier = [one for one in opinions if one.edition_id not in (None, edition.pk) and one.lineage]
    lines = _lines(edition, earlier) if earlier else {}
    olds = _olds(earlier) if earlier else {}
    return [_placed(one, edition, words, lines, olds) for one in opinions]


def _placed(
    one: Opinion,
    edition: Edition,
    words: Mapping[str, str],
    lines: Mapping[int, list[tuple[str, Sequence[str]]]],
    olds: Mapping[tuple[int, uuid.UUID], str],
) -> Placed:
    if one.lineage is None:
        return Placed(one, ())
    own = str(one.lineage)
    if one.edition_id in (None, edition.pk):
        lineages: tuple[str, ...] = (own,) if own in words else ()
    else:
        begin = one.edition.number if one.edition else 0
        way = [rows for number, rows in sorted(lines.items()) if number >= begin]
        lineages = tuple(lineage for lineage in descended(own, way) if lineage in words)
    if not lineages or not one.quote:
        return Placed(one, lineages)
    old = olds.get((one.edition_id or 0, one.lineage), "")
    return Placed(one, lineages, located(one, old, words[lineages[0]]))


def _lines(edition: Edition, opinions: Sequence[Opinion]) -> dict[int, list[tuple[str, Sequence[str]]]]:
    """Lineages and predecessors of the editions from the first of these opinions to this one, by number. One query."""
    first = min(one.edition.number for one in opinions if one.edition)
    rows = PlanItem.objects.filter(
        edition__plan=edition.plan_id, edition__number__gte=first, edition__number__lte=edition.number
    ).order_by("position", "id")
    found: dict[int, list[tuple[str, Sequence[str]]]] = {}
    for number, lineage, before in rows.values_list("edition__number", "lineage", "predecessors"):
        found.setdefault(number, []).append((str(lineage), before))
    return found


def _olds(opinions: Sequence[Opinion]) -> dict[tuple[int, uuid.UUID], str]:
    """The words of which quotes were taken. One query."""
    quoted = [one for one in opinions if one.quote]
    rows = PlanItem.objects.filter(
        edition__in={one.edition_id for one in quoted}, lineage__in={one.lineage for one in quoted}
    )
    found = rows.values_list("edition_id", "lineage", "title", "body")
    return {(pk, lineage): words_of(title, body) for pk, lineage, title, body in found}
