"""Addresses of the office: two population visions side by side."""

from django.urls import path

from vision.views import comparison

PAIR = "office/<slug:government>/population/<int:old>/<int:new>/"

urlpatterns = [
    path(PAIR, comparison.population_comparison, name="population_comparison"),
    path(
        f"{PAIR}comparison.<str:ending>",
        comparison.population_comparison_file,
        name="population_comparison_file",
    ),
]
