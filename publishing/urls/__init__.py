"""Addresses of publishing: office, machine-readable lists, then the citizens' pages, whose first word is a government."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path, register_converter

from accounts import rules as access
from kpi.urls.review import REVIEW
from publishing.feeds import GovernmentFeed
from publishing.sitemaps import SITEMAPS
from publishing.urls import committee, participation, population, road, ties
from publishing.views import (
    comparison,
    comparison_hand,
    desk,
    editions,
    health,
    joining,
    office,
    opendata,
    plans,
    public,
    public_comparison,
    public_kpi,
    public_review,
    review_report,
)


class FormatConverter:
    """The formats in which a plan can be taken home."""

    regex = "pdf|docx|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class TableFormatConverter(FormatConverter):
    """The formats in which a 新旧対照表 can be taken home."""

    regex = "pdf|docx|xlsx|json"


class KpiFormatConverter(FormatConverter):
    """The formats of the table of all KPIs."""

    regex = "csv|xlsx|json"


class DataFormatConverter(FormatConverter):
    """The formats of smaller tables of open data."""

    regex = "csv|json"


register_converter(FormatConverter, "format")
register_converter(TableFormatConverter, "table_format")
register_converter(KpiFormatConverter, "kpi_format")
register_converter(DataFormatConverter, "data_format")
EDITION = "office/<slug:government>/<slug:plan>/<int:number>/"
PAIR = f"{EDITION}comparison/<int:old>/"
PUBLIC_PAIR = "<slug:government>/<slug:plan>/editions/<int:number>/comparison/<int:old>/"
INDICATOR = "<slug:government>/<slug:plan>/kpi/<uuid:indicator>/"
REPORT = f"{REVIEW}report/"
PUBLIC_REVIEWS = "<slug:government>/<slug:plan>/reviews/"
PUBLIC_REVIEW = f"{PUBLIC_REVIEWS}<slug:review>/"

urlpatterns = [
    path("", public.governments, name="governments"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("sitemap.xml", access.public(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("feeds/<slug:government>/", access.public(GovernmentFeed()), name="feed"),
    # /office/<government>/…
    path("office/", desk.home, name="office_home"),
    path("office/<slug:government>/", desk.desk, name="desk"),
    path("office/<slug:government>/plans/new/", plans.plan_new, name="plan_new"),
    path(
        "office/<slug:government>/comparison-style/",
        comparison_hand.comparison_style,
        name="comparison_style",
    ),
    path("office/<slug:government>/<slug:plan>/", editions.editions, name="editions"),
    path(f"{EDITION}basics/", editions.edition_basics, name="edition_basics"),
    path(f"{EDITION}correct/", editions.edition_correct, name="edition_correct"),
    path(f"{EDITION}freeze/", editions.edition_freeze, name="edition_freeze"),
    path(f"{EDITION}next/", editions.edition_next, name="edition_next"),
    path(f"{EDITION}publish/", editions.edition_publish, name="edition_publish"),
    path(f"{EDITION}withdraw/", editions.edition_withdraw, name="edition_withdraw"),
    path(f"{EDITION}preview/", office.preview, name="office_edition"),
    path(f"{EDITION}diagrams/<slug:diagram>.svg", office.diagram_file, name="diagram_file"),
    path(f"{EDITION}plan.<format:kind>", office.download, name="office_download"),
    path(f"{EDITION}figures/<str:sha256>", comparison.office_figure, name="office_figure"),
    path(f"{EDITION}comparison/", comparison.comparison_default, name="comparison_default"),
    path(PAIR, comparison.comparison, name="comparison"),
    path(f"{PAIR}rows/", comparison_hand.comparison_rows, name="comparison_rows"),
    path(f"{PAIR}row/", comparison_hand.comparison_row, name="comparison_row"),
    path(f"{PAIR}cut/", comparison_hand.comparison_cut, name="comparison_cut"),
    path(f"{PAIR}settings/", comparison_hand.comparison_settings, name="comparison_settings"),
    path(f"{PAIR}issue/", comparison_hand.comparison_issue, name="comparison_issue"),
    path(f"{PAIR}joins/", joining.comparison_joins, name="comparison_joins"),
    path(f"{PAIR}comparison.<table_format:kind>", comparison.comparison_download, name="comparison_download"),
    path(REPORT, review_report.review_report, name="review_report"),
    path(f"{REPORT}report.<str:ending>", review_report.review_report_file, name="review_report_file"),
    *committee.urlpatterns,
    *population.urlpatterns,
    *ties.urlpatterns,
    *participation.urlpatterns,
    *road.urlpatterns,
    # /<government>/…, of which "data" is no plan
    path("<slug:government>/", public.government, name="government"),
    path("<slug:government>/data/", opendata.catalogue, name="catalogue"),
    path("<slug:government>/data/catalog.jsonld", opendata.catalogue_dcat, name="catalogue_dcat"),
    path("<slug:government>/data/definitions.csv", opendata.catalogue_columns, name="catalogue_columns"),
    # /<government>/<plan>/…
    path("<slug:government>/<slug:plan>/", public.plan, name="plan"),
    path("<slug:government>/<slug:plan>/search/", public.search, name="search"),
    path(
        "<slug:government>/<slug:plan>/kpi/kpi.<kpi_format:file>", opendata.kpi_download, name="kpi_download"
    ),
    path(
        "<slug:government>/<slug:plan>/kpi/<uuid:indicator>/values.<data_format:file>",
        opendata.indicator_download,
        name="indicator_download",
    ),
    path(
        "<slug:government>/<slug:plan>/terms.<data_format:file>",
        opendata.terms_download,
        name="terms_download",
    ),
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
    path("<slug:government>/<slug:plan>/kpi/", public_kpi.kpi, name="kpi"),
    path(INDICATOR, public_kpi.kpi_indicator, name="kpi_indicator"),
    path(f"{INDICATOR}chart.svg", public_kpi.indicator_chart, name="indicator_chart"),
    path(PUBLIC_REVIEWS, public_review.public_reviews, name="public_reviews"),
    path(PUBLIC_REVIEW, public_review.public_review, name="public_review"),
    path(
        f"{PUBLIC_REVIEW}<int:revision>/",
        public_review.public_review_revision,
        name="public_review_revision",
    ),
    path(
        f"{PUBLIC_REVIEW}<int:revision>/report.<str:ending>",
        public_review.public_review_file,
        name="public_review_file",
    ),
    path(PUBLIC_PAIR, public_comparison.comparison, name="public_comparison"),
    path(
        f"{PUBLIC_PAIR}comparison.<table_format:kind>",
        public_comparison.download,
        name="public_comparison_download",
    ),
]
