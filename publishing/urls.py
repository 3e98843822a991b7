"""Addresses of publishing: office, machine-readable lists, then the citizens' pages, whose first word is a government."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path, register_converter

from accounts import rules as access
from publishing.feeds import GovernmentFeed
from publishing.sitemaps import SITEMAPS
from publishing.views import health, office, public


class FormatConverter:
    """The formats in which a plan can be taken home."""

    regex = "pdf|docx|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormatConverter, "format")

urlpatterns = [
    path("", public.governments, name="governments"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("sitemap.xml", access.public(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("feeds/<slug:government>/", access.public(GovernmentFeed()), name="feed"),
    # /office/<government>/…
    path("office/", office.home, name="office_home"),
    path("office/<slug:government>/<slug:plan>/<int:number>/", office.preview, name="office_edition"),
    path(
        "office/<slug:government>/<slug:plan>/<int:number>/plan.<format:kind>",
        office.download,
        name="office_download",
    ),
    # /<government>/<plan>/…
    path("<slug:government>/", public.government, name="government"),
    path("<slug:government>/<slug:plan>/", public.plan, name="plan"),
    path("<slug:government>/<slug:plan>/search/", public.search, name="search"),
    path("<slug:government>/<slug:plan>/plan.<format:kind>", public.download, name="download"),
    path("<slug:government>/<slug:plan>/editions/<int:number>/", public.edition, name="edition"),
    path(
        "<slug:government>/<slug:plan>/editions/<int:number>/plan.<format:kind>",
        public.download,
        name="edition_download",
    ),
    path(
        "<slug:government>/<slug:plan>/editions/<int:number>/figures/<str:sha256>",
        public.figure,
        name="figure",
    ),
]
