"""How requests end: sent on, answered for one person only; and the site's own address."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


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


def see_other(address: str) -> HttpResponse:
    """Send the browser on with a GET after a write, so that a reload repeats nothing."""
    response = HttpResponse(status=303)
    response.headers["Location"] = address
    return response


def personal_page(view: View[P]) -> View[P]:
    """A page that belongs to one person: kept by nobody, found by no search engine."""

    @functools.wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return answer
