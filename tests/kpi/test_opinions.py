"""Opinions of one review are not reached through another: the year is that of the row, never of the address."""

import pytest

from accounts.audit import Refused
from kpi.models import ReviewYear
from kpi.review.hearings import add_hearing
from kpi.review.opinions import add_opinion, save_opinion
from tests.kpi.rounds import a_round

pytestmark = pytest.mark.django_db


def test_an_opinion_of_a_published_year_is_not_answered(toyonaka):
    year = a_round(toyonaka)
    review = year.open()
    meeting = add_hearing(actor=None, review=review, kind="RESIDENTS", name="意識調査")
    opinion = add_opinion(actor=None, review=review, hearing=meeting, text="広報を。")
    ReviewYear.objects.filter(pk=review.pk).update(
        published_at="2025-10-01T00:00+09:00", content=b"{}", content_hash="x"
    )
    with pytest.raises(Refused, match="訂正をつくる"):
        save_opinion(actor=None, opinion=opinion, seen=1, answer="回答")
    opinion.refresh_from_db()
    assert opinion.answer == ""
