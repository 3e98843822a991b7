"""Items that come from others: what moves along, what is remembered, also in the third generation."""

import pytest

from accounts.models import AuditEvent
from publishing.editions import freeze, start_next_edition
from strategy.alignments import align_item
from strategy.items import relist_item, save_item
from strategy.joining import sign_of
from strategy.lineage import join_editions, links_between, merge_items, split_item
from strategy.models import Alignment, Edition, Figure, PlanItem, Relisting
from tests import factories
from tests.snapshots import refused


@pytest.fixture
def made(edition) -> dict[str, PlanItem]:
    return factories.small_tree(edition, measures=3)


def predecessors(item: PlanItem) -> list[str]:
    """Titles in the edition before of what an item came from."""
    titles = {
        str(lineage): title for lineage, title in item.edition.based_on.items.values_list("lineage", "title")
    }
    return [titles[lineage] for lineage in PlanItem.objects.get(pk=item.pk).predecessors]


def following(edition: Edition, aoki) -> Edition:
    """The next edition of this one, frozen first."""
    return start_next_edition(actor=aoki, edition=freeze(actor=aoki, edition=edition), stage="PROPOSAL")


def of(edition: Edition, title: str) -> PlanItem:
    return edition.items.get(title=title)


# --- merge --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_merged_item_keeps_its_lineage_and_joins_bodies_in_order(edition, made, aoki):
    for n in (1, 2, 3):
        save_item(actor=aoki, item=made[f"measure{n}"], version=1, title=f"取組み{n}", body=f"<p>{n}</p>")
    kept = merge_items(actor=aoki, into=made["measure2"], others=[made["measure3"], made["measure1"]])
    kept.refresh_from_db()
    assert (kept.title, kept.body, kept.version) == ("取組み2", "<p>2</p><p>3</p><p>1</p>", 3)
    assert kept.lineage == made["measure2"].lineage
    assert kept.predecessors == [str(made[f"measure{n}"].lineage) for n in (2, 3, 1)]
    assert list(edition.items.filter(level__key="measure")) == [kept]
    for n in (1, 3):
        row = PlanItem.history.filter(id=made[f"measure{n}"].pk).latest("history_id")
        assert (row.history_type, row.history_user) == ("-", aoki)
    event = AuditEvent.objects.get(verb="item.merge")
    assert event.detail["merged"] == [str(made["measure3"].lineage), str(made["measure1"].lineage)]


@pytest.mark.django_db
def test_children_come_behind_those_of_the_merged_item(edition, made, aoki):
    other = factories.item(edition, "direction", "次の方向性", made["section"])
    for name in "AB":
        factories.item(edition, "measure", name, other)
    merge_items(actor=aoki, into=made["direction"], others=[other])
    children = made["direction"].children.order_by("position")
    assert [child.title for child in children] == [
        "見本の取組み1",
        "見本の取組み2",
        "見本の取組み3",
        "A",
        "B",
    ]
    row = PlanItem.history.filter(id=of(edition, "A").pk).latest("history_id")
    assert (row.history_type, row.history_user) == ("~", aoki)


@pytest.mark.django_db
def test_alignments_move_along_each_once(edition, made, aoki, ogori):
    foreign = factories.published(factories.plan(ogori))
    far = of(foreign, "見本の取組み1")
    second = factories.item(edition, "pillar", "もう一つの柱", made["heading"])
    one, two, three = (made[f"measure{n}"] for n in (1, 2, 3))
    align_item(actor=aoki, item=one, to_item=made["pillar"])
    align_item(actor=aoki, item=two, to_item=made["pillar"], page=9)  # both had it
    align_item(actor=aoki, item=two, to_item=far, page=33)
    align_item(actor=aoki, item=three, to_item=two)  # points at what ends
    align_item(actor=aoki, item=two, to_item=one)  # would point at itself
    align_item(actor=aoki, item=one, to_item=two)
    merge_items(actor=aoki, into=one, others=[two])
    rows = Alignment.objects.order_by("item_id", "id").values_list("item", "to_item", "page")
    assert list(rows) == [(one.pk, made["pillar"].pk, None), (one.pk, far.pk, 33), (three.pk, one.pk, None)]
    merge_items(actor=aoki, into=second, others=[made["pillar"]])
    assert set(Alignment.objects.filter(item=one).values_list("to_item", flat=True)) == {second.pk, far.pk}


