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
from contextlib import contextmanager, suppress
from dataclasses import dataclass
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


@dataclass(slots=True)
class Postgres:
    """A server of its own in a folder of its own, which tests may stop and kill as they like."""

    programs: Path
    folder: Path
    settings: str

    @property
    def url(self) -> str:
        return f"postgres://{SUPERUSER}@{quote(str(self.folder), safe='')}/{DATABASE}"

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def make(self) -> None:
        """Make an empty cluster; the server is not started yet."""
        _run(
            self.programs / "initdb",
            *("--pgdata", self._data, "--username", SUPERUSER, "--auth", "trust"),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        )

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        where = f"-c listen_addresses= -c unix_socket_directories={self.folder}"
        options = ("--log", self.folder / "log", "--options", f"{where} {self.settings}")
        self._control(*options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop the server as an administrator would, ``fast``, or ``immediate`` as in a crash."""
        self._control("--mode", mode, "stop")

    def is_running(self) -> bool:
        try:
            os.kill(self.pids()[0], 0)
        except (FileNotFoundError, ProcessLookupError):
            return False
        return True

    def pids(self) -> list[int]:
        """Return the ids of its processes, that of the first one first."""
        first = int((self._data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text()
        return [first, *map(int, children.split())]

    def signal(self, number: int, *, only_first: bool = False) -> None:
        """Send a signal to all its processes, or to the one that takes connections."""
        for pid in self.pids()[: 1 if only_first else None]:
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def create_database(self) -> None:
        _run(self.programs / "createdb", "--host", self.folder, "--username", SUPERUSER, DATABASE)

    def _control(self, *command: str | Path) -> None:
        _run(self.programs / "pg_ctl", "--pgdata", self._data, "--wait", "--silent", *command)


@contextmanager
def private_postgres(
    settings: str = FASTER_THAN_SAFE,
    *,
    parent: str = "/tmp",  # noqa: S108
) -> Iterator[Postgres]:
    """Yield a server with an empty database, in a new folder inside of ``parent``.

    Raises ``RuntimeError`` when PostgreSQL is not installed or does not start. Sockets need a short
    path, whatever TMPDIR says.
    """
    programs = _find_programs()
    folder = Path(tempfile.mkdtemp(prefix="rolesite-pg-", dir=parent))
    try:
        if os.geteuid() == 0:
            owner = pwd.getpwnam(SUPERUSER)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        server = Postgres(programs, folder, settings)
        server.make()
        server.start()
        try:
            server.create_database()
            yield server
        finally:
            if server.is_running():
                server.stop()
    finally:
        shutil.rmtree(folder)


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """Yield the ``DATABASE_URL`` of an empty database on a server of its own.

    Raises ``RuntimeError`` when PostgreSQL is not installed or does not start.
    """
    with private_postgres() as server:
        yield server.url


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
