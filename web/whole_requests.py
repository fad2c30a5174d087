"""Work on a request when all of it is here.

The web server hands a request over with its first bytes. Whoever sends the rest slowly would hold a
thread that works for others; now they hold one that only waits, and of those there are hundreds.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from tempfile import SpooledTemporaryFile
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

LARGEST_UPLOAD = 2 * 1_048_576  # bytes; of a longer body nothing is read
PIECE = 65_536  # bytes of a body in memory; the rest waits in a file


class RequestInUtf8(WSGIRequest):
    """A request that is read as UTF-8, whatever it says: some names are no character sets at all.

    Middleware refuses a body that says otherwise (``BodySizeMiddleware``).
    """

    @property
    def encoding(self) -> str | None:
        return None  # the default

    @encoding.setter
    def encoding(self, value: str | None) -> None:
        pass


class WholeRequestHandler(WSGIHandler):
    """Work on at most ``threads`` requests at a time, as a WSGI application.

    The server's thread waits for the body, and for whoever reads a streamed answer slowly. With 0
    it works itself, as servers want that read whole requests.
    """

    request_class = RequestInUtf8

    def __init__(self, threads: int = 0) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(threads) if threads else None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Return Django's answer, or 400 for a body that ends before its length."""
        if self._pool is None:
            return super().__call__(environ, start_response)
        said = environ.get("CONTENT_LENGTH") or ""
        length = int(said) if said.isdecimal() and len(said) < 15 else 0
        with SpooledTemporaryFile(PIECE) as body:
            while length <= LARGEST_UPLOAD and (missing := length - body.tell()):
                if not body.write(environ["wsgi.input"].read(min(missing, PIECE))):
                    start_response("400 Bad Request", [])
                    return [b""]
            body.seek(0)
            environ["wsgi.input"] = body
            return self._pool.submit(self._work, environ, start_response).result()

    def _work(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        response: Any = super().__call__(environ, start_response)
        if response.streaming:
            return response  # type: ignore[no-any-return]
        with closing(response):
            return [response.content]
