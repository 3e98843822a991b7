"""What the office's pages of a meeting share; and every page of it opens for planners, and only for the own government."""

import pytest
from django.urls import reverse

from deliberation.models import Meeting, Paper, ScheduleEntry
from tests.deliberation.sittings import a_written_vote


@pytest.fixture
def world(toyonaka, aoki):
    meeting, item, people = a_written_vote(toyonaka, state=Meeting.State.PLANNED)
    paper = Paper.objects.create(meeting=meeting, label="資料2", title="表決書", kind=Paper.Kind.BALLOT)
    entry = ScheduleEntry.objects.create(plan=meeting.plan, fiscal_year=2026, title="素案の審議")
    return meeting, item, people[0], paper, entry


def addresses(world):
    """Each page of bodies, members, meetings, agenda, papers and schedule."""
    meeting, item, member, paper, entry = world
    at = [meeting.plan.government.slug, meeting.plan.slug, meeting.pk]
    body = [at[0], meeting.body_id]
    return {
        "bodies": [at[0]],
        "body_add": [at[0]],
        **dict.fromkeys(("body", "body_edit", "body_bylaws", "member_add"), body),
        **dict.fromkeys(("member", "member_end", "member_remove"), (*body, member.pk)),
        **dict.fromkeys(("meetings", "meeting_add", "schedule"), at[:2]),
        **dict.fromkeys(
            ("meeting", "meeting_edit", "meeting_call", "meeting_finish", "meeting_cancel", "round_start"), at
        ),
        **dict.fromkeys(("agenda", "agenda_add", "paper_add"), at),
        **dict.fromkeys(("agenda_item", "agenda_remove", "agenda_void", "agenda_confirm"), (*at, item.pk)),
        **dict.fromkeys(("paper", "paper_remove"), (*at, paper.pk)),
        "schedule_entry": [*at[:2], entry.pk],
    }


READ_BY_ALL = {"bodies", "body", "meetings", "meeting", "agenda", "schedule"}


def test_every_page_opens_for_planners_and_some_for_all_staff(client, world, aoki, baba):
    client.force_login(aoki)
    found = {
        name: client.get(reverse(name, args=args)).status_code for name, args in addresses(world).items()
    }
    assert found == dict.fromkeys(found, 200)
    client.force_login(baba)
    read = {
        name
        for name, args in addresses(world).items()
        if client.get(reverse(name, args=args)).status_code == 200
    }
    assert read == READ_BY_ALL


def test_of_another_government_nothing_exists(client, world, neighbour, ogori):
    client.force_login(neighbour)
    for name, args in addresses(world).items():
        assert client.get(reverse(name, args=args)).status_code == 404, name
        if len(args) > 1 and name not in ("body_add", "bodies"):
            assert client.get(reverse(name, args=["ogori", *args[1:]])).status_code == 404, name


def test_the_open_tab_is_marked(client, world, aoki):
    client.force_login(aoki)
    meeting = world[0]
    at = [meeting.plan.government.slug, meeting.plan.slug, meeting.pk]
    for name, here in (("meeting", "page"), ("meeting_edit", "true")):
        tabs = client.get(reverse(name, args=at)).context["tabs"]
        assert (tabs[0].label, tabs[0].here) == ("会議", here)
        assert [tab.here for tab in tabs[1:]] == [""] * (len(tabs) - 1)
    assert tabs[1].href == reverse("agenda", args=at)
    assert {tab.label: tab.href for tab in tabs}["意見"].endswith(f"/opinions/?meeting={meeting.pk}")
