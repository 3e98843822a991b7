"""What the office's pages of a call for comments share: its name, its tabs, how it stands."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Government
from deliberation.comment_reading import STAGES, Stage, period_words, purge_day, stage_of
from deliberation.models import PublicComment

TABS = (
    ("comment", "募集", ("comment_edit", "comment_announce", "comment_purge")),
    ("comment_submissions", "届いた意見", ("submission_add", "submission", "submission_split")),
    (
        "comment_summaries",
        "意見のまとめ",
        ("comment_answers", "comment_summary", "summary_release", "summary_dissolve"),
    ),
    ("comment_result", "結果", ("comment_publish",)),
)


def comment_address(name: str, comment: PublicComment, *more: Any) -> str:
    """The address of an office page of this call."""
    plan = comment.plan
    return reverse(name, args=[plan.government.slug, plan.slug, comment.number, *more])


def comment_context(
    request: HttpRequest, government: Government, comment: PublicComment, **extra: Any
) -> dict[str, Any]:
    """What every office page of a call shows."""
    stage = stage_of(comment, timezone.now())
    return {
        "government": government,
        "plan": comment.plan,
        "comment": comment,
        "stage": str(stage),
        "stage_words": STAGES[stage],
        "is_open_to_work": stage is not Stage.PUBLISHED,
        "has_begun": stage not in (Stage.DRAFT, Stage.ANNOUNCED),
        "period": period_words(comment),
        "kept_until": purge_day(comment),
        "tabs": _tabs(request, comment),
        **extra,
    }


def _tabs(request: HttpRequest, comment: PublicComment) -> list[dict[str, str]]:
    here = request.resolver_match.url_name
    return [
        {
            "href": comment_address(name, comment),
            "label": label,
            "here": "page" if name == here else "true" if here in also else "",
        }
        for name, label, also in TABS
    ]
