"""The pages on which the tree is shaped: what they offer, what they do, what they say when they may not."""

import uuid

import pytest

from publishing.editions import freeze
from strategy.items import create_item, delete_item, relist_item
from strategy.models import DeletedBranch, Level, PlanItem
from tests import factories
from tests.snapshots import everything_stored
from tests.strategy.desk import FROZEN, HTMX, at, page_of, said, text, titles


@pytest.fixture
def made(edition) -> dict[str, PlanItem]:
    return factories.wide_tree(edition)


# --- add ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_only_what_may_stand_there_is_offered(desk, edition, made):
    form = desk.get(at("item_add", edition), {"near": made["section"].lineage}).context["form"]
    assert form.fields["place"].choices == [
        ("after:section", "この項目の次に「節」を足す"),
        ("under:direction", "この項目の中の最後に「方向性」を足す"),
        ("under:initiative", "この項目の中の最後に「主な取組み例」を足す"),
        ("before:section", "この項目の前に「節」を足す"),
    ]
    assert form["place"].initial == "after:section"
    top = desk.get(at("item_add", edition)).context["form"]
    assert [key for key, _ in top.fields["place"].choices] == ["end:heading", "end:chapter"]
    wanted = {"near": made["section"].lineage, "where": "under"}
    assert desk.get(at("item_add", edition), wanted).context["form"]["place"].initial == "under:direction"
    odd = {"near": made["section"].lineage, "where": "sideways"}
    assert desk.get(at("item_add", edition), odd).context["where"] == "after"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("place", "order"),
    [
        ("after:measure", ["1", "新しい", "2", "3"]),
        ("before:measure", ["新しい", "1", "2", "3"]),
    ],
)
def test_an_item_is_added_beside_another(desk, edition, made, place, order):
    address = f"{at('item_add', edition)}?near={made['measure1'].lineage}"
    answer = desk.post(address, {"title": "　新しい ", "place": place})
    assert titles(edition, made["direction"]) == order
    assert answer.url == page_of(edition.items.get(title="新しい"))
    assert said(answer) == ["「新しい」を足しました。"]


@pytest.mark.django_db
def test_an_item_is_added_inside_another_at_the_top_and_the_next_one_after_it(desk, edition, made):
    desk.post(
        f"{at('item_add', edition)}?near={made['next'].lineage}", {"title": "中", "place": "under:measure"}
    )
    assert titles(edition, made["next"]) == ["中"]
    answer = desk.post(at("item_add", edition), {"title": "第2章", "place": "end:chapter", "again": "1"})
    chapter = edition.items.get(title="第2章")
    assert titles(edition, None)[-1] == "第2章"
    assert answer.url == f"{at('item_add', edition)}?near={chapter.lineage}"


@pytest.mark.django_db
def test_a_bad_addition_keeps_what_was_typed(desk, edition, made):
    address = f"{at('item_add', edition)}?near={made['measure1'].lineage}"
    before = everything_stored()
    for data, sentence in (
        ({"title": "", "place": "after:measure"}, "見出し：見出しを入れてください。"),
        ({"title": "書いた", "place": "under:chapter"}, "そこには置けません。選び直してください。"),
        ({"title": "書いた"}, "どこに足すかを選んでください。"),
        ({"title": "あ" * 301, "place": "after:measure"}, "301"),
    ):
        answer = desk.post(address, data)
        assert answer.status_code == 422
        assert sentence in text(answer)
        assert data["title"] in text(answer)
    assert everything_stored() | {"django_session": 0} == before | {"django_session": 0}
    assert desk.get(at("item_add", edition), {"near": str(uuid.uuid4())}).status_code == 404
    assert desk.get(at("item_add", edition), {"near": "nonsense"}).status_code == 200


@pytest.mark.django_db
def test_where_there_is_no_level_the_page_leads_to_the_levels(desk, edition):
    Level.objects.all().delete()
    answer = desk.get(at("item_add", edition))
    assert "ここに置ける階層がありません。" in text(answer)
    assert at("levels", edition) in text(answer)


