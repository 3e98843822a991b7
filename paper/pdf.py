"""PDF from HTML, made in a subprocess that reaches neither the network nor the disk.

WeasyPrint lives only in `paper.pdf_worker`: without Pango its import fails, and `manage.py check` must still
be able to say so. The worker is held by a time limit and a memory limit, so a hostile or broken text costs
one process and never a web worker.
"""

import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from paper.characters import legal
from paper.pdf_worker import came_close_to

FONTS = ("BIZ UDGothic",)
FONT_PACKAGE = "fonts-morisawa-bizud-gothic"
PANGO_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
MAX_DEPTH = 80  # elements inside one another; some 900 end in a RecursionError
MAX_ROWS = 2000  # rows of one table; 5,000 take 12 s and 270 MB

SENTENCES = {
    "timeout": "PDFを{timeout:g}秒以内に作れませんでした。"
    "長い表を節ごとに分けるか、時間をおいてもう一度お試しください。",
    "memory": "PDFを作るためのメモリが足りませんでした。図を小さくするか、長い表を節ごとに分けてください。",
    "blocked": "外部の画像やファイルを指すもの（{detail}）が文書にあるため、PDFを作りませんでした。"
    "その箇所を取り除き、画像は図として登録してください。",
    "font": "PDFに使う書体（BIZ UDゴシック）がこのサーバーにありません。"
    f"管理者に「apt-get install {FONT_PACKAGE}」の実行を依頼してください。",
    "pango": "PDFを作るための部品（Pango）がこのサーバーにありません。"
    f"管理者に「apt-get install {PANGO_PACKAGES}」の実行を依頼してください。",
    "title": "文書に題名がないため、PDFを作りませんでした。計画の題名を入力してください。",
    "deep": f"文章の入れ子が深すぎるため（{MAX_DEPTH}段まで）、PDFを作りませんでした。"
    "箇条書きや表の入れ子を浅くしてください。",
    "rows": f"行の多すぎる表があるため（1つの表は{MAX_ROWS:,}行まで）、PDFを作りませんでした。"
    "表を分けてください。",
    "crashed": "PDFを作る処理が途中で止まりました。時間をおいてもう一度お試しください。"
    "続くときは、管理者に連絡してください。",
}

# The worker gets no secret of the server: only what fontconfig and the loader of shared libraries need.
_KEPT_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_CACHE_HOME")
_LOADER_ENVIRONMENT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")

# Killed by the system, or by a C library that was refused memory: GLib ends itself by SIGTRAP, fontconfig walks
# into the memory it was not given.
_DEATHS_BY_MEMORY = (signal.SIGKILL, signal.SIGABRT, signal.SIGTRAP, signal.SIGSEGV)


class PdfError(RuntimeError):
    """No PDF was made; the sentence says why and what to do.

    `reason` is a key of SENTENCES; `log` holds the last words of the worker, for the operator only.
    """

    def __init__(self, reason: str, *, log: str = "", **facts: object):
        self.reason = reason
        self.log = log
        super().__init__(SENTENCES[reason].format(**facts))


@dataclass(frozen=True)
class Pdf:
    """A finished PDF and where its items stand.

    `pages` maps each id that begins with "item-" to its sheet, counted from 1. `printed` maps the ids of the
    body to the number printed on that page; what stands before the body (cover, contents) has none.
    `notes` are Japanese sentences about what is not as it should be, although the PDF was made.
    """

    content: bytes
    page_count: int
    pages: dict[str, int]
    printed: dict[str, int]
    notes: tuple[str, ...] = ()


def render(
    html: str,
    *,
    css: Sequence[str] = (),
    body_first_page: int = 1,
    created: datetime | None = None,
    timeout: float = 120,
    memory_mb: int = 2048,
) -> Pdf:
    """A tagged PDF (PDF/UA-1) of an HTML document whose images are all `data:` addresses.

    `css`: texts of style sheets, in order. `body_first_page`: the number printed on the first page of the
    element with the class or id "body-start" (on the first page of all where there is none). `created`: the
    date that stands in the file, with its time zone; equal input gives equal bytes. `timeout` in seconds,
    `memory_mb` in MiB. Raises PdfError.
    """
    if missing_fonts():
        raise PdfError("font")
    job = worker_job(html, css, body_first_page, created)
    job |= {"memory": memory_mb * 1024 * 1024, "seconds": int(timeout) + 5}
    payload = json.dumps(job, sort_keys=True).encode()
    with tempfile.TemporaryDirectory(prefix="pdf-") as folder:
        report = _run_worker(payload, Path(folder), timeout, job["memory"])
        content = (Path(folder) / "out.pdf").read_bytes()
    return Pdf(
        content=content,
        page_count=report["page_count"],
        pages=report["pages"],
        printed=report["printed"],
        notes=tuple(report["notes"]),
    )


def worker_job(
    html: str, css: Sequence[str] = (), body_first_page: int = 1, created: datetime | None = None
) -> dict[str, Any]:
    """What the worker is to print, without the limits it is to keep."""
    if created is not None and created.tzinfo is None:
        raise ValueError("created needs a time zone")
    document = {
        "html": legal(html),
        "css": [legal(sheet) for sheet in css],
        "body_first_page": body_first_page,
        "created": created.isoformat(timespec="seconds") if created else None,
    }
    identifier = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:32]
    return document | {"identifier": identifier, "max_depth": MAX_DEPTH, "max_rows": MAX_ROWS}


def missing_fonts() -> tuple[str, ...]:
    """Families of FONTS that fontconfig does not know in regular and bold.

    All of them where `fc-list` itself is missing: it comes with Pango, so nothing could be printed there.
    """
    return tuple(family for family in FONTS if not {"Regular", "Bold"} <= _faces(family))


def fonts_present() -> bool:
    """Whether a PDF can be set in the fonts it was drawn with."""
    return not missing_fonts()


def _faces(family: str) -> set[str]:
    try:
        listed = subprocess.run(
            ["fc-list", f":family={family}", "style"], capture_output=True, text=True, timeout=30, check=False
        )
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return set()
    lines = listed.stdout.splitlines()
    return {style for line in lines for style in line.partition("style=")[2].strip().split(",")}


def _run_worker(payload: bytes, folder: Path, timeout: float, memory: int) -> dict[str, Any]:
    # -P keeps the working directory, where the worker writes, off the path of imports.
    command = [sys.executable, "-P", "-m", "paper.pdf_worker"]
    with (
        (folder / "stderr").open("wb") as stderr,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            cwd=folder,
            env=_environment(folder),
        ) as worker,
    ):
        try:
            worker.communicate(payload, timeout)
        except subprocess.TimeoutExpired as expired:
            # Fontconfig, refused memory while it starts, tries again for ever.
            reason = "memory" if came_close_to(memory, worker.pid) else "timeout"
            raise PdfError(reason, timeout=timeout) from expired
        finally:
            worker.kill()
    if worker.returncode == -signal.SIGXCPU:
        raise PdfError("timeout", timeout=timeout)
    log = (folder / "stderr").read_text(encoding="utf-8", errors="replace")[-2000:]
    if worker.returncode < 0:
        raise PdfError("memory" if -worker.returncode in _DEATHS_BY_MEMORY else "crashed", log=log)
    try:
        report: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError) as missing:
        raise PdfError("crashed", log=log) from missing
    if report.get("error"):
        raise PdfError(report["error"], detail=report.get("detail", ""), timeout=timeout)
    return report


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT + _LOADER_ENVIRONMENT if name in os.environ}
    return kept | {
        "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",  # the order of sets must not reach the file
        "TMPDIR": str(folder),
    }
