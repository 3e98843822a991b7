"""How every address of the API answers: to anybody, from any page, to GET alone, and in Japanese when it cannot.

An address is declared with ``resource``; what it returns becomes JSON with an ETag. Values are not checked against
their schema at run time: tests/publishing/test_api_contract.py does that for all of them.
"""

import functools
import hashlib
import inspect
import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError

from accounts.links import absolute
from accounts.rules import public
from publishing.api.schemas import Problem

View = Callable[..., HttpResponse]
METHODS = "GET, HEAD, OPTIONS"
JSON = "application/json; charset=utf-8"
NO_SUCH_METHOD = "このAPIは読むだけのものです。GETで呼んでください。"
NO_SUCH_ADDRESS = "このアドレスのデータはありません。使えるアドレスは /api/v1/openapi.json にあります。"


def json_bytes(data: Any) -> bytes:
    """JSON in UTF-8 with Japanese as it is read."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def answer(data: Any) -> HttpResponse:
    """The data as JSON, with an ETag that changes when a byte of it changes."""
    content = json_bytes(data)
    response = HttpResponse(content, content_type=JSON)
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return response


def problem(status: int, sentence: str) -> HttpResponse:
    """An answer that says why there is no other."""
    return HttpResponse(json_bytes({"detail": sentence}), status=status, content_type=JSON)


def door(view: View) -> View:
    """A view that is open to anybody and to pages of other hosts, reads only, and sends nothing twice."""

    @csrf_exempt
    @functools.wraps(view)
    def opened(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Access-Control-Allow-Methods"] = METHODS
            response["Access-Control-Max-Age"] = "86400"
        elif request.method not in ("GET", "HEAD"):
            response = problem(405, NO_SUCH_METHOD)
        else:
            asked, request.method = (
                request.method,
                "GET",
            )  # the server leaves out the body of an answer to HEAD
            try:
                response = view(request, *args, **given)
            finally:
                request.method = asked
            if etag := response.get("ETag"):
                response = get_conditional_response(request, etag=etag, response=response)
        response["Allow"] = METHODS
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag"
        return response

    return public(opened)


def resource(
    router: Router, path: str, shape: Any, *, name: str, summary: str
) -> Callable[[Callable[..., Any]], View]:
    """Declare a function of a request and its parameters as an address that answers with ``shape``."""

    def declare(view: Callable[..., Any]) -> View:
        known = set(inspect.signature(view).parameters) - set(re.findall(r"{(\w+)}", path)) - {"request"}

        @functools.wraps(view)
        def asked(request: HttpRequest, **given: Any) -> HttpResponse:
            if strange := sorted(set(request.GET) - known):
                raise HttpError(422, _strange(strange, sorted(known)))
            return answer(view(request, **given))

        declared = router.get(
            path,
            response={200: shape, 404: Problem, 422: Problem},
            url_name=name,
            by_alias=True,
            operation_id=name.removeprefix("api_"),
            summary=summary,
        )
        return declared(asked)

    return declare


def _strange(strange: list[str], known: list[str]) -> str:
    names = "、".join(name[:40] for name in strange[:5])
    offer = f"使えるのは {'、'.join(known)} です。" if known else "このアドレスに付けられるものはありません。"
    return f"「{names}」という指定は使えません。{offer}"


def paged(
    request: HttpRequest, rows: Sequence[Any], shape: Callable[[Any], Any], limit: int, offset: int
) -> dict[str, Any]:
    """A stretch of a list with the addresses of the stretches beside it; ``shape`` is asked for these rows only."""

    def beside(start: int) -> str:
        query = request.GET.copy()
        query["limit"], query["offset"] = str(limit), str(start)
        return absolute(request, f"{request.path}?{query.urlencode()}")

    return {
        "count": len(rows),
        "next": beside(offset + limit) if offset + limit < len(rows) else None,
        "previous": beside(max(offset - limit, 0)) if offset else None,
        "results": [shape(row) for row in rows[offset : offset + limit]],
    }


def tell_errors(api: NinjaAPI) -> None:
    """Let the API answer in sentences where the library would answer in English or in a list of codes."""
    api.add_exception_handler(Http404, lambda request, error: problem(404, str(error)))
    api.add_exception_handler(HttpError, lambda request, error: problem(error.status_code, str(error)))
    api.add_exception_handler(ValidationError, lambda request, error: problem(422, _faults(error)))
    api.add_exception_handler(Exception, _not_ours)


def _not_ours(request: HttpRequest, error: Exception) -> HttpResponse:
    raise error  # Django's own way with it: the record, and a page without details


_FAULTS: dict[str, str] = {
    "int_parsing": "整数で指定してください",
    "int_from_float": "整数で指定してください",
    "int_parsing_size": "整数で指定してください",
    "greater_than_equal": "{ge}以上で指定してください",
    "less_than_equal": "{le}以下で指定してください",
    "uuid_parsing": "符号（UUID）で指定してください",
    "literal_error": "{expected} のどれかで指定してください",
    "string_pattern_mismatch": "この形では指定できません",
    "string_too_long": "{max_length}文字までで指定してください",
}


def _faults(error: ValidationError) -> str:
    said = []
    for fault in error.errors:
        limits = {name: str(value).replace(" or ", ", ") for name, value in fault.get("ctx", {}).items()}
        sentence = _FAULTS.get(fault["type"], "この値は使えません").format_map(limits)
        said.append(f"「{fault['loc'][-1]}」は、{sentence}。")
    return "".join(said)
