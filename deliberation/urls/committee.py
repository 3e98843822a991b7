"""Addresses of members: the door, their meetings, the ballot; and of the office: ways in, consents, questions."""

from django.urls import path

from deliberation.urls.bodies import MEMBER
from deliberation.urls.places import COMMITTEE, MEETING, SITTING
from deliberation.views import consents, invitations, questions
from deliberation.views.committee import asking, ballot, consent, entry, home, meeting

ITEM = f"{SITTING}items/<int:item>/"

urlpatterns = [
    path("committee/", entry.enter, name="committee_enter"),
    path("committee/enter/<str:code>/", entry.link, name="committee_enter_link"),
    path(COMMITTEE, home.home, name="committee_home"),
    path(SITTING, meeting.meeting, name="committee_meeting"),
    path(f"{SITTING}papers/<int:paper>/", meeting.paper, name="committee_paper"),
    path(f"{SITTING}consent/", consent.consent, name="committee_consent"),
    path(f"{SITTING}questions/", asking.questions, name="committee_questions"),
    path(f"{SITTING}result/", meeting.result, name="committee_result"),
    path(f"{ITEM}ballot/", ballot.ballot, name="committee_ballot"),
    path(f"{ITEM}confirm/", ballot.confirm, name="committee_confirm"),
    path(f"{ITEM}cast/", ballot.cast, name="committee_cast"),
    path(f"{ITEM}receipt/", ballot.receipt, name="committee_receipt"),
    # /office/<government>/…
    path(f"{MEMBER}invite/", invitations.member_invite, name="member_invite"),
    path(f"{MEMBER}letter/", invitations.member_letter, name="member_letter"),
    path(f"{MEETING}consents/", consents.consents, name="consents"),
    path(f"{MEETING}questions/", questions.questions, name="questions"),
    path(f"{MEETING}questions/<int:question>/", questions.question_answer, name="question_answer"),
]
