"""The list of grant projects: which fields of 様式2 are empty, and who may fill them."""

from decimal import Decimal

import pytest

from kpi.models import GrantReview
from kpi.review.grant_lists import grant_lines, wanted_of_grant
from kpi.review.grants import add_grant
from kpi.review.years import Reviewed
from tests.kpi.rounds import a_round


@pytest.mark.django_db
def test_projects_stand_with_place_and_department(toyonaka, aoki, baba, django_assert_num_queries):
    year = a_round(toyonaka)
    review = year.open()
    for n in (1, 2):
        add_grant(
            actor=None, review=review, item=year.made[f"measure{n}"], project=f"事業{n}", grant_name="交付金"
        )
    reviewed = Reviewed(review)
    assert len(reviewed.items) == 2
    for person, may in ((aoki, True), (baba, False)):
        membership = person.memberships.get()
        with django_assert_num_queries(1):
            lines = grant_lines(reviewed, membership)
        assert [
            (line.grant.project, line.place.title, line.department, line.may_write) for line in lines
        ] == [
            ("事業1", "見本の取組み1", year.child, may),
            ("事業2", "見本の取組み2", year.child, may),
        ]


def test_a_project_says_what_is_missing():
    empty = GrantReview()
    assert wanted_of_grant(empty) == ("実績額", "指標", "事業効果", "外部有識者の評価", "今後の方針")
    full = GrantReview(
        amount=Decimal(0),
        indicators=[{"name": "来訪者"}],
        effect="SOME",
        outside_view="EFFECTIVE",
        future="END",
    )
    assert wanted_of_grant(full) == ()
