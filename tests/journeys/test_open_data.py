"""A reader in a real browser takes data home: the catalogue passes axe, and its data block is no script to the policy."""

import pytest

from tests import factories
from tests.journeys.conftest import WIDTHS
from tests.publishing.opendata_world import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", event => window.violations.push(event.violatedDirective));
"""


def test_the_catalogue(live_server, db, quiet_page, check_axe):
    world(factories.government())
    quiet_page.add_init_script(VIOLATIONS)
    quiet_page.goto(f"{live_server.url}/toyonaka/digital-strategy/")
    quiet_page.get_by_role("link", name="データの一覧と利用条件").click()
    assert quiet_page.get_by_role("heading", level=1).inner_text() == "豊中市のデータ"
    block = quiet_page.locator('script[type="application/ld+json"]')
    assert quiet_page.evaluate("data => JSON.parse(data)['@type']", block.inner_text()) == "DataCatalog"
    for summary in quiet_page.locator("summary").all():
        summary.click()
    check_axe(quiet_page, at=WIDTHS)
    quiet_page.set_viewport_size({"width": 320, "height": 900})
    assert quiet_page.evaluate("document.documentElement.scrollWidth") == 320
    assert quiet_page.evaluate("window.violations") == []
    with quiet_page.expect_download() as download:
        quiet_page.get_by_role("link", name="KPIの一覧の CSV").click()
    assert download.value.suggested_filename == "toyonaka-digital-strategy-kpi.csv"
    assert quiet_page.context.cookies() == []
