"""In front of Django: a public page that was sent within the last second is sent again as it is.

A public page costs Django some fifteen times what its bytes cost a server, nearly all of it to ask
which edition is current and to add the same headers once more. So the first request of a second
goes all the way, and what it was answered is the answer to the others. Why this is safe, and what
it costs: ADR 16.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import parse_etags

from web.public_pages import MAX_KEPT_PAGES, PublicPage

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

FRESH_SECONDS = 1.0

# Everything of a request that a public page may depend on. The headers decide about redirects.
Place = tuple[str, str, str, str, str]

ABOUT_THE_BODY = ("content-type", "content-length")


@dataclass(frozen=True, slots=True)
class Sent:
    """A page as it went out, and until when it may go out again."""

    headers: list[tuple[str, str]]
    headers_unchanged: list[tuple[str, str]]
    body: bytes
    etag: str
    until: float

    def answer(self, condition: str, start_response: StartResponse) -> Iterable[bytes]:
        """The page, or 304 for who has it already."""
        if condition and self._named_in(condition):
            start_response("304 Not Modified", self.headers_unchanged)
            return [b""]
        start_response("200 OK", self.headers)
        return [self.body]

    def _named_in(self, condition: str) -> bool:
        if condition == self.etag:  # what nearly every browser sends
            return True
        return self.etag in {tag.removeprefix("W/") for tag in parse_etags(condition)}


class Front(WSGIHandler):
    """The site as a WSGI application. ``clock`` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._sent: dict[Place, Sent] = {}

    def __call__(  # type: ignore[override]  # the stubs have only Django's own answer
        self, environ: dict[str, Any], start_response: StartResponse
    ) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "GET" and not environ.get("QUERY_STRING"):
            sent = self._sent.get(_place(environ))
            if sent is not None and self._clock() < sent.until:
                return sent.answer(environ.get("HTTP_IF_NONE_MATCH", ""), start_response)
        return super().__call__(environ, start_response)

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        until = self._clock() + FRESH_SECONDS  # counted from before the edition was asked for
        response = super().get_response(request)
        if (
            isinstance(response, PublicPage)
            and request.method == "GET"
            and not request.META.get("QUERY_STRING")
            and response.status_code == 200
            and not response.cookies
            and not settings.DEBUG
        ):
            if len(self._sent) >= MAX_KEPT_PAGES:
                self._sent.clear()
            headers = list(response.items())
            self._sent[_place(request.META)] = Sent(
                headers=headers,
                headers_unchanged=[h for h in headers if h[0].lower() not in ABOUT_THE_BODY],
                body=response.content,
                etag=response.headers["ETag"],
                until=until,
            )
        return response


def _place(environ: dict[str, Any]) -> Place:
    return (
        environ["wsgi.url_scheme"],
        environ.get("HTTP_HOST", ""),
        environ.get("HTTP_X_FORWARDED_PROTO", ""),
        environ.get("SCRIPT_NAME", ""),
        environ.get("PATH_INFO", ""),
    )
