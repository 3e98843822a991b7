"""A real browser: Debian's Chromium, quiet, closed to the outside; pages checked with axe at two widths.

The one without windows comes first: it takes a third less time.
"""

import itertools
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
# Each page of a test gets axe as a function that is not called yet: the browser has it compiled already, while
# half a megabyte sent to every page that is checked takes three times as long.
LOAD_AXE = f"window.loadAxe = function () {{{AXE_SCRIPT}\n}}"
# Only violations are handed over: what passed is thousands of nodes on a long page.
LOOK = """async options => {
    const wider = document.documentElement.scrollWidth - window.innerWidth;
    if (!options) return { wider, violations: [] };
    if (!window.axe) window.loadAxe?.();
    if (!window.axe) return null;
    const { violations } = await axe.run({ resultTypes: ["violations"], ...options });
    return { wider, violations };
}"""
# Three fifths of axe's time, and the one rule whose answer hardly hangs on the width: colours are the same at each.
WITHOUT_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}


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
def page(page, request):
    if "check_axe" in request.fixturenames:
        page.add_init_script(LOAD_AXE)
    return page


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
    """Run axe on what the page shows now, at both widths or those given; the page must not be wider than the window.

    Who looks at both has contrast measured at one of them, in turn; at both in the drill (EVERY_WIDTH).
    """
    turn = itertools.cycle(WIDTHS)
    every_width = bool(os.environ.get("EVERY_WIDTH"))

    def run(page, at=WIDTHS, **options):
        measured = at if every_width or len(at) == 1 else (next(turn),)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            less = {} if width in measured else WITHOUT_CONTRAST
            found = look(page, options | less if width in at else None)
            assert found["wider"] <= 0, f"{page.url} at {width} px is {found['wider']} px too wide"
            results = AxeResults(found)
            assert results.violations_count == 0, f"{page.url} at {width}: {results.generate_report()}"

    return run


def look(page, options: dict | None) -> dict:
    """How much wider the page is than its window and, with options for axe, what axe finds wrong with it."""
    page.wait_for_load_state()  # a click returns when the next page begins, maybe without a single element
    found = page.evaluate(LOOK, options)
    if found is None:  # a page that the test has opened for itself
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate(LOOK, options)
    return found
