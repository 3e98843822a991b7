"""With what an item is aligned and could be, as the office's screens show it."""

import datetime

import pytest

from publishing.editions import freeze, publish, withdraw
from strategy import links, places
from strategy.alignments import align_item
from strategy.links import OWN, Chooser, groups_for, links_of, words_of_edition
from strategy.models import Alignment, Edition, PlanItem
from tests import factories


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    monkeypatch.setattr(places, "_frozen", {})


@pytest.fixture
def nation(db) -> Edition:
    town = factories.government("000001", "nation", "国", "NATION", "")
    return factories.published(factories.plan(town, "digital-denen"), title="国の構想", short_title="構想")


def titles(groups) -> dict[str, list[str]]:
    return {group.title: [str(edition.title) for edition in group.editions] for group in groups}


# --- what is shown ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_marks_come_first_and_every_target_has_its_printed_number(made, toyonaka, nation):
    measure = made["measure1"]
    own = factories.edition(factories.plan(toyonaka, "sogo-keikaku", "COMPREHENSIVE"), title="総合計画")
    chapter = factories.item(own, "chapter", "総合計画の章")
    section = nation.items.get(kind="DIRECTION", level__key="section")
    align_item(actor=None, item=measure, to_item=section, note="見本")
    align_item(actor=None, item=measure, to_item=chapter, verb="CONSISTENT", page=33)
    align_item(actor=None, item=measure, to_item=made["pillar"])
    shown = links_of(measure)
    assert [
        (link.word, link.plan_words, link.label, link.alignment.page, link.is_mark) for link in shown
    ] == [
        ("該当", "", "子育て環境の充実", None, True),
        ("勘案", "国の「構想」", "第1章－1　妊娠・出産・子育て支援の充実", None, False),
        ("整合", "「総合計画」", "第1章　総合計画の章", 33, False),
    ]
    assert [link.alignment.edition for link in shown] == [measure.edition] * 3


@pytest.mark.django_db
def test_a_target_of_the_own_edition_that_is_no_pillar_is_no_mark(made):
    align_item(actor=None, item=made["measure1"], to_item=made["measure2"], verb="REFER")
    (link,) = links_of(made["measure1"])
    assert (link.is_own, link.is_mark, link.word, link.label) == (True, False, "参考", "②見本の取組み2")


@pytest.mark.django_db
@pytest.mark.parametrize("items", [10, 320])
def test_two_queries_however_many_alignments_and_one_when_the_numbers_are_known(
    edition, nation, toyonaka, items, django_assert_num_queries
):
    factories.grow(edition, items)
    measure = edition.items.filter(kind="MEASURE").first()
    targets = [*nation.items.all(), *edition.items.exclude(pk=measure.pk).exclude(kind="PILLAR")]
    Alignment.objects.bulk_create(Alignment(edition=edition, item=measure, to_item=row) for row in targets)
    measure = PlanItem.objects.select_related("edition__plan__government").get(pk=measure.pk)
    with django_assert_num_queries(2):
        shown = links_of(measure)
        assert all(link.label and (link.is_own or link.plan_words) for link in shown)
    assert len(shown) == len(targets) + 1
    numbers = {row.pk: "①" for row in edition.items.all()}
    with django_assert_num_queries(1):  # the nation's edition is frozen, and read already
        shown = links_of(measure, numbers)
    assert {link.number for link in shown if link.is_own} == {"①"}


# --- what is offered ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_offered_are_own_plans_at_any_stage_and_public_ones_of_others(edition, made, toyonaka, ogori, nation):
    factories.edition(factories.plan(toyonaka, "sogo", "COMPREHENSIVE"), title="総合計画")
    factories.published(factories.plan(toyonaka, "kosodate", "SECTOR"), title="子育て計画")
    factories.published(factories.plan(nation.plan.government, "sdgs", "REFERENCE"), title="SDGs")
    factories.published(factories.plan(ogori), title="小郡市の戦略")
    osaka = factories.government("270008", "osaka-fu", "大阪府", "PREFECTURE")
    factories.published(factories.plan(osaka), title="大阪府の戦略")
    factories.edition(factories.plan(ogori, "himitsu"), title="小郡市の下書き")
    frozen = factories.edition(factories.plan(ogori, "toketsu"), title="小郡市の凍結")
    factories.small_tree(frozen)
    freeze(actor=None, edition=frozen)
    gone = factories.published(factories.plan(ogori, "torisage"), title="小郡市の取下げ")
    withdraw(actor=None, edition=gone, reason="誤り")
    assert titles(groups_for(edition)) == {
        "国の計画": ["国の構想"],
        "総合計画": ["総合計画"],
        "SDGsなど（参照）": ["SDGs"],
        "この団体のほかの計画": ["子育て計画"],
        "都道府県の計画": ["大阪府の戦略"],
        "ほかの市区町村などの計画": ["小郡市の戦略"],
    }


