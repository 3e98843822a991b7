"""The process that runs WeasyPrint for `paper.pdf`: `python -m paper.pdf_worker`.

Reads one job as JSON from standard input, writes `out.pdf` and `report.json` into its working directory. Its
first act is to limit itself, so that even the import of the library stands under the limits.
"""

import gc
import importlib
import json
import logging
import os
import re
import resource
import sys
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

# Names of audit events a renderer of local text has no business to raise.
REFUSED_EVENTS = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system")
AVOID = re.compile(r"((?:page-)?break-(?:after|before))\s*:\s*avoid(?:-page)?")
LIFT_OWN_SHEET = (
    "h1, h2, h3, h4, h5, h6, caption, dt, thead, tbody, tr { break-after: auto; break-before: auto }"
)

ROOM_TO_REPORT = 64 * 1024 * 1024  # bytes of address space, for a process that has none left

Job = dict[str, Any]


class Refusal(Exception):
    """The document cannot be printed; `reason` is a key of paper.pdf.SENTENCES."""

    def __init__(self, reason: str, detail: str = ""):
        self.reason, self.detail = reason, detail
        super().__init__(reason)


class Notes(logging.Handler):
    """Turns the renderer's errors that a reader would see on paper into Japanese sentences, each once."""

    SENTENCES = (
        (
            re.compile(r"Failed to (?:load|render)(?: inline)? (?:SVG )?(?:image|SVG)"),
            "読み込めない図がありました。",
        ),
        (
            re.compile(r"No anchor #(?P<what>\S+) for internal URI"),
            "参照先が文書の中にありません（{what}）。",
        ),
        (
            re.compile(r"target points to undefined anchor .*'#?(?P<what>[^']+)'\)*$"),
            "参照先が文書の中にありません（{what}）。",
        ),
        (re.compile(r"has no required alt description"), "代替テキストのない図があります。"),
        (
            re.compile(r"Relative URI reference without a base URI: (?P<what>.+)"),
            "文書の外を指す参照を取り除きました（{what}）。",
        ),
    )

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        for pattern, sentence in self.SENTENCES:
            if match := pattern.search(record.getMessage()):
                what = match.groupdict().get("what", "")
                self.found[sentence.format(what=what[:60])] = None


def main() -> None:
    # Nearly all objects of a layout live to the end: collecting meanwhile costs a quarter of the time.
    gc.disable()
    job = json.load(sys.stdin)
    limit(job["memory"], job["seconds"])
    try:
        report = print_job(job)
    except Refusal as refusal:
        report = {"error": refusal.reason, "detail": refusal.detail}
    except RecursionError:
        report = {"error": "deep"}
    except Exception as error:
        allowed = make_room_to_report()
        if not (isinstance(error, MemoryError) or names_memory(error) or came_close_to(allowed)):
            raise
        report = {"error": "memory"}
    Path("report.json").write_text(json.dumps(report), encoding="utf-8")


def limit(memory: int, seconds: int) -> None:
    """Bind this process: address space in bytes, processor time in seconds, no core dump."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    if sys.platform != "darwin":  # macOS knows the limit of the address space but refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory + ROOM_TO_REPORT))


def make_room_to_report() -> int:
    """Lift the limit by the room kept for finding out and saying that it was reached; the bytes allowed until now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    return soft


def names_memory(error: BaseException) -> bool:
    """Whether an error says itself that an allocation was refused, as the loader of a large library does."""
    words = str(error)
    return "allocate memory" in words or "failed to map segment" in words


def came_close_to(allowed: int, pid: int | str = "self") -> bool:
    """Whether a process nearly used up so many bytes: libraries name a refused allocation in many ways."""
    status = Path(f"/proc/{pid}/status")
    peak = re.search(r"^VmPeak:\s+(\d+) kB", status.read_text(), re.MULTILINE) if status.exists() else None
    return peak is not None and allowed != resource.RLIM_INFINITY and int(peak[1]) * 1024 > 0.8 * allowed


def print_job(job: Job) -> dict[str, Any]:
    weasyprint = load_library()
    notes = Notes()
    weasyprint.LOGGER.addHandler(notes)
    sys.addaudithook(refuse_reach)
    try:
        document, body = lay_out(weasyprint, job, lifted=False)
    except AssertionError:
        # Rows chained by "break-after: avoid" over more than a page trip the library.
        document, body = lay_out(weasyprint, job, lifted=True)
        notes.found[
            "見出しなどと次の行を同じページに置く指定を外して作りました。ページの区切りを確かめてください。"
        ] = None
    document.metadata.created = document.metadata.modified = job["created"]
    try:
        document.write_pdf("out.pdf", pdf_variant="pdf/ua-1", pdf_identifier=job["identifier"].encode())
    except weasyprint.urls.FatalURLFetchingError as fatal:
        raise blocked(fatal) from fatal
    pages, printed = page_numbers(document, body, job["body_first_page"])
    return {"page_count": len(document.pages), "pages": pages, "printed": printed, "notes": list(notes.found)}


@cache
def load_library() -> Any:
    """WeasyPrint, loaded only now that the limits stand; without Pango this is a Refusal."""
    try:
        weasyprint = importlib.import_module("weasyprint")
    except OSError as missing:
        if names_memory(missing) or came_close_to(resource.getrlimit(resource.RLIMIT_AS)[0]):
            raise MemoryError from missing
        raise Refusal("pango") from missing
    remember_page_references(weasyprint.pdf.pydyf)
    remember_written_objects(weasyprint.pdf.pydyf)
    compress_sensibly(weasyprint.pdf.pydyf)
    return weasyprint


