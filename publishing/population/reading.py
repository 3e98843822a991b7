"""Which population visions readers may see: published ones that were not withdrawn; of a withdrawn one only that it was."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404

from accounts.models import Government
from config import VERSION
from strategy.models import Edition
from vision.document import VisionDocument
from vision.models import PopulationVision


@dataclass(frozen=True)
class VisionShelf:
    """The visions of a government that were ever published, the oldest first, without their contents."""

    government: Government
    visions: tuple[PopulationVision, ...]

    @property
    def public(self) -> tuple[PopulationVision, ...]:
        return tuple(one for one in self.visions if one.is_public)

    @property
    def newest(self) -> PopulationVision | None:
        """The public one with the highest number."""
        return next(reversed(self.public), None)

    def numbered(self, number: int) -> PopulationVision:
        """The vision of this number, public or withdrawn; Http404 for one that never was public."""
        for one in self.visions:
            if one.number == number:
                return one
        raise Http404(f"公表されている第{number}版の人口ビジョンはありません。")

    def public_numbered(self, number: int) -> PopulationVision:
        """The public vision of this number, or Http404."""
        found = self.numbered(number)
        if not found.is_public:
            raise Http404(f"第{number}版の人口ビジョンは取り下げられています。")
        return found

    def before(self, vision: PopulationVision) -> PopulationVision | None:
        """The public vision before this one."""
        earlier = [one for one in self.public if one.number < vision.number]
        return earlier[-1] if earlier else None

    def etag(self, vision: PopulationVision, *also: object) -> str:
        """Changes with the vision, with any that is published or withdrawn, with our own version, with what else is shown."""
        line = [(one.number, one.content_hash, one.published_at, one.withdrawn_at) for one in self.visions]
        seed = repr((VERSION, vision.number, line, self.government.name, also))
        return f'"{hashlib.sha256(seed.encode()).hexdigest()[:32]}"'


def vision_shelf_or_404(government: str) -> VisionShelf:
    """The visions ever published of the government at this address; Http404 while there is none. One query."""
    rows = PopulationVision.objects.filter(government__slug=government, published_at__isnull=False)
    visions = tuple(rows.select_related("government").without_content().order_by("number"))
    if not visions:
        raise Http404("公表されている人口ビジョンはまだありません。")
    return VisionShelf(visions[0].government, visions)


def document_of(vision: PopulationVision) -> VisionDocument:
    """The document of a public vision as it was frozen. One query."""
    stored = PopulationVision.objects.public().filter(pk=vision.pk).values_list("content", flat=True).first()
    if stored is None:
        raise Http404("この人口ビジョンは公表されていません。")
    vision.content = stored
    return VisionDocument.of(vision)


def citing_editions(vision: PopulationVision) -> tuple[Edition, ...]:
    """Public editions of plans that rest on this vision, of each plan the newest. One query."""
    rows = Edition.objects.public().filter(population_citation__vision=vision)
    found = rows.select_related("plan__government").without_content().order_by("number")
    return tuple({edition.plan_id: edition for edition in found}.values())


def public_visions() -> Iterator[PopulationVision]:
    """Public visions of all governments for the sitemap. One query."""
    rows = PopulationVision.objects.public().select_related("government").without_content()
    return rows.order_by("id")


def newest_public(government: Government) -> PopulationVision | None:
    """The newest public vision of a government without its content. One query."""
    rows = government.population_visions.public().without_content()
    return rows.order_by("-number").first()
