"""The list out of which items are chosen: what may be, what is shown for the sake of reading, filtered by words."""

import pytest

from strategy.choosing import LONGEST_QUERY, Choice, choice_of
from strategy.models import Edition, PlanItem
from tests import factories


def choice(edition: Edition, *names: PlanItem, **options) -> Choice:
    return choice_of(
        edition, name="item", legend="動かす項目", allowed={item.lineage for item in names}, **options
    )


def lines(chosen: Choice) -> list[tuple[int, str, bool]]:
    return [(option.depth, option.place.label, option.is_open) for option in chosen.options]


@pytest.mark.django_db
def test_what_may_be_chosen_is_open_what_stands_above_it_is_only_shown(edition, made):
    assert lines(choice(edition, made["measure2"], made["section"])) == [
        (1, "第1章　子ども・若者が夢や希望をもてるまちづくり", False),
        (2, "第1章－1　妊娠・出産・子育て支援の充実", True),
        (3, "（1）安心して産み育てられる環境づくりを進めます", False),
        (4, "②見本の取組み2", True),
    ]
    assert choice(edition, made["measure2"], made["section"]).open_count == 2
    assert lines(choice(edition)) == []


@pytest.mark.django_db
def test_words_filter_what_may_be_chosen(edition, made):
    measures = (made["measure1"], made["measure2"])
    found = choice(edition, *measures, made["pillar"], query=" 見本　２ ")
    assert [label for _, label, is_open in lines(found) if is_open] == ["②見本の取組み2"]
    assert lines(found)[0] == (1, "第1章　子ども・若者が夢や希望をもてるまちづくり", False)
    assert found.query == "見本　２"
    assert lines(choice(edition, *measures, query="妊娠")) == []
    assert len(choice(edition, query="あ" * 200).query) == LONGEST_QUERY


@pytest.mark.django_db
def test_what_was_chosen_stays_chosen(edition, made):
    found = choice(
        edition, made["measure1"], made["measure2"], chosen=[str(made["measure2"].lineage), "nonsense"]
    )
    assert [option.value for option in found.options if option.is_chosen] == [str(made["measure2"].lineage)]
    assert choice(edition, top="いちばん上", chosen=[""]).is_top_chosen
    assert not choice(edition, top="いちばん上").is_top_chosen


@pytest.mark.django_db
@pytest.mark.parametrize("items", [10, 80])
def test_a_list_is_read_in_one_query(edition, items, django_assert_num_queries):
    factories.grow(edition, items)
    everything = list(edition.items.all())
    with django_assert_num_queries(1):
        assert choice(edition, *everything).open_count == items
