"""Saving rows of this room that count their versions. Part of the verbs."""

from typing import Protocol

from django.db.models import Model

from accounts.saving import Overtaken

OVERTAKEN = "ほかの人が先に{}を保存しました。いまの内容を確かめてから、もう一度保存してください。"


class Versioned(Protocol):
    """A row that counts how often it was saved."""

    version: int


def require_version(row: Versioned, version: int, word: str) -> None:
    """``Overtaken`` unless ``version`` is what the person was shown of ``row``; ``word`` is what the row is called."""
    if row.version != version:
        raise Overtaken(OVERTAKEN.format(word), row)


def save_checked(row: Model) -> None:
    """Check and save a row; ``ValidationError`` with Japanese sentences for what cannot be."""
    row.full_clean()
    row.save()
