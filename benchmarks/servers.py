"""Servers that a benchmark starts and ends, what they cost, and clients that ask them."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

ROOT = Path(__file__).parent.parent
CONNECTIONS = 16


class BenchmarkError(Exception):
    """Something answered otherwise than it must, so its cost means nothing."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port, its processes, how long its start took."""

    port: int
    process: subprocess.Popen[bytes]
    first_page_seconds: float
    others: list[int] = field(default_factory=list)
    """Processes that work for it too: those of a database."""

    def pids(self) -> list[int]:
        parent = self.process.pid
        listed = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return [parent, *map(int, listed)]

    def processor_seconds(self) -> float:
        """Return the processor time of all its processes so far, ended threads included."""
        # The clock of another process, as clock_getcpuclockid(3) numbers it.
        clocks = [(~pid << 3) | 2 for pid in (*self.pids(), *self.others)]
        return sum(time.clock_gettime(clock) for clock in clocks)

    def cost(self, jobs: Sequence[Callable[[], object]]) -> float:
        """Return the milliseconds of processor time that each job takes, on average."""
        before = self.processor_seconds()
        for job in jobs:
            job()
        return 1000 * (self.processor_seconds() - before) / len(jobs)

    def worker_megabytes(self) -> float:
        """Return the memory of its largest process."""
        texts = [Path(f"/proc/{pid}/status").read_text() for pid in self.pids()]
        return max(int(text.partition("VmRSS:")[2].split()[0]) / 1024 for text in texts)


@contextmanager
def served(
    application: str,
    environment: Mapping[str, str],
    *options: str,
    workers: int = 1,
    threads: int = 1,
    first: str = "/",
) -> Iterator[Server]:
    """Serve an application on a free local port during a ``with`` block; ``first`` is asked for."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", application]
    limits = ["--workers", str(workers), "--blocking-threads", str(threads)]
    started = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(port), *limits, *options],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                Client(port).ask("GET", first)
                break
            except OSError:
                if process.poll() is not None or time.perf_counter() - started > 30:
                    raise
                time.sleep(0.02)
        yield Server(port, process, time.perf_counter() - started, _database_pids(environment))
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _database_pids(environment: Mapping[str, str]) -> list[int]:
    address = environment.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        return []
    with psycopg2.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of a server."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Client:
    """Somebody at a browser: one connection that stays open."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(
        self,
        method: str,
        address: str,
        body: bytes = b"",
        *,
        expect: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request and return the answer. Raises ``BenchmarkError`` for another status."""
        self.connection.request(method, address, body, {"Accept-Encoding": "", **(headers or {})})
        given = self.connection.getresponse()
        answer = Answer(given.status, given.headers, given.read())
        if answer.status != expect:
            raise BenchmarkError(
                f"{method} {address} answered {answer.status}: {answer.body[:200]!r}"
            )
        return answer

    def get(self, address: str, **headers: str) -> Answer:
        """Ask for a page."""
        return self.ask("GET", address, headers=headers)


def load(
    server: Server, address: str, headers: Mapping[str, str], *, script: str = "", seconds: int = 1
) -> tuple[float, float]:
    """Ask over many connections at once; return milliseconds of processor time each, and rate."""
    named = [text for name, value in headers.items() for text in ("-H", f"{name}: {value}")]
    command = [shutil.which("wrk") or "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *named]
    scripted = ["-s", script] if script else []
    before = server.processor_seconds()
    done = subprocess.run(
        [*command, *scripted, f"http://127.0.0.1:{server.port}{address}"],
        check=True,
        capture_output=True,
        text=True,
    )
    spent = server.processor_seconds() - before
    found = re.search(r"(\d+) requests in", done.stdout)
    if found is None or "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise BenchmarkError(f"{address}: {done.stdout}")
    number = max(1, int(found[1]))
    return 1000 * spent / number, number / seconds
