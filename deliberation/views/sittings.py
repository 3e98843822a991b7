"""What the office's pages of a meeting share: its name, its tabs, and who may do what on them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Government
from accounts.rules import PLANNERS
from deliberation.bylaws import WORDS
from deliberation.models import Meeting
from deliberation.titles import title_of


@dataclass(frozen=True)
class Tab:
    """A tab of the pages of a meeting; ``also`` are the pages below it, ``query`` stands behind the address."""

    name: str
    label: str
    also: tuple[str, ...] = ()
    of_plan: bool = False  # a page of the plan that is asked for this meeting (``?meeting=``)


TABS = (
    Tab(
        "meeting", "会議", ("meeting_edit", "meeting_call", "meeting_finish", "meeting_cancel", "round_start")
    ),
    Tab(
        "agenda",
        "案件と資料",
        (
            "agenda_add",
            "agenda_item",
            "agenda_remove",
            "agenda_void",
            "agenda_confirm",
            "paper_add",
            "paper",
            "paper_remove",
        ),
    ),
    Tab("sendings", "送付", ("sending_mail", "sending_add", "sending_remove", "meeting_remind")),
    Tab(
        "voting",
        "表決",
        (
            "voting_open",
            "voting_extend",
            "voting_close",
            "voting_result",
            "paper_ballot_add",
            "paper_ballot",
            "paper_ballot_reject",
            "tie_decide",
            "result_send",
            "result_publish",
        ),
    ),
    Tab("questions", "質問", ("question_answer", "consents")),
    Tab("opinions", "意見", of_plan=True),
    Tab(
        "minutes",
        "出欠・会議録",
        (
            "attendance",
            "floor_vote",
            "minutes_circulate",
            "minutes_publish",
            "minutes_correction",
        ),
    ),
    Tab("documents", "書類", ("document_page",)),
)


@dataclass(frozen=True)
class TabLink:
    """A tab as a link; ``here`` is "page" while it is open, "true" on a page below it."""

    label: str
    href: str
    here: str


def meeting_address(name: str, meeting: Meeting, *arguments: Any) -> str:
    """The address of an office page of this meeting."""
    plan = meeting.plan
    return reverse(name, args=[plan.government.slug, plan.slug, meeting.pk, *arguments])


def meeting_context(
    request: HttpRequest, government: Government, meeting: Meeting, **extra: Any
) -> dict[str, Any]:
    """What every office page of a meeting shows. ``meeting`` comes from ``deliberation.rules.meeting_at``; no query.

    Keys: government, plan, meeting, body, title (令和4年度第5回…), words (what this kind of body calls its acts),
    is_planner, tabs.
    """
    return {
        "government": government,
        "plan": meeting.plan,
        "meeting": meeting,
        "body": meeting.body,
        "title": title_of(meeting),
        "words": WORDS[meeting.body.kind],
        "is_planner": request.membership.role in PLANNERS,
        "tabs": tabs_of(request, meeting),
        **extra,
    }


def tabs_of(request: HttpRequest, meeting: Meeting) -> list[TabLink]:
    """Tabs as links, the open one marked."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        TabLink(
            tab.label, _href(tab, meeting), "page" if here == tab.name else "true" if here in tab.also else ""
        )
        for tab in TABS
    ]


def _href(tab: Tab, meeting: Meeting) -> str:
    if not tab.of_plan:
        return meeting_address(tab.name, meeting)
    plan = meeting.plan
    return f"{reverse(tab.name, args=[plan.government.slug, plan.slug])}?meeting={meeting.pk}"
