"""資料編: what the document knows beside its tree, as far as it has it."""

from collections.abc import Iterator
from typing import Any

from publishing.book.blocks import Chart, Frame, Heading, Link, RoleRow, Roles, Section, Terms
from publishing.book.chart import chart_of, place_of_chart
from publishing.book.concept import place_of_concept, printed_concept
from publishing.book.words import numbered
from publishing.document import Document
from publishing.pieces import FrameTable, frame_tables

TITLE = "資料編"
ANCHOR = "annex"
IS_THIS_PLAN = "この計画"


def annexes(document: Document) -> tuple[Section, tuple[Link, ...]] | None:
    """The 資料編 as one section with its lines of the contents; None where there is nothing to print."""
    parts = list(_parts(document))
    if not parts:
        return None
    section = Section("text", new_page=True, blocks=[Heading(1, TITLE, ANCHOR, head=TITLE)])
    links = [Link(TITLE, ANCHOR)]
    for number, (title, block) in enumerate(parts, start=1):
        heading = Heading(2, numbered(str(number), title), f"{ANCHOR}-{number}", head=TITLE)
        section.blocks += [heading, block]
        links.append(Link(heading.text, heading.anchor, rank=2))
    return section, tuple(links)


def _parts(document: Document) -> Iterator[tuple[str, Any]]:
    concept = None if place_of_concept(document) else printed_concept(document)
    if concept:
        yield "概念図", concept
    chart = None if place_of_chart(document) else chart_of(document)
    if chart:
        yield "施策体系図", Chart(chart)
    if document.roles:
        yield "計画の役割", Roles(tuple(_role(document, role) for role in document.roles))
    for table in frame_tables(document):
        yield f"「{table.title}」との対応", Frame(table, _frame_rows(table))
    if document.terms:
        yield "用語の定義", Terms(tuple(document.terms))


def _role(document: Document, role: dict[str, Any]) -> RoleRow:
    """A role; where it is a plan of its own, the reader learns which."""
    plan = role["plan"] or ""
    contained = document.plan["contained_in"]
    if plan == document.plan["slug"]:
        plan = IS_THIS_PLAN
    elif contained and plan == contained["slug"]:
        plan = contained["title"]
    elif plan:
        plan = "総合戦略"
    return RoleRow(role["number"], role["label"], role["legal_basis"], plan)


def _frame_rows(table: FrameTable) -> tuple[tuple[str, tuple[bool, ...]], ...]:
    return tuple((numbered(row.entry.number, row.entry.title), row.cells) for row in table.rows)
