"""Pages that are the same for everybody until the next edition."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
)
from django.utils.http import parse_etags

from roles.snapshot.editions import current_edition_key, previewed
from web.public_pages import copy_of, kept_pages
from web.responses import P, View

SAFE_METHODS = ("GET", "HEAD")


def public_page(view: View[P]) -> View[P]:
    """A page that is the same for everybody until the next edition.

    Rendered once per edition and process, then answered from memory; carries an ETag, so that a
    browser or a proxy that has it gets 304. Such a view may read the address and the edition,
    never a cookie, a header or the query string. Other methods than GET and HEAD are refused.
    """
    return _kept(view, lambda: "")


def public_page_with(version: Callable[[], str]) -> Callable[[View[P]], View[P]]:
    """A ``public_page`` that also shows something that changes between editions.

    ``version`` is a cheap text that changes with it; the page is rendered anew for each.
    """
    return lambda view: _kept(view, version)


def _kept(view: View[P], version: Callable[[], str]) -> View[P]:
    @functools.wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method not in SAFE_METHODS:
            return HttpResponseNotAllowed(SAFE_METHODS)
        if previewed() is not None:  # an editor's page, not everybody's
            return view(request, *args, **kwargs)
        edition = current_edition_key()
        number, content_hash = (edition.number, edition.content_hash) if edition else (0, "")
        key = (f"{request.get_host()}{request.path}", number, content_hash, version())
        page = None if settings.DEBUG else kept_pages.get(key)
        if page is None:
            rendered = view(request, *args, **kwargs)
            if not isinstance(rendered, HttpResponse) or rendered.status_code != 200:
                return rendered
            rendered.headers["Cache-Control"] = "public, max-age=60, stale-while-revalidate=600"
            digest = hashlib.sha256(rendered.content).hexdigest()[:20]
            rendered.headers["ETag"] = f'"{number}-{digest}"'
            page = copy_of(rendered)
            kept_pages.keep(key, page)
        etag = page.headers["ETag"]
        seen = parse_etags(request.headers.get("If-None-Match", ""))
        if "*" in seen or etag in {tag.removeprefix("W/") for tag in seen}:
            unchanged = HttpResponse(status=304)
            for name in ("ETag", "Cache-Control"):
                unchanged.headers[name] = page.headers[name]
            del unchanged.headers["Content-Type"]
            return unchanged
        return copy_of(page)

    return answer
