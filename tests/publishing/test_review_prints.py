"""The printed report of a published year is made once, by the clock, and never for a reader."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.management import call_command

from accounts.audit import Refused
from accounts.models import AuditEvent
from paper.pdf import Pdf, PdfError
from publishing.models import PrintedReview
from publishing.review import prints
from publishing.review.prints import print_review, print_reviews_due
from tests.publishing import reports, reviews

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(toyonaka):
    return reviews.edition(toyonaka)


@pytest.fixture
def printer(monkeypatch):
    """Sets every report in no time; remembers what it was asked for."""
    asked = []

    def set_at_once(report, *, created=None):
        asked.append((report.fiscal_year, report.revision, created))
        return Pdf(content=b"%PDF-" + str(report.fiscal_year).encode(), page_count=6, pages={}, printed={})

    monkeypatch.setattr(prints, "pdf_of", set_at_once)
    return asked


def stored() -> list[str]:
    folder = Path(default_storage.location) / "printed"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_published_year_is_printed_once_with_its_own_day(edition, printer):
    review = reviews.published(edition)
    first, again = print_review(review), print_review(review)
    assert first == again
    assert printer == [(2024, 1, review.published_at)]
    assert (first.page_count, first.size, first.content_hash) == (6, 9, review.content_hash)
    assert stored() == ["toyonaka-digital-strategy-review-2024-1.pdf"]
    assert AuditEvent.objects.get(verb="review.print").detail["pages"] == 6


def test_an_open_year_is_not_printed(edition, printer):
    with pytest.raises(Refused, match="公表した年度だけ"):
        print_review(reviews.opened(edition))
    assert print_reviews_due() == 0
    assert (printer, stored()) == ([], [])


def test_what_is_due_is_every_published_year_without_a_print(edition, printer):
    reviews.published(edition)
    reviews.published(edition, reports.report(revision=2))
    reviews.published(edition, reports.term())
    assert (print_reviews_due(), print_reviews_due()) == (3, 0)
    assert stored() == [
        "toyonaka-digital-strategy-review-2024-1.pdf",
        "toyonaka-digital-strategy-review-2024-2.pdf",
        "toyonaka-digital-strategy-review-2027-term-1.pdf",
    ]


def test_one_that_fails_holds_up_no_other_and_is_left_alone_for_an_hour(edition, printer, monkeypatch):
    bad = reviews.published(edition)
    reviews.published(edition, reports.report(fiscal_year=2023))
    whole = prints.pdf_of

    def fail(report, *, created=None):
        if report.fiscal_year == 2024:
            raise PdfError("memory")
        return whole(report, created=created)

    monkeypatch.setattr(prints, "pdf_of", fail)
    assert (print_reviews_due(), print_reviews_due()) == (1, 0)
    assert not PrintedReview.objects.filter(review=bad).exists()
    cache.delete(f"review-print-failed-{bad.pk}")
    monkeypatch.setattr(prints, "pdf_of", whole)
    assert print_reviews_due() == 1


def test_a_lost_file_is_put_back_where_it_was(edition, printer):
    printed = print_review(reviews.published(edition))
    printed.file.storage.delete(printed.file.name)
    assert print_review(printed.review).file.name == printed.file.name
    assert stored() == ["toyonaka-digital-strategy-review-2024-1.pdf"]
    assert len(printer) == 2


def test_of_two_makers_the_second_gives_way(edition, printer, monkeypatch):
    review = reviews.published(edition)
    whole = prints.pdf_of

    def meanwhile(report, *, created=None):
        monkeypatch.setattr(prints, "pdf_of", whole)
        print_review(review)
        return whole(report, created=created)

    monkeypatch.setattr(prints, "pdf_of", meanwhile)
    print_review(review)
    assert PrintedReview.objects.count() == len(stored()) == 1


def test_the_clock_prints_years_too(edition, printer, monkeypatch, capsys):
    reviews.published(edition)
    monkeypatch.setattr("publishing.management.commands.tick.print_due", lambda: 2)
    call_command("tick")
    assert "印刷 3件" in capsys.readouterr().out
