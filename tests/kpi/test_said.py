"""What is said of a year and what is still wanted, and the KPIs that tell of an item."""

import datetime

import pytest

from kpi.models import ItemReview, ServedItem, TargetReview
from kpi.review.figures import figures_of
from kpi.review.hearings import add_hearing
from kpi.review.opinions import add_opinion
from kpi.review.practice import DEFAULT
from kpi.review.said import Said, materials_of, served_by, telling_of, wanted_of_item, wanted_of_target
from kpi.schemes import grade_by_hand
from publishing.editions import freeze, publish, start_next_edition
from tests.kpi import promises
from tests.kpi.rounds import a_round

TODAY = datetime.date(2026, 6, 1)


@pytest.fixture
def year(toyonaka):
    made = a_round(toyonaka)
    promises.typed(made.targets["births"].indicator, 2024, "3,200人")
    return made


@pytest.mark.django_db
def test_only_what_is_behind_asks_for_words(year):
    ease, births, emission = figures_of(year.open(), TODAY).own
    assert [wanted_of_target(row, None) for row in (ease, births, emission)] == [
        (), ("要因", "課題", "今後の対応"), (),
    ]  # fmt: skip
    assert wanted_of_target(births, TargetReview(cause="要因", action="対応", direction="improve")) == (
        "課題",
    )


@pytest.mark.django_db
def test_a_grade_given_by_people_asks_instead_of_the_computed_one(year):
    grade_by_hand(
        actor=None, target=year.targets["births"], fiscal_year=2024, grade="achieved", reason="達成"
    )
    grade_by_hand(
        actor=None, target=year.targets["emission"], fiscal_year=2024, grade="late", reason="見込み"
    )
    figures = figures_of(year.open(), TODAY)
    assert [bool(wanted_of_target(row, None)) for row in figures.own] == [False, False, True]


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({}, ("実績", "自己評価", "今後の方針")),
        ({"achievement": "12回", "self_evaluation": "b", "direction": "continue"}, ()),
        ({"achievement": "12回", "self_evaluation": "b", "direction": "end"}, ("方針の理由",)),
        ({"achievement": "12回", "self_evaluation": "b", "direction": "end", "direction_reason": "済"}, ()),
        ({"direction": "expand"}, ("実績", "自己評価", "方針の理由")),
    ],
)
def test_an_item_asks_for_a_reason_where_something_is_to_change(fields, wanted):
    assert wanted_of_item(ItemReview(**fields), DEFAULT) == wanted
    assert wanted_of_item(None, DEFAULT) == ("実績", "自己評価", "今後の方針")


@pytest.mark.django_db
def test_materials_are_there_or_say_what_is_missing(year, django_assert_num_queries):
    review = year.open()
    kpi, external, assembly, residents = materials_of(figures_of(review, TODAY), [])
    assert (kpi.said, kpi.lack) == ("承認した値 0／3件", "あと3件の値が、未入力か承認前です。")
    assert [bool(one.lack) for one in (external, assembly, residents)] == [True] * 3
    add_hearing(actor=None, review=review, kind="RESIDENTS", name="意識調査")
    late = add_hearing(actor=None, review=review, kind="EXTERNAL", name="第2回", has_outsiders=True)
    add_opinion(actor=None, review=review, hearing=late, text="意見")
    said = Said(review)
    with django_assert_num_queries(2):
        assert [row.name for row in said.hearings] == ["第2回", "意識調査"]
        assert [row.hearing.name for row in said.opinions_of()] == ["第2回"]
    found = materials_of(figures_of(review, TODAY), said.hearings)
    assert [bool(one.lack) for one in found] == [True, False, True, False]
    early = figures_of(year.open(2023), datetime.date(2023, 6, 1))  # no figure is due yet
    assert materials_of(early, [])[0].lack == "この年度に値の出る指標がありません。"


@pytest.mark.django_db
def test_kpis_tell_of_an_item_by_place_by_relation_or_from_above(year):
    review = year.open()
    figures = figures_of(review, TODAY)
    first, _ = figures.reviewed.items
    told = telling_of(first, figures, served_by(first))
    assert (told.above.title, len(told.rows)) == ("子ども・若者が夢や希望をもてるまちづくり", 3)
    told = telling_of(first, figures, [year.targets["births"].pk])
    assert (told.above, [row.target.name for row in told.rows]) == (None, ["出生数"])


@pytest.mark.django_db
def test_a_related_kpi_is_read_from_the_edition(year):
    edition = start_next_edition(
        actor=None, edition=year.edition, stage="ADOPTED", effective_from=datetime.date(2023, 5, 1)
    )
    target = edition.targets.get(lineage=year.targets["ease"].lineage)
    item = edition.items.get(lineage=year.made["measure2"].lineage)
    ServedItem.objects.create(edition=edition, target=target, item=item)
    publish(actor=None, edition=freeze(actor=None, edition=edition))
    first, second = figures_of(year.open(), TODAY).reviewed.items
    assert (served_by(first), served_by(second)) == ([], [target.pk])
