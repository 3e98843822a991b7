"""Addresses of the office: the scenarios of a population vision."""

from django.urls import path

from vision.views import scenarios

SCENARIOS = "office/<slug:government>/population/<int:number>/scenarios/"
SCENARIO = f"{SCENARIOS}<uuid:scenario>/"

urlpatterns = [
    path(SCENARIOS, scenarios.scenarios, name="scenarios"),
    path(f"{SCENARIOS}add/", scenarios.scenario_add, name="scenario_add"),
    path(SCENARIO, scenarios.scenario, name="scenario"),
    path(f"{SCENARIO}effect/", scenarios.scenario_effect, name="scenario_effect"),
    path(f"{SCENARIO}adopt/", scenarios.scenario_adopt, name="scenario_adopt"),
    path(f"{SCENARIO}move/", scenarios.scenario_move, name="scenario_move"),
    path(f"{SCENARIO}remove/", scenarios.scenario_remove, name="scenario_remove"),
]
