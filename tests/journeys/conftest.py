"""A real browser: Debian's Chromium, quiet, closed to the outside; pages checked with axe at two widths.

The one without windows comes first: it takes a third less time.
"""

import os
import shutil

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults

CANDIDATES = ("chromium-headless-shell", "/usr/bin/chromium", "google-chrome", "chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDTHS = (390, 1280)
# Only violations are handed over: what passed is thousands of nodes on a long page.
AXE = "axe.run({resultTypes: ['violations']}).then(results => ({violations: results.violations}))"


def _chromium() -> str | None:
    """A browser that is no snap shim (Ubuntu's /usr/bin/chromium-browser is one)."""
    for candidate in (os.environ.get("CHROMIUM", ""), *CANDIDATES):
        if candidate and (found := shutil.which(candidate)):
            return found
    return None


@pytest.fixture(scope="session")
def base_url():
    """Addresses are always given in full; the plugin's own fixture trips pytest 9.2 when finalised."""
    return None


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    found = _chromium()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium: CI must run the browser tests")
        pytest.skip("no Chromium found (set CHROMIUM): the browser tests are skipped")
    return {**browser_type_launch_args, "executable_path": found, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "ja-JP", "timezone_id": "Asia/Tokyo"}


@pytest.fixture
def quiet_page(page):
    """A page that fails the test when the console shows an error or a violation of the policy."""
    faults = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []


@pytest.fixture
def check_axe():
    """Run axe on what the page shows now, at both widths or those given; the page must not be wider than the window."""

    def run(page, at=WIDTHS):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if width in at:
                if not page.evaluate("'axe' in window"):
                    page.evaluate(AXE_SCRIPT)
                results = AxeResults(page.evaluate(AXE))
                assert results.violations_count == 0, f"{page.url} at {width}: {results.generate_report()}"
            overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert overflow <= 0, f"{page.url} at {width} px is {overflow} px too wide"

    return run
