"""An edition rests on one population vision."""

import pytest

from accounts.audit import Refused
from accounts.models import AuditEvent
from accounts.saving import Overtaken
from publishing.editions import freeze, publish
from strategy.models import Edition
from tests import factories
from tests.vision import towns
from tests.vision.tied import ARGUMENT, adopted, closed, tied
from vision.citations import citation_of, seen_of
from vision.citing import cite_vision, uncite_vision
from vision.models import VisionCitation

pytestmark = pytest.mark.django_db


def test_a_vision_is_cited_once_and_may_be_changed(toyonaka, aoki):
    edition, _, _ = tied(toyonaka)
    found = citation_of(edition)
    other = towns.a_vision(toyonaka, title="新しい人口ビジョン")
    again = cite_vision(actor=aoki, edition=edition, vision=other, seen=seen_of(found))
    assert (again.pk, again.vision_id, again.argument) == (found.pk, other.pk, "")
    event = AuditEvent.objects.filter(verb="population.cite").latest("pk")
    assert (event.actor, event.detail) == (aoki, {"title": "新しい人口ビジョン", "version_number": 2})
    assert VisionCitation.objects.count() == 1


def test_the_same_again_leaves_no_event(toyonaka, aoki):
    edition, _, vision = tied(toyonaka)
    cite_vision(actor=aoki, edition=edition, vision=vision, argument=f" {ARGUMENT}\n")
    assert AuditEvent.objects.filter(verb="population.cite").count() == 1


def test_who_comes_second_is_told(toyonaka, aoki):
    edition, _, vision = tied(toyonaka, cites=False)
    with pytest.raises(Overtaken, match="ほかの人が先に") as late:
        cite_vision(actor=None, edition=edition, vision=vision)
        cite_vision(actor=aoki, edition=edition, vision=vision, argument="別の文", seen="")
    assert late.value.current.vision == vision
    with pytest.raises(Overtaken):
        uncite_vision(actor=aoki, edition=edition, seen="somewhat else")


def test_neither_another_governments_nor_a_withdrawn_vision(toyonaka, ogori, aoki):
    edition, _, vision = tied(toyonaka, cites=False)
    with pytest.raises(Refused, match="この団体の人口ビジョン"):
        cite_vision(actor=aoki, edition=edition, vision=towns.a_vision(ogori))
    vision.withdrawn_at = vision.published_at
    vision.save()
    with pytest.raises(Refused, match="取り下げられています"):
        cite_vision(actor=aoki, edition=edition, vision=vision)


def test_a_citation_is_taken_back(toyonaka, aoki):
    edition, _, _ = tied(toyonaka)
    uncite_vision(actor=aoki, edition=edition, seen=seen_of(citation_of(edition)))
    assert (citation_of(edition), seen_of(None)) == (None, "")
    with pytest.raises(Refused, match="引用していません"):
        uncite_vision(actor=aoki, edition=edition)


def test_an_edition_is_frozen_after_its_vision_and_published_after_it(toyonaka, aoki):
    edition = factories.edition(factories.plan(toyonaka))
    factories.small_tree(edition)
    vision = adopted(toyonaka)
    cite_vision(actor=aoki, edition=edition, vision=vision)
    with pytest.raises(Refused, match="はまだ作成中です。先に人口ビジョンを凍結するか"):
        freeze(actor=aoki, edition=edition)
    closed(vision, public=False)
    frozen = freeze(actor=aoki, edition=edition)
    with pytest.raises(Refused, match="先に人口ビジョンを公表してください"):
        publish(actor=aoki, edition=frozen)
    vision.published_at = vision.frozen_at
    vision.save()
    assert publish(actor=aoki, edition=frozen).is_public
    with pytest.raises(Refused, match="凍結"):
        uncite_vision(actor=aoki, edition=Edition.objects.get(pk=edition.pk))
