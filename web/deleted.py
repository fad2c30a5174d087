"""What somebody deleted is gone from SQLite's files too."""

from __future__ import annotations

from django.db import connection, transaction


def forget_deleted() -> None:
    """Empty SQLite's log once the transaction is over: pages as they were may be in it.

    Somebody who reads in that moment keeps part of it until the next time; the nightly command
    does it too.
    """
    if connection.vendor == "sqlite":
        transaction.on_commit(_truncate)


def _truncate() -> None:
    with connection.cursor() as cursor:
        (patience,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute("PRAGMA busy_timeout=200")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={patience}")
