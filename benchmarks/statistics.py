"""``python -m benchmarks.statistics``: the statistics of the questions with a million attempts.

Fills a SQLite database in a temporary folder and prints one JSON object. ``page_seconds`` is the
page of all questions through the whole site, beside the same page with a thousand attempts and
beside ``floor_seconds``, another page of the desk. ``update`` is counting a thousand new attempts,
beside reading and decoding the same rows.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FEW = 1_000
MANY = 1_000_000
NEW = 1_000
ROUNDS = 7
PAGE = "/admin/assessments/attempt/statistics/"
QUARTER = "?quarter=2026-Q1"
FLOOR = "/admin/password_change/"


def main() -> None:
    """Run in a process of its own, on a database of its own."""
    parser = argparse.ArgumentParser(description="Statistics of the questions, measured.")
    parser.add_argument("--attempts", type=int, default=MANY)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(measured(options.attempts), indent=2))  # noqa: T201
        return
    with tempfile.TemporaryDirectory() as folder:
        own = [sys.executable, "-m", "benchmarks.statistics", "--inside"]
        subprocess.run(
            [*own, "--attempts", str(options.attempts)],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "DATABASE_URL": f"sqlite:///{folder}/benchmark.sqlite3",
            },
            check=True,
        )


def measured(attempts: int) -> dict[str, Any]:
    """Return all figures of this benchmark by name."""
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0, stdout=sys.stderr)
    call_command("publish_first_edition", verbosity=0, stdout=sys.stderr)
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create_superuser("head"))
    fill(FEW)
    few = measured_once(client, seed=1)
    fill(attempts)
    many = measured_once(client, seed=2)
    return {
        "attempts": attempts,
        **many,
        "with_1000": few,
        "page_growth": round(many["page_ratio"] / few["page_ratio"], 2),
        "update_growth": round(many["update_ratio"] / few["update_ratio"], 2),
    }


def measured_once(client: Any, *, seed: int) -> dict[str, float]:
    """Return the seconds of the page and of the update, each beside its floor."""
    seconds, floor = page(client, PAGE), page(client, FLOOR)
    update_seconds, update_floor = update(seed=seed)
    return {
        "page_seconds": seconds,
        "quarter_page_seconds": page(client, PAGE + QUARTER),
        "page_floor_seconds": floor,
        "page_ratio": round(seconds / floor, 2),
        "update_1000_seconds": update_seconds,
        "update_floor_seconds": update_floor,
        "update_ratio": round(update_seconds / update_floor, 2),
    }


def fill(number: int) -> None:
    """Add attempts until there are ``number``, and count them."""
    from django.db import connection

    from assessments.analytics.statistics.aggregation import count_attempts
    from assessments.analytics.statistics.sums import Sums
    from assessments.models import Attempt, EditionSums
    from roles.models import Edition
    from tests.assessments.attempt_rows import LATER, finish, leave

    edition = Edition.objects.order_by("number")[0]
    if not Attempt.objects.exists():
        finish(edition, 400)
        leave(edition, 100)
        while count_attempts(now=LATER):
            pass
    missing = number - Attempt.objects.count()
    pattern = Attempt.objects.create(
        token_hash=f"pattern of {number}", edition=edition, started_at=LATER, saved_at=LATER,
        finished_at=LATER, result={}, statistics_place=0,
    )  # fmt: skip
    fields = [str(field.column) for field in Attempt._meta.concrete_fields]
    same = ", ".join(each for each in fields if each not in ("id", "token_hash"))
    with connection.cursor() as cursor:
        insert = (  # only the names of columns are put in
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) "  # noqa: S608
            f"INSERT INTO assessments_attempt (token_hash, {same}) "
            f"SELECT printf('%%d-', i) || hex(randomblob(16)), {same} "
            "FROM n, (SELECT * FROM assessments_attempt WHERE id = %s)"
        )
        cursor.execute(insert, [missing, pattern.pk])
    row = EditionSums.objects.get(edition=edition)
    sums = Sums.from_data(row.sums)
    while sums.everybody < number:
        sums = sums + sums
    row.sums = sums.to_data()
    row.save()


def page(client: Any, address: str) -> float:
    """Return the seconds of one request, the median of several."""

    def ask() -> None:
        assert client.get(address).status_code == 200  # noqa: S101

    ask()
    return median(ask)


def update(*, seed: int) -> tuple[float, float]:
    """Return the seconds to count new attempts, and those only to read and decode the rows."""
    from assessments.analytics.statistics.aggregation import BATCH, count_attempts
    from assessments.models import Attempt
    from roles.models import Edition
    from tests.assessments.attempt_rows import LATER, finish

    keys = [row.pk for row in finish(Edition.objects.order_by("number")[0], NEW, seed=seed)]

    def read() -> None:
        for start in range(0, NEW, BATCH):
            rows = Attempt.objects.filter(pk__in=keys[start : start + BATCH])
            list(rows.values("answers", "started_at", "result"))

    floor = median(read)
    started = time.perf_counter()
    counted = count_attempts(now=LATER, most=NEW)
    seconds = time.perf_counter() - started
    assert counted == NEW, counted  # noqa: S101
    return round(seconds, 3), floor


def median(job: Callable[[], None]) -> float:
    """Return the seconds of a job, the median of several rounds."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        job()
        times.append(time.perf_counter() - started)
    return round(sorted(times)[ROUNDS // 2], 4)


if __name__ == "__main__":
    main()
