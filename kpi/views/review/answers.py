"""What the pages of a review share: its name, its steps, its tabs, and who may do what on them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from kpi.explaining import year_word
from kpi.models import ReviewYear
from kpi.review.practice import Practice, Step, from_data
from kpi.review.years import address_word
from kpi.rules import may_shape


@dataclass(frozen=True)
class Tab:
    """A tab of the review's pages; ``also`` are the pages below it."""

    name: str
    label: str
    also: tuple[str, ...] = ()


TABS = (
    Tab("review_year", "進み具合", ("review_return", "review_remind", "review_extend", "review_give_up")),
    Tab("review_kpis", "指標の評価", ("review_kpi",)),
    Tab("review_items", "施策の評価", ("review_item",)),
    Tab(
        "review_inputs",
        "評価の材料",
        (
            "hearing_add",
            "hearing",
            "hearing_delete",
            "opinion_add",
            "opinion",
            "opinion_delete",
            "review_summary",
        ),
    ),
    Tab("review_grants", "交付金", ("grant_add", "grant", "grant_delete")),
    Tab("results_uploads", "届いた表", ("results_upload",)),
)
# Behind the report, which a higher room lends (config/panels.py).
LAST_TABS = (Tab("review_close", "公表", ("review_correct", "review_proposals", "term_text")),)


@dataclass(frozen=True)
class StepMark:
    """A step in the line of steps: ``look`` done, now or nothing; ``when`` 6月, いま."""

    step: Step
    look: str
    when: str


@dataclass(frozen=True)
class TabLink:
    """A tab as a link; ``here`` is "page" while it is open, "true" on a page below it."""

    label: str
    href: str
    here: str


def title_of(review: ReviewYear) -> str:
    """令和6年度の評価, 令和5年度から令和9年度までの総括評価; a correction says which."""
    name = f"{year_word(review.fiscal_year)}の評価"
    if review.kind == ReviewYear.Kind.TERM:
        first = year_word(review.edition.first_fiscal_year)
        name = f"{first}から{year_word(review.fiscal_year)}までの総括評価"
    return name if review.revision == 1 else f"{name}（訂正{review.revision - 1}）"


def review_address(name: str, review: ReviewYear, *arguments: Any) -> str:
    """The address of a page of this review."""
    plan = review.plan
    return reverse(name, args=[plan.government.slug, plan.slug, address_word(review), *arguments])


def steps_of(review: ReviewYear, practice: Practice) -> list[StepMark]:
    """The steps as the line above the pages shows them."""
    at = [step.key for step in practice.steps].index(review.step)
    return [_mark(step, n - at, is_over=review.is_published) for n, step in enumerate(practice.steps)]


def _mark(step: Step, ahead: int, *, is_over: bool) -> StepMark:
    month = f"{step.month}月" if step.month else ""
    look, word = (
        ("done", "済") if ahead < 0 else ("now", "済" if is_over else "いま") if not ahead else ("", "")
    )
    return StepMark(step, look, "　".join(filter(None, (month, word))))


def tabs_of(request: HttpRequest, review: ReviewYear, tabs: tuple[Tab, ...]) -> list[TabLink]:
    """Tabs as links, the open one marked."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        TabLink(
            tab.label,
            review_address(tab.name, review),
            "page" if here == tab.name else "true" if here in tab.also else "",
        )
        for tab in tabs
    ]


def review_context(request: HttpRequest, review: ReviewYear, **extra: Any) -> dict[str, Any]:
    """What every page about a review shows. ``review`` comes from ``kpi.review.years.review_at``; no query of its own.

    Keys: review, plan, government, edition, practice, step (the one at work), is_planner, word (as the address names
    the review), title, steps, tabs, last_tabs.
    """
    practice = from_data(review.practice)
    return {
        "review": review,
        "plan": review.plan,
        "government": review.plan.government,
        "edition": review.edition,
        "practice": practice,
        "step": practice.step(review.step),
        "is_planner": may_shape(request.membership),
        "word": address_word(review),
        "title": title_of(review),
        "steps": steps_of(review, practice),
        "tabs": tabs_of(request, review, TABS),
        "last_tabs": tabs_of(request, review, LAST_TABS),
        **extra,
    }
