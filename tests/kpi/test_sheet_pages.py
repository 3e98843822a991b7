"""Taking workbooks home: who gets which, what the file is called, and that it is written down."""

import zipfile
from io import BytesIO
from urllib.parse import quote

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, Membership
from kpi.models import ReviewYear
from kpi.sheet.names import department_names, file_name
from tests import factories
from tests.kpi.office import staff
from tests.kpi.rounds import a_round
from tests.kpi.workbooks import HEAD, opened

Role = Membership.Role


@pytest.fixture
def year(toyonaka):
    return a_round(toyonaka)


@pytest.fixture
def review(year) -> ReviewYear:
    return year.open()


def at(name, review, query=""):
    plan = review.plan
    return reverse(name, args=[plan.government.slug, plan.slug, str(review.fiscal_year)]) + query


def rows(answer) -> int:
    return opened(answer.content)["KPI実績"].max_row - HEAD


def events() -> list[dict]:
    return [event.detail for event in AuditEvent.objects.filter(verb="workbook.give").order_by("pk")]


@pytest.mark.django_db
def test_a_planner_takes_any_workbook_and_it_is_written_down(client, aoki, year, review):
    client.force_login(aoki)
    answer = client.get(at("results_workbook", review, f"?department={year.child.pk}"))
    name = quote("R6_こども政策課_KPI実績.xlsx")
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert answer.headers["Cache-Control"].startswith("private, no-store")
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert rows(answer) == 2
    assert rows(client.get(at("results_workbook", review))) == 3
    assert events() == [
        {"department": "こども未来部　こども政策課", "file": "R6_こども政策課_KPI実績.xlsx", "count": 1},
        {"department": "", "file": "R6_全課_KPI実績.xlsx", "count": 1},
    ]
    assert client.get(at("results_workbook", review, "?department=99999999")).status_code == 404
    assert client.post(at("results_workbook", review)).status_code == 405
    assert len(events()) == 2


@pytest.mark.django_db
def test_all_workbooks_come_in_one_zip(client, aoki, review):
    client.force_login(aoki)
    answer = client.get(at("results_workbooks", review))
    assert answer.headers["Content-Type"] == "application/zip"
    assert quote("R6_KPI実績.zip") in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["R6_こども政策課_KPI実績.xlsx", "R6_経営計画課_KPI実績.xlsx"]
    assert events() == [{"department": "", "file": "R6_KPI実績.zip", "count": 2}]


@pytest.mark.django_db
def test_a_department_takes_its_own_and_nobody_elses(client, year, review):
    client.force_login(staff("馬場", Role.DEPARTMENT, year.government, year.child))
    assert rows(client.get(at("results_workbook", review))) == 2
    assert rows(client.get(at("results_workbook", review, f"?department={year.child.pk}"))) == 2
    assert client.get(at("results_workbook", review, f"?department={year.planning.pk}")).status_code == 403
    assert client.get(at("results_workbooks", review)).status_code == 403
    client.force_login(staff("閲覧", Role.VIEWER, year.government))
    assert client.get(at("results_workbook", review)).status_code == 403
    assert len(events()) == 2


@pytest.mark.django_db
def test_a_stranger_and_another_government_find_nothing(client, ogori, year, review):
    client.force_login(factories.person("小郡", Role.PLANNER, ogori))
    assert client.get(at("results_workbook", review)).status_code == 404
    theirs = a_round(ogori).open()
    assert client.get(at("results_workbook", theirs, f"?department={year.child.pk}")).status_code == 404
    assert events() == []


@pytest.mark.django_db
def test_queries_do_not_grow_with_departments_and_rows(client, aoki, toyonaka, django_assert_num_queries):
    client.force_login(aoki)
    for slug, measures in (("small", 1), ("large", 30)):
        review = a_round(toyonaka, slug=slug, measures=measures).open()
        client.get(at("results_workbooks", review))  # a visit is noted, a frozen tree is kept
        for name in ("results_workbook", "results_workbooks"):
            with django_assert_num_queries(18):
                client.get(at(name, review))


def test_names_of_files_can_be_stored_anywhere():
    assert file_name(2019, "A/B:課\n", "KPI実績") == "R1_A／B：課_KPI実績.xlsx"
    assert file_name(2018, "", "KPI実績", "zip") == "H30_KPI実績.zip"
    assert department_names([(1, "", "庶務課"), (2, "", "庶務課"), (3, "市民部", "庶務課")]) == {
        1: "庶務課", 2: "庶務課（2）", 3: "市民部庶務課",
    }  # fmt: skip
