"""``python -m benchmarks.impact``: the impact of a draft on a million finished quizzes.

Fills a database of its own in a temporary folder (SQLite; with ``--database postgres`` a
throw-away PostgreSQL), runs the code that the desk runs, and prints one JSON object for each
database. ``seconds`` includes everything, also reading; ``floor_seconds`` is one bare read of the
same rows. ``arithmetic_seconds`` is the processor time of scoring a million twice with their item
scores in memory, ``arithmetic_floor_seconds`` that of the matrix products that are unavoidable.
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
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PEOPLE = 1_000_000
PART = 50_000
DATABASES = ("sqlite", "postgres")


def main() -> None:
    """Run once for each database, each in a process of its own, so that memory is its own too."""
    options = _options()
    if options.inside:
        print(json.dumps(measured(options.people, options.inside)))  # noqa: T201
        return
    for database in DATABASES if options.database == "both" else (options.database,):
        _run(database, options.people)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the impact preview.")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--database", choices=(*DATABASES, "both"), default="both")
    parser.add_argument("--inside", choices=DATABASES, help=argparse.SUPPRESS)
    return parser.parse_args()


def _run(database: str, people: int) -> None:
    own = [sys.executable, "-m", "benchmarks.impact", "--people", str(people), "--inside", database]
    if database == "postgres":
        own = [sys.executable, "-m", "tests.throwaway_postgres", "--", *own]
    with tempfile.TemporaryDirectory(prefix="rolesite-bench-") as folder:
        environment = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"}
        subprocess.run(own, check=True, cwd=ROOT, env=environment)


def measured(people: int, database: str) -> dict[str, Any]:
    """Fill the database, count the impact, and measure it beside its floors."""
    _set_up()
    from django.utils import timezone

    from assessments.analytics.impact.comparison import ImpactSums
    from assessments.analytics.impact.services import begin_impact, continue_impact, subject_of

    current, draft, rows = _filled(people)
    before = _peak()
    now, start, worked = timezone.now(), time.perf_counter(), time.process_time()
    subject = subject_of(current, draft)
    state = begin_impact(subject, now=now)
    batches = longest = 0.0
    while state.finished_at is None:
        began = time.perf_counter()
        state = continue_impact(subject, seconds=0.5, now=now)
        batches, longest = batches + 1, max(longest, time.perf_counter() - began)
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    peak = _peak()
    floor = _bare_read()
    arithmetic, least = _arithmetic(subject, current, rows)
    return {
        "benchmark": "impact",
        "database": database,
        "people": ImpactSums.from_data(state.sums).people,
        "edits_tried": len(subject.edits.single),
        "seconds": round(seconds, 2),
        "cpu_seconds": round(worked, 2),
        "floor_seconds": round(floor, 2),
        "ratio": round(seconds / floor, 1),
        "requests": int(batches),
        "longest_request_seconds": round(longest, 2),
        "arithmetic_seconds": round(arithmetic, 2),
        "arithmetic_floor_seconds": round(least, 3),
        "arithmetic_ratio": round(arithmetic / least, 1),
        "peak_mb": round(peak),
        "peak_before_mb": round(before),
    }


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rolesite.settings")
    os.environ.setdefault("ROLESITE_ENV", "test")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _filled(people: int) -> tuple[Any, dict[str, Any], list[bytes]]:
    """Return edition 1 with so many finished quizzes, its draft with changes, and the answers.

    Only the first part of the people is made up; the others repeat it, in another order.
    """
    import copy
    import random

    from django.utils import timezone

    from assessments.instrument.values import instrument_of
    from benchmarks.crowd import answers, store
    from roles.content.files import read_document
    from roles.draft.services import content_hash
    from roles.models import Edition
    from roles.snapshot.editions import snapshot_of

    document = read_document(ROOT / "content")
    edition = Edition.objects.create(
        number=1,
        document=document,
        content_hash=content_hash(document),
        note="For a benchmark.",
        published_at=timezone.now(),
    )
    current = snapshot_of(1)
    part = answers(instrument_of(current), min(people, PART))
    left = people
    while left > 0:
        store(edition, part[:left])
        left -= len(part)
        part = random.Random(left).sample(part, len(part))  # noqa: S311  not a secret
    draft = copy.deepcopy(document)
    for role in draft["sections"]["roles"]["roles"]:
        for number, requirement in enumerate(role["requirements"][:6]):
            requirement["importance"] = (requirement["importance"] + 1 + number % 2) % 6
    return current, draft, part


def _peak() -> float:
    """Return the most memory that this process ever had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _bare_read() -> float:
    """Read the same rows once, doing nothing with them; return the seconds."""
    from django.db import connection

    from assessments.models import EncodedAnswers

    start = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, edition_id, codes FROM {EncodedAnswers._meta.db_table}")  # noqa: S608
        while cursor.fetchmany(PART):
            pass
    return time.perf_counter() - start


def _arithmetic(subject: Any, current: Any, rows: list[bytes]) -> tuple[float, float]:
    """Return the processor seconds of scoring a million sheets, and those of the floor.

    Item scores are known, and both instruments score. The floor is the two matrix products behind
    levels and interest, which nothing can do without.
    """
    from assessments.analytics.impact.comparison import chunks
    from assessments.instrument.answer_codec import decode_answers
    from assessments.instrument.values import instrument_of
    from assessments.scoring import measure, outcomes, single, tables_of

    old, new = (single(instrument_of(side)) for side in (current, subject.after))
    tables = tables_of(instrument_of(current))
    parts = [
        tables.scores(part, single=True) for part in chunks(decode_answers(rows, tables.length))
    ]

    def scored(scores: Any, years: Any) -> None:
        measured = measure(old, scores, years)
        outcomes(old, measured)
        outcomes(new, measured)

    def products(scores: Any, years: Any) -> None:
        old.level_weight.T @ scores
        old.interest_sign.T @ scores

    scale = PEOPLE / len(rows)
    return _best(scored, parts) * scale, _best(products, parts) * scale


def _best(work: Callable[[Any, Any], None], parts: list[Any]) -> float:
    """Return processor seconds of the quickest of nine runs, the one that was disturbed least.

    As in a real count each part was made just before; making it is not measured.
    """
    times = []
    for _ in range(9):
        taken = 0.0
        for scores, years in parts:
            fresh = scores.copy()  # measuring changes it
            start = time.process_time()
            work(fresh, years)
            taken += time.process_time() - start
        times.append(taken)
    return min(times)


if __name__ == "__main__":
    main()
