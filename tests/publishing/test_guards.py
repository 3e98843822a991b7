"""Printed editions, printed years of review and issued comparisons are made once and never change."""

from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.guards import SENTENCES, sentence_of
from publishing.editions import freeze, start_next_edition
from publishing.models import Comparison, IssuedComparison, PrintedEdition, PrintedReview
from tests import factories
from tests.publishing import reviews
from tests.snapshots import everything_stored


@pytest.fixture
def printed(toyonaka) -> PrintedEdition:
    edition = factories.published(factories.plan(toyonaka))
    row = PrintedEdition.objects.create(
        edition=edition,
        content_hash=edition.content_hash,
        page_count=12,
        size=34567,
        pages={},
        file="printed/a.pdf",
    )
    connection.check_constraints()  # PostgreSQL truncates nothing that still has keys to check
    return row


def execute(sql: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


@pytest.fixture
def issued(toyonaka) -> IssuedComparison:
    old = factories.published(factories.plan(toyonaka))
    new = freeze(actor=None, edition=start_next_edition(actor=None, edition=old, stage="PROPOSAL"))
    row = IssuedComparison.objects.create(
        comparison=Comparison.objects.create(old=old, new=new), number=1, content=b"{}", content_hash="0" * 64
    )
    connection.check_constraints()
    return row


@pytest.fixture
def printed_review(toyonaka) -> PrintedReview:
    row = PrintedReview.objects.create(
        review=reviews.published(reviews.edition(toyonaka)),
        content_hash="0" * 64,
        page_count=6,
        size=12345,
        file="printed/r.pdf",
    )
    connection.check_constraints()
    return row


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fixture", "field", "other"),
    [("printed", "page_count", 13), ("printed_review", "page_count", 7), ("issued", "content", b"[]")],
)
def test_what_is_kept_for_good_cannot_be_changed_or_removed(request, fixture, field, other):
    row = request.getfixturevalue(fixture)
    model, table = type(row), row._meta.db_table
    mine = model.objects.filter(pk=row.pk)
    columns = ", ".join(field.column for field in model._meta.concrete_fields)
    ways = {
        "save": row.save,
        "update": partial(mine.update, **{field: other}),
        "bulk_update": partial(model.objects.bulk_update, [row], [field]),
        "delete": row.delete,
        "raw UPDATE": partial(execute, f"UPDATE {table} SET content_hash = 'x'"),
        "raw DELETE": partial(execute, f"DELETE FROM {table}"),
    }
    if connection.vendor == "sqlite":
        ways["REPLACE"] = partial(execute, f"REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}")
    else:
        ways["TRUNCATE"] = partial(execute, f"TRUNCATE {table}")
    before = everything_stored()
    for name, act in ways.items():
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            act()
        assert (name, sentence_of(caught.value)) == (name, SENTENCES["hashira:append-only"])
    assert everything_stored() == before


@pytest.mark.django_db
def test_an_issue_has_a_number_of_its_own(issued):
    for number in (0, 1):
        with pytest.raises(IntegrityError), transaction.atomic():
            IssuedComparison.objects.create(
                comparison=issued.comparison, number=number, content=b"{}", content_hash="1" * 64
            )
    assert IssuedComparison.objects.get() == issued


@pytest.mark.django_db
def test_an_edition_is_printed_once(printed):
    with pytest.raises(IntegrityError), transaction.atomic():
        PrintedEdition.objects.create(
            edition=printed.edition,
            content_hash="0" * 64,
            page_count=1,
            size=1,
            pages={},
            file="printed/b.pdf",
        )
    assert PrintedEdition.objects.get() == printed
