"""Items as places that others point at."""

import pytest

from publishing.document import Document
from publishing.editions import freeze
from strategy import places
from strategy.models import PlanItem
from strategy.places import found_in, places_of, words_of
from tests import factories


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    monkeypatch.setattr(places, "_frozen", {})


@pytest.mark.django_db
def test_numbers_are_those_of_the_document_in_reading_order(edition):
    made = factories.small_tree(edition, measures=3)
    factories.item(edition, "measure", "途中の施策", made["direction"], index=1, printed_number="（特）")
    found = places_of([edition])[edition.pk]
    entries = list(Document.draft(edition).walk())
    assert [(str(place.lineage), place.number, place.title) for place in found.values()] == [
        (entry.lineage, entry.number, entry.title) for entry in entries
    ]
    assert [place.depth for place in found.values()] == [entry.depth for entry in entries]
    measure = found[made["measure3"].lineage]
    assert (measure.full_number, measure.called, measure.label) == (
        "第1章－1（1）④", "第1章－1（1）④", "④見本の取組み3",
    )  # fmt: skip
    assert (measure.level, measure.is_pillar) == ("主な取組み", False)
    pillar = found[made["pillar"].lineage]
    assert (pillar.is_pillar, pillar.called, pillar.label) == (
        True,
        "「子育て環境の充実」",
        "子育て環境の充実",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("items", [10, 320])
def test_one_query_for_several_editions_and_none_for_what_is_frozen_and_known(
    edition, toyonaka, items, django_assert_num_queries
):
    factories.grow(edition, items)
    other = factories.edition(factories.plan(toyonaka, "sogo-keikaku"))
    factories.small_tree(other)
    with django_assert_num_queries(1):
        found = places_of([edition, other])
    assert [len(found[pk]) for pk in (edition.pk, other.pk)] == [items, 7]
    other = freeze(actor=None, edition=other)
    with django_assert_num_queries(1):
        places_of([edition, other])
    with django_assert_num_queries(0):
        assert places_of([other])[other.pk] == found[other.pk]
    with django_assert_num_queries(1):  # what is being written is read again
        places_of([edition, other])
    with django_assert_num_queries(0):
        assert places_of([]) == {}


@pytest.mark.django_db
def test_what_is_known_does_not_grow_without_end(toyonaka, monkeypatch):
    monkeypatch.setattr(places, "MOST_KEPT", 2)
    for n in range(5):
        edition = factories.edition(factories.plan(toyonaka, f"plan-{n}"))
        factories.item(edition, "chapter", "章")
        places_of([freeze(actor=None, edition=edition)])
        assert len(places._frozen) <= 2


@pytest.mark.django_db
def test_an_empty_edition_has_no_places(edition):
    assert places_of([edition]) == {edition.pk: {}}


@pytest.mark.django_db
def test_what_is_asked_for_comes_with_what_stands_above_it(edition):
    made = factories.small_tree(edition)
    everything = list(places_of([edition])[edition.pk].values())
    assert found_in(everything, " 　") == everything
    assert [place.title for place in found_in(everything, "取組み２")] == [
        made[key].title for key in ("chapter", "section", "direction", "measure2")
    ]
    assert [place.title for place in found_in(everything, "第1章－1")] [:2] == [
        made["chapter"].title, made["section"].title,
    ]  # fmt: skip
    assert found_in(everything, "どこにもない") == []


def test_words_are_compared_without_width_and_case():
    assert words_of("ＤＸ　推進 ") == ["dx", "推進"]
    assert words_of("　") == []


@pytest.mark.django_db
def test_a_moved_item_is_found_under_its_new_number(edition):
    made = factories.small_tree(edition)
    PlanItem.objects.filter(pk=made["measure2"].pk).update(position=1)
    found = places_of([edition])[edition.pk]
    assert (found[made["measure2"].lineage].number, found[made["measure1"].lineage].number) == ("①", "②")


@pytest.mark.django_db
def test_only_the_first_read_gives_way_where_too_many_are_kept(
    toyonaka, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(places, "MOST_KEPT", 2)
    read = []
    for slug in ("one", "two", "three"):
        made = factories.edition(factories.plan(toyonaka, f"plan-{slug}"))
        factories.small_tree(made)
        read.append(freeze(actor=None, edition=made))
        places_of(read[-1:])
    for _ in range(3):  # reading what is known puts nothing away
        with django_assert_num_queries(0):
            places_of(read[1:])
    with django_assert_num_queries(1):
        places_of(read)
