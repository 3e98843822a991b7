import dataclasses
import io
import re

import docx
import pytest
from django.urls import reverse

from accounts.audit import Refused
from deliberation.documents.ballot import ballot
from deliberation.documents.files import docx_of, pdf_of
from deliberation.documents.markup import body_of
from deliberation.documents.notice import notice
from deliberation.documents.reading import ballot_of, facts_of, kinds_of, report_of
from deliberation.models import Meeting, Paper
from tests.deliberation.fifth import FIFTH, NOW, TITLE, lines, tables
from tests.deliberation.sittings import a_body, a_draft, a_meeting, a_member, an_item
from tests.deliberation.voting import a_vote

# --- page, Word, PDF ----------------------------------------------------------------------------------------


def test_a_page_shows_the_same_without_widths_and_nothing_in_it_acts():
    hostile = dataclasses.replace(FIFTH, purpose="<script>x</script>", document_number='"><b>')
    page = body_of(notice(hostile), heading=2, on_paper=False)
    assert re.findall(r"<script|style=|<b>", page) == []
    assert (page.count("<h2 "), page.count("<h3>"), page.count("tabindex")) == (1, 5, 2)
    assert body_of(ballot(FIFTH)).count('style="width:72mm"') == 1


def test_the_word_file_has_real_tables_and_headings():
    content = docx_of(ballot(FIFTH, "資料2"), created=NOW)
    assert content == docx_of(ballot(FIFTH, "資料2"), created=NOW)
    opened = docx.Document(io.BytesIO(content))
    assert [cell.text for cell in opened.tables[0].rows[1].cells] == [
        "2",
        TITLE,
        "総合戦略（案）を資料4のとおり策定すること",
        "\n賛成　・　反対\n",
    ]
    assert opened.sections[0].header.paragraphs[0].text.strip() == "【資料2】"
    told = docx.Document(io.BytesIO(docx_of(notice(FIFTH), created=NOW)))
    heads = [p.text for p in told.paragraphs if p.style.name == "Heading 4"]
    assert heads == [
        "1　開催の趣旨",
        "2　書面により開催する理由",
        "3　出席の取扱い",
        "4　日程",
        "5　案件及び資料",
    ]


@pytest.mark.slow
def test_the_ballot_is_one_tagged_page_with_its_number(program, tmp_path):
    printed = pdf_of(ballot(FIFTH, "資料2"), created=NOW)
    assert (printed.page_count, printed.notes) == (1, ())
    path = tmp_path / "ballot.pdf"
    path.write_bytes(printed.content)
    text = "".join(program("pdftotext", path, "-").split())
    for words in (
        "【資料2】",
        "賛成・反対のどちらか一方を○で囲んでください",
        "豊中市長宛て",
        "令和5年（2023年）2月2日（木）必着",
    ):
        assert text.count(words) == 1
    facts = program("pdfinfo", path)
    assert "Tagged:          yes" in facts.splitlines()
    assert (
        "Title:           令和4年度第5回豊中市まち・ひと・しごと創生総合戦略委員会　表決書"
        in facts.splitlines()
    )


# --- from the tables ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_facts_are_those_of_the_meeting(toyonaka, django_assert_num_queries):
    edition = a_draft(toyonaka)
    body = a_body(toyonaka, name="豊中市総合戦略委員会", short_name="委員会")
    a_member(body, office="CHAIR", sector="ACADEMIA")
    meeting = a_meeting(body, edition.plan, fiscal_year=2022, number=5)
    paper = Paper.objects.create(meeting=meeting, label="資料4", title="案", kind="EDITION", edition=edition)
    for number in (2, 3):
        an_item(meeting, edition, number).papers.add(paper)
    Paper.objects.create(meeting=meeting, label="資料2", title="表決書", kind="BALLOT", position=1)
    with django_assert_num_queries(6):
        facts = facts_of(Meeting.objects.select_related("body", "plan__government", "box").get(pk=meeting.pk))
    assert facts.title == "令和4年度第5回豊中市総合戦略委員会"
    assert [(item.number, item.papers, item.content_hash) for item in facts.items] == [
        (2, ("資料4",), edition.content_hash),
        (3, ("資料4",), edition.content_hash),
    ]
    assert facts.members[0].sector == "学"
    assert ballot_of(meeting).paper == "資料2"
    assert ballot_of(meeting, is_numbered=False).paper == ""
    assert [kind.key for kind in kinds_of(meeting)] == ["notice", "programme", "roster", "ballot"]


@pytest.mark.django_db
def test_the_report_is_there_only_after_closing(toyonaka):
    vote = a_vote(toyonaka, 3)
    vote.cast(0)
    vote.cast(1, opinion="よい案です。")
    assert "report" not in [kind.key for kind in kinds_of(vote.meeting)]
    with pytest.raises(Refused):
        report_of(vote.meeting)
    vote.close()
    meeting = vote.box.meeting
    made = report_of(meeting)
    assert tables(made)[0] == [["3人", "2人", "1人", "2人", "成立"]]
    assert tables(made)[1][0][2:] == ["2", "0", "0", "可決"]
    assert tables(made)[2][0][0] == "対象"
    assert tables(made)[2][-1][1].replace(" ", "").replace("\n", "") == vote.box.head
    assert lines(made, "text")[1].startswith("1件のご意見")


@pytest.mark.django_db
def test_staff_see_documents_and_a_stranger_none(client, toyonaka, aoki, neighbour):
    body = a_body(toyonaka)
    a_member(body)
    edition = a_draft(toyonaka)
    meeting = a_meeting(body, edition.plan)
    place = ["toyonaka", meeting.plan.slug, meeting.pk]
    client.force_login(aoki)
    page = client.get(reverse("documents", args=place)).content.decode()
    assert (page.count(">PDF<"), page.count(">Word<")) == (4, 4)
    shown = client.get(reverse("document_page", args=[*place, "notice"]))
    assert shown.content.decode().count("開催について（通知）") == 1
    word = client.get(reverse("document", args=[*place, "ballot", "docx"]))
    assert (word.status_code, word.content[:2], word["X-Content-Type-Options"]) == (200, b"PK", "nosniff")
    assert word["Content-Disposition"].startswith("attachment")
    assert client.get(reverse("document_page", args=[*place, "report"])).status_code == 404
    client.force_login(neighbour)
    assert client.get(reverse("document_page", args=[*place, "notice"])).status_code == 404
