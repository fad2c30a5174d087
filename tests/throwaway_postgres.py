"""A private PostgreSQL for tests: made when asked for, gone afterwards.

As a context manager::

    with throwaway_postgres() as database_url: ...

As a command that sets ``DATABASE_URL`` for another one::

    python -m tests.throwaway_postgres -- python -m pytest

It listens on a socket in a temporary folder only, so it cannot meet another server.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

SUPERUSER = "postgres"
DATABASE = "rolesite"
# A crash of the machine may eat this database: nobody will miss it.
FASTER_THAN_SAFE = " ".join(
    f"-c {setting}"
    for setting in (
        "fsync=off",
        "full_page_writes=off",
        "synchronous_commit=off",
        "wal_level=minimal",
        "max_wal_senders=0",
        "checkpoint_timeout=1h",
        "max_wal_size=4GB",
        "autovacuum=off",
        "shared_buffers=256MB",
        "jit=off",
    )
)


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """Yield the ``DATABASE_URL`` of an empty database on a server of its own.

    Raises ``RuntimeError`` when PostgreSQL is not installed or does not start.
    """
    programs = _find_programs()
    # Sockets need a short path, whatever TMPDIR says.
    folder = Path(tempfile.mkdtemp(prefix="rolesite-pg-", dir="/tmp"))
    try:
        if os.geteuid() == 0:
            owner = pwd.getpwnam(SUPERUSER)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        data = folder / "data"
        _run(
            programs / "initdb",
            *("--pgdata", data, "--username", SUPERUSER, "--auth", "trust"),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        )
        server_options = (
            f"-c listen_addresses= -c unix_socket_directories={folder} {FASTER_THAN_SAFE}"
        )
        pg_ctl = (programs / "pg_ctl", "--pgdata", data, "--wait", "--silent")
        _run(*pg_ctl, "--log", folder / "log", "--options", server_options, "start")
        try:
            _run(programs / "createdb", "--host", folder, "--username", SUPERUSER, DATABASE)
            yield f"postgres://{SUPERUSER}@{quote(str(folder), safe='')}/{DATABASE}"
        finally:
            _run(*pg_ctl, "--mode", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _find_programs() -> Path:
    # Debian keeps the server's programs out of PATH, one folder for each version.
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    if not folders:
        raise RuntimeError("PostgreSQL's initdb was not found. Install the package postgresql.")
    return folders[-1]


def _run(*command: str | Path) -> None:
    # The server refuses to run as root.
    user = SUPERUSER if os.geteuid() == 0 else None
    done = subprocess.run(
        command,
        user=user,
        group=user,
        extra_groups=[] if user else None,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed:\n{done.stdout}")


def main(arguments: Sequence[str]) -> int:
    """Run a command with ``DATABASE_URL`` set, and return its exit code."""
    if len(arguments) < 2 or arguments[0] != "--":
        print("Usage: python -m tests.throwaway_postgres -- COMMAND …", file=sys.stderr)
        return 2
    # A polite kill must stop the server too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with throwaway_postgres() as database_url:
        environment = {**os.environ, "DATABASE_URL": database_url}
        return subprocess.run(arguments[1:], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
