"""The editor's pages and its save: who may, what it answers, what it costs; with and without JavaScript."""

import json
import re
import uuid

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, Department, Membership
from publishing.editions import freeze, start_next_edition
from strategy.items import save_item
from strategy.models import PlanItem
from tests import factories
from tests.snapshots import everything_stored

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def item(made) -> PlanItem:
    return made["measure1"]


@pytest.fixture
def section(toyonaka, baba, item) -> Department:
    """馬場's department, which answers for the item."""
    found = Department.objects.create(government=toyonaka, division="こども部", name="こども事業課")
    Membership.objects.filter(user=baba).update(department=found)
    PlanItem.objects.filter(pk=item.pk).update(department=found)
    return found


def at(name: str, edition, *more) -> str:
    return reverse(name, args=["toyonaka", edition.plan.slug, edition.number, *more])


def sent(item: PlanItem, **changes) -> dict[str, object]:
    item.refresh_from_db()
    return {"version": item.version, "title": item.title, "body": item.body} | changes


def test_the_outline_shows_every_row_with_number_and_what_waits(client, aoki, edition, made):
    client.force_login(aoki)
    page = client.get(at("outline", edition)).content.decode()
    shown = re.findall(r'<span class="num">(.*?)</span><span>(.*?)</span></a>', page)
    assert shown == [
        ("1", "総合戦略の概要"),
        ("", "子育て環境の充実"),
        ("第1章", "子ども・若者が夢や希望をもてるまちづくり"),
        ("第1章－1", "妊娠・出産・子育て支援の充実"),
        ("（1）", "安心して産み育てられる環境づくりを進めます"),
        ("①", "見本の取組み1"),
        ("②", "見本の取組み2"),
    ]
    assert "記入 0／2" in page
    assert page.count("未入力</span>") == 2


def test_the_outline_can_be_narrowed_without_script(client, aoki, edition, made):
    client.force_login(aoki)
    page = client.get(at("outline", edition), {"q": "取組み2"}).content.decode()
    shown = re.findall(r'<span class="num">.*?</span><span>(.*?)</span></a>', page)
    assert shown[-1] == "見本の取組み2"
    assert len(shown) == 4  # the hit and those above it
    assert "1項目が当てはまります" in page


def test_an_empty_edition_says_how_to_begin(client, aoki, edition):
    client.force_login(aoki)
    assert "項目がまだありません" in client.get(at("outline", edition)).content.decode()


def test_a_save_answers_with_the_new_version_and_the_time(client, aoki, item, edition):
    client.force_login(aoki)
    answer = client.post(at("item_save", edition, item.lineage), sent(item, body="<p>新しい文</p>"), **JSON)
    said = answer.json()
    assert (answer.status_code, said["version"], said["removed"]) == (200, 2, [])
    assert re.fullmatch(r"\d{1,2}:\d\d", said["saved_at"])
    item.refresh_from_db()
    assert item.body == "<p>新しい文</p>"


def test_what_cleaning_takes_out_is_told(client, aoki, item, edition):
    client.force_login(aoki)
    pasted = '<p style="color:red" class="MsoNormal">文</p><script>alert(1)</script>' + "<p>語</p>" * 6000
    answer = client.post(at("item_save", edition, item.lineage), sent(item, body=pasted), **JSON)
    assert answer.json()["removed"] == ["スクリプト", "書式の指定（style）"]
    item.refresh_from_db()
    assert item.body == "<p>文</p>" + "<p>語</p>" * 6000


def test_without_script_a_save_leads_back_to_the_item(client, aoki, item, edition):
    client.force_login(aoki)
    answer = client.post(at("item_save", edition, item.lineage), sent(item, title="直した見出し"))
    assert (answer.status_code, answer["Location"]) == (302, at("item", edition, item.lineage))


