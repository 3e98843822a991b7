"""The site's addresses and one bare page, the floor of every page."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from accounts.rules import public
from bench import kpi_plain


@public
def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


urlpatterns = [
    path("bench/hello/", hello),
    path("bench/kpi-plain/<slug:government>/<slug:plan>/", kpi_plain.page),
    path("", include("config.urls")),
]
