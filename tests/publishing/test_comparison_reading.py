"""The comparison of two editions as the database has them."""

import datetime
import uuid

import pytest

from accounts.models import Department
from publishing.comparison.kinds import Kind
from publishing.comparison.reading import (
    ComparisonError,
    content_of,
    default_old,
    derived_table,
    issued_table,
    read_table,
)
from publishing.comparisons import issue_comparison, join_items, note_changes
from publishing.document import hash_of
from publishing.editions import freeze, publish, start_next_edition
from publishing.models import PrintedEdition
from strategy.items import create_item, delete_item, save_item
from strategy.lineage import merge_items, split_item
from strategy.models import Edition, PlanItem
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(toyonaka):
    return factories.plan(toyonaka)


@pytest.fixture
def first(plan) -> Edition:
    made = factories.edition(plan)
    factories.small_tree(made)
    return freeze(actor=None, edition=made)


def following(edition: Edition) -> Edition:
    return start_next_edition(actor=None, edition=edition, stage=Edition.Stage.PROPOSAL)


def item(edition: Edition, title: str) -> PlanItem:
    return edition.items.select_related("edition__plan__government", "level").get(title=title)


def kinds(old: Edition, new: Edition) -> list[tuple[Kind, ...]]:
    return [row.kinds for row in read_table(old, new).rows]


def test_an_edition_just_started_does_not_differ(first):
    table = read_table(first, following(first))
    assert (table.rows, table.left_out, table.hints) == ((), (), ())
    assert (table.old.number, table.new.number, table.new.stage_name) == (1, 2, "案")
    assert table.title == "第3期まち・ひと・しごと創生総合戦略　新旧対照表"


def test_merges_and_splits_are_followed_through_the_editions_in_between(first):
    second = following(first)
    merge_items(actor=None, into=item(second, "見本の取組み1"), others=[item(second, "見本の取組み2")])
    second = freeze(actor=None, edition=second)
    third = following(second)
    split_item(actor=None, item=item(third, "総合戦略の概要"), titles=["概要", "背景"])
    assert kinds(first, second) == [(Kind.MERGED,)]
    assert kinds(second, third) == [(Kind.SPLIT, Kind.RETITLED)]
    assert kinds(first, third) == [(Kind.SPLIT, Kind.RETITLED), (Kind.MERGED,)]
    assert kinds(third, first) == [(Kind.MERGED, Kind.RETITLED), (Kind.SPLIT,)]


def test_two_plans_loaded_apart_are_joined_by_hand(plan, first, aoki):
    other = factories.edition(plan, title="別に読み込んだ版")
    made = factories.item(other, "heading", "総合戦略の概要", body="<p>新しい本文です。</p>")
    other = freeze(actor=None, edition=other)
    assert {Kind.NEW, Kind.REMOVED} <= {kind for row in kinds(first, other) for kind in row}
    joins = [(item(first, "総合戦略の概要").lineage, made.lineage)]
    join_items(actor=aoki, old=first, new=other, joins=joins)
    row = next(row for row in read_table(first, other).rows if Kind.REVISED in row.kinds)
    assert row.places[0].words == "1　総合戦略の概要"


def test_editions_of_different_plans_and_an_edition_with_itself_are_refused(toyonaka, first):
    stranger = factories.published(factories.plan(toyonaka, slug="other"))
    with pytest.raises(ComparisonError) as refused:
        read_table(stranger, first)
    assert refused.value.sentence == "別の計画の版とは比べられません。同じ計画の版を二つ選んでください。"
    with pytest.raises(ComparisonError) as refused:
        derived_table(first, first)
    assert refused.value.sentence == "同じ版どうしは比べられません。別の版を選んでください。"


def test_a_successor_of_a_department_is_a_reorganisation(toyonaka, plan):
    former = Department.objects.create(government=toyonaka, division="こども部", name="こども課")
    latter = Department.objects.create(government=toyonaka, division="未来部", name="こども課")
    edition = factories.edition(plan)
    factories.item(edition, "heading", "概要", department=former)
    old = freeze(actor=None, edition=edition)
    new = following(old)
    PlanItem.objects.filter(edition=new).update(department=latter)
    assert kinds(old, new) == [(Kind.DEPARTMENT,)]
    former.successors.add(latter)
    assert kinds(old, new) == [(Kind.ORGANISATION,)]


def test_pages_are_those_of_the_printed_editions(first):
    lineage = str(item(first, "総合戦略の概要").lineage)
    PrintedEdition.objects.create(
        edition=first,
        content_hash=first.content_hash,
        page_count=9,
        size=1,
        pages={lineage: "Ⅳ－85"},
        file="x",
    )
    new = following(first)
    row = item(new, "総合戦略の概要")
    save_item(actor=None, item=row, version=row.version, title=row.title, body="<p>本文です。</p>")
    (found,) = read_table(first, new).rows
    assert (found.places[0].old_page, found.places[0].new_page) == ("Ⅳ－85", "")


def test_pages_printed_after_the_issue_are_filled_in(first, aoki):
    new = following(first)
    row = item(new, "総合戦略の概要")
    save_item(actor=None, item=row, version=row.version, title=row.title, body="<p>本文です。</p>")
    new = freeze(actor=None, edition=new)
    issue_comparison(actor=aoki, old=first, new=new, seen=hash_of(content_of(read_table(first, new))))
    assert issued_table(first, new).rows[0].places[0].new_page == ""
    PrintedEdition.objects.create(
        edition=new,
        content_hash=new.content_hash,
        page_count=9,
        size=1,
        pages={str(row.lineage): "7"},
        file="y",
    )
    (place,) = issued_table(first, new).rows[0].places
    assert (place.words, place.old_page, place.new_page) == ("1　総合戦略の概要", "", "7")


def test_what_the_planner_wrote_stands_in_the_read_table_and_not_in_the_derived_one(first, aoki):
    new = following(first)
    row = item(new, "見本の取組み1")
    delete_item(actor=None, item=row)
    note_changes(actor=aoki, old=first, new=new, keys=[f"item:{row.lineage}"], reason="役目を終えたため。")
    assert [found.reason for found in read_table(first, new).rows] == ["役目を終えたため。"]
    assert [found.reason for found in derived_table(first, new).rows] == [""]
    assert issued_table(first, new) is None


def test_an_edition_is_compared_first_with_the_one_in_force(plan):
    in_force = factories.published(plan, effective_from=datetime.date(2023, 4, 1))
    second = freeze(actor=None, edition=following(in_force))
    third = following(second)
    assert default_old(third) == in_force
    assert default_old(second) == in_force


def test_without_one_in_force_it_is_compared_with_the_one_it_comes_from(plan, first):
    second = following(first)
    assert default_old(second) == first
    assert default_old(first) == second  # the only other one
    second.delete()
    assert default_old(first) is None


def test_the_number_of_queries_does_not_grow_with_the_changes(first, django_assert_max_num_queries):
    new = following(first)
    for n in range(30):
        factories.item(new, "heading", f"新しい見出し{n}")
    new = publish(actor=None, edition=freeze(actor=None, edition=new))
    with django_assert_max_num_queries(7):
        assert len(read_table(first, new).rows) == 30


def test_a_created_item_is_new_and_an_unknown_lineage_joins_nothing(first):
    new = following(first)
    level = new.levels.get(key="heading")
    made = create_item(actor=None, edition=new, level=level, title="新しい見出し", parent=None).item
    made.predecessors = [str(uuid.uuid4())]
    made.save()
    assert kinds(first, new) == [(Kind.NEW,)]
