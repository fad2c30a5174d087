"""What breaks while people answer, each as a function that takes some seconds."""

from __future__ import annotations

import errno
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

from tests.faults.site import Reply, Server, Site
from tests.throwaway_postgres import Postgres

OUTAGE = 5.0  # seconds
KILL_EVERY = 2.0  # seconds
BETWEEN = 3.0  # seconds for people to work on before and after an outage
FILLED = 1_048_576  # bytes of each piece that fills a disk


@dataclass(slots=True)
class Stage:
    """A site with the server that people ask, and its database if that is PostgreSQL.

    ``disk`` is a small disk of its own that holds the database, if there is one.
    """

    site: Site
    server: Server
    seconds: float
    postgres: Postgres | None = None
    disk: Path | None = None

    def request(self, *args: Any, **kwargs: Any) -> Reply:
        """Ask the server that is in service, as a proxy would."""
        return self.server.request(*args, **kwargs)

    @property
    def database(self) -> Postgres:
        assert self.postgres
        return self.postgres


def worker_killed(stage: Stage) -> None:
    for _ in range(max(2, round(stage.seconds / KILL_EVERY))):
        time.sleep(KILL_EVERY)
        stage.server.kill_a_worker()
    time.sleep(KILL_EVERY)


def server_killed(stage: Stage) -> None:
    """End the whole server twice; what looks after it starts it again."""
    for _ in range(2):
        time.sleep(BETWEEN)
        stage.server.kill()
        stage.server.start()
    time.sleep(BETWEEN)


def reloaded(stage: Stage) -> None:
    """Let the server take up its code again, twice."""
    for _ in range(2):
        time.sleep(BETWEEN)
        stage.server.reload()
    time.sleep(BETWEEN)


def upgraded(stage: Stage) -> None:
    """Let a new server on the same database take over, as a release does."""
    time.sleep(BETWEEN)
    old = stage.server
    stage.server = stage.site.server()
    time.sleep(1)  # what was sent to the old one is answered
    old.end()
    time.sleep(BETWEEN)


def disk_full(stage: Stage) -> None:
    assert stage.disk
    filler = stage.disk / "filler"
    time.sleep(BETWEEN)
    until = time.monotonic() + OUTAGE
    with filler.open("wb", buffering=0) as file:
        while time.monotonic() < until:
            try:
                file.write(b"\0" * FILLED)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
                time.sleep(0.05)  # what becomes free is filled again
    filler.unlink()
    if stage.postgres and not stage.postgres.is_running():
        stage.postgres.start()  # it ends when it cannot write its log
    time.sleep(BETWEEN)


def stopped(mode: str, seconds: float = 0.0) -> Callable[[Stage], None]:
    """Return the scenario of a database that is stopped in this way, and started after a while."""

    def fault(stage: Stage) -> None:
        time.sleep(BETWEEN)
        stage.database.stop(mode)
        time.sleep(seconds)
        stage.database.start()
        time.sleep(BETWEEN)

    return fault


def database_killed(stage: Stage) -> None:
    time.sleep(BETWEEN)
    stage.database.signal(signal.SIGKILL)
    _wait_until(lambda: not stage.database.is_running(), "the database is gone")
    _start_after_a_crash(stage.database)
    time.sleep(BETWEEN)


def frozen(*, only_first: bool) -> Callable[[Stage], None]:
    """Return the scenario of a database that answers nothing, or nobody new, for some seconds."""

    def fault(stage: Stage) -> None:
        time.sleep(BETWEEN)
        stage.database.signal(signal.SIGSTOP, only_first=only_first)
        try:
            time.sleep(OUTAGE)
        finally:
            stage.database.signal(signal.SIGCONT, only_first=only_first)
        time.sleep(BETWEEN)

    return fault


def read_only(stage: Stage) -> None:
    time.sleep(BETWEEN)
    _alter(stage.database, "SET default_transaction_read_only = on")
    time.sleep(OUTAGE)
    _alter(stage.database, "RESET default_transaction_read_only")
    time.sleep(BETWEEN)


def _alter(postgres: Postgres, change: str) -> None:
    connection = psycopg2.connect(postgres.url.replace("postgres://", "postgresql://", 1))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER SYSTEM {change}")
            cursor.execute("SELECT pg_reload_conf()")
    finally:
        connection.close()


def _start_after_a_crash(postgres: Postgres) -> None:
    """Start the server as soon as what is left of the one before has let go of its memory."""
    until = time.monotonic() + 10
    while True:
        try:
            postgres.start()
        except RuntimeError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def _wait_until(holds: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + 20
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError(f"It took longer than 20 s until {what}.")
        time.sleep(0.05)


ANYWHERE: Mapping[str, Callable[[Stage], None]] = {
    "worker killed every 2 s": worker_killed,
    "whole server killed": server_killed,
    "reload": reloaded,
    "upgrade": upgraded,
}
POSTGRES_ONLY: Mapping[str, Callable[[Stage], None]] = {
    "database stopped fast": stopped("fast"),
    "database stopped immediately": stopped("immediate"),
    "database killed": database_killed,
    "database stopped for 5 s": stopped("fast", OUTAGE),
    "database takes no new connections for 5 s": frozen(only_first=True),
    "database frozen for 5 s": frozen(only_first=False),
    "database read-only for 5 s": read_only,
}
DISK_FULL: Mapping[str, Callable[[Stage], None]] = {"disk full for 5 s": disk_full}
