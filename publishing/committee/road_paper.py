"""策定経過 as a document for the plan's annex: PDF and Word in the look of the other papers."""

from collections.abc import Iterator

from deliberation.documents.facts import day_words
from deliberation.documents.shapes import Block, Cell, Column, Document, Line, Table, Title
from publishing.committee.road import Road
from publishing.committee.stations import Station


def road_paper(road: Road) -> Document:
    """The road as a table of days, and who took part."""
    return Document(
        key="road",
        name="策定経過",
        book=f"{road.name}　策定経過",
        government=road.plan.government.name,
        blocks=tuple(_blocks(road)),
    )


def _blocks(road: Road) -> Iterator[Block]:
    yield Title((road.name, "策定経過"))
    rows = tuple(row for station in road.stations for row in _rows(station))
    if rows:
        yield Table((Column("年月日", 42), Column("区分", 22, "mark"), Column("内容")), rows, says="策定経過")
    else:
        yield Line("text", ("記録はまだありません。",))
    outside = [share for share in road.shares if not share.is_internal]
    if road.shares:
        yield Line("heading", ("参画した会議体",))
        yield Table(
            (
                Column("会議体"),
                Column("委員", 16, "mark"),
                Column("分野", 62),
                Column("若者", 16, "mark"),
                Column("域外", 16, "mark"),
            ),
            tuple(
                (
                    Cell(share.body.name),
                    Cell(f"{share.members}人"),
                    Cell("庁内" if share.is_internal else share.sector_words or "―"),
                    Cell(f"{share.covered.young}人"),
                    Cell(f"{share.covered.from_outside}人"),
                )
                for share in road.shares
            ),
            says="参画した会議体",
        )
    if outside and not road.missing:
        yield Line("note", ("※　産官学金労言士と住民の、すべての分野から参画しました。",))


def _rows(station: Station) -> Iterator[tuple[Cell, ...]]:
    if station.beside:
        for one in station.beside:
            yield _row(one, station.title)
        return
    yield _row(station, "")


def _row(station: Station, above: str) -> tuple[Cell, ...]:
    words = "\n".join(filter(None, (above, station.title, *station.lines)))
    day = day_words(station.on) if station.on else station.day
    return Cell(day), Cell(station.kind), Cell(words)
