"""Published years of review as tests begin with them: the bytes of a report made by hand, of a public edition."""

import datetime
from dataclasses import replace
from typing import Any

from accounts.models import Government
from kpi.models import ReviewYear
from kpi.review.practice import DEFAULT, to_data
from kpi.review.report import Report, hash_of, to_bytes
from strategy.models import Edition
from tests import factories
from tests.publishing import reports

DAY = datetime.datetime(2025, 10, 31, 9, 0, tzinfo=datetime.UTC)
PAGE = "/toyonaka/digital-strategy/reviews/"


def edition(where: Government, slug: str = "digital-strategy") -> Edition:
    """A public edition of a plan."""
    return factories.published(factories.plan(where, slug))


def opened(of: Edition, fiscal_year: int = 2024, **fields: Any) -> ReviewYear:
    """An open year with a canary in everything that is typed."""
    facts = {"summary": "秘密の下書き", "judgement": "秘密の下書き", "judged_by": "秘密の下書き"} | fields
    return ReviewYear.objects.create(
        plan=of.plan,
        edition=of,
        fiscal_year=fiscal_year,
        practice=to_data(DEFAULT),
        step=DEFAULT.steps[0].key,
        opened_at=DAY,
        **facts,
    )


def published(of: Edition, report: Report | None = None, **fields: Any) -> ReviewYear:
    """A published year whose report is this one; of a further revision ``corrects`` is the one before."""
    found = report or reports.report()
    former = ReviewYear.objects.filter(
        plan=of.plan, kind=found.kind, fiscal_year=found.fiscal_year, revision=found.revision - 1
    ).first()
    content = to_bytes(replace(found, edition_number=of.number))
    return ReviewYear.objects.create(
        plan=of.plan,
        edition=of,
        kind=found.kind,
        fiscal_year=found.fiscal_year,
        revision=found.revision,
        corrects=former,
        correction_reason=found.correction_reason,
        practice=to_data(DEFAULT),
        step=DEFAULT.steps[-1].key,
        opened_at=DAY,
        published_at=DAY + datetime.timedelta(days=found.revision),
        content=content,
        content_hash=hash_of(content),
        **fields,
    )
