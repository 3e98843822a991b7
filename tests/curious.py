"""Who could be curious, each in turn, and whether an answer told them a word of a draft."""

import html
import io
import json
import zipfile
from collections.abc import Collection, Iterable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User

CANARY = "秘密の下書き"
PEOPLE = ["anonymous", "aoki", "baba", "chiba", "endo", "neighbour", "operator"]


def in_turn(
    client: Client, request: pytest.FixtureRequest, names: Iterable[str] = PEOPLE
) -> Iterator[tuple[str, User | None]]:
    """Each of them, signed in with ``client`` unless nobody, in the same world: what one has done there is undone."""
    for name in names:
        person = None if name == "anonymous" else request.getfixturevalue(name)
        client.cookies.clear()
        with transaction.atomic():
            if person:
                client.force_login(person)
            yield name, person
            transaction.set_rollback(True)


def crossed(turns: Iterable[Any], places: Collection[Any]) -> Iterator[tuple[Any, Any]]:
    """Every place for one after another; ``itertools.product`` would let all have their turn first."""
    return ((turn, place) for turn in turns for place in places)


def tells(answer) -> bool:
    """Whether an answer holds a word of a draft: in its headers, its text, or the text inside a Word file."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            body = b"".join(parts.read(name) for name in parts.namelist())
    said = html.unescape(f"{answer.headers} {body.decode('utf-8', errors='replace')}".lower())
    return any(form.lower() in said for form in (CANARY, json.dumps(CANARY)[1:-1], quote(CANARY)))
