"""Addresses of meetings: what is on their agenda, their papers, and the schedule of the year."""

from django.urls import path

from deliberation.urls.places import MEETING, MEETINGS, PLAN
from deliberation.views import agenda, meetings, papers, schedule

ITEM = f"{MEETING}agenda/<int:item>/"
PAPER = f"{MEETING}papers/<int:paper>/"
SCHEDULE = f"{PLAN}schedule/"

urlpatterns = [
    path(MEETINGS, meetings.meetings, name="meetings"),
    path(f"{MEETINGS}new/", meetings.meeting_add, name="meeting_add"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}edit/", meetings.meeting_edit, name="meeting_edit"),
    path(f"{MEETING}call/", meetings.meeting_call, name="meeting_call"),
    path(f"{MEETING}finish/", meetings.meeting_finish, name="meeting_finish"),
    path(f"{MEETING}cancel/", meetings.meeting_cancel, name="meeting_cancel"),
    path(f"{MEETING}round/", meetings.round_start, name="round_start"),
    path(f"{MEETING}agenda/", agenda.agenda, name="agenda"),
    path(f"{MEETING}agenda/new/", agenda.agenda_add, name="agenda_add"),
    path(ITEM, agenda.agenda_item, name="agenda_item"),
    path(f"{ITEM}remove/", agenda.agenda_remove, name="agenda_remove"),
    path(f"{ITEM}void/", agenda.agenda_void, name="agenda_void"),
    path(f"{ITEM}confirm/", agenda.agenda_confirm, name="agenda_confirm"),
    path(f"{MEETING}papers/new/", papers.paper_add, name="paper_add"),
    path(PAPER, papers.paper, name="paper"),
    path(f"{PAPER}remove/", papers.paper_remove, name="paper_remove"),
    path(f"{PAPER}file/", papers.paper_file, name="paper_file"),
    path(SCHEDULE, schedule.schedule, name="schedule"),
    path(f"{SCHEDULE}<int:entry>/", schedule.schedule_entry, name="schedule_entry"),
]
