"""What every template may rely on."""

from __future__ import annotations

from django.http import HttpRequest

from roles.http import site_url


def site(request: HttpRequest) -> dict[str, object]:
    """``site_url``: the public address without a trailing slash; ``page_url``: this page's own;
    ``preview``: what a previewed page says of itself, None on the site.
    """
    base = site_url(request)
    return {
        "site_url": base,
        "page_url": f"{base}{request.path}",
        "preview": getattr(request, "preview", None),
    }
