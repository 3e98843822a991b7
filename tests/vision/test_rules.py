"""Getters of this room: a vision and a scenario of their own government and vision, and the lock of a working one."""

import uuid

import pytest
from django.http import Http404

from accounts.audit import Refused
from accounts.models import Membership
from tests.vision.towns import a_vision
from vision.models import PopulationVision
from vision.rules import FROZEN, GONE, may_shape, require_working_vision, scenario_at, vision_at
from vision.visions import freeze_vision

pytestmark = pytest.mark.django_db


def test_a_vision_is_found_in_its_own_government_without_its_document(
    toyonaka, ogori, django_assert_num_queries
):
    vision = a_vision(toyonaka, scenarios=False)
    with django_assert_num_queries(1):
        found = vision_at(toyonaka, 1)
        assert (found, found.government.slug) == (vision, "toyonaka")
    assert found.get_deferred_fields() == {"content"}
    for government, number in ((ogori, 1), (toyonaka, 2)):
        with pytest.raises(Http404):
            vision_at(government, number)


def test_a_scenario_is_found_in_its_own_vision(toyonaka, ogori):
    vision, other = a_vision(toyonaka), a_vision(ogori)
    row = vision.scenarios.first()
    assert scenario_at(vision, row.lineage) == row
    for where, lineage in ((other, row.lineage), (vision, uuid.uuid4())):
        with pytest.raises(Http404):
            scenario_at(where, lineage)


def test_planners_shape_what_is_not_frozen(toyonaka, aoki, baba):
    vision = a_vision(toyonaka)
    planner, department = Membership.objects.get(user=aoki), Membership.objects.get(user=baba)
    assert [may_shape(who, vision) for who in (planner, department)] == [True, False]
    frozen = freeze_vision(actor=None, vision=vision)
    assert may_shape(planner, frozen) is False
    with pytest.raises(Refused) as refused:
        require_working_vision(vision)
    assert refused.value.sentence == FROZEN


def test_a_vision_that_is_gone_is_no_longer_locked(toyonaka):
    vision = a_vision(toyonaka, scenarios=False)
    PopulationVision.objects.filter(pk=vision.pk).delete()
    with pytest.raises(Refused) as refused:
        require_working_vision(vision)
    assert refused.value.sentence == GONE
