"""How long a page waits for PostgreSQL: a server that does not answer must not hold the site."""

from __future__ import annotations

import select
import threading
import time
from typing import Any

from django.db import connection, connections

STATEMENT_SECONDS = 4
"""A statement that takes longer is ended by the server."""
SILENT_SECONDS = 5
"""Who has not answered after that is not waited for any longer, as when its process is stopped."""
STILL_SILENT_SECONDS = 1
"""How long the next try waits, until one is answered: else each request took a thread so long."""


def limit_waiting(
    silent: float = SILENT_SECONDS, still_silent: float = STILL_SILENT_SECONDS
) -> None:
    """Bound how long this process waits for an answer of the database. SQLite has a limit already.

    For web processes only: commands may take their time.
    """
    if connection.vendor != "postgresql":
        return
    import psycopg2.extensions as driver

    is_silent = threading.Event()

    def wait(link: Any) -> None:
        seconds = still_silent if is_silent.is_set() else silent
        until = time.monotonic() + seconds
        while (state := link.poll()) != driver.POLL_OK:
            ready = select.poll()
            ready.register(link.fileno(), READY[state])
            if not ready.poll(max(0.0, until - time.monotonic()) * 1000):
                is_silent.set()
                raise driver.QueryCanceledError(f"The database said nothing for {seconds} seconds.")
        is_silent.clear()

    READY = {driver.POLL_READ: select.POLLIN, driver.POLL_WRITE: select.POLLOUT}  # noqa: N806
    driver.set_wait_callback(wait)
    options = connections.settings["default"]["OPTIONS"]
    limit = f"-c statement_timeout={STATEMENT_SECONDS * 1000}"
    options["options"] = f"{options.get('options', '')} {limit}".strip()
