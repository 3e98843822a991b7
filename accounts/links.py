"""Whole addresses for what is read elsewhere: in mail, on paper, in files, catalogues and answers of the API."""

from django.conf import settings
from django.http import HttpRequest


def link_to(path: str) -> str:
    """The address of a path under SITE_URL, for a mail: nobody asks for it, so no request tells the host (hashira.W003)."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def absolute(request: HttpRequest, path: str) -> str:
    """The address of a path under SITE_URL or, where that is empty, on the host of the request."""
    return link_to(path) if settings.SITE_URL else request.build_absolute_uri(path)