@pytest.mark.django_db
def test_other_editions_of_the_same_plan_are_not_offered_and_the_newest_stands_first(edition, ogori):
    fields = {
        "first_fiscal_year": 2028,
        "last_fiscal_year": 2032,
        "effective_from": datetime.date(2028, 4, 1),
    }
    plan = factories.plan(ogori)
    factories.published(plan, title="第1期")
    factories.published(plan, title="第2期", **fields)
    factories.small_tree(edition)
    frozen = freeze(actor=None, edition=edition)
    following = factories.edition(edition.plan, title="次の版")
    assert titles(groups_for(following)) == {"ほかの市区町村などの計画": ["第2期", "第1期"]}
    assert frozen.plan == following.plan


@pytest.mark.django_db
def test_of_the_own_plan_only_pillars_are_chosen(edition, made):
    for to in (OWN, "", "999999", "x"):
        chooser = Chooser(edition, to)
        assert (chooser.to, chooser.title, chooser.usual_verb) == (OWN, "この計画の柱（●）", "CONSIDER")
        assert list(chooser.places) == [made["pillar"].lineage]
    assert Chooser(edition, OWN, "どこにもない").shown == []


@pytest.mark.django_db
def test_the_tree_of_another_plan_is_shown_as_far_as_it_holds_the_words(edition, made, nation):
    chooser = Chooser(edition, str(nation.pk), "取組み2")
    assert (chooser.chosen, chooser.title) == (nation, "国の「構想」")
    assert [place.label for place in chooser.shown][-1] == "②見本の取組み2"
    assert len(chooser.shown) == 4 < len(chooser.places) == 7
    lineages = list(chooser.places)
    rows = chooser.items([lineages[5], lineages[0]])
    assert [row.lineage for row in rows] == [lineages[0], lineages[5]]
    assert rows[0].edition == nation


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "usual"),
    [
        ("STRATEGY", "CONSIDER"),
        ("COMPREHENSIVE", "CONSISTENT"),
        ("SECTOR", "CONSISTENT"),
        ("REFERENCE", "REFER"),
    ],
)
def test_the_usual_manner_depends_on_the_kind_of_plan(edition, toyonaka, kind, usual):
    other = factories.edition(factories.plan(toyonaka, "betsu", kind))
    assert Chooser(edition, str(other.pk)).usual_verb == usual


@pytest.mark.django_db
def test_what_is_not_public_any_more_is_not_chosen(edition, ogori):
    other = factories.edition(factories.plan(ogori))
    factories.small_tree(other)
    other = freeze(actor=None, edition=other)
    assert Chooser(edition, str(other.pk)).to == OWN
    publish(actor=None, edition=other)
    assert Chooser(edition, str(other.pk)).to == str(other.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("plans", [1, 8])
def test_choosing_costs_two_queries_however_many_plans_there_are(
    edition, toyonaka, plans, django_assert_num_queries
):
    for n in range(plans):
        other = factories.edition(factories.plan(toyonaka, f"plan-{n}"))
        factories.grow(other, 20 * (n + 1))
    with django_assert_num_queries(2):
        chooser = Chooser(edition, str(other.pk))
        assert len(chooser.shown) == 20 * plans
        assert chooser.title


@pytest.mark.django_db
def test_a_plan_is_called_by_its_short_title_and_whose_it_is(edition, nation, toyonaka, ogori):
    assert words_of_edition(nation, toyonaka) == "国の「構想」"
    assert words_of_edition(nation, nation.plan.government) == "「構想」"
    assert words_of_edition(edition, ogori) == "豊中市の「第3期まち・ひと・しごと創生総合戦略」"
    assert links.USUAL.keys() <= set(type(edition.plan).Kind)
