"""会長に一任: the chair confirms a later text of what was carried, and only then it is covered; approvals of a text."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from deliberation.approvals import approvals_of
from deliberation.bindings import State, binding_of, covers
from deliberation.confirming import confirm_text
from deliberation.models import AgendaItem, ChairConfirmation, FloorVote, Member
from publishing.editions import freeze, start_next_edition
from strategy.models import Edition
from tests.deliberation.sittings import a_body, a_draft, a_meeting, an_item, members_of

pytestmark = pytest.mark.django_db


def next_of(edition: Edition) -> Edition:
    return freeze(actor=None, edition=start_next_edition(actor=None, edition=edition, stage="PROPOSAL"))


def sentences(act, **given) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        act(**given)
    return caught.value.messages


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def carried(toyonaka, today):
    """An item of a meeting in the room, carried without objection, with smaller changes left to the chair."""
    edition = a_draft(toyonaka)
    body = a_body(toyonaka)
    members_of(body, 3)
    meeting = a_meeting(body, edition.plan, form="IN_PERSON", held_on=today)
    item = an_item(meeting, edition, is_delegated=True)
    FloorVote.objects.create(item=item, manner="NO_OBJECTION", is_carried=True, at=timezone.now())
    return item


def test_a_confirmed_text_is_covered_and_approved_from_that_day(carried, aoki, today):
    later = next_of(carried.edition)
    assert (binding_of(carried).state, approvals_of(later), covers(carried, later)) == (
        State.DELEGATED,
        (),
        False,
    )
    made = confirm_text(actor=aoki, item=carried, edition=later, confirmed_on=today, note=" 電話で確認 ")
    assert (made.chair.name, made.note, made.content_hash) == ("千葉", "電話で確認", later.content_hash)
    assert covers(carried, later) is True
    (first,) = approvals_of(carried.edition)
    (second,) = approvals_of(later)
    assert (first.item, first.confirmation, first.outcome.word) == (carried, None, "可決")
    assert (second.item, second.confirmation, second.on) == (carried, made, today)
    assert sentences(confirm_text, actor=aoki, item=carried, edition=later, confirmed_on=today) == [
        "この版は、すでに会長の確認を受けています。"
    ]


def test_confirming_one_text_does_not_cover_the_next(carried, aoki, today):
    second = next_of(carried.edition)
    third = next_of(second)
    confirm_text(actor=aoki, item=carried, edition=second, confirmed_on=today)
    assert binding_of(carried).uncovered == (third,)
    assert approvals_of(third) == ()


def test_what_was_not_left_to_the_chair_not_carried_or_not_later_is_refused(carried, aoki, today):
    later = next_of(carried.edition)
    given = {"actor": aoki, "item": carried, "confirmed_on": today}
    assert sentences(confirm_text, edition=carried.edition, **given) == [
        "確認できるのは、決めた版をもとにした、凍結した版だけです。"
    ]
    FloorVote.objects.update(is_carried=False)
    assert sentences(confirm_text, edition=later, **given) == [
        "会長の確認を記録できるのは、可決された案件だけです。表決の結果を確かめてください。"
    ]
    assert approvals_of(carried.edition) == ()
    FloorVote.objects.update(is_carried=True)
    AgendaItem.objects.update(is_delegated=False)
    assert sentences(confirm_text, edition=later, **given) == [
        "この案件は、修正を会長に一任していません。変わった文書は、あらためて会議に諮ってください。"
    ]
    assert ChairConfirmation.objects.count() == 0


def test_a_day_that_cannot_be_and_a_day_without_a_chair_are_refused(carried, aoki, today):
    later = next_of(carried.edition)
    given = {"actor": aoki, "item": carried, "edition": later}
    day = datetime.timedelta(days=1)
    assert sentences(confirm_text, confirmed_on=today + day, **given) == [
        "確認した日がまだ来ていません。日付を確かめてください。"
    ]
    assert sentences(confirm_text, confirmed_on=today - day, **given) == [
        "確認した日が、版を凍結した日より前です。日付を確かめてください。"
    ]
    Member.objects.filter(office="CHAIR").update(last_day=today - day)
    (said,) = sentences(confirm_text, confirmed_on=today, **given)
    assert said.endswith("に在任の会長がいません。会議体の画面で、会長の任期を確かめてください。")


def test_the_page_leads_to_the_comparison_and_takes_the_confirmation(client, carried, aoki, baba, today):
    later = next_of(carried.edition)
    plan = carried.edition.plan
    address = reverse("agenda_confirm", args=["toyonaka", plan.slug, carried.meeting_id, carried.pk])
    client.force_login(baba)
    assert client.get(address).status_code == 403
    client.force_login(aoki)
    page = client.get(address).content.decode()
    assert (
        f'href="{reverse("comparison", args=["toyonaka", plan.slug, later.number, carried.edition.number])}"'
        in page
    )
    assert client.post(address, {"edition": later.pk, "confirmed_on": ""}).status_code == 422
    assert client.post(address, {"edition": later.pk, "confirmed_on": today.isoformat()}).status_code == 302
    assert ChairConfirmation.objects.get().edition == later
    assert "電話" not in client.get(address).content.decode()
