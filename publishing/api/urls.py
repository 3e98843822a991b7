"""Addresses of the API, version 1: what `manage.py` serves below /api/v1/."""

import functools

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from ninja import NinjaAPI

from accounts.links import absolute
from publishing.api import kpis, plans
from publishing.api.answers import NO_SUCH_ADDRESS, answer, door, problem, tell_errors

VERSION = "1"
NAME = "地方版総合戦略 オープンデータAPI"
DESCRIPTION = """計画、項目、指標、目標値、実績値、判定を読むAPIです。公表したものだけを返します。鍵も登録も要りません。

- 呼べるのはGETだけです。どのページからでも呼べます（CORS）。
- 一覧は `limit`（1ページの件数）と `offset` でめくります。
- 答えには `ETag` が付きます。次に `If-None-Match` で送ると、変わっていなければ304を返します。
- 小数のある数は文字列、年度は西暦の整数、日付はISO 8601です。
- 答えられないときは、理由を日本語の文（`detail`）で返します。404は見つからない、422は指定が使えない、です。
- 版1のあいだ、項目が増えることはあっても、なくなったり意味が変わったりはしません。"""

api = NinjaAPI(
    title=NAME,
    version=VERSION,
    description=DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)
tell_errors(api)
api.add_router("", plans.router)
api.add_router("", kpis.router)


@door
def root(request: HttpRequest) -> HttpResponse:
    """Where to begin."""
    return answer(
        {
            "name": NAME,
            "version": VERSION,
            "openapi": absolute(request, reverse("api_openapi")),
            "governments": absolute(request, reverse("api_governments")),
        }
    )


@door
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document."""
    return answer(document())


@functools.cache
def document() -> dict:
    """The document, made once for each process."""
    return dict(api.get_openapi_schema(path_prefix=reverse("api_root")))


@door
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """An address that the API does not have."""
    return problem(404, NO_SUCH_ADDRESS)


def opened() -> list[URLPattern]:
    """The library's addresses, each behind our door; its own root is left out."""
    return [
        URLPattern(pattern.pattern, door(pattern.callback), pattern.default_args, pattern.name)
        for pattern in api.urls[0]
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ]


urlpatterns = [
    path("", root, name="api_root"),
    path("openapi.json", openapi, name="api_openapi"),
    *opened(),
    path("<path:rest>", nowhere, name="api_nowhere"),
]
