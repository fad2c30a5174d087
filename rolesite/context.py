"""What every template may rely on."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """``site_url``: the public address without a trailing slash; ``page_url``: this page's own."""
    base = site_url(request)
    return {"site_url": base, "page_url": f"{base}{request.path}"}


def site_url(request: HttpRequest) -> str:
    """The public address. Only development takes it from the request, whose Host may be forged."""
    if settings.SITE_URL:
        return str(settings.SITE_URL)
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:  # the page that says so needs no address
        return ""
