"""What every template may rely on."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """``site_url``: the public address without a trailing slash; ``page_url``: this page's own."""
    base = settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
    return {"site_url": base, "page_url": f"{base}{request.path}"}
