"""Addresses of the office: what an edition of a plan says of its visions."""

from django.urls import path

from strategy.urls import EDITION, ITEM
from vision.views import ties

urlpatterns = [
    path(f"{EDITION}population/", ties.population_citation, name="population_citation"),
    path(f"{ITEM}regional-vision/", ties.regional_vision, name="regional_vision"),
]
