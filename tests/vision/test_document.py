"""The document of a vision: from rows while it is written, from its bytes once it is frozen."""

import hashlib
import uuid

import pytest
from django.utils import timezone

from tests.vision import towns
from vision.document import VisionDocument
from vision.models import PopulationVision, Scenario

pytestmark = pytest.mark.django_db


def frozen(vision):
    """As the verb of freezing leaves it."""
    document = VisionDocument.draft(vision)
    vision.content, vision.content_hash, vision.frozen_at = (
        document.canonical,
        document.content_hash,
        timezone.now(),
    )
    vision.save()
    return PopulationVision.objects.get(pk=vision.pk)


def test_which_scenario_is_which(toyonaka):
    vision = towns.a_vision(toyonaka)
    towns.a_scenario(vision, "内部の試算", is_shown=False)
    document = VisionDocument.of(vision)
    assert [one.name for one in document.scenarios] == ["パターン1", "見本の見通し", "内部の試算"]
    assert [one.name for one in document.shown] == ["パターン1", "見本の見通し"]
    assert (document.published.name, document.adopted.name) == ("パターン1", "見本の見通し")
    lineage = Scenario.objects.get(name="内部の試算").lineage
    assert document.scenario(lineage).name == document.scenario(str(lineage)).name == "内部の試算"
    assert document.scenario(uuid.uuid4()) is None


def test_nothing_chosen_nothing_published(toyonaka):
    vision = towns.a_vision(toyonaka, scenarios=False)
    towns.entered(vision, "社人研推計")  # a name makes no 社人研推計準拠 of entered figures
    document = VisionDocument.of(vision)
    assert (document.adopted, document.published) == (None, None)


def test_a_frozen_vision_is_read_from_its_bytes_alone(toyonaka, django_assert_num_queries):
    vision = frozen(towns.a_vision(toyonaka))
    toyonaka.name = "改名市"
    toyonaka.save()
    with django_assert_num_queries(0):
        document = VisionDocument.of(vision)
    assert document.data["government"]["name"] == "豊中市"
    assert document.canonical == bytes(vision.content)
    assert document.content_hash == vision.content_hash == hashlib.sha256(vision.content).hexdigest()
    assert VisionDocument.draft(vision).content_hash != vision.content_hash
