"""What the confirmation pages tell before somebody confirms."""

import datetime

import pytest
from django.utils import timezone

from publishing import confirming
from publishing.document import Document, hash_of
from publishing.editions import freeze, publish, start_correction, start_next_edition
from publishing.forms.editions import BasicsForm, FreezeForm
from strategy.items import save_item
from strategy.models import Edition, Plan
from tests import factories

ADOPTED = Edition.Stage.ADOPTED


@pytest.fixture
def plan(toyonaka) -> Plan:
    return factories.plan(toyonaka)


@pytest.mark.django_db
def test_the_freeze_page_carries_the_hash_of_what_it_shows(plan, aoki):
    edition = factories.edition(plan)
    made = factories.small_tree(edition)
    context = confirming.freeze_context(FreezeForm(edition=edition))
    assert context["seen"] == hash_of(Document.draft(edition).canonical)
    assert (context["count"], context["blocking"], context["changes"]) == (6, [], [])
    save_item(actor=aoki, item=made["section"], version=1, title="直した節", body="")
    form = FreezeForm({"seen": context["seen"], "shown_at": context["shown_at"]}, edition=edition)
    form.is_valid()
    again = confirming.freeze_context(form)
    assert again["seen"] != context["seen"]
    assert "「直した節」" in [change.thing for change in again["changes"]]
    assert confirming.freeze_context(FreezeForm(edition=freeze(actor=None, edition=edition))) == {}


@pytest.mark.django_db
def test_the_publish_page_names_what_is_replaced(plan):
    first = factories.published(plan)
    second = start_next_edition(
        actor=None, edition=first, stage=ADOPTED, effective_from=datetime.date(2026, 4, 1)
    )
    assert confirming.publish_context(second) == {}
    second = freeze(actor=None, edition=second)
    context = confirming.publish_context(second)
    assert [old.number for old in context["place"].replaces] == [1]
    assert context["hidden"] == []
    assert confirming.publish_context(publish(actor=None, edition=second)) == {}


@pytest.mark.django_db
def test_the_withdraw_page_tells_what_is_in_force_afterwards(plan):
    first = factories.published(plan, last_fiscal_year=2098)
    alone = confirming.withdraw_context(first)
    assert (alone["is_current"], alone["back"], alone["other"]) == (True, None, None)
    second = start_next_edition(
        actor=None, edition=first, stage=ADOPTED, effective_from=datetime.date(2024, 4, 1)
    )
    assert confirming.withdraw_context(second) == {}
    second = publish(actor=None, edition=freeze(actor=None, edition=second))
    assert confirming.withdraw_context(second)["back"] == first
    Edition.objects.filter(pk=first.pk).update(superseded_by=None, superseded_from=None)
    assert confirming.withdraw_context(second)["other"] == first


@pytest.mark.django_db
def test_an_edition_that_ran_out_does_not_come_back(plan):
    first = factories.published(plan, last_fiscal_year=2023)
    second = start_next_edition(
        actor=None,
        edition=first,
        stage=ADOPTED,
        effective_from=datetime.date(2024, 4, 1),
        last_fiscal_year=2098,
    )
    second = publish(actor=None, edition=freeze(actor=None, edition=second))
    context = confirming.withdraw_context(second)
    assert (context["is_current"], context["back"], context["other"]) == (True, None, None)


@pytest.mark.django_db
def test_what_stands_in_the_way_of_a_new_edition(plan):
    first = factories.published(plan)
    assert confirming.correct_context(first) == {"working": None, "corrected": None}
    working = start_correction(actor=None, edition=first)
    assert confirming.next_context(first) == {"working": working}
    corrected = publish(actor=None, edition=freeze(actor=None, edition=working))
    assert confirming.correct_context(first) == {"working": None, "corrected": corrected}


@pytest.mark.django_db
def test_the_reservation_is_repeated_in_words(plan, aoki):
    edition = factories.edition(plan, title="第3期総合戦略")
    factories.small_tree(edition)
    at = timezone.make_aware(datetime.datetime(2099, 4, 1, 9, 0))
    edition = publish(actor=aoki, edition=freeze(actor=aoki, edition=edition), at=at)
    assert confirming.published_sentence(edition) == (
        "「第3期総合戦略」（素案）の公表を予約しました。令和81年4月1日（水）9:00に公表します。"
    )
    edition = publish(actor=aoki, edition=edition)
    assert confirming.published_sentence(edition) == "「第3期総合戦略」（素案）を公表しました。"


@pytest.mark.django_db
def test_the_own_the_nation_and_the_prefecture_come_first(plan, toyonaka, ogori):
    edition = factories.edition(plan)
    nation = factories.government("000001", "nation", "国", "NATION", "")
    osaka = factories.government("270008", "osaka", "大阪府", "PREFECTURE", "大阪府")
    tokyo = factories.government("130001", "tokyo", "東京都", "PREFECTURE", "東京都")
    for government in (ogori, tokyo, osaka, nation, toyonaka):
        factories.published(factories.plan(government, "sogo-keikaku"))
    far = factories.published(factories.plan(ogori, "dai-2-ki"))
    groups = confirming.basics_context(BasicsForm(edition=edition))["sources"]
    assert [(group["government"], group["is_open"]) for group in groups] == [
        (toyonaka, True),
        (nation, True),
        (osaka, True),
        (tokyo, False),
        (ogori, False),
    ]
    edition.rests_on.add(far)
    context = confirming.basics_context(BasicsForm(edition=edition))
    assert context["chosen"] == {str(far.pk)}
    assert [group["is_open"] for group in context["sources"]] == [True, True, True, False, True]
    assert confirming.basics_context(BasicsForm(edition=factories.published(factories.plan(tokyo)))) == {}
