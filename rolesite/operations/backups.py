"""Copy the whole database into one file and back: SQLite while the site runs, or PostgreSQL."""

import os
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from django.core.management import CommandError
from django.db import connection

PROOF = "django_migrations"
"""A table that every database of the site has."""


def back_up(file: Path) -> None:
    """Write the database into ``file``, a new one, and check it. Raises ``CommandError``."""
    if PROOF not in connection.introspection.table_names():
        raise CommandError("The database is empty. Does DATABASE_URL name the right one?")
    if file.exists():
        raise CommandError(f"{file} is there already, and is not overwritten.")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent) as folder:  # nobody else may read it
            part = Path(folder, "part")
            if connection.vendor == "sqlite":
                with closing(sqlite3.connect(part)) as target:
                    connection.ensure_connection()
                    connection.connection.backup(target)
                    target.execute("PRAGMA journal_mode=DELETE")
            else:
                _run("pg_dump", "--format=custom", "--no-owner", f"--file={part}")
            _check(part)
            part.chmod(0o600)
            os.link(part, file)  # fails when somebody has made it meanwhile
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}.") from error


def restore(file: Path) -> None:
    """Fill the database, which must be empty, from a backup. Raises ``CommandError``."""
    if connection.introspection.table_names():
        raise CommandError("The database is not empty. A backup is restored into a new one only.")
    if not file.is_file():
        raise CommandError(f"{file} is {'no file' if file.exists() else 'not there'}.")
    _check(file)
    if connection.vendor == "sqlite":
        with closing(_open_read_only(file)) as source:
            connection.ensure_connection()
            source.backup(connection.connection)
    else:
        _run("pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", str(file))
    if PROOF not in connection.introspection.table_names():
        raise CommandError(f"{file} was read, but the database is still empty.")


def _check(file: Path) -> None:
    """Check that a file is a whole backup of a site. Raises ``CommandError`` if it is not."""
    if connection.vendor == "sqlite":
        try:
            with closing(_open_read_only(file)) as copy:
                found = copy.execute("PRAGMA integrity_check").fetchone()[0]
                copy.execute(f"SELECT COUNT(*) FROM {PROOF}")  # noqa: S608  a constant
        except sqlite3.Error as error:
            raise CommandError(f"{file} is no backup of a site: {error}.") from error
        if found != "ok":
            raise CommandError(f"{file} is damaged: {found}.")
    elif f" {PROOF} " not in _run("pg_restore", "--list", str(file), connects=False):
        raise CommandError(f"{file} is no backup of a site.")


def _open_read_only(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file.absolute()))}?mode=ro", uri=True)


def _run(program: str, *arguments: str, connects: bool = True) -> str:
    """Run a program of PostgreSQL and return its output; no command line has the password."""
    told, env = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    place = [*told[1:-1], f"--dbname={told[-1]}"] if connects else []
    try:
        done = subprocess.run(
            [program, *place, *arguments],
            env=os.environ | (env or {}),
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise CommandError(
            f"{program} was not found. Install PostgreSQL's client programs."
        ) from error
    if done.returncode:
        raise CommandError(f"{program}: {done.stderr.strip()}")
    return done.stdout
