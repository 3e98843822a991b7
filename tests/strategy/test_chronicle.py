"""The history as people read it: who, when, and what, field by field."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Department, Membership
from publishing.editions import freeze, publish, start_next_edition
from strategy.chronicle import PAGE, Change, chronicle
from strategy.items import delete_item, move_item, save_item
from strategy.models import Edition, PlanItem
from strategy.restoring import restore_item
from strategy.rules import edition_at
from tests import factories
from tests.strategy.clock import Clock


@pytest.fixture
def made(edition) -> dict[str, PlanItem]:
    return factories.small_tree(edition, measures=3)


def save(actor, item: PlanItem, title: str = "見出し", body: str = "", **fields) -> PlanItem:
    current = PlanItem.objects.get(pk=item.pk)
    fields = {"closing": True} | fields
    return save_item(
        actor=actor, item=current, version=current.version, title=title, body=body, **fields
    ).item


def read(item: PlanItem, page: str | None = None):
    return chronicle(Edition.objects.get(pk=item.edition_id), item.lineage, page)


def told(item: PlanItem) -> list[tuple[str, str, list[tuple[str, str | None, str]]]]:
    """Who, the act, and what each field said and says; the newest first."""
    return [
        (entry.who, entry.act, [(change.label, change.old, change.new) for change in entry.changes])
        for entry in read(item).entries
    ]


@pytest.mark.django_db
def test_each_entry_says_who_changed_which_field(made, aoki, baba, toyonaka):
    own = Department.objects.create(government=toyonaka, division="こども未来部", name="こども事業課")
    Membership.objects.filter(user=baba).update(department=own)
    item = made["measure1"]
    save(aoki, item, "子育て相談", "<p>一</p>", department=own)
    save(baba, item, "子育て相談", "<p>二</p>", department=own, printed_number="（7）")
    assert told(item) == [
        (
            "馬場（こども事業課）",
            "changed",
            [("印刷の番号", "（計算した番号）", "（7）"), ("本文", "<p>一</p>", "<p>二</p>")],
        ),
        (
            "青木",
            "changed",
            [
                ("見出し", "見本の取組み1", "子育て相談"),
                ("所管課", "（決まっていない）", "こども未来部　こども事業課"),
                ("本文", "", "<p>一</p>"),
            ],
        ),
        (
            "",
            "created",
            [
                ("見出し", None, "見本の取組み1"),
                ("所管課", None, "（決まっていない）"),
                ("場所", None, "「（1）安心して産み育てられる環境づくりを進めます」の下"),
                ("本文", None, ""),
            ],
        ),
    ]
    assert [entry.is_current for entry in read(item).entries] == [True, False, False]


@pytest.mark.django_db
def test_a_move_tells_from_where_to_where_and_one_among_neighbours_that_the_order_changed(
    edition, made, aoki, baba
):
    other = factories.item(edition, "direction", "次の方向性", made["section"])
    item = made["measure1"]
    move_item(actor=aoki, item=item, parent=made["direction"], index=2)
    move_item(actor=baba, item=item, parent=other, index=0)
    assert told(item)[:2] == [
        ("馬場", "changed", [
            ("場所", "「（1）安心して産み育てられる環境づくりを進めます」の下", "「（2）次の方向性」の下")
        ]),
        ("青木", "changed", [("並び順", None, "同じ場所の中で順番を変えました")]),
    ]  # fmt: skip
    delete_item(actor=aoki, item=made["direction"])
    assert told(item)[0][2][0][1] == "「安心して産み育てられる環境づくりを進めます」の下"


@pytest.mark.django_db
def test_room_made_among_neighbours_is_no_move(edition, made, aoki):
    item = made["measure1"]
    PlanItem.objects.filter(pk=item.pk).update(position=77)
    save(aoki, item, "見本の取組み1", "<p>一</p>")
    assert told(item)[0][2] == [("本文", "", "<p>一</p>")]


@pytest.mark.django_db
def test_a_restored_text_is_called_so(made, aoki):
    item = made["measure1"]
    save(aoki, item, "一")
    first = item.history.order_by("-history_id").first().history_id
    save(aoki, item, "二")
    restore_item(actor=aoki, item=item, version=3, row=first)
    newest = read(item).entries[0]
    assert (newest.act, newest.told) == ("restored", "前の文に戻しました")
    assert newest.changes == (Change("見出し", "二", "一"),)


@pytest.mark.django_db
def test_an_entry_that_came_back_to_what_was_says_so(made, aoki, baba, monkeypatch):
    clock = Clock(monkeypatch)
    item = made["measure1"]
    save(baba, item, "一")
    save(aoki, item, "二", closing=False)
    clock.forward(minutes=1)
    save(aoki, item, "一", closing=False)
    assert read(item).entries[0].told == "保存しました（前の記録と同じ文です）"


@pytest.mark.django_db
def test_a_contractor_is_marked_by_the_membership_of_that_day(made, toyonaka, monkeypatch):
    clock = Clock(monkeypatch)
    today = timezone.localdate(clock.now)
    person = factories.person("江口", "PLANNER", toyonaka)
    Membership.objects.filter(user=person).update(contractor=True, last_day=today)
    save(person, made["measure1"], "委託の文")
    day = datetime.timedelta(days=1)
    Membership.objects.create(user=person, government=toyonaka, role="PLANNER", first_day=today + day)
    clock.forward(days=3)
    save(person, made["measure1"], "職員の文")
    assert [(entry.who, entry.is_contractor) for entry in read(made["measure1"]).entries[:2]] == [
        ("江口", False),
        ("江口", True),
    ]


@pytest.mark.django_db
def test_a_deleted_item_still_tells_its_history_and_who_deleted_it(made, aoki, baba):
    item = made["measure1"]
    save(aoki, item, "子育て相談", "<p>一</p>")
    pk, lineage = item.pk, item.lineage
    delete_item(actor=baba, item=PlanItem.objects.get(pk=pk))
    found = chronicle(item.edition, lineage, None)
    assert (found.item, found.place, found.title) == (None, None, "子育て相談")
    assert (found.deletion.who, found.deletion.act) == ("馬場", "deleted")
    assert [entry.act for entry in found.entries] == ["deleted", "changed", "created"]
    assert found.entries[0].changes == ()
    assert chronicle(item.edition, uuid.uuid4(), None) is None


@pytest.mark.django_db
def test_an_item_deleted_before_anybody_saved_it_shows_its_text(made, aoki):
    PlanItem.history.all().delete()
    PlanItem.objects.filter(pk=made["measure1"].pk).update(body="<p>元の文</p>")
    item = PlanItem.objects.get(pk=made["measure1"].pk)
    delete_item(actor=aoki, item=item)
    (entry,) = chronicle(made["measure1"].edition, made["measure1"].lineage, None).entries
    assert entry.changes[-1] == Change("本文", None, "<p>元の文</p>", is_body=True)


@pytest.mark.django_db
def test_the_history_of_an_edition_is_its_own(edition, made, aoki):
    save(aoki, made["measure1"], "一", "<p>前の版</p>")
    publish(actor=None, edition=freeze(actor=None, edition=edition))
    following = start_next_edition(actor=aoki, edition=edition, stage=Edition.Stage.PROPOSAL)
    item = following.items.get(lineage=made["measure1"].lineage)
    assert read(item).entries == ()
    save(aoki, item, "二", "<p>前の版</p>")
    assert [(entry.act, entry.who) for entry in read(item).entries] == [("changed", "青木"), ("origin", "")]
    assert len(read(made["measure1"]).entries) == 2


@pytest.mark.django_db
def test_pages_of_thirty_each_compared_with_the_entry_before(made, aoki):
    item = made["measure1"]
    for n in range(PAGE):
        save(aoki, item, f"題{n}")
    first, second = read(item), read(item, "2")
    assert (len(first.entries), len(second.entries)) == (PAGE, 1)
    assert first.entries[-1].changes == (Change("見出し", "見本の取組み1", "題0"),)
    assert second.entries[0].act == "created"
    assert [read(item, page).page.number for page in ("0", "-1", "99", "x", "")] == [2, 2, 2, 1, 1]


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_history(edition, made, aoki, baba, toyonaka):
    item, address = made["measure1"], (toyonaka, edition.plan.slug, edition.number)

    def queries(page: str | None = None) -> int:
        current = edition_at(*address)
        with CaptureQueriesContext(connection) as captured:
            found = chronicle(current, item.lineage, page)
            assert [entry.who for entry in found.entries]
        return len(captured)

    save(aoki, item, "一")
    few = queries()
    for n in range(PAGE + 5):
        save((aoki, baba)[n % 2], item, f"題{n}", f"<p>{n}</p>")
        move_item(actor=aoki, item=item, parent=made["direction"], index=n % 3)
    assert (few, queries(), queries("2")) == (9, 9, 9)
    delete_item(actor=aoki, item=PlanItem.objects.get(pk=item.pk))
    assert (queries(), queries("2")) == (9, 10)
