"""Every page of the office passes axe at both widths and keeps to the policy.

The list is the URLconf itself: a new page is looked at without anybody adding it here.
"""

import os

import pytest

from tests import test_deliberation_permissions, test_round_permissions, test_vision_permissions
from tests.journeys.conftest import WIDTHS
from tests.journeys.office import signed_in
from tests.test_permissions import (
    OF_DELIBERATION,
    OF_THE_ROUND,
    OF_VISIONS,
    OPEN,
    OTHERWISE,
    OWN,
    ROWS,
    Address,
    arguments_of,
    filled,
    rows_at,
)
from tests.test_permissions import town as town  # the world that has an example of everything
from tests.test_round_permissions import examples as examples  # and that of the yearly round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# What is no page: files, a picture, the list that the editor's dialog fetches.
NO_PAGES = set(
    "office_download comparison_download item_figure office_figure references results_workbook results_workbooks "
    "drafting_workbook upload_file review_report_file paper_file paper_ballot_scan document opinion_list_file "
    "consultation_form_file comment_result_file inquiry_file advice_file plan_road_file meeting_bundle_file "
    "meeting_draft_file ledger_file office_population_file population_comparison_file diagram_file".split()
)
FOR_THE_OFFICE = [
    address
    for address in OWN
    if address.access.kind in ("office", "signed_in") and address.name not in NO_PAGES
]
PAGES = [
    address
    for address in FOR_THE_OFFICE
    if address not in (*OF_THE_ROUND, *OF_DELIBERATION, *OF_VISIONS) and address.name not in OTHERWISE
]
PAGES_OF_DELIBERATION = [
    address
    for address in FOR_THE_OFFICE
    if address in OF_DELIBERATION and address.name not in test_deliberation_permissions.OTHERWISE
]
PAGES_OF_VISIONS = [
    address
    for address in FOR_THE_OFFICE
    if address in OF_VISIONS and address.name not in test_vision_permissions.OTHERWISE
]
PAGES_OF_THE_ROUND = [
    address
    for address in FOR_THE_OFFICE
    if address in OF_THE_ROUND and address.name not in test_round_permissions.OTHERWISE
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
    assert len(PAGES) > 25
    paths = [path_of(address) for address in PAGES[half::2]]
    look_at(signed_in(quiet_page, live_server, endo), live_server, paths, check_axe)


def test_every_page_of_the_round_is_for_everybody(live_server, quiet_page, examples, endo, check_axe):
    assert len(PAGES_OF_THE_ROUND) > 20
    document = examples | {"upload": examples["document"]}  # the uploads of an edition are its documents
    paths = [
        filled(address, document if "number" in arguments_of(address) else examples)[0]
        for address in PAGES_OF_THE_ROUND
    ]
    look_at(signed_in(quiet_page, live_server, endo), live_server, paths, check_axe)


def test_every_page_of_deliberation_is_for_everybody(
    live_server, quiet_page, toyonaka, chiba, endo, check_axe
):
    assert len(PAGES_OF_DELIBERATION) > 50
    examples = test_deliberation_permissions.world(toyonaka, chiba, endo)
    paths = [
        filled(address, test_deliberation_permissions.values_of(address, examples, hidden=False))[0]
        for address in PAGES_OF_DELIBERATION
    ]
    look_at(signed_in(quiet_page, live_server, endo), live_server, paths, check_axe)


def test_every_page_of_the_visions_is_for_everybody(live_server, quiet_page, toyonaka, endo, check_axe):
    assert len(PAGES_OF_VISIONS) > 20
    examples = test_vision_permissions.world(toyonaka)
    paths = [
        filled(address, test_vision_permissions.values_of(address, examples))[0]
        for address in PAGES_OF_VISIONS
    ]
    look_at(signed_in(quiet_page, live_server, endo), live_server, paths, check_axe)


def look_at(page, live_server, paths: list[str], check_axe) -> None:
    every_width = bool(os.environ.get("EVERY_WIDTH"))
    for n, path in enumerate(paths):
        answer = page.goto(live_server.url + path)
        assert answer.status == 200, path
        check_axe(page, at=WIDTHS if every_width else (WIDTHS[n % 2],))
