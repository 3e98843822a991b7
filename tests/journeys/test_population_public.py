"""A citizen reads a population vision on a telephone and at a desk."""

import os

import pytest

from tests.publishing.populations import public, withdrawn

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PAGE = "/toyonaka/population/"


def test_the_pages_pass_axe_and_are_no_wider_than_a_telephone(live_server, toyonaka, page, check_axe):
    """The withdrawn one answers 410, which a browser writes to its console: this page is not a quiet one."""
    withdrawn(public(toyonaka))
    public(toyonaka, outlook="減り方をゆるやかにします。")
    for place, heading in (
        ("", "豊中市人口ビジョン（見本）"),
        ("1/", "この人口ビジョンは取り下げられました"),
    ):
        page.goto(f"{live_server.url}{PAGE}{place}")
        assert page.locator("h1").inner_text() == heading
        check_axe(page)
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=f"{folder}/population-{place.strip('/')}.png", full_page=True)
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"{live_server.url}{PAGE}")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
