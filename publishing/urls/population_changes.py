"""Addresses of the comparison of two population visions: as a paper of a meeting, and for readers."""

from django.urls import path

from publishing.views import population_changes
from vision.urls.comparison import PAIR

CHANGES = "<slug:government>/population/<int:number>/changes/"

urlpatterns = [
    path(f"{PAIR}paper/", population_changes.population_as_paper, name="population_as_paper"),
    path(CHANGES, population_changes.public_population_comparison, name="public_population_comparison"),
    path(
        f"{CHANGES}comparison.<str:ending>",
        population_changes.public_population_comparison_file,
        name="public_population_comparison_file",
    ),
]
