"""Plans, editions and levels while they are written."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from publishing.editions import freeze
from strategy.levels import create_level
from strategy.models import Plan
from strategy.plans import create_edition, create_plan, save_edition
from tests import factories
from tests.snapshots import everything_stored

FIELDS = {"title": "第3期総合戦略", "first_fiscal_year": 2023, "last_fiscal_year": 2027}


def messages(verb, **arguments) -> list[str]:
    """What the person is told; nothing may have changed."""
    before = everything_stored()
    with pytest.raises(ValidationError) as caught:
        verb(**arguments)
    assert everything_stored() == before
    return caught.value.messages


@pytest.mark.django_db
def test_a_plan_is_unique_in_its_government_only(toyonaka, ogori, aoki):
    plan = create_plan(actor=aoki, government=toyonaka, slug="sogo-senryaku")
    assert (plan.kind, str(plan)) == ("STRATEGY", "豊中市・sogo-senryaku")
    assert create_plan(actor=None, government=ogori, slug="sogo-senryaku").government == ogori
    assert messages(create_plan, actor=aoki, government=toyonaka, slug="sogo-senryaku") == [
        "この名前の計画がすでにあります。ほかの名前にしてください。"
    ]
    for slug in ("Sogo", "s", "総合戦略", "1-plan", "sogo_senryaku", "a" * 51):
        assert len(messages(create_plan, actor=aoki, government=toyonaka, slug=slug)) >= 1


@pytest.mark.django_db
def test_a_plan_is_contained_in_one_of_its_own_government(toyonaka, ogori, aoki):
    outer = factories.plan(toyonaka, "kihon-keikaku", Plan.Kind.COMPREHENSIVE)
    stranger = factories.plan(ogori, "kihon-keikaku", Plan.Kind.COMPREHENSIVE)
    create = {"actor": aoki, "government": toyonaka, "slug": "sogo-senryaku"}
    assert messages(create_plan, **create, contained_in=stranger) == [
        "ほかの団体の計画に包含することはできません。"
    ]
    assert list(outer.contains.all()) == []
    plan = create_plan(**create, contained_in=outer)
    assert list(outer.contains.all()) == [plan]


@pytest.mark.django_db
def test_editions_are_numbered_and_only_one_is_being_written(toyonaka, aoki):
    plan = factories.plan(toyonaka)
    first = create_edition(actor=aoki, plan=plan, **FIELDS)
    assert (first.number, first.stage, first.is_frozen, first.is_public) == (1, "DRAFT", False, False)
    assert messages(create_edition, actor=aoki, plan=plan, **FIELDS) == [
        "作成中の版がすでにあります。それを凍結してから次の版をつくってください。"
    ]
    factories.edition(factories.plan(toyonaka, "ato-no-keikaku"))  # another plan has its own
    create_level(actor=aoki, edition=first, **LEVEL)
    factories.item(first, "chapter", "章")
    freeze(actor=aoki, edition=first)
    assert create_edition(actor=aoki, plan=plan, **FIELDS).number == 2


@pytest.mark.django_db
def test_an_edition_rests_on_public_editions_of_others_and_any_of_its_own(toyonaka, ogori, aoki):
    hidden = factories.edition(factories.plan(ogori))
    public = factories.published(factories.plan(ogori, "dai-2-ki"))
    own = factories.edition(factories.plan(toyonaka, "sogo-keikaku"))
    plan = factories.plan(toyonaka)
    sentence = ["ほかの団体の計画は、公表された版だけを勘案した計画に選べます。"]
    assert messages(create_edition, actor=aoki, plan=plan, rests_on=(public, hidden), **FIELDS) == sentence
    edition = create_edition(actor=aoki, plan=plan, rests_on=(public, own), **FIELDS)
    assert set(edition.rests_on.all()) == {public, own}
    assert messages(save_edition, actor=aoki, edition=edition, rests_on=(hidden,)) == sentence
    save_edition(actor=aoki, edition=edition, rests_on=(public,))
    assert set(edition.rests_on.all()) == {public}
    assert list(public.supports.all()) == [edition]


@pytest.mark.django_db
def test_title_and_period_are_changed_while_it_is_written(toyonaka, aoki):
    edition = factories.edition(factories.plan(toyonaka))
    save_edition(actor=aoki, edition=edition, title="デジタル田園都市構想総合戦略", last_fiscal_year=2028)
    edition.refresh_from_db()
    assert (edition.title, edition.last_fiscal_year) == ("デジタル田園都市構想総合戦略", 2028)
    event = aoki.events.get(verb="edition.save")
    assert event.detail == {"fields": ["last_fiscal_year", "title"]}
    assert messages(save_edition, actor=aoki, edition=edition, last_fiscal_year=2022) == [
        "計画期間の最後の年度が最初の年度より前です。"
    ]
    assert messages(save_edition, actor=aoki, edition=edition, stage="ADOPTED") == [
        "成案には効力の始まる日を入れてください。"
    ]
    adopted = save_edition(
        actor=aoki, edition=edition, stage="ADOPTED", effective_from=datetime.date(2023, 4, 1)
    )
    assert adopted.stage_name == "成案"


@pytest.mark.django_db
def test_a_frozen_edition_takes_neither_title_nor_level(toyonaka, aoki):
    edition = factories.published(factories.plan(toyonaka))
    sentence = ["凍結した版は変えられません。直すときは「次の版をつくる」か「正誤訂正」をしてください。"]
    assert messages(save_edition, actor=aoki, edition=edition, title="別の題名") == sentence
    assert messages(create_level, actor=aoki, edition=edition, **LEVEL | {"key": "new"}) == sentence


LEVEL = {"key": "chapter", "depth": 1, "name": "章", "kind": "GOAL", "numbering": "chapter", "under": [""]}
