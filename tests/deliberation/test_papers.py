"""Papers of a meeting: let in by their bytes, stored under names of our own, replaced and taken away."""

import io
import os

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfWriter

from accounts.models import AuditEvent
from accounts.saving import Overtaken
from deliberation.boxes import open_box
from deliberation.models import AgendaItem, FloorVote, Meeting, Paper
from deliberation.paper_words import Received
from deliberation.papers import add_paper, remove_paper, replace_paper, save_paper
from paper.papers import check_paper
from publishing.editions import freeze, start_next_edition
from tests.deliberation.sittings import a_draft, a_written_vote

pytestmark = pytest.mark.django_db


def pdf(pages: int = 1) -> bytes:
    writer, stream = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    writer.write(stream)
    return stream.getvalue()


def docx(*lines: str) -> bytes:
    document, stream = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(stream)
    return stream.getvalue()


def sentences(act, **given) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        act(**given)
    return caught.value.messages


def stored() -> list[str]:
    folder = os.path.join(settings.MEDIA_ROOT, "papers")
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


@pytest.fixture
def meeting(toyonaka):
    return a_written_vote(toyonaka, state=Meeting.State.PLANNED)[0]


def another(pages: int, name: str = "") -> Received:
    """A PDF as it was let in; reading it takes a process."""
    return Received(check_paper(pdf(pages)), name, pages)


def a_file(meeting, label="資料1", pages=1, actor=None) -> Paper:
    return add_paper(
        actor=actor, meeting=meeting, received=another(pages, "../../秘密.pdf"), label=label, title="見本"
    )


def test_a_file_is_kept_under_a_name_of_our_own(meeting, aoki):
    paper = a_file(meeting, pages=3, actor=aoki)
    (name,) = stored()
    assert paper.file.name == f"papers/{name}"
    assert (len(name), name.endswith(".pdf"), paper.name, paper.pages) == (36, True, "../../秘密.pdf", 3)
    assert (paper.media_type, paper.size, len(paper.sha256)) == ("application/pdf", len(pdf(3)), 64)
    assert AuditEvent.objects.get(verb="paper.create").detail == {"label": "資料1", "sha256": paper.sha256}


def test_a_label_is_used_once_and_nothing_of_the_second_file_stays(meeting, aoki):
    a_file(meeting)
    assert sentences(a_file, meeting=meeting, pages=2) == ["この資料番号は、この会議ですでに使われています。"]
    assert (len(stored()), Paper.objects.count()) == (1, 1)


def test_an_edition_a_comparison_and_a_ballot_are_papers_too(meeting, toyonaka, aoki):
    first = AgendaItem.objects.get().edition
    second = freeze(actor=None, edition=start_next_edition(actor=None, edition=first, stage="PROPOSAL"))
    given = {"actor": aoki, "meeting": meeting, "title": "見本"}
    made = [
        add_paper(label="資料1", edition=second, **given),
        add_paper(label="資料2", edition=second, old_edition=first, **given),
        add_paper(label="資料3", is_ballot=True, **given),
    ]
    assert [(one.kind, one.sha256 == second.content_hash, one.position) for one in made] == [
        ("EDITION", True, 10),
        ("COMPARISON", True, 20),
        ("BALLOT", False, 30),
    ]
    working = start_next_edition(actor=None, edition=second, stage="PROPOSAL")
    assert sentences(add_paper, label="資料4", edition=working, **given) == [
        "凍結していない版は資料にできません。先に版を凍結してください。"
    ]
    assert sentences(add_paper, label="資料4", edition=second, old_edition=second, **given) == [
        "新旧対照表には、違う二つの版を選んでください。"
    ]
    freeze(actor=None, edition=working)
    plans = a_draft(toyonaka, type(meeting.plan).objects.create(government=toyonaka, slug="other"))
    assert sentences(add_paper, label="資料4", edition=plans, **given) == [
        "ほかの計画の版や年度評価は、この会議の資料にできません。"
    ]


