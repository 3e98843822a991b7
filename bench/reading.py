"""G13: reading 320 items with their alignments, against two statements through a bare cursor."""

from django.db import connection

from bench.plans import edition, figure, nation, published, queries, report, seconds, town
from publishing.document import Document
from publishing.drafting import EditionRows, draft_data
from strategy.models import Edition

ITEMS = 320
# Every column that a document needs of items and alignments, and nothing else.
STATEMENTS = (
    """
    SELECT i.id, i.parent_id, i.position, i.lineage, i.kind, i.title, i.body, i.printed_number, i.predecessors,
           l.id, l.key, l.name, l.numbering, d.division, d.name
      FROM strategy_planitem i
      JOIN strategy_level l ON l.id = i.level_id
      LEFT JOIN accounts_department d ON d.id = i.department_id
     WHERE i.edition_id = %s ORDER BY i.position, i.id
    """,
    """
    SELECT a.item_id, a.verb, a.note, a.page, t.lineage, t.kind, t.title, e.id, e.number, e.title, p.slug, p.kind,
           g.slug, g.name
      FROM strategy_alignment a
      JOIN strategy_planitem t ON t.id = a.to_item_id
      JOIN strategy_edition e ON e.id = t.edition_id
      JOIN strategy_plan p ON p.id = e.plan_id
      JOIN accounts_government g ON g.id = p.government_id
     WHERE a.edition_id = %s ORDER BY a.item_id, a.id
    """,
)


def measure() -> None:
    nation()
    working = edition(town(), "strategy", ITEMS)
    frozen = published(edition(working.plan.government, "other", ITEMS))

    def rows() -> None:
        EditionRows(working)

    def draft() -> None:
        draft_data(Edition.objects.select_related("plan__government").get(pk=working.pk))

    def document() -> None:
        assert Document.of(Edition.objects.get(pk=frozen.pk)).items

    def cursor() -> None:
        with connection.cursor() as raw:
            for statement in STATEMENTS:
                assert raw.execute(statement, [working.pk]).fetchall()

    loaded, built, stored, floor = seconds(rows, draft, document, cursor, repeat=15)
    report(
        figure("items and alignments through a bare cursor", floor * 1000, "ms"),
        figure("frozen edition, read from its document", stored * 1000, "ms"),
        figure("working edition, rows as a numbered tree", loaded * 1000, "ms"),
        figure("working edition, its document built: queries", len(queries(draft))),
        figure("working edition, its document built", built * 1000, "ms"),
        figure("frozen edition / bare cursor", stored / floor, "×", 7),
        figure("working edition, rows / bare cursor", loaded / floor, "×", 7),
        figure("working edition, document built / bare cursor", built / floor, "×"),
    )
