import os
import time
from pathlib import Path

import pytest

from paper import limited
from paper.limited import Stopped, ask

START = limited._START


def worker(monkeypatch, body: str) -> None:
    """Let the process do this instead of reading."""
    head, _, _ = START.partition("from paper.{worker}")
    monkeypatch.setattr(limited, "_START", head + body.replace("{", "{{").replace("}", "}}"))


def test_the_lines_come_back_without_the_end(monkeypatch):
    worker(monkeypatch, "print('[1, \"二\"]'); print(sys.stdin.buffer.read().decode()); print('\"end\"')")
    assert list(ask("none", b'{"a": 3}')) == [[1, "二"], {"a": 3}]


def test_nothing_of_the_server_reaches_it(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "s" * 50)
    monkeypatch.setenv("PYTHONPATH", "/tmp")
    worker(
        monkeypatch,
        "import os, json; print(json.dumps([sorted(os.environ), os.getcwd(), sys.flags.isolated, sys.flags.no_site]))\n"
        "print(json.dumps(any('site-packages' in path for path in sys.path)))\n"
        "print('\"end\"')",
    )
    names, folder, isolated, no_site = next(lines := ask("none", b""))
    assert set(names) <= {"LC_CTYPE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"}
    assert (folder, isolated, no_site, next(lines)) == ("/", 1, 1, False)


def test_without_an_end_the_lines_are_not_all(monkeypatch):
    worker(monkeypatch, "print('[1]')")
    lines = ask("none", b"")
    assert next(lines) == [1]
    with pytest.raises(Stopped, match="crash"):
        next(lines)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("import time; time.sleep(60)", "time"),
        ("while True: pass", "time"),
        ("raise SystemExit(3)", "crash"),
        ("import os; os.kill(os.getpid(), 9)", "size"),
    ],
)
def test_whatever_it_does_it_is_over(monkeypatch, body, reason):
    worker(monkeypatch, body)
    begun = time.monotonic()
    with pytest.raises(Stopped, match=reason):
        list(ask("none", b"", seconds=1))
    assert time.monotonic() - begun < 4


def test_its_children_end_with_it(monkeypatch, tmp_path):
    """The group is killed, not only its first process."""
    mark = tmp_path / "child"
    worker(
        monkeypatch,
        f"import os, time\nif os.fork() == 0:\n  open({str(mark)!r}, 'w').write(str(os.getpid()))\ntime.sleep(30)",
    )
    with pytest.raises(Stopped, match="time"):
        list(ask("none", b"", seconds=1))
    child = int(mark.read_text())
    for _ in range(50):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        if (
            Path(f"/proc/{child}/stat").read_text().split()[2] == "Z"
        ):  # dead; nobody has asked yet how it died
            return
        time.sleep(0.05)
    pytest.fail("the child still runs")
