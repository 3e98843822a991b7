"""Two visions of a government laid side by side, for pages and files. Reading."""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404

from accounts.models import Government
from vision.blocks import Book
from vision.comparing import Comparison, compare
from vision.comparison.arranging import arrange
from vision.decomposing import Parts, parts_of
from vision.document import VisionDocument
from vision.models import PopulationVision

SAME = "同じ版どうしは比べられません。違う二つの版を選んでください。"


@dataclass(frozen=True)
class VisionPair:
    """The older and the newer vision; what they come to is computed once and only when asked for."""

    old: PopulationVision
    new: PopulationVision

    @cached_property
    def comparison(self) -> Comparison:
        return compare(VisionDocument.of(self.old).data, VisionDocument.of(self.new).data)

    @cached_property
    def parts(self) -> Parts | None:
        return parts_of(self.comparison)

    @cached_property
    def book(self) -> Book:
        """What page, PDF, Word and Excel show."""
        return arrange(self.comparison, self.parts)

    @property
    def file_stem(self) -> str:
        """ogori-population-1-2."""
        return f"{self.new.government.slug}-population-{self.old.number}-{self.new.number}"


def pair_at(government: Government, old: int, new: int) -> VisionPair:
    """Both visions with their stored documents, at any stage, for the own staff; or Http404. One query."""
    if old == new:
        raise Http404(SAME)
    found = {row.number: row for row in government.population_visions.filter(number__in=(old, new))}
    if len(found) != 2:
        raise Http404("この人口ビジョンは見つかりません。")
    return _pair(government, found[old], found[new])


def _pair(government: Government, old: PopulationVision, new: PopulationVision) -> VisionPair:
    old.government = new.government = government
    return VisionPair(old, new)
