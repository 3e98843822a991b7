"""A round: another body takes the same agenda, with copies of items and papers."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from deliberation.boxes import void_item
from deliberation.meetings import (
    start_round,
)
from deliberation.models import AgendaItem, Meeting, Paper
from tests.deliberation.sittings import (
    a_body,
    a_written_vote,
)

pytestmark = pytest.mark.django_db


def sentences(act, **given) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        act(**given)
    return caught.value.messages


@pytest.fixture
def planned(toyonaka):
    """A written meeting of three that may be called as it stands."""
    meeting, _, _ = a_written_vote(
        toyonaka,
        state=Meeting.State.PLANNED,
        why_written="日程が合わないため",
        agreed_with_chair_on=datetime.date(2026, 1, 10),
    )
    return meeting


def test_two_bodies_take_the_same_agenda(planned, toyonaka, aoki):
    paper = Paper.objects.create(
        meeting=planned,
        label="資料1",
        title="素案",
        kind="FILE",
        file="papers/a.pdf",
        sha256="1" * 64,
        size=9,
    )
    item = AgendaItem.objects.get()
    item.papers.add(paper)
    own = AgendaItem.objects.create(
        meeting=planned, number=3, kind="VOTE", title="資料1", paper=paper, content_hash=paper.sha256
    )
    void_item(
        actor=None,
        item=AgendaItem.objects.create(meeting=planned, number=4, title="無効の案件"),
        reason="見本",
    )
    office = a_body(toyonaka, name="本部会議", kind="INTERNAL")
    of = start_round(actor=aoki, meeting=planned, bodies=[office], title="素案の審議")
    made = Meeting.objects.get(body=office)
    assert (str(of), of.title, set(of.meetings.all())) == ("第1回の審議", "素案の審議", {planned, made})
    assert (made.state, made.fiscal_year, made.number, made.form) == ("PLANNED", 2026, 1, "IN_PERSON")
    copied = made.papers.get()
    assert (copied.file.name, copied.sha256, copied.label) == ("papers/a.pdf", "1" * 64, "資料1")
    found = list(made.agenda.order_by("number").values_list("number", "edition", "paper", "content_hash"))
    assert found == [(2, item.edition_id, None, item.content_hash), (3, None, copied.pk, "1" * 64)]
    assert [row.papers.count() for row in made.agenda.order_by("number")] == [1, 0]
    assert own.paper_id != copied.pk
    assert sentences(start_round, actor=aoki, meeting=planned, bodies=[office]) == [
        "本部会議は、この審議の回にすでに加わっています。"
    ]
    third = a_body(toyonaka, name="庁議", kind="INTERNAL")
    assert start_round(actor=aoki, meeting=made, bodies=[third]) == of  # the same round goes on
    assert of.meetings.count() == 3
