"""The beginning of a plan, at one stroke."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from publishing.starting import start_plan
from strategy.models import Edition, Plan
from strategy.models.editions import RESERVED_PLAN_SLUGS
from tests import factories
from tests.snapshots import everything_stored

FIELDS = {"title": "第4期総合戦略", "first_fiscal_year": 2027, "last_fiscal_year": 2031}


def told(**arguments) -> list[str]:
    """What the person is told; nothing may have changed."""
    before = everything_stored()
    with pytest.raises(ValidationError) as caught:
        start_plan(**arguments)
    assert everything_stored() == before
    return caught.value.messages


@pytest.mark.django_db
def test_a_plan_begins_with_an_empty_edition_and_its_levels(toyonaka, aoki):
    edition = start_plan(actor=aoki, government=toyonaka, slug="sogo-senryaku", preset="guide", **FIELDS)
    plan = Plan.objects.get()
    assert (plan.slug, plan.kind, plan.government) == ("sogo-senryaku", "STRATEGY", toyonaka)
    assert (edition.plan, edition.number, edition.title) == (plan, 1, "第4期総合戦略")
    assert (edition.stage, edition.mode, edition.items.count()) == ("DRAFT", "SINGLE", 0)
    assert set(edition.levels.filter(kind="GOAL").values_list("name", flat=True)) == {"基本目標"}
    verbs = list(AuditEvent.objects.filter(actor=aoki).order_by("id").values_list("verb", flat=True))
    assert verbs == ["plan.create", "edition.create", "levels.create", "plan.start"]


@pytest.mark.django_db
def test_a_plan_within_another_says_so(toyonaka, aoki):
    outer = factories.plan(toyonaka, "sogo-keikaku", Plan.Kind.COMPREHENSIVE)
    edition = start_plan(
        actor=aoki,
        government=toyonaka,
        slug="sogo-senryaku",
        preset="chapters",
        contained_in=outer,
        **FIELDS,
    )
    assert (edition.plan.contained_in, edition.mode) == (outer, Edition.Mode.CONTAINED)


@pytest.mark.django_db
def test_nothing_is_kept_of_a_plan_that_cannot_begin(toyonaka, aoki):
    begin = {"actor": aoki, "government": toyonaka, "preset": "guide"}
    factories.plan(toyonaka, "sogo-senryaku")
    assert told(**begin, slug="sogo-senryaku", **FIELDS) == [
        "この名前の計画がすでにあります。ほかの名前にしてください。"
    ]
    assert told(**begin, slug="betsu", **FIELDS | {"last_fiscal_year": 2026}) == [
        "計画期間の最後の年度が最初の年度より前です。"
    ]
    assert told(**begin | {"preset": "nai"}, slug="betsu", **FIELDS) == [
        "このひな形はありません。一覧から選んでください。"
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("slug", sorted(RESERVED_PLAN_SLUGS))
def test_words_of_the_offices_own_addresses_are_no_plans(toyonaka, aoki, slug):
    assert told(actor=aoki, government=toyonaka, preset="guide", slug=slug, **FIELDS) == [
        f"「{slug}」はシステムが使う名前です。ほかの名前にしてください。"
    ]


def test_the_words_are_those_that_stand_in_the_place_of_a_plan():
    people, kpis = {"people", "departments", "log"}, {"indicators", "grades", "surveys"}
    rounds = {"reviews", "practice", "duties"}
    deliberation, visions = {"bodies", "deliberation", "dispositions"}, {"population"}
    assert (
        people | kpis | rounds | deliberation | visions | {"plans", "comparison-style", "data"}
        == RESERVED_PLAN_SLUGS
    )
