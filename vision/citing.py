"""Verbs on the one population vision that an edition of a plan rests on (手引き 3-4). The edition is locked first."""

from accounts.audit import Refused, record, verb
from accounts.models import User
from accounts.saving import Overtaken
from strategy.models import Edition
from strategy.rules import require_working
from vision.citations import citation_of, seen_of
from vision.models import PopulationVision, VisionCitation
from vision.saving import OVERTAKEN, save_checked

WORD = "よりどころの人口ビジョン"


@verb("population.cite", "人口ビジョンの引用")
def cite_vision(
    *,
    actor: User | None,
    edition: Edition,
    vision: PopulationVision,
    argument: str = "",
    seen: str | None = None,
) -> VisionCitation:
    """Say that a working edition rests on a vision of its own government, and how its goals follow from it.

    ``seen`` is what the person was shown (``seen_of``); raises ``Overtaken`` where it changed since.
    """
    current = require_working(edition)
    found = _unchanged(current, seen)
    rows = PopulationVision.objects.select_for_update(no_key=True).without_content()  # not deleted meanwhile
    chosen = rows.filter(pk=vision.pk, government_id=current.plan.government_id).first()
    if chosen is None:
        raise Refused("この団体の人口ビジョンのうちから選んでください。")
    if chosen.withdrawn_at is not None:
        raise Refused(f"「{chosen.title}」は取り下げられています。ほかの版を選んでください。")
    if found and (found.vision_id, found.argument) == (chosen.pk, argument.strip()):
        return found
    kept = found or VisionCitation(edition=current)
    kept.vision, kept.argument = chosen, argument.strip()
    save_checked(kept)
    record(
        "population.cite",
        actor=actor,
        government=current.plan.government,
        subject=kept,
        title=chosen.title,
        version_number=chosen.number,
    )
    return kept


@verb("population.uncite", "人口ビジョンの引用の取消し")
def uncite_vision(*, actor: User | None, edition: Edition, seen: str | None = None) -> Edition:
    """Say that a working edition rests on no vision. Reference paths of its targets stay: they are figures with a source."""
    current = require_working(edition)
    found = _unchanged(current, seen)
    if found is None:
        raise Refused("この版は、人口ビジョンを引用していません。")
    record(
        "population.uncite",
        actor=actor,
        government=current.plan.government,
        subject=found,
        title=found.vision.title,
        version_number=found.vision.number,
    )
    found.delete()
    return current


def _unchanged(edition: Edition, seen: str | None) -> VisionCitation | None:
    found = citation_of(edition)
    if seen is not None and seen != seen_of(found):
        raise Overtaken(OVERTAKEN.format(WORD), found)
    return found
