"""Writing items: where they may stand, whose version counts, what is kept of who did what."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent, Department
from publishing.document import Document
from publishing.editions import freeze
from strategy.alignments import align_item
from strategy.items import (
    Overtaken,
    create_item,
    delete_item,
    move_item,
    place,
    relist_item,
    remove_relisting,
    save_item,
)
from strategy.models import Alignment, Edition, Level, PlanItem, Relisting
from tests import factories
from tests.snapshots import everything_stored, refused

GONE = "この項目はもうありません。ほかの人が削除したか、ほかの項目に統合しました。画面を開き直してください。"


@pytest.fixture
def made(edition) -> dict[str, PlanItem]:
    return factories.small_tree(edition, measures=3)


def titles(edition: Edition, parent: PlanItem | None) -> list[str]:
    """Titles of the children, as a reader meets them."""
    items = edition.items.filter(parent=parent).order_by("position", "id")
    return list(items.values_list("title", flat=True))


def positions(parent: PlanItem) -> list[int]:
    return list(parent.children.order_by("position", "id").values_list("position", flat=True))


def shown(under: PlanItem) -> list[str]:
    """Children and 再掲 of an item in the order of the document."""
    entry = Document.draft(under.edition).by_lineage[str(under.lineage)]
    names = {
        str(lineage): f"{title}【再掲】"
        for lineage, title in PlanItem.objects.values_list("lineage", "title")
    }
    run: list[str] = []
    for place_in_order in range(len(entry.items) + 1):
        run += [names[lineage] for at, lineage in entry.relisted_at if at == place_in_order]
        run += [child.title for child in entry.items[place_in_order : place_in_order + 1]]
    return run


def history(item_pk: int) -> list[tuple[str, str, str | None]]:
    """Type, title and person of each row of history, the oldest first."""
    rows = PlanItem.history.filter(id=item_pk).order_by("history_id").select_related("history_user")
    return [(row.history_type, row.title, row.history_user and row.history_user.name) for row in rows]


# --- create -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_item_comes_to_the_end_or_where_it_is_wanted(edition, made, aoki):
    level, parent = Level.objects.get(edition=edition, key="measure"), made["direction"]
    for title, index in (("最後", None), ("最初", 0), ("二番目", 1), ("遠すぎる", 99), ("負の番号", -3)):
        create_item(actor=aoki, edition=edition, level=level, title=f"　{title} ", parent=parent, index=index)
    assert titles(edition, parent) == [
        "負の番号", "最初", "二番目", "見本の取組み1", "見本の取組み2", "見本の取組み3", "最後", "遠すぎる",
    ]  # fmt: skip
    assert len(set(positions(parent))) == 8


@pytest.mark.django_db
def test_a_created_item_takes_the_kind_of_its_level_and_is_cleaned(edition, aoki):
    level = Level.objects.get(edition=edition, key="chapter")
    saved = create_item(
        actor=aoki,
        edition=edition,
        level=level,
        title="第1章の見出し",
        body='<p onclick="x()">本文</p><script>alert(1)</script>',
        printed_number="第一章",
    )
    item = PlanItem.objects.get(pk=saved.item.pk)
    assert (item.kind, item.body, item.printed_number, item.version) == ("GOAL", "<p>本文</p>", "第一章", 1)
    assert saved.removed == ("スクリプト",)
    assert history(item.pk) == [("+", "第1章の見出し", "青木")]


@pytest.mark.django_db
def test_a_department_is_one_of_the_own_government(edition, made, aoki, ogori):
    stranger = Department.objects.create(government=ogori, name="企画課")
    own = Department.objects.create(
        government=edition.plan.government, division="都市経営部", name="経営計画課"
    )
    item = made["measure1"]
    sentence = "ほかの団体の課は所管課に指定できません。"
    level = Level.objects.get(edition=edition, key="chapter")
    create = {"actor": aoki, "edition": edition, "level": level, "title": "章"}
    assert refused(create_item, **create, department=stranger) == sentence
    save = {"actor": aoki, "item": item, "version": 1, "title": "題", "body": ""}
    assert refused(save_item, **save, department=stranger) == sentence
    assert save_item(**save, department=own).item.department == own
    assert create_item(**create, department=own).item.department == own


# --- save ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_saving_counts_the_version_and_names_the_person(made, aoki, baba):
    item = made["measure1"]
    first = save_item(actor=aoki, item=item, version=1, title="子育て相談", body="<p>一</p>")
    assert (first.item.version, first.removed) == (2, ())
    save_item(
        actor=baba, item=item, version=2, title="子育て相談の充実", body="<p>二</p>", printed_number="（7）"
    )
    item.refresh_from_db()
    assert (item.title, item.body, item.version, item.printed_number) == (
        "子育て相談の充実",
        "<p>二</p>",
        3,
        "（7）",
    )
    assert history(item.pk) == [
        ("+", "見本の取組み1", None),
        ("~", "子育て相談", "青木"),
        ("~", "子育て相談の充実", "馬場"),
    ]
    event = AuditEvent.objects.filter(verb="item.save").latest("id")
    assert (event.actor, event.detail) == (baba, {"lineage": str(item.lineage), "version": 3})


@pytest.mark.django_db
def test_who_comes_second_sees_both_texts_and_loses_nothing(made, aoki, baba):
    item = made["measure1"]
    save_item(actor=aoki, item=item, version=1, title="青木の見出し", body="<p>青木の文</p>")
    before = everything_stored()
    with pytest.raises(Overtaken) as caught:
        save_item(actor=baba, item=item, version=1, title="馬場の見出し", body="<p>馬場の文</p>")
    assert (
        caught.value.sentence
        == "ほかの人が先にこの項目を保存しました。両方の文を見くらべて、どちらを残すか選んでください。"
    )
    assert (caught.value.current.title, caught.value.current.version) == ("青木の見出し", 2)
    assert caught.value.current.body == "<p>青木の文</p>"
    assert everything_stored() == before
    kept = save_item(actor=baba, item=item, version=2, title="馬場の見出し", body="<p>馬場の文</p>")
    assert kept.item.version == 3


@pytest.mark.django_db
def test_an_item_that_is_gone_answers_with_a_sentence(edition, made, aoki):
    item = made["measure1"]
    delete_item(actor=aoki, item=PlanItem.objects.get(pk=item.pk))
    assert refused(save_item, actor=aoki, item=item, version=1, title="題", body="") == GONE
    assert refused(move_item, actor=aoki, item=item, parent=made["direction"], index=0) == GONE
    assert refused(delete_item, actor=aoki, item=item) == GONE
    assert refused(relist_item, actor=aoki, item=item, under=made["section"]) == GONE


# --- move ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_item_moves_with_all_that_stands_under_it(edition, made, aoki):
    other = factories.item(edition, "section", "ほかの節", made["chapter"])
    move_item(actor=aoki, item=made["direction"], parent=other, index=0)
    assert titles(edition, made["section"]) == []
    assert titles(edition, other) == ["安心して産み育てられる環境づくりを進めます"]
    assert titles(edition, made["direction"]) == ["見本の取組み1", "見本の取組み2", "見本の取組み3"]
    move_item(actor=aoki, item=other, parent=made["chapter"], index=0)
    assert titles(edition, made["chapter"]) == ["ほかの節", "妊娠・出産・子育て支援の充実"]
    assert history(other.pk)[1:] == [("~", "ほかの節", "青木")]
    move_item(actor=aoki, item=made["chapter"], parent=None, index=0)
    assert titles(edition, None) == ["子ども・若者が夢や希望をもてるまちづくり", "総合戦略の概要"]


@pytest.mark.django_db
def test_a_move_writes_one_row_while_there_is_room_and_all_when_there_is_none(edition, made, aoki):
    direction = made["direction"]
    assert positions(direction) == [10, 20, 30]
    third = made["measure3"]
    move_item(actor=aoki, item=third, parent=direction, index=1)
    assert positions(direction) == [10, 15, 20]
    for index in (1, 1, 1, 1):  # between the same two until no room is left
        last = direction.children.order_by("position").last()
        move_item(actor=aoki, item=last, parent=direction, index=index)
    assert len(set(positions(direction))) == 3
    PlanItem.objects.filter(pk=made["measure1"].pk).update(position=10)
    PlanItem.objects.filter(pk=made["measure2"].pk).update(position=11)
    PlanItem.objects.filter(pk=third.pk).update(position=12)
    move_item(actor=aoki, item=third, parent=direction, index=1)
    assert positions(direction) == [10, 20, 30]
    assert titles(edition, direction) == ["見本の取組み1", "見本の取組み3", "見本の取組み2"]


@pytest.mark.django_db
def test_a_move_to_where_it_stands_changes_no_order(edition, made, aoki):
    for index, item in enumerate(list(made["direction"].children.order_by("position"))):
        move_item(actor=aoki, item=item, parent=made["direction"], index=index)
    assert titles(edition, made["direction"]) == ["見本の取組み1", "見本の取組み2", "見本の取組み3"]


@pytest.mark.django_db
def test_an_item_that_moves_to_where_it_was_shown_again_stands_there_once(edition, made, aoki):
    other = factories.item(edition, "direction", "次の方向性", made["section"])
    relist_item(actor=aoki, item=made["measure1"], under=other)
    relist_item(actor=aoki, item=made["measure2"], under=other)
    move_item(actor=aoki, item=made["measure1"], parent=other, index=0)
    assert shown(other) == ["見本の取組み2【再掲】", "見本の取組み1"]


@pytest.mark.django_db
def test_moves_that_are_refused(edition, made, aoki, ogori):
    elsewhere = factories.small_tree(factories.edition(factories.plan(ogori)))
    move = {"actor": aoki, "item": made["section"], "index": 0}
    assert refused(move_item, **move, parent=elsewhere["chapter"]) == "別の版の項目の下には移せません。"
    assert refused(move_item, **move, parent=made["measure1"]) == (
        "「妊娠・出産・子育て支援の充実」を、それ自身の下には移せません。"
    )
    assert refused(move_item, **move, parent=made["section"]) == (
        "「妊娠・出産・子育て支援の充実」を、それ自身の下には移せません。"
    )
    assert refused(move_item, **move, parent=None) == (
        "「節」はいちばん上には置けません。置けるのは「章」の下です。"
    )
    assert refused(move_item, **move, parent=made["heading"]) == (
        "「節」は「見出し」の下には置けません。置けるのは「章」の下です。"
    )


@pytest.mark.django_db
def test_nobody_writes_in_a_frozen_edition(edition, made, aoki):
    relisting = relist_item(actor=aoki, item=made["measure1"], under=made["section"])
    level = Level.objects.get(edition=edition, key="chapter")
    freeze(actor=aoki, edition=edition)
    sentence = "凍結した版は変えられません。直すときは「次の版をつくる」か「正誤訂正」をしてください。"
    item, under = made["measure1"], made["chapter"]
    assert refused(create_item, actor=aoki, edition=edition, level=level, title="章") == sentence
    assert refused(save_item, actor=aoki, item=item, version=1, title="題", body="") == sentence
    assert refused(move_item, actor=aoki, item=item, parent=made["direction"], index=0) == sentence
    assert refused(delete_item, actor=aoki, item=item) == sentence
    assert refused(relist_item, actor=aoki, item=item, under=under) == sentence
    assert refused(remove_relisting, actor=aoki, relisting=relisting) == sentence


# --- 再掲 -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_item_is_shown_again_where_it_was_put(edition, made, aoki):
    other = factories.item(edition, "direction", "次の方向性", made["section"])
    for n in range(1, 4):
        factories.item(edition, "measure", f"次の取組み{n}", other)
    for name, index in (("measure1", 0), ("measure2", 2), ("measure3", 99)):
        relist_item(actor=aoki, item=made[name], under=other, index=index)
    order = [
        "見本の取組み1【再掲】", "次の取組み1", "次の取組み2", "見本の取組み2【再掲】", "次の取組み3",
        "見本の取組み3【再掲】",
    ]  # fmt: skip
    assert shown(other) == order
    factories.item(edition, "measure", "次の取組み4", other)
    assert shown(other) == [*order, "次の取組み4"]


@pytest.mark.django_db
def test_a_relisting_keeps_its_place_when_its_neighbours_are_renumbered(edition, made, aoki):
    other = factories.item(edition, "direction", "次の方向性", made["section"])
    for name in "AB":
        factories.item(edition, "measure", name, other)
    relist_item(actor=aoki, item=made["measure1"], under=other, index=0)
    relist_item(actor=aoki, item=made["measure2"], under=other, index=1)
    for name in "CDEFG":
        factories.item(edition, "measure", name, other, index=1)
    assert shown(other) == [
        "見本の取組み1【再掲】", "A", "G", "F", "E", "D", "C", "見本の取組み2【再掲】", "B",
    ]  # fmt: skip
    assert positions(other) == [10, 15, 20, 30, 40, 50, 60]  # renumbered once, then one more


@pytest.mark.django_db
def test_under_an_empty_item_too(edition, made, aoki):
    other = factories.item(edition, "direction", "次の方向性", made["section"])
    relist_item(actor=aoki, item=made["measure1"], under=other)
    assert shown(other) == ["見本の取組み1【再掲】"]


@pytest.mark.django_db
def test_relistings_that_are_refused(edition, made, aoki, ogori):
    elsewhere = factories.small_tree(factories.edition(factories.plan(ogori)))
    measure, direction, section = made["measure1"], made["direction"], made["section"]
    assert refused(relist_item, actor=aoki, item=measure, under=elsewhere["section"]) == (
        "別の版の項目の下には再掲できません。"
    )
    assert refused(relist_item, actor=aoki, item=measure, under=direction) == (
        "「見本の取組み1」はすでに「安心して産み育てられる環境づくりを進めます」の下にあります。"
    )
    for under in (section, direction, measure):
        assert refused(relist_item, actor=aoki, item=section, under=under) == (
            "「妊娠・出産・子育て支援の充実」を、それ自身の下には再掲できません。"
        )


@pytest.mark.django_db
def test_an_item_is_relisted_once_in_a_place_and_taken_away_again(edition, made, aoki):
    relisting = relist_item(actor=aoki, item=made["measure1"], under=made["section"])
    with pytest.raises(ValidationError) as caught:
        relist_item(actor=aoki, item=made["measure1"], under=made["section"])
    assert caught.value.messages == ["この項目はすでにここに再掲されています。"]
    assert remove_relisting(actor=aoki, relisting=relisting) == made["measure1"]
    assert Relisting.objects.count() == 0
    assert refused(remove_relisting, actor=aoki, relisting=relisting) == (
        "この再掲はもうありません。画面を開き直してください。"
    )
    assert PlanItem.objects.filter(pk=made["measure1"].pk).count() == 1


# --- delete -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_branch_goes_with_its_alignments_and_each_item_leaves_a_row_of_history(edition, made, aoki):
    pks = {name: made[name].pk for name in ("direction", "measure1", "measure2", "measure3")}
    align_item(actor=aoki, item=made["measure1"], to_item=made["measure2"])
    align_item(actor=aoki, item=made["measure1"], to_item=made["pillar"])
    relist_item(actor=aoki, item=made["measure1"], under=made["section"])
    assert delete_item(actor=aoki, item=made["direction"]) == 4
    left = set(edition.items.values_list("title", flat=True))
    assert left == {"総合戦略の概要", "子育て環境の充実", "子ども・若者が夢や希望をもてるまちづくり",
                    "妊娠・出産・子育て支援の充実"}  # fmt: skip
    assert (Alignment.objects.count(), Relisting.objects.count()) == (0, 0)
    for pk in pks.values():
        assert history(pk)[-1][::2] == ("-", "青木")
    event = AuditEvent.objects.get(verb="item.delete")
    assert event.subject == f"planitem:{pks['direction']}"
    assert event.detail["count"] == 4
    assert event.detail["title"] == "安心して産み育てられる環境づくりを進めます"


@pytest.mark.django_db
def test_what_others_answer_to_is_not_deleted(edition, made, aoki):
    align_item(actor=aoki, item=made["measure1"], to_item=made["pillar"])
    for name in ("pillar", "heading"):
        assert refused(delete_item, actor=aoki, item=made[name]) == (
            "「子育て環境の充実」にはほかの項目からの対応があります。先にその対応をはずしてください。"
        )


@pytest.mark.django_db
def test_place_gives_no_position_twice(edition, made):
    """Whatever the order of insertions, siblings never tie."""
    level = Level.objects.get(edition=edition, key="measure")
    for n, index in enumerate((1, 1, 0, 3, 2, 5, 1, 0, 7, 1, 1, 1)):
        item = PlanItem(edition=edition, level=level, kind="MEASURE", title=f"n{n}")
        place(item, made["direction"], index)
        item.save()
        assert [child.title for child in made["direction"].children.order_by("position")][index] == f"n{n}"
    assert len(set(positions(made["direction"]))) == 15