@pytest.mark.django_db
def test_relistings_and_figures_move_along(edition, made, aoki):
    """Nothing that hung on the item which ends is lost."""
    one, two, three = (made[f"measure{n}"] for n in (1, 2, 3))
    other = factories.item(edition, "direction", "次の方向性", made["section"])
    deep = factories.item(edition, "measure", "深い取組み", other)
    relist_item(actor=aoki, item=two, under=other)
    relist_item(actor=aoki, item=one, under=made["chapter"])
    relist_item(actor=aoki, item=two, under=made["chapter"])  # both stood there
    relist_item(actor=aoki, item=three, under=other)
    relist_item(actor=aoki, item=deep, under=made["direction"])
    for owner, caption in ((two, "二の図"), (one, "一の図"), (two, "二の次の図")):
        Figure.objects.create(
            edition=edition, item=owner, position=10, image="figures/a.png", sha256="0" * 64, width=1, height=1,
            media_type="image/png", caption=caption, alt="図",
        )  # fmt: skip
    merge_items(actor=aoki, into=one, others=[two])
    assert [figure.caption for figure in one.figures.all()] == ["一の図", "二の図", "二の次の図"]
    pairs = {(row.item.title, row.under.title) for row in Relisting.objects.all()}
    assert pairs == {
        ("見本の取組み1", "次の方向性"),
        ("見本の取組み1", "子ども・若者が夢や希望をもてるまちづくり"),
        ("見本の取組み3", "次の方向性"),
        ("深い取組み", "安心して産み育てられる環境づくりを進めます"),
    }
    merge_items(actor=aoki, into=made["direction"], others=[other])
    # 取組み1 and 3 stand there by themselves now, and so does the deep one.
    assert {(row.item.title, row.under.title) for row in Relisting.objects.all()} == {
        ("見本の取組み1", "子ども・若者が夢や希望をもてるまちづくり")
    }


@pytest.mark.django_db
def test_merges_that_are_refused(edition, made, aoki, ogori):
    elsewhere = factories.small_tree(factories.edition(factories.plan(ogori)))
    none = "統合する項目を、統合先のほかに一つ以上選んでください。"
    measure, direction, section = made["measure1"], made["direction"], made["section"]
    assert refused(merge_items, actor=aoki, into=measure, others=[]) == none
    assert refused(merge_items, actor=aoki, into=measure, others=[made["measure2"], measure]) == none
    assert refused(merge_items, actor=aoki, into=measure, others=[elsewhere["measure1"]]) == (
        "別の版の項目や、削除された項目は選べません。画面を開き直してください。"
    )
    assert refused(merge_items, actor=aoki, into=measure, others=[direction]) == (
        "種類の違う項目どうしは統合できません。"
    )
    assert refused(merge_items, actor=aoki, into=direction, others=[section]) == (
        "上の項目を、その下の項目に統合することはできません。"
    )
    # Section and direction are both 基本的方向, but a measure may not stand under a section.
    assert refused(merge_items, actor=aoki, into=section, others=[direction]) == (
        "「主な取組み」は「節」の下には置けません。置けるのは「方向性」の下です。"
    )


@pytest.mark.django_db
def test_an_item_that_another_plan_answers_to_does_not_end_unseen(edition, made, aoki):
    other = factories.edition(factories.plan(edition.plan.government, "kobetsu-keikaku", "SECTOR"))
    chapter = factories.item(other, "chapter", "個別計画の章")
    align_item(actor=aoki, item=chapter, to_item=made["measure2"])
    assert refused(merge_items, actor=aoki, into=made["measure1"], others=[made["measure2"]]) == (
        "「見本の取組み2」にはほかの計画からの対応があります。先にその対応をはずしてください。"
    )


@pytest.mark.django_db
def test_an_item_chosen_twice_is_merged_once(made, aoki):
    save_item(actor=aoki, item=made["measure2"], version=1, title="二", body="<p>二</p>")
    kept = merge_items(actor=aoki, into=made["measure1"], others=[made["measure2"], made["measure2"]])
    assert kept.body == "<p>二</p>"
    assert len(kept.predecessors) == 2


