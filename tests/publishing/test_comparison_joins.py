"""項目のつながり: two editions that were written down apart are joined row by row, all or none, and parted again."""

import copy
import re

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from publishing.comparison.joins import Joins
from publishing.comparison.kinds import Kind
from publishing.comparison.reading import ComparisonError, read_table
from publishing.editions import freeze, start_next_edition
from publishing.forms import joins as forms
from publishing.models import ItemJoin
from strategy.items import save_item
from strategy.lineage import OVERTAKEN
from strategy.models import Edition, PlanItem
from tests import factories
from tests.snapshots import everything_stored

GONE = forms.GONE


@pytest.fixture(scope="module")
def _old(for_the_file) -> Edition:
    """第1版, frozen: the small tree with a chapter that the other one has not."""
    edition = factories.edition(factories.plan(factories.government()), stage="DRAFT")
    factories.small_tree(edition)
    factories.item(edition, "chapter", "公共交通の見直し", body="<p>路線バスの便数を確保します。</p>")
    return freeze(actor=None, edition=edition)


@pytest.fixture
def old(_old, db) -> Edition:
    return copy.deepcopy(_old)


@pytest.fixture
def new(old) -> Edition:
    """第2版, written down anew and still being written: no lineage in common."""
    edition = factories.edition(old.plan, stage="PROPOSAL")
    made = factories.small_tree(edition)
    factories.item(edition, "measure", "妊婦のための相談窓口", made["direction"])
    return edition


@pytest.fixture
def desk(client, aoki):
    """Aoki's browser."""
    client.force_login(aoki)
    return client


def at(old: Edition, new: Edition) -> str:
    return reverse("comparison_joins", args=["toyonaka", new.plan.slug, new.number, old.number])


def of(edition: Edition, title: str) -> str:
    return str(edition.items.get(title=title).lineage)


def pair(old: Edition, new: Edition, title: str, other: str = "") -> str:
    return f"{of(old, title)}.{of(new, other or title)}"


def text(answer) -> str:
    return answer.content.decode()


def sent(old: Edition, new: Edition, **more) -> dict:
    """What a form sends that was opened just now."""
    edition = Edition.objects.get(pk=new.pk)
    return {"seen": Joins(Edition.objects.get(pk=old.pk), edition).seen, **more}


def ticked(answer) -> list[str]:
    return re.findall(r'name="pair" value="([^"]+)" checked', text(answer))


def unchanged(desk, address: str, data: dict) -> str:
    """What is said to somebody whose form is refused; nothing may have changed."""
    before = everything_stored()
    answer = desk.post(address, data)
    assert (answer.status_code, everything_stored() == before) == (422, True)
    return text(answer)


# --- before anything stands there -----------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("items", [10, 100])
def test_the_page_asks_no_more_for_many_items(desk, toyonaka, django_assert_max_num_queries, items):
    old = factories.edition(factories.plan(toyonaka))
    factories.grow(old, items)
    old = freeze(actor=None, edition=old)
    new = factories.edition(old.plan, stage="PROPOSAL")
    factories.grow(new, items)
    with django_assert_max_num_queries(25):
        page = desk.get(at(old, new))
    assert len(page.context["joins"].proposals) == items


# --- what is proposed ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_proposals_stand_there_with_their_reasons_and_none_is_ticked(desk, old, new):
    answer = desk.get(at(old, new))
    joins = answer.context["joins"]
    assert [row.new.words for row in joins.proposals] == [
        "1　総合戦略の概要",
        "子育て環境の充実",
        "第1章　子ども・若者が夢や希望をもてるまちづくり",
        "第1章－1　妊娠・出産・子育て支援の充実",
        "第1章－1（1）安心して産み育てられる環境づくりを進めます",
        "第1章－1（1）①見本の取組み1",
        "第1章－1（1）②見本の取組み2",
    ]
    assert joins.proposals[0].proposal.reason == "番号と見出しと本文が同じ"
    assert [shown.words for shown in joins.rest_new] == ["第1章－1（1）③妊婦のための相談窓口"]
    assert [(shown.words, shown.opening) for shown in joins.rest_old] == [
        ("第2章　公共交通の見直し", "路線バスの便数を確保します。")
    ]
    assert (joins.joined, joins.fixed_count) == ((), 0)
    assert ticked(answer) == []
    strong = desk.get(f"{at(old, new)}?select=strong")
    assert ticked(strong) == [row.value for row in joins.proposals]
    assert ItemJoin.objects.count() == 0
    assert set(new.items.values_list("version", flat=True)) == {1}


