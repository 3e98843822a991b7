"""What may be done to population visions: getters of this room, who may shape them, and the lock of a working one."""

import uuid

from django.http import Http404

from accounts.audit import Refused
from accounts.guards import SENTENCES
from accounts.models import Government, Membership
from accounts.rules import PLANNERS
from vision.models import PopulationVision, Scenario

FROZEN = SENTENCES["hashira:frozen-vision"]
GONE = "この人口ビジョンはもうありません。一覧から開き直してください。"


def vision_at(government: Government, number: int) -> PopulationVision:
    """The vision at an address of the office, at any stage, without its stored document; or Http404. One query."""
    found = government.population_visions.without_content().filter(number=number).first()
    if found is None:
        raise Http404("この人口ビジョンは見つかりません。")
    found.government = government
    return found


def scenario_at(vision: PopulationVision, lineage: uuid.UUID) -> Scenario:
    """The scenario of this lineage in this vision, or Http404. One query."""
    found = vision.scenarios.filter(lineage=lineage).first()
    if found is None:
        raise Http404("このケースは、この人口ビジョンにはありません。")
    found.vision = vision
    return found


def may_shape(membership: Membership, vision: PopulationVision) -> bool:
    """Whether this person may change the vision: planners, while it is being written."""
    return membership.role in PLANNERS and not vision.is_frozen


def locked_vision(vision: PopulationVision) -> PopulationVision:
    """The vision as it stands now with its government, locked; Refused when it is gone."""
    rows = PopulationVision.objects.select_for_update(no_key=True, of=("self",)).select_related("government")
    current = rows.without_content().filter(pk=vision.pk).first()
    if current is None:
        raise Refused(GONE)
    return current


def require_working_vision(vision: PopulationVision) -> PopulationVision:
    """The vision as it stands now, locked; Refused when it is frozen or gone.

    The lock is taken in the same order everywhere (vision, then its rows), and the guards stand behind it.
    """
    current = locked_vision(vision)
    if current.is_frozen:
        raise Refused(FROZEN)
    return current
