"""What runs in a process of its own while a returned workbook is applied (tests/test_import_crashes.py)."""

import sys
from collections.abc import Callable
from typing import Any

from kpi.importing import applying
from kpi.measurements import record_value
from kpi.models import Indicator, Upload


def reach(point: str) -> None:
    print(point, flush=True)


def pause(point: str) -> None:
    """Say where this process stands and wait until it may go on."""
    reach(point)
    sys.stdin.readline()


def apply(pk: int) -> None:
    """Apply an upload as its page does, and say when it begins."""
    upload = Upload.objects.select_related("review").get(pk=pk)
    reach("begun")
    applying.apply_upload(actor=None, upload=upload, seen=upload.version)


def apply_slowly(pk: int) -> None:
    """The same, with a pause when the figures are written and the texts are not."""
    think_after_the_figures()
    apply(pk)


def apply_without_transaction(pk: int) -> None:
    """A control: the verb without its transaction."""
    think_after_the_figures()
    upload = Upload.objects.select_related("review__plan__government", "review__edition__plan").get(pk=pk)
    applying.waiting = lambda actor, upload, seen: upload
    applying._hold_figures = lambda *arguments: None
    applying.apply_upload.__wrapped__(actor=None, upload=upload, seen=1)


def think_after_the_figures() -> None:
    write = applying._write_texts

    def slowly(*arguments: Any) -> Any:
        pause("half")
        return write(*arguments)

    applying._write_texts = slowly


def enter(pk: int, typed: str, seen: str) -> None:
    """Enter a figure of 令和6年度 on the screen."""
    indicator = Indicator.objects.get(pk=pk)
    reach("begun")
    record_value(actor=None, indicator=indicator, fiscal_year=2024, typed=typed, seen=int(seen))


IMPORT_TASKS: dict[str, Callable[..., None]] = {
    "apply upload": apply,
    "apply upload slowly": apply_slowly,
    "apply upload without transaction": apply_without_transaction,
    "enter figure": enter,
}
