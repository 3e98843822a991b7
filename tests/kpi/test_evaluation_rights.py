"""Who reads and writes what on the pages of a year's evaluation, and that they ask as often for many rows as for few."""

import datetime

import pytest
from django.urls import reverse

from kpi.models import (
    GrantReview,
    Hearing,
    ItemReview,
    ReviewOpinion,
    TargetReview,
)
from kpi.review.grants import add_grant
from kpi.review.hearings import add_hearing
from kpi.review.item_reviews import Project, save_item_review
from kpi.review.opinions import add_opinion
from kpi.review.summaries import save_summary
from kpi.review.target_reviews import save_target_review
from kpi.targets import create_target
from publishing.editions import freeze, publish, start_next_edition
from tests.kpi import promises
from tests.kpi.evaluations import a_year, at, enter, everywhere, fill, publish_year
from tests.kpi.office import staff, text
from tests.kpi.rounds import a_round

pytestmark = pytest.mark.django_db
RESOURCES = {"projects-count": "0", "indicators-count": "0"}


@pytest.fixture
def year(toyonaka):
    return a_year(toyonaka)


@pytest.fixture
def review(year):
    return year.open()


@pytest.fixture
def filled(year, review):
    return fill(year, review)


@pytest.mark.parametrize("who", ["aoki", "endo"])
def test_planners_read_every_page_empty_and_filled(client, year, review, who, request):
    client.force_login(request.getfixturevalue(who))
    assert [client.get(path).status_code for path in everywhere(year, review)] == [200] * 8
    request.getfixturevalue("filled")
    assert [client.get(path).status_code for path in everywhere(year, review)] == [200] * 8
    grant, meeting = GrantReview.objects.get(), Hearing.objects.get()
    others = [
        at("grant", review, grant.pk), at("grant_add", review), at("grant_delete", review, grant.pk),
        at("hearing", review, meeting.pk), at("hearing_add", review), at("hearing_delete", review, meeting.pk),
        at("opinion", review, ReviewOpinion.objects.first().pk), at("opinion_add", review),
        at("opinion_delete", review, ReviewOpinion.objects.first().pk),
    ]  # fmt: skip
    assert [client.get(path).status_code for path in others] == [200] * 9


def test_nobody_of_another_government_learns_anything(client, year, filled, neighbour, chiba):
    grant, meeting, opinion = (model.objects.first().pk for model in (GrantReview, Hearing, ReviewOpinion))
    paths = [
        *everywhere(year, filled), at("grant", filled, grant), at("hearing", filled, meeting),
        at("opinion", filled, opinion), at("grant_delete", filled, grant),
        reverse("duties", args=["toyonaka"]),
    ]  # fmt: skip
    for person in (neighbour, chiba):
        client.force_login(person)
        assert [client.get(path).status_code for path in paths] == [404] * len(paths)
        assert [client.post(path, {"seen": 1}).status_code for path in paths] == [404] * len(paths)


def test_rows_of_another_review_are_not_reached_through_this_one(client, year, filled, aoki, toyonaka):
    other = a_round(toyonaka, slug="other-plan").open()
    client.force_login(aoki)
    names = {"grant": GrantReview, "hearing": Hearing, "opinion": ReviewOpinion}
    for name, model in names.items():
        path = at(name, other, model.objects.first().pk)
        assert (name, client.get(path).status_code, client.post(path).status_code) == (name, 404, 404)
    assert client.get(at("review_kpi", other, year.targets["births"].lineage)).status_code == 404
    assert client.get(at("review_item", other, year.made["measure1"].lineage)).status_code == 404


# --- who may write ------------------------------------------------------------------------------------------


def test_a_department_writes_its_own_rows_while_it_is_asked(client, year, review, toyonaka):
    baba = staff("馬場", "DEPARTMENT", toyonaka, year.child)
    other = staff("別所", "DEPARTMENT", toyonaka, year.planning)
    viewer = staff("閲覧", "VIEWER", toyonaka)
    kpi = at("review_kpi", review, year.targets["births"].lineage)
    item = at("review_item", review, year.made["measure1"].lineage)
    rows = {kpi: {"seen": 0, "cause": "要因"}, item: {"seen": 0, "achievement": "実績", **RESOURCES}}

    def written() -> list[int]:
        return [client.post(path, sent).status_code for path, sent in rows.items()]

    client.force_login(baba)
    assert written() == [403, 403]  # nobody has been asked yet
    enter(review)
    for person in (other, viewer):
        client.force_login(person)
        assert (written(), client.get(kpi).status_code) == ([403, 403], 200)
    client.force_login(baba)
    assert written() == [302, 302]
    assert (TargetReview.objects.get().cause, ItemReview.objects.get().achievement) == ("要因", "実績")
    assert TargetReview.history.get().history_user == baba