@pytest.mark.django_db
def test_what_a_lineage_joins_is_no_question(desk, old):
    following = start_next_edition(actor=None, edition=old, stage="PROPOSAL")
    factories.item(following, "chapter", "新しい章")
    joins = desk.get(at(old, following)).context["joins"]
    assert (joins.proposals, joins.rest_old, joins.fixed_count) == ((), (), 8)
    assert [shown.words for shown in joins.rest_new] == ["第3章　新しい章"]


@pytest.mark.django_db
def test_items_of_the_same_words_are_told_apart(toyonaka, old):
    new = factories.edition(old.plan, stage="PROPOSAL")
    one, other = (factories.item(new, "chapter", title) for title in ("前", "後"))
    for chapter in (one, other, other):
        factories.item(new, "initiative", "目的", factories.item(new, "section", "節", chapter))
    words = [shown.words for shown in Joins(old, new).new.shown.values() if "目的" in shown.words]
    assert words == [
        "目的（第1章　前 ＞ 第1章－1　節）",
        "目的（第2章　後 ＞ 第2章－1　節）",
        "目的（第2章　後 ＞ 第2章－2　節）",
    ]
    factories.item(new, "initiative", "目的", new.items.filter(title="節").order_by("pk").last())
    words = [shown.words for shown in Joins(old, new).new.shown.values() if "目的" in shown.words]
    assert words[2:] == ["目的（第2章　後 ＞ 第2章－2　節）", "目的（第2章　後 ＞ 第2章－2　節）の2つ目"]


# --- joining and parting ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_working_edition_names_what_its_items_come_from(desk, aoki, old, new):
    wanted = ["総合戦略の概要", "見本の取組み1"]
    answer = desk.post(at(old, new), sent(old, new, pair=[pair(old, new, title) for title in wanted]))
    assert (answer.status_code, answer.url) == (302, at(old, new))
    for title in wanted:
        assert new.items.get(title=title).predecessors == [of(old, title)]
    event = AuditEvent.objects.get(verb="item.join")
    assert (event.actor, event.detail) == (aoki, {"number": old.number, "joined": 2, "parted": 0})
    page = desk.get(at(old, new))
    assert "2組をつなぎました。" in text(page)
    assert [row.value for row in page.context["joins"].joined] == [pair(old, new, title) for title in wanted]
    assert not {row.value for row in page.context["joins"].proposals} & {
        pair(old, new, title) for title in wanted
    }
    answer = desk.post(at(old, new), sent(old, new, part="1", pair=[pair(old, new, wanted[0])]))
    assert answer.status_code == 302
    assert new.items.get(title=wanted[0]).predecessors == []
    assert AuditEvent.objects.filter(verb="item.join").latest("pk").detail["parted"] == 1


@pytest.mark.django_db
def test_two_frozen_editions_keep_their_texts_and_the_comparison_keeps_the_joins(desk, old, new):
    new = freeze(actor=None, edition=new)
    titles = ["総合戦略の概要", "見本の取組み1"]
    desk.post(at(old, new), sent(old, new, pair=[pair(old, new, title) for title in titles]))
    rows = ItemJoin.objects.order_by("id")
    assert [f"{row.old_lineage}.{row.new_lineage}" for row in rows] == [
        pair(old, new, title) for title in titles
    ]
    assert Edition.objects.get(pk=new.pk).content_hash == new.content_hash
    assert AuditEvent.objects.filter(verb="comparison.join").count() == 1
    desk.post(at(old, new), sent(old, new, part="1", pair=[pair(old, new, titles[0])]))
    assert [row.value for row in Joins(old, new).joined] == [pair(old, new, titles[1])]
    assert AuditEvent.objects.filter(verb="comparison.part").count() == 1