# --- step and move ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_drop_puts_the_item_where_it_was_dropped(desk, edition, made):
    address = at("item_move", edition, made["measure1"].lineage)
    answer = desk.post(address, {"parent": made["next"].lineage, "index": 0}, headers=HTMX)
    assert answer.status_code == 204
    assert titles(edition, made["next"]) == ["1"]
    desk.post(address, {"parent": made["direction"].lineage, "index": 1}, headers=HTMX)
    assert titles(edition, made["direction"]) == ["2", "1", "3"]
    desk.post(address, {"parent": made["direction"].lineage}, headers=HTMX)
    assert titles(edition, made["direction"]) == ["2", "3", "1"]


@pytest.mark.django_db
def test_drops_that_are_refused_change_nothing(desk, edition, made, ogori):
    elsewhere = factories.small_tree(factories.edition(factories.plan(ogori)))
    gone = "選んだ項目はもうありません。画面を開き直してください。"
    cases = (
        (
            made["section"],
            made["measure1"].lineage,
            0,
            "「妊娠・出産・子育て支援の充実」を、それ自身の下には移せません。",
        ),
        (made["section"], "", 0, "「節」はいちばん上には置けません。置けるのは「章」の下です。"),
        (made["measure1"], elsewhere["direction"].lineage, 0, gone),
        (made["measure1"], "nonsense", 0, gone),
        (made["measure1"], made["next"].lineage, -1, gone),
    )
    for item, parent, index, sentence in cases:
        address = at("item_move", edition, item.lineage)
        answer = desk.post(address, {"parent": parent, "index": index}, headers=HTMX)
        assert (answer.status_code, text(answer).strip()) == (409, f"<p>{sentence}</p>")
    assert titles(edition, made["direction"]) == ["1", "2", "3"]


@pytest.mark.django_db
def test_several_are_chosen_and_moved(desk, edition, made):
    address = at("items_move", edition)
    page = desk.get(address, {"item": made["measure1"].lineage})
    item, to = page.context["choices"]
    assert [option.value for option in item.options if option.is_chosen] == [str(made["measure1"].lineage)]
    assert {option.value for option in to.options if option.is_open} == {
        str(made[name].lineage) for name in ("direction", "next")
    }
    assert to.top == ""
    chosen = [made["measure3"].lineage, made["measure1"].lineage]
    answer = desk.post(address, {"item": chosen, "to": made["next"].lineage, "at": "first"})
    assert titles(edition, made["next"]) == ["1", "3"]
    assert (answer.url, said(answer)) == (page_of(made["measure1"]), ["2項目を動かしました。"])
    desk.post(address, {"item": [made["measure1"].lineage], "to": made["direction"].lineage, "at": "last"})
    assert titles(edition, made["direction"]) == ["2", "1"]
    second = factories.item(edition, "chapter", "第2章", made["heading"])
    desk.post(address, {"item": [second.lineage], "to": "top", "at": "first"})
    assert titles(edition, None)[0] == "第2章"


@pytest.mark.django_db
def test_without_a_choice_every_item_and_every_bearing_place_is_offered(desk, edition, made):
    item, to = desk.get(at("items_move", edition)).context["choices"]
    assert (item.open_count, item.several) == (9, True)
    assert {option.place.level for option in to.options if option.is_open} == {"見出し", "章", "節", "方向性"}
    assert to.top
    filtered, _ = desk.get(at("items_move", edition), {"item_q": "次の"}).context["choices"]
    assert [option.place.level for option in filtered.options] == ["章", "節", "方向性"]


@pytest.mark.django_db
def test_a_bad_choice_keeps_what_was_chosen(desk, edition, made, ogori):
    elsewhere = factories.small_tree(factories.edition(factories.plan(ogori)))
    address, one = at("items_move", edition), made["measure1"].lineage
    cases = (
        ({"to": "top", "at": "last"}, "動かす項目を一つ以上選んでください。"),
        ({"item": [one], "at": "last"}, "移す先を一つ選んでください。"),
        ({"item": [one], "to": made["section"].lineage, "at": "last"}, "「節」の下には置けません。"),
        ({"item": [one], "to": elsewhere["direction"].lineage, "at": "last"}, "選んだ項目はもうありません。"),
        ({"item": [one, "nonsense"], "to": "top", "at": "last"}, "選んだ項目はもうありません。"),
    )
    for data, sentence in cases:
        answer = desk.post(address, data)
        assert answer.status_code == 422
        assert sentence in text(answer)
        item, _ = answer.context["choices"]
        assert [option.value for option in item.options if option.is_chosen] == [str(one)] * ("item" in data)
    assert titles(edition, made["direction"]) == ["1", "2", "3"]


