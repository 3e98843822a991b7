"""Whole addresses for what is read elsewhere: in files, catalogues and answers of the API."""

from django.conf import settings
from django.http import HttpRequest


def absolute(request: HttpRequest, path: str) -> str:
    """The address of a path on this host, under SITE_URL where that is set."""
    return f"{settings.SITE_URL.rstrip('/')}{path}" if settings.SITE_URL else request.build_absolute_uri(path)
