"""How a page may be kept: the public ones by everybody, the personal ones by nobody."""

from __future__ import annotations

import functools
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
)
from django.utils.http import parse_etags

from roles.editions import current_edition_key, previewed

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

SAFE_METHODS = ("GET", "HEAD")

# (address with host, edition number, edition content hash, version of anything else it shows)
PageKey = tuple[str, int, str, str]

# A few hundred pages of some 20 KB; the oldest go first, so a crawler cannot fill the memory.
MAX_KEPT_PAGES = 512


class _KeptPages:
    """Rendered pages of this process by (address, edition)."""

    def __init__(self) -> None:
        self._pages: OrderedDict[PageKey, HttpResponse] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: PageKey) -> HttpResponse | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: PageKey, page: HttpResponse) -> None:
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > MAX_KEPT_PAGES:
                self._pages.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()


kept_pages = _KeptPages()


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


class PublicPage(HttpResponse):
    """A page that is the same for everybody, whole and unconditional."""


def _copy(page: HttpResponse) -> PublicPage:
    """A response of its own for every request: middleware adds headers to what it gets."""
    copy = PublicPage(page.content, status=page.status_code)
    for name, value in page.headers.items():
        copy.headers[name] = value
    return copy


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
            page = _copy(rendered)
            kept_pages.keep(key, page)
        etag = page.headers["ETag"]
        seen = parse_etags(request.headers.get("If-None-Match", ""))
        if "*" in seen or etag in {tag.removeprefix("W/") for tag in seen}:
            unchanged = HttpResponse(status=304)
            for name in ("ETag", "Cache-Control"):
                unchanged.headers[name] = page.headers[name]
            del unchanged.headers["Content-Type"]
            return unchanged
        return _copy(page)

    return answer


def personal_page(view: View[P]) -> View[P]:
    """A page that belongs to one person: kept by nobody, found by no search engine."""

    @functools.wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return answer