@pytest.mark.django_db
def test_joined_items_stand_side_by_side_in_the_table(desk, old, new):
    def kinds(key: str) -> list[Kind]:
        changes = {change.key: change.kinds for change in read_table(old, new).changes()}
        return list(changes.get(f"item:{of(new, key)}", ()))

    measure = new.items.get(title="見本の取組み1")
    save_item(actor=None, item=measure, version=1, title="見本の取組み1", body="<p>加えた文です。</p>")
    assert kinds("総合戦略の概要") == [Kind.NEW]
    rows = desk.get(at(old, new)).context["joins"].proposals
    desk.post(at(old, new), sent(old, new, pair=[row.value for row in rows]))
    assert kinds("見本の取組み1") == [Kind.REVISED]
    assert kinds("見本の取組み2") == []
    assert kinds("妊婦のための相談窓口") == [Kind.NEW]


@pytest.mark.django_db
def test_an_edition_based_on_another_keeps_its_joins_with_the_comparison(desk, old, new):
    """第3版 comes from 第2版, so what it names are items of 第2版."""
    third = start_next_edition(actor=None, edition=freeze(actor=None, edition=new), stage="PROPOSAL")
    page = desk.get(at(old, third))
    assert "この版は第1版をもとにしていない" in text(page)
    answer = desk.post(at(old, third), sent(old, third, pair=[pair(old, third, "総合戦略の概要")]))
    assert (answer.status_code, ItemJoin.objects.count()) == (302, 1)
    assert third.items.get(title="総合戦略の概要").predecessors == []


# --- written by hand ----------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", ["第2章　公共交通の見直し", "公共交通の見直し", "第２章", " 第2章 公共交通の見直し "]
)
def test_a_partner_is_written_by_words_title_or_number(desk, old, new, words):
    field = f"new.{of(new, '妊婦のための相談窓口')}"
    assert desk.post(at(old, new), sent(old, new, **{field: words})).status_code == 302
    fresh = new.items.get(title="妊婦のための相談窓口")
    assert fresh.predecessors == [of(old, "公共交通の見直し")]


@pytest.mark.django_db
def test_what_went_may_be_said_to_stand_in_a_joined_item(desk, old, new):
    desk.post(at(old, new), sent(old, new, pair=[pair(old, new, "総合戦略の概要")]))
    field = f"old.{of(old, '公共交通の見直し')}"
    desk.post(at(old, new), sent(old, new, **{field: "総合戦略の概要"}))
    found = new.items.get(title="総合戦略の概要")
    assert found.predecessors == [of(old, "総合戦略の概要"), of(old, "公共交通の見直し")]


@pytest.mark.django_db
def test_any_two_items_may_be_joined(desk, old, new):
    both = {"any.old": "見本の取組み1", "any.new": "見本の取組み2"}
    desk.post(at(old, new), sent(old, new, **both))
    assert new.items.get(title="見本の取組み2").predecessors == [of(old, "見本の取組み1")]
    assert "は、もうつながっています。" in unchanged(desk, at(old, new), sent(old, new, **both))


