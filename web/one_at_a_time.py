"""Do expensive work one at a time in each process, so that saving an answer never waits for it.

A PDF keeps a processor busy for a second. Sixteen at once would occupy every thread of the server
and block people who save an answer; so one is drawn, and the others are told when to come back.
"""

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Concatenate, TypeVar

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render

from web.responses import P, View, unavailable

R = TypeVar("R", bound=HttpResponseBase)


class Busy(Exception):
    """Another thread is still doing this kind of work."""


class OneAtATime:
    """A kind of work that a process does once at a time.

    Another thread waits up to ``wait`` seconds for its turn and serves nobody meanwhile: leave it
    0 for work that takes long. After that its visitor is told to come back in ``seconds``.
    """

    def __init__(self, *, wait: float = 0.0, seconds: int = 2) -> None:
        self.wait = wait
        self.seconds = seconds
        self._lock = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the turn during a ``with`` block. Raises ``Busy`` if it does not come in time."""
        if not self._lock.acquire(timeout=self.wait):
            raise Busy
        try:
            yield
        finally:
            self._lock.release()

    def __call__(self, view: Callable[Concatenate[HttpRequest, P], R]) -> View[P]:
        """Let a view work only in its turn; otherwise answer 503 with ``Retry-After``."""

        @functools.wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            with ExitStack() as held:
                try:
                    held.enter_context(self.turn())
                except Busy:
                    return unavailable(render(request, "busy.html"), seconds=self.seconds)
                response = view(request, *args, **kwargs)
                if isinstance(response, StreamingHttpResponse):
                    response.streaming_content = _Pieces(iter(response), held.pop_all())
                return response

        return answer


class _Pieces:
    """The body of a streamed response; its turn ends when it is sent or given up."""

    def __init__(self, pieces: Iterator[bytes], held: ExitStack) -> None:
        self._pieces = pieces
        self._held = held

    def __iter__(self) -> Iterator[bytes]:
        with self._held:
            yield from self._pieces

    def close(self) -> None:
        """End the turn; Django calls this even if nobody has read the body."""
        self._held.close()
