"""Addresses of the office: areas, tables of people and rates of a vision, and the files they come in."""

from django.urls import path

from vision.urls.visions import VISION
from vision.views import areas, assumptions, tables, uploads

TABLES, ASSUMPTIONS = f"{VISION}tables/", f"{VISION}assumptions/"

urlpatterns = [
    path(TABLES, tables.population_tables, name="population_tables"),
    path(f"{TABLES}<int:table>/", tables.population_table, name="population_table"),
    path(f"{TABLES}<int:table>/remove/", tables.population_table_remove, name="population_table_remove"),
    path(f"{VISION}uploads/<int:upload>/", uploads.population_upload, name="population_upload"),
    path(ASSUMPTIONS, assumptions.population_assumptions, name="population_assumptions"),
    path(
        f"{ASSUMPTIONS}<int:assumption>/remove/",
        assumptions.population_assumption_remove,
        name="population_assumption_remove",
    ),
    path(f"{VISION}areas/", areas.population_areas, name="population_areas"),
]
