"""Addresses of the office: the population visions of a government and the life of each."""

from django.urls import path

from vision.views import visions

VISIONS = "office/<slug:government>/population/"
VISION = f"{VISIONS}<int:number>/"

urlpatterns = [
    path(VISIONS, visions.population_visions, name="population_visions"),
    path(f"{VISIONS}add/", visions.population_vision_add, name="population_vision_add"),
    path(VISION, visions.population_vision, name="population_vision"),
    path(f"{VISION}edit/", visions.population_vision_edit, name="population_vision_edit"),
    path(f"{VISION}freeze/", visions.population_vision_freeze, name="population_vision_freeze"),
    path(f"{VISION}publish/", visions.population_vision_publish, name="population_vision_publish"),
    path(f"{VISION}withdraw/", visions.population_vision_withdraw, name="population_vision_withdraw"),
    path(f"{VISION}next/", visions.population_vision_next, name="population_vision_next"),
    path(f"{VISION}delete/", visions.population_vision_delete, name="population_vision_delete"),
]
