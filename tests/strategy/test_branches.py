"""A second branch like the first, and a deleted one that comes back with everything that hung on it."""

import re
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import AuditEvent, Department
from publishing.editions import freeze
from strategy.alignments import align_item
from strategy.branches import duplicate_branch, restore_branch
from strategy.items import create_item, delete_item, relist_item, save_item
from strategy.levels import delete_level, save_level
from strategy.lineage import merge_items
from strategy.models import Alignment, DeletedBranch, Edition, Figure, Level, PlanItem, Relisting
from tests import factories
from tests.snapshots import everything_stored, refused

FROZEN = "凍結した版は変えられません。直すときは「次の版をつくる」か「正誤訂正」をしてください。"


@pytest.fixture
def made(edition) -> dict[str, PlanItem]:
    return factories.small_tree(edition, measures=3)


@pytest.fixture
def rich(edition, made, aoki, ogori) -> dict[str, PlanItem]:
    """The small tree with text, links, alignments, 再掲 and a figure in the branch of the direction."""
    one, two = made["measure1"], made["measure2"]
    other = factories.item(edition, "direction", "次の方向性", made["section"])
    neighbour = factories.item(edition, "measure", "となりの取組み", other)
    department = Department.objects.create(government=edition.plan.government, division="", name="子育て課")
    save_item(
        actor=aoki,
        item=one,
        version=1,
        title="子育て相談",
        body=f'<p><a href="#item-{two.lineage}">②</a>と<a href="#item-{neighbour.lineage}">次</a></p>',
        department=department,
        printed_number="（7）",
    )
    foreign = factories.published(factories.plan(ogori))
    far = foreign.items.get(title="見本の取組み1")
    align_item(actor=aoki, item=one, to_item=far, verb="CONFORM", note="見本", page=33)
    align_item(actor=aoki, item=one, to_item=made["pillar"])
    align_item(actor=aoki, item=two, to_item=one)
    relist_item(actor=aoki, item=two, under=other)
    relist_item(actor=aoki, item=neighbour, under=made["direction"], index=0)
    relist_item(actor=aoki, item=one, under=made["chapter"])
    Figure.objects.create(
        edition=edition, item=one, position=10, sha256="0" * 64, media_type="image/png", width=8, height=6,
        image=default_storage.save("figures/mihon.png", ContentFile(b"png")), caption="図", alt="見本", source="調査",
    )  # fmt: skip
    return made | {"other": other, "neighbour": neighbour, "far": far}


def fresh(item: PlanItem) -> PlanItem:
    return PlanItem.objects.get(pk=item.pk)


def delete(item: PlanItem, actor) -> DeletedBranch:
    delete_item(actor=actor, item=fresh(item))
    return DeletedBranch.objects.latest("id")


def titles(parent: PlanItem | None, edition: Edition) -> list[str]:
    items = edition.items.filter(parent=parent).order_by("position", "id")
    return [title.removeprefix("見本の取組み") for title in items.values_list("title", flat=True)]


def text_of(edition: Edition) -> dict[str, list]:
    """Everything of an edition that a reader may meet, row by row, whatever the ids of what hangs on items."""

    def rows(model, *keys: str) -> list:
        names = [field.attname for field in model._meta.concrete_fields if field.attname != "id"]
        return sorted(map(str, model.objects.filter(edition=edition).order_by(*keys).values_list(*names)))

    items = list(PlanItem.objects.filter(edition=edition).order_by("id").values())
    return {
        "items": items,
        "alignments": rows(Alignment, "id"),
        "relistings": rows(Relisting, "id"),
        "figures": rows(Figure, "id"),
        "levels": rows(Level, "id"),
    }


# --- duplicate ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_branch_is_put_again_behind_itself(edition, rich, aoki):
    top = duplicate_branch(actor=aoki, item=rich["direction"])
    assert titles(rich["section"], edition) == [
        "安心して産み育てられる環境づくりを進めます",
        "安心して産み育てられる環境づくりを進めます（複製）",
        "次の方向性",
    ]
    copies = list(top.children.order_by("position"))
    assert [copy.title for copy in copies] == ["子育て相談", "見本の取組み2", "見本の取組み3"]
    assert [copy.position for copy in copies] == [10, 20, 30]
    one = copies[0]
    assert (one.department.name, one.printed_number, one.version, one.kind) == (
        "子育て課",
        "（7）",
        1,
        "MEASURE",
    )
    lineages = list(edition.items.values_list("lineage", flat=True))
    assert len(set(lineages)) == len(lineages) == 10 + 4
    assert {item.predecessors == [] for item in [top, *copies]} == {True}
    for item in (top, *copies):
        (row,) = PlanItem.history.filter(id=item.pk)
        assert (row.history_type, row.history_user, row.title) == ("+", aoki, item.title)
    (event,) = AuditEvent.objects.filter(verb="item.duplicate")
    assert (event.subject, event.detail["count"]) == (f"planitem:{top.pk}", 4)
    assert event.detail["of"] == str(rich["direction"].lineage)


