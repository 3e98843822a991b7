"""What the database itself refuses, and the words in which the models say it."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from publishing.editions import freeze
from strategy.models import (
    Alignment,
    BasicDirection,
    Edition,
    Foundation,
    Goal,
    Initiative,
    Level,
    Measure,
    Pillar,
    PlanItem,
    Relisting,
    Term,
)
from tests import factories

NOW = timezone.now()


def refused(act, *arguments, **fields) -> str:
    """The name of the constraint, or whatever the database says."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act(*arguments, **fields)
    return str(caught.value)


CONSTRAINTS = {
    "period_ends_after_it_begins": {"last_fiscal_year": 2022},
    "frozen_edition_has_a_document": {"frozen_at": NOW},
    "only_frozen_editions_are_published": {"published_at": NOW},
    "adopted_edition_has_a_first_day": {"stage": "ADOPTED"},
    "superseded_edition_names_its_successor_and_day": {"superseded_from": datetime.date(2023, 4, 1)},
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", CONSTRAINTS)
def test_an_edition_that_cannot_be(edition, name):
    assert name in refused(Edition.objects.filter(pk=edition.pk).update, **CONSTRAINTS[name])


@pytest.mark.django_db
def test_documents_and_states_come_together(edition):
    mine = Edition.objects.filter(pk=edition.pk)
    for fields in ({"content": b"{}"}, {"content_hash": "0" * 64}, {"frozen_at": NOW, "content": b"{}"}):
        assert "frozen_edition_has_a_document" in refused(mine.update, **fields)
    frozen = {"frozen_at": NOW, "content": b"{}", "content_hash": "0" * 64}
    assert "withdrawal_has_a_reason" in refused(mine.update, **frozen, published_at=NOW, withdrawn_at=NOW)
    assert "withdrawal_has_a_reason" in refused(
        mine.update, **frozen, withdrawn_at=NOW, withdrawn_reason="誤り"
    )
    assert mine.update(**frozen, published_at=NOW, withdrawn_at=NOW, withdrawn_reason="誤り") == 1


@pytest.mark.django_db
def test_one_number_and_one_working_edition_per_plan(edition):
    fields = {"plan": edition.plan, "title": "題", "first_fiscal_year": 2023, "last_fiscal_year": 2027}
    frozen = {"frozen_at": NOW, "content": b"{}", "content_hash": "0" * 64}
    refused(Edition.objects.create, **fields, **frozen, number=1)
    refused(Edition.objects.create, **fields, number=2)
    Edition.objects.create(**fields, **frozen, number=2)
    with pytest.raises(ValidationError) as caught:
        Edition(**fields, number=3).full_clean()
    assert caught.value.messages == [
        "作成中の版がすでにあります。それを凍結してから次の版をつくってください。"
    ]


@pytest.mark.django_db
def test_the_stage_is_called_by_the_governments_own_word(edition):
    assert (edition.stage_name, str(edition)) == (
        "素案",
        "第3期まち・ひと・しごと創生総合戦略（素案、第1版）",
    )
    edition.stage_word = "行政素案"
    assert edition.stage_name == "行政素案"


@pytest.mark.django_db
def test_working_and_public_editions(edition, toyonaka):
    factories.item(edition, "chapter", "章")
    assert list(Edition.objects.working()) == [edition]
    freeze(actor=None, edition=edition)
    assert list(Edition.objects.working()) == []
    assert list(Edition.objects.public()) == []
    shown = factories.published(factories.plan(toyonaka, "koukai"))
    assert list(Edition.objects.public()) == [shown]


@pytest.mark.django_db
def test_items_that_cannot_be(edition, made):
    measure = PlanItem.objects.filter(pk=made["measure1"].pk)
    assert "item_has_a_title" in refused(measure.update, title="")
    assert "item_is_not_its_own_parent" in refused(measure.update, parent=made["measure1"])
    twin = PlanItem.objects.get(pk=made["measure1"].pk)
    twin.pk = None
    refused(PlanItem.objects.bulk_create, [twin])  # the same lineage twice in one edition
    twin.lineage = uuid.uuid4()
    PlanItem.objects.bulk_create([twin])
    refused(Level.objects.create, edition=edition, key="chapter", depth=1, name="章", kind="GOAL")


@pytest.mark.django_db
def test_pointers_that_cannot_be(edition, made):
    one, two = made["measure1"], made["measure2"]
    Relisting.objects.create(edition=edition, item=one, under=made["section"])
    refused(Relisting.objects.create, edition=edition, item=one, under=made["section"])
    assert "item_is_not_relisted_under_itself" in refused(
        Relisting.objects.create, edition=edition, item=one, under=one
    )
    Alignment.objects.create(edition=edition, item=one, to_item=two)
    refused(Alignment.objects.create, edition=edition, item=one, to_item=two)
    assert "item_is_not_aligned_with_itself" in refused(
        Alignment.objects.create, edition=edition, item=one, to_item=one
    )
    Term.objects.create(edition=edition, word="関係人口", definition="見本")
    refused(Term.objects.create, edition=edition, word="関係人口", definition="二度目")
    refused(PlanItem.objects.get(pk=two.pk).delete)  # somebody answers to it
    assert [str(row) for model in (Relisting, Alignment, Term) for row in model.objects.all()] == [
        "見本の取組み1【再掲】",
        "見本の取組み1→見本の取組み2",
        "関係人口",
    ]


@pytest.mark.django_db
def test_the_words_of_the_law_read_items_of_one_kind(edition, made):
    factories.item(edition, "initiative", "見本の例", made["section"])
    found = {model.__name__: [str(row) for row in model.objects.all()] for model in (
        Pillar, Foundation, Goal, BasicDirection, Measure, Initiative,
    )}  # fmt: skip
    assert found == {
        "Pillar": ["子育て環境の充実"],
        "Foundation": [],
        "Goal": ["子ども・若者が夢や希望をもてるまちづくり"],
        "BasicDirection": ["妊娠・出産・子育て支援の充実", "安心して産み育てられる環境づくりを進めます"],
        "Measure": ["見本の取組み1", "見本の取組み2"],
        "Initiative": ["見本の例"],
    }
