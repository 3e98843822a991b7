"""Citizens' 新旧対照表: two public editions side by side, as the office issued the table, else as it is derived."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from accounts.rules import public
from config import VERSION
from publishing.comparison.contexts import (
    newest_issue,
    public_causes,
    public_style,
    public_table,
    table_context,
)
from publishing.comparison.files import kept_file
from publishing.comparison.pairs import Pair, public_pair
from publishing.comparison.reading import ComparisonError, require_comparable
from publishing.comparison.reviewed import Causes
from publishing.comparison.styles import Style, StyleError
from publishing.models import IssuedComparison
from publishing.rules import shelf_or_404


@public
def comparison(request: HttpRequest, government: str, plan: str, number: int, old: int) -> HttpResponse:
    """The table as a page."""
    shelf = shelf_or_404(government, plan)
    pair = public_pair(shelf, number, old)
    try:
        style = _style(request, pair)
    except (ComparisonError, StyleError) as refused:
        return _refused(request, pair, refused)
    issue = newest_issue(pair.old, pair.new)
    causes = public_causes(pair, issue)
    etag = _etag(shelf.etag(pair.new), pair, (style, causes), issue)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        table = public_table(pair, issue, causes)
        context = table_context(pair, table, public_style(style, issue, causes), "figure")
        response = render(request, "publishing/comparison/public.html", context)
        response["ETag"] = etag
    return response


@public
def download(
    request: HttpRequest, government: str, plan: str, number: int, old: int, kind: str
) -> HttpResponse:
    """The table as PDF, Word, Excel or JSON."""
    pair = public_pair(shelf_or_404(government, plan), number, old)
    try:
        style = _style(request, pair)
    except (ComparisonError, StyleError) as refused:
        return _refused(request, pair, refused)
    issue = newest_issue(pair.old, pair.new)
    causes = public_causes(pair, issue)
    etag = _etag(kind, pair, (style, causes), issue)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = kept_file(public_table(pair, issue, causes), kind, public_style(style, issue, causes))
        if response.status_code == 200:
            response["ETag"] = etag
    return response


def _style(request: HttpRequest, pair: Pair) -> Style:
    """The style that was asked for; ComparisonError or StyleError says why there is no such table."""
    require_comparable(pair.old, pair.new)
    return pair.style(request.GET.get("style", ""))


def _refused(request: HttpRequest, pair: Pair, refused: ValueError) -> HttpResponse:
    context = {"pair": pair, "plan": pair.new.plan, "government": pair.new.plan.government}
    page = "publishing/comparison/public_refused.html"
    return render(request, page, context | {"sentence": str(refused)}, status=400)


def _etag(seed: str, pair: Pair, shown: tuple[Style, Causes], issue: IssuedComparison | None) -> str:
    """Changes with either text, with the 確定, the style, what reviewed years asked for, and our own version."""
    said = (VERSION, seed, pair.old.content_hash, pair.new.content_hash, issue and issue.content_hash, shown)
    return f'"{hashlib.sha256(repr(said).encode()).hexdigest()[:32]}"'
