"""Addresses of readers: the population visions of a government."""

from django.urls import path

from publishing.urls import population_changes
from publishing.views import public_population

OFFICE_VISION = "office/<slug:government>/population/<int:number>/"
PUBLIC_VISIONS = "<slug:government>/population/"
PUBLIC_VISION = f"{PUBLIC_VISIONS}<int:number>/"

urlpatterns = [
    path(f"{OFFICE_VISION}as-published/", public_population.office_population, name="office_population"),
    path(
        f"{OFFICE_VISION}population.<str:ending>",
        public_population.office_population_file,
        name="office_population_file",
    ),
    path(PUBLIC_VISIONS, public_population.public_population, name="public_population"),
    path(PUBLIC_VISION, public_population.public_population_edition, name="public_population_edition"),
    path(
        f"{PUBLIC_VISION}population.<str:ending>",
        public_population.public_population_file,
        name="public_population_file",
    ),
    *population_changes.urlpatterns,
]
