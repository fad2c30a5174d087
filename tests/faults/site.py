"""A real site in processes of its own, for tests that kill them.

It runs on a database of its own beside the one that the tests use: a SQLite file, or a new
database on the same PostgreSQL server.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2
from django.conf import settings

ROOT = Path(__file__).parents[2]
START_SECONDS = 30


@dataclass(slots=True)
class Reply:
    """What the server answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(slots=True)
class Server:
    """One web server of the site: a master process with workers, on a port of its own."""

    environment: Mapping[str, str]
    workers: int = 2
    port: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> None:
        """Start the server, and wait until a page is answered. A restart keeps the port."""
        self.port = self.port or _free_port()
        self.process = subprocess.Popen(
            [
                *(sys.executable, "manage.py", "serve", "--port", str(self.port)),
                *("--workers", str(self.workers)),
            ],
            cwd=ROOT,
            env=dict(self.environment),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with suppress(OSError):
                if self.request("GET", "/robots.txt").status < 500:
                    return
            time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"The server did not answer within {START_SECONDS} seconds.")

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        timeout: float = 10,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a request; ``body`` is sent as JSON unless it is bytes.

        Raises ``OSError`` without a response.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        is_json = body is not None and not isinstance(body, bytes)
        try:
            sent = json.dumps(body) if is_json else body
            kind = {"Content-Type": "application/json"} if is_json else {}
            connection.request(method, path, sent, {**kind, **(headers or {})})
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, found, answer.read())
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()

    def worker_pids(self) -> list[int]:
        """Return the ids of the processes that answer requests."""
        assert self.process
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split() if is_worker(int(pid))]

    def kill_a_worker(self) -> None:
        """End one worker at once, as a crash would."""
        pids = self.worker_pids()
        if pids:
            os.kill(pids[0], signal.SIGKILL)

    def reload(self) -> None:
        """Let the master replace its workers one by one, and wait until none of before is left."""
        assert self.process
        before = set(self.worker_pids())
        self.process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + START_SECONDS
        while before & set(self.worker_pids()):
            if time.monotonic() > deadline:
                raise TimeoutError("The server did not replace its workers.")
            time.sleep(0.05)

    def end(self) -> None:
        """Let the server answer what it has begun, and end."""
        assert self.process
        self.process.terminate()
        self.process.wait(START_SECONDS)

    def kill(self) -> None:
        """End the master and all workers at once, as a lost machine would."""
        assert self.process
        pids = self.worker_pids()
        self.process.kill()
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.is_running():
            self.kill()

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


def is_worker(pid: int) -> bool:
    """Return whether a process is a worker, not the resource tracker that Python starts too."""
    try:
        return b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """Yield the URL of an empty database of the kind that this test run uses."""
    connected = settings.DATABASES["default"]
    if connected["ENGINE"] == "django.db.backends.sqlite3":
        yield f"sqlite:///{folder / 'site.sqlite3'}"
        return
    name = f"rolesite_faults_{os.getpid()}"
    _on_server(connected, f'CREATE DATABASE "{name}"')
    try:
        user, host = connected["USER"], quote(connected["HOST"], safe="")
        secret = f":{quote(connected['PASSWORD'], safe='')}" if connected["PASSWORD"] else ""
        port = f":{connected['PORT']}" if connected["PORT"] else ""
        yield f"postgres://{user}{secret}@{host}{port}/{name}"
    finally:
        _on_server(connected, f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(connected: Mapping[str, Any], statement: str) -> None:
    connection = psycopg2.connect(
        dbname="postgres",
        user=connected["USER"],
        password=connected["PASSWORD"] or None,
        host=connected["HOST"],
        port=connected["PORT"] or None,
    )
    connection.autocommit = True
    try:
        connection.cursor().execute(statement)
    finally:
        connection.close()


@dataclass(slots=True)
class Site:
    """A published site: its environment, and the servers that a test started."""

    environment: dict[str, str]
    servers: list[Server] = field(default_factory=list)

    def server(self, workers: int = 2) -> Server:
        """Start one more web server on the same database."""
        server = Server(self.environment, workers)
        self.servers.append(server)
        server.start()
        return server

    def manage(self, *command: str, stdin: str = "") -> str:
        """Run a management command on the site and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        return done.stdout

    def attempts(self) -> list[dict[str, Any]]:
        """Return all attempts as they are in the database."""
        script = (
            "import json; from assessments.models import Attempt; "
            "print('ATTEMPTS' + json.dumps([{'hash': a.token_hash, 'answers': a.answers, "
            "'result': a.result} for a in Attempt.objects.all()]))"
        )
        printed = self.manage("shell", "--command", script)
        found: list[dict[str, Any]] = json.loads(printed.partition("ATTEMPTS")[2])
        return found


@contextmanager
def running_site(
    folder: Path, environment: Mapping[str, str] | None = None, *, url: str = ""
) -> Iterator[Site]:
    """Start a site with the seed content as edition 1, and end every server afterwards.

    ``environment`` adds to its variables, ``url`` names its database, which must be empty.
    """
    with nullcontext(url) if url else database(folder) as url:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        site = Site(
            kept
            | {
                "ROLESITE_ENV": "development",
                "DATABASE_URL": url,
                "QUIZ_STARTS_PER_HOUR": "0",
                "DJANGO_SETTINGS_MODULE": "rolesite.settings",
            }
            | dict(environment or {})
        )
        try:
            for command in ("migrate", "load_content", "publish_first_edition"):
                site.manage(command, "--verbosity", "0")
            yield site
        finally:
            for server in site.servers:
                server.stop()
