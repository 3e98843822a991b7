"""An item beside what it was in the edition before: its predecessors, and field by field what changed."""

import uuid
from dataclasses import dataclass

from strategy.chronicle import TOP, Change
from strategy.models import Edition, PlanItem
from strategy.places import Place, places_of

UNDECIDED = "（決まっていない）"


@dataclass(frozen=True)
class Former:
    """An item of the edition before from which an item came."""

    item: PlanItem
    place: Place


@dataclass(frozen=True)
class Difference:
    """An item and what it was. ``before`` None: no edition before; no ``formers``: a new item.

    Several formers were merged; their bodies are compared one behind the other.
    """

    place: Place
    before: Edition | None
    formers: tuple[Former, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.before is not None and not self.formers


def difference_of(item: PlanItem) -> Difference:
    """The item beside its predecessors in the edition that this one is based on. Three queries at most."""
    edition = item.edition
    if edition.based_on_id is None:
        return Difference(places_of([edition])[edition.pk][item.lineage], None)
    before = Edition.objects.without_content().get(pk=edition.based_on_id)
    places = places_of([edition, before])
    place = places[edition.pk][item.lineage]
    wanted = [item.lineage, *(uuid.UUID(lineage) for lineage in item.predecessors)]
    rows = PlanItem.objects.filter(edition=before, lineage__in=wanted).select_related("department")
    formers = tuple(
        Former(row, places[before.pk][row.lineage])
        for row in sorted(rows, key=lambda row: (wanted.index(row.lineage), row.pk))
    )
    changes = _changes(item, place, formers) if formers else ()
    return Difference(place, before, formers, changes)


def _changes(item: PlanItem, place: Place, formers: tuple[Former, ...]) -> tuple[Change, ...]:
    """The fields that differ from the first predecessor; the body from all of them."""
    first = formers[0]
    fields = [
        Change("番号", first.place.full_number, place.full_number),
        Change("見出し", first.item.title, item.title),
        Change("場所", _where(first.place), _where(place)),
        Change("所管課", _department(first.item), _department(item)),
        Change("本文", "".join(former.item.body for former in formers), item.body, is_body=True),
    ]
    stays = [one.lineage for one in first.place.above] == [one.lineage for one in place.above]
    return tuple(
        field for field in fields if field.old != field.new and not (field.label == "場所" and stays)
    )


def _where(place: Place) -> str:
    return " ＞ ".join(above.label for above in reversed(place.above)) or TOP


def _department(item: PlanItem) -> str:
    return str(item.department or UNDECIDED)