# --- duplicate ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_duplicate_opens_at_once(desk, edition, made):
    answer = desk.post(at("item_duplicate", edition, made["direction"].lineage))
    copy = edition.items.get(title__endswith="（複製）")
    assert answer.url == page_of(copy)
    assert said(answer) == ["複製しました。これが新しい項目です。見出しを直してください。"]


# --- nobody else, nothing frozen, nothing slow --------------------------------------------------------------

PAGES = ("item_add", "items_move", "items_deleted", "titles", "levels", "level_add")
OF_AN_ITEM = ("item_delete", "item_merge", "item_split", "item_relist")


@pytest.mark.django_db
def test_a_department_may_not_shape(client, edition, made, baba):
    client.force_login(baba)
    for name in PAGES:
        assert client.get(at(name, edition)).status_code == 403
    for name in (*OF_AN_ITEM, "item_step", "item_move", "item_duplicate", "item_undelete"):
        assert client.post(at(name, edition, made["measure1"].lineage)).status_code == 403
    assert PlanItem.objects.count() == 9


@pytest.mark.django_db
def test_an_edition_frozen_a_second_ago_answers_with_the_sentence(desk, edition, made, aoki):
    relisting = relist_item(actor=aoki, item=made["measure1"], under=made["next"])
    delete_item(actor=aoki, item=PlanItem.objects.get(pk=made["measure3"].pk))
    freeze(actor=aoki, edition=edition)
    one, before = made["measure1"].lineage, everything_stored()
    sent = {
        at("item_add", edition): {"title": "書いた", "place": "end:chapter"},
        at("items_move", edition): {"item": [one], "to": made["next"].lineage, "at": "last"},
        at("item_merge", edition, one): {"others": [made["measure2"].lineage]},
        at("item_split", edition, one): {"titles": "前半\n後半"},
        at("item_relist", edition, one): {"under": made["section"].lineage},
    }
    for address, data in sent.items():
        answer = desk.post(address, data)
        assert (address, answer.status_code, FROZEN in text(answer)) == (address, 422, True)
    for name, data in (
        ("item_step", {"step": "up"}),
        ("item_move", {"parent": made["next"].lineage, "index": 0}),
        ("item_duplicate", {}),
        ("item_delete", {}),
    ):
        answer = desk.post(at(name, edition, one), data, headers=HTMX)
        assert (name, answer.status_code, FROZEN in text(answer)) == (name, 409, True)
    assert said(desk.post(at("item_undelete", edition, made["measure3"].lineage)))[-1] == FROZEN
    assert said(desk.post(at("item_unlist", edition, one, relisting.pk)))[-1] == FROZEN
    assert everything_stored() == before
    for address in [at(name, edition) for name in PAGES] + [at(name, edition, one) for name in OF_AN_ITEM]:
        page = desk.get(address)
        assert (page.status_code, "凍結した版は変えられません。" in text(page)) == (200, True)
        assert '<form class="panel' not in text(page)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*PAGES, *OF_AN_ITEM])
def test_pages_ask_as_often_for_many_items_as_for_few(
    desk, edition, aoki, name, django_assert_max_num_queries
):
    factories.grow(edition, 10)
    direction = edition.items.get(level__key="direction")
    level = edition.levels.get(key="measure")

    def asked() -> int:
        measure = direction.children.order_by("position").first()
        arguments = [measure.lineage] if name in OF_AN_ITEM else []
        with django_assert_max_num_queries(14) as queries:
            assert desk.get(at(name, edition, *arguments)).status_code == 200
        return len(queries)

    asked()  # the first page of a session also notes the visit
    few = asked()
    for n in range(60):
        create_item(actor=aoki, edition=edition, level=level, title=f"多い{n}", parent=direction)
    delete_item(actor=aoki, item=direction.children.order_by("position").last())
    assert DeletedBranch.objects.count() == 1
    assert asked() == few
