"""The record as a file: what is in it, that nothing in it runs, and the event it leaves."""

import csv
import io

import pytest
from openpyxl import load_workbook

from accounts.event_files import COLUMNS
from accounts.models import AuditEvent
from tests.accounts.test_events import DAY, EXPORT, LOG, happened, instant

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, aoki):
    client.force_login(aoki)
    return client


def test_the_file_holds_what_the_filter_finds_and_leaves_an_event(desk, toyonaka, aoki):
    aoki.memberships.update(contractor=True, last_day=DAY(2099, 1, 1))
    happened(toyonaka, instant(1, 15), "edition.freeze", aoki, subject="edition:1", subject_name="第3期")
    happened(toyonaka, instant(3))
    sent = {"kind": "csv", "verb": "edition.freeze", "words": "第3期", "since": "2026-04-01"}
    answer = desk.post(EXPORT, sent)
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines == [
        list(COLUMNS),
        ["2026-04-02 00:00:00", "青木", "委託事業者", "版の凍結", "版「第3期」", ""],
    ]
    assert answer["Content-Disposition"] == 'attachment; filename="record-toyonaka.csv"'
    event = AuditEvent.objects.get(verb="events.export")
    assert (event.actor, event.government) == (aoki, toyonaka)
    assert event.detail == {
        "kind": "csv",
        "rows": 1,
        "filter": {"verb": "版の凍結", "since": "2026-04-01", "words": "第3期"},
    }
    page = desk.get(LOG).content.decode()
    assert "しぼり込み：操作「版の凍結」、この日から「2026年4月1日」、ことば「第3期」" in page


def test_nothing_in_a_file_runs(desk, toyonaka, aoki):
    evil = ["=1+1", "==1+1", "+cmd|' /C calc'!A0", "＝1+1", "@SUM(A1)", "-2", "\t=1"]
    for words in evil:
        happened(toyonaka, instant(1), actor=aoki, detail={"title": words}, subject_name=words)
    type(aoki).objects.filter(pk=aoki.pk).update(name="=HYPERLINK(1)")
    book = load_workbook(io.BytesIO(desk.post(EXPORT, {"kind": "xlsx"}).content))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert len(cells) == 6 * (len(evil) + 1)
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "d"}
    lines = csv.reader(io.StringIO(desk.post(EXPORT, {"kind": "csv"}).content.decode("utf-8-sig")))
    assert [cell for line in lines for cell in line if cell[:1] in set("=+-@\t＝")] == []


@pytest.mark.parametrize("sent", [{}, {"kind": "exe"}, {"kind": "csv", "since": "きのう"}])
def test_a_file_that_cannot_be_made_leaves_no_event(desk, toyonaka, sent):
    answer = desk.post(EXPORT, sent, follow=True)
    assert "書き出していません。" in answer.content.decode()
    assert not AuditEvent.objects.exists()


def test_too_long_a_record_is_asked_to_be_narrowed(desk, toyonaka, monkeypatch):
    monkeypatch.setattr("accounts.views.events.MOST_ROWS", {"csv": 1, "xlsx": 2})
    for n in (1, 2):
        happened(toyonaka, instant(n))
    answer = desk.post(EXPORT, {"kind": "csv"}, follow=True)
    assert "2件あるため、書き出していません（Excelは2件、CSVは1件まで）。" in answer.content.decode()
    assert desk.post(EXPORT, {"kind": "xlsx"}).status_code == 200
    assert desk.post(EXPORT, {"kind": "csv", "until": "2026-04-01"}).status_code == 200


def test_a_getter_makes_no_file(desk):
    assert desk.get(EXPORT, {"kind": "csv"}).status_code == 405
