"""The pages of merging, splitting and 再掲: what they offer and what becomes of it."""

import pytest

from publishing.editions import freeze, start_next_edition
from strategy.models import PlanItem, Relisting
from tests import factories
from tests.strategy.desk import at, page_of, said, text, titles


@pytest.fixture
def made(edition) -> dict[str, PlanItem]:
    return factories.wide_tree(edition)


@pytest.mark.django_db
def test_items_of_the_same_kind_are_offered_and_merged(desk, edition, made):
    address = at("item_merge", edition, made["measure1"].lineage)
    choice = desk.get(address).context["choice"]
    assert {option.place.title for option in choice.options if option.is_open} == {
        "見本の取組み2",
        "見本の取組み3",
    }
    # Section and direction are of one kind; the section above is not offered.
    inner = desk.get(at("item_merge", edition, made["direction"].lineage)).context["choice"]
    assert {option.place.title for option in inner.options if option.is_open} == {"次の方向性"}
    answer = desk.post(address, {"others": [made["measure2"].lineage]})
    assert answer.url == page_of(made["measure1"])
    assert said(answer) == ["1項目を統合しました。本文がつながっているか確かめてください。"]
    assert titles(edition, made["direction"]) == ["1", "3"]
    for data, sentence in (
        ({}, "統合する項目を一つ以上選んでください。"),
        ({"others": [made["direction"].lineage]}, "種類の違う項目どうしは統合できません。"),
        ({"others": [made["measure2"].lineage]}, "選んだ項目はもうありません。"),
    ):
        answer = desk.post(address, data)
        assert answer.status_code == 422
        assert sentence in text(answer)


@pytest.mark.django_db
def test_an_item_is_split_by_lines(desk, edition, made):
    address = at("item_split", edition, made["measure1"].lineage)
    assert desk.get(address).context["form"]["titles"].initial == "見本の取組み1\n"
    answer = desk.post(address, {"titles": "前半\r\n\r\n　後半 "})
    assert answer.url == page_of(made["measure1"])
    assert titles(edition, made["direction"]) == ["前半", "後半", "2", "3"]
    for typed, sentence in (
        ("一つだけ", "分割した後の見出しを二つ以上書いてください。"),
        (" ", "分割した後の見出しを二つ以上書いてください。"),
        (f"前半\n{'あ' * 301}", "2行目：見出しが301字あります。300字までに短くしてください。"),
    ):
        answer = desk.post(address, {"titles": typed})
        assert (answer.status_code, sentence in text(answer)) == (422, True)
        assert (
            typed.strip().splitlines()[:1] == text(answer).split("</textarea>")[0].splitlines()[-1:] or typed
        )
    assert titles(edition, made["direction"]) == ["前半", "後半", "2", "3"]


@pytest.mark.django_db
def test_an_item_is_shown_again_and_no_more(desk, edition, made):
    address = at("item_relist", edition, made["measure1"].lineage)
    choice = desk.get(address).context["choice"]
    assert {option.place.title for option in choice.options if not option.is_open} == {
        made["direction"].title
    }
    assert str(made["measure1"].lineage) not in {option.value for option in choice.options}
    answer = desk.post(address, {"under": made["next"].lineage})
    assert said(answer) == ["「次の方向性」の下に再掲しました。"]
    (relisting,) = Relisting.objects.all()
    page = desk.get(address)
    assert "いま再掲している場所" in text(page)
    assert str(made["next"].lineage) not in {o.value for o in page.context["choice"].options if o.is_open}
    assert desk.post(address, {}).status_code == 422
    assert "すでにここに再掲されています" in text(desk.post(address, {"under": made["next"].lineage}))
    undo = at("item_unlist", edition, made["measure1"].lineage, relisting.pk)
    answer = desk.post(undo)
    assert (answer.url, Relisting.objects.count()) == (address, 0)
    assert desk.post(undo).status_code == 404


@pytest.mark.django_db
def test_a_new_item_is_tied_to_one_of_the_edition_before(desk, edition, made):
    frozen = freeze(actor=None, edition=edition)
    following = start_next_edition(actor=None, edition=frozen, stage="PROPOSAL")
    fresh = factories.item(following, "chapter", "新しい章")
    address = at("item_predecessors", following, fresh.lineage)
    choice = desk.get(address).context["choice"]
    assert [option.place.title for option in choice.options if option.is_chosen] == []
    assert len(choice.options) == len(made)
    answer = desk.post(address, {"formers": [made["chapter"].lineage]})
    assert answer.url == page_of(fresh)
    fresh.refresh_from_db()
    assert (fresh.predecessors, fresh.version) == ([str(made["chapter"].lineage)], 2)
    choice = desk.get(address).context["choice"]
    assert [option.place.title for option in choice.options if option.is_chosen] == [made["chapter"].title]
    kept = following.items.get(lineage=made["section"].lineage)
    kept.predecessors = [str(made["chapter"].lineage)]
    kept.save()
    choice = desk.get(at("item_predecessors", following, kept.lineage)).context["choice"]
    chosen = [option.place.title for option in choice.options if option.is_chosen]
    assert chosen == [made["chapter"].title, made["section"].title]  # it is still what it was
    assert "新しい項目です" not in text(desk.get(at("item_difference", following, fresh.lineage)))
    answer = desk.post(address, {"formers": [fresh.lineage]})
    assert answer.status_code == 422
    assert "もとにした版にない項目は選べません。" in text(answer)


@pytest.mark.django_db
def test_without_an_edition_before_there_is_nothing_to_choose(desk, edition, made):
    address = at("item_predecessors", edition, made["chapter"].lineage)
    assert "この版には、もとにした版がありません。" in text(desk.get(address))
    assert desk.post(address, {"formers": []}).status_code == 422
