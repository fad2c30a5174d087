"""``python -m benchmarks.serving``: what a public page costs the server.

Starts the site, and beside it servers that do as little as possible (``bare_server``), each with
one worker of the same kind, asks each for the same number of pages over one connection, in turns,
and prints one JSON object. What counts is processor time of the worker for one request, because
requests per second also depend on the client; ``as_fast_as`` is how many times cheaper a page is
than its floor.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
PAGES = ("/", "/compare/project-manager/technical-project-manager/", "/roles/project-manager/")
REQUESTS = 2_000
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port, its processes, and how long its start took."""

    port: int
    process: subprocess.Popen[bytes]
    first_page_seconds: float

    def pids(self) -> list[int]:
        parent = self.process.pid
        listed = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return [parent, *map(int, listed)]

    def processor_seconds(self) -> float:
        """Return the processor time of all its processes so far."""
        threads = [t for pid in self.pids() for t in Path(f"/proc/{pid}/task").iterdir()]
        return sum(int((t / "schedstat").read_text().split()[0]) for t in threads) / 1e9

    def worker_megabytes(self) -> float:
        """Return the memory of its largest process."""
        sizes = []
        for pid in self.pids():
            status = Path(f"/proc/{pid}/status").read_text()
            sizes.append(int(status.partition("VmRSS:")[2].split()[0]) / 1024)
        return round(max(sizes), 1)


@dataclass(frozen=True, slots=True)
class Subject:
    """One page of one server; with an ETag the answer is 304."""

    server: Server
    address: str
    etag: str = ""


def main() -> None:
    """Print all figures of this benchmark as one JSON object."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder}/benchmark.sqlite3",
            "DJANGO_SETTINGS_MODULE": "rolesite.settings",
        }
        prepare(environment)
        with served("rolesite.wsgi:application", environment) as site:
            pages = {address: page_report(site, address, Path(folder)) for address in PAGES}
            report = {
                "requests_of_a_round": REQUESTS,
                "first_page_seconds": round(site.first_page_seconds, 2),
                "worker_megabytes": site.worker_megabytes(),
                "pages": pages,
            }
    print(json.dumps(report, indent=2))  # noqa: T201


def page_report(site: Server, address: str, folder: Path) -> dict[str, Any]:
    """Return the figures of one page, beside servers that send the same bytes."""
    body, etag = fetch(site.port, address)
    file = folder / "body"
    file.write_bytes(body)
    environment = {**os.environ, "BENCHMARK_BODY": str(file)}
    with (
        served("benchmarks.bare_server:plain", environment) as plain,
        served("benchmarks.bare_server:django_site", environment, "--factory") as django,
    ):
        cost = costs(
            {
                "page": Subject(site, address),
                "unchanged": Subject(site, address, etag),
                "constant_wsgi": Subject(plain, "/"),
                "constant_django": Subject(django, "/constant/"),
                "cache_page": Subject(django, "/kept/"),
            }
        )
    return {
        "kilobytes": round(len(body) / 1000, 1),
        **{f"{name}_ms": round(1000 * seconds, 3) for name, seconds in cost.items()},
        "as_fast_as_a_constant_django_view": ratio(cost["constant_django"], cost["page"]),
        "unchanged_as_fast_as_constant_wsgi": ratio(cost["constant_wsgi"], cost["unchanged"]),
        "cost_beside_cache_page": ratio(cost["page"], cost["cache_page"]),
    }


def ratio(one: float, other: float) -> float:
    return round(one / other, 2)


def prepare(environment: dict[str, str]) -> None:
    """Fill a database with the content that a new site starts with."""
    for command in (["migrate", "--verbosity", "0"], ["load_content"], ["publish_first_edition"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=sys.stderr,
        )


@contextmanager
def served(application: str, environment: dict[str, str], *options: str) -> Iterator[Server]:
    """Serve the application with one worker on a free local port, during a ``with`` block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", application]
    limits = ["--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    started = time.perf_counter()
    process = subprocess.Popen(
        [*own, *limits, "--blocking-threads", "1", "--log-level", "error", *options],
        cwd=ROOT,
        env=environment,
        stdout=sys.stderr,
    )
    try:
        while True:
            try:
                fetch(port, "/")
                break
            except OSError:
                if process.poll() is not None or time.perf_counter() - started > 30:
                    raise
                time.sleep(0.02)
        yield Server(port, process, time.perf_counter() - started)
    finally:
        process.terminate()
        process.wait(10)


def fetch(port: int, address: str) -> tuple[bytes, str]:
    """Return the bytes of a page and its ETag."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", address)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return body, answer.headers.get("ETag", "")


def costs(subjects: dict[str, Subject]) -> dict[str, float]:
    """Return seconds of processor time per request, the median of rounds taken in turns."""
    seen: dict[str, list[float]] = {name: [] for name in subjects}
    for _ in range(ROUNDS):
        for name, subject in subjects.items():
            before = subject.server.processor_seconds()
            ask(subject)
            spent = subject.server.processor_seconds() - before
            seen[name].append(spent / REQUESTS)
    return {name: median(times) for name, times in seen.items()}


def ask(subject: Subject) -> None:
    """Send all requests of a round, one after the other over one connection."""
    host = f"127.0.0.1:{subject.server.port}"
    condition = f"If-None-Match: {subject.etag}\r\n" if subject.etag else ""
    request = f"GET {subject.address} HTTP/1.1\r\nHost: {host}\r\n{condition}\r\n".encode()
    expected = b"HTTP/1.1 304" if subject.etag else b"HTTP/1.1 200"
    with socket.create_connection(("127.0.0.1", subject.server.port), 10) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(REQUESTS):
            connection.sendall(request)
            answer = connection.recv(65_536)
            while b"\r\n\r\n" not in answer:
                answer += connection.recv(65_536)
            head, _, body = answer.partition(b"\r\n\r\n")
            if not head.startswith(expected):
                raise RuntimeError(f"{subject.address} answered {answer[:40]!r}")
            if subject.etag:
                continue
            length = int(head.lower().partition(b"content-length:")[2].split()[0])
            missing = length - len(body)
            while missing > 0:
                missing -= len(connection.recv(65_536))


if __name__ == "__main__":
    main()