@pytest.mark.django_db
def test_what_pointed_inside_the_branch_points_among_the_copies(edition, rich, aoki):
    before = text_of(edition)
    top = duplicate_branch(actor=aoki, item=rich["direction"])
    one, two, _ = top.children.order_by("position")
    assert re.findall(r"#item-([0-9a-f-]+)", one.body) == [str(two.lineage), str(rich["neighbour"].lineage)]
    pairs = (
        Alignment.objects.filter(item__in=[one, two])
        .order_by("id")
        .values_list("item", "to_item", "verb", "page")
    )
    assert list(pairs) == [
        (one.pk, rich["far"].pk, "CONFORM", 33),
        (one.pk, rich["pillar"].pk, "CONSIDER", None),
        (two.pk, one.pk, "CONSIDER", None),
    ]
    (relisting,) = Relisting.objects.filter(under__in=[top, one, two])
    assert (relisting.item_id, relisting.under_id) == (rich["neighbour"].pk, top.pk)
    assert Relisting.objects.filter(item__in=[top, one, two]).count() == 0
    (figure,) = Figure.objects.filter(item__in=[top, one, two])
    assert (figure.item, figure.caption, figure.image.name) == (one, "図", "figures/mihon.png")
    after = text_of(edition)
    for kind in ("alignments", "relistings", "figures"):
        assert set(before[kind]) < set(after[kind])  # the originals are untouched


@pytest.mark.django_db
def test_a_long_title_makes_room_for_the_word_and_a_departing_number_stays_with_the_original(
    edition, made, aoki
):
    item = made["measure1"]
    save_item(actor=aoki, item=item, version=1, title="あ" * 300, body="", printed_number="（9）")
    top = duplicate_branch(actor=aoki, item=item)
    assert (top.title, top.printed_number) == ("あ" * 296 + "（複製）", "")
    assert fresh(item).printed_number == "（9）"


@pytest.mark.django_db
def test_a_whole_chapter_is_duplicated_at_the_top(edition, rich, aoki):
    duplicate_branch(actor=aoki, item=rich["chapter"])
    assert titles(None, edition) == [
        "総合戦略の概要", "子ども・若者が夢や希望をもてるまちづくり", "子ども・若者が夢や希望をもてるまちづくり（複製）",
    ]  # fmt: skip
    assert Relisting.objects.count() == 6  # all three were inside the chapter


@pytest.mark.django_db
def test_what_is_gone_or_frozen_is_not_duplicated(edition, made, aoki):
    gone = made["measure1"]
    delete(gone, aoki)
    assert refused(duplicate_branch, actor=aoki, item=gone).startswith("この項目はもうありません。")
    freeze(actor=aoki, edition=edition)
    assert refused(duplicate_branch, actor=aoki, item=made["measure2"]) == FROZEN


# --- delete and back ----------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["measure1", "measure2", "direction", "section", "chapter", "neighbour"])
def test_a_deleted_branch_comes_back_as_it_was(edition, rich, aoki, baba, name):
    for row in Alignment.objects.filter(to_item=rich["measure1"], item=rich["measure2"]):
        row.delete() if name == "measure1" else None  # else its own deletion would be refused
    before = text_of(edition)
    deleted = delete(rich[name], aoki)
    assert text_of(edition) != before
    restored = restore_branch(actor=baba, deleted=deleted)
    assert text_of(edition) == before
    assert restored.lost == ()
    assert restored.item == rich[name]
    assert restored.count == deleted.count
    assert (deleted.deleted_by, deleted.title) == (aoki, fresh(rich[name]).title)
    (event,) = AuditEvent.objects.filter(verb="item.undelete")
    assert (event.actor, event.subject, event.detail["count"]) == (
        baba,
        f"planitem:{rich[name].pk}",
        deleted.count,
    )