def test_an_empty_title_is_named_and_the_text_stays(client, aoki, item, edition):
    client.force_login(aoki)
    before = everything_stored()
    wrong = sent(item, title="  ", body="<p>消えてはいけない</p>")
    said = client.post(at("item_save", edition, item.lineage), wrong, **JSON)
    assert (said.status_code, said.json()["sentence"]) == (422, "見出し：このフィールドは必須です。")
    page = client.post(at("item_save", edition, item.lineage), wrong)
    assert page.status_code == 422
    assert "消えてはいけない" in page.content.decode()
    assert everything_stored() == before


def test_a_stale_save_shows_both_texts_and_no_new_version_in_the_form(
    client, aoki, baba, item, edition, section
):
    client.force_login(aoki)
    mine = sent(item, body="<p>学校や職域と連携します。</p>")
    save_item(
        actor=baba,
        item=item,
        version=1,
        title=item.title,
        body="<p>中学校・高校と連携します。</p>",
        department=section,
    )
    before = everything_stored()
    answer = client.post(at("item_save", edition, item.lineage), mine, **JSON)
    panel = answer.json()["conflict"]
    assert answer.status_code == 409
    assert "馬場（こども事業課）さんが先に保存しました" in panel
    assert (
        '<del class="diff-old"><span class="visually-hidden">相手の文だけ：</span>中学校・高校</del>' in panel
    )
    assert (
        '<ins class="diff-new"><span class="visually-hidden">自分の文だけ：</span>学校や職域</ins>' in panel
    )
    page = client.post(at("item_save", edition, item.lineage), mine)
    assert page.status_code == 409
    assert '<input type="hidden" name="version" value="1"' in page.content.decode()
    assert "学校や職域" in page.content.decode()
    assert everything_stored() == before


@pytest.mark.parametrize(("choice", "left"), [("mine", "<p>青木の文</p>"), ("theirs", "<p>馬場の文</p>")])
@pytest.mark.parametrize("script", [True, False])
def test_a_conflict_is_settled_either_way(client, aoki, baba, item, edition, choice, left, script):
    client.force_login(aoki)
    mine = sent(item, body="<p>青木の文</p>")
    save_item(actor=baba, item=item, version=1, title=item.title, body="<p>馬場の文</p>")
    headers = JSON if script else {}
    answer = client.post(
        at("item_settle", edition, item.lineage), mine | {"choice": f"{choice}-2"}, **headers
    )
    assert answer.status_code == (200 if script else 302)
    item.refresh_from_db()
    assert item.body == left
    bodies = set(item.history.values_list("body", flat=True))
    assert {"<p>青木の文</p>", "<p>馬場の文</p>"} <= bodies


def test_settling_against_a_version_nobody_saw_is_a_new_conflict(client, aoki, baba, item, edition):
    client.force_login(aoki)
    save_item(actor=baba, item=item, version=1, title=item.title, body="<p>馬場の文</p>")
    answer = client.post(
        at("item_settle", edition, item.lineage), sent(item, body="<p>青木の文</p>", choice="mine-1"), **JSON
    )
    assert (answer.status_code, "conflict" in answer.json()) == (409, True)


@pytest.mark.parametrize("choice", ["", "mine", "both-1", "mine-x", "mine--1"])
def test_a_choice_that_is_none_changes_nothing(client, aoki, item, edition, choice):
    client.force_login(aoki)
    before = everything_stored()
    answer = client.post(at("item_settle", edition, item.lineage), sent(item, choice=choice), **JSON)
    assert answer.status_code == 400
    assert everything_stored() == before


def test_an_edition_frozen_a_second_ago_refuses_and_offers_the_next_one(client, aoki, item, edition):
    client.force_login(aoki)
    mine = sent(item, body="<p>間に合わなかった文</p>")
    frozen = freeze(actor=None, edition=edition)
    said = client.post(at("item_save", edition, item.lineage), mine, **JSON)
    assert (said.status_code, said.json()["frozen"], "next" in said.json()) == (409, True, False)
    page = client.post(at("item_save", edition, item.lineage), mine)
    assert page.status_code == 409
    assert "間に合わなかった文" in page.content.decode()
    following = start_next_edition(actor=None, edition=frozen, stage="PROPOSAL")
    said = client.post(at("item_save", edition, item.lineage), mine, **JSON).json()
    assert said["next"] == {"number": 2, "title": str(following)}