@pytest.mark.django_db
def test_words_that_name_no_item_or_two_are_asked_again(desk, old, new):
    fresh = f"new.{of(new, '妊婦のための相談窓口')}"
    address, good = at(old, new), pair(old, new, "総合戦略の概要")
    said = unchanged(desk, address, sent(old, new, pair=[good], **{fresh: "ない項目"}))
    assert "「ない項目」という項目は、旧の版にありません。" in said
    assert 'value="ない項目"' in said
    assert good in re.findall(r'name="pair" value="([^"]+)" checked', said)
    factories.item(new, "chapter", "妊婦のための相談窓口")
    gone = f"old.{of(old, '公共交通の見直し')}"
    said = unchanged(desk, address, sent(old, new, **{gone: "妊婦のための相談窓口"}))
    assert "にあたる項目が、新の版に2つあります。" in said
    for given in ({"any.old": "見本の取組み1"}, {"any.new": "見本の取組み1"}):
        assert "相手の項目も入れてください。" in unchanged(desk, address, sent(old, new, **given))


# --- what is refused ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_nothing_chosen_is_nothing_done(desk, old, new):
    assert forms.NOTHING in unchanged(desk, at(old, new), sent(old, new))
    said = unchanged(desk, at(old, new), sent(old, new, part="1"))
    assert "はずすつながりを一つ以上選んでください。" in said


@pytest.mark.django_db
def test_who_comes_second_is_told_and_nothing_is_saved(desk, old, new):
    first = sent(old, new, pair=[pair(old, new, "総合戦略の概要")])
    second = sent(old, new, pair=[pair(old, new, "見本の取組み1")])
    assert desk.post(at(old, new), first).status_code == 302
    said = unchanged(desk, at(old, new), second)
    assert OVERTAKEN in said
    assert pair(old, new, "見本の取組み1") in re.findall(r'name="pair" value="([^"]+)" checked', said)
    again = second | {"seen": re.search(r'name="seen" value="(\w+)"', said)[1]}
    assert desk.post(at(old, new), again).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("is_frozen", [False, True], ids=["working", "frozen"])
def test_one_item_that_is_gone_and_none_is_joined(desk, old, new, is_frozen):
    good = pair(old, new, "総合戦略の概要")
    if is_frozen:
        new = freeze(actor=None, edition=new)
    elsewhere = good.split(".")[0]
    for bad in (f"{elsewhere}.{elsewhere}", "x", "", f"{good}.{elsewhere}", "a.b"):
        assert GONE in unchanged(desk, at(old, new), sent(old, new, pair=[good, bad]))


@pytest.mark.django_db
def test_an_item_deleted_meanwhile_is_told(desk, old, new):
    data = sent(old, new, pair=[pair(old, new, title) for title in ("総合戦略の概要", "見本の取組み1")])
    PlanItem.objects.get(lineage=of(new, "見本の取組み1")).delete()
    assert GONE in unchanged(desk, at(old, new), data)


@pytest.mark.django_db
def test_an_edition_is_not_joined_with_itself(desk, old, new, toyonaka):
    assert "同じ版どうしは比べられません。" in text(desk.get(at(old, old)))
    with pytest.raises(ComparisonError, match="別の計画の版とは比べられません"):
        Joins(old, factories.edition(factories.plan(toyonaka, "betsu-keikaku")))
    assert desk.get(at(old, new).replace("/1/joins", "/9/joins")).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "status"), [("baba", 403), ("neighbour", 404), ("chiba", 404)])
def test_only_planners_join(client, request, old, new, who, status):
    client.force_login(request.getfixturevalue(who))
    before = everything_stored()
    assert client.get(at(old, new)).status_code == status
    assert client.post(at(old, new), {"pair": [pair(old, new, "総合戦略の概要")]}).status_code == status
    assert everything_stored() == before


# --- large plans --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_more_items_than_a_request_carries_are_cut_and_that_is_said(desk, old, new, monkeypatch):
    monkeypatch.setattr(forms, "MOST_ROWS", 1)
    assert "初めの項目だけを出しています。" not in text(desk.get(at(old, new)))
    factories.item(new, "chapter", "新しい章のなかみ")
    page = desk.get(at(old, new))
    assert "初めの項目だけを出しています。" in text(page)
    assert len(page.context["form"].lines_new) == 1
