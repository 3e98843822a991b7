"""An item beside what it was in the edition before."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Department
from publishing.editions import freeze, publish, start_next_edition
from strategy.chronicle import Change
from strategy.items import move_item, save_item
from strategy.lineage import join_editions, links_between, merge_items, split_item
from strategy.models import Edition, PlanItem
from strategy.predecessors import difference_of
from strategy.rules import item_or_404
from tests import factories


@pytest.fixture
def first(toyonaka) -> Edition:
    return factories.edition(factories.plan(toyonaka))


@pytest.fixture
def made(first) -> dict[str, PlanItem]:
    made = factories.small_tree(first, measures=3)
    for name in ("measure1", "measure2"):
        save(made[name], f"{name}の題", f"<p>{name}の文</p>")
    return made


@pytest.fixture
def second(first, made) -> Edition:
    publish(actor=None, edition=freeze(actor=None, edition=first))
    return start_next_edition(actor=None, edition=first, stage=Edition.Stage.PROPOSAL)


def save(item: PlanItem, title: str, body: str = "", **fields) -> PlanItem:
    return save_item(actor=None, item=item, version=item.version, title=title, body=body, **fields).item


def now(edition: Edition, item: PlanItem) -> PlanItem:
    """This item in an edition, as a page gets it."""
    return item_or_404(edition, item.lineage)


@pytest.mark.django_db
def test_the_first_edition_has_none_before_it(first, made):
    found = difference_of(now(first, made["measure1"]))
    assert (found.before, found.formers, found.changes, found.is_new) == (None, (), (), False)
    assert found.place.full_number == "第1章－1（1）①"


@pytest.mark.django_db
def test_an_untouched_item_has_not_changed(second, made):
    found = difference_of(now(second, made["measure1"]))
    assert (found.before.number, found.changes, found.is_new) == (1, (), False)
    assert [former.item.title for former in found.formers] == ["measure1の題"]


@pytest.mark.django_db
def test_a_new_item_is_new(second, made):
    parent = second.items.get(lineage=made["direction"].lineage)
    found = difference_of(now(second, factories.item(second, "measure", "新しい取組み", parent)))
    assert (found.is_new, found.formers, found.changes) == (True, (), ())


@pytest.mark.django_db
def test_each_field_that_changed_is_told(second, made, toyonaka):
    own = Department.objects.create(government=toyonaka, name="こども事業課")
    save(now(second, made["measure1"]), "直した題", "<p>直した文</p>", department=own)
    assert difference_of(now(second, made["measure1"])).changes == (
        Change("見出し", "measure1の題", "直した題"),
        Change("所管課", "（決まっていない）", "こども事業課"),
        Change("本文", "<p>measure1の文</p>", "<p>直した文</p>", is_body=True),
    )


@pytest.mark.django_db
def test_a_moved_item_tells_both_places_and_its_neighbours_their_numbers(second, made):
    section = now(second, made["section"])
    other = factories.item(second, "direction", "次の方向性", section)
    move_item(actor=None, item=now(second, made["measure1"]), parent=other, index=0)
    above = "第1章　子ども・若者が夢や希望をもてるまちづくり ＞ 第1章－1　妊娠・出産・子育て支援の充実 ＞ "
    assert difference_of(now(second, made["measure1"])).changes == (
        Change("番号", "第1章－1（1）①", "第1章－1（2）①"),
        Change("場所", f"{above}（1）安心して産み育てられる環境づくりを進めます", f"{above}（2）次の方向性"),
    )
    assert difference_of(now(second, made["measure2"])).changes == (
        Change("番号", "第1章－1（1）②", "第1章－1（1）①"),
    )


@pytest.mark.django_db
def test_a_title_changed_above_is_no_move(second, made):
    save(now(second, made["section"]), "直した節の題")
    assert difference_of(now(second, made["measure1"])).changes == ()


@pytest.mark.django_db
def test_a_merged_item_is_compared_with_all_it_came_from(second, made, aoki):
    target, other = now(second, made["measure2"]), now(second, made["measure1"])
    merge_items(actor=aoki, into=target, others=[other])
    found = difference_of(now(second, made["measure2"]))
    assert [former.item.title for former in found.formers] == ["measure2の題", "measure1の題"]
    assert found.changes == (Change("番号", "第1章－1（1）②", "第1章－1（1）①"),)  # nothing was rewritten


@pytest.mark.django_db
def test_both_parts_of_a_split_item_come_from_it(second, made, aoki):
    parts = split_item(actor=aoki, item=now(second, made["measure1"]), titles=["前半", "後半"])
    told = [difference_of(now(second, part)) for part in parts]
    assert [[former.item.title for former in found.formers] for found in told] == [["measure1の題"]] * 2
    assert [found.changes[-1].label for found in told] == ["見出し", "本文"]


@pytest.mark.django_db
def test_three_queries_however_large_the_edition(second, made):
    item = now(second, made["measure1"])
    factories.grow(second, 60)
    with CaptureQueriesContext(connection) as captured:
        difference_of(item)
    assert len(captured) == 3


@pytest.mark.django_db
def test_an_item_comes_from_the_same_items_as_in_the_comparison(second, made):
    """統合, 分割, a new item tied to an old one, one tied to another beside its own, an untouched one."""
    merge_items(actor=None, into=now(second, made["measure1"]), others=[now(second, made["measure2"])])
    parts = split_item(actor=None, item=now(second, made["measure3"]), titles=["前半", "後半"])
    fresh = factories.item(second, "measure", "新しい取組み", now(second, made["direction"]))
    factories.item(second, "chapter", "新しい章")
    joined = [(made["measure1"].lineage, one) for one in (fresh.lineage, parts[0].lineage)]
    join_editions(actor=None, edition=second, before=second.based_on, joined=joined)
    rows = second.items.all()
    found = {
        (str(former.item.lineage), str(row.lineage))
        for row in rows
        for former in difference_of(item_or_404(second, row.lineage)).formers
    }
    assert found == links_between(second.based_on, second)
    assert len(found) > len(rows)
