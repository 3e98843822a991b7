import json
import logging
import socket
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from paper import pdf_worker
from paper.pdf_worker import (
    AVOID,
    Notes,
    Refusal,
    check_shape,
    first_page_rule,
    names_memory,
    page_numbers,
    prepare,
    refuse_reach,
)

pytestmark = pytest.mark.slow


def tree(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


@pytest.mark.parametrize(
    "event", ["socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.fork", "os.system"]
)
def test_a_renderer_may_not_reach_out(event):
    with pytest.raises(PermissionError, match=event):
        refuse_reach(event, ())


@pytest.mark.parametrize("event", ["open", "import", "compile", "os.listdir"])
def test_a_renderer_may_do_its_work(event):
    assert refuse_reach(event, ()) is None


def test_the_hook_holds_for_whatever_the_libraries_do():
    """The control without the hook: the same line opens a socket."""
    line = "import socket; socket.socket()"
    hook = "import sys; from paper.pdf_worker import refuse_reach; sys.addaudithook(refuse_reach);"
    root = Path(pdf_worker.__file__).resolve().parent.parent
    codes = [
        subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, timeout=60).returncode
        for code in (line, hook + line)
    ]
    assert codes == [0, 1]
    assert socket.socket is not None


# Nothing is left, and a library says so in words of its own.
HUNGRY = """
from paper import pdf_worker

def fill(job):
    held = []
    for size in (1 << 20, 1 << 12, 1 << 6):
        try:
            while True:
                held.append(bytearray(size))
        except MemoryError:
            pass
    job["held"] = held
    raise SystemError("error return without exception set")

pdf_worker.print_job = fill
pdf_worker.main()
"""


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses to limit the address space")
def test_a_process_that_has_nothing_left_can_still_say_so(tmp_path):
    job = json.dumps({"memory": 90 * 1024 * 1024, "seconds": 30})
    root = Path(pdf_worker.__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, "-c", HUNGRY],
        input=job.encode(),
        cwd=tmp_path,
        env={"PYTHONPATH": str(root)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == b""
    assert json.loads((tmp_path / "report.json").read_text()) == {"error": "memory"}


@pytest.mark.parametrize(
    ("words", "is_memory"),
    [
        ("libpango.so: failed to map segment from shared object", True),
        ("[Errno 12] Cannot allocate memory", True),
        ("cannot load library 'libpango-1.0-0'", False),
    ],
)
def test_an_error_that_names_memory_is_about_memory(words, is_memory):
    assert names_memory(OSError(words)) is is_memory


def test_the_first_page_of_the_body_is_found_and_named():
    root = tree(
        '<html><title>t</title><p/><section class="x body-start"/><section class="body-start"/></html>'
    )
    assert prepare(root) == "body-start"
    assert [element.get("id") for element in root.iter("section")] == ["body-start", None]
    assert root.get("lang") == "ja"


def test_a_body_keeps_the_id_and_language_it_has():
    root = tree('<html lang="en"><title>t</title><section class="body-start" id="item-1"/></html>')
    assert (prepare(root), root.get("lang")) == ("item-1", "en")


def test_a_document_without_body_has_none():
    assert prepare(tree("<html><title>t</title><p/></html>")) == ""
    assert first_page_rule("", 7) == "@page :first { counter-reset: page 7 }"
    assert first_page_rule("x", 81) == "@page :nth(1 of body-start) { counter-reset: page 81 }"


def test_depth_and_rows_are_counted():
    deep = tree("<a>" * 10 + "</a>" * 10)
    check_shape(deep, 10, 1)
    with pytest.raises(Refusal, match="deep"):
        check_shape(deep, 9, 1)
    table = tree("<table><tbody><tr/><tr/></tbody></table>")
    check_shape(table, 9, 2)
    with pytest.raises(Refusal, match="rows"):
        check_shape(table, 9, 1)


class Page:
    def __init__(self, *anchors: str):
        self.anchors = dict.fromkeys(anchors, (0, 0))


class Laid:
    pages = (Page("item-front"), Page("start", "item-a"), Page("item-b", "other"), Page("item-b", "item-c"))


def test_pages_are_counted_from_the_first_and_printed_from_the_body():
    assert page_numbers(Laid(), "start", 81) == (
        {"item-front": 1, "item-a": 2, "item-b": 3, "item-c": 4},
        {"item-a": 81, "item-b": 82, "item-c": 83},
    )


@pytest.mark.parametrize(
    ("rule", "lifted"),
    [
        ("h2 { break-after: avoid; color: red }", "h2 { break-after: auto; color: red }"),
        ("a{page-break-after:avoid}", "a{page-break-after: auto}"),
        ("a { break-before: avoid-page }", "a { break-before: auto }"),
        (".cover { break-after: page }", ".cover { break-after: page }"),
        ("tr { break-inside: avoid }", "tr { break-inside: avoid }"),
    ],
)
def test_only_the_ties_to_neighbours_are_lifted(rule, lifted):
    assert AVOID.sub(r"\1: auto", rule) == lifted


def test_each_note_is_made_once_and_other_errors_make_none():
    notes = Notes()
    for message in ("Failed to load image at 'x': y", "Failed to load image at 'z': y", "Unknown thing"):
        notes.emit(logging.LogRecord("weasyprint", logging.ERROR, "", 0, message, (), None))
    assert list(notes.found) == ["読み込めない図がありました。"]
