"""An item on which rooms above hang something is neither deleted nor merged away: the sentence says what and where to."""

import pytest

from kpi.targets import delete_target, move_target, relist_target, serve_items, unlist_target
from strategy.branches import duplicate_branch, restore_branch
from strategy.items import delete_item, move_item
from strategy.lineage import merge_items, split_item
from strategy.models import DeletedBranch
from tests import factories
from tests.kpi import promises
from tests.snapshots import refused


@pytest.mark.django_db
def test_an_item_with_targets_is_deleted_once_they_stand_elsewhere(edition, made, aoki):
    target = promises.target(made["measure1"], "就業率")
    one = (
        "「見本の取組み1」には目標値が1件あります（「就業率」）。"
        "先にその目標値を別の項目へ移すか、取り除いてから削除してください。"
    )
    assert refused(delete_item, actor=aoki, item=made["measure1"]) == one
    assert refused(delete_item, actor=aoki, item=made["chapter"]) == one  # wherever it hangs in the branch
    for name in "ABC":
        promises.target(made["measure2"], name)
    assert refused(delete_item, actor=aoki, item=made["direction"]) == (
        "「見本の取組み1」など、削除する項目には目標値が4件あります（「就業率」、「A」、「B」など）。"
        "先にその目標値を別の項目へ移すか、取り除いてから削除してください。"
    )
    move_target(actor=aoki, target=target, item=made["section"])
    assert delete_item(actor=aoki, item=made["measure1"]) == 1
    restore_branch(actor=aoki, deleted=DeletedBranch.objects.get())
    assert edition.items.filter(lineage=made["measure1"].lineage).exists()


@pytest.mark.django_db
def test_a_second_printing_and_a_served_item_hold_it_too(made, aoki):
    target = promises.target(made["chapter"], "就業率")
    relisting = relist_target(actor=aoki, target=target, item=made["measure1"])
    serve_items(actor=aoki, target=target, items=[made["measure2"]])
    ending = "別の項目へ移すか、取り除いてから{}してください。"
    assert refused(delete_item, actor=aoki, item=made["measure1"]) == (
        "「見本の取組み1」には目標値の再掲が1件あります（「就業率【再掲】」）。先にその目標値の再掲を"
        + ending.format("削除")
    )
    assert refused(merge_items, actor=aoki, into=made["measure1"], others=[made["measure2"]]) == (
        "「見本の取組み2」には関連する項目が1件あります（「就業率 → 見本の取組み2」）。先にその関連する項目を"
        + ending.format("統合")
    )
    unlist_target(actor=aoki, relisting=relisting)
    assert delete_item(actor=aoki, item=made["measure1"]) == 1


@pytest.mark.django_db
def test_an_item_with_targets_is_not_merged_away_and_takes_others_in(made, aoki):
    target = promises.target(made["measure1"], "就業率")
    assert refused(merge_items, actor=aoki, into=made["measure2"], others=[made["measure1"]]) == (
        "「見本の取組み1」には目標値が1件あります（「就業率」）。"
        "先にその目標値を別の項目へ移すか、取り除いてから統合してください。"
    )
    merge_items(actor=aoki, into=made["measure1"], others=[made["measure2"]])
    target.refresh_from_db()
    assert target.item == made["measure1"]


@pytest.mark.django_db
def test_moving_splitting_and_doubling_leave_targets_where_they_are(edition, made, aoki):
    target = promises.target(made["measure1"], "就業率")
    other = factories.item(edition, "direction", "次の方向性", made["section"])
    move_item(actor=aoki, item=made["measure1"], parent=other, index=0)
    split_item(actor=aoki, item=made["measure1"], titles=["前半", "後半"])
    copy = duplicate_branch(actor=aoki, item=other)
    assert copy.title == "次の方向性（複製）"
    assert [(row.pk, row.item_id) for row in edition.targets.all()] == [(target.pk, made["measure1"].pk)]
    delete_target(actor=aoki, target=target)
    assert delete_item(actor=aoki, item=other) == 3
