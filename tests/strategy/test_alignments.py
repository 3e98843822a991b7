"""Alignments: to whom an item may answer."""

import pytest
from django.core.exceptions import ValidationError

from accounts.audit import Refused
from accounts.models import Department
from publishing.editions import freeze, publish, withdraw
from strategy.alignments import CHANGEABLE, align_item, align_items, remove_alignment, save_alignment
from strategy.models import Alignment, Edition, PlanItem
from strategy.stale import fingerprint
from tests import factories
from tests.snapshots import everything_stored

HIDDEN = "公表されていない計画には対応づけられません。"


@pytest.fixture
def made(toyonaka) -> dict[str, PlanItem]:
    return factories.small_tree(factories.edition(factories.plan(toyonaka)))


def refused(**arguments) -> str:
    return refused_by(align_item, **arguments)


def refused_by(act, /, **arguments) -> str:
    before = everything_stored()
    with pytest.raises(ValidationError) as caught:
        act(**arguments)
    assert everything_stored() == before
    return caught.value.messages[0]


@pytest.mark.django_db
def test_an_item_answers_to_a_public_edition_of_anybody_and_to_no_hidden_one(made, aoki, ogori):
    edition = factories.edition(factories.plan(ogori))
    far = factories.small_tree(edition)["measure1"]
    reach = {"actor": aoki, "item": made["measure1"]}

    def now() -> PlanItem:
        return PlanItem.objects.get(pk=far.pk)

    assert refused(**reach, to_item=now()) == HIDDEN
    edition = freeze(actor=None, edition=edition)
    assert refused(**reach, to_item=now()) == HIDDEN
    edition = publish(actor=None, edition=edition)
    row = align_item(**reach, to_item=now(), verb=Alignment.Verb.CONFORM, note="第3章", page=85)
    row.refresh_from_db()
    assert (row.edition, row.to_item, row.get_verb_display(), row.note, row.page) == (
        made["measure1"].edition, far, "準拠", "第3章", 85,
    )  # fmt: skip
    withdraw(actor=aoki, edition=edition, reason="図の誤り")
    assert refused(actor=aoki, item=made["measure2"], to_item=now()) == HIDDEN


@pytest.mark.django_db
def test_the_own_government_aligns_its_plans_while_it_writes_them(made, aoki):
    other = factories.edition(factories.plan(made["measure1"].edition.plan.government, "sogo-keikaku"))
    chapter = factories.item(other, "chapter", "総合計画の章")
    assert align_item(actor=aoki, item=made["measure1"], to_item=chapter).to_item == chapter


@pytest.mark.django_db
def test_once_with_a_target_and_never_with_itself(made, aoki):
    one, pillar = made["measure1"], made["pillar"]
    align_item(actor=aoki, item=one, to_item=pillar)
    for target, sentence in (
        (pillar, "この対応はすでにあります。"),
        (one, "項目をその項目自身に対応させることはできません。"),
    ):
        with pytest.raises(ValidationError) as caught:
            align_item(actor=aoki, item=one, to_item=target)
        assert caught.value.messages == [sentence]
    assert Alignment.objects.count() == 1


@pytest.mark.django_db
def test_an_alignment_is_taken_away_and_its_event_says_which(made, aoki):
    row = align_item(actor=aoki, item=made["measure1"], to_item=made["pillar"])
    assert remove_alignment(actor=aoki, alignment=row) == made["measure1"]
    assert Alignment.objects.count() == 0
    with pytest.raises(Refused) as caught:
        remove_alignment(actor=aoki, alignment=row)
    assert caught.value.sentence == "この対応はもうありません。画面を開き直してください。"
    event = aoki.events.get(verb="alignment.delete")
    assert event.detail == {"lineage": str(made["measure1"].lineage), "to": str(made["pillar"].lineage)}


