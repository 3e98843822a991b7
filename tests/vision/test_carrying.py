"""What an edition says of its visions goes into the next one."""

import pytest

from publishing.editions import freeze, publish, start_correction, start_next_edition
from strategy.models import Edition
from tests.vision.tied import ARGUMENT, regional, tied
from vision.carrying import KEPT
from vision.citations import citation_of
from vision.models import RegionalVision
from vision.regional import link_items

pytestmark = pytest.mark.django_db


def test_citation_and_regional_vision_are_carried_with_their_links(toyonaka):
    edition, made, vision = tied(toyonaka)
    own = regional(
        made["heading"], quoted_title="基本構想", quoted_from="見本県", quoted_url="https://example.jp/a"
    )
    link_items(actor=None, vision=own, items=[made["chapter"], made["measure1"]])
    frozen = publish(actor=None, edition=freeze(actor=None, edition=edition))
    new = start_correction(actor=None, edition=frozen)
    found, copy = citation_of(new), RegionalVision.objects.get(edition=new)
    assert (found.vision_id, found.argument) == (vision.pk, ARGUMENT)
    assert {name: getattr(copy, name) for name in KEPT} == {name: getattr(own, name) for name in KEPT}
    assert (copy.version, copy.item.edition_id, copy.item.lineage) == (1, new.pk, made["heading"].lineage)
    links = [
        (link.item.edition_id, link.item.lineage) for link in copy.links.select_related("item").order_by("id")
    ]
    assert links == [(new.pk, made["chapter"].lineage), (new.pk, made["measure1"].lineage)]


def test_an_edition_without_visions_begets_one_without(toyonaka):
    edition, _, _ = tied(toyonaka, cites=False)
    new = start_next_edition(
        actor=None, edition=freeze(actor=None, edition=edition), stage=Edition.Stage.PROPOSAL
    )
    assert (citation_of(new), RegionalVision.objects.filter(edition=new).exists()) == (None, False)
