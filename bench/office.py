"""The office at work: twenty editors who save every three seconds, and one planner in a browser.

Runs the real server (granian, as script/serve does) on the database of the environment: SQLite, or PostgreSQL when
started as ``script/postgres bench/run.py office``. Nothing may fail and nothing may be lost; times are shown for
orientation, those of the browser have limits of their own.
"""

import http.cookiejar
import json
import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from playwright.sync_api import Page, sync_playwright

from accounts.models import AuditEvent, Membership, User
from bench.plans import edition, figure, nation, report, town
from strategy.models import Edition, PlanItem

EDITORS, EVERY, SECONDS, ITEMS = 20, 3.0, 45.0, 320
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


def measure() -> None:
    nation()
    where = town()
    made = edition(where, "strategy", ITEMS)
    people = [_person(where, n) for n in range(EDITORS)]
    with _server() as address:
        editors = [Editor(address, person, made) for person in people]
        _work(editors)
        shown, moved = _browser(address, people[0], made)
    saves = sorted(seconds for editor in editors for seconds in editor.times)
    name = connection.vendor
    report(
        figure(f"autosaves of {EDITORS} editors in {SECONDS:.0f} s ({name})", len(saves)),
        figure("half of them answered within", saves[len(saves) // 2] * 1000, "ms"),
        figure("95 of 100 answered within", saves[int(len(saves) * 0.95)] * 1000, "ms"),
        figure("told that somebody was first", sum(editor.overtaken for editor in editors)),
        figure("errors", sum(len(editor.errors) for editor in editors), "", 0),
        figure("accepted saves that are not there", _lost(editors, made), "", 0),
        figure(f"outline of {ITEMS} items usable in the browser", shown, "s", 1.0),
        figure("a move answered in the browser", moved, "s", 0.3),
    )


def _person(where: Any, n: int) -> User:
    person = User.objects.create_user(f"kakite{n}", name=f"書き手{n}")
    Membership.objects.create(user=person, government=where, role=Membership.Role.PLANNER)
    return person


def _session(person: User) -> str:
    """A session of somebody who has signed in."""
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return store.session_key


@contextmanager
def _server():
    """The server of script/serve on a free port; it is stopped afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = (
        "granian --interface wsgi --host 127.0.0.1 --no-ws --blocking-threads 32 --log-level error".split()
    )
    command[0] = os.path.join(os.path.dirname(sys.executable), "granian")
    process = subprocess.Popen(
        [*command, "--port", str(port), "config.wsgi:application"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # each conflict would be a line
    )
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait()


@dataclass
class Editor:
    """Somebody who writes: every other save in an item of the own, the others in one that five share."""

    address: str
    person: User
    made: Edition
    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    accepted: dict[str, int] = field(default_factory=dict)
    overtaken: int = 0

    def __post_init__(self) -> None:
        measures = self.made.items.filter(kind="MEASURE").order_by("pk")
        lineages = [str(lineage) for lineage in measures.values_list("lineage", flat=True)]
        n = int(self.person.login_name.removeprefix("kakite"))
        self.items = [lineages[n], lineages[-1 - n % 4]]
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.opener.addheaders = [
            ("Cookie", f"{settings.SESSION_COOKIE_NAME}={_session(self.person)}"),
            ("Accept", "application/json"),
        ]
        self.token = ""

    def page(self, lineage: str) -> str:
        return f"{self.address}/office/mihon/strategy/{self.made.number}/items/{lineage}/"

    def open(self, lineage: str) -> int:
        """Open the item's page; the version that stands there."""
        html = self.opener.open(self.page(lineage), timeout=30).read().decode()
        self.token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)[1]
        return int(re.search(r'name="version" value="(\d+)"', html)[1])

    def work(self, until: float) -> None:
        rest = random.Random(self.person.pk)
        time.sleep(rest.random() * EVERY)
        versions = {lineage: self.open(lineage) for lineage in self.items}
        turn = 0
        while time.monotonic() < until:
            lineage = self.items[turn % 2]
            turn += 1
            versions[lineage] = self.save(
                lineage, versions[lineage], f"<p>{self.person.name}の{turn}回目</p>"
            )
            time.sleep(EVERY * (0.8 + 0.4 * rest.random()))

    def save(self, lineage: str, version: int, body: str) -> int:
        """Save as the page's autosave does; the version to save from next time."""
        cookie = dict(self.opener.addheaders)["Cookie"]
        fields = {
            "version": version,
            "title": "見本の取組み",
            "body": body,
            "csrfmiddlewaretoken": self.token,
        }
        request = urllib.request.Request(
            f"{self.page(lineage)}save/",
            data=urllib.parse.urlencode(fields).encode(),
            headers={"Cookie": f"{cookie}; csrftoken={self.token}", "Accept": "application/json"},
        )
        began = time.monotonic()
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                said = json.load(answer)
        except urllib.error.HTTPError as refused:
            self.times.append(time.monotonic() - began)
            if refused.code == 409 and "conflict" in json.load(refused):
                self.overtaken += 1
                return self.open(lineage)
            self.errors.append(str(refused))
            return version
        except OSError as error:
            self.errors.append(repr(error))
            return version
        self.times.append(time.monotonic() - began)
        self.accepted[lineage] = self.accepted.get(lineage, 0) + 1
        return said["version"]


def _work(editors: list[Editor]) -> None:
    until = time.monotonic() + SECONDS
    threads = [threading.Thread(target=editor.work, args=(until,)) for editor in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _lost(editors: list[Editor], made: Edition) -> int:
    """Accepted saves without a version and an event of their own."""
    accepted: dict[str, int] = {}
    for editor in editors:
        for lineage, count in editor.accepted.items():
            accepted[lineage] = accepted.get(lineage, 0) + count
    versions = dict(made.items.values_list("lineage", "version"))
    lost = sum(abs(versions[lineage] - 1 - accepted.get(str(lineage), 0)) for lineage in versions)
    return lost + abs(AuditEvent.objects.filter(verb="item.save").count() - sum(accepted.values()))


def _browser(address: str, person: User, made: Edition) -> tuple[float, float]:
    """Seconds until the outline can be used, and until a move has been answered and drawn; the median of five."""
    first = PlanItem.objects.filter(edition=made, kind="MEASURE").order_by("pk")[40]
    session = _session(person)  # the browser's driver runs a loop in which the database may not be asked
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ja-JP")
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
        page = context.new_page()
        outline = f"{address}/office/mihon/strategy/{made.number}/"
        page.goto(outline)  # the files are in the browser's own store from the second time on
        shown = sorted(_shown(page, outline) for _ in range(5))[2]
        page.goto(f"{outline}items/{first.lineage}/")
        page.wait_for_selector("[data-outline] [data-filter][hidden]", state="attached")
        moved = sorted(_moved(page, str(first.lineage), key) for key in ("ArrowDown", "ArrowUp") * 3)[2]
        browser.close()
    return shown, moved


def _shown(page: Page, outline: str) -> float:
    began = time.monotonic()
    page.goto(outline, wait_until="commit")
    page.wait_for_selector(
        "[data-outline] [data-filter][hidden]", state="attached"
    )  # the script has taken over
    page.wait_for_selector("[data-item]")
    return time.monotonic() - began


def _moved(page: Page, lineage: str, key: str) -> float:
    link = page.locator(f'li[data-item="{lineage}"] > .outline-row > a')
    link.focus()
    number = link.locator(".num").inner_text()
    began = time.monotonic()
    page.keyboard.press(f"Alt+{key}")
    page.wait_for_function(
        """([lineage, number]) => {
            const row = document.querySelector(`li[data-item="${lineage}"] > .outline-row .num`);
            return row && row.textContent !== number;
        }""",
        arg=[lineage, number],
        polling="raf",
    )
    return time.monotonic() - began
