"""The images of a document, read from the storage only when they are still the ones that were checked in."""

import base64
import hashlib
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage

PRINTABLE = ("image/png", "image/jpeg")
MISSING = "（図「{caption}」の画像が保管場所に見つからないため、ここに印刷できません。）"


def content(facts: dict[str, Any]) -> bytes | None:
    """The bytes of an image; None where it is lost, altered or of a kind that is not printed. Reads the storage."""
    if facts["type"] not in PRINTABLE:
        return None
    try:
        with default_storage.open(facts["file"]) as file:
            found: bytes = file.read()
    except (OSError, SuspiciousFileOperation):  # lost, unreadable, or a name that leads out of the storage
        return None
    return found if hashlib.sha256(found).hexdigest() == facts["sha256"] else None


def data_address(facts: dict[str, Any]) -> str:
    """The image as a `data:` address, which is all that a page may load while it is printed; '' without image."""
    found = content(facts)
    return f"data:{facts['type']};base64,{base64.b64encode(found).decode()}" if found is not None else ""


def missing(facts: dict[str, Any]) -> str:
    """What stands in the place of an image that is lost."""
    return MISSING.format(caption=facts["caption"])
