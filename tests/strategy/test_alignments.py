"""Alignments: to whom an item may answer."""

import pytest
from django.core.exceptions import ValidationError

from accounts.audit import Refused
from publishing.editions import freeze, publish, withdraw
from strategy.alignments import align_item, remove_alignment
from strategy.models import Alignment, Edition, PlanItem
from tests import factories
from tests.snapshots import everything_stored

HIDDEN = "公表されていない計画には対応づけられません。"


@pytest.fixture
def made(toyonaka) -> dict[str, PlanItem]:
    return factories.small_tree(factories.edition(factories.plan(toyonaka)))


def refused(**arguments) -> str:
    before = everything_stored()
    with pytest.raises(Refused) as caught:
        align_item(**arguments)
    assert everything_stored() == before
    return caught.value.sentence


@pytest.mark.django_db
def test_an_item_answers_to_a_public_edition_of_anybody_and_to_no_hidden_one(made, aoki, ogori):
    edition = factories.edition(factories.plan(ogori))
    far = factories.small_tree(edition)["measure1"]
    reach = {"actor": aoki, "item": made["measure1"]}

    def now() -> PlanItem:
        return PlanItem.objects.get(pk=far.pk)

    assert refused(**reach, to_item=now()) == HIDDEN
    edition = freeze(actor=None, edition=edition)
    assert refused(**reach, to_item=now()) == HIDDEN
    edition = publish(actor=None, edition=edition)
    row = align_item(**reach, to_item=now(), verb=Alignment.Verb.CONFORM, note="第3章", page=85)
    row.refresh_from_db()
    assert (row.edition, row.to_item, row.get_verb_display(), row.note, row.page) == (
        made["measure1"].edition, far, "準拠", "第3章", 85,
    )  # fmt: skip
    withdraw(actor=aoki, edition=edition, reason="図の誤り")
    assert refused(actor=aoki, item=made["measure2"], to_item=now()) == HIDDEN


@pytest.mark.django_db
def test_the_own_government_aligns_its_plans_while_it_writes_them(made, aoki):
    other = factories.edition(factories.plan(made["measure1"].edition.plan.government, "sogo-keikaku"))
    chapter = factories.item(other, "chapter", "総合計画の章")
    assert align_item(actor=aoki, item=made["measure1"], to_item=chapter).to_item == chapter


@pytest.mark.django_db
def test_once_with_a_target_and_never_with_itself(made, aoki):
    one, pillar = made["measure1"], made["pillar"]
    align_item(actor=aoki, item=one, to_item=pillar)
    for target, sentence in (
        (pillar, "この対応はすでにあります。"),
        (one, "項目をその項目自身に対応させることはできません。"),
    ):
        with pytest.raises(ValidationError) as caught:
            align_item(actor=aoki, item=one, to_item=target)
        assert caught.value.messages == [sentence]
    assert Alignment.objects.count() == 1


@pytest.mark.django_db
def test_an_alignment_is_taken_away_and_its_event_says_which(made, aoki):
    row = align_item(actor=aoki, item=made["measure1"], to_item=made["pillar"])
    assert remove_alignment(actor=aoki, alignment=row) == made["measure1"]
    assert Alignment.objects.count() == 0
    with pytest.raises(Refused) as caught:
        remove_alignment(actor=aoki, alignment=row)
    assert caught.value.sentence == "この対応はもうありません。画面を開き直してください。"
    event = aoki.events.get(verb="alignment.delete")
    assert event.detail == {"lineage": str(made["measure1"].lineage), "to": str(made["pillar"].lineage)}


@pytest.mark.django_db
def test_a_frozen_edition_aligns_no_more(made, aoki):
    row = align_item(actor=aoki, item=made["measure1"], to_item=made["pillar"])
    freeze(actor=aoki, edition=made["measure1"].edition)
    sentence = "凍結した版は変えられません。直すときは「次の版をつくる」か「正誤訂正」をしてください。"
    assert refused(actor=aoki, item=made["measure2"], to_item=made["pillar"]) == sentence
    with pytest.raises(Refused) as caught:
        remove_alignment(actor=aoki, alignment=Alignment.objects.get(pk=row.pk))
    assert caught.value.sentence == sentence
    assert Edition.objects.get().alignments.count() == 1
