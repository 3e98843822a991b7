"""Addresses: staff and sign-in first, then the public pages, whose first word is a government."""

from django.urls import include, path

from accounts.admin import site

urlpatterns = [
    path("admin/", site.urls),
    path("accounts/", include("accounts.urls")),
    path("api/v1/", include("publishing.api.urls")),
    path("", include("accounts.office_urls")),
    path("", include("vision.urls")),  # office/…/population/1/ is no edition of a plan
    path("", include("strategy.urls")),
    path("", include("kpi.urls")),
    path("", include("deliberation.urls")),
    path("", include("publishing.urls")),
]
