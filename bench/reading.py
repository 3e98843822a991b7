"""G13: reading 320 items with their alignments, against the same statements through a bare cursor."""

from django.db import connection

from bench.plans import edition, figure, nation, published, queries, report, seconds, town
from publishing.document import Document
from publishing.drafting import draft_data
from strategy.models import Edition

ITEMS = 320


def measure() -> None:
    nation()
    working = edition(town(), "strategy", ITEMS)
    frozen = published(edition(working.plan.government, "other", ITEMS))

    def draft() -> None:
        draft_data(Edition.objects.select_related("plan__government").get(pk=working.pk))

    def document() -> None:
        Document.of(Edition.objects.get(pk=frozen.pk)).items  # noqa: B018 - the entries are built when read

    statements = queries(draft)

    def cursor() -> None:
        with connection.cursor() as raw:
            for statement in statements:
                raw.execute(statement).fetchall()

    ours, stored, floor = seconds(draft, document, cursor, repeat=15)
    report(
        figure(f"document of a working edition, {ITEMS} items: queries", len(statements)),
        figure("the same statements through a bare cursor", floor * 1000, "ms"),
        figure("document of a working edition", ours * 1000, "ms"),
        figure("document of a frozen edition", stored * 1000, "ms"),
        figure("working edition / bare cursor", ours / floor, "×", 7),
        figure("frozen edition / bare cursor", stored / floor, "×", 7),
    )
