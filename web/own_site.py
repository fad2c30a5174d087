"""Writes come from our own pages only.

The quiz has no session and no CSRF token: the unguessable link in its address is the secret
that a foreign site cannot know. Browsers also say where a request comes from; what does not come
from here is refused.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from web.responses import P, View

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
READ = ("GET", "HEAD")

Refusals = Mapping[type[Exception], Callable[[HttpRequest, str], HttpResponse]]


def own_site_only(
    refuse: Callable[[HttpRequest], HttpResponse],
) -> Callable[[View[P]], View[P]]:
    """Answer a write that a foreign page sends with ``refuse(request)``.

    Such a view needs no CSRF token besides.
    """

    def decorate(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method not in SAFE_METHODS and is_foreign(request):
                return refuse(request)
            return view(request, *args, **kwargs)

        return csrf_exempt(answer)

    return decorate


def link_view(
    refusals: Refusals, foreign: Callable[[HttpRequest], HttpResponse], *, posts: bool
) -> Callable[[View[P]], View[P]]:
    """Make a view a page behind a private link, whose ``token`` it takes.

    ``refusals`` answer the exceptions of the view. Posts are accepted from our own pages, if at
    all, and ``foreign`` answers those of other sites.
    """

    def decorate(view: View[P]) -> View[P]:
        @require_http_methods([*READ, "POST"] if posts else READ)
        @own_site_only(foreign)
        @functools.wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except tuple(refusals) as raised:
                shown = next(refusals[kind] for kind in refusals if isinstance(raised, kind))
                return shown(request, str(kwargs["token"]))

        return answer

    return decorate


def is_foreign(request: HttpRequest) -> bool:
    """Whether the browser says that another site sends this. No word counts as our own."""
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    if origin is None or origin == settings.SITE_URL:
        return False
    return _host(origin) != request.get_host()


def _host(origin: str) -> str | None:
    """The host of an origin with its port; None for "null" and for nonsense."""
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None
