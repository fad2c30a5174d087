"""Accept writes from our own pages only.

The quiz has no session and no CSRF token: the unguessable link in its address is the secret
that another site cannot know. Browsers also say where a request comes from; writes from
elsewhere are refused.
"""

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


def own_site_only(refuse: Callable[[HttpRequest], HttpResponse]) -> Callable[[View[P]], View[P]]:
    """Let ``refuse(request)`` answer writes from other sites, in place of Django's CSRF token."""

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
    """Decorate a view of a private link, which takes the ``token`` of the link as an argument.

    ``refusals`` answer the exceptions of the view. With ``posts`` the view also accepts writes
    from our own pages, and ``foreign`` answers those of other sites.
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
    """Return whether the browser says that another site sent this; without its word, ``False``."""
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    if origin is None or origin == settings.SITE_URL:
        return False
    return _host(origin) != request.get_host()


def _host(origin: str) -> str | None:
    """Return host and port of an ``Origin`` header; ``None`` for "null" and for nonsense."""
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None
