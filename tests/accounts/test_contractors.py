"""Who worked under contract, and when."""

import datetime

import pytest

from accounts.contractors import Contractors
from accounts.models import Membership

UTC = datetime.UTC


@pytest.mark.django_db
def test_the_mark_holds_on_the_days_of_the_contract_and_in_this_government(
    toyonaka, ogori, aoki, baba, django_assert_num_queries
):
    days = {"first_day": datetime.date(2026, 4, 1), "last_day": datetime.date(2026, 9, 30)}
    aoki.memberships.update(contractor=True, **days)
    Membership.objects.create(user=baba, government=ogori, role="VIEWER", contractor=True, **days)
    with django_assert_num_queries(1):
        contractors = Contractors(toyonaka)
        begins = datetime.datetime(2026, 3, 31, 15, 0, tzinfo=UTC)  # midnight in Japan
        one = datetime.timedelta(seconds=1)
        assert [contractors.had(aoki.pk, at) for at in (begins - one, begins)] == [False, True]
        assert contractors.had(aoki.pk, begins.replace(month=9, day=30)) is False  # 1 October in Japan
        assert contractors.had(aoki.pk, begins.replace(month=9, day=30) - one) is True
        assert contractors.had(baba.pk, begins) is False
        assert contractors.had(None, begins) is False
