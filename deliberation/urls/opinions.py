"""Addresses of opinions in the office: what was said of a plan, and the answers."""

from django.urls import path

from deliberation.urls.places import OFFICE, OPINIONS
from deliberation.views import dispositions, opinion_pages, opinions

OPINION = f"{OPINIONS}<int:opinion>/"

urlpatterns = [
    path(f"{OFFICE}dispositions/", dispositions.dispositions, name="dispositions"),
    path(OPINIONS, opinions.opinions, name="opinions"),
    path(f"{OPINIONS}add/", opinion_pages.plan_opinion_add, name="plan_opinion_add"),
    path(f"{OPINIONS}list.<str:ending>", opinions.opinion_list_file, name="opinion_list_file"),
    path(f"{OPINIONS}pause/<int:number>/", opinions.opinion_pause, name="opinion_pause"),
    path(OPINION, opinion_pages.plan_opinion, name="plan_opinion"),
    path(f"{OPINION}edit/", opinion_pages.plan_opinion_edit, name="plan_opinion_edit"),
    path(f"{OPINION}reply/", opinion_pages.opinion_reply, name="opinion_reply"),
    path(f"{OPINION}withdraw/", opinion_pages.plan_opinion_withdraw, name="plan_opinion_withdraw"),
]
