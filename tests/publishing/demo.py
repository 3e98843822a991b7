"""The demo as tests read it: its editions, and the facts from which it was made."""

import io
import json
from typing import Any

from django.core.management import call_command

from publishing.document import Document
from strategy.models import Edition


def seed() -> str:
    out = io.StringIO()
    call_command("seed_demo", stdout=out)
    return out.getvalue()


def edition(government: str, plan: str, number: int) -> Edition:
    return Edition.objects.get(plan__government__slug=government, plan__slug=plan, number=number)


def document(government: str, plan: str, number: int) -> Document:
    return Document.of(edition(government, plan, number))


def facts(shared, name: str) -> dict[str, Any]:
    return json.loads((shared / "data" / f"{name}.json").read_text(encoding="utf-8"))
