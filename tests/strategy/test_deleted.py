"""Deleting on the pages, and back: one button afterwards, a list for later."""

import pytest

from strategy.items import delete_item, relist_item, save_item
from strategy.models import PlanItem
from tests import factories
from tests.strategy.desk import at, page_of, said, text, titles


@pytest.fixture
def made(edition) -> dict[str, PlanItem]:
    return factories.wide_tree(edition)


@pytest.mark.django_db
def test_before_deleting_the_page_says_what_goes_and_afterwards_one_button_brings_it_back(
    desk, edition, made
):
    address = at("item_delete", edition, made["direction"].lineage)
    page = desk.get(address)
    assert len(page.context["branch"]) == 4
    assert "4項目を削除する" in text(page)
    assert "見本の取組み3" in text(page)
    assert PlanItem.objects.filter(edition=edition).count() == 9
    answer = desk.post(address, follow=True)
    assert answer.redirect_chain == [(page_of(made["section"]), 302)]
    assert "と、その下の3項目を削除しました。" in text(answer)
    undo = at("item_undelete", edition, made["direction"].lineage)
    assert f'action="{undo}"' in text(answer)
    back = desk.post(undo)
    assert back.url == page_of(made["direction"])
    assert said(back)[-1] == "「安心して産み育てられる環境づくりを進めます」を元に戻しました（4項目）。"
    assert titles(edition, made["direction"]) == ["1", "2", "3"]
    again = desk.post(undo)
    assert again.url == page_of(made["direction"])
    assert said(again)[-1] == "「安心して産み育てられる環境づくりを進めます」はすでに元に戻してあります。"


@pytest.mark.django_db
def test_a_deleted_top_leads_to_the_outline_and_a_refusal_back_to_the_item(desk, edition, made, aoki):
    lone = factories.item(edition, "chapter", "第2章")
    assert desk.post(at("item_delete", edition, lone.lineage)).url == at("outline", edition)
    align = {"edition": edition, "item": made["measure1"], "to_item": made["pillar"]}
    edition.alignments.create(**align)
    answer = desk.post(at("item_delete", edition, made["pillar"].lineage))
    assert answer.url == page_of(made["pillar"])
    assert said(answer)[-1].startswith("「子育て環境の充実」にはほかの項目からの対応があります。")


@pytest.mark.django_db
def test_a_title_is_no_markup_in_what_is_said(desk, edition, made, aoki):
    save_item(actor=aoki, item=made["next"], version=1, title='<b onclick="x">危ない</b>', body="")
    answer = desk.post(at("item_delete", edition, made["next"].lineage), follow=True)
    assert "&lt;b onclick=&quot;x&quot;&gt;危ない" in text(answer)
    assert '<b onclick="x">' not in text(answer)


@pytest.mark.django_db
def test_deleted_items_are_listed_until_they_are_back(desk, edition, made, aoki):
    inner, outer = made["measure1"], made["direction"]
    for item in (inner, outer):
        delete_item(actor=aoki, item=PlanItem.objects.get(pk=item.pk))
    page = desk.get(at("items_deleted", edition))
    assert [(row.title, row.count) for row in page.context["rows"]] == [
        ("安心して産み育てられる環境づくりを進めます", 3),
        ("見本の取組み1", 1),
    ]
    assert "青木" in text(page)
    answer = desk.post(at("item_undelete", edition, inner.lineage))
    assert answer.url == f"{at('items_deleted', edition)}?item={inner.lineage}#elsewhere"
    assert said(answer)[-1].startswith(
        "もとの場所「安心して産み育てられる環境づくりを進めます」も削除されています。"
    )
    page = desk.get(at("items_deleted", edition), {"item": inner.lineage})
    assert [option.value for option in page.context["choice"].options if option.is_open] == [
        str(made["next"].lineage)
    ]
    answer = desk.post(at("item_undelete", edition, inner.lineage), {"elsewhere": made["next"].lineage})
    assert titles(edition, made["next"]) == ["1"]
    desk.post(at("item_undelete", edition, outer.lineage))
    assert "元に戻せる項目はありません。" in text(desk.get(at("items_deleted", edition)))
    assert desk.post(at("item_undelete", edition, made["next"].lineage)).status_code == 404


@pytest.mark.django_db
def test_what_could_not_come_back_is_told(desk, edition, made, aoki):
    relist_item(actor=aoki, item=made["measure1"], under=made["next"])
    delete_item(actor=aoki, item=PlanItem.objects.get(pk=made["measure1"].pk))
    delete_item(actor=aoki, item=PlanItem.objects.get(pk=made["next"].pk))
    answer = desk.post(at("item_undelete", edition, made["measure1"].lineage))
    assert said(answer) == [
        "「次の方向性」の下の再掲「見本の取組み1」は、相手の項目がないので戻せませんでした。",
        "「見本の取組み1」を元に戻しました（1項目）。",
    ]
