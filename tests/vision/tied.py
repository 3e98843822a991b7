"""A plan's edition beside the population visions that it may rest on."""

from typing import Any, NamedTuple

from django.utils import timezone

from accounts.models import Government
from strategy.models import Edition, PlanItem
from tests import factories
from tests.vision import towns
from vision.citing import cite_vision
from vision.document import VisionDocument
from vision.models import PopulationVision, RegionalVision
from vision.regional import save_regional_vision

ARGUMENT = "令和22年に40万人を保つため、若い世代の転出をおさえます。"


class Tied(NamedTuple):
    """A working edition with its small tree, and 豊中市's vision with the figures it adopted."""

    edition: Edition
    made: dict[str, PlanItem]
    vision: PopulationVision


def closed(vision: PopulationVision, *, public: bool = True) -> PopulationVision:
    """The vision frozen as it stands, past the verbs, and public unless said otherwise."""
    document = VisionDocument.draft(vision)
    vision.content, vision.content_hash = document.canonical, document.content_hash
    vision.frozen_at = timezone.now()
    vision.save()
    if public:
        vision.published_at = timezone.now()
        vision.save()
    return vision


def adopted(government: Government, **fields: Any) -> PopulationVision:
    """A working vision that adopted entered figures beside the computed パターン1."""
    vision = towns.a_vision(government, **fields)
    vision.scenarios.filter(is_adopted=True).delete()
    towns.entered(vision)
    vision.scenarios.filter(name="想定人口").update(is_adopted=True)
    return vision


def tied(
    government: Government, *, public: bool = True, cites: bool = True, slug: str = "digital-strategy"
) -> Tied:
    """An edition that cites a frozen vision (public, unless said otherwise)."""
    edition = factories.edition(factories.plan(government, slug))
    made = factories.small_tree(edition)
    vision = closed(adopted(government, title="豊中市人口ビジョン"), public=public)
    if cites:
        cite_vision(actor=None, edition=edition, vision=vision, argument=ARGUMENT)
    return Tied(edition, made, vision)


def regional(item: PlanItem, **fields: Any) -> RegionalVision:
    """A 地域ビジョン at a text."""
    given = {
        "keyword": "子育て世帯に選ばれるまち",
        "purpose": "人口40万人の維持",
        "model_types": ["SDGS"],
        "priority_fields": ["EDUCATION_DX", "CHILDREN"],
    }
    return save_regional_vision(actor=None, item=item, **(given | fields))
