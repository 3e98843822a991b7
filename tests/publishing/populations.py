"""Public population visions, frozen and published past the verbs, which have tests of their own."""

import datetime
from typing import Any

from accounts.models import Government
from tests.vision import towns
from vision.document import VisionDocument
from vision.models import PopulationVision

PUBLISHED_AT = datetime.datetime(2025, 3, 31, 9, 0, tzinfo=datetime.UTC)
NOTICE = "見本です。架空の町の人口を使っています。"


def frozen(vision: PopulationVision, **life: Any) -> PopulationVision:
    """The vision with its document; ``life`` may publish or withdraw it."""
    document = VisionDocument.draft(vision)
    vision.frozen_at, vision.content, vision.content_hash = (
        PUBLISHED_AT,
        document.canonical,
        document.content_hash,
    )
    for name, value in life.items():
        setattr(vision, name, value)
    vision.save()
    return vision


def public(government: Government, **fields: Any) -> PopulationVision:
    """A small public vision of an invented town: the published course and an own one."""
    given = {"notice": NOTICE, "adopted_on": datetime.date(2025, 3, 28), "last_year": 2030} | fields
    return frozen(towns.a_vision(government, **given), published_at=PUBLISHED_AT)


def withdrawn(vision: PopulationVision, reason: str = "人口表に誤りがありました。") -> PopulationVision:
    """The same, taken back."""
    vision.withdrawn_at, vision.withdrawn_reason = PUBLISHED_AT + datetime.timedelta(days=9), reason
    vision.save()
    return vision
