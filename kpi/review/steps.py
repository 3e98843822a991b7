"""Verb: a review goes on to another of its steps, or back to one before."""

from accounts.audit import Refused, record, verb
from accounts.models import User
from accounts.saving import Overtaken
from kpi.models import ReviewYear
from kpi.review.practice import from_data

OVERTAKEN = "ほかの人が先に段階を変えました。いまの段階を確かめてから、もう一度選んでください。"


@verb("review.step", "評価の段階の変更")
def change_step(*, actor: User | None, review: ReviewYear, step: str, seen: int) -> ReviewYear:
    """Go to the step of this key, forward or back; ``seen`` is the version of the review that the person was shown.

    Departments write while the step at work is one of entry (``kpi.review.years.may_answer``). Raises ``Overtaken``
    where somebody changed the step meanwhile, and refuses a published review and a step that it does not have.
    """
    current = locked(review)
    practice = from_data(current.practice)
    wanted = next((one for one in practice.steps if one.key == step), None)
    if wanted is None:
        raise Refused("この段階は、この年度の進め方にありません。画面を開き直して、選び直してください。")
    if current.version != seen:
        raise Overtaken(OVERTAKEN, current)
    if current.step == step:
        return current
    before = practice.step(current.step).name
    current.step = step
    current.version += 1
    current.save(update_fields=["step", "version"])
    record(
        "review.step",
        actor=actor,
        government=current.plan.government,
        subject=current,
        fiscal_year=current.fiscal_year,
        changes={"review_step": [before, wanted.name]},
    )
    return current


def locked(review: ReviewYear) -> ReviewYear:
    """The review as it stands now, locked, with plan, government and edition; Refused once it is published. One query."""
    rows = ReviewYear.objects.select_for_update(no_key=True, of=("self",)).defer(
        "content", "edition__content"
    )
    current = rows.select_related("plan__government", "edition").get(pk=review.pk)
    if current.is_published:
        raise Refused(
            "この年度の評価は、すでに公表されています。直すときは、「公表」の画面から訂正を始めてください。"
        )
    current.edition.plan = current.plan
    return current