def test_replacing_changes_the_hash_and_items_of_a_planned_meeting_follow(
    meeting, aoki, django_capture_on_commit_callbacks
):
    paper = a_file(meeting)
    item = AgendaItem.objects.create(
        meeting=meeting, number=9, kind="VOTE", title="資料1", paper=paper, content_hash=paper.sha256
    )
    before = stored()
    with django_capture_on_commit_callbacks(execute=True):
        kept = replace_paper(actor=aoki, paper=paper, seen=1, received=another(2, "新.pdf"))
    item.refresh_from_db()
    assert (kept.pages, kept.name, kept.replaced_at is not None) == (2, "新.pdf", True)
    assert item.content_hash == kept.sha256 != paper.sha256
    assert (len(stored()), stored() == before) == (1, False)
    with pytest.raises(Overtaken):
        replace_paper(actor=aoki, paper=paper, seen=1, received=another(3))
    assert len(stored()) == 1


def test_replacing_voids_the_items_of_a_called_meeting_and_never_what_was_decided(toyonaka, aoki):
    meeting, _, _ = a_written_vote(toyonaka)
    paper = a_file(meeting)
    item = AgendaItem.objects.create(
        meeting=meeting, number=9, kind="VOTE", title="資料1", paper=paper, content_hash=paper.sha256
    )
    open_box(actor=aoki, meeting=meeting)
    replace_paper(actor=aoki, paper=paper, seen=1, received=another(2))
    item.refresh_from_db()
    assert item.void_reason == "資料1が差し替えられたため"
    other = a_file(meeting, "資料2")
    decided = AgendaItem.objects.create(
        meeting=meeting, number=10, kind="VOTE", title="資料2", paper=other, content_hash=other.sha256
    )
    FloorVote.objects.create(item=decided, manner="NO_OBJECTION", is_carried=True, at=timezone.now())
    assert sentences(replace_paper, actor=aoki, paper=other, seen=1, received=another(3)) == [
        "資料2は、案件10で決まった文書なので、差し替えられません。"
    ]
    assert Paper.objects.get(pk=other.pk).sha256 == other.sha256
    assert sentences(remove_paper, actor=aoki, paper=other, seen=1) == [
        "資料2は、案件10が決める文書です。先に案件の文書を選び直してください。"
    ]