def remember_page_references(writer: Any) -> None:
    """Let the PDF writer build its list of pages once for each number of pages, not once for each tag.

    It lists all pages anew for every tagged element, which in a long plan costs more than the tags themselves.
    """
    build = writer.PDF.page_references.fget

    def page_references(pdf: Any) -> tuple[bytes, ...]:
        known: tuple[int, tuple[bytes, ...]] = pdf.__dict__.get("known_pages", (-1, ()))
        count = len(pdf.pages["Kids"])
        if known[0] != count:
            known = pdf.__dict__["known_pages"] = count, build(pdf)
        return known[1]

    writer.PDF.page_references = property(page_references)


def remember_written_objects(writer: Any) -> None:
    """Let the PDF writer turn each object into bytes once, though a file with an identifier is read twice.

    It builds and compresses everything anew for the digest in the identifier.
    """
    write = writer.PDF.write

    def remembered(build: Callable[[Any], bytes]) -> property:
        def data(item: Any) -> bytes:
            if "known_data" not in item.__dict__:
                item.__dict__["known_data"] = build(item)
            known: bytes = item.__dict__["known_data"]
            return known

        return property(data)

    def write_once(pdf: Any, *arguments: Any, **options: Any) -> None:
        for kind in (writer.Dictionary, writer.Stream):  # only now is nothing added to them any more
            kind.data = remembered(kind.data.fget)
        write(pdf, *arguments, **options)

    writer.PDF.write = write_once


def compress_sensibly(writer: Any) -> None:
    """Let the PDF writer compress at zlib's own level: its highest takes five times as long for 4 % less."""
    writer.zlib = SimpleNamespace(compressobj=lambda level: zlib.compressobj())


def refuse_reach(event: str, arguments: tuple[Any, ...]) -> None:
    """Second wall behind the fetcher: a socket or a child process is an error, whoever asks for it."""
    if event.startswith(REFUSED_EVENTS):
        raise PermissionError(f"{event} refused")


def lay_out(weasyprint: Any, job: Job, *, lifted: bool) -> tuple[Any, str]:
    """The laid out document and the id of its body, if it has one."""
    fetcher = weasyprint.urls.URLFetcher(
        allowed_protocols=["data"], allow_redirects=False, fail_on_errors=True
    )
    try:
        html = weasyprint.HTML(string=job["html"], base_url=None, url_fetcher=fetcher)
        root = html.etree_element
        check_shape(root, job["max_depth"], job["max_rows"])
        body = prepare(root)
        sheets = list(job["css"])
        if lifted:
            for style in root.iter("style"):
                style.text = AVOID.sub(r"\1: auto", style.text or "")
            sheets = [LIFT_OWN_SHEET, *(AVOID.sub(r"\1: auto", sheet) for sheet in sheets)]
        sheets.append(first_page_rule(body, job["body_first_page"]))
        styles = [weasyprint.CSS(string=sheet, base_url=None, url_fetcher=fetcher) for sheet in sheets]
        return html.render(stylesheets=styles), body
    except weasyprint.urls.FatalURLFetchingError as fatal:
        raise blocked(fatal) from fatal


def blocked(fatal: BaseException) -> Refusal:
    address = re.search(r'"(.*)"', str(fatal), re.DOTALL)
    return Refusal("blocked", address[1][:60] if address else "")


def check_shape(root: Any, max_depth: int, max_rows: int) -> None:
    """Refuse what would cost the layout minutes: deep nesting and endless tables."""
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        if depth > max_depth:
            raise Refusal("deep")
        waiting += [(child, depth + 1) for child in element]
    for table in root.iter("table"):
        if sum(1 for _ in table.iter("tr")) > max_rows:
            raise Refusal("rows")


def prepare(root: Any) -> str:
    """Give the root its language and the body an id; the id of the body, or ''."""
    title = next(root.iter("title"), None)
    if title is None or not (title.text or "").strip():
        raise Refusal("title")
    if not root.get("lang"):
        root.set("lang", "ja")
    for element in root.iter():
        if element.get("id") == "body-start" or "body-start" in (element.get("class") or "").split():
            element.set("id", element.get("id") or "body-start")
            return str(element.get("id"))
    return ""


def first_page_rule(body: str, number: int) -> str:
    """The reset of the page counter. On an element it would turn every cross-reference into 1."""
    page = ":nth(1 of body-start)" if body else ":first"
    return f"@page {page} {{ counter-reset: page {number} }}"


def page_numbers(document: Any, body: str, first: int) -> tuple[dict[str, int], dict[str, int]]:
    """Sheets of the items, and the numbers the page counter shows there (from the body on)."""
    sheets: dict[str, int] = {}
    for sheet, page in enumerate(document.pages, start=1):
        for name in page.anchors:
            sheets.setdefault(name, sheet)
    opening = sheets.get(body, 1)
    pages = {name: sheet for name, sheet in sheets.items() if name.startswith("item-")}
    printed = {name: sheet - opening + first for name, sheet in pages.items() if sheet >= opening}
    return pages, printed


if __name__ == "__main__":
    main()
    # The report is written; taking millions of objects apart one by one would only cost half a second more.
    os._exit(0)