# --- split --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_split_item_keeps_body_and_children_and_the_parts_follow_it(edition, made, aoki):
    direction = made["direction"]
    factories.item(edition, "direction", "次の方向性", made["section"])
    parts = split_item(actor=aoki, item=direction, titles=["産む", "", "　育てる ", "見守る"])
    assert [child.title for child in made["section"].children.order_by("position")] == [
        "産む", "育てる", "見守る", "次の方向性",
    ]  # fmt: skip
    assert [part.title for part in parts] == ["産む", "育てる", "見守る"]
    assert [part.children.count() for part in parts] == [3, 0, 0]
    assert parts[0].lineage == direction.lineage
    assert len({part.lineage for part in parts}) == 3
    assert {part.level_id for part in parts} == {direction.level_id}
    assert [part.predecessors for part in parts] == [[str(direction.lineage)]] * 3
    assert PlanItem.objects.get(pk=direction.pk).version == 2
    for part in parts:
        assert PlanItem.history.filter(id=part.pk).latest("history_id").history_user == aoki
    event = AuditEvent.objects.get(verb="item.split")
    assert event.detail["parts"] == [str(part.lineage) for part in parts]


@pytest.mark.django_db
def test_a_split_names_two_titles_at_least(made, aoki):
    assert refused(split_item, actor=aoki, item=made["measure1"], titles=["一つだけ", " "]) == (
        "分割した後の見出しを二つ以上書いてください。"
    )


@pytest.mark.django_db
def test_nothing_is_merged_or_split_in_a_frozen_edition(edition, made, aoki):
    freeze(actor=aoki, edition=edition)
    sentence = "凍結した版は変えられません。直すときは「次の版をつくる」か「正誤訂正」をしてください。"
    assert refused(split_item, actor=aoki, item=made["measure1"], titles=["一", "二"]) == sentence
    assert refused(merge_items, actor=aoki, into=made["measure1"], others=[made["measure2"]]) == sentence


# --- generations --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_predecessors_name_the_edition_before_in_every_generation(edition, made, aoki):
    second = following(edition, aoki)
    assert [item.predecessors for item in second.items.all()] == [[]] * 8
    merged = merge_items(actor=aoki, into=of(second, "見本の取組み1"), others=[of(second, "見本の取組み2")])
    split = split_item(actor=aoki, item=of(second, "見本の取組み3"), titles=["三の前半", "三の後半"])
    assert predecessors(merged) == ["見本の取組み1", "見本の取組み2"]
    assert [predecessors(part) for part in split] == [["見本の取組み3"]] * 2

    third = following(second, aoki)
    assert [item.predecessors for item in third.items.all()] == [[]] * 8
    last = merge_items(
        actor=aoki, into=of(third, "三の前半"), others=[of(third, "三の後半"), of(third, "見本の取組み1")]
    )
    assert predecessors(last) == ["三の前半", "三の後半", "見本の取組み1"]
    assert last.lineage == made["measure3"].lineage
    again = split_item(actor=aoki, item=last, titles=["まとめ1", "まとめ2"])
    assert [predecessors(part) for part in again] == [["三の前半", "三の後半", "見本の取組み1"]] * 2
    back = merge_items(actor=aoki, into=again[1], others=[again[0]])
    assert predecessors(back) == ["三の前半", "三の後半", "見本の取組み1"]


# --- many items at once -------------------------------------------------------------------------------------


@pytest.fixture
def following_edition(edition, made, aoki) -> Edition:
    """The next edition, with a new chapter and a new measure in place of 見本の取組み3."""
    found = following(edition, aoki)
    of(found, "見本の取組み3").delete()
    factories.item(found, "chapter", "新しい章")
    factories.item(found, "measure", "新しい取組み", found.items.get(level__key="direction"))
    return found


def join(following_edition: Edition, **given) -> list[PlanItem]:
    return join_editions(actor=None, edition=following_edition, before=following_edition.based_on, **given)