def test_a_file_goes_with_the_last_paper_that_names_it(meeting, aoki, django_capture_on_commit_callbacks):
    paper = a_file(meeting)
    twin = Paper.objects.create(
        meeting=meeting, label="写し", title="見本", kind="FILE", file=paper.file.name
    )
    with django_capture_on_commit_callbacks(execute=True):
        remove_paper(actor=aoki, paper=paper, seen=1)
    assert len(stored()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        remove_paper(actor=aoki, paper=twin, seen=1)
    assert stored() == []


def test_words_are_changed_in_a_meeting_that_is_not_over(meeting, aoki):
    paper = a_file(meeting)
    kept = save_paper(actor=aoki, paper=paper, seen=1, label="参考1", title="国の総合戦略", position=5)
    assert (kept.label, kept.version, kept.sha256) == ("参考1", 2, paper.sha256)
    Meeting.objects.update(state="FINISHED")
    assert sentences(save_paper, actor=aoki, paper=paper, seen=2, label="参考2") == [
        "終了した会議の内容は変えられません。"
    ]


# --- pages ------------------------------------------------------------------------------------------------------


def sending(data: bytes, name: str, **changed) -> dict:
    upload = SimpleUploadedFile(name, data, content_type="application/pdf")
    return {"label": "資料1", "title": "見本", "content": "file", "file": upload, "is_public": "on"} | changed


def test_what_is_no_paper_is_refused_on_the_page(client, meeting, aoki, baba):
    address = reverse("paper_add", args=["toyonaka", meeting.plan.slug, meeting.pk])
    client.force_login(baba)
    assert client.post(address, sending(pdf(), "資料.pdf")).status_code == 403
    client.force_login(aoki)
    page = client.post(address, sending(b"<html><script>alert(1)</script></html>", "資料4.pdf"))
    (said,) = page.context["form"].errors["file"]
    assert (page.status_code, said.startswith("「資料4.pdf」は登録できない形式です。")) == (422, True)
    page = client.post(address, sending(b"%PDF-" + bytes(30 * 1024 * 1024), "資料4.pdf"))
    (said,) = page.context["form"].errors["file"]
    assert said.startswith("「資料4.pdf」は大きすぎます（30MB。25MBまで）。")
    assert client.post(address, {"label": "資料1", "title": "見本", "content": "file"}).context[
        "form"
    ].errors == {"file": ["ファイルを選んでください。"]}
    assert (stored(), Paper.objects.count()) == ([], 0)


def test_a_paper_with_a_wrong_weekday_is_taken_and_told(client, meeting, aoki):
    Meeting.objects.update(fiscal_year=2022)
    client.force_login(aoki)
    address = reverse("paper_add", args=["toyonaka", meeting.plan.slug, meeting.pk])
    data = docx("表決書は２月２日（火）までに提出してください。", "1月23日（月）に送付")
    page = client.post(address, sending(data, "開催通知.docx"), follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "資料1を加えました。",
        "この資料の曜日を確かめてください。「2月2日(火)」：令和5年（2023年）2月2日は木曜日です。日付か曜日を直してください。",
    ]
    assert Paper.objects.get().media_type.endswith("wordprocessingml.document")


def test_a_file_is_taken_home_by_the_own_staff_and_is_inert(client, meeting, aoki, baba, neighbour):
    paper = a_file(meeting)
    address = reverse("paper_file", args=["toyonaka", meeting.plan.slug, meeting.pk, paper.pk])
    client.force_login(baba)
    page = client.get(address)
    assert b"".join(page.streaming_content) == pdf()
    assert page["Content-Disposition"].startswith("attachment;")
    assert (page["Content-Type"], page["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert "no-store" in page["Cache-Control"]
    client.force_login(neighbour)
    assert client.get(address).status_code == 404
    assert client.get(address.replace("toyonaka", "ogori")).status_code == 404
    client.force_login(aoki)
    ballot = Paper.objects.create(meeting=meeting, label="資料2", title="表決書", kind="BALLOT")
    assert client.get(address.replace(f"papers/{paper.pk}/", f"papers/{ballot.pk}/")).status_code == 404


def test_a_file_is_replaced_and_a_paper_renamed_on_one_page(client, meeting, aoki):
    paper = a_file(meeting)
    client.force_login(aoki)
    address = reverse("paper", args=["toyonaka", meeting.plan.slug, meeting.pk, paper.pk])
    sent = {"seen": "1", "label": "資料9", "title": "直した題", "position": "10"}
    assert client.post(address, sent).status_code == 302
    late = {"seen": "1", "replace": "yes", "file": SimpleUploadedFile("新.pdf", pdf(2))}
    assert client.post(address, late).status_code == 409
    assert (
        client.post(address, late | {"seen": "2", "file": SimpleUploadedFile("新.pdf", pdf(2))}).status_code
        == 302
    )
    kept = Paper.objects.get()
    assert (kept.label, kept.is_public, kept.pages) == ("資料9", False, 2)


def test_a_comparison_is_added_from_two_editions(client, meeting, aoki):
    first = AgendaItem.objects.get().edition
    second = freeze(actor=None, edition=start_next_edition(actor=None, edition=first, stage="PROPOSAL"))
    client.force_login(aoki)
    address = reverse("paper_add", args=["toyonaka", meeting.plan.slug, meeting.pk])
    sent = {
        "label": "資料3",
        "title": "新旧対照表",
        "content": f"edition:{second.pk}",
        "old_edition": first.pk,
    }
    assert client.post(address, sent).status_code == 302
    assert Paper.objects.get().kind == "COMPARISON"
    page = client.post(address, sent | {"label": "資料4", "content": "ballot"})
    assert page.context["form"].errors == {
        "old_edition": ["新旧対照表にするときは、中身に新の版を選んでください。"]
    }
