"""Addresses of the office: population visions of a government, what an edition of a plan says of its visions."""

from vision.urls import comparison, scenarios, tables, ties, visions

urlpatterns = [
    *visions.urlpatterns,
    *tables.urlpatterns,
    *scenarios.urlpatterns,
    *comparison.urlpatterns,
    *ties.urlpatterns,
]