@pytest.mark.django_db
def test_items_are_joined_in_one_act_and_parted_again(following_edition, made, aoki):
    chapter, measure = of(following_edition, "新しい章"), of(following_edition, "新しい取組み")
    kept = of(following_edition, "見本の取組み1")
    joined = [
        (made["measure3"].lineage, measure.lineage),
        (made["measure3"].lineage, kept.lineage),
        (made["chapter"].lineage, chapter.lineage),
    ]
    before = following_edition.based_on
    rows = join_editions(actor=aoki, edition=following_edition, before=before, joined=joined)
    assert {row.title for row in rows} == {"新しい章", "新しい取組み", "見本の取組み1"}
    assert predecessors(measure) == ["見本の取組み3"]
    links = links_between(before, following_edition)
    assert {(str(old), str(new)) for old, new in joined} <= links
    assert (str(kept.lineage), str(kept.lineage)) in links  # it is still what it was
    assert PlanItem.objects.get(pk=measure.pk).version == 1  # who writes in it is not disturbed
    row = PlanItem.history.filter(id=measure.pk).latest("history_id")
    assert (row.history_user, row.predecessors) == (aoki, [str(made["measure3"].lineage)])
    event = AuditEvent.objects.get(verb="item.join")
    assert event.detail == {"number": before.number, "joined": 3, "parted": 0}
    join(following_edition, parted=joined[:1], joined=[(made["measure2"].lineage, measure.lineage)])
    assert predecessors(measure) == ["見本の取組み2"]
    assert predecessors(kept) == ["見本の取組み3"]


@pytest.mark.django_db
def test_who_joins_second_is_told_and_nothing_is_joined(following_edition, made):
    measure = of(following_edition, "新しい取組み")
    seen = sign_of(links_between(following_edition.based_on, following_edition))
    join(following_edition, joined=[(made["measure3"].lineage, measure.lineage)], seen=seen)
    joined = [(made["measure2"].lineage, measure.lineage)]
    sentence = refused(lambda: join(following_edition, joined=joined, seen=seen))
    assert "ほかの人が項目のつながりを変えました。何も保存していません。" in sentence
    seen = sign_of(links_between(following_edition.based_on, following_edition))
    join(following_edition, joined=joined, seen=seen)
    assert predecessors(measure) == ["見本の取組み3", "見本の取組み2"]


@pytest.mark.django_db
def test_one_wrong_pair_and_none_is_joined(following_edition, made, edition, ogori):
    fresh, old = of(following_edition, "新しい章"), made["chapter"].lineage
    good = (made["section"].lineage, fresh.lineage)
    gone = "選んだ項目の中に、もうないものがあります。"
    kept = (old, old)
    for given, sentence in (
        ({"joined": [good, (old, made["measure3"].lineage)]}, gone),
        ({"joined": [good, (fresh.lineage, fresh.lineage)]}, gone),
        ({"joined": [good], "parted": [(old, fresh.lineage)]}, "ここでははずせません。"),
        ({"joined": [good], "parted": [kept]}, "ここでははずせません。"),
        ({"joined": []}, "つなぐ項目を一つ以上選んでください。"),
        ({"joined": [kept]}, "つなぐ項目を一つ以上選んでください。"),
    ):
        assert sentence in refused(lambda given=given: join(following_edition, **given))
    third = following(following_edition, None)
    foreign = factories.edition(factories.plan(ogori))
    for before, sentence in (
        (edition, "もとにした版の項目だけです。"),
        (third, "同じ計画の別の版の項目だけです。"),
        (foreign, "同じ計画の別の版の項目だけです。"),
    ):
        assert sentence in refused(
            lambda before=before: join_editions(actor=None, edition=third, before=before, joined=[good])
        )
    assert "凍結" in refused(lambda: join(following_edition, joined=[good]))


@pytest.mark.django_db
def test_joining_many_asks_no_more_than_joining_one(edition, made, aoki, django_assert_num_queries):
    factories.grow(edition, 40)
    second = following(edition, aoki)
    fresh = [factories.item(second, "chapter", f"新しい章{n}") for n in range(30)]
    olds = list(edition.items.values_list("lineage", flat=True))
    before = second.based_on
    for joined in ([(olds[0], fresh[0].lineage)], [(olds[n], fresh[n].lineage) for n in range(1, 30)]):
        with django_assert_num_queries(13):
            join_editions(actor=aoki, edition=second, before=before, joined=joined)
