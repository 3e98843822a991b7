"""Copying what an edition says of its visions into the next: citation, 地域ビジョン and links. Part of publishing's verbs."""

from collections.abc import Mapping

from strategy.models import Edition, PlanItem
from vision.models import RegionalVision, VisionCitation, VisionLink

KEPT = (
    "keyword",
    "purpose",
    "model_types",
    "priority_fields",
    "quoted_title",
    "quoted_from",
    "quoted_url",
    "quoted_page",
)


def copy_ties(*, source: Edition, target: Edition, items: Mapping[int, PlanItem]) -> None:
    """Copy the citation and the 地域ビジョン with its links; ``items`` are {id of the old item: new item}.

    The same edition of the population vision is cited on; readiness tells when a newer one is there.
    """
    cited = VisionCitation.objects.filter(edition=source).first()
    if cited:
        VisionCitation.objects.create(edition=target, vision_id=cited.vision_id, argument=cited.argument)
    regional = RegionalVision.objects.filter(edition=source).first()
    if regional is None:
        return
    copy = RegionalVision.objects.create(
        edition=target, item=items[regional.item_id], **{name: getattr(regional, name) for name in KEPT}
    )
    VisionLink.objects.bulk_create(
        VisionLink(edition=target, vision=copy, item=items[link.item_id])
        for link in VisionLink.objects.filter(edition=source).order_by("id")
    )
