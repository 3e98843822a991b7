"""Links that rooms above lend to a page, each for whom and when it is meant."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.templatetags.panels import panels

ARGUMENTS = ("toyonaka", "digital-strategy", 2)


def shown(role: str, place: str, state: str = "", arguments=ARGUMENTS) -> list[str]:
    request = SimpleNamespace(membership=SimpleNamespace(role=role))
    return [link["label"] for link in panels({"request": request}, place, *arguments, state=state)]


@pytest.mark.parametrize("role", ["ADMIN", "PLANNER"])
def test_planners_of_a_working_edition_see_all(role):
    assert shown(role, "edition", "working") == [panel.label for panel in settings.PANELS["edition"]]


READ = ["KPI", "施策調書", "新旧対照表", "印刷の見え方", "人口ビジョン"]


@pytest.mark.parametrize(
    ("role", "state", "more"),
    [("DEPARTMENT", "working", []), ("VIEWER", "working", []), ("PLANNER", "frozen", ["申し送り"])],
)
def test_others_and_frozen_editions_have_only_what_is_read(role, state, more):
    assert shown(role, "edition", state) == READ + more


def test_the_links_lead_to_addresses_that_exist():
    request = SimpleNamespace(membership=SimpleNamespace(role="ADMIN"))
    links = panels({"request": request}, "plan", *ARGUMENTS[:2])
    assert [link["href"] for link in links] == [
        reverse(name, args=ARGUMENTS[:2])
        for name in (
            "review_years",
            "meetings",
            "comments",
            "consultations",
            "opinions",
            "editions",
            "plan_road",
        )
    ]


def test_a_place_without_links_is_a_defect():
    with pytest.raises(KeyError):
        shown("ADMIN", "nowhere")
