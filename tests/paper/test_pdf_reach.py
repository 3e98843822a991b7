"""A PDF is made of its document alone: nothing is fetched, no file is read, whatever the text asks for."""

import base64
import http.server
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from paper import pdf_worker
from paper.pdf import PdfError, render, worker_job

pytestmark = pytest.mark.slow

SECRET = "CANARY-4711"


@dataclass
class Canary:
    """A server and files that no PDF may know of."""

    url: str = ""
    folder: str = ""
    hits: list[str] = field(default_factory=list)

    def arm(self, text: str) -> str:
        host = self.url.removeprefix("http://")
        return text.replace("URL", self.url).replace("FILE", self.folder).replace("HOST", host)


@pytest.fixture(scope="module")
def canary(tmp_path_factory) -> Iterator[Canary]:
    bird = Canary()

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            bird.hits.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(SECRET.encode())

        def log_message(self, *arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder = tmp_path_factory.mktemp("canary")
    (folder / "secret.txt").write_text(SECRET)
    (folder / "secret.svg").write_text(f"{SVG}<text y='20'>{SECRET}</text></svg>")
    bird.url, bird.folder = f"http://127.0.0.1:{server.server_port}", folder.as_uri()
    yield bird
    server.shutdown()
    server.server_close()


def as_data(text: str, kind: str = "image/svg+xml") -> str:
    return f"data:{kind};base64,{base64.b64encode(text.encode()).decode()}"


NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SVG = f'<svg {NAMESPACES} width="90" height="20"><title>t</title>'
IMAGE = '<image href="URL/svg" width="9" height="9"/></svg>'
TEXT = '<text y="9">&e;</text></svg>'
ENTITY = '<!DOCTYPE s [<!ENTITY e SYSTEM "FILE/secret.txt">]>'
HOSTILE = {
    "link attachment": '<link rel="attachment" href="FILE/secret.txt">',
    "anchor attachment": '<a rel="attachment" href="FILE/secret.txt">x</a>',
    "img http": '<img alt="x" src="URL/img">',
    "img file": '<img alt="x" src="FILE/secret.svg">',
    "img relative with base": '<base href="URL/"><img alt="x" src="rel.png">',
    "img without scheme": '<img alt="x" src="//HOST/img">',
    "img absolute path": '<img alt="x" src="/etc/hostname">',
    "img mixed case scheme": '<img alt="x" src="FiLe:///etc/hostname">',
    "object": '<object data="URL/object">x</object>',
    "embed": '<embed src="URL/embed">',
    "style sheet": '<link rel="stylesheet" href="URL/style.css">',
    "css import": "<style>@import url(URL/import.css);</style>",
    "css import in data": f'<link rel="stylesheet" href="{as_data("@import url(URL/deep.css);", "text/css")}">',
    "font face": "<style>@font-face { font-family: x; src: url(URL/f) } p { font-family: x }</style><p>x</p>",
    "inline background": '<p style="background: url(URL/background)">x</p>',
    "list image": '<ul><li style="list-style-image: url(URL/list)">x</li></ul>',
    "content": "<style>p::before { content: url(URL/content) }</style><p>x</p>",
    "border image": '<p style="border: 9px solid; border-image: url(URL/border) 30">x</p>',
    "page margin": "<style>@page { @top-left { content: url(URL/margin) } }</style><p>x</p>",
    "svg in data": f'<img alt="x" src="{as_data(SVG + IMAGE)}">',
    "svg inline": f'{SVG}<image href="URL/inline" width="9" height="9"/><use href="FILE/secret.svg#a"/></svg>',
    "svg style": f"{SVG}<style>@import url(URL/svgstyle);</style></svg>",
    "svg entity": f'<img alt="x" src="{as_data(ENTITY + SVG + TEXT)}">',
}


# One process for all: most of a render is the start of its process. `print_job` is what the worker runs.
HARNESS = """
import json, os, sys
from paper import pdf_worker
reports = {}
for kind, job in json.load(sys.stdin).items():
    try:
        reports[kind] = pdf_worker.print_job(job)
        os.rename("out.pdf", kind + ".pdf")
    except pdf_worker.Refusal as refusal:
        reports[kind] = {"error": refusal.reason}
open("reports.json", "w").write(json.dumps(reports))
"""


@pytest.fixture(scope="module")
def folder(canary, tmp_path_factory) -> Path:
    """What became of each hostile document: reports.json, and a PDF for each that was printed."""

    def arm_data(found: re.Match[str]) -> str:
        inside = canary.arm(base64.b64decode(found[1]).decode())
        return "base64," + base64.b64encode(inside.encode()).decode()

    armed = {
        kind: canary.arm(re.sub(r"base64,([A-Za-z0-9+/=]+)", arm_data, body))
        for kind, body in HOSTILE.items()
    }
    jobs = {kind: worker_job(document(body)) for kind, body in armed.items()}
    place = tmp_path_factory.mktemp("hostile")
    subprocess.run(
        [sys.executable, "-P", "-c", HARNESS],
        input=json.dumps(jobs),
        text=True,
        cwd=place,
        env=os.environ | {"PYTHONPATH": str(Path(pdf_worker.__file__).resolve().parent.parent)},
        check=True,
        capture_output=True,
        timeout=120,
    )
    return place


def document(body: str) -> str:
    return f'<!doctype html><html lang="ja"><head><title>計画</title></head><body>{body}</body></html>'


@pytest.mark.parametrize("kind", HOSTILE)
def test_nothing_of_the_outside_is_in_the_file(kind, folder, program):
    report = json.loads((folder / "reports.json").read_text())[kind]
    if "error" in report:
        assert report == {"error": "blocked"}
        return
    file = folder / f"{kind}.pdf"
    assert program("pdftotext", file, "-").count(SECRET) == 0
    assert program("pdfdetach", "-list", file).startswith("0 embedded")


def test_the_server_was_never_asked(folder, canary):
    assert len(json.loads((folder / "reports.json").read_text())) == len(HOSTILE)
    assert [path for path in canary.hits if path != "/careless"] == []


def test_without_our_fetcher_the_canary_would_have_sung(canary):
    """The control: the same image, rendered carelessly, is asked for."""
    code = f"import weasyprint; weasyprint.HTML(string='<img src=\"{canary.url}/careless\">').write_pdf()"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=60)
    assert canary.hits.count("/careless") == 1


@pytest.mark.parametrize("kind", ["link attachment", "img http", "css import"])
def test_the_whole_way_ends_in_a_refusal(kind, canary):
    with pytest.raises(PdfError) as refused:
        render(document(canary.arm(HOSTILE[kind])))
    assert refused.value.reason == "blocked"
    assert [path for path in canary.hits if path != "/careless"] == []


def test_a_blocked_address_is_named():
    with pytest.raises(PdfError, match=re.escape("（http://example.jp/a.png）")) as refused:
        render(document('<img alt="x" src="http://example.jp/a.png">'))
    assert refused.value.reason == "blocked"


def test_a_blocked_address_in_a_style_sheet_is_an_error_too():
    with pytest.raises(PdfError, match="外部の画像やファイル"):
        render(document("<p>x</p>"), css=["p { background: url(http://example.jp/a.png) }"])
