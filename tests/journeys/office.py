"""The office in a real browser, as the journeys walk through it."""

import re

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

SAVED = re.compile(r"保存しました \d{1,2}:\d\d")


def signed_in(page: Page, live_server, person) -> Page:
    """The page of somebody who has signed in."""
    client = Client()
    client.force_login(person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    return page


def address(live_server, name: str, edition, *more) -> str:
    plan = edition.plan
    return live_server.url + reverse(name, args=[plan.government.slug, plan.slug, edition.number, *more])


def body_of(page: Page):
    """The editor's text, ready to be written in; before the script has begun a plain field stands there."""
    box = page.locator("#item-body").and_(page.get_by_role("textbox", name="本文"))
    expect(box).to_be_visible()
    return box


def state_of(page: Page):
    return page.locator("[data-save-state]")


def rest(page: Page, milliseconds: int = 2000) -> None:
    """So much passes at once on the page's own clock, which a test has installed before it opened the page.

    Two seconds after the last key a text is saved.
    """
    page.clock.run_for(milliseconds)


def is_saved(page: Page) -> None:
    rest(page)
    expect(state_of(page)).to_have_text(SAVED, timeout=8000)
