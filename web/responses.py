"""The responses that every app makes in the same way, and the site's public address."""

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
    """Return the public address of the site without a slash at its end.

    Only development takes it from the request, whose ``Host`` may be forged; "" if it is.
    """
    if settings.SITE_URL:
        return str(settings.SITE_URL)
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:  # the page that says so needs no address
        return ""


def get_only(view: V) -> V:
    """Decorate a view so that any method but GET and HEAD is answered with 405."""
    return csrf_exempt(require_http_methods(["GET", "HEAD"])(view))


def see_other(to: str, *args: object, fragment: str = "") -> HttpResponse:
    """Redirect with a GET (303) after a write, to an address or to a view with ``args``."""
    response = HttpResponse(status=303)
    response.headers["Location"] = resolve_url(to, *args) + (f"#{fragment}" if fragment else "")
    return response


def attachment(content: str | bytes, name: str, content_type: str) -> HttpResponse:
    """Return a response that the browser saves as a file called ``name``."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def unavailable(page: R, *, seconds: int = SOON) -> R:
    """Turn ``page``, which says what is unavailable, into a 503 with ``Retry-After``.

    The only place that makes a 503, so that none lacks ``Retry-After``. A page with another status
    than 200, such as 404 or 410, keeps it.
    """
    if page.status_code == 200:
        page.status_code = 503
    page.headers["Retry-After"] = str(seconds)
    return page


def too_many(page: R, *, seconds: int) -> R:
    """Turn ``page``, which says that somebody tried too often, into a 429 with ``Retry-After``."""
    page.status_code = 429
    return unavailable(page, seconds=seconds)


def private_unless_public(response: HttpResponseBase) -> None:
    """Forbid storing and indexing of a response, unless its view already says otherwise."""
    directives = response.headers.get("Cache-Control", "").replace(" ", "").split(",")
    if "public" not in directives and response.headers.get("X-Robots-Tag") != INDEXED:
        response.headers["Cache-Control"] = PRIVATE
        response.headers["X-Robots-Tag"] = NOT_INDEXED
