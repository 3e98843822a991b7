import io

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader, PdfWriter

from accounts.models import AuditEvent
from deliberation.models import Paper
from paper.merging import Merged, MergeError
from publishing.committee import bundle as bundle_module
from publishing.committee import paper_files
from publishing.committee.bundle import DRAFT, PAPERS, bundle_of, note_pages
from publishing.committee.paper_files import pdf_of_paper
from tests.deliberation.sittings import a_body, a_draft, a_meeting, a_member, an_item

pytestmark = pytest.mark.django_db
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pdf(pages):
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def meeting(toyonaka):
    body = a_body(toyonaka)
    a_member(body)
    edition = a_draft(toyonaka)
    found = a_meeting(body, edition.plan)
    an_item(found, edition)
    return found


def a_file(meeting, label, content, media_type, **fields):
    given = {"title": label, "kind": "FILE", "name": "国の概要.docx", "position": meeting.papers.count() * 10}
    row = Paper(meeting=meeting, label=label, media_type=media_type, **(given | fields))
    row.file.save("x", ContentFile(content), save=False)
    row.save()
    return row


def a_picture():
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def kept_files(settings):
    """The cache of files, which tests otherwise do without."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "bundle"}
    settings.CACHES = settings.CACHES | {"files": memory}
    caches["files"].clear()
    yield caches["files"]
    caches["files"].clear()


@pytest.mark.slow
def test_all_papers_are_bound_in_their_order_and_their_pages_noted(
    client, aoki, meeting, kept_files, monkeypatch
):
    a_file(meeting, "資料1", pdf(2), "application/pdf")
    Paper.objects.create(meeting=meeting, label="資料2", title="表決書", kind="BALLOT", position=10)
    a_file(meeting, "資料3", a_picture(), "image/png")
    a_file(meeting, "参考1", b"PK", WORD)
    client.force_login(aoki)
    place = ["toyonaka", meeting.plan.slug, meeting.pk]
    answer = client.get(reverse("meeting_bundle_file", args=place))
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    texts = ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.content)).pages]
    assert len(texts) == 5
    found = [(text.count("【"), f"－{n}－" in text) for n, text in enumerate(texts, start=1)]
    assert found == [(1, True), (0, True), (1, True), (1, True), (1, True)]
    assert ("賛成・反対" in texts[2], "【資料2】" in texts[2], "国の概要.docx" in texts[4]) == (
        True,
        True,
        True,
    )
    assert list(meeting.papers.values_list("label", "pages")) == [
        ("資料1", 2),
        ("資料2", 1),
        ("資料3", 1),
        ("参考1", 1),
    ]
    page = client.get(reverse("meeting_bundle", args=place)).content.decode()
    assert [page.count(f"<td>{words}</td>") for words in ("1～2頁", "3頁", "4頁", "5頁")] == [1, 1, 1, 1]
    monkeypatch.setattr(bundle_module, "merge", None)  # nothing has changed: nothing is bound again
    assert client.get(reverse("meeting_bundle_file", args=place)).content == answer.content


def test_the_second_who_asks_waits_and_what_cannot_be_bound_is_said(
    client, aoki, meeting, kept_files, monkeypatch
):
    client.force_login(aoki)
    place = ["toyonaka", meeting.plan.slug, meeting.pk]
    address = reverse("meeting_bundle_file", args=place)
    empty = client.get(address)
    assert (empty.status_code, empty.content.decode()) == (503, "まとめる資料がありません。")
    kept_files.set(f"bundle-{meeting.pk}-papers-begun", True)
    waiting = client.get(address)
    assert (waiting.status_code, waiting["Retry-After"]) == (503, "60")
    assert bundle_of(meeting, PAPERS, actor=None).is_being_made


def test_the_draft_bundle_begins_with_the_documents(meeting, aoki, monkeypatch):
    Paper.objects.create(meeting=meeting, label="資料2", title="表決書", kind="BALLOT", position=10)
    monkeypatch.setattr(bundle_module, "pdf_of_document", lambda document: document.name.encode())
    monkeypatch.setattr(bundle_module, "pdf_of_paper", lambda paper, meeting: paper.label.encode())
    seen = []

    def merge(parts, **_):
        seen.extend((part.label, part.title, part.content.decode()) for part in parts)
        return Merged(b"%PDF", tuple(range(1, len(parts) + 1)))

    monkeypatch.setattr(bundle_module, "merge", merge)
    bundle_of(meeting, DRAFT, actor=aoki)
    assert seen == [
        ("", "開催通知", "開催通知"),
        ("", "次第", "次第"),
        ("", "委員名簿", "委員名簿"),
        ("資料2", "表決書", "資料2"),
    ]
    assert meeting.papers.get().pages == 4


def test_a_failure_leaves_the_way_free_for_the_next(meeting, kept_files, monkeypatch):
    def fail(parts, **_):
        raise MergeError("crash")

    monkeypatch.setattr(bundle_module, "merge", fail)
    for _ in range(2):
        with pytest.raises(MergeError):
            bundle_of(meeting, PAPERS, actor=None)


def test_a_lost_file_is_said_on_its_sheet(meeting, monkeypatch):
    row = a_file(meeting, "資料1", pdf(1), "application/pdf")
    row.file.storage.delete(row.file.name)
    monkeypatch.setattr(paper_files, "sheet", lambda title, lines: f"{title}：{lines[0]}".encode())
    assert pdf_of_paper(row, meeting).decode() == f"資料1：{paper_files.LOST}"


def test_pages_are_noted_once_and_only_those_of_this_meeting(aoki, meeting):
    other = a_meeting(meeting.body, meeting.plan)
    one, foreign = (
        Paper.objects.create(meeting=row, label="資料2", title="表決書", kind="BALLOT")
        for row in (meeting, other)
    )
    counts = {one.pk: 1, foreign.pk: 7}
    assert [note_pages(actor=aoki, meeting=meeting, pages=counts) for _ in range(2)] == [1, 0]
    assert list(Paper.objects.order_by("pk").values_list("pages", flat=True)) == [1, None]
    assert AuditEvent.objects.get(verb="paper.paginate").detail == {"count": 1}


def test_a_stranger_and_another_government_get_nothing(client, meeting, neighbour, chiba):
    for person in (neighbour, chiba):
        client.force_login(person)
        for name in ("meeting_bundle", "meeting_bundle_file", "meeting_draft_file"):
            assert (
                client.get(reverse(name, args=["toyonaka", meeting.plan.slug, meeting.pk])).status_code == 404
            )
