"""Plain functions that make indicators, targets and figures through the verbs, in few words."""

import uuid
from typing import Any

from accounts.models import Government, User
from kpi.indicators import create_indicator
from kpi.measurements import approve_value, publish_value, record_value, return_value, submit_value
from kpi.models import Indicator, MeasurementRevision, Target
from kpi.targets import create_target
from strategy.models import Edition, PlanItem


def indicator(government: Government, name: str = "見本の指標", unit: str = "%", **fields: Any) -> Indicator:
    return create_indicator(actor=None, government=government, name=name, unit=unit, **fields)


def target(item: PlanItem, name: str = "見本の指標", **fields: Any) -> Target:
    """A target at an item; 68.1% → 73% unless other texts are given, with an indicator of its own unless one is."""
    printed = {"baseline_text": "68.1%（令和3年度）", "target_text": "73%"} | fields
    return create_target(actor=None, item=item, name=name, **printed)


def typed(
    of: Indicator, fiscal_year: int = 2024, text: str = "70.4%", actor: User | None = None, **more: Any
) -> MeasurementRevision:
    """A figure that is being entered."""
    return record_value(actor=actor, indicator=of, fiscal_year=fiscal_year, typed=text, **more)


def submitted(
    of: Indicator, fiscal_year: int = 2024, text: str = "70.4%", **more: Any
) -> MeasurementRevision:
    made = typed(of, fiscal_year, text, **more)
    return submit_value(actor=None, measurement=made.measurement, seen=made.n)


def returned(of: Indicator, fiscal_year: int = 2024, text: str = "70.4%", **more: Any) -> MeasurementRevision:
    made = submitted(of, fiscal_year, text, **more)
    return return_value(actor=None, measurement=made.measurement, seen=made.n, why="出典の年度が違います。")


def approved(of: Indicator, fiscal_year: int = 2024, text: str = "70.4%", **more: Any) -> MeasurementRevision:
    made = submitted(of, fiscal_year, text, **more)
    return approve_value(actor=None, measurement=made.measurement, seen=made.n)


def published(
    of: Indicator, fiscal_year: int = 2024, text: str = "70.4%", **more: Any
) -> MeasurementRevision:
    made = approved(of, fiscal_year, text, **more)
    publish_value(actor=None, measurement=made.measurement, seen=made.n)
    return made


# A figure in each state, by the word of the state.
IN_EACH_STATE = {
    "DRAFT": typed,
    "SUBMITTED": submitted,
    "RETURNED": returned,
    "APPROVED": approved,
    "PUBLIC": published,
}


def fix_keys(edition: Edition) -> None:
    """Give the targets of a working edition, and their indicators, the lineages and keys 1, 2, 3 … as they were made."""
    for n, target in enumerate(edition.targets.order_by("pk"), start=1):
        Target.objects.filter(pk=target.pk).update(lineage=uuid.UUID(int=n))
        Indicator.objects.filter(pk=target.indicator_id).update(key=uuid.UUID(int=n))
