"""What the pages of publishing show: contexts built from documents and shelves."""

from collections import defaultdict
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Government
from kpi.models import Target
from publishing import pieces
from publishing.book.population import population_of
from publishing.book.words import References
from publishing.diagrams import pictures_of
from publishing.document import Document, Entry
from publishing.kpi_tables import KpiTables, parted
from publishing.population.page import shown
from publishing.rules import Shelf, with_reviews
from publishing.target_counts import target_counts
from strategy.bodies import safe_html
from strategy.models import Edition, Plan
from strategy.richtext import parse, render
from strategy.sanitise import clean

FILE_KINDS = (
    ("pdf", "計画書（PDF、読み上げ対応）", "PDF"),
    ("docx", "計画書（Word）", "Word"),
    ("json", "計画のデータ（JSON）", "JSON"),
)


def government_groups() -> list[dict[str, Any]]:
    """Governments with something public, the nation's reference plans apart. One query."""
    found = Government.objects.filter(plans__editions__in=Edition.objects.public()).distinct()
    nation, others = [], []
    for government in found:
        (nation if government.kind == Government.Kind.NATION else others).append(government)
    groups = [
        {"title": "地方公共団体", "governments": others},
        {"title": "国の計画（参照）", "governments": nation},
    ]
    return [group for group in groups if group["governments"]]


def shelves_of(government: Government) -> list[Shelf]:
    """The public editions of each plan of a government, in the order strategy, comprehensive, sector, reference."""
    today = timezone.localdate()
    editions = with_reviews(
        Edition.objects.public()
        .filter(plan__government=government)
        .with_hold(today)
        .without_content()
        .select_related("plan__government")
        .order_by("number")
    )
    by_plan: dict[int, list[Edition]] = defaultdict(list)
    for edition in editions:
        by_plan[edition.plan_id].append(edition)
    order = list(Plan.Kind.values)
    shelves = [Shelf(tuple(found), today) for found in by_plan.values()]
    return sorted(shelves, key=lambda shelf: (order.index(shelf.plan.kind), shelf.plan.slug))


def with_targets(shelves: list[Shelf]) -> set[int]:
    """Which of the editions shown set targets, by id: their KPIs have a page. One query."""
    shown = [shelf.shown.pk for shelf in shelves]
    return set(Target.objects.filter(edition__in=shown).values_list("edition_id", flat=True))


def edition_page(document: Document) -> dict[str, Any]:
    """Everything the page of an edition shows besides its place in the line of editions."""
    population = population_of(document)
    return {
        "document": document,
        "population": population,
        "population_pieces": [shown(block) for block in population.blocks] if population else [],
        "references": References(document),
        "pieces": pieces.pieces(document),
        "contents": pieces.contents(document),
        "pillars": pieces.pillar_columns(document),
        "diagrams": pictures_of(document),
        "frames": pieces.frame_tables(document),
        "counts": _counts(document),
        "kpi_tables": KpiTables(document),
        "target_counts": target_counts(document),
        "file_kinds": FILE_KINDS,
    }


def _counts(document: Document) -> dict[str, int]:
    measures = document.of_kind("MEASURE")
    return {"measures": len(measures), "marked": sum(bool(entry.marks) for entry in measures)}


def shelf_context(shelf: Shelf, edition: Edition) -> dict[str, Any]:
    """Where an edition stands: in force, coming, or an earlier one."""
    return {
        "shelf": shelf,
        "edition": edition,
        "plan": shelf.plan,
        "government": shelf.plan.government,
        "is_shown": edition == shelf.shown,
        "state": state_of(shelf, edition),
        "line": [(other, shelf.before(other)) for other in shelf.editions],
    }


def state_of(shelf: Shelf, edition: Edition) -> str:
    """One word for the reader: 現行, 策定済, 案の段階, 過去の版."""
    if edition == shelf.in_force:
        return "in_force"
    if edition == shelf.upcoming:
        return "upcoming"
    return "draft" if edition.stage != Edition.Stage.ADOPTED else "past"


def safe_body(entry: Entry, references: References | None = None) -> SafeString:
    """The body of an entry for a page; ``references`` say how the items it refers to are numbered now."""
    html = safe_html(entry.body)
    return html if references is None else mark_safe(references.on_screen(html))


def body_before(entry: Entry, references: References) -> SafeString:
    """The body of an entry with targets as far as it stands before their tables."""
    return _part_of_body(entry, references, 0)


def notes_behind(entry: Entry, references: References) -> SafeString:
    """The notes (※…) that stand behind the tables."""
    return _part_of_body(entry, references, 1)


def _part_of_body(entry: Entry, references: References, part: int) -> SafeString:
    html = render(parted(parse(clean(entry.body).html))[part])
    return mark_safe(references.on_screen(safe_html(html)))
