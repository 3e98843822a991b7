"""What was done for an item: texts and money kept together, over the version that was seen."""

from decimal import Decimal

import pytest

from accounts.audit import Refused
from accounts.models import AuditEvent
from accounts.saving import Overtaken
from kpi.models import ItemProject, ItemReview
from kpi.review.item_reviews import MOST_PROJECTS, Project, projects_of, save_item_review
from tests.kpi.rounds import a_round

pytestmark = pytest.mark.django_db
CLINIC = Project("産後ケア", Decimal(12000), Decimal(11350), "国1/2")
CLASS = Project("両親学級")


@pytest.fixture
def year(toyonaka):
    return a_round(toyonaka)


def save(year, seen=0, review=None, **fields):
    review = review or year.open()
    return save_item_review(actor=None, review=review, item=year.made["measure1"], seen=seen, **fields)


def test_texts_and_projects_are_kept_in_order(year):
    row = save(year, achievement="12回開いた。", self_evaluation="b", projects=[CLINIC, CLASS])
    row = ItemReview.objects.get(pk=row.pk)
    assert (row.achievement, row.self_evaluation, row.version) == ("12回開いた。", "b", 1)
    assert projects_of(row) == (CLINIC, CLASS)
    assert {project.review_id for project in ItemProject.objects.all()} == {row.review_id}
    event = AuditEvent.objects.get(verb="review.item")
    assert event.detail["fields"] == ["実績", "自己評価", "主な事業"]


def test_projects_change_the_version_and_stay_where_nobody_names_them(year):
    review = year.open()
    save(year, review=review, achievement="実績", projects=[CLINIC])
    row = save(year, review=review, seen=1, projects=[CLASS, CLINIC])
    assert (row.version, projects_of(row)) == (2, (CLASS, CLINIC))
    row = save(year, review=review, seen=2, issue="課題")
    assert (row.version, projects_of(row)) == (3, (CLASS, CLINIC))
    assert save(year, review=review, seen=3, projects=[CLASS, CLINIC]).version == 3
    assert projects_of(save(year, review=review, seen=3, projects=[])) == ()


def test_whoever_comes_too_late_loses_nothing_and_takes_nothing(year):
    review = year.open()
    save(year, review=review, projects=[CLINIC])
    with pytest.raises(Overtaken) as caught:
        save(year, review=review, projects=[CLASS], achievement="別の実績")
    assert projects_of(caught.value.current) == (CLINIC,)
    assert [row.name for row in ItemProject.objects.all()] == ["産後ケア"]


@pytest.mark.parametrize(
    ("project", "sentence"),
    [
        (Project("", Decimal(5)), "1行目に事業名がありません"),
        (Project("事業", Decimal("1.5")), "当初予算額は、小数のない数"),
        (Project("事業", None, Decimal(-1)), "決算額は、0以上の数"),
        (Project("事業", Decimal(10) ** 12), "けたが多すぎます"),
        (Project("事業", Decimal("NaN")), "小数のない数"),
    ],
)
def test_money_that_cannot_be_is_refused(year, project, sentence):
    with pytest.raises(Refused, match=sentence):
        save(year, achievement="実績", projects=[project])
    assert (ItemReview.objects.count(), ItemProject.objects.count()) == (0, 0)


def test_too_many_projects_are_refused(year):
    with pytest.raises(Refused, match="50件まで"):
        save(year, projects=[CLASS] * (MOST_PROJECTS + 1))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"direction": "x"}, "今後の方針は"), ({"self_evaluation": "x"}, "自己評価は")],
)
def test_words_are_those_of_the_practice(year, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        save(year, **fields)


def test_an_item_of_another_edition_is_refused(year, toyonaka):
    other = a_round(toyonaka, slug="other-plan")
    with pytest.raises(Refused, match="版のものではありません"):
        save_item_review(
            actor=None, review=year.open(), item=other.made["measure1"], seen=0, achievement="実績"
        )
