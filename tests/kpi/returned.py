"""Returned workbooks as tests begin with them: what was read of a file, built by hand, and the upload that keeps it."""

import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Department, Government, User
from kpi.importing.receiving import keep_results
from kpi.models import Indicator, Measurement, ReviewYear, Target, TargetReview, Upload
from kpi.review.opening import open_review
from kpi.review.years import Reviewed
from kpi.sheet.returned import Entry, Returned, ReturnedRow
from publishing.editions import freeze, publish
from strategy.models import Edition, PlanItem
from tests import factories
from tests.kpi import promises

SHEETS = {"target": "KPI実績", "item": "施策評価", "project": "主な事業"}
COLUMNS = {
    "target": "value quality numerator denominator note cause issue action direction".split(),
    "item": "achievement self_evaluation issue direction direction_reason".split(),
    "project": "name budget settled funding".split(),
}


class Office:
    """Whoever brings files in, where no person is wanted: a planner who is nobody."""

    role = "PLANNER"
    department = None
    department_id = None

    def __init__(self, review: ReviewYear):
        self.government_id = review.plan.government_id


def row(
    about: str,
    lineage: object,
    number: int = 5,
    *,
    base: int = 0,
    review_base: int = 0,
    label: str = "",
    kind: str = "text",
    **texts: str,
) -> ReturnedRow:
    """A row as a workbook has it: its cells stand in F, G, H … in the order of their fields."""
    entries = {
        name: Entry(SHEETS[about], f"{chr(ord('F') + COLUMNS[about].index(name))}{number}", text, kind)
        for name, text in texts.items()
    }
    return ReturnedRow(about, number, SHEETS[about], str(lineage or ""), base, label, entries, review_base)


def of_target(target: Target, number: int = 5, **more: Any) -> ReturnedRow:
    """The row of a target, written from what stands here now unless ``base`` says otherwise."""
    year = more.pop("year", 2024)
    more.setdefault("base", newest(target, year).n if newest(target, year) else 0)
    review = TargetReview.objects.filter(target=target).first()
    more.setdefault("review_base", review.version if review else 0)
    return row("target", target.lineage, number, **more)


def of_item(item: PlanItem, number: int = 5, **more: Any) -> ReturnedRow:
    return row("item", item.lineage, number, **more)


def of_project(item: PlanItem, number: int = 5, **more: Any) -> ReturnedRow:
    return row("project", item.lineage, number, **more)


def newest(target: Target, year: int = 2024) -> Any:
    """The newest revision of the figure of a year, None where there is none."""
    found = Measurement.objects.filter(indicator=target.indicator, series=None, fiscal_year=year).first()
    return found.revisions.order_by("n").last() if found else None


def workbook(
    *rows: ReturnedRow,
    department: Department | None = None,
    at: str = "2025-06-01T09:00:00+09:00",
    **more: Any,
) -> Returned:
    """What was read of a workbook with these rows."""
    meta = {"department": department.pk if department else None, "written_at": at}
    return Returned(meta, rows, **more)


def upload(
    review: ReviewYear,
    *rows: ReturnedRow,
    department: Department | None = None,
    actor: User | None = None,
    at: str = "2025-06-01T09:00:00+09:00",
    **more: Any,
) -> Upload:
    """The upload of a workbook with these rows, waiting."""
    upload.count = getattr(upload, "count", 0) + 1  # no two files have the same bytes
    return keep_results(
        actor=actor,
        membership=Office(review),
        review=review,
        name="R6_KPI実績.xlsx",
        data=f"{timezone.now()}{upload.count}".encode(),
        returned=workbook(*rows, department=department, at=at, **more),
        department=department,
        size=1,
    )


def wide_review(where: Government, count: int) -> ReviewYear:
    """The open review of a published edition with this many KPIs, made past the verbs, whose checks would take minutes."""
    edition = factories.edition(
        factories.plan(where), stage=Edition.Stage.ADOPTED, effective_from=datetime.date(2023, 4, 1)
    )
    made = factories.small_tree(edition)
    first = promises.target(made["chapter"], "見本の指標0")
    indicators = Indicator.objects.bulk_create(
        Indicator(government=where, name=f"見本の指標{n}", unit="%") for n in range(1, count)
    )
    Target.objects.bulk_create(
        Target(
            edition=edition,
            item=made["chapter"],
            indicator=indicator,
            position=n,
            name=indicator.name,
            **{name: getattr(first, name) for name in PROMISED},
        )
        for n, indicator in enumerate(indicators, start=1)
    )
    published = publish(actor=None, edition=freeze(actor=None, edition=edition))
    return open_review(actor=None, plan=published.plan, fiscal_year=2024)


PROMISED = "role baseline_text target_text kind baseline_kind spec baseline".split()


def whole_upload(review: ReviewYear, value: int, bases: dict[str, int] | None = None) -> Upload:
    """An upload that says something new of every target, and of the first item with a project."""
    lineages = Target.objects.filter(edition=review.edition).order_by("pk").values_list("lineage", flat=True)
    bases = bases or {}
    rows = [
        row(
            "target",
            lineage,
            n,
            base=bases.get(str(lineage), 0),
            review_base=bases.get(str(lineage), 0),
            value=f"{value}.{n % 10}",
            cause=f"{value}回目",
        )
        for n, lineage in enumerate(lineages, start=5)
    ]
    item = Reviewed(review).items[0].item
    version = max(bases.values(), default=0)
    rows += [
        row("item", item.lineage, 5, base=version, achievement=f"{value}回目"),
        row("project", item.lineage, 5, base=version, name=f"事業{value}", budget="10"),
    ]
    return upload(review, *rows, at=f"2025-06-01T09:{value:02}:00+09:00")
