"""Addresses of the road travelled (策定経過), and of what became of the text after an answer."""

from django.urls import path

from deliberation.urls.places import INQUIRIES, PLAN
from publishing.views import road

CHANGES = f"{INQUIRIES}<int:inquiry>/changes/"

urlpatterns = [
    path(f"{PLAN}process/", road.plan_road, name="plan_road"),
    path(f"{PLAN}process/process.<str:ending>", road.plan_road_file, name="plan_road_file"),
    path(CHANGES, road.advice_changes, name="advice_changes"),
    path(f"{CHANGES}<int:number>/meeting/", road.advice_meeting, name="advice_meeting"),
    path("<slug:government>/<slug:plan>/process/", road.public_road, name="public_road"),
]
