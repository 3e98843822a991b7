import pytest

from deliberation.models import Paper
from publishing.committee import paper_files
from publishing.committee.paper_files import pdf_of_paper
from tests import factories
from tests.deliberation.sittings import a_body, a_draft, a_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def printed(monkeypatch):
    """What would be printed, told instead of set in type."""
    told = []

    def told_as(name):
        def make(*given, **_):
            told.append((name, given))
            return type("Pdf", (), {"content": name.encode()})

        return make

    for name in ("draft_pdf", "comparison_pdf", "review_pdf"):
        monkeypatch.setattr(paper_files, name, told_as(name))
    return told


def test_an_edition_that_was_printed_is_taken_from_the_shelf(toyonaka, printed, monkeypatch):
    edition = a_draft(toyonaka)
    meeting = a_meeting(a_body(toyonaka), edition.plan)
    paper = Paper(meeting=meeting, label="資料4", title="案", kind="EDITION", edition=edition)
    assert pdf_of_paper(paper, meeting) == b"draft_pdf"
    assert printed[0][1][0].canonical == bytes(edition.content)
    monkeypatch.setattr(paper_files, "_stored", lambda row: b"kept")
    assert pdf_of_paper(paper, meeting) == b"kept"


def test_a_comparison_carries_no_number_of_its_own(toyonaka, printed):
    plan = factories.plan(toyonaka)
    old = a_draft(toyonaka, plan)
    new = a_draft(toyonaka, plan)
    meeting = a_meeting(a_body(toyonaka), plan)
    paper = Paper(
        meeting=meeting, label="資料3", title="新旧対照表", kind="COMPARISON", edition=new, old_edition=old
    )
    assert pdf_of_paper(paper, meeting) == b"comparison_pdf"
    table = printed[0][1][0]
    assert (table.paper_number, table.old.number, table.new.number) == ("", old.number, new.number)
