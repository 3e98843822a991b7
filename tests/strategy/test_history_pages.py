"""The pages of an item's history and of its difference from the edition before."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Department, Membership
from publishing.editions import freeze, publish, start_next_edition
from strategy.items import delete_item, save_item
from strategy.lineage import merge_items
from strategy.models import Edition, PlanItem
from tests import factories

MARK = '<{tag} class="{name}"><span class="visually-hidden">{label}</span>{text}</{tag}>'


@pytest.fixture
def item(made) -> PlanItem:
    return made["measure1"]


@pytest.fixture
def own(toyonaka, baba) -> Department:
    department = Department.objects.create(government=toyonaka, name="こども事業課")
    Membership.objects.filter(user=baba).update(department=department)
    return department


@pytest.fixture
def viewer(toyonaka):
    return factories.person("江口", "VIEWER", toyonaka)


def address(name: str, item: PlanItem) -> str:
    plan = item.edition.plan
    return reverse(name, args=[plan.government.slug, plan.slug, item.edition.number, item.lineage])


def save(actor, item: PlanItem, title: str, body: str = "", department: Department | None = None) -> PlanItem:
    current = PlanItem.objects.get(pk=item.pk)
    texts = {"title": title, "body": body, "department": department}
    return save_item(actor=actor, item=current, version=current.version, closing=True, **texts).item


def page(client, person, name: str, item: PlanItem) -> str:
    client.force_login(person)
    answer = client.get(address(name, item))
    assert answer.status_code == 200
    return answer.content.decode()


def restore(client, person, item: PlanItem, row: object, version: object):
    client.force_login(person)
    return client.post(address("item_restore", item), {"row": row, "version": version}, follow=True)


def row_of(item: PlanItem, title: str) -> int:
    return item.history.filter(title=title).first().history_id


# --- history ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_words_are_marked_and_people_named(client, item, aoki, viewer):
    save(aoki, item, "子育て相談", "<p>出生率を1.42にする</p>")
    save(aoki, item, "子育て支援", "<p>出生率を1.60にする</p>")
    html = page(client, viewer, "item_history", item)
    for text, tag, name, label in (
        ("1.42", "del", "diff-old", "削除："),
        ("1.60", "ins", "diff-new", "追加："),
        ("相談", "del", "diff-old", "削除："),
        ("支援", "ins", "diff-new", "追加："),
    ):
        assert MARK.format(text=text, tag=tag, name=name, label=label) in html
    assert html.count("</time> 青木") == 2
    assert "第1章－1（1）①" in html
    assert "この版に戻す" not in html  # she only reads


@pytest.mark.django_db
def test_a_contractor_is_marked(client, item, aoki, toyonaka):
    person = factories.person("宇野", "PLANNER", toyonaka)
    Membership.objects.filter(user=person).update(contractor=True)
    save(person, item, "委託の文")
    save(aoki, item, "職員の文")
    assert page(client, aoki, "item_history", item).count("委託事業者") == 1


@pytest.mark.django_db
def test_the_text_as_it_stands_needs_no_way_back(client, item, aoki):
    save(aoki, item, "一")
    save(aoki, item, "二")
    html = page(client, aoki, "item_history", item)
    assert (html.count("この版に戻す"), html.count("いまの文です")) == (2, 1)


@pytest.mark.django_db
def test_who_may_write_restores_and_reads_that_it_is_done(client, item, own, aoki, baba):
    save(aoki, item, "よい文", "<p>よい</p>", own)
    save(aoki, item, "だめな文", "<p>だめ</p>", own)
    answer = restore(client, baba, item, row_of(item, "よい文"), 3)
    assert answer.redirect_chain == [(address("item_history", item), 302)]
    assert "前の文に戻しました。" in answer.content.decode()
    stands = PlanItem.objects.get(pk=item.pk)
    assert (stands.title, stands.body, stands.version) == ("よい文", "<p>よい</p>", 4)


@pytest.mark.django_db
def test_a_department_restores_no_other_ones_item_and_gives_none_away(
    client, item, own, aoki, baba, viewer, toyonaka
):
    other = Department.objects.create(government=toyonaka, name="子育て支援課")
    save(aoki, item, "一", "", other)
    save(aoki, item, "二", "", other)
    row = row_of(item, "一")
    assert restore(client, baba, item, row, 3).status_code == 403
    assert restore(client, viewer, item, row, 3).status_code == 403
    save(aoki, item, "三", "", own)
    assert restore(client, baba, item, row, 4).status_code == 200
    stands = PlanItem.objects.get(pk=item.pk)
    assert (stands.title, stands.department) == ("一", own)
    assert restore(client, aoki, item, row_of(item, "二"), 5).status_code == 200
    assert PlanItem.objects.get(pk=item.pk).department == other


@pytest.mark.django_db
def test_an_old_page_restores_nothing_and_says_what_to_do(client, item, aoki, baba):
    save(aoki, item, "一")
    save(baba, item, "二")
    answer = restore(client, aoki, item, row_of(item, "一"), 2)
    assert "まだ何も戻していません。" in answer.content.decode()
    assert PlanItem.objects.get(pk=item.pk).title == "二"


@pytest.mark.django_db
def test_a_refusal_is_told_on_the_page(client, edition, item, aoki):
    save(aoki, item, "一")
    answer = restore(client, aoki, item, row_of(item, "一"), 2)
    assert "戻すものはありません。" in answer.content.decode()
    row = row_of(item, "見本の取組み1")
    freeze(actor=None, edition=edition)
    answer = restore(client, aoki, item, row, 2)
    assert "凍結した版は変えられません。" in answer.content.decode()
    assert "この版に戻す" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("row", ["", "x", "-1", "1" * 40, "１ ２"])
def test_what_is_no_number_is_a_bad_request(client, item, aoki, row):
    assert restore(client, aoki, item, row, 1).status_code == 400
    assert restore(client, aoki, item, 1, row).status_code == 400


@pytest.mark.django_db
def test_a_huge_number_is_no_row(client, item, aoki):
    answer = restore(client, aoki, item, 10**17, 1)
    assert "この項目の履歴にありません。" in answer.content.decode()


@pytest.mark.django_db
def test_a_deleted_item_tells_who_deleted_it_and_nobody_restores_it_here(client, item, aoki, baba):
    save(aoki, item, "子育て相談", "<p>書いた文</p>")
    row = row_of(item, "子育て相談")
    delete_item(actor=baba, item=PlanItem.objects.get(pk=item.pk))
    html = page(client, aoki, "item_history", item)
    assert "馬場が削除しました" in html
    assert "書いた文" in html
    assert "この版に戻す" not in html
    assert restore(client, aoki, item, row, 2).status_code == 404
    assert client.get(address("item_difference", item)).status_code == 404


@pytest.mark.django_db
def test_an_item_that_never_was_here_is_not_found(client, item, aoki, ogori, toyonaka):
    other = factories.small_tree(factories.edition(factories.plan(ogori)))["measure1"]
    client.force_login(aoki)
    strange = address("item_history", item).replace(str(item.lineage), str(other.lineage))
    assert client.get(strange).status_code == 404
    assert client.get(address("item_history", other)).status_code == 404


@pytest.mark.django_db
def test_an_untouched_copy_says_that_nobody_changed_it(client, edition, item, aoki):
    publish(actor=None, edition=freeze(actor=None, edition=edition))
    following = start_next_edition(actor=aoki, edition=edition, stage=Edition.Stage.PROPOSAL)
    copy = following.items.get(lineage=item.lineage)
    assert "まだだれも変えていません" in page(client, aoki, "item_history", copy)
    save(aoki, copy, "直した題")
    html = page(client, aoki, "item_history", copy)
    assert "この版をつくったときの文です" in html
    assert (html.count("<time"), html.count("この版に戻す")) == (1, 1)


@pytest.mark.django_db
def test_a_long_history_is_turned_over_in_pages(client, item, aoki):
    for n in range(31):
        save(aoki, item, f"題{n}")
    client.force_login(aoki)
    first = client.get(address("item_history", item)).content.decode()
    second = client.get(address("item_history", item) + "?page=2").content.decode()
    assert ("古い記録へ" in first, "新しい記録へ" in first) == (True, False)
    assert ("古い記録へ" in second, "新しい記録へ" in second) == (False, True)
    assert second.count('class="history-head"') == 2


@pytest.mark.django_db
def test_what_was_typed_is_no_markup(client, item, aoki):
    save(aoki, item, "<script>alert(1)</script>", "<p>&lt;img src=x&gt;</p>")
    html = page(client, aoki, "item_history", item)
    assert "<script>alert" not in html
    assert "<img src=x" not in html


# --- difference ---------------------------------------------------------------------------------------------


@pytest.fixture
def following(edition, item, aoki) -> Edition:
    save(aoki, item, "子育て相談", "<p>出生率を1.42にする</p><p>終わり</p>")
    publish(actor=None, edition=freeze(actor=None, edition=edition))
    return start_next_edition(actor=aoki, edition=edition, stage=Edition.Stage.PROPOSAL)


@pytest.mark.django_db
def test_the_first_edition_has_none_to_differ_from(client, item, viewer):
    assert "前の版はありません" in page(client, viewer, "item_difference", item)


@pytest.mark.django_db
def test_an_item_stands_beside_what_it_was(client, following, item, aoki, viewer):
    now = following.items.get(lineage=item.lineage)
    assert "変わっていません" in page(client, viewer, "item_difference", now)
    save(aoki, now, "子育て支援", "<p>出生率を1.60にする</p><p>終わり</p>")
    html = page(client, viewer, "item_difference", now)
    assert "変わったところ" in html
    assert MARK.format(tag="del", name="diff-old", label="旧：", text="1.42") in html
    assert MARK.format(tag="ins", name="diff-new", label="新：", text="1.60") in html
    assert html.count("終わり") == 2  # once on each side


@pytest.mark.django_db
def test_a_new_item_is_called_new(client, following, made, aoki):
    parent = following.items.get(lineage=made["direction"].lineage)
    fresh = factories.item(following, "measure", "新しい取組み", parent)
    assert "新しい項目です" in page(client, aoki, "item_difference", fresh)


@pytest.mark.django_db
def test_a_merged_item_names_all_it_came_from(client, following, made, aoki):
    target, other = (following.items.get(lineage=made[name].lineage) for name in ("measure1", "measure2"))
    merge_items(actor=aoki, into=target, others=[other])
    html = page(client, aoki, "item_difference", target)
    assert "前の版の2つの項目を統合した項目です。" in html
    assert ("子育て相談" in html, "見本の取組み2" in html) == (True, True)


# --- how much -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_queries_do_not_grow(client, following, item, aoki, baba):
    now = following.items.get(lineage=item.lineage)
    client.force_login(aoki)

    def queries(name: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(name, now)).status_code == 200
        return len(captured)

    save(aoki, now, "一")
    queries("item_history")  # the first page of a day notes the visit
    few = queries("item_history"), queries("item_difference")
    for n in range(25):
        save((aoki, baba)[n % 2], now, f"題{n}", f"<p>{n}</p>")
    factories.grow(following, 60)
    assert (queries("item_history"), queries("item_difference")) == few == (13, 8)
