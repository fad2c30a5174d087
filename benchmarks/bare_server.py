"""Servers that do as little as possible, which the serving benchmark compares pages with.

``plain`` is one constant WSGI response. ``django_site`` makes a Django site without middleware
and with two addresses: a view that returns the same bytes, and that view behind ``cache_page``.
The file that ``BENCHMARK_BODY`` names holds the bytes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

BODY = Path(os.environ["BENCHMARK_BODY"]).read_bytes() if "BENCHMARK_BODY" in os.environ else b""
urlpatterns: list[Any] = []  # filled once Django has its settings
TYPE = "text/html; charset=utf-8"


def plain(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Send one constant response, the least that a WSGI server can be asked for."""
    start_response("200 OK", [("Content-Type", TYPE), ("Content-Length", str(len(BODY)))])
    return [BODY]


def django_site() -> Any:
    """Return a Django application with settings of its own, for a process without any others."""
    import django
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpRequest, HttpResponse
    from django.urls import path
    from django.views.decorators.cache import cache_page

    def constant(request: HttpRequest) -> HttpResponse:
        return HttpResponse(BODY, headers={"Content-Length": str(len(BODY))})

    settings.configure(
        ALLOWED_HOSTS=["*"],
        MIDDLEWARE=[],
        ROOT_URLCONF=__name__,
        SECRET_KEY="of a site without secrets",  # noqa: S106
    )
    django.setup(set_prefix=False)
    urlpatterns.extend([path("constant/", constant), path("kept/", cache_page(600)(constant))])
    return WSGIHandler()
