"""施策調書 of an edition as a list: what is missing, by department, for a constant number of queries."""

import pytest

from accounts.models import Department
from kpi.measure_list import SheetList
from kpi.measure_sheets import save_measure_sheet
from strategy.models import PlanItem
from tests import factories
from tests.kpi import promises
from tests.kpi.office import at
from tests.kpi.test_measure_sheets import SAID

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(toyonaka, made):
    department = Department.objects.create(government=toyonaka, name="こども政策課")
    PlanItem.objects.filter(pk=made["measure1"].pk).update(department=department)
    return department


def test_the_list_says_what_is_missing_by_department(edition, made, child):
    promises.target(made["measure1"])
    save_measure_sheet(actor=None, item=made["measure1"], seen=0, **SAID)
    PlanItem.objects.filter(pk=made["measure1"].pk).update(body="<p>文</p>")
    sheets = SheetList(edition)
    assert [(line.place.number, line.period, line.budget, line.kpis, line.missing) for line in sheets.lines] == [
        ("①", "令和6年度から", "500", 1, []),
        ("②", "", "", 0, ["本文", "新規・継続・拡充", "期間", "予算額", "KPI"]),
    ]  # fmt: skip
    assert sheets.departments == [(child, 1, 1), (None, 1, 0)]


def test_the_number_of_queries_does_not_depend_on_the_measures(
    client, edition, aoki, made, django_assert_num_queries
):
    client.force_login(aoki)
    client.get(at("measure_sheets", edition))  # the session has its first row
    for n in range(2):
        for one in range(10 * n):
            item = factories.item(edition, "measure", f"取組み{one}", made["direction"])
            save_measure_sheet(actor=None, item=item, seen=0, **SAID)
        with django_assert_num_queries(9):
            assert client.get(at("measure_sheets", edition)).status_code == 200
