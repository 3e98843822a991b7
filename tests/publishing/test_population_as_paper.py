"""会議の資料にする: the comparison of two population visions among the papers of a meeting, and who may put it there."""

import pytest
from django.core.exceptions import ValidationError

from accounts.audit import Refused
from accounts.models import AuditEvent
from deliberation.models import Meeting, Paper
from paper.pdf import PdfError
from publishing.forms.population_paper import ComparisonPaperForm, open_meetings
from publishing.population import as_paper
from publishing.population.as_paper import file_comparison, printed_comparison
from tests import factories
from tests.deliberation.sittings import a_body, a_meeting
from tests.deliberation.test_papers import pdf
from tests.vision import editions
from vision.comparison.reading import pair_at

pytestmark = pytest.mark.django_db
PAGE = "/office/toyonaka/population/1/2/paper/"


@pytest.fixture
def pair(toyonaka):
    editions.two(toyonaka)
    return pair_at(toyonaka, 1, 2)


@pytest.fixture
def meeting(toyonaka):
    return a_meeting(a_body(toyonaka), factories.plan(toyonaka), state=Meeting.State.PLANNED)


@pytest.fixture(autouse=True)
def printed(monkeypatch):
    """The printer, which takes seconds and is tested with the comparison itself (tests/vision/test_comparison.py)."""
    monkeypatch.setattr(as_paper, "content_of", lambda book, kind, **_: pdf(3))


def test_the_pdf_is_filed_under_its_label_and_both_editions_are_remembered(aoki, pair, meeting):
    received = printed_comparison(pair)
    paper = file_comparison(
        actor=aoki,
        pair=pair,
        meeting=meeting,
        received=received,
        label="資料3",
        title="変更点",
        is_public=False,
    )
    stored = Paper.objects.get()
    assert stored == paper
    assert (stored.kind, stored.label, stored.title, stored.is_public) == ("FILE", "資料3", "変更点", False)
    assert (stored.name, stored.media_type, stored.pages) == (
        "toyonaka-population-1-2.pdf",
        "application/pdf",
        3,
    )
    event = AuditEvent.objects.get(verb="population.paper")
    assert (event.actor, event.government) == (aoki, pair.new.government)
    assert event.detail == {"label": "資料3", "number": 2, "compared": 1, "sha256": stored.sha256}


def test_a_label_that_is_taken_files_nothing_and_leaves_no_event(aoki, pair, meeting):
    given = {"actor": aoki, "pair": pair, "meeting": meeting, "label": "資料3", "title": "変更点"}
    received = printed_comparison(pair)
    file_comparison(received=received, **given)
    with pytest.raises(ValidationError):
        file_comparison(received=received, **given)
    assert Paper.objects.count() == AuditEvent.objects.filter(verb="population.paper").count() == 1


def test_a_meeting_of_another_government_is_refused(aoki, pair, ogori):
    other = a_meeting(a_body(ogori), factories.plan(ogori))
    with pytest.raises(Refused) as refused:
        file_comparison(
            actor=aoki,
            pair=pair,
            meeting=other,
            received=printed_comparison(pair),
            label="資料1",
            title="変更点",
        )
    assert refused.value.sentence == "ほかの団体の会議の資料にはできません。"
    assert not Paper.objects.exists()


def test_a_printer_that_fails_is_told_in_its_own_words(aoki, pair, meeting, monkeypatch):
    def broken(book, kind, **_):
        raise PdfError("font")

    monkeypatch.setattr(as_paper, "content_of", broken)
    data = {"meeting": meeting.pk, "label": "資料3", "title": "変更点"}
    form = ComparisonPaperForm(data, pair=pair)
    assert form.is_valid()
    assert form.attempt(actor=aoki) is None
    assert form.non_field_errors() == [str(PdfError("font"))]


def test_only_meetings_of_ones_own_that_are_still_to_come_are_offered(pair, meeting, toyonaka, ogori):
    body = meeting.body
    called = a_meeting(body, meeting.plan)
    a_meeting(body, meeting.plan, state=Meeting.State.FINISHED)
    a_meeting(a_body(ogori), factories.plan(ogori))
    assert set(open_meetings(toyonaka)) == {meeting, called}
    form = ComparisonPaperForm(pair=pair)
    assert [str(label) for _, label in form.fields["meeting"].choices] == [
        "2026年度第2回総合戦略委員会（招集）",
        "2026年度第1回総合戦略委員会（予定）",
    ]
    assert form.initial["title"] == "人口ビジョンの変更点（見本町人口ビジョン）"


def test_a_planner_puts_it_there_on_the_page(client, aoki, pair, meeting):
    client.force_login(aoki)
    response = client.get(PAGE)
    assert (response.status_code, b"2026" in response.content) == (200, True)
    sent = {"meeting": meeting.pk, "label": "資料3", "title": "変更点", "is_public": "on"}
    assert client.post(PAGE, sent | {"label": ""}).status_code == 422
    answer = client.post(PAGE, sent)
    assert answer.status_code == 302
    assert answer["Location"] == f"/office/toyonaka/digital-strategy/meetings/{meeting.pk}/agenda/"
    assert [(one.label, one.is_public) for one in meeting.papers.all()] == [("資料3", True)]


def test_without_a_meeting_the_page_says_so(client, aoki, pair):
    client.force_login(aoki)
    assert "資料を加えられる会議がありません。" in client.get(PAGE).content.decode()


def test_only_planners_of_the_government(client, baba, neighbour, pair):
    for person, status in ((baba, 403), (neighbour, 404)):
        client.force_login(person)
        assert client.get(PAGE).status_code == status
        assert client.post(PAGE, {}).status_code == status
