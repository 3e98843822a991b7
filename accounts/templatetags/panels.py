"""Shows the links that higher rooms lend to a page (config/panels.py)."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from accounts.rules import PLANNERS

register = template.Library()


@register.simple_tag(takes_context=True)
def panels(context: template.Context, place: str, *arguments: Any, state: str = "") -> list[dict[str, str]]:
    """The links of a place for this person: ``state`` is "working" or "frozen" where it matters."""
    role = context["request"].membership.role
    return [
        {"label": panel.label, "href": reverse(panel.name, args=arguments)}
        for panel in settings.PANELS[place]
        if (panel.who == "staff" or role in PLANNERS) and panel.when in ("always", state)
    ]
