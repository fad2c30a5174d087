"""``python -m benchmarks.export``: a whole export for research of a million attempts.

Fills a SQLite database in a temporary folder, asks the desk's page for each kind of file as a
browser would, and prints one JSON object. ``first_byte_seconds`` is how long an analyst waits until
the file begins, ``seconds`` until it is whole; ``floor_seconds`` is one bare read of the same rows.
Memory is that of the whole process.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PEOPLE = 1_000_000
PART = 50_000
PAGE = "/admin/assessments/attempt/export/"
FORMATS = ("csv", "jsonl")


def main() -> None:
    """Run in a process of its own, on a database of its own, so that memory is its own too."""
    parser = argparse.ArgumentParser(description="Measure the export for research.")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(measured(options.people), indent=2))  # noqa: T201
        return
    own = [sys.executable, "-m", "benchmarks.export", "--people", str(options.people), "--inside"]
    with tempfile.TemporaryDirectory(prefix="rolesite-bench-") as folder:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        }
        subprocess.run(own, check=True, cwd=ROOT, env=environment)


def measured(people: int) -> dict[str, Any]:
    """Return all figures of this benchmark by name."""
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0, stdout=sys.stderr)
    call_command("publish_first_edition", verbosity=0, stdout=sys.stderr)
    fill(people)
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create_superuser("head"))
    before = peak()
    found = {each: exported(client, each) for each in FORMATS}
    return {
        "people": people,
        "floor_seconds": round(bare_read(), 2),
        "peak_before_mb": round(before),
        **found,
        "peak_mb": round(peak()),
    }


def fill(people: int) -> None:
    """Store ``people`` attempts: some are made up, the others repeat them in another order."""
    import random

    from assessments.instrument.values import instrument_of
    from benchmarks.crowd import answers, store
    from roles.models import Edition
    from roles.snapshot.editions import snapshot_of

    edition = Edition.objects.order_by("number")[0]
    part = answers(instrument_of(snapshot_of(edition.number)), min(people, PART))
    left = people
    while left > 0:
        store(edition, part[:left])
        left -= len(part)
        part = random.Random(left).sample(part, len(part))  # noqa: S311  not a secret


def exported(client: Any, file_format: str) -> dict[str, float]:
    """Read one export piece by piece, keeping nothing of it, and return its figures."""
    started, worked = time.perf_counter(), time.process_time()
    response = client.post(PAGE, {"edition": "1", "file_format": file_format})
    pieces = iter(response.streaming_content)
    first = next(pieces)
    first_byte = time.perf_counter() - started
    size, lines = len(first), first.count(b"\n")
    for piece in pieces:
        size, lines = size + len(piece), lines + piece.count(b"\n")
    seconds = time.perf_counter() - started
    return {
        "first_byte_seconds": round(first_byte, 1),
        "seconds": round(seconds, 1),
        "cpu_seconds": round(time.process_time() - worked, 1),
        "lines": lines,
        "lines_per_second": round(lines / seconds),
        "mb": round(size / 1e6),
    }


def bare_read() -> float:
    """Read the same rows once, doing nothing with them; return the seconds."""
    from django.db import connection

    from assessments.models import EncodedAnswers

    started = time.perf_counter()
    with connection.cursor() as cursor:
        table = EncodedAnswers._meta.db_table
        cursor.execute(f"SELECT id, codes, verdict, named_role FROM {table}")  # noqa: S608
        while cursor.fetchmany(PART):
            pass
    return time.perf_counter() - started


def peak() -> float:
    """Return the most memory that this process ever had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