@pytest.mark.django_db
def test_the_history_of_an_item_goes_on_where_it_was(edition, rich, aoki, baba):
    deleted = delete(rich["direction"], aoki)
    restore_branch(actor=baba, deleted=deleted)
    rows = PlanItem.history.filter(id=rich["measure3"].pk).order_by("history_id")
    assert [(row.history_type, row.history_user and row.history_user.name) for row in rows] == [
        ("+", None),
        ("-", "青木"),
        ("+", "馬場"),
    ]


@pytest.mark.django_db
def test_a_second_undo_says_that_it_is_back(edition, rich, aoki):
    deleted = delete(rich["direction"], aoki)
    restore_branch(actor=aoki, deleted=deleted)
    sentence = "「安心して産み育てられる環境づくりを進めます」はすでに元に戻してあります。"
    assert refused(restore_branch, actor=aoki, deleted=deleted) == sentence
    again = delete(rich["direction"], aoki)
    assert refused(restore_branch, actor=aoki, deleted=deleted) == sentence
    assert restore_branch(actor=aoki, deleted=again).count == 4


@pytest.mark.django_db
def test_it_comes_back_behind_the_nearest_of_those_it_stood_behind(edition, made, aoki):
    deleted = delete(made["measure3"], aoki)
    second = delete(made["measure2"], aoki)
    level = edition.levels.get(key="measure")
    create_item(actor=aoki, edition=edition, level=level, title="初め", parent=made["direction"], index=0)
    create_item(actor=aoki, edition=edition, level=level, title="終わり", parent=made["direction"])
    restore_branch(actor=aoki, deleted=deleted)
    assert titles(made["direction"], edition) == ["初め", "1", "3", "終わり"]
    restore_branch(actor=aoki, deleted=second)
    assert titles(made["direction"], edition) == ["初め", "1", "2", "3", "終わり"]
    first = delete(made["measure1"], aoki)
    restore_branch(actor=aoki, deleted=first)
    assert titles(made["direction"], edition) == ["初め", "1", "2", "3", "終わり"]


@pytest.mark.django_db
def test_what_stood_under_a_deleted_item_waits_for_it(edition, made, aoki):
    inner = delete(made["measure1"], aoki)
    outer = delete(made["direction"], aoki)
    assert refused(restore_branch, actor=aoki, deleted=inner) == (
        "もとの場所「安心して産み育てられる環境づくりを進めます」も削除されています。"
        "先に「安心して産み育てられる環境づくりを進めます」を元に戻してください。"
    )
    assert restore_branch(actor=aoki, deleted=outer).count == 3
    assert restore_branch(actor=aoki, deleted=inner).count == 1
    assert titles(made["direction"], edition) == ["1", "2", "3"]


@pytest.mark.django_db
def test_where_the_item_above_was_merged_another_place_is_chosen(edition, rich, aoki, ogori):
    deleted = delete(rich["measure3"], aoki)
    merge_items(actor=aoki, into=rich["other"], others=[rich["direction"]])
    assert refused(restore_branch, actor=aoki, deleted=deleted) == (
        "もとの場所「安心して産み育てられる環境づくりを進めます」はもうありません。置く場所を選んで戻してください。"
    )
    assert refused(restore_branch, actor=aoki, deleted=deleted, elsewhere=rich["chapter"]) == (
        "「主な取組み」は「章」の下には置けません。置けるのは「方向性」の下です。"
    )
    strange = factories.small_tree(factories.edition(factories.plan(ogori, "ta-no-keikaku")))["direction"]
    assert refused(restore_branch, actor=aoki, deleted=deleted, elsewhere=strange) == (
        "別の版の項目の下には戻せません。"
    )
    restored = restore_branch(actor=aoki, deleted=deleted, elsewhere=rich["other"])
    assert titles(rich["other"], edition)[-1] == "3"
    assert restored.item.lineage == rich["measure3"].lineage


@pytest.mark.django_db
def test_what_cannot_come_back_is_told(edition, rich, aoki):
    deleted = delete(rich["direction"], aoki)
    Alignment.objects.all().delete()
    delete(rich["pillar"], aoki)
    delete(rich["other"], aoki)
    Department.objects.get(name="子育て課").delete()
    default_storage.delete("figures/mihon.png")
    restored = restore_branch(actor=aoki, deleted=deleted)
    assert set(restored.lost) == {
        "「子育て相談」の所管課はもうないので、決まっていないことにしました。",
        "「子育て相談」から「子育て環境の充実」への対応は、相手の項目がないので戻せませんでした。",
        "「次の方向性」の下の再掲「見本の取組み2」は、相手の項目がないので戻せませんでした。",
        "「安心して産み育てられる環境づくりを進めます」の下の再掲「となりの取組み」は、"
        "相手の項目がないので戻せませんでした。",
        "「子育て相談」の図「図」は、画像がもうないので戻せませんでした。",
    }
    assert fresh(rich["measure1"]).department is None
    assert [row.to_item_id for row in Alignment.objects.order_by("id")] == [
        rich["far"].pk,
        rich["measure1"].pk,
    ]
    assert AuditEvent.objects.get(verb="item.undelete").detail["lost"] == 5