@pytest.mark.django_db
def test_a_frozen_edition_aligns_no_more(made, aoki):
    row = align_item(actor=aoki, item=made["measure1"], to_item=made["pillar"])
    freeze(actor=aoki, edition=made["measure1"].edition)
    sentence = "凍結した版は変えられません。直すときは「次の版をつくる」か「正誤訂正」をしてください。"
    assert refused(actor=aoki, item=made["measure2"], to_item=made["pillar"]) == sentence
    with pytest.raises(Refused) as caught:
        remove_alignment(actor=aoki, alignment=Alignment.objects.get(pk=row.pk))
    assert caught.value.sentence == sentence
    assert Edition.objects.get().alignments.count() == 1


# --- several at once, and changes ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_several_are_aligned_at_once_with_one_event_or_none_of_them(made, aoki, ogori):
    measure, targets = made["measure1"], [made["pillar"], made["chapter"]]
    rows = align_items(actor=aoki, item=measure, to_items=targets, verb="REFLECT", note="見本", page=5)
    assert [(row.to_item, row.verb, row.note, row.page) for row in rows] == [
        (target, "REFLECT", "見本", 5) for target in targets
    ]
    event = aoki.events.get(verb="alignment.choose")
    assert event.detail == {
        "lineage": str(measure.lineage),
        "to": [str(target.lineage) for target in targets],
    }
    hidden = factories.small_tree(factories.edition(factories.plan(ogori)))["chapter"]
    assert (
        refused_by(align_items, actor=aoki, item=made["measure2"], to_items=[made["pillar"], hidden])
        == HIDDEN
    )
    twice = {"actor": aoki, "item": measure, "to_items": [made["section"], made["pillar"]]}
    assert refused_by(align_items, **twice) == "この対応はすでにあります。"
    assert (
        refused_by(align_items, actor=aoki, item=measure, to_items=[]) == "対応先を一つ以上選んでください。"
    )
    assert Alignment.objects.count() == 2


@pytest.mark.django_db
def test_manner_page_and_note_are_changed_and_who_comes_second_is_told(made, aoki, baba):
    row = align_item(actor=aoki, item=made["measure1"], to_item=made["pillar"], note="はじめ")
    seen = fingerprint(row, *CHANGEABLE)
    save_alignment(actor=aoki, alignment=row, verb="FOLLOW", note="青木", page=12, seen=seen)
    row.refresh_from_db()
    assert (row.verb, row.note, row.page) == ("FOLLOW", "青木", 12)
    sentence = refused_by(save_alignment, actor=baba, alignment=row, verb="REFER", note="馬場", seen=seen)
    assert sentence.startswith(
        "ほかの人が先に変えました（いまの内容：関わり方「踏まえる」、説明「青木」、ページ「12」）。"
    )
    save_alignment(actor=baba, alignment=row, verb="REFER", note="馬場")
    row.refresh_from_db()
    assert (row.verb, row.note, row.page) == ("REFER", "馬場", None)
    assert refused_by(save_alignment, actor=aoki, alignment=row, verb="NONE") == (
        "'NONE' は有効な選択肢ではありません。"
    )
    assert refused_by(save_alignment, actor=aoki, alignment=row, verb="REFER", page=10_000) != ""
    remove_alignment(actor=aoki, alignment=Alignment.objects.get(pk=row.pk))
    gone = "この対応はもうありません。画面を開き直してください。"
    assert refused_by(save_alignment, actor=aoki, alignment=row, verb="REFER") == gone


# --- the page -----------------------------------------------------------------------------------------------


def page_of(item: PlanItem) -> str:
    return f"/office/toyonaka/digital-strategy/{item.edition.number}/items/{item.lineage}/alignments/"


@pytest.fixture
def nation(db) -> Edition:
    town = factories.government("000001", "nation", "国", "NATION", "")
    return factories.published(factories.plan(town, "digital-denen"), title="国の構想")


