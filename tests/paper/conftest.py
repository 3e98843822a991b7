"""Programs that look at what was made: poppler and LibreOffice."""

import os
import shutil
import subprocess
import warnings
from collections.abc import Callable

import pytest


@pytest.fixture(scope="session")
def program() -> Callable[..., str]:
    """Run a program by name and give back what it printed; skips loudly where it is not installed."""

    def run(name: str, *arguments: object, timeout: float = 180) -> str:
        if not shutil.which(name):
            sentence = f"{name} is not installed: what it would look at is not tested"
            if os.environ.get("CI"):
                pytest.fail(sentence)
            warnings.warn(sentence, stacklevel=2)
            pytest.skip(sentence)
        done = subprocess.run(
            [name, *map(str, arguments)], capture_output=True, text=True, timeout=timeout, check=True
        )
        return done.stdout

    return run
