"""The demo's deliberation: 豊中市's fifth committee as its papers say, a vote that is open, 小郡市's rounds, a call."""

import datetime

import pytest
from django.utils import timezone

from deliberation.exports import ledger_export
from deliberation.ledger import verify
from deliberation.models import AgendaItem, Ballot, BallotBox, Meeting, Member, Opinion, PublicComment
from deliberation.results import result_of
from tests.publishing.demo import facts

pytestmark = [pytest.mark.slow, pytest.mark.no_database]  # the demo is the same on any database


def fifth() -> Meeting:
    return Meeting.objects.select_related("box", "body").get(fiscal_year=2022, number=5)


def test_the_fifth_committee_is_the_one_of_the_papers(seeded, shared):
    """Sent on Monday 23 January, closed with the end of Thursday 2 February; item 2 carries the vote."""
    printed, meeting = facts(shared, "toyonaka")["meeting"], fifth()
    assert meeting.called_on.isoformat() == printed["papers_sent"]
    last = timezone.localtime(meeting.closes_at) - datetime.timedelta(microseconds=1)
    assert (last.date().isoformat(), last.strftime("%a")) == (printed["ballot_deadline"], "Thu")
    item = meeting.agenda.get(kind=AgendaItem.Kind.VOTE)
    assert (item.number, item.title) == (
        printed["agenda_no"],
        printed["agenda"].replace("(", "（").replace(")", "）"),
    )
    assert [paper.label for paper in meeting.papers.all()] == ["資料1", "資料2", "資料3", "資料4", "参考1"]
    assert (item.edition.number, item.content_hash) == (4, item.edition.content_hash)


def test_its_vote_is_counted_published_and_verifies(seeded):
    (count,) = result_of(fifth().box).counts
    assert (count.entitled, count.submitted, count.in_favour, count.against) == (14, 13, 12, 1)
    assert (count.is_quorate, count.word) == (True, "可決")
    assert verify(ledger_export(fifth().box)).ok
    assert fifth().result_published_at is not None
    assert Opinion.objects.filter(meeting=fifth(), source=Opinion.Source.MEMBER).count() == 2


def test_a_vote_is_open_and_chiba_has_not_voted(seeded):
    box = BallotBox.objects.get(closed_at=None)
    chiba = Member.objects.get(user__email="chiba@toyonaka.example")
    assert box.closes_at > timezone.now() and box.roll.filter(member=chiba).exists()
    assert Ballot.objects.filter(box=box).count() == 2
    assert not Ballot.objects.filter(box=box, member=chiba).exists()


def test_ogoris_two_bodies_take_the_same_agenda_in_three_rounds(seeded, shared):
    expected = [
        (one["no"], [title.replace("(", "（").replace(")", "）") for title in one["agenda"]])
        for one in facts(shared, "ogori")["meetings"]
        for _ in one["bodies"]
    ]
    meetings = Meeting.objects.filter(plan__government__slug="ogori").order_by("round__number", "body__name")
    found = [(row.round.number, [item.title for item in row.agenda.all()]) for row in meetings]
    assert found == expected
    assert {row.when_words for row in meetings} == {"未定"}


def test_a_call_for_comments_is_open_for_thirty_days(seeded):
    comment = PublicComment.objects.get()
    assert comment.plan.government.slug == "kanagawa" and comment.announced_at is not None
    assert comment.closes_at - comment.opens_at == datetime.timedelta(days=30)


def test_everything_invented_is_marked(seeded):
    texts = [
        *Opinion.objects.values_list("text", flat=True),
        *Ballot.objects.values_list("opinion", flat=True),
    ]
    assert [text for text in texts if text and "（見本）" not in text] == []
    assert [m.name for m in Member.objects.all() if "見本" not in m.name and m.name != "千葉"] == []
