"""Keep pages that are the same for everybody in memory, and send them again without Django.

A page is rendered once for each edition and kept. To serve it through Django costs some fifteen
times as much as to send its bytes, nearly all of it to ask which edition is current and to add the
same headers once more. So the first request of a second goes through Django, and the others get
the same response. Why this is safe, and what it costs: ADR 16.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import logging
import re
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags

from web.whole_requests import WholeRequestHandler

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

FRESH_SECONDS = 1.0
# A few hundred pages of some 20 KB; the oldest go first, so a crawler cannot fill the memory.
MAX_KEPT_PAGES = 512
CACHE_CONTROL = "public, max-age=60, stale-while-revalidate=600"
# Headers of a page that a 304 repeats (RFC 9110).
NOT_ABOUT_THE_BODY = ("Cache-Control", "ETag", "Vary")
# The shortest first. A higher quality takes brotli twenty times as long for a tenth less.
PACKERS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": functools.partial(brotli.compress, quality=5),
    "gzip": functools.partial(gzip.compress, compresslevel=6, mtime=0),
}
NEVER = re.compile(r"q=0(\.0*)?")  # what a browser says of a coding that it refuses

BELOW_A_PATH = (
    "The site is served below the path %r. Its addresses begin at the root of a host, so give it a "
    "host name to itself, for example rolesite.example, and no path."
)
logger = logging.getLogger(__name__)
KEEPING = threading.Lock()

Headers = tuple[tuple[str, str], ...]
# Everything of a request that a public page may depend on: scheme, host, whether a proxy says
# https, path. The first three decide about redirects.
Place = tuple[str, str, bool, str]
# What a page is made of: edition number, its content hash, the version of anything else it shows.
Made = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Representation:
    """A page in one coding, with its own ETag and every header that depends on the coding.

    ``sent`` are the headers that middleware added when the page was last sent.
    """

    body: bytes
    etag: str
    headers: Headers
    sent: Headers = ()

    def is_known(self, condition: str) -> bool:
        """Return whether an ``If-None-Match`` header names this form of the page."""
        if condition == self.etag:  # what nearly every browser sends
            return True
        return self.etag in {tag.removeprefix("W/") for tag in parse_etags(condition)}

    def send(self, condition: str, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a WSGI request with the form as it was last sent, or 304 if the browser has it."""
        if condition and self.is_known(condition):
            kept = [header for header in self.headers if header[0] in NOT_ABOUT_THE_BODY]
            start_response("304 Not Modified", [*kept, *self.sent])
            return [b""]
        start_response("200 OK", [*self.headers, *self.sent])
        return [self.body]


@dataclass(frozen=True, slots=True)
class Page:
    """A page as its view rendered it, in every coding that makes it shorter.

    It may be sent again without Django until ``fresh_until`` (seconds of the handler's clock).
    """

    made: Made
    forms: Mapping[str, Representation]
    fresh_until: float = 0.0

    @classmethod
    def of(cls, response: HttpResponse, made: Made) -> Page:
        """Return the page of a view's response. Packing takes some ten milliseconds."""
        body = response.content
        mark = f"{made[0]}-{hashlib.sha256(body).hexdigest()[:20]}"
        packed = {coding: pack(body) for coding, pack in PACKERS.items()}
        shorter = {coding: each for coding, each in packed.items() if len(each) < 0.9 * len(body)}
        common = {**response.headers, "Cache-Control": CACHE_CONTROL}
        if shorter:
            common["Vary"] = "Accept-Encoding"
        forms = {}
        for coding, content in {"": body, **shorter}.items():
            etag = f'"{mark}-{coding}"' if coding else f'"{mark}"'
            own = {"ETag": etag, "Content-Length": str(len(content))}
            if coding:
                own["Content-Encoding"] = coding
            forms[coding] = Representation(content, etag, tuple((common | own).items()))
        return cls(made, forms)

    def form_for(self, accepted: str) -> Representation:
        """Return the shortest form that an ``Accept-Encoding`` header allows."""
        return next(
            (self.forms[each] for each in codings(accepted) if each in self.forms), self.forms[""]
        )

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """Return a response with this page, or a 304 for a browser that has it."""
        form = self.form_for(request.headers.get("Accept-Encoding", ""))
        # One of its own for each request, because middleware adds headers to it.
        whole = HttpResponse(form.body, headers=dict(form.headers))
        answer = get_conditional_response(request, etag=form.etag, response=whole)
        assert answer  # noqa: S101  it is the page, or 304 instead of it
        answer.public_page = self  # type: ignore[attr-defined]
        return answer

    def sent_as(self, headers: Headers, fresh_until: float) -> Page:
        """Return the page with what middleware added to ``headers`` of one of its responses."""
        own = {name.lower() for name, _ in (*self.forms[""].headers, ("Content-Encoding", ""))}
        added = tuple(header for header in headers if header[0].lower() not in own)
        forms = {coding: replace(form, sent=added) for coding, form in self.forms.items()}
        return replace(self, forms=forms, fresh_until=fresh_until)


@functools.lru_cache(maxsize=256)
def codings(accepted: str) -> tuple[str, ...]:
    """Return the codings of ours that an ``Accept-Encoding`` header allows, the shortest first."""
    parts = [part.partition(";") for part in accepted.lower().replace(" ", "").split(",")]
    allowed = {name for name, _, weight in parts if not NEVER.fullmatch(weight)}
    return tuple(coding for coding in PACKERS if coding in allowed)


class KeptPages(dict[Place, Page]):
    """The kept pages of this process by scheme, host and path; the oldest go first."""

    def keep(self, place: Place, page: Page) -> None:
        """Keep a page in place of the one that was there. May be called by several threads."""
        with KEEPING:
            self.pop(place, None)
            self[place] = page
            while len(self) > MAX_KEPT_PAGES:
                del self[next(iter(self))]


kept_pages = KeptPages()


def place_of(environ: dict[str, Any]) -> Place:
    """Return the key of a request in ``kept_pages``, from its WSGI environment."""
    proto = environ.get("HTTP_X_FORWARDED_PROTO", "")
    return (
        environ["wsgi.url_scheme"],
        environ.get("HTTP_HOST", ""),
        proto.split(",", 1)[0].strip() == "https",
        environ.get("PATH_INFO", ""),
    )


class SiteHandler(WholeRequestHandler):
    """The site as a WSGI application. ``clock`` gives seconds that never go back."""

    def __init__(self, threads: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(threads)
        self._clock = clock

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Any:
        """Send a kept page again while it is fresh, or let Django answer; 500 below a path."""
        if prefix := environ.get("SCRIPT_NAME"):
            logger.error(BELOW_A_PATH, prefix)
            start_response("500 Internal Server Error", [("Content-Type", "text/plain")])
            return [b"This site cannot run below a path. Its log says more."]
        if environ["REQUEST_METHOD"] == "GET" and not environ.get("QUERY_STRING"):
            page = kept_pages.get(place_of(environ))
            if page is not None and self._clock() < page.fresh_until:
                form = page.form_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
                return form.send(environ.get("HTTP_IF_NONE_MATCH", ""), start_response)
        return super().__call__(environ, start_response)

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        """Return Django's response, and keep what it says of a public page, even a 304."""
        until = self._clock() + FRESH_SECONDS  # counted from before the edition was asked for
        response = super().get_response(request)
        page: Page | None = getattr(response, "public_page", None)
        if (
            page is not None
            and request.method == "GET"
            and not request.META.get("QUERY_STRING")
            and not response.cookies
            and not settings.DEBUG
        ):
            kept_pages.keep(place_of(request.META), page.sent_as(tuple(response.items()), until))
        return response
