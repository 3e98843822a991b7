"""Aoki's browser on the pages that shape the tree: addresses, and what a page says."""

from django.contrib.messages import get_messages
from django.urls import reverse

from strategy.models import Edition, PlanItem

FROZEN = "凍結した版は変えられません。直すときは「次の版をつくる」か「正誤訂正」をしてください。"
HTMX = {"HX-Request": "true"}


def at(name: str, edition: Edition, *arguments, under: PlanItem | None = None) -> str:
    """The address of a page about this edition."""
    plan = edition.plan
    address = reverse(name, args=[plan.government.slug, plan.slug, edition.number, *arguments])
    return f"{address}?under={under.lineage}" if under else address


def page_of(item: PlanItem) -> str:
    return at("item", item.edition, item.lineage)


def said(answer) -> list[str]:
    """The messages that wait for the next page."""
    return [str(message) for message in get_messages(answer.wsgi_request)]


def text(answer) -> str:
    return answer.content.decode()


def titles(edition: Edition, parent: PlanItem | None) -> list[str]:
    """Titles of the children, as a reader meets them; 「見本の取組み1」 is 1."""
    items = edition.items.filter(parent=parent).order_by("position", "id")
    return [title.removeprefix("見本の取組み") for title in items.values_list("title", flat=True)]
