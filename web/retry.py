"""Bridge a short outage of the database, and never wait for it without end.

A database that restarts is away for a second or so. Work that may run twice without harm (every
save has a key, and looking at a page writes nothing) is simply run again, for at most two seconds:
any longer, and waiting requests would occupy all threads of the server.
"""

import random
import select
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.signals import request_started
from django.db import (
    Error,
    InterfaceError,
    InternalError,
    OperationalError,
    connection,
    connections,
)

T = TypeVar("T")

BUDGET_SECONDS = 2.0
FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 1.0
STATEMENT_SECONDS = 4
"""A statement that takes longer is ended by the server."""
SILENT_SECONDS = 5
"""Who has not answered after that is not waited for any longer, as when its process is stopped."""
PROBE_SECONDS = 1
"""How long a request waits for its first answer: to a ping or a new connection, nothing heavier."""
STILL_SILENT_SECONDS = 1
"""How long the next try waits, until one is answered: else each request took a thread so long."""

READ_ONLY = "25006"  # PostgreSQL's code for a write to a server that only reads
SQL_ERROR = 1  # SQLite's code for a statement that it cannot run, whatever the state of the file


def is_away(error: BaseException | None) -> bool:
    """Return whether the database fails for now: unreachable, locked, full or read-only."""
    cause = error.__cause__ if error else None
    if isinstance(error, InternalError):
        return getattr(cause, "pgcode", None) == READ_ONLY
    is_bug = getattr(cause, "sqlite_errorcode", None) == SQL_ERROR
    return isinstance(error, (OperationalError, InterfaceError)) and not is_bug


class DatabaseAway(Exception):
    """The database did not come back in time. Nothing was stored."""


def retried(
    unit: Callable[[], T],
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> T:
    """Return ``unit()``, called again while the database is away, for at most two seconds.

    ``unit`` must be idempotent and open its own transaction. Raises ``DatabaseAway`` after that.
    """
    give_up_at = clock() + BUDGET_SECONDS
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            return unit()
        except Error as error:
            if connection.in_atomic_block or not is_away(error):
                raise  # half of somebody else's transaction cannot be repeated from here
            connection.close()
            wait = pause * random.uniform(0.5, 1.5)  # noqa: S311  spreads retries, hides nothing
            if clock() + wait > give_up_at:
                raise DatabaseAway from error
            sleep(wait)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


def limit_waiting(
    silent: float = SILENT_SECONDS,
    still_silent: float = STILL_SILENT_SECONDS,
    probe: float = PROBE_SECONDS,
) -> None:
    """Limit how many seconds this process waits for PostgreSQL. SQLite has a limit already.

    ``silent`` is the usual limit, ``probe`` that of the first answer in a request, and
    ``still_silent`` holds after a timeout until the next answer. For web processes only.
    """
    if connection.vendor != "postgresql":
        return
    import psycopg2.extensions as driver

    is_silent, first = threading.Event(), threading.local()

    def begin(**kwargs: Any) -> None:
        first.seconds = probe

    def wait(link: Any) -> None:
        seconds = still_silent if is_silent.is_set() else getattr(first, "seconds", silent)
        until = time.monotonic() + seconds
        while (state := link.poll()) != driver.POLL_OK:
            ready = select.poll()
            ready.register(link.fileno(), READY[state])
            if not ready.poll(max(0.0, until - time.monotonic()) * 1000):
                is_silent.set()
                raise driver.QueryCanceledError(f"The database said nothing for {seconds} seconds.")
        is_silent.clear()
        first.seconds = silent

    READY = {driver.POLL_READ: select.POLLIN, driver.POLL_WRITE: select.POLLOUT}  # noqa: N806
    driver.set_wait_callback(wait)
    request_started.connect(begin, weak=False, dispatch_uid="web.retry")
    options = connections.settings["default"]["OPTIONS"]
    limit = f"-c statement_timeout={STATEMENT_SECONDS * 1000}"
    options["options"] = f"{options.get('options', '')} {limit}".strip()