def test_a_planner_chooses_several_items_of_another_plan_without_script(client, made, nation, aoki):
    client.force_login(aoki)
    page = page_of(made["measure1"])
    shown = client.get(page).content.decode()
    assert "対応はまだありません。" in shown
    assert f'value="{made["pillar"].lineage}"' in shown
    assert f'<option value="{nation.pk}">国　国の構想（成案、第1版）</option>' in shown
    tree = client.get(page, {"to": nation.pk, "q": "取組み"}).content.decode()
    targets = [str(row.lineage) for row in nation.items.filter(kind="MEASURE").order_by("position")]
    assert [f'value="{target}"' in tree for target in targets] == [True, True]
    assert "総合戦略の概要" not in tree.partition("対応先を選ぶ")[2]
    sent = {"targets": targets, "verb": "CONSIDER", "page": "７", "note": "見本"}
    answer = client.post(f"{page}?to={nation.pk}&q=取組み", sent, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    text = answer.content.decode()
    assert "対応を2件加えました。" in text
    assert text.count("国の「国の構想」　①見本の取組み1") == 1
    assert (
        text.count("：国の「国の構想」①見本の取組み1</span>") == 2
    )  # which row a button means, for those who do not see it
    assert [(row.page, row.note) for row in made["measure1"].alignments.all()] == [(7, "見本")] * 2
    again = client.get(page, {"to": nation.pk}).content.decode()
    assert again.count("checked disabled") == 2


def test_a_pillar_of_the_own_plan_is_marked_and_needs_no_words(client, made, aoki):
    client.force_login(aoki)
    page = page_of(made["measure1"])
    assert 'name="verb"' not in client.get(page).content.decode()
    sent = {"targets": [str(made["pillar"].lineage)], "verb": "REFER", "page": "7"}
    text = client.post(page, sent, follow=True).content.decode()
    assert (text.count("該当</span>"), text.count("変えて保存する")) == (1, 0)
    row = made["measure1"].alignments.get()
    assert (row.verb, row.page, row.note) == ("CONSIDER", None, "")


def test_what_is_wrong_is_said_and_what_was_ticked_stays(client, made, nation, aoki):
    client.force_login(aoki)
    page, target = page_of(made["measure1"]), nation.items.get(kind="GOAL")
    answer = client.post(f"{page}?to={nation.pk}", {"verb": "CONSIDER"})
    assert answer.status_code == 422
    assert "対応先を一つ以上選んでください。" in answer.content.decode()
    answer = client.post(
        f"{page}?to={nation.pk}",
        {"verb": "CONSIDER", "targets": [str(target.lineage)], "page": "三", "note": "ノート"},
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "ページは数字で入れてください。" in text
    assert f'value="{target.lineage}" checked' in text
    assert 'value="ノート"' in text
    # what the chosen edition does not offer is not taken: an item of the own plan that is no pillar
    answer = client.post(page, {"verb": "CONSIDER", "targets": [str(made["chapter"].lineage)]})
    assert answer.status_code == 422
    assert "選んだ項目が相手の計画にありません。" in answer.content.decode()
    assert Alignment.objects.count() == 0


def test_an_alignment_is_changed_and_taken_away_by_plain_forms(client, made, aoki):
    client.force_login(aoki)
    item = made["measure1"]
    row = align_item(actor=aoki, item=item, to_item=made["chapter"])
    page, seen = page_of(item), fingerprint(row, *CHANGEABLE)
    sent = {"verb": "REFLECT", "note": "新しい説明", "page": "", "seen": seen}
    answer = client.post(f"{page}{row.pk}/", sent, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert "新しい説明" in answer.content.decode()
    answer = client.post(f"{page}{row.pk}/", sent | {"note": "あとから"})
    text = answer.content.decode()
    assert (answer.status_code, 'value="あとから"' in text) == (422, True)
    assert "いまの内容：関わり方「反映」、説明「新しい説明」" in text
    row.refresh_from_db()
    assert (
        f'name="seen" value="{fingerprint(row, *CHANGEABLE)}"' in text
    )  # so the next press overrides knowingly
    assert client.post(f"{page}{row.pk}/remove/", {"back": "alignments"}).url == page
    assert client.post(f"{page}{row.pk}/remove/").status_code == 404
    assert Alignment.objects.count() == 0


def test_taking_away_leads_back_to_where_it_was_asked(client, made, aoki):
    client.force_login(aoki)
    item = made["measure1"]
    for back, leads in (("", ""), ("item", ""), ("https://evil.example/", ""), ("alignments", "alignments/")):
        row = align_item(actor=aoki, item=item, to_item=made["pillar"])
        answer = client.post(f"{page_of(item)}{row.pk}/remove/", {"back": back})
        assert answer.url == page_of(item).removesuffix("alignments/") + leads


def test_a_department_aligns_its_own_items_and_only_reads_the_others(client, made, baba, toyonaka):
    department = Department.objects.create(government=toyonaka, name="こども事業課")
    baba.memberships.update(department=department)
    PlanItem.objects.filter(pk=made["measure1"].pk).update(department=department)
    client.force_login(baba)
    sent = {"targets": [str(made["pillar"].lineage)], "verb": "CONSIDER"}
    assert client.post(page_of(made["measure1"]), sent).status_code == 302
    other = page_of(made["measure2"])
    assert client.post(other, sent).status_code == 403
    shown = client.get(other)
    assert shown.status_code == 200
    assert (
        "この項目の対応を変えられるのは、企画担当と所管課（まだ決まっていません）です。"
        in shown.content.decode()
    )
    row = made["measure1"].alignments.get()
    assert client.post(f"{other}{row.pk}/remove/").status_code == 403
    # a row of another item is not reached through the address of the own one
    foreign = align_item(actor=None, item=made["measure2"], to_item=made["pillar"])
    assert client.post(f"{page_of(made['measure1'])}{foreign.pk}/remove/").status_code == 404
    assert Alignment.objects.count() == 2


def test_a_frozen_edition_is_only_read(client, made, aoki):
    item = made["measure1"]
    row = align_item(actor=aoki, item=item, to_item=made["pillar"])
    freeze(actor=aoki, edition=item.edition)
    client.force_login(aoki)
    text = client.get(page_of(item)).content.decode()
    assert "この版は凍結されています。" in text
    assert "<button" not in text.partition("いまの対応")[2].partition("</main>")[0]
    answer = client.post(page_of(item), {"targets": [str(made["pillar"].lineage)], "verb": "CONSIDER"})
    assert (answer.status_code, "凍結した版は変えられません。" in answer.content.decode()) == (422, True)
    answer = client.post(f"{page_of(item)}{row.pk}/remove/", {"back": "alignments"}, follow=True)
    assert "凍結した版は変えられません。" in answer.content.decode()
    assert client.post(f"{page_of(item)}{row.pk}/", {"verb": "REFER"}).status_code == 422


@pytest.mark.parametrize("items", [10, 320])
def test_the_page_costs_the_same_for_many_items(
    client, toyonaka, nation, aoki, items, django_assert_num_queries
):
    edition = factories.edition(factories.plan(toyonaka))
    factories.grow(edition, items)
    other = factories.edition(factories.plan(toyonaka, "sogo-keikaku", "COMPREHENSIVE"))
    factories.grow(other, items)
    measure = edition.items.filter(kind="MEASURE").first()
    rows = [Alignment(edition=edition, item=measure, to_item=row) for row in other.items.all()[: items // 10]]
    Alignment.objects.bulk_create(rows)
    client.force_login(aoki)
    address = f"{page_of(measure)}?to={other.pk}"
    client.get(address)
    # session, user, membership, edition, item, editions to choose from, tree, alignments, their numbers
    with django_assert_num_queries(9):
        assert client.get(address).content.count(b'type="checkbox"') == items
