"""Large workbooks make a million small objects and no circles: looking for circles among them takes half of the time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collecting() -> Iterator[None]:
    """No garbage collection until the block ends; what nobody holds any more goes all the same. For a second or two."""
    is_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_on:
            gc.enable()
