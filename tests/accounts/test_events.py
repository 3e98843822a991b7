"""The record of one government: what is shown to whom, filters, words."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit import record
from accounts.events import Filter, events_of, kinds, rows_of
from accounts.models import AuditEvent, Department, Government, Membership
from accounts.people import invite_person
from strategy.items import save_item
from tests import factories

pytestmark = pytest.mark.django_db
LOG = "/office/toyonaka/log/"
EXPORT = f"{LOG}export/"
DAY = datetime.date


def happened(government, at, verb="plan.create", actor=None, **fields) -> AuditEvent:
    given = {"subject": "plan:1", "subject_name": "", "detail": {}} | fields
    return AuditEvent.objects.create(government=government, at=at, verb=verb, actor=actor, **given)


def instant(day: int, hour: int = 3) -> datetime.datetime:
    return datetime.datetime(2026, 4, day, hour, tzinfo=datetime.UTC)


def found(government, **wanted) -> list[int]:
    return [event.pk for event in events_of(government, Filter(**wanted))]


# --- which events -------------------------------------------------------------------------------------------


def test_events_of_this_government_only_the_newest_first(toyonaka, ogori):
    mine = [happened(toyonaka, instant(n)).pk for n in (1, 2)]
    happened(ogori, instant(3))
    happened(None, instant(4))
    assert found(toyonaka) == mine[::-1]


def test_filters(toyonaka, aoki, baba):
    one = happened(toyonaka, instant(1, 14), actor=aoki, detail={"title": "子育ての章"}).pk  # 23:00 in Japan
    two = happened(toyonaka, instant(1, 15), "edition.freeze", baba, subject_name="第3期 総合戦略").pk  # 0:00
    three = happened(toyonaka, instant(2, 15), actor=None, detail={"reason": "A\\B 100%"}).pk
    assert found(toyonaka, person=aoki) == [one]
    assert found(toyonaka, verb="edition.freeze") == [two]
    assert found(toyonaka, since=DAY(2026, 4, 2)) == [three, two]
    assert found(toyonaka, until=DAY(2026, 4, 1)) == [one]
    assert found(toyonaka, since=DAY(2026, 4, 2), until=DAY(2026, 4, 2)) == [two]
    assert found(toyonaka, words="子育て") == [one]
    assert found(toyonaka, words="総合戦略") == [two]
    assert found(toyonaka, words="凍結") == [two]  # the word of the act
    assert found(toyonaka, words="馬場　第3期") == [two]
    assert found(toyonaka, words="馬場　子育て") == []
    assert found(toyonaka, words="100%") == [three]
    assert found(toyonaka, words="1_0") == []
    assert found(toyonaka, words="A\\B") == [three]  # a sign that JSON writes twice


# --- words --------------------------------------------------------------------------------------------------


def test_an_event_reads_as_a_sentence(toyonaka, aoki, endo):
    given = {"actor": endo, "government": toyonaka, "name": "江口", "role": "PLANNER"}
    invite_person(**given, login_name="e1", password="x-x-x-x-x-x")
    made = factories.small_tree(factories.edition(factories.plan(toyonaka)))
    save_item(actor=aoki, item=made["measure1"], version=1, title="直した見出し", body="")
    saved, *_, invited = rows_of(events_of(toyonaka, Filter()), toyonaka)
    assert (saved.actor, saved.act, saved.subject) == ("青木", "項目の保存", "計画の項目「直した見出し」")
    assert (invited.actor, invited.act) == ("遠藤", "利用者の招待")
    assert invited.subject == "所属と役割「江口（豊中市・企画担当）」"
    assert invited.detail == "役割：企画担当、紙のパスワード：はい"


def test_what_was_deleted_keeps_the_name_it_had(toyonaka, endo):
    section = Department.objects.create(government=toyonaka, name="旧企画課")
    happened(toyonaka, instant(1), subject=f"department:{section.pk}", subject_name="旧企画課")
    section.delete()
    (row,) = rows_of(events_of(toyonaka, Filter()), toyonaka)
    assert (row.actor, row.subject) == ("（自動）", "所管課「旧企画課」")


def test_an_event_from_before_names_were_kept_shows_its_number(toyonaka):
    happened(toyonaka, instant(1), subject="planitem:12")
    assert rows_of(events_of(toyonaka, Filter()), toyonaka)[0].subject == "計画の項目（番号12）"
    assert kinds()["government"] == "団体"


def test_a_name_that_is_too_long_is_cut_and_one_of_nobody_is_empty(toyonaka):
    toyonaka.name = "長" * 300
    event = record("master.export", actor=None, government=None, subject=toyonaka)
    assert event.subject_name == "長" * 200
    assert record("master.export", actor=None, government=None, subject=Government()).subject_name == ""


def test_contractors_are_marked_beside_their_name(toyonaka, aoki, baba):
    aoki.memberships.update(contractor=True, first_day=DAY(2026, 4, 1), last_day=DAY(2026, 4, 1))
    for day, person in ((1, aoki), (1, baba), (2, aoki)):
        happened(toyonaka, instant(day), actor=person)
    rows = rows_of(events_of(toyonaka, Filter()), toyonaka)
    assert [row.is_contractor for row in rows] == [False, False, True]


# --- the page -----------------------------------------------------------------------------------------------


@pytest.fixture
def desk(client, aoki):
    client.force_login(aoki)
    return client


def test_the_page_shows_fifty_and_the_way_to_the_others(desk, toyonaka, aoki):
    for n in range(120):
        happened(toyonaka, instant(1), actor=aoki, subject_name=f"計画{n:03}")
    first = desk.get(LOG, {"person": aoki.pk}).content.decode()
    assert "120件（1～50件め）" in first
    assert [f"計画{n:03}」" in first for n in (119, 70, 69)] == [True, True, False]
    assert f'href="?person={aoki.pk}&amp;page=2"' in first
    last = desk.get(LOG, {"page": 3}).content.decode()
    assert ("計画000」" in last, "古いほうへ" in last, "新しいほうへ" in last) == (True, False, True)


def test_the_page_asks_the_same_number_of_questions_for_any_number_of_events(desk, toyonaka, aoki, baba):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(LOG).status_code == 200
        return len(asked)

    happened(toyonaka, instant(1), actor=aoki)
    desk.get(LOG)  # notes once in five minutes that the session is in use
    few = questions()
    for n in range(60):
        happened(toyonaka, instant(1), actor=baba if n % 2 else aoki, subject=f"planitem:{n}")
    assert questions() == few == 7  # session, user, membership; people, count, events, contracts


def test_who_may_read_the_record(client, toyonaka, endo, aoki, baba, neighbour):
    for person, status in ((endo, 200), (aoki, 200), (baba, 403), (neighbour, 404)):
        client.force_login(person)
        assert client.get(LOG).status_code == status
        assert client.post(EXPORT, {"kind": "csv"}).status_code == status


def test_nothing_of_another_government_is_shown_or_offered(desk, toyonaka, ogori, neighbour):
    happened(ogori, instant(1), actor=neighbour, subject_name="隣の計画")
    happened(None, instant(1), actor=neighbour, subject_name="隣の計画")
    page = desk.get(LOG).content.decode() + desk.get(LOG, {"person": neighbour.pk}).content.decode()
    assert [word in page for word in ("隣の計画", "隣野")] == [False, False]
    for kind in ("csv", "xlsx"):
        sent = {"kind": kind, "words": "隣の計画"}
        assert "隣の計画".encode() not in desk.post(EXPORT, sent).content


def test_a_filter_that_cannot_be_is_told(desk, toyonaka):
    happened(toyonaka, instant(1))
    page = desk.get(LOG, {"since": "2026-04-02", "until": "2026-04-01"}).content.decode()
    assert "「この日まで」が「この日から」より前です。" in page
    assert "しぼり込みを直してください" in page
    assert "この条件に合う記録はありません。" in desk.get(LOG, {"words": "ないことば"}).content.decode()


def test_people_who_left_can_still_be_looked_for(desk, toyonaka):
    gone = factories.person("退職", "VIEWER", toyonaka)
    Membership.objects.filter(user=gone).update(last_day=DAY(2020, 1, 1))
    assert ">退職</option>" in desk.get(LOG).content.decode()
