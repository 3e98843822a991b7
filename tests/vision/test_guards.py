"""A frozen population vision and all that belongs to it never change; what an edition says of its visions is frozen with it."""

from functools import partial

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from accounts.guards import SENTENCES
from publishing.editions import freeze
from strategy.models import PlanItem
from tests import factories
from tests.snapshots import everything_stored
from tests.strategy.test_guards import attempts, execute, refusal
from tests.vision import towns
from vision.guards import OF_A_VISION, OWNED, SAME_EDITION
from vision.models import PopulationVision, RegionalVision, VisionCitation, VisionLink
from vision.visions import freeze_vision

FROZEN = SENTENCES["hashira:frozen-vision"]
OF_EDITION = SENTENCES["hashira:frozen-edition"]
OTHER = SENTENCES["hashira:other-edition"]
# Each kind of row of a population vision, and a column whose change anybody would notice.
PARTS = {"areas": "name", "tables": "title", "assumptions": "source", "scenarios": "name"}
TIES = {"citation": "argument", "regional": "keyword", "link": "item_id"}


def frozen(vision: PopulationVision) -> PopulationVision:
    """The vision frozen past the verb, which has tests of its own."""
    vision.frozen_at, vision.content, vision.content_hash = timezone.now(), b"{}", "0" * 60
    vision.save()
    return vision


@pytest.fixture
def vision(toyonaka) -> PopulationVision:
    made = frozen(towns.a_vision(toyonaka))
    connection.check_constraints()  # PostgreSQL truncates nothing that still has keys to check
    return made


@pytest.mark.django_db
@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_a_frozen_vision_cannot_be_changed_or_removed(vision, part):
    row = getattr(vision, part).first()
    before = everything_stored()
    ways = attempts(row, PARTS[part])
    assert {name: refusal(act) for name, act in ways.items()} == dict.fromkeys(ways, FROZEN)
    row.pk = None
    assert refusal(lambda: type(row)._base_manager.bulk_create([row])) == FROZEN
    assert everything_stored() == before


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["title", "base_year", "content_hash", "notice"])
def test_a_frozen_vision_itself_stays(vision, column):
    before = everything_stored()
    ways = attempts(vision, column)
    assert {name: refusal(act) for name, act in ways.items()} == dict.fromkeys(ways, FROZEN)
    assert refusal(partial(execute, "UPDATE vision_populationvision SET frozen_at = NULL")) == FROZEN
    assert everything_stored() == before


@pytest.mark.django_db
def test_its_publication_is_its_life(vision):
    vision.published_at = timezone.now()
    vision.save(update_fields=["published_at"])
    assert PopulationVision.objects.public().get() == vision


@pytest.mark.django_db
def test_a_part_does_not_leave_a_frozen_vision_or_come_into_it(vision, toyonaka):
    working = towns.a_vision(toyonaka)
    coming = partial(working.scenarios.update, vision=vision)
    leaving = partial(vision.scenarios.update, vision=working)
    assert [refusal(coming), refusal(leaving)] == [FROZEN, FROZEN]


@pytest.fixture
def ties(toyonaka) -> dict[str, models.Model]:
    """What a frozen edition says of its visions, and an edition beside it."""
    edition = factories.edition(factories.plan(toyonaka))
    made = factories.small_tree(edition)
    cited = freeze_vision(actor=None, vision=towns.a_vision(toyonaka))
    VisionCitation.objects.create(edition=edition, vision=cited)
    regional = RegionalVision.objects.create(edition=edition, item=made["chapter"], keyword="見本")
    VisionLink.objects.create(edition=edition, vision=regional, item=made["section"])
    kept = freeze(actor=None, edition=edition)
    beside = factories.edition(factories.plan(toyonaka, "betsu-keikaku"))
    other = factories.small_tree(beside)
    mine = RegionalVision.objects.create(edition=beside, item=other["chapter"], keyword="見本")
    VisionLink.objects.create(edition=beside, vision=mine, item=other["section"])
    connection.check_constraints()
    return {
        "citation": VisionCitation.objects.get(edition=kept),
        "regional": RegionalVision.objects.get(edition=kept),
        "link": VisionLink.objects.get(edition=kept),
        "frozen": kept,
        "working": beside,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("kind", TIES)
def test_what_a_frozen_edition_says_of_its_visions_stays(ties, kind):
    before = everything_stored()
    ways = attempts(ties[kind], TIES[kind])
    assert {name: refusal(act) for name, act in ways.items()} == dict.fromkeys(ways, OF_EDITION)
    assert everything_stored() == before


@pytest.mark.django_db
def test_no_row_points_into_another_edition(ties):
    tables = {model._meta.db_table: model for model in (RegionalVision, VisionLink, PlanItem)}
    for table, column, target in SAME_EDITION:
        row = tables[table].objects.get(edition=ties["working"])
        taken = {"vision_regionalvision": ["chapter"], "vision_visionlink": []}[table]
        strangers = tables[target].objects.filter(edition=ties["frozen"]).order_by("-pk")
        stranger = strangers.exclude(pk=ties["regional"].item_id if taken else None).first()
        where = tables[table].objects.filter(pk=row.pk)
        assert (table, column, refusal(partial(where.update, **{column: stranger.pk}))) == (
            table,
            column,
            OTHER,
        )


def test_every_table_of_a_vision_or_an_edition_is_guarded():
    """A model added later that belongs to a vision or an edition is guarded, or this fails."""
    kept = list(apps.get_app_config("vision").get_models())
    owned = {model._meta.db_table for model in kept if model.government_path.startswith("edition__")}
    assert owned == set(OWNED)
    parts = {model._meta.db_table for model in kept if model.government_path == "vision__government"}
    assert parts - {"vision_populationupload"} == set(OF_A_VISION)  # an upload is only on its way in
    pointers = {
        (model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model in kept
        if model._meta.db_table in OWNED
        for field in model._meta.concrete_fields
        if field.related_model in (PlanItem, RegionalVision)
    }
    assert pointers == set(SAME_EDITION)
