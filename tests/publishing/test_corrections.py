"""正誤訂正: an edition that differs from a public one in its errors only."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from publishing.editions import freeze, publish, start_correction, start_next_edition, withdraw
from strategy.models import Edition, Plan
from tests import factories
from tests.snapshots import everything_stored

DAY = datetime.date


@pytest.fixture
def plan(toyonaka) -> Plan:
    return factories.plan(toyonaka)


def told(verb, **arguments) -> list[str]:
    """What the person is told; nothing may have changed."""
    before = everything_stored()
    with pytest.raises(ValidationError) as caught:
        verb(**arguments)
    assert everything_stored() == before
    return caught.value.messages


def frozen(plan: Plan) -> Edition:
    made = factories.edition(plan)
    factories.small_tree(made)
    return freeze(actor=None, edition=made)


@pytest.mark.django_db
def test_a_correction_begins_as_what_it_corrects(plan, aoki):
    source = factories.published(
        plan, effective_from=DAY(2023, 4, 1), adopted_on=DAY(2023, 3, 20), stage_word="策定", term=3
    )
    made = start_correction(actor=aoki, edition=source)
    assert made.title == "第3期まち・ひと・しごと創生総合戦略（正誤訂正）"
    assert (made.number, made.correction, made.based_on, made.is_frozen) == (2, True, source, False)
    for name in ("stage", "stage_word", "adopted_on", "effective_from", "term", "first_fiscal_year"):
        assert getattr(made, name) == getattr(source, name)
    lineages = [list(e.items.order_by("lineage").values_list("lineage", flat=True)) for e in (source, made)]
    assert lineages[0] == lineages[1]
    assert aoki.events.get(verb="edition.correct").detail == {"based_on": source.pk}
    made = publish(actor=None, edition=freeze(actor=None, edition=made))
    again = start_correction(actor=aoki, edition=made)
    assert again.title == made.title  # said once
    assert (
        start_next_edition(actor=None, edition=freeze(actor=None, edition=again), stage="DRAFT").correction
        is False
    )


@pytest.mark.django_db
def test_only_what_is_public_is_corrected(plan, aoki):
    sentence = ["正誤訂正ができるのは、公表中の版だけです。"]
    edition = frozen(plan)
    assert told(start_correction, actor=aoki, edition=edition) == sentence
    edition = publish(actor=None, edition=edition)
    start_correction(actor=aoki, edition=edition)
    assert told(start_correction, actor=aoki, edition=edition) == [
        "作成中の版がすでにあります。それを凍結してから次の版をつくってください。"
    ]
    withdraw(actor=aoki, edition=edition, reason="誤り")
    assert told(start_correction, actor=aoki, edition=edition) == sentence
