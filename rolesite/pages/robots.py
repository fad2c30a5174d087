"""What search engines may visit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from web.responses import get_only, site_url


@get_only
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt: everything but the desk; personal pages say "noindex" themselves.

    Personal pages must stay reachable for a crawler that has a link, or it would never read
    that they are not to be indexed; so they are not listed here.
    """
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        "",
        f"Sitemap: {site_url(request)}{reverse('sitemap')}",
        "",
    ]
    response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
