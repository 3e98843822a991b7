"""Frozen and public editions of a population vision, made past the verbs from data (tests/vision/compared.py)."""

import hashlib
from typing import Any

from django.utils import timezone

from accounts.models import Government
from tests.vision import compared
from vision.document import canonical_bytes
from vision.models import PopulationVision


def frozen(government: Government, data: dict[str, Any], **fields: Any) -> PopulationVision:
    """A vision that holds exactly these data, with the government's own name and address in them."""
    own = {"code": government.code, "slug": government.slug, "name": government.name}
    content = canonical_bytes(data | {"government": data["government"] | own})
    names = ("number", "title", "base_year", "last_year", "notice", "outlook")
    given = {name: data["vision"][name] for name in names} | {
        "content": content,
        "content_hash": hashlib.sha256(content).hexdigest(),
        "frozen_at": timezone.now(),
    }
    return PopulationVision.objects.create(government=government, **(given | fields))


def public(government: Government, data: dict[str, Any], **fields: Any) -> PopulationVision:
    """The same, published."""
    return frozen(government, data, **({"published_at": timezone.now()} | fields))


def two(government: Government) -> tuple[PopulationVision, PopulationVision]:
    """The older and the newer edition of the invented town, both public."""
    return public(government, compared.older()), public(government, compared.newer())
