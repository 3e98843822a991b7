"""To what text an item is bound: it changes while nothing is decided, and is not covered afterwards."""

import datetime

import pytest
from django.utils import timezone

from deliberation.bindings import State, binding_of, bindings_of, covers, current_hash
from deliberation.boxes import open_box, void_item
from deliberation.models import AgendaItem, BallotBox, ChairConfirmation, FloorVote, Meeting, Paper
from kpi.models import ReviewYear
from publishing.editions import freeze, start_next_edition
from strategy.models import Edition
from tests import factories
from tests.deliberation.sittings import a_draft, a_meeting, a_written_vote, an_item

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def next_of(edition: Edition, **fields) -> Edition:
    """A later edition made from this one, frozen."""
    return freeze(
        actor=None, edition=start_next_edition(actor=None, edition=edition, stage="PROPOSAL", **fields)
    )


@pytest.fixture
def vote(toyonaka):
    meeting, item, people = a_written_vote(toyonaka)
    return meeting, item, people


def reloaded(item: AgendaItem) -> AgendaItem:
    return AgendaItem.objects.get(pk=item.pk)


def test_an_item_is_bound_until_a_later_edition_is_frozen(vote):
    _, item, _ = vote
    working = start_next_edition(actor=None, edition=item.edition, stage="PROPOSAL")
    assert (binding_of(item).state, binding_of(item).later) == (State.BOUND, ())
    later = freeze(actor=None, edition=working)
    found = binding_of(item)
    assert (found.state, found.later, found.is_decided) == (State.CHANGED, (later,), False)
    assert found.sentence == f"案件に結び付けた版の後に、第{later.number}版が凍結されました。"


def test_descent_is_followed_through_all_editions_and_not_beside(vote, toyonaka):
    _, item, _ = vote
    second = next_of(item.edition)
    third = next_of(second)
    aside = factories.edition(item.edition.plan)  # based on nothing
    factories.small_tree(aside)
    freeze(actor=None, edition=aside)
    assert binding_of(item).later == (second, third)
    other = an_item(item.meeting, second, 3)
    assert binding_of(other).later == (third,)


def test_a_text_left_to_the_chair_keeps_its_item(vote):
    _, item, _ = vote
    AgendaItem.objects.filter(pk=item.pk).update(is_delegated=True)
    later = next_of(item.edition)
    found = binding_of(reloaded(item))
    assert (found.state, found.uncovered) == (State.DELEGATED, (later,))


def test_what_was_decided_stays_and_the_later_text_is_not_covered(vote):
    _, item, _ = vote
    FloorVote.objects.create(item=item, manner="NO_OBJECTION", is_carried=True, at=timezone.now())
    later = next_of(item.edition)
    found = binding_of(item)
    assert (found.state, found.is_decided, found.uncovered) == (State.BOUND, True, (later,))
    assert (covers(item, item.edition), covers(item, later)) == (True, False)


def test_a_text_frozen_after_the_deadline_changes_nothing_although_the_box_is_not_closed_yet(vote, aoki):
    meeting, item, _ = vote
    box = open_box(actor=aoki, meeting=meeting)
    opened = timezone.now() - 3 * HOUR
    later = next_of(item.edition)
    Meeting.objects.filter(pk=meeting.pk).update(opens_at=opened)
    assert binding_of(item).state is State.CHANGED
    # Past the verbs: the deadline lay an hour before that edition was frozen.
    BallotBox.objects.filter(pk=box.pk).update(closes_at=later.frozen_at + datetime.timedelta(microseconds=1))
    assert binding_of(item).state is State.CHANGED
    BallotBox.objects.filter(pk=box.pk).update(closes_at=later.frozen_at)
    assert binding_of(item).state is State.BOUND
    assert binding_of(item).later == (later,)


def test_a_voided_item_covers_nothing(vote, aoki):
    _, item, _ = vote
    void_item(actor=aoki, item=item, reason="案を直すため")
    found = reloaded(item)
    assert (binding_of(found).state, binding_of(found).sentence) == (State.VOID, "無効：案を直すため")
    assert covers(found, item.edition) is False


def test_a_confirmed_text_is_covered_only_under_delegation_and_with_its_own_hash(vote, aoki):
    _, item, people = vote
    later = next_of(item.edition)
    ChairConfirmation.objects.create(
        item=item,
        edition=later,
        content_hash=later.content_hash,
        chair=people[0],
        confirmed_on=timezone.localdate(),
        at=timezone.now(),
    )
    assert covers(reloaded(item), later) is False
    AgendaItem.objects.filter(pk=item.pk).update(is_delegated=True)
    assert covers(reloaded(item), later) is True
    assert binding_of(reloaded(item)).uncovered == ()


def test_a_correction_of_a_review_changes_the_item_once_it_is_published(toyonaka):
    edition = a_draft(toyonaka)
    given = {
        "plan": edition.plan,
        "edition": edition,
        "fiscal_year": 2024,
        "practice": {},
        "step": "publication",
        "opened_at": timezone.now(),
    }
    review = ReviewYear.objects.create(
        **given, content=b"{}", content_hash="a" * 64, published_at=timezone.now()
    )
    meeting, _, _ = a_written_vote(toyonaka_other(toyonaka), members=1)
    item = AgendaItem.objects.create(
        meeting=meeting, number=9, kind="VOTE", title="効果検証", review=review, content_hash="a" * 64
    )
    correction = ReviewYear.objects.create(**given, revision=2, corrects=review)
    assert binding_of(item).state is State.BOUND
    ReviewYear.objects.filter(pk=correction.pk).update(
        content=b"[]", content_hash="b" * 64, published_at=timezone.now()
    )
    found = binding_of(item)
    assert (found.state, found.sentence) == (
        State.CHANGED,
        "案件に結び付けた年度評価の後に、訂正1が公表されました。",
    )


def toyonaka_other(government):
    """The same government: the vote of the world gets a plan of its own."""
    government.plans.update(slug="reviewed")
    return government


def test_a_replaced_file_changes_the_item(vote):
    meeting, _, _ = vote
    paper = Paper.objects.create(
        meeting=meeting, label="資料1", title="見本", kind="FILE", file="papers/a.pdf", sha256="a" * 64
    )
    item = AgendaItem.objects.create(
        meeting=meeting, number=9, kind="VOTE", title="資料1", paper=paper, content_hash="a" * 64
    )
    assert (binding_of(item).state, current_hash(item)) == (State.BOUND, "a" * 64)
    Paper.objects.filter(pk=paper.pk).update(sha256="b" * 64)
    assert binding_of(item).sentence == "案件に結び付けた資料が差し替えられました。"
    assert current_hash(reloaded(item)) == "b" * 64


def test_an_item_without_a_text_is_bound_to_nothing(vote):
    meeting, _, _ = vote
    item = AgendaItem.objects.create(meeting=meeting, number=9, title="会長の選出")
    assert (binding_of(item).state, current_hash(item), binding_of(item).later) == (State.BOUND, "", ())


def test_many_items_cost_what_one_costs(vote, django_assert_num_queries):
    meeting, item, _ = vote
    items = [item, *(an_item(meeting, item.edition, n) for n in range(3, 6))]
    with django_assert_num_queries(5):
        bindings_of(items[:1])
    second = a_meeting(meeting.body, meeting.plan, form="IN_PERSON")
    items += [an_item(second, item.edition, n) for n in range(1, 20)]
    with django_assert_num_queries(5):
        bindings_of(items)
