"""The responses that every app makes in the same way, and the site's public address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponse)
V = TypeVar("V", bound=Callable[..., HttpResponseBase])
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

PRIVATE = "no-store, private"
NOT_INDEXED = "noindex, nofollow, noarchive"
INDEXED = "all"
SOON = 2
"""Seconds until a second try is worth it: a database that restarts is away for about one."""


def site_url(request: HttpRequest) -> str:
    """The public address without a slash at its end.

    Only development takes it from the request, whose Host may be forged.
    """
    if settings.SITE_URL:
        return str(settings.SITE_URL)
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:  # the page that says so needs no address
        return ""


def get_only(view: V) -> V:
    """Let a page be looked at and nothing else: 405 for a form, with a token or without."""
    return csrf_exempt(require_http_methods(["GET", "HEAD"])(view))


def see_other(to: str, *args: object, fragment: str = "") -> HttpResponse:
    """Send the browser on with a GET after a write, so that a reload repeats nothing.

    ``to`` is the name of a view, which ``args`` complete, or an address.
    """
    response = HttpResponse(status=303)
    response.headers["Location"] = resolve_url(to, *args) + (f"#{fragment}" if fragment else "")
    return response


def attachment(content: str | bytes, name: str, content_type: str) -> HttpResponse:
    """Send a file to save under ``name``."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def unavailable(page: R, *, seconds: int = SOON) -> R:
    """Answer 503 with ``page``, which says what is away, and when to come back.

    The only place that makes a 503, so that none lacks ``Retry-After``. A page that turned out to
    say something else (404, 410) keeps its status.
    """
    if page.status_code == 200:
        page.status_code = 503
    page.headers["Retry-After"] = str(seconds)
    return page


def too_many(page: R, *, seconds: int) -> R:
    """Answer 429 with ``page``, which says that something was asked too often."""
    page.status_code = 429
    page.headers["Retry-After"] = str(seconds)
    return page


def private_unless_public(response: HttpResponseBase) -> None:
    """Let nobody keep or index a response, unless its view says that it is public, or indexed."""
    directives = response.headers.get("Cache-Control", "").replace(" ", "").split(",")
    if "public" not in directives and response.headers.get("X-Robots-Tag") != INDEXED:
        response.headers["Cache-Control"] = PRIVATE
        response.headers["X-Robots-Tag"] = NOT_INDEXED
