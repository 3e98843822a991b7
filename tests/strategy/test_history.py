"""The rows of history: the saves of one sitting are one row, and no text of anybody is lost by that."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from publishing.editions import freeze, publish, start_next_edition
from strategy.chronicle import ORIGIN
from strategy.conflicts import overwrite_item
from strategy.history import CLOSED, OPEN, close_rows
from strategy.items import create_item, delete_item, move_item, save_item
from strategy.lineage import merge_items, split_item
from strategy.models import Edition, Level, PlanItem
from tests import factories
from tests.strategy.clock import Clock


@pytest.fixture
def clock(monkeypatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def made(edition) -> dict[str, PlanItem]:
    return factories.small_tree(edition, measures=3)


def save(actor: User | None, item: PlanItem, body: str, **fields) -> PlanItem:
    """A save of whoever saw the item last."""
    now = PlanItem.objects.get(pk=item.pk)
    fields = {"title": now.title, "department": now.department} | fields
    return save_item(actor=actor, item=now, version=now.version, body=f"<p>{body}</p>", **fields).item


def rows(item: PlanItem) -> list[tuple[str, str, str | None]]:
    """Type, text and person of each row, the oldest first."""
    found = PlanItem.history.filter(id=item.pk).order_by("history_id").select_related("history_user")
    texts = [(row.history_type, row.body, row.history_user and row.history_user.name) for row in found]
    return [(kind, body.removeprefix("<p>").removesuffix("</p>"), who) for kind, body, who in texts]


@pytest.mark.django_db
def test_the_saves_of_one_sitting_are_one_row(made, aoki, clock):
    item = made["measure1"]
    for text in ("一", "一二", "一二三"):
        save(aoki, item, text)
        clock.forward(minutes=3)
    assert rows(item) == [("+", "", None), ("~", "一二三", "青木")]
    row = item.history.order_by("-history_id").first()
    assert (row.version, row.history_date) == (4, clock.forward(minutes=-3))


@pytest.mark.django_db
def test_ten_minutes_after_its_first_save_a_row_is_full(made, aoki, clock):
    item = made["measure1"]
    save(aoki, item, "一")
    for seconds, text in ((300, "二"), (299, "三"), (1, "四"), (599, "五")):
        clock.forward(seconds=seconds)
        save(aoki, item, text)
    assert rows(item)[1:] == [("~", "三", "青木"), ("~", "五", "青木")]


@pytest.mark.django_db
def test_a_clock_set_back_joins_nothing(made, aoki, clock):
    item = made["measure1"]
    save(aoki, item, "一")
    clock.forward(hours=-1)
    save(aoki, item, "二")
    assert rows(item)[1:] == [("~", "一", "青木"), ("~", "二", "青木")]


@pytest.mark.django_db
def test_anothers_save_between_makes_three_rows(made, aoki, baba, clock):
    item = made["measure1"]
    for person, text in ((aoki, "一"), (aoki, "二"), (baba, "三"), (aoki, "四"), (aoki, "五")):
        save(person, item, text)
        clock.forward(minutes=1)
    assert rows(item)[1:] == [("~", "二", "青木"), ("~", "三", "馬場"), ("~", "五", "青木")]


@pytest.mark.django_db
def test_another_items_saves_are_no_matter(made, aoki, baba):
    one, other = made["measure1"], made["measure2"]
    save(aoki, one, "一")
    save(baba, other, "二")
    save(aoki, one, "三")
    assert rows(one)[1:] == [("~", "三", "青木")]


@pytest.mark.django_db
def test_an_explicit_save_closes_its_row(made, aoki):
    item = made["measure1"]
    save(aoki, item, "一")
    save(aoki, item, "二", closing=True)
    save(aoki, item, "三")
    save(aoki, item, "四")
    assert rows(item)[1:] == [("~", "二", "青木"), ("~", "四", "青木")]


@pytest.mark.django_db
def test_an_explicit_save_of_what_stands_there_closes_too(made, aoki):
    item = made["measure1"]
    save(aoki, item, "一")
    save(aoki, item, "一", closing=True)
    save(aoki, item, "二")
    assert rows(item)[1:] == [("~", "一", "青木"), ("~", "二", "青木")]


@pytest.mark.django_db
def test_a_save_that_changes_nothing_writes_no_row(made, aoki, baba):
    item = made["measure1"]
    save(aoki, item, "一")
    saved = save(baba, item, "一")
    assert (saved.version, rows(item)[1:]) == (3, [("~", "一", "青木")])
    assert item.history.order_by("-history_id").first().version == 3
    save(aoki, item, "二")  # nobody's text stands between
    assert rows(item)[1:] == [("~", "二", "青木")]


@pytest.mark.django_db
def test_who_overwrites_the_own_text_of_another_screen_keeps_both(made, aoki):
    item = made["measure1"]
    save(aoki, item, "一つ目の画面の文")
    overwrite_item(actor=aoki, item=item, seen=2, title="見出し", body="<p>二つ目の画面の文</p>")
    assert rows(item)[1:] == [("~", "一つ目の画面の文", "青木"), ("~", "二つ目の画面の文", "青木")]


@pytest.mark.django_db
def test_the_clock_joins_nothing_and_leaves_nothing_open(made):
    item = made["measure1"]
    save(None, item, "一")
    save(None, item, "二")
    assert rows(item) == [("+", "", None), ("~", "一", None), ("~", "二", None)]
    assert PlanItem.history.filter(history_change_reason__startswith=OPEN).count() == 0


@pytest.mark.django_db
def test_what_somebody_makes_and_fills_is_one_row(edition, aoki):
    level = Level.objects.get(edition=edition, key="chapter")
    item = create_item(actor=aoki, edition=edition, level=level, title="章").item
    save(aoki, item, "本文", title="章の見出し")
    assert rows(item) == [("+", "本文", "青木")]
    assert item.history.get().title == "章の見出し"


@pytest.mark.django_db
def test_moves_join_as_saves_do(made, aoki, baba):
    item = made["measure1"]
    for index in (2, 0, 1):
        move_item(actor=aoki, item=item, parent=made["direction"], index=index)
    save(aoki, item, "一")
    move_item(actor=baba, item=item, parent=made["direction"], index=0)
    assert rows(item) == [("+", "", None), ("~", "一", "青木"), ("~", "一", "馬場")]


@pytest.mark.django_db
def test_a_merge_and_a_split_are_rows_of_their_own(made, aoki):
    item, other = made["measure1"], made["measure2"]
    save(aoki, item, "一")
    save(aoki, other, "二")
    merge_items(actor=aoki, into=PlanItem.objects.get(pk=item.pk), others=[other])
    save(aoki, item, "三")
    split_item(actor=aoki, item=PlanItem.objects.get(pk=item.pk), titles=["前半", "後半"])
    save(aoki, item, "四")
    told = [body.replace("</p><p>", "") for _, body, _ in rows(item)]
    assert told == ["", "一二", "三", "四"]
    assert [kind for kind, *_ in rows(other)] == ["+", "~", "-"]


@pytest.mark.django_db
def test_a_deletion_is_a_row_of_its_own(made, aoki):
    item = made["measure1"]
    save(aoki, item, "一")
    delete_item(actor=aoki, item=PlanItem.objects.get(pk=item.pk))
    assert rows(item) == [("+", "", None), ("~", "一", "青木"), ("-", "一", "青木")]


# --- copies, freezing ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_copy_has_no_row_until_its_first_save_which_keeps_what_was_copied(edition, made, aoki):
    save(aoki, made["measure1"], "前の版の文")
    publish(actor=None, edition=freeze(actor=None, edition=edition))
    following = start_next_edition(actor=aoki, edition=edition, stage=Edition.Stage.PROPOSAL)
    assert PlanItem.history.filter(edition=following).count() == 0
    item = following.items.get(lineage=made["measure1"].lineage)
    save(aoki, item, "次の版の文")
    save(aoki, item, "次の版のよい文")
    assert rows(item) == [("+", "前の版の文", None), ("~", "次の版のよい文", "青木")]
    assert item.history.order_by("history_id").first().history_change_reason == ORIGIN
    assert PlanItem.history.filter(edition=following).count() == 2


@pytest.mark.django_db
def test_what_a_file_brought_is_kept_before_the_first_act_on_it(made, aoki):
    PlanItem.history.all().delete()
    PlanItem.objects.update(body="<p>元</p>")
    save(aoki, made["measure1"], "元")
    move_item(actor=aoki, item=made["measure2"], parent=made["direction"], index=0)
    save(aoki, made["measure2"], "先")
    assert rows(made["measure1"]) == [("+", "元", None)]
    assert rows(made["measure2"]) == [("+", "元", None), ("~", "先", "青木")]


@pytest.mark.django_db
def test_freezing_closes_every_row_in_one_query(edition, made, aoki, toyonaka, django_assert_num_queries):
    elsewhere = factories.small_tree(factories.edition(factories.plan(toyonaka, "betsu")))
    for item in (made["measure1"], made["measure2"], elsewhere["measure1"]):
        save(aoki, item, "一")
    with django_assert_num_queries(1):
        close_rows(edition)
    signs = {
        row.edition_id: row.history_change_reason
        for row in PlanItem.history.filter(history_type="~").order_by("history_id")
    }
    assert signs[edition.pk] == CLOSED
    assert signs[elsewhere["measure1"].edition_id].startswith(OPEN)
    freeze(actor=aoki, edition=elsewhere["measure1"].edition)
    assert PlanItem.history.filter(history_change_reason__startswith=OPEN).count() == 0


@pytest.mark.django_db
def test_a_save_costs_the_same_however_long_the_history(made, aoki, baba):
    def queries(person: User) -> int:
        item = PlanItem.objects.get(pk=made["measure1"].pk)
        with CaptureQueriesContext(connection) as captured:
            save_item(actor=person, item=item, version=item.version, title=f"題{item.version}", body="")
        return len(captured)

    first = [queries(aoki), queries(baba)][1]
    for person in (aoki, baba) * 10:
        save(person, made["measure1"], person.name)
    assert len(rows(made["measure1"])) > 20
    assert queries(aoki) == first
    assert queries(aoki) == first
