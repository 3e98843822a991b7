"""What the office's pages of a population vision share: its tabs, and who may do what on them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.rules import PLANNERS
from vision.models import PopulationVision
from vision.rules import may_shape


@dataclass(frozen=True)
class Tab:
    """A tab of the pages of a vision; ``also`` are the pages below it."""

    name: str
    label: str
    also: tuple[str, ...] = ()


TABS = (
    Tab(
        "population_vision",
        "概要",
        (
            "population_vision_edit",
            "population_vision_freeze",
            "population_vision_next",
            "population_vision_delete",
        ),
    ),
    Tab(
        "population_tables",
        "人口表",
        ("population_upload", "population_table", "population_table_remove", "population_areas"),
    ),
    Tab("population_assumptions", "仮定値", ("population_assumption_remove",)),
    Tab(
        "scenarios",
        "ケース",
        ("scenario", "scenario_add", "scenario_remove", "scenario_adopt", "scenario_effect"),
    ),
)
PUBLISHED = Tab("population_vision_publish", "公表", ("population_vision_withdraw",))


@dataclass(frozen=True)
class TabLink:
    """A tab as a link; ``here`` is "page" while it is open, "true" on a page below it."""

    label: str
    href: str
    here: str


def vision_address(name: str, vision: PopulationVision, *arguments: Any) -> str:
    """The address of an office page of this vision."""
    return reverse(name, args=[vision.government.slug, vision.number, *arguments])


def vision_context(request: HttpRequest, vision: PopulationVision, **extra: Any) -> dict[str, Any]:
    """What every page about a vision shows: extend ``vision/base_vision.html`` and fill its block ``panel``.

    ``compared`` is the number of the vision this one is compared with under 「前の版との比較」, None for the first.
    """
    return {
        "government": vision.government,
        "vision": vision,
        "is_planner": request.membership.role in PLANNERS,
        "may_shape": may_shape(request.membership, vision),
        "tabs": tabs_of(request, vision),
        **extra,
    }


def tabs_of(request: HttpRequest, vision: PopulationVision) -> list[TabLink]:
    """概要, 人口表, 仮定値, ケース, 前の版との比較 where there is one before, 公表 for planners. One query."""
    at = request.resolver_match.url_name
    links = [TabLink(tab.label, vision_address(tab.name, vision), _here(at, tab)) for tab in TABS]
    before = vision.government.population_visions.filter(number__lt=vision.number)
    if old := before.order_by("-number").values_list("number", flat=True).first():
        href = reverse("population_comparison", args=[vision.government.slug, old, vision.number])
        links.append(
            TabLink("前の版との比較", href, "page" if at.startswith("population_comparison") else "")
        )
    if request.membership.role in PLANNERS:
        links.append(TabLink(PUBLISHED.label, vision_address(PUBLISHED.name, vision), _here(at, PUBLISHED)))
    return links


def _here(at: str, tab: Tab) -> str:
    return "page" if at == tab.name else "true" if at in tab.also else ""


def sent(request: HttpRequest) -> Any:
    """What was sent, also when it is empty; None for a page that is only asked for."""
    return request.POST if request.method == "POST" else None


def done(request: HttpRequest, form: Any) -> Any:
    """What the form's verb returned; None where nothing was sent or it was refused."""
    if request.method != "POST" or not form.is_valid():
        return None
    return form.attempt(actor=request.user)
