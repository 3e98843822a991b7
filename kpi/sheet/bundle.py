"""All workbooks of a review at once: one file for each department, in one zip."""

import datetime
import io
import zipfile

from django.utils import timezone

from accounts.models import Department
from kpi.models import ReviewYear
from kpi.sheet.contacts import contacts_of
from kpi.sheet.facts import Facts
from kpi.sheet.names import department_names, file_name
from kpi.sheet.writing import returns_of, written
from paper.archive import FIRST_YEAR

RESULTS_WORD = {ReviewYear.Kind.YEAR: "KPI実績", ReviewYear.Kind.TERM: "総括評価"}
EVERYBODY = "全課"


def results_name(review: ReviewYear, department: Department | None) -> str:
    """What the workbook of a department is called: R6_子育て課_KPI実績.xlsx; R6_全課_… for that of all."""
    whose = department.name if department else EVERYBODY
    return file_name(review.fiscal_year, whose, RESULTS_WORD[ReviewYear.Kind(review.kind)])


def bundle_name(review: ReviewYear) -> str:
    """What the zip is called."""
    return file_name(review.fiscal_year, "", RESULTS_WORD[ReviewYear.Kind(review.kind)], "zip")


def results_bundle(review: ReviewYear, now: datetime.datetime) -> tuple[bytes, int]:
    """A zip with a workbook for each department that answers for anything, and how many these are. As many queries as
    for one workbook."""
    facts, returns = Facts(review, timezone.localdate(now)), returns_of(review)
    contacts = contacts_of(facts.reviewed.government, facts.today)
    departments = facts.reviewed.departments
    names = department_names((row.pk, row.division, row.name) for row in departments)
    moment = timezone.localtime(now).timetuple()[:6]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:  # a workbook is packed already
        for row in departments:
            name = file_name(review.fiscal_year, names[row.pk], RESULTS_WORD[ReviewYear.Kind(review.kind)])
            member = zipfile.ZipInfo(name, max(moment, (FIRST_YEAR, 1, 1, 0, 0, 0)))
            member.external_attr = 0o600 << 16
            archive.writestr(member, written(facts, row, now, returns=returns, contacts=contacts))
    return stream.getvalue(), len(departments)
