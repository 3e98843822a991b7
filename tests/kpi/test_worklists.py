"""Lists to work through: who may write which row, what comes next, under which goal."""

import datetime

import pytest

from kpi.models import ReviewYear
from kpi.review.figures import figures_of
from kpi.review.said import Said
from kpi.review.target_reviews import save_target_review
from kpi.review.worklists import ItemList, KpiList, counts, grouped, next_after, shown
from kpi.targets import relist_target
from publishing.editions import freeze, publish, start_next_edition
from tests.kpi import promises
from tests.kpi.office import staff
from tests.kpi.rounds import a_round

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 1)


@pytest.fixture
def year(toyonaka):
    """The round with the first KPI printed again under the heading, before its own place."""
    made = a_round(toyonaka)
    promises.typed(made.targets["births"].indicator, 2024, "3,200人")
    edition = start_next_edition(
        actor=None, edition=made.edition, stage="ADOPTED", effective_from=datetime.date(2023, 5, 1)
    )
    births = edition.targets.get(lineage=made.targets["births"].lineage)
    relist_target(actor=None, target=births, item=edition.items.get(lineage=made.made["heading"].lineage))
    made.edition = publish(actor=None, edition=freeze(actor=None, edition=edition))
    made.targets["births"] = births
    return made


def kpis_of(review, person) -> KpiList:
    review = ReviewYear.objects.get(pk=review.pk)
    review.edition.plan = review.plan
    return KpiList(figures_of(review, TODAY), Said(review), person.memberships.get())


def test_a_relisted_kpi_is_shown_and_never_counted_or_written(year, aoki):
    listed = kpis_of(year.open(), aoki)
    assert [(line.is_pointer, line.may_write, line.row.target.name[:3]) for line in listed.lines] == [
        (True, False, "出生数"), (False, True, "子育て"), (False, True, "出生数"), (False, True, "温室効"),
    ]  # fmt: skip
    assert counts(listed.lines) == {"": 3, "wanted": 1, "own": 0}
    assert [group.place.title for group in grouped(listed.lines)] == [
        "総合戦略の概要", "子ども・若者が夢や希望をもてるまちづくり",
    ]  # fmt: skip
    assert [line.lineage for line in shown(listed.lines, "wanted")] == [year.targets["births"].lineage]


def test_the_next_row_is_one_that_the_person_may_write(year, toyonaka):
    review = year.open()
    ReviewYear.objects.filter(pk=review.pk).update(step="entry")
    own = staff("別所", "DEPARTMENT", toyonaka, year.planning)
    listed = kpis_of(review, own)
    emission = year.targets["emission"].lineage
    assert [line.may_write for line in listed.lines] == [False, False, False, True]
    assert next_after(listed.lines, year.targets["ease"].lineage, "").lineage == emission
    assert next_after(listed.lines, emission, "") is None
    assert (counts(listed.lines)["own"], len(shown(listed.lines, "own"))) == (1, 1)


def test_what_was_said_stands_in_its_row_in_words(year, aoki):
    review = year.open()
    target = year.edition.targets.get(lineage=year.targets["births"].lineage)
    save_target_review(actor=None, review=review, target=target, seen=0, cause="要因", direction="improve")
    line = kpis_of(review, aoki).lines[2]
    assert (line.said.cause, line.direction, line.wanted) == ("要因", "改善", ("課題", "今後の対応"))


def test_items_belong_to_the_department_above_them(year, toyonaka):
    review = year.open()
    ReviewYear.objects.filter(pk=review.pk).update(step="entry")
    review.refresh_from_db()
    baba = staff("馬場", "DEPARTMENT", toyonaka, year.child)
    listed = ItemList(figures_of(review, TODAY).reviewed, Said(review), baba.memberships.get())
    assert [(line.place.title, line.department, line.may_write) for line in listed.lines] == [
        ("見本の取組み1", year.child, True), ("見本の取組み2", year.child, True),
    ]  # fmt: skip
