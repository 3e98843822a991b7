"""What readers see of meetings: published results only, papers that are public themselves, no title of a draft."""

import pytest
from django.core.files.base import ContentFile
from django.http import Http404
from django.utils import timezone

from deliberation.models import Meeting, Paper
from publishing.editions import publish
from publishing.meetings.pages import list_context, meeting_page
from publishing.meetings.published import published_meetings
from publishing.meetings.reading import day_of, hall_or_404, public_file_or_404, shown_papers
from tests.deliberation import sittings
from tests.deliberation.voting import Vote, a_vote

pytestmark = pytest.mark.django_db
PLAN = ("toyonaka", "digital-strategy")


@pytest.fixture
def vote(toyonaka) -> Vote:
    made = a_vote(toyonaka)
    made.cast(0, opinion="見本の意見")
    made.cast(1)
    made.close()
    return made


def opened(vote: Vote) -> None:
    Meeting.objects.update(result_published_at=timezone.now())


def a_paper(vote: Vote, label: str, **fields) -> Paper:
    given = {"title": f"{label}の題", "kind": "FILE", "name": "shiryo.pdf", "media_type": "application/pdf"}
    if (given | fields)["kind"] == "FILE":
        given |= {"file": ContentFile(b"%PDF-1.7", "a.pdf"), "size": 2048, "pages": 3}
    else:
        given |= {"name": "", "media_type": ""}
    return Paper.objects.create(meeting=vote.meeting, label=label, position=10, **(given | fields))


def test_a_meeting_is_there_once_its_result_is_published(vote):
    with pytest.raises(Http404):
        hall_or_404(*PLAN)
    opened(vote)
    hall = hall_or_404(*PLAN)
    assert (hall.meetings, hall.shelf, hall.plan_name) == ((vote.meeting,), None, "総合戦略")
    with pytest.raises(Http404):
        hall.numbered(vote.meeting.pk + 1)
    Meeting.objects.update(state="CANCELLED", cancelled_why="台風のため")
    assert not published_meetings().exists()


def test_the_plan_is_called_by_its_title_once_an_edition_is_public(vote):
    opened(vote)
    publish(actor=None, edition=vote.item.edition)
    hall = hall_or_404(*PLAN)
    assert hall.plan_name == "第3期まち・ひと・しごと創生総合戦略"
    (decided,) = meeting_page(hall, hall.meetings[0])["agenda"]
    assert decided.edition == vote.item.edition


def test_a_text_that_is_not_public_is_not_named(vote):
    opened(vote)
    hall = hall_or_404(*PLAN)
    (decided,) = meeting_page(hall, hall.meetings[0])["agenda"]
    assert (decided.edition, "".join(decided.hash_groups)) == (None, vote.item.content_hash)


def test_papers_are_shown_as_far_as_they_are_public_themselves(vote):
    edition = vote.item.edition
    file = a_paper(vote, "資料1")
    a_paper(vote, "資料2", is_public=False)
    a_paper(vote, "資料3", kind="EDITION", edition=edition)
    opened(vote)

    def shown() -> list[tuple[str, str, str, str]]:
        hall = hall_or_404(*PLAN)
        return [(one.label, one.title, one.href, one.note) for one in shown_papers(hall, hall.meetings[0])]

    base = f"/toyonaka/digital-strategy/meetings/{vote.meeting.pk}/papers/{file.pk}/"
    first = ("資料1", "資料1の題", base, "PDF、3ページ、2KB")
    hidden = ("資料2", "", "", "公表していません")
    assert shown() == [first, hidden, ("資料3", "", "", "公表していません")]
    publish(actor=None, edition=edition)
    assert shown() == [
        first,
        hidden,
        ("資料3", "資料3の題", f"/toyonaka/digital-strategy/editions/{edition.number}/", "計画の版"),
    ]


def test_a_file_that_is_not_public_is_not_given_away(vote):
    secret = a_paper(vote, "資料2", is_public=False)
    file = a_paper(vote, "資料1")
    opened(vote)
    meeting = hall_or_404(*PLAN).meetings[0]
    assert public_file_or_404(meeting, file.pk) == file
    for pk in (secret.pk, 0):
        with pytest.raises(Http404):
            public_file_or_404(meeting, pk)


def test_the_newest_meeting_comes_first(vote):
    earlier = sittings.a_meeting(vote.meeting.body, vote.meeting.plan, fiscal_year=2025, form="IN_PERSON")
    opened(vote)
    hall = hall_or_404(*PLAN)
    assert hall.meetings == (vote.meeting, earlier)
    assert [line.title for line in list_context(hall)["lines"]] == [
        "令和8年度第1回総合戦略委員会",
        "令和7年度第2回総合戦略委員会",
    ]
    assert day_of(earlier) is None
    assert day_of(hall.meetings[0]) == timezone.localdate(vote.box.closes_at)
