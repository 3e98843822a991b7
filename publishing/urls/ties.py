"""Addresses of what ties a plan to its population vision."""

from django.urls import path

from kpi.urls import TARGET
from publishing.views import reference_path

urlpatterns = [
    path(f"{TARGET}population/", reference_path.reference_path, name="reference_path"),
]
