"""Addresses of the office about people: /office/<government>/people/…, /office/<government>/log/…"""

from django.urls import path

from accounts.views import events, people

PEOPLE = "office/<slug:government>/people/"
PERSON = f"{PEOPLE}<int:membership>/"
LOG = "office/<slug:government>/log/"

urlpatterns = [
    path(PEOPLE, people.people, name="people"),
    path(f"{PEOPLE}invite/", people.invite, name="person_invite"),
    path(PERSON, people.person, name="person"),
    path(f"{PERSON}end/", people.end, name="person_end"),
    path(f"{PERSON}hand-over/", people.hand_over, name="person_hand_over"),
    path(f"{PERSON}password/", people.password, name="person_password"),
    path(LOG, events.audit_log, name="audit_log"),
    path(f"{LOG}export/", events.audit_export, name="audit_export"),
]
