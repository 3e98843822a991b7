"""Moving by one step and several at once: rules, levels, history, and nothing half done."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.audit import Refused
from accounts.models import AuditEvent
from publishing.editions import freeze
from strategy import tree
from strategy.items import delete_item, relist_item
from strategy.models import Edition, PlanItem, Relisting
from strategy.moving import move_items, step_item
from strategy.standing import standing_of
from strategy.steps import STEPS
from tests import factories
from tests.snapshots import refused

FROZEN = "凍結した版は変えられません。直すときは「次の版をつくる」か「正誤訂正」をしてください。"


@pytest.fixture
def made(edition) -> dict[str, PlanItem]:
    made = factories.small_tree(edition, measures=3)
    made["next"] = factories.item(edition, "direction", "次の方向性", made["section"])
    made["section2"] = factories.item(edition, "section", "教育環境の充実", made["chapter"])
    made["chapter2"] = factories.item(edition, "chapter", "安全に安心して暮らせるまちづくり")
    return made


def fresh(item: PlanItem) -> PlanItem:
    return PlanItem.objects.get(pk=item.pk)


def titles(edition: Edition, parent: PlanItem | None) -> list[str]:
    items = edition.items.filter(parent=parent).order_by("position", "id")
    return [title.removeprefix("見本の取組み") for title in items.values_list("title", flat=True)]


def history(item: PlanItem) -> list[tuple[str, str | None]]:
    rows = PlanItem.history.filter(id=item.pk).order_by("history_id").select_related("history_user")
    return [(row.history_type, row.history_user and row.history_user.name) for row in rows]


# --- one step -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_up_and_down_change_places_and_go_on_under_the_next_parent(edition, made, aoki):
    item = made["measure3"]
    step_item(actor=aoki, item=item, step="up")
    assert titles(edition, made["direction"]) == ["1", "3", "2"]
    for _ in range(2):
        step_item(actor=aoki, item=fresh(item), step="down")
    assert titles(edition, made["direction"]) == ["1", "2"]
    assert titles(edition, made["next"]) == ["3"]
    step_item(actor=aoki, item=fresh(item), step="up")
    assert titles(edition, made["direction"]) == ["1", "2", "3"]
    assert history(item) == [("+", None), ("~", "青木")]  # one sitting
    event = AuditEvent.objects.filter(verb="item.step").latest("id")
    assert (event.actor, event.detail["step"], event.detail["level"]) == (aoki, "up", "measure")


@pytest.mark.django_db
def test_raising_and_lowering_change_level_and_kind(edition, made, aoki):
    item = made["measure2"]
    raised = step_item(actor=aoki, item=item, step="raise")
    assert (raised.level.key, raised.kind, fresh(item).kind) == ("direction", "DIRECTION", "DIRECTION")
    assert titles(edition, made["section"]) == [
        "安心して産み育てられる環境づくりを進めます",
        "2",
        "次の方向性",
    ]
    assert titles(edition, made["direction"]) == ["1", "3"]
    lowered = step_item(actor=aoki, item=fresh(item), step="lower")
    assert (lowered.level.key, lowered.kind) == ("measure", "MEASURE")
    assert titles(edition, made["direction"]) == ["1", "3", "2"]


@pytest.mark.django_db
def test_an_item_takes_what_stands_under_it_along(edition, made, aoki):
    step_item(actor=aoki, item=made["direction"], step="down")
    assert titles(edition, made["section"])[0] == "次の方向性"
    assert titles(edition, made["direction"]) == ["1", "2", "3"]
    step_item(actor=aoki, item=made["chapter"], step="lower")  # under the heading, where a chapter may stand
    assert titles(edition, made["heading"]) == [
        "子育て環境の充実",
        "子ども・若者が夢や希望をもてるまちづくり",
    ]


@pytest.mark.django_db
def test_steps_that_are_refused_say_why(edition, made, aoki):
    assert refused(step_item, actor=aoki, item=made["section"], step="raise") == (
        "「妊娠・出産・子育て支援の充実」は動かせません。"
        "動かした先では「章」になりますが、その下に「方向性」は置けません。先に下の項目を移してください。"
    )
    assert refused(step_item, actor=aoki, item=made["heading"], step="up") == (
        "「総合戦略の概要」は動かせません。これより上に、置ける場所はありません。"
    )
    assert refused(step_item, actor=aoki, item=made["heading"], step="sideways") == (
        "「総合戦略の概要」は動かせません。動かし方は、上へ・下へ・階層を上げる・階層を下げるのどれかです。"
    )
    gone = made["measure1"]
    delete_item(actor=aoki, item=fresh(gone))
    assert refused(step_item, actor=aoki, item=gone, step="down").startswith("この項目はもうありません。")


@pytest.mark.django_db
def test_a_step_to_where_it_is_shown_again_leaves_it_there_once(edition, made, aoki):
    relist_item(actor=aoki, item=made["measure3"], under=made["next"])
    step_item(actor=aoki, item=made["measure3"], step="down")
    assert titles(edition, made["next"]) == ["3"]
    assert Relisting.objects.count() == 0


@pytest.mark.django_db
def test_nothing_steps_in_an_edition_frozen_a_second_ago(edition, made, aoki):
    freeze(actor=aoki, edition=edition)
    assert refused(step_item, actor=aoki, item=made["measure3"], step="up") == FROZEN
    move = {"actor": aoki, "edition": edition, "items": [made["measure3"]]}
    assert refused(move_items, **move, parent=made["next"]) == FROZEN


# --- several ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_several_move_in_the_order_in_which_they_are_read(edition, made, aoki):
    factories.item(edition, "measure", "初めから", made["next"])
    items = [made["measure3"], made["measure1"], made["measure3"]]
    moved = move_items(actor=aoki, edition=edition, items=items, parent=made["next"], index=0)
    assert [item.pk for item in moved] == [made["measure1"].pk, made["measure3"].pk]
    assert titles(edition, made["next"]) == ["1", "3", "初めから"]
    assert titles(edition, made["direction"]) == ["2"]
    assert history(made["measure1"]) == history(made["measure3"]) == [("+", None), ("~", "青木")]
    assert history(made["measure2"]) == [("+", None)]
    (event,) = AuditEvent.objects.filter(verb="items.move")
    assert event.subject == f"edition:{edition.pk}"
    assert event.detail["lineages"] == [str(made["measure1"].lineage), str(made["measure3"].lineage)]
    assert event.detail["parent"] == str(made["next"].lineage)


@pytest.mark.django_db
def test_what_stands_under_a_chosen_item_goes_with_it(edition, made, aoki):
    items = [made["measure1"], made["direction"], made["next"]]
    moved = move_items(actor=aoki, edition=edition, items=items, parent=made["section2"])
    assert [item.pk for item in moved] == [made["direction"].pk, made["next"].pk]
    assert titles(edition, made["direction"]) == ["1", "2", "3"]


@pytest.mark.django_db
def test_several_come_to_the_end_unless_said_otherwise_also_at_the_top(edition, made, aoki):
    move_items(actor=aoki, edition=edition, items=[made["chapter"], made["chapter2"]], parent=made["heading"])
    assert titles(edition, None) == ["総合戦略の概要"]
    move_items(actor=aoki, edition=edition, items=[made["chapter2"], made["chapter"]], parent=None)
    assert titles(edition, None) == [
        "総合戦略の概要", "子ども・若者が夢や希望をもてるまちづくり", "安全に安心して暮らせるまちづくり",
    ]  # fmt: skip


@pytest.mark.django_db
def test_all_or_none(edition, made, aoki, ogori):
    elsewhere = factories.small_tree(factories.edition(factories.plan(ogori)))
    move = {"actor": aoki, "edition": edition}
    assert refused(move_items, **move, items=[made["measure1"], made["section2"]], parent=made["next"]) == (
        "「節」は「方向性」の下には置けません。置けるのは「章」の下です。"
    )
    assert refused(
        move_items, **move, items=[made["section2"], made["section"]], parent=made["measure1"]
    ) == ("「妊娠・出産・子育て支援の充実」を、それ自身の下には移せません。")
    assert refused(move_items, **move, items=[], parent=None) == "動かす項目を一つ以上選んでください。"
    other = "別の版の項目や、削除された項目は選べません。画面を開き直してください。"
    assert refused(move_items, **move, items=[made["measure1"], elsewhere["measure1"]], parent=None) == other
    assert refused(move_items, **move, items=[made["measure1"]], parent=elsewhere["direction"]) == (
        "別の版の項目の下には移せません。"
    )


@pytest.mark.django_db
def test_several_that_move_to_where_they_are_shown_again_stand_there_once(edition, made, aoki):
    for name in ("measure1", "measure2", "measure3"):
        relist_item(actor=aoki, item=made[name], under=made["next"])
    items = [made["measure1"], made["measure2"]]
    move_items(actor=aoki, edition=edition, items=items, parent=made["next"])
    assert [row.item_id for row in Relisting.objects.all()] == [made["measure3"].pk]


@pytest.mark.django_db
def test_moving_many_asks_as_often_as_moving_few(edition, made, aoki, django_assert_num_queries):
    for count in (2, 40):
        items = [factories.item(edition, "measure", f"多い{n}", made["next"]) for n in range(count)]
        with django_assert_num_queries(14):
            move_items(actor=aoki, edition=edition, items=items, parent=made["direction"])


@pytest.mark.django_db
def test_items_that_came_with_a_copy_keep_how_they_stood_in_their_history(edition, aoki):
    factories.grow(edition, 8)
    direction, section = (edition.items.get(level__key=key) for key in ("direction", "section"))
    other = factories.item(edition, "direction", "次の方向性", section)
    items = list(direction.children.all())
    move_items(actor=aoki, edition=edition, items=items, parent=other)
    for item in items:
        first, second = PlanItem.history.filter(id=item.pk).order_by("history_id")
        assert (first.parent_id, first.history_user, first.history_change_reason) == (
            direction.pk,
            None,
            "origin",
        )
        assert (second.parent_id, second.history_user, second.history_type) == (other.pk, aoki, "~")


# --- whatever is pressed ------------------------------------------------------------------------------------


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_sequence_of_steps_keeps_a_tree_with_rules_kept_and_positions_in_order(edition, made, aoki, data):
    """The same rows go through all examples: what one leaves, the next begins with."""
    names = sorted(made)
    for _ in range(6):
        item = fresh(made[data.draw(st.sampled_from(names))])
        try:
            step_item(actor=aoki, item=item, step=data.draw(st.sampled_from(list(STEPS))))
        except Refused:
            continue
        rows = list(edition.items.select_related("level", "parent__level"))
        assert len(list(tree.walk(tree.assemble(rows)))) == len(names)
        for row in rows:
            assert tree.may_stand(row.level.under, row.parent.level.key if row.parent else "")
            assert row.kind == row.level.kind
        places = [(row.parent_id, row.position) for row in rows]
        assert len(set(places)) == len(places)
    assert set(standing_of(edition).parent) == {row.pk for row in made.values()}
