"""The line in which the adopted editions of a plan replace one another."""

import datetime
from dataclasses import dataclass

from strategy.models import Edition


@dataclass(frozen=True)
class Place:
    """Where an edition stands once it is published: which it replaces, and which replaces it at once."""

    replaces: tuple[Edition, ...] = ()
    yields_to: Edition | None = None
    yields_from: datetime.date | None = None


def place_in_line(edition: Edition) -> Place:
    """What publishing this edition does to the others of its plan; only an adopted one takes a place. One query.

    It replaces the earlier adopted editions that still hold; published late, it yields to a later one. A 正誤訂正
    replaces only the public edition that it corrects and yields to whatever had replaced that one; when that one
    was withdrawn, it stands where that one stood.
    """
    if edition.stage != Edition.Stage.ADOPTED:
        return Place()
    editions = {row.pk: row for row in edition.plan.editions.without_content().order_by("number")}
    adopted = [
        row
        for row in editions.values()
        if row.is_public and row.stage == Edition.Stage.ADOPTED and row.pk != edition.pk
    ]
    corrected = editions.get(edition.based_on_id) if edition.correction else None
    if corrected in adopted:
        newest = _newest_correction(corrected, editions)
        return Place((newest,), editions.get(newest.superseded_by_id), newest.superseded_from)
    ranks = _ranks(editions)
    own = ranks[edition.pk]
    earlier = tuple(row for row in adopted if row.superseded_by_id is None and ranks[row.pk] < own)
    later = min(
        (row for row in adopted if ranks[row.pk] > own),
        key=lambda row: (ranks[row.pk], row.number),
        default=None,
    )
    return Place(earlier, later, later.effective_from if later else None)


def _newest_correction(edition: Edition, editions: dict[int, Edition]) -> Edition:
    """The edition, or the correction that stands in its place already."""
    by = editions.get(edition.superseded_by_id)
    while by is not None and by.correction and by.based_on_id == edition.pk:
        edition, by = by, editions.get(by.superseded_by_id)
    return edition


def _ranks(editions: dict[int, Edition]) -> dict[int, int]:
    """The number of each edition; a correction ranks with the edition that it corrects. Lower numbers come first."""
    ranks: dict[int, int] = {}
    for row in editions.values():
        ranks[row.pk] = ranks.get(row.based_on_id, row.number) if row.correction else row.number
    return ranks
