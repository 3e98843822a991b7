#!/usr/bin/env python3
"""Measure the house: bench/run.py [PART…]

Parts: pages copying reading comparison kpi excel printing projection office ballots; all when none is named.

Every figure that has a limit is a ratio, or a number of queries: both sides of a ratio run in this one run, on this
machine, on a scratch SQLite database that is thrown away. bench/README.md says how to read them. The exit status is 1
when a limit is missed.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from unicodedata import east_asian_width

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
PARTS = (
    "pages", "copying", "reading", "comparison", "kpi", "excel", "printing", "projection", "office", "ballots"
)  # fmt: skip


def settings_in(folder: str) -> dict[str, str]:
    """The environment of a measurement: nothing of the caller's settings, everything in the scratch folder."""
    return {**os.environ} | {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DEBUG": "off",
        "HTTPS": "off",
        "TRUSTED_PROXY": "off",
        "ALLOWED_HOSTS": "localhost,testserver",
        "DATABASE_URL": database_in(folder),
        "MEDIA_ROOT": f"{folder}/media",
        "STATIC_ROOT": f"{folder}/static",
        "EMAIL_URL": "memorymail://",
        "PYTHONUTF8": "1",
        "PYTHONPATH": str(ROOT),
    }


def database_in(folder: str) -> str:
    """SQLite in the folder, or the throw-away PostgreSQL that script/postgres started."""
    is_postgresql = os.environ.get("EXPECT_DB") == "postgresql"
    return os.environ["DATABASE_URL"] if is_postgresql else f"sqlite:///{folder}/bench.sqlite3"


def manage(environment: dict[str, str], *arguments: str) -> str:
    """Run a management command in a process of its own and return what it printed."""
    command = [str(PYTHON), "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"bench: {' '.join(arguments)} ended with status {done.returncode}")
    return done.stdout


def measure(part: str, environment: dict[str, str]) -> list[dict]:
    """The figures of one part, measured in a process of its own."""
    code = f"from bench.{part} import measure; measure()"
    return json.loads(manage(environment, "shell", "--no-imports", "--command", code).splitlines()[-1])


def show(figures: list[dict]) -> bool:
    """Print figures with their limits; True when every limit holds."""
    for figure in figures:
        limit = figure["limit"]
        held = limit is None or figure["value"] <= limit
        mark = "" if limit is None else f"<= {limit:g}  {'ok' if held else 'MISSED'}"
        name = figure["name"] + " " * max(1, 62 - width(figure["name"]))
        print(f"{name}{figure['value']:>10.3g} {figure['unit']:<8}{mark}".rstrip())
    return all(figure["limit"] is None or figure["value"] <= figure["limit"] for figure in figures)


def width(text: str) -> int:
    """Columns on a terminal."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def main(parts: list[str]) -> int:
    """Entry point: measure the parts and print them."""
    if unknown := set(parts) - set(PARTS):
        print(f"bench: no part {', '.join(sorted(unknown))}\n\n{__doc__}", file=sys.stderr)
        return 2
    if not PYTHON.exists():
        print("bench: .venv がありません。先に ./script/bootstrap test を実行してください。", file=sys.stderr)
        return 3
    held = True
    for part in parts or PARTS:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            environment = settings_in(folder)
            Path(environment["STATIC_ROOT"]).mkdir()
            manage(environment, "migrate", "--skip-checks", "--verbosity", "0")
            manage(environment, "createcachetable", "--verbosity", "0")
            if part in ("office", "ballots"):
                manage(environment, "collectstatic", "--noinput", "--verbosity", "0")
            print(f"── {part}", flush=True)
            held &= show(measure(part, environment))
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
