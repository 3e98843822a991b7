"""Addresses: what is said of KPIs, items and grants in a year, and what others say of it; who is in charge of what."""

from django.urls import path

from kpi.urls.review import REVIEW
from kpi.views import duties
from kpi.views.review import grants, inputs, items, kpis

HEARINGS, OPINIONS, GRANTS = f"{REVIEW}inputs/hearings/", f"{REVIEW}inputs/opinions/", f"{REVIEW}grants/"

urlpatterns = [
    path("office/<slug:government>/duties/", duties.duties, name="duties"),
    path(f"{REVIEW}kpis/", kpis.review_kpis, name="review_kpis"),
    path(f"{REVIEW}kpis/<uuid:target>/", kpis.review_kpi, name="review_kpi"),
    path(f"{REVIEW}items/", items.review_items, name="review_items"),
    path(f"{REVIEW}items/<uuid:lineage>/", items.review_item, name="review_item"),
    path(f"{REVIEW}inputs/", inputs.review_inputs, name="review_inputs"),
    path(f"{REVIEW}inputs/summary/", inputs.review_summary, name="review_summary"),
    path(f"{HEARINGS}add/", inputs.hearing_add, name="hearing_add"),
    path(f"{HEARINGS}<int:hearing>/", inputs.hearing, name="hearing"),
    path(f"{HEARINGS}<int:hearing>/delete/", inputs.hearing_delete, name="hearing_delete"),
    path(f"{OPINIONS}add/", inputs.opinion_add, name="opinion_add"),
    path(f"{OPINIONS}<int:opinion>/", inputs.opinion, name="opinion"),
    path(f"{OPINIONS}<int:opinion>/delete/", inputs.opinion_delete, name="opinion_delete"),
    path(GRANTS, grants.review_grants, name="review_grants"),
    path(f"{GRANTS}add/", grants.grant_add, name="grant_add"),
    path(f"{GRANTS}<int:grant>/", grants.grant, name="grant"),
    path(f"{GRANTS}<int:grant>/delete/", grants.grant_delete, name="grant_delete"),
]