def test_a_department_writes_its_own_items_and_no_others(client, baba, item, made, edition, section):
    client.force_login(baba)
    own = client.post(at("item_save", edition, item.lineage), sent(item, title="課の見出し"), **JSON)
    other = made["measure2"]
    foreign = client.post(at("item_save", edition, other.lineage), sent(other, title="よその見出し"), **JSON)
    assert (own.status_code, foreign.status_code) == (200, 403)
    other.refresh_from_db()
    assert other.title == "見本の取組み2"
    assert "data-autosave" in client.get(at("item", edition, item.lineage)).content.decode()
    assert "data-autosave" not in client.get(at("item", edition, other.lineage)).content.decode()


def test_a_department_cannot_give_its_item_away(client, baba, item, edition, section, toyonaka):
    client.force_login(baba)
    other = Department.objects.create(government=toyonaka, name="企画課")
    smuggled = sent(item, department=other.pk, printed_number="99", kind="GOAL", lineage=str(uuid.uuid4()))
    client.post(at("item_save", edition, item.lineage), smuggled, **JSON)
    before = item.lineage
    item.refresh_from_db()
    assert (item.department_id, item.printed_number, item.kind, item.lineage) == (
        section.pk,
        "",
        "MEASURE",
        before,
    )


def test_a_department_of_another_government_cannot_be_chosen(client, aoki, item, edition, ogori):
    client.force_login(aoki)
    foreign = Department.objects.create(government=ogori, name="企画課")
    answer = client.post(at("item_save", edition, item.lineage), sent(item, department=foreign.pk), **JSON)
    assert answer.status_code == 422
    item.refresh_from_db()
    assert item.department_id is None


def test_a_viewer_reads_and_saves_nothing(client, toyonaka, item, edition):
    viewer = factories.person("見学", "VIEWER", toyonaka)
    client.force_login(viewer)
    assert client.get(at("item", edition, item.lineage)).status_code == 200
    assert (
        client.post(at("item_save", edition, item.lineage), sent(item, title="x"), **JSON).status_code == 403
    )


def test_each_save_is_one_event(client, aoki, item, edition):
    client.force_login(aoki)
    before = AuditEvent.objects.count()
    client.post(at("item_save", edition, item.lineage), sent(item, body="<p>1</p>"), **JSON)
    assert AuditEvent.objects.count() - before == 1


def test_who_else_is_here(client, aoki, baba, item, edition, section):
    client.force_login(baba)
    client.post(at("item_here", edition, item.lineage))
    client.force_login(aoki)
    said = json.loads(client.post(at("item_here", edition, item.lineage)).content)
    assert said == {"others": ["馬場（こども事業課）"], "version": 1}


def test_an_item_of_no_lineage_is_not_found(client, aoki, edition, made):
    client.force_login(aoki)
    for name in ("item", "item_save", "item_here"):
        address = at(name, edition, uuid.uuid4())
        answer = client.get(address) if name == "item" else client.post(address, {})
        assert answer.status_code == 404


@pytest.mark.parametrize("items", [10, 320])
def test_the_cost_does_not_grow(client, aoki, edition, items, django_assert_max_num_queries):
    factories.grow(edition, items)
    client.force_login(aoki)
    one = edition.items.filter(kind="MEASURE").first()
    client.get(at("outline", edition))
    with django_assert_max_num_queries(12):
        assert client.get(at("outline", edition)).status_code == 200
    with django_assert_max_num_queries(10):
        assert client.get(at("item", edition, one.lineage)).status_code == 200
