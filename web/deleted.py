"""Remove deleted rows from SQLite's write-ahead log as well."""

from django.db import connection, transaction


def forget_deleted() -> None:
    """Empty SQLite's write-ahead log after the commit, since it may still hold the deleted rows.

    While another connection is reading, part of the log stays until the next call; the nightly
    command makes one too. Does nothing on other databases.
    """
    if connection.vendor == "sqlite":
        transaction.on_commit(_truncate)


def _truncate() -> None:
    with connection.cursor() as cursor:
        (patience,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute("PRAGMA busy_timeout=200")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={patience}")
