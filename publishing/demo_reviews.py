"""The demo's years of review, loaded through the verbs that staff use, one after the other as years go by."""

import datetime
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import Department, User
from kpi.loading import target_lineage
from kpi.models import DepartmentReturn, ReviewYear, Target
from kpi.review.closing import publish_review
from kpi.review.grant_figures import indicators_from
from kpi.review.grants import add_grant
from kpi.review.hearings import add_hearing
from kpi.review.item_reviews import Project, save_item_review
from kpi.review.opening import open_review
from kpi.review.opinions import add_opinion
from kpi.review.practice import StepKind, from_data
from kpi.review.prepared import prepared
from kpi.review.returns import accept_return, extend_returns, submit_return
from kpi.review.steps import change_step
from kpi.review.summaries import save_summary
from kpi.review.target_reviews import save_target_review
from strategy.loading import lineage_of
from strategy.models import Plan, PlanItem

Data = Mapping[str, Any]


@dataclass
class Reviews:
    """Loading the years of review of one plan."""

    actor: User
    plan: Plan
    departments: Mapping[str, Department]

    def load(self, content: Data) -> None:
        """Open each year, say what is said in it, and publish it where the file says so."""
        for row in content["years"]:
            self._year(row)

    def _year(self, row: Data) -> None:
        review = open_review(actor=self.actor, plan=self.plan, fiscal_year=row["fiscal_year"])
        items = {item.lineage: item for item in PlanItem.objects.filter(edition=review.edition)}
        targets = {target.lineage: target for target in Target.objects.filter(edition=review.edition)}

        def item(key: str) -> PlanItem:
            return items[lineage_of(self._government, self.plan.slug, key)]

        def target(key: str) -> Target:
            return targets[self._target(key)]

        for key, said in row["targets"].items():
            save_target_review(actor=self.actor, review=review, target=target(key), seen=0, **said)
        for key, said in row["items"].items():
            fields = dict(said)
            projects = [_project(one) for one in fields.pop("projects")]
            save_item_review(
                actor=self.actor, review=review, item=item(key), seen=0, projects=projects, **fields
            )
        for given in row["hearings"]:
            self._hearing(review, given, target, item)
        for given in row["grants"]:
            fields = {
                **given,
                "item": item(given["item"]),
                "amount": Decimal(given["amount"]),
                "indicators": indicators_from(given["indicators"]),
            }
            add_grant(actor=self.actor, review=review, **fields)
        self._go_on(review, row)

    @property
    def _government(self) -> str:
        return self.plan.government.slug

    def _target(self, key: str) -> uuid.UUID:
        return target_lineage(self._government, self.plan.slug, key)

    def _hearing(
        self,
        review: ReviewYear,
        given: Data,
        target: Callable[[str], Target],
        item: Callable[[str], PlanItem],
    ) -> None:
        fields = dict(given)
        opinions = fields.pop("opinions")
        fields["held_on"] = datetime.date.fromisoformat(fields["held_on"])
        hearing = add_hearing(actor=self.actor, review=review, **fields)
        for one in opinions:
            about = {
                name: find(one[name]) for name, find in (("target", target), ("item", item)) if name in one
            }
            words = {name: one[name] for name in ("text", "answer")}
            add_opinion(actor=self.actor, review=review, hearing=hearing, **words, **about)

    def _go_on(self, review: ReviewYear, row: Data) -> None:
        """To the step that is at work, with the answers of departments; or all the way to the public."""
        practice = from_data(review.practice)
        step = practice.of_kind(StepKind.PUBLICATION) if row["publish"] else practice.step(row["step"])
        review = change_step(actor=self.actor, review=review, step=step.key, seen=review.version)
        for name, given in row.get("returns", {}).items():
            self._answer(review, self.departments[name], given)
        for name, given in row.get("extended", {}).items():
            department = self.departments[name]
            answer = DepartmentReturn.objects.get(review=review, department=department)
            extend_returns(
                actor=self.actor,
                review=review,
                departments=[department],
                seen={department.pk: answer.version},
                due_on=timezone.localdate() + datetime.timedelta(days=given["days"]),
                reason=given["reason"],
            )
        if not row["publish"]:
            return
        for answer in DepartmentReturn.objects.filter(review=review).select_related("department"):
            self._answer(review, answer.department, row["heads"])
        review = save_summary(actor=self.actor, review=review, seen=review.version, **row["summary"])
        publish_review(actor=self.actor, review=review, seen=prepared(review, timezone.localdate()).seen)

    def _answer(self, review: ReviewYear, department: Department, given: Data) -> None:
        row = DepartmentReturn.objects.get(review=review, department=department)
        act: dict[str, Any] = {"actor": self.actor, "review": review, "department": department}
        row = submit_return(
            **act,
            seen=row.version,
            head_name=given["head_name"],
            head_checked_on=datetime.date.fromisoformat(given["head_checked_on"]),
        )
        if given.get("accept"):
            accept_return(**act, seen=row.version)


def _project(given: Data) -> Project:
    """Money in thousands of yen."""
    return Project(given["name"], Decimal(given["budget"]), Decimal(given["settled"]), given["funding"])
