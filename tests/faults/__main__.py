"""``python -m tests.faults``: break the site while people answer, and count what they lost.

Prints one JSON object a line and run, and fails if one does not hold. A full disk needs a small
one, which ``unshare`` and ``mount`` make where the machine lets them; otherwise it says that this
was left out. Everything stays on this machine, in folders and on ports of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.faults.people import Audit, Person, audit, during
from tests.faults.scenarios import ANYWHERE, DISK_FULL, POSTGRES_ONLY, Stage, database_killed
from tests.faults.site import ROOT, running_site
from tests.throwaway_postgres import private_postgres

TAKERS, SECONDS = 40, 20.0
WITHOUT_SCRIPTS = 5  # one in so many
LONGEST_WAIT = 15.0  # seconds of one person for one answer, the outage included
SAFE = "-c synchronous_commit=on -c shared_buffers=128MB -c fsync=on"
# Says "stored" before it is: what the audit must notice.
UNSAFE = "-c synchronous_commit=off -c wal_writer_delay=10s -c shared_buffers=128MB"
SMALL_DISK = {"sqlite": "48m", "postgresql": "224m"}  # an empty cluster takes some 60 MB
CONTROL = "control: commits are not waited for, database killed"

Scenarios = Mapping[str, Callable[[Stage], None]]
Result = dict[str, Any]


def run(
    stage: Stage, name: str, fault: Callable[[Stage], None], takers: int, known: set[str]
) -> Result:
    """Let people answer during one fault, and return what came of it."""
    enough = threading.Event()
    people = [
        Person(stage, number, has_scripts=bool(number % WITHOUT_SCRIPTS), enough=enough)
        for number in range(takers)
    ]
    began = time.monotonic()
    during(people, enough, partial(fault, stage))
    took = time.monotonic() - began
    found: Audit = audit(people, stage.site, known)
    is_alive = stage.server.is_running()
    held = not (found.lost or found.duplicated or found.stale or found.errors) and is_alive
    return {
        "run": name,
        "database": "postgresql" if stage.postgres else "sqlite",
        "takers": takers,
        "without_scripts": sum(not person.has_scripts for person in people),
        "seconds": round(took, 1),
        "saved": found.saved,
        "lost": found.lost,
        "duplicated": found.duplicated,
        "stale": found.stale,
        "errors": len(found.errors),
        "tried_again": found.again,
        "longest_wait": round(found.longest, 1),
        "server_survived": is_alive,
        "held": held and found.longest < LONGEST_WAIT and found.saved > 0,
        **({"first_error": found.errors[0]} if found.errors else {}),
    }


@contextmanager
def staged(
    kind: str, seconds: float, *, disk: Path | None = None, settings: str = SAFE
) -> Iterator[Stage]:
    """Serve a new site on a new database."""
    with ExitStack() as opened:
        folder = Path(opened.enter_context(TemporaryDirectory(dir=disk)))
        postgres, url = None, f"sqlite:///{folder}/site.sqlite3"
        if kind == "postgresql":
            parent = str(disk or "/tmp")  # noqa: S108  sockets need a short path
            postgres = opened.enter_context(private_postgres(settings, parent=parent))
            url = postgres.url
        site = opened.enter_context(running_site(folder, url=url))
        yield Stage(site, site.server(), seconds, postgres, disk)


def runs(
    kind: str,
    scenarios: Scenarios,
    given: argparse.Namespace,
    *,
    disk: Path | None = None,
    settings: str = SAFE,
) -> Iterator[Result]:
    """Serve a site, and yield what came of each fault that was asked for, one after the other."""
    wanted = {name: fault for name, fault in scenarios.items() if given.only in f"{kind} {name}"}
    if not wanted:
        return
    with staged(kind, given.seconds, disk=disk, settings=settings) as stage:
        known: set[str] = set()
        for name, fault in wanted.items():
            yield run(stage, name, fault, given.takers, known)


def on_a_small_disk(kind: str, given: argparse.Namespace) -> Iterator[Result]:
    """Run this command again where a small disk is mounted that nobody else sees."""
    name = next(iter(DISK_FULL))
    if given.only not in f"{kind} {name}":
        return
    is_root = os.geteuid() == 0
    alone = ["unshare", "--mount"] if is_root else ["unshare", "--mount", "--map-root-user"]
    left_out = {"run": name, "database": kind, "left_out": "No small disk could be mounted here."}
    if kind == "postgresql" and not is_root:
        yield left_out | {"left_out": "PostgreSQL does not run where only root may mount a disk."}
        return
    with TemporaryDirectory(dir="/tmp") as folder:
        mount = f'mount -t tmpfs -o size={SMALL_DISK[kind]} none "$0" && exec "$@"'
        command = [sys.executable, "-m", "tests.faults", "--disk", folder, "--kind", kind]
        options = ["--takers", str(given.takers), "--seconds", str(given.seconds)]
        try:
            done = subprocess.run(
                [*alone, "sh", "-c", mount, folder, *command, *options],
                cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False,
            )  # fmt: skip
        except FileNotFoundError:
            yield left_out
            return
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    yield from found or [left_out]


def control(given: argparse.Namespace) -> Iterator[Result]:
    """Yield the run in which something must be lost, or the audit would not see a loss."""
    for found in runs("postgresql", {CONTROL: database_killed}, given, settings=UNSAFE):
        yield found | {"held": found["lost"] > 0}


def main() -> int:
    """Print what came of each fault; return 1 if one run does not hold."""
    parser = argparse.ArgumentParser(description="Break the site while people answer the quiz.")
    parser.add_argument("--takers", type=int, default=TAKERS, help="people at the same time")
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help="how long workers are killed; else a few"
    )
    parser.add_argument("--only", default="", help="only faults with this in database and name")
    parser.add_argument("--kind", choices=SMALL_DISK, help=argparse.SUPPRESS)
    parser.add_argument("--disk", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.disk:
        found = runs(given.kind, DISK_FULL, given, disk=given.disk)
    else:
        found = chain(
            runs("sqlite", ANYWHERE, given),
            on_a_small_disk("sqlite", given),
            runs("postgresql", {**ANYWHERE, **POSTGRES_ONLY}, given),
            on_a_small_disk("postgresql", given),
            control(given),
        )
    all_held = True
    for result in found:
        print(json.dumps(result, ensure_ascii=False), flush=True)
        all_held &= result.get("held", True)
    return int(not all_held)


if __name__ == "__main__":
    sys.exit(main())
