"""The site's addresses and one bare page, the floor of every page."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from accounts.rules import public


@public
def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


urlpatterns = [path("bench/hello/", hello), path("", include("config.urls"))]