def test_departments_have_no_say_in_the_materials(client, year, filled, toyonaka):
    enter(filled)
    client.force_login(staff("馬場", "DEPARTMENT", toyonaka, year.child))
    meeting, opinion = Hearing.objects.get(), ReviewOpinion.objects.first()
    paths = [
        at("hearing_add", filled), at("hearing", filled, meeting.pk), at("hearing_delete", filled, meeting.pk),
        at("opinion_add", filled), at("opinion", filled, opinion.pk), at("opinion_delete", filled, opinion.pk),
        at("review_summary", filled),
    ]  # fmt: skip
    assert [client.post(path, {"seen": 1}).status_code for path in paths] == [403] * 7
    assert client.get(at("review_inputs", filled)).status_code == 200
    assert client.get(at("review_summary", filled)).status_code == 200


def test_a_published_year_is_only_read(client, year, filled, aoki):
    grant, meeting, opinion = (model.objects.first().pk for model in (GrantReview, Hearing, ReviewOpinion))
    publish_year(filled)
    client.force_login(aoki)
    assert [client.get(path).status_code for path in everywhere(year, filled)] == [200] * 8
    assert "この評価は公表ずみです" in text(client.get(at("review_kpis", filled)))
    paths = [
        at("review_kpi", filled, year.targets["births"].lineage),
        at("review_item", filled, year.made["measure1"].lineage), at("review_summary", filled),
        at("grant", filled, grant), at("grant_add", filled), at("grant_delete", filled, grant),
        at("hearing", filled, meeting), at("hearing_delete", filled, meeting), at("opinion", filled, opinion),
    ]  # fmt: skip
    answers = [client.post(path, {"seen": 1}) for path in paths]
    assert [answer.status_code for answer in answers] == [403] * 9
    assert all("訂正をつくる" in text(answer) for answer in answers)


def test_the_number_of_queries_does_not_grow(client, year, filled, aoki, django_assert_max_num_queries):
    client.force_login(aoki)
    few = year.targets["births"].lineage, year.made["measure1"].lineage
    wide = a_round(year.government, slug="wide-plan", measures=4)
    edition = start_next_edition(
        actor=None, edition=wide.edition, stage="ADOPTED", effective_from=datetime.date(2023, 5, 1)
    )
    chapter = edition.items.get(lineage=wide.made["chapter"].lineage)
    for n in range(8):
        indicator = promises.indicator(year.government, name=f"指標{n}", unit="人")
        create_target(actor=None, item=chapter, indicator=indicator, name=f"指標{n}", target_text="9人")
    publish(actor=None, edition=freeze(actor=None, edition=edition))
    many = wide.open()
    meeting = add_hearing(actor=None, review=many, kind="EXTERNAL", name="会議")
    for n in range(3):
        add_opinion(actor=None, review=many, hearing=meeting, text=f"意見{n}")
    for target in edition.targets.all():
        save_target_review(actor=None, review=many, target=target, seen=0, cause="要因")
    for measure in edition.items.filter(kind="MEASURE"):
        save_item_review(actor=None, review=many, item=measure, seen=0, projects=[Project("事業")])
        add_grant(actor=None, review=many, item=measure, project="事業", grant_name="交付金")
    save_summary(actor=None, review=many, seen=1, judgement="順調", judged_by="", summary="")
    own = wide.targets["births"].lineage, wide.made["measure1"].lineage
    names = "review_kpis review_items review_inputs review_grants review_kpi review_item".split()
    asked = []
    for review, (target, item) in ((filled, few), (many, own)):
        rows = {"review_kpi": [target], "review_item": [item]}
        client.get(at("review_kpis", review))  # places of a frozen edition are read once
        counts = {}
        for name in names:
            with django_assert_max_num_queries(30) as found:
                client.get(at(name, review, *rows.get(name, [])))
            counts[name] = len(found)
        asked.append(counts)
    assert asked[0] == {
        "review_kpis": 17, "review_items": 9, "review_inputs": 16, "review_grants": 6, "review_kpi": 18,
        "review_item": 20,
    }  # fmt: skip
    assert asked[1] == asked[0]
