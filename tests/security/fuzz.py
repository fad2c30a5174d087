"""Send odd requests to a real server and judge what it answers, and after what time."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.site import Server
from tests.security.headers import lowest
from tests.security.hostile import MARK
from tests.security.odd_requests import Maker, Sent
from tests.security.served import Known, forms_of, look, served

THREADS = 4
PATIENCE = 20.0  # seconds; nothing lawful takes so long
SLOW = 1.0  # seconds
TRIES = 5  # of a slow request alone: the shortest is what it takes, the rest is other work
LONGEST_SHOWN = 1_500  # bytes of a request


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: ``status`` 0 means nothing did."""

    status: int
    seconds: float
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(slots=True)
class Outcome:
    """What a run found.

    ``limits`` counts each 503 that says when to come back, by its address. ``score`` is the lowest
    of the headers of so many ``kinds`` of page, and ``lacking`` what they lack.
    """

    sent: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    limits: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    dead_workers: int = 0
    score: int = 0
    kinds: int = 0
    lacking: list[str] = field(default_factory=list)

    @property
    def by_class(self) -> str:
        """How many answers there were of each hundred."""
        hundreds: Counter[str] = Counter()
        for status, count in self.answers.items():
            hundreds[f"{status // 100}xx" if status else "no answer"] += count
        return ", ".join(f"{count} × {name}" for name, count in sorted(hundreds.items()))


def fuzz(folder: Path, *, seed: int, numbers: Iterable[int]) -> Outcome:
    """Score the headers of a new site, then send it the requests with these numbers."""
    with served(folder) as (server, known):
        maker, outcome = Maker(seed, known), Outcome()
        outcome.score, outcome.kinds, outcome.lacking = lowest(server, known)
        learn(server, maker, known)
        before = server.worker_pids()
        waiting, lock, slow = iter(numbers), threading.Lock(), list[tuple[Sent, float]]()

        def work() -> None:
            while True:
                with lock:
                    number = next(waiting, None)
                if number is None:
                    return
                sent = maker.request(number)
                answer = ask(server.port, sent)
                with lock:
                    _judge(outcome, sent, answer)
                    if answer.seconds > SLOW / 2:
                        slow.append((sent, answer.seconds))

        threads = [threading.Thread(target=work) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        outcome.slowest = max(
            _alone(server.port, slow), default=(SLOW / 2, "none took half a second")
        )
        outcome.dead_workers = len(set(before) - set(server.worker_pids()))
        return outcome


def repeat(folder: Path, *, seed: int, number: int) -> str:
    """Send one request to a new site, and return it with what was answered."""
    with served(folder) as (server, known):
        maker = Maker(seed, known)
        learn(server, maker, known)
        sent = maker.request(number)
        answer = ask(server.port, sent)
        text = answer.body[:LONGEST_SHOWN].decode(errors="replace")
        return f"{shown(sent)}\n{answer.status} after {answer.seconds:.2f} s\n{text}"


def learn(server: Server, maker: Maker, known: Known) -> None:
    """Open every address as somebody who may, and note the fields of the forms there."""
    for number, route in enumerate(known.routes):
        path, cookies = maker.look(number)
        for _ in range(2):  # for each worker, on average: the first look at a page takes longest
            page = look(server, path, cookies)
        known.forms[route] = forms_of(page)


def ask(port: int, sent: Sent) -> Answer:
    """Send a request byte by byte as it is, and return the answer."""
    started = time.perf_counter()
    with (
        suppress(OSError, http.client.HTTPException),
        socket.create_connection(("127.0.0.1", port), PATIENCE) as connection,
    ):
        with suppress(ConnectionError):  # who refuses a body may hang up before its end
            connection.sendall(sent.raw())
            if not sent.is_lawful:
                connection.shutdown(socket.SHUT_WR)
        response = http.client.HTTPResponse(connection, method=sent.method.decode("latin-1"))
        response.begin()
        body = response.read()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, time.perf_counter() - started, headers, body)
    return Answer(0, time.perf_counter() - started)


def _judge(outcome: Outcome, sent: Sent, answer: Answer) -> None:
    outcome.sent += 1
    outcome.answers[answer.status] += 1
    for fault in _faults(sent, answer):
        outcome.faults.append(f"{fault}\n{shown(sent)}")
    if answer.status == 503 and "retry-after" in answer.headers:
        outcome.limits[sent.route] += 1


def _faults(sent: Sent, answer: Answer) -> Iterator[str]:
    is_limit = answer.status == 503 and "retry-after" in answer.headers
    if answer.status >= 500 and not is_limit:
        yield f"answered {answer.status}"
    if answer.status == 0 and (sent.is_lawful or answer.seconds >= PATIENCE):
        yield f"no answer after {answer.seconds:.1f} s"
    if b"Traceback (most recent call last)" in answer.body:
        yield "the answer holds a traceback"
    if "x-evil" in answer.headers:
        yield "a header of the answer was typed by a visitor"
    is_html = answer.headers.get("content-type", "").startswith("text/html")
    if is_html and b"<" + MARK.encode() in answer.body:
        yield "what was typed came back as markup"


def _alone(port: int, slow: list[tuple[Sent, float]]) -> Iterator[tuple[float, str]]:
    """Yield how long each slow request takes when nothing else is asked for meanwhile."""
    for sent, seconds in sorted(slow, key=lambda each: -each[1])[:20]:
        best = min(seconds, *(ask(port, sent).seconds for _ in range(TRIES)))
        yield best, f"{sent.method.decode('latin-1')} /{sent.route} (request {sent.number})"


def shown(sent: Sent) -> str:
    """Return a request as Python text from which its bytes can be made again."""
    raw = sent.raw()
    cut = "" if len(raw) <= LONGEST_SHOWN else f"… {len(raw)} bytes in all"
    return f"request {sent.number}: {raw[:LONGEST_SHOWN]!r}{cut}"
