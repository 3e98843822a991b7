"""A year of review as tests begin with it: a published edition with KPIs of two departments, and its open year."""

import datetime
from dataclasses import dataclass, field

from accounts.models import Department, Government
from kpi.models import Indicator, ReviewYear, Target
from kpi.review.opening import open_review
from kpi.targets import create_target
from publishing.editions import freeze, publish
from strategy.models import Edition, PlanItem
from tests import factories
from tests.kpi import promises


@dataclass
class Round:
    """A published edition of 豊中市 with its small tree: KPIs at the chapter, a department for each."""

    government: Government
    edition: Edition
    made: dict[str, PlanItem]
    child: Department
    planning: Department
    targets: dict[str, Target] = field(default_factory=dict)

    def open(self, fiscal_year: int = 2024) -> ReviewYear:
        """The opened review of a fiscal year."""
        return open_review(actor=None, plan=self.edition.plan, fiscal_year=fiscal_year)


ROWS = (
    # key, name, unit, baseline, target, better, department
    ("ease", "子育てがしやすいまちだと思う市民の割合", "%", "68.1%（令和3年度）", "73%", "UP", "child"),
    ("births", "出生数", "人", "3,420人（令和3年度）", "3,500人", "UP", "child"),
    ("emission", "温室効果ガス排出量", "%", "-22.4%（令和元年度）", "-38.3%", "DOWN", "planning"),
)


def a_round(where: Government, *, slug: str = "digital-strategy", measures: int = 2) -> Round:
    """The edition with three KPIs, published since 令和5年4月; its measures belong to こども政策課."""
    edition = factories.edition(
        factories.plan(where, slug), stage=Edition.Stage.ADOPTED, effective_from=datetime.date(2023, 4, 1)
    )
    made = factories.small_tree(edition, measures)
    child, _ = Department.objects.get_or_create(
        government=where, division="こども未来部", name="こども政策課"
    )
    planning, _ = Department.objects.get_or_create(government=where, division="都市経営部", name="経営計画課")
    round_ = Round(where, edition, made, child, planning)
    PlanItem.objects.filter(pk=made["direction"].pk).update(department=child)
    for key, name, unit, baseline, target, better, department in ROWS:
        indicator: Indicator = promises.indicator(
            where, name=name, unit=unit, better=better, department=getattr(round_, department)
        )
        round_.targets[key] = create_target(
            actor=None,
            item=made["chapter"],
            indicator=indicator,
            name=name,
            unit=unit,
            baseline_text=baseline,
            target_text=target,
        )
    round_.edition = publish(actor=None, edition=freeze(actor=None, edition=edition))
    return round_
