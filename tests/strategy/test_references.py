"""Cross-references: what is stored, what leads nowhere any more, what the editor offers."""

import re

import pytest

from publishing.editions import start_next_edition
from strategy.items import create_item, delete_item, save_item
from strategy.models import Edition, Level, PlanItem
from strategy.references import broken_references, notation, reference_choices
from strategy.richtext import parse, render
from strategy.sanitise import clean
from tests import factories

ADDRESS = "/office/toyonaka/digital-strategy/1/references/"


def write(item: PlanItem, body: str) -> PlanItem:
    current = PlanItem.objects.get(pk=item.pk)
    return save_item(actor=None, item=current, version=current.version, title=current.title, body=body).item


# --- what is stored -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_reference_is_kept_by_cleaning_and_by_rich_text(made):
    written = notation(made["measure1"].lineage, "第1章－1（1）①")
    assert written == f'<a href="#item-{made["measure1"].lineage}">第1章－1（1）①</a>'
    cleaned = clean(f"<p>{written}を見てください。</p>")
    assert (cleaned.removed, cleaned.html.count(f'href="#item-{made["measure1"].lineage}"')) == ((), 1)
    assert render(parse(cleaned.html)) == cleaned.html
    assert write(made["heading"], cleaned.html).body == cleaned.html


# --- what leads nowhere -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_reference_to_a_deleted_item_is_told_with_the_words_that_stand_there(edition, made, aoki):
    gone, stays = (
        notation(made[key].lineage, f"<strong>{key}</strong>の項") for key in ("measure2", "chapter")
    )
    elsewhere = '<a href="#top">上</a><a href="https://example.jp/">外</a>'
    write(
        made["heading"],
        f"<p>{gone}と{stays}{elsewhere}</p><table><tbody><tr><td>{gone}</td></tr></tbody></table>",
    )
    write(made["measure1"], f"<p>{stays}</p>")
    assert broken_references(edition) == []
    delete_item(actor=aoki, item=made["measure2"])
    broken = broken_references(edition)
    assert [(row.item, row.words) for row in broken] == [(made["heading"], "measure2の項")] * 2


@pytest.mark.django_db
def test_two_references_side_by_side_are_two(edition, made):
    lost = "00000000-0000-0000-0000-00000000000{}"
    write(made["heading"], f"<p>{notation(lost.format(1), '前')}{notation(lost.format(2), '後')}</p>")
    assert [row.words for row in broken_references(edition)] == ["前", "後"]


@pytest.mark.django_db
def test_references_survive_the_copying_of_an_edition(toyonaka, aoki):
    first = factories.published(factories.plan(toyonaka), measures=2)
    draft = start_next_edition(actor=aoki, edition=first, stage=Edition.Stage.DRAFT)
    target = draft.items.get(title="見本の取組み2")
    write(draft.items.get(title="総合戦略の概要"), f"<p>{notation(target.lineage, '②')}</p>")
    assert broken_references(draft) == []
    other = factories.edition(factories.plan(toyonaka, "betsu-keikaku"))
    copy = factories.item(other, "chapter", "よその章", body=f"<p>{notation(target.lineage, '②')}</p>")
    assert [row.item for row in broken_references(other)] == [copy]


@pytest.mark.django_db
@pytest.mark.parametrize("items", [10, 320])
def test_looking_for_broken_references_costs_two_queries(edition, items, django_assert_num_queries):
    factories.grow(edition, items)
    with django_assert_num_queries(1):
        assert broken_references(edition) == []
    lost = notation("00000000-0000-0000-0000-000000000000", "なくなった項目")
    PlanItem.objects.filter(edition=edition).update(body=f"<p>{lost}</p>")
    with django_assert_num_queries(2):
        assert len(broken_references(edition)) == items


# --- what the editor offers ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_choices_are_the_items_with_the_words_that_will_be_printed(edition, made):
    assert [place.called for place in reference_choices(edition, "取組み")] == [
        "第1章", "第1章－1", "第1章－1（1）", "第1章－1（1）①", "第1章－1（1）②",
    ]  # fmt: skip
    assert len(reference_choices(edition)) == 7


def buttons(page: str) -> list[tuple[str, str]]:
    return re.findall(r'data-lineage="([^"]+)" data-label="([^"]+)"', page)


@pytest.mark.parametrize("person", ["aoki", "baba"])
def test_the_editor_gets_buttons(client, request, edition, made, person):
    client.force_login(request.getfixturevalue(person))
    answer = client.get(ADDRESS, {"q": "総合戦略"}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert buttons(page) == [(str(made["heading"].lineage), "「1　総合戦略の概要」")]
    assert "<html" not in page
    nothing = client.get(ADDRESS, {"q": "どこにもない"}, headers={"HX-Request": "true"}).content.decode()
    assert "この言葉に合う項目はありません。" in nothing


def test_without_script_a_page_says_what_to_write(client, edition, made, aoki):
    client.force_login(aoki)
    page = client.get(ADDRESS, {"q": "取組み1"}).content.decode()
    assert f"&lt;a href=&quot;#item-{made['measure1'].lineage}&quot;&gt;第1章－1（1）①&lt;/a&gt;" in page
    assert "言葉をはずす" in client.get(ADDRESS, {"q": "どこにもない"}).content.decode()


def test_a_title_that_is_markup_stays_a_title(client, edition, aoki):
    level = Level.objects.get(edition=edition, key="pillar")
    heading = factories.item(edition, "heading", "概要")
    create_item(actor=None, edition=edition, level=level, title='"><script>alert(1)</script>', parent=heading)
    client.force_login(aoki)
    for headers in ({}, {"HX-Request": "true"}):
        page = client.get(ADDRESS, headers=headers).content.decode()
        assert "<script>alert" not in page
        assert "&quot;&gt;&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("items", [10, 320])
def test_the_choices_cost_the_same_for_many_items(client, edition, aoki, items, django_assert_num_queries):
    factories.grow(edition, items)
    client.force_login(aoki)
    client.get(ADDRESS)
    with django_assert_num_queries(5):  # session, user, membership, edition, items
        page = client.get(ADDRESS, headers={"HX-Request": "true"}).content.decode()
    assert len(buttons(page)) == items
