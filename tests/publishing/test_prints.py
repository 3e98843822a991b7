"""The print of a frozen edition is made once, whoever asks."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection

from accounts.audit import Refused
from accounts.models import AuditEvent
from paper.pdf import Pdf, PdfError
from publishing import prints
from publishing.document import Document
from publishing.editions import start_next_edition
from publishing.models import PrintedEdition
from publishing.prints import print_due, print_edition
from strategy.models import Edition
from tests import factories

pytestmark = pytest.mark.slow


@pytest.fixture
def edition(toyonaka):
    return factories.published(factories.plan(toyonaka), measures=1)


@pytest.fixture
def printer(monkeypatch):
    """Sets every document in no time; remembers what it was asked for."""
    asked = []

    def set_at_once(document, *, created=None):
        asked.append((document.edition["number"], created))
        pages = {item.anchor: 1 for item in document.walk()}
        return Pdf(content=b"%PDF-" + document.canonical[:40], page_count=3, pages=pages, printed=pages)

    monkeypatch.setattr(prints, "draft_pdf", set_at_once)
    return asked


def files() -> list[str]:
    folder = Path(default_storage.location) / "printed"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def events() -> int:
    return AuditEvent.objects.filter(verb="edition.print").count()


def test_a_print_holds_the_file_and_the_page_of_every_item(edition):
    printed = print_edition(edition)
    with printed.file.open() as file:
        content = file.read()
    assert (content[:5], len(content)) == (b"%PDF-", printed.size)
    assert printed.content_hash == edition.content_hash
    assert printed.page_count == 3
    assert printed.pages == {item.lineage: "1" for item in Document.of(edition).walk()}
    assert printed.file.name == "printed/toyonaka-digital-strategy-1.pdf"


def test_it_is_made_once_with_the_day_of_freezing_and_one_event(edition, printer, aoki):
    first = print_edition(edition, actor=aoki)
    assert print_edition(edition) == first
    assert printer == [(1, edition.frozen_at)]
    event = AuditEvent.objects.get(verb="edition.print")
    assert (event.actor, event.detail) == (aoki, {"content_hash": edition.content_hash, "pages": 3})


def test_a_working_edition_is_refused(edition, printer, aoki):
    working = start_next_edition(actor=aoki, edition=edition, stage=Edition.Stage.DRAFT)
    with pytest.raises(Refused) as refused:
        print_edition(working)
    assert refused.value.sentence == "印刷した版として残せるのは凍結した版だけです。先に凍結してください。"
    assert (printer, files()) == ([], [])


def test_the_second_of_two_makers_gives_way_to_the_first(edition, printer, monkeypatch):
    quick = prints.draft_pdf

    def while_another_is_quicker(document, *, created=None):
        monkeypatch.setattr(prints, "draft_pdf", quick)
        print_edition(edition)
        return quick(document, created=created)

    monkeypatch.setattr(prints, "draft_pdf", while_another_is_quicker)
    printed = print_edition(edition)
    assert len(printer) == 2
    assert printed == PrintedEdition.objects.get()
    assert files() == [Path(printed.file.name).name]
    assert events() == 1


def test_a_lost_file_is_set_again_and_put_where_it_was(edition, printer):
    printed = print_edition(edition)
    name = printed.file.name
    default_storage.delete(name)
    again = print_edition(edition)
    assert (again, again.file.name, default_storage.exists(name)) == (printed, name, True)
    assert events() == 1


def test_two_who_put_a_lost_file_back_leave_one(edition, printer, monkeypatch):
    name = print_edition(edition).file.name
    default_storage.delete(name)
    quick = prints.draft_pdf

    def while_another_is_quicker(document, *, created=None):
        monkeypatch.setattr(prints, "draft_pdf", quick)
        print_edition(edition)
        return quick(document, created=created)

    monkeypatch.setattr(prints, "draft_pdf", while_another_is_quicker)
    print_edition(edition)
    assert files() == [Path(name).name]


def test_what_is_not_kept_leaves_no_file(edition, printer, monkeypatch):
    def broken(**arguments):
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(prints, "keep_print", broken)
    with pytest.raises(RuntimeError):
        print_edition(edition)
    assert files() == []


@pytest.mark.django_db(transaction=True)
def test_setting_stands_before_the_transaction(edition, printer, monkeypatch):
    quick, inside = prints.draft_pdf, []

    def watched(document, *, created=None):
        inside.append(connection.in_atomic_block)
        return quick(document, created=created)

    monkeypatch.setattr(prints, "draft_pdf", watched)
    print_edition(edition)
    assert inside == [False]
    assert events() == 1


def test_what_cannot_be_set_is_logged_and_does_not_hinder_the_others(
    edition, printer, monkeypatch, caplog, toyonaka
):
    other = factories.published(factories.plan(toyonaka, slug="other"), measures=1)
    quick = prints.draft_pdf

    def broken_once(document, *, created=None):
        if document.plan["slug"] == "other":
            raise PdfError("crashed")
        return quick(document, created=created)

    monkeypatch.setattr(prints, "draft_pdf", broken_once)
    assert print_due() == 1
    assert [printed.edition for printed in PrintedEdition.objects.all()] == [edition]
    assert [record.args[0] for record in caplog.records if record.name == "publishing.prints"] == [other.pk]
    monkeypatch.setattr(prints, "draft_pdf", quick)
    assert print_due() == 0
    cache.delete(f"print-failed-{other.pk}")  # as an hour later
    assert print_due() == 1
    assert print_due() == 0
