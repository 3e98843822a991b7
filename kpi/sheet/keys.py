"""Keys of rows and the origin of a workbook, signed: nobody makes a row count for what it was not written for.

Nothing in them is secret. A key reads T1.lineage.base.review base.signature; the signature also binds it to the
government, plan, fiscal year and review, so that last year's rows and another town's do not hold.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.signing import BadSignature, Signer

from kpi.sheet.layout import ABOUT, LETTERS, About

MOST_PLACES = 6
_KEY, _ORIGIN = "kpi.sheet.key", "kpi.sheet.origin"
# By kind of workbook the facts of its origin that its keys are bound to.
_BOUND = {
    "results": ("government", "plan", "fiscal_year", "review"),
    "drafting": ("government", "plan", "edition"),
}


@dataclass(frozen=True)
class Key:
    """What a key says: what the row is about, the lineage of its target or item, the number of the revision and the
    version of the review that it was written from, and the places behind the point that its figure is shown with."""

    about: About
    lineage: str
    base: int = 0
    review_base: int = 0
    places: int = 0


class Keys:
    """Writes and reads the keys of one workbook; ``origin`` is what its hidden sheet says."""

    def __init__(self, origin: Mapping[str, Any]):
        bound = (origin[name] for name in _BOUND[origin["kind"]])
        self._bound = ":".join((origin["kind"], *map(str, bound)))
        self._signer = Signer(salt=_KEY)
        self._known: dict[str, Key | None] = {}  # rows of a measure share a key, and each is asked for twice

    def write(self, key: Key) -> str:
        """The key as text."""
        said = ".".join(
            (
                f"{LETTERS[key.about]}{min(key.places, MOST_PLACES)}",
                uuid.UUID(key.lineage).hex,
                str(key.base),
                str(key.review_base),
            )
        )
        return f"{said}.{self._signer.signature(self._said(said))}"

    def read(self, text: str) -> Key | None:
        """What a key says; None for one that was not written for this origin, or was changed."""
        if text not in self._known:
            self._known[text] = self._read(text)
        return self._known[text]

    def _read(self, text: str) -> Key | None:
        said, dot, signature = text.strip().rpartition(".")
        if not dot:
            return None
        try:
            self._signer.unsign(f"{self._said(said)}:{signature}")
        except BadSignature:
            return None
        mark, lineage, base, review_base = said.split(".")
        return Key(ABOUT[mark[0]], str(uuid.UUID(lineage)), int(base), int(review_base), int(mark[1:]))

    def _said(self, said: str) -> str:
        return f"{self._bound}|{said}"


def write_origin(origin: Mapping[str, Any]) -> str:
    """The origin of a workbook as one signed text."""
    return Signer(salt=_ORIGIN).sign_object(dict(origin))


def read_origin(text: str) -> dict[str, Any] | None:
    """The origin that was signed here; None for a text that was not, or was changed."""
    try:
        return Signer(salt=_ORIGIN).unsign_object(text.strip())
    except (BadSignature, ValueError):
        return None
