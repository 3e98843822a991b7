"""What the database itself refuses of visions, and in which words."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.vision import towns
from vision.models import PopulationTable, PopulationVision, Scenario, VisionArea

pytestmark = pytest.mark.django_db


def refusal(act) -> str:
    """The name of the constraint that refuses, as far as the database tells it."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    return str(caught.value)


def test_one_vision_is_being_written_at_a_time(toyonaka):
    towns.a_vision(toyonaka)
    again = PopulationVision(government=toyonaka, number=2, title="次", base_year=2020)
    with pytest.raises(ValidationError) as caught:
        again.full_clean()
    assert "作成中の人口ビジョンがすでにあります。先にそれを凍結してください。" in caught.value.messages
    assert refusal(again.save)


def test_it_ends_after_its_base_and_is_published_frozen_only(toyonaka):
    vision = towns.a_vision(toyonaka)
    rows = PopulationVision.objects.filter(pk=vision.pk)
    assert "projection_ends_after_its_base" in refusal(lambda: rows.update(last_year=2020))
    now = timezone.now()
    assert "only_frozen_population_visions_are_published" in refusal(lambda: rows.update(published_at=now))
    assert "frozen_population_vision_has_its_content" in refusal(lambda: rows.update(frozen_at=now))


def test_public_means_published_and_not_withdrawn(toyonaka):
    vision = towns.a_vision(toyonaka)
    assert (list(PopulationVision.objects.public()), vision.is_public) == ([], False)
    vision.frozen_at, vision.content, vision.content_hash = timezone.now(), b"{}", "0" * 64
    vision.published_at = timezone.now()
    vision.save()
    assert (list(PopulationVision.objects.public()), vision.is_public) == ([vision], True)
    vision.withdrawn_at = timezone.now()
    vision.save()
    assert (list(PopulationVision.objects.public()), vision.is_public) == ([], False)


def test_one_adopted_scenario_that_is_shown(toyonaka):
    vision = towns.a_vision(toyonaka)
    other = vision.scenarios.get(kind=Scenario.Kind.PATTERN1)
    rows = Scenario.objects.filter(pk=other.pk)
    assert refusal(lambda: rows.update(is_adopted=True))
    adopted = Scenario.objects.filter(vision=vision, is_adopted=True)
    assert "an_adopted_scenario_is_shown" in refusal(lambda: adopted.update(is_shown=False))


def test_a_table_has_an_area_unless_it_is_the_nations(toyonaka):
    vision = towns.a_vision(toyonaka)
    area = VisionArea.objects.get(vision=vision)
    given = {"vision": vision, "title": "見本", "data": {}}
    national = PopulationTable.Kind.NATIONAL
    assert "only_the_national_table_has_no_area" in refusal(
        lambda: PopulationTable.objects.create(kind=national, area=area, **given)
    )
    PopulationTable.objects.create(kind=national, **given)
    assert refusal(lambda: PopulationTable.objects.create(kind=national, **given))
