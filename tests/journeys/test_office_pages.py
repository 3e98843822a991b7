"""Every page of the office passes axe at both widths and keeps to the policy.

The list is the URLconf itself: a new page is looked at without anybody adding it here.
"""

import os

import pytest

from tests.journeys.conftest import WIDTHS
from tests.journeys.office import signed_in
from tests.test_permissions import OPEN, OTHERWISE, OWN, ROWS, Address, arguments_of, filled, rows_at
from tests.test_permissions import town as town  # the world that has an example of everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# What is no page: files, a picture, the list that the editor's dialog fetches.
NO_PAGES = {"office_download", "comparison_download", "item_figure", "office_figure", "references"}
PAGES = [
    address
    for address in OWN
    if address.access.kind in ("office", "signed_in")
    and address.name not in NO_PAGES
    and address.name not in OTHERWISE
]


def path_of(address: Address) -> str:
    """The page on the edition that is being written, where it is about an edition."""
    values = OPEN | {"number": ["3"]}
    if arguments_of(address) & set(ROWS):
        values |= rows_at("digital-strategy", "3")
    return filled(address, values)[0]


@pytest.mark.parametrize("half", [0, 1])
def test_every_page_of_the_office_is_for_everybody(live_server, quiet_page, town, endo, check_axe, half):
    """Half of the pages at each width, every page at both in the drill (EVERY_WIDTH): axe takes its time."""
    every_width = bool(os.environ.get("EVERY_WIDTH"))
    assert len(PAGES) > 25
    page = signed_in(quiet_page, live_server, endo)
    for n, address in enumerate(PAGES[half::2]):
        answer = page.goto(f"{live_server.url}{path_of(address)}")
        assert answer.status == 200, address.route
        check_axe(page, at=WIDTHS if every_width else (WIDTHS[n % 2],))
