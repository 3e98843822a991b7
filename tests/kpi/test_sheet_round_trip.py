"""Whatever a plan holds, what goes out comes back as it was: for random KPIs, measures, figures and texts."""

import itertools
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Government
from kpi.models import (
    Indicator,
    ItemProject,
    ItemReview,
    Measurement,
    MeasurementRevision,
    ReviewYear,
    Target,
    TargetReview,
)
from kpi.periods import stretch_of
from kpi.review.practice import DEFAULT, to_data
from kpi.sheet.reading import read_returned
from kpi.sheet.writing import results_workbook
from paper.characters import legal
from strategy.models import PlanItem
from tests import factories
from tests.kpi.workbooks import NOW, grids, opened, texts

TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn")) | st.sampled_from("=+-@\n\t　％△①＝"), max_size=30
).map(str.strip)
NAME = TEXT.filter(lambda text: text and legal(text).strip() == text)
FIGURE = (
    st.none()
    | st.decimals(min_value=-(10**9), max_value=10**9, places=2)
    | st.integers(0, 10**12).map(Decimal)
)
PLAN = st.fixed_dictionaries(
    {
        "targets": st.lists(
            st.fixed_dictionaries(
                {"name": NAME, "value": FIGURE, "note": TEXT, "cause": TEXT, "issue": TEXT,
                 "direction": st.sampled_from(["", *(word.key for word in DEFAULT.directions)])}
            ),
            max_size=4,
        ),
        "items": st.lists(
            st.fixed_dictionaries(
                {"achievement": TEXT, "issue": TEXT, "direction_reason": TEXT, "projects": st.lists(
                    st.tuples(NAME, st.none() | st.integers(0, 10**9), TEXT), max_size=4)}
            ),
            max_size=2,
        ),
    }
)  # fmt: skip
_serial = itertools.count(1)


def made(where: Government, plan) -> ReviewYear:
    """An open year of a working edition with these KPIs and measures, past the verbs."""
    edition = factories.edition(factories.plan(where, f"round-{next(_serial)}"))
    items = factories.small_tree(edition, measures=max(1, len(plan["items"])))
    review = ReviewYear.objects.create(
        plan=edition.plan, fiscal_year=2024, edition=edition, practice=to_data(DEFAULT), step="entry", opened_at=NOW
    )  # fmt: skip
    for n, row in enumerate(plan["targets"]):
        indicator = Indicator.objects.create(government=where, name=row["name"], unit="件")
        target = Target.objects.create(
            edition=edition, item=items["chapter"], indicator=indicator, position=n, name=row["name"], target_text="1"
        )  # fmt: skip
        if row["value"] is not None:
            _figure(indicator, row)
        TargetReview.objects.create(
            review=review, target=target, **{name: row[name] for name in ("cause", "issue", "direction")}
        )
    for n, row in enumerate(plan["items"], start=1):
        _item(review, items[f"measure{n}"], row)
    return review


def _figure(indicator: Indicator, row) -> None:
    stretch = stretch_of("FISCAL_YEAR", 2024, None, None)
    measurement = Measurement.objects.create(
        indicator=indicator, starts_on=stretch.starts_on, ends_on=stretch.ends_on, fiscal_year=2024
    )
    places = max(0, -row["value"].as_tuple().exponent)
    MeasurementRevision.objects.create(
        measurement=measurement, n=3, value=row["value"], places=places, note=row["note"], at=NOW
    )


def _item(review: ReviewYear, item: PlanItem, row) -> None:
    said = {name: row[name] for name in ("achievement", "issue", "direction_reason")}
    own = ItemReview.objects.create(review=review, item=item, version=2, **said)
    ItemProject.objects.bulk_create(
        ItemProject(review=review, item_review=own, position=n, name=name, budget=budget, funding=funding)
        for n, (name, budget, funding) in enumerate(row["projects"])
    )


def expected(plan) -> list[dict[str, str]]:
    found = []
    for row in plan["targets"]:
        said = {name: row[name] for name in ("cause", "issue")}
        said["direction"] = word.word if (word := DEFAULT.direction(row["direction"])) else ""
        if row["value"] is not None:
            said |= {"value": f"{row['value']:f}", "quality": "確定", "note": row["note"]}
        found.append(said)
    items = [
        {name: row[name] for name in ("achievement", "issue", "direction_reason")} for row in plan["items"]
    ]
    projects = [
        {"name": name, "budget": "" if budget is None else str(budget), "funding": funding}
        for row in plan["items"]
        for name, budget, funding in row["projects"]
    ]
    rows = [*found, *(items or [{}]), *projects]
    return [{name: legal(text) for name, text in row.items() if legal(text).strip()} for row in rows]


@pytest.mark.django_db
@pytest.mark.no_database  # the arithmetic of a workbook; other tests open its queries on both
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=PLAN)
def test_what_goes_out_comes_back_as_it_was(toyonaka, plan):
    with transaction.atomic():
        review = made(toyonaka, plan)
        found = read_returned(grids(opened(results_workbook(review, None, NOW))), toyonaka, review)
        transaction.set_rollback(True)
    assert (found.faults, found.notices, found.refusal) == ((), (), "")
    assert [texts(row) for row in found.rows] == expected(plan)
    figures = [row for row in found.rows if row.about == "target"]
    assert [row.base for row in figures] == [0 if row["value"] is None else 3 for row in plan["targets"]]
    assert [row.review_base for row in figures] == [1] * len(figures)
    assert {row.base for row in found.rows if row.about != "target"} <= ({2} if plan["items"] else {0})
