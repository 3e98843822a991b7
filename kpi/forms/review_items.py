"""The form of what was done for an item in a year, with the rows of its projects."""

from typing import Any

from django import forms

from accounts.forms.fields import long_field, text_field
from accounts.models import User
from kpi.figures import figure_text
from kpi.forms.rows import Rows
from kpi.forms.said import NumberField, SaidForm, fill_words, word_field
from kpi.models import ItemReview, ReviewYear
from kpi.review.item_reviews import FIELDS, MOST_PROJECTS, Project, projects_of, save_item_review
from kpi.review.practice import from_data
from strategy.models import PlanItem


class ProjectForm(forms.Form):
    """A row of 主な事業; an empty one counts for nothing."""

    name = text_field("事業名", 200, attrs={"class": "input"})
    budget = NumberField(label="当初予算額（千円）", unit="千円")
    settled = NumberField(label="決算額（千円）", unit="千円")
    funding = text_field("財源", 200, attrs={"class": "input"})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_written = any(cleaned.get(name) not in (None, "") for name in ("budget", "settled", "funding"))
        if is_written and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "事業名を入れるか、この行を空にしてください。")
        return cleaned


class ItemReviewForm(SaidForm):
    """実績, 主な事業, 自己評価, 課題, 今後の方針 with its reason; half a text may be saved."""

    written = FIELDS

    achievement = long_field("実績", 4000, "その年度に何をしたか。回数や人数もわかれば書きます。", rows=6)
    self_evaluation = word_field("自己評価")
    issue = long_field("課題", 2000)
    direction = word_field("今後の方針")
    direction_reason = long_field("方針の理由", 2000, "「継続」のほかを選んだときは書いてください。", rows=3)

    def __init__(
        self, *args: Any, review: ReviewYear, item: PlanItem, row: ItemReview | None, **options: Any
    ):
        super().__init__(*args, row=row, auto_id="said_%s", **options)
        self.review, self.item = review, item
        practice = from_data(review.practice)
        fill_words(self.fields["direction"], practice.directions)
        fill_words(self.fields["self_evaluation"], practice.self_evaluations)
        kept = projects_of(row) if row is not None else ()
        self.projects = Rows(
            ProjectForm,
            self.data if self.is_bound else None,
            prefix="projects",
            first=[vars(one) for one in kept],
            most=MOST_PROJECTS,
        )

    @property
    def wants_more(self) -> bool:
        """Whether another row was asked for: nothing is saved then."""
        return self.projects.wants_more

    def is_valid(self) -> bool:
        sound = super().is_valid()
        if self.is_bound and (faults := self.projects.faults):
            for sentence in faults:
                self.add_error(None, f"主な事業の{sentence}")
            return False
        return sound

    @property
    def typed_projects(self) -> tuple[Project, ...]:
        return tuple(Project(**one) for one in self.projects.filled)

    def save(self, *, actor: User) -> ItemReview:
        """Keep it, or raise ``ValidationError``."""
        return save_item_review(
            actor=actor,
            review=self.review,
            item=self.item,
            seen=self.cleaned_data["seen"],
            projects=self.typed_projects,
            **self.facts,
        )

    def pairs(self, current: Any) -> list[tuple[str, str, str]]:
        theirs, mine = told(projects_of(current)), told(self.typed_projects)
        return [*super().pairs(current), ("主な事業", theirs, mine)]


def told(projects: tuple[Project, ...]) -> str:
    """Projects in one line each, for the comparison of two texts."""

    def money(value: Any) -> str:
        return "―" if value is None else f"{figure_text(value)}千円"

    return "、".join(
        f"{one.name}（当初{money(one.budget)}・決算{money(one.settled)}{'・' + one.funding if one.funding else ''}）"
        for one in projects
    )
