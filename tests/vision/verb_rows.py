"""The rows of tests/test_verbs.py for visions, part by part."""

from collections.abc import Callable
from typing import Any

from tests.vision import towns, verb_rows_c, verb_rows_d, verb_rows_g, verb_rows_h


def loaded(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    """A working vision takes the content of a file."""
    vision = towns.a_vision(w.toyonaka)
    content: dict[str, Any] = {name: [] for name in ("areas", "tables", "assumptions", "scenarios")}
    return act(vision=vision, content=content)


ROWS: dict[str, Callable[..., Any]] = {
    **verb_rows_c.ROWS,
    **verb_rows_d.ROWS,
    **verb_rows_g.ROWS,
    **verb_rows_h.ROWS,
    "vision.load": loaded,
}