@pytest.mark.django_db
def test_a_level_that_was_deleted_meanwhile_comes_back_too(edition, made, aoki):
    deleted = delete(made["direction"], aoki)
    delete_level(actor=aoki, level=edition.levels.get(key="measure"))
    restored = restore_branch(actor=aoki, deleted=deleted)
    assert restored.lost == ("階層「主な取組み」も削除されていたので、もう一度つくりました。",)
    level = edition.levels.get(key="measure")
    assert (level.name, level.under, level.numbering) == ("主な取組み", ["direction"], "circled")
    assert {item.level for item in made["direction"].children.select_related("level")} == {level}


@pytest.mark.django_db
def test_rules_that_changed_meanwhile_hold(edition, made, aoki):
    deleted = delete(made["direction"], aoki)
    save_level(actor=aoki, level=edition.levels.get(key="measure"), under=["section"])
    assert refused(restore_branch, actor=aoki, deleted=deleted) == (
        "「主な取組み」は「方向性」の下には置けません。置けるのは「節」の下です。"
    )


@pytest.mark.django_db
def test_an_item_takes_the_kind_its_level_has_by_then(edition, made, aoki):
    deleted = delete(made["direction"], aoki)
    save_level(actor=aoki, level=edition.levels.get(key="measure"), kind="INITIATIVE")
    restore_branch(actor=aoki, deleted=deleted)
    assert {item.kind for item in made["direction"].children.all()} == {"INITIATIVE"}


@pytest.mark.django_db
def test_a_relisting_that_would_stand_beside_or_under_itself_is_left_out(edition, rich, aoki):
    deleted = delete(rich["measure2"], aoki)  # shown again under 「次の方向性」
    restored = restore_branch(actor=aoki, deleted=deleted, elsewhere=rich["other"])
    assert restored.lost == ()
    assert Relisting.objects.filter(item=rich["measure2"]).count() == 0
    assert titles(rich["other"], edition) == ["となりの取組み", "2"]


@pytest.mark.django_db
def test_nothing_comes_back_into_a_frozen_edition(edition, made, aoki):
    deleted = delete(made["direction"], aoki)
    freeze(actor=aoki, edition=edition)
    before = everything_stored()
    assert refused(restore_branch, actor=aoki, deleted=deleted) == FROZEN
    assert everything_stored() == before


@pytest.mark.django_db
def test_a_branch_that_never_was_cannot_come_back_twice_under_another_row(edition, made, aoki):
    """Whatever row is asked for: lineages are unique, and the sentence says so."""
    deleted = delete(made["measure1"], aoki)
    twin = DeletedBranch.objects.create(
        edition=edition, lineage=deleted.lineage, title=deleted.title, count=1, content=deleted.content
    )
    restore_branch(actor=aoki, deleted=deleted)
    assert (
        refused(restore_branch, actor=aoki, deleted=twin) == "「見本の取組み1」はすでに元に戻してあります。"
    )
    assert uuid.UUID(deleted.content["items"][0]["lineage"]) == made["measure1"].lineage


# --- how often the database is asked ------------------------------------------------------------------------


@pytest.mark.django_db
def test_large_branches_ask_as_often_as_small_ones(edition, aoki, django_assert_num_queries):
    """Within one batch of rows, which SQLite makes of about fifty items."""
    factories.grow(edition, 7)
    direction, section = (edition.items.get(level__key=key) for key in ("direction", "section"))
    pillar = edition.items.get(level__key="pillar")
    level = edition.levels.get(key="measure")
    for total in (2, 40):
        while direction.children.count() < total:
            child = create_item(actor=aoki, edition=edition, level=level, title="多い", parent=direction).item
            align_item(actor=aoki, item=child, to_item=pillar)
        with django_assert_num_queries(20):
            copy = duplicate_branch(actor=aoki, item=direction)
        copy.delete()
        deleted = delete(direction, aoki)
        with django_assert_num_queries(22):
            restore_branch(actor=aoki, deleted=deleted)
    assert section.children.count() == 1
