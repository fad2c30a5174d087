"""``python -m tests.security``: attack the site in every way that we know, in under 8 minutes.

It prints a table and fails if something does not hold. ``--only 1234`` sends one odd request
again, with the ``--seed`` of the run that it was in.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
HERE = "tests/security"
# What the tests of `make check` know about each question is asked here together with our own.
ACCESS = ("tests/rolesite/test_access.py", "tests/rolesite/staff/test_desk_access.py")
PAYLOADS = (
    f"{HERE}/check_payloads.py", "tests/roles/editing/test_prose.py",
    "tests/web/test_files_that_leave.py",
)  # fmt: skip
HEADERS = ("tests/test_headers.py",)
APPS = ("rolesite", "roles", "assessments", "web")
REQUESTS = 10_000
SEED = 1


class Row(NamedTuple):
    """A line of the table; ``counts`` is false where a busy machine would spoil the figure."""

    check: str
    figure: str
    target: str
    holds: bool
    counts: bool = True


class Collected:
    """What the tests of a run said: outcomes by file, and the figures that they recorded."""

    def __init__(self) -> None:
        self.outcomes: dict[str, list[str]] = {}
        self.properties: dict[str, list[Any]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.outcome != "passed":
            self.outcomes.setdefault(report.nodeid.partition("::")[0], []).append(report.outcome)
            for name, value in report.user_properties:
                self.properties.setdefault(name, []).append(value)

    def passed(self, files: Sequence[str]) -> tuple[int, int]:
        """Return how many tests of these files passed, and how many there are."""
        found = [outcome for file in files for outcome in self.outcomes.get(file, ["missing"])]
        return found.count("passed"), len(found)


def tested() -> Iterator[Row]:
    """Run the tests about access, texts and headers."""
    collected = Collected()
    pytest.main(
        [
            *ACCESS,
            *PAYLOADS,
            *HEADERS,
            "-q",
            "--no-header",
            "--override-ini=console_output_style=classic",
        ],
        plugins=[collected],
    )
    from tests.security.served import routes

    said = collected.properties
    good, number = collected.passed(ACCESS)
    yield Row(
        "who may open which address",
        f"{len(set(routes()))} addresses, {good} of {number} tests",
        "all",
        good == number,
    )
    good, number = collected.passed(PAYLOADS)
    texts, pages = sum(said.get("texts", [0])), sum(said.get("pages", [0]))
    yield Row(
        "hostile texts",
        f"{texts} in {max(said.get('fields', [0]))} fields on {pages} pages and files, "
        f"{good} of {number} tests",
        "all stay text",
        good == number and texts > 0,
    )
    good, number = collected.passed(HEADERS)
    yield Row("headers of single pages", f"{good} of {number} tests", "all", good == number)


def attacked(requests: int, seed: int) -> Iterator[Row]:
    """Score the headers of a real server, then send it odd requests."""
    from tests.security.fuzz import SLOW, fuzz
    from tests.security.headers import BEST, TARGET

    is_idle = os.getloadavg()[0] < 0.75 * (os.cpu_count() or 1)
    with TemporaryDirectory() as folder:
        outcome = fuzz(Path(folder), seed=seed, numbers=range(requests))
    for lack in outcome.lacking:
        print(f"Headers: {lack}")
    yield Row(
        "score of headers, lowest",
        f"{outcome.score} of {BEST} on {outcome.kinds} kinds of page",
        f"{TARGET}",
        outcome.score >= TARGET,
    )
    for fault in outcome.faults[:10]:
        print(f"\n{fault}")
    yield Row(
        "odd requests that fail",
        f"{len(outcome.faults)} of {outcome.sent} ({outcome.by_class})",
        "0",
        not outcome.faults,
    )
    limits = ", ".join(f"{count} × /{route}" for route, count in outcome.limits.most_common(5))
    yield Row(
        "503 by a limit of ours",
        f"{outcome.limits.total()}{limits and f' ({limits})'}",
        "any",
        True,
    )
    yield Row("workers that died", f"{outcome.dead_workers}", "0", outcome.dead_workers == 0)
    seconds, what = outcome.slowest
    busy = "" if is_idle else "; the machine was busy"
    yield Row(
        "slowest answer", f"{seconds:.2f} s, {what}{busy}", f"{SLOW:g} s", seconds <= SLOW, is_idle
    )


def scanned() -> Iterator[Row]:
    """Look for what bandit looks for, with the linter, which knows its rules.

    S603 flags each command that is run, whatever it is; S602 remains, for those with a shell.
    """
    rules = ("--select", "S", "--ignore", "S603")
    command = [sys.executable, "-m", "ruff", "check", "--quiet", *rules]
    done = subprocess.run([*command, *APPS], cwd=ROOT, capture_output=True, text=True, check=False)
    accepted = sum(
        file.read_text().count("# noqa: S") for app in APPS for file in (ROOT / app).rglob("*.py")
    )
    if done.returncode:
        print(done.stdout + done.stderr)
    yield Row(
        "rules of bandit, by ruff",
        f"{done.stdout.count(' --> ')} broken, {accepted} answered in their lines",
        "0 broken",
        done.returncode == 0,
    )


def main() -> int:
    """Run everything and print the table; return 1 if a line does not hold."""
    parser = argparse.ArgumentParser(description="Attack a site of its own, and print what held.")
    parser.add_argument("--requests", type=int, default=REQUESTS, help="odd requests to send")
    parser.add_argument(
        "--seed", type=int, default=SEED, help="which requests: the same seed, the same ones"
    )
    parser.add_argument(
        "--only", type=int, help="send the one request with this number, and show it"
    )
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    if given.only is not None:
        return again(given.only, given.seed)
    began = time.monotonic()
    rows = [
        row for part in (tested(), attacked(given.requests, given.seed), scanned()) for row in part
    ]
    print("\n| check | figure | target | held |\n|---|---|---|---|")
    for row in rows:
        held = "yes" if row.holds else "no" if row.counts else "no, not counted"
        print(f"| {row.check} | {row.figure} | {row.target} | {held} |")
    print(f"\n{(time.monotonic() - began) / 60:.1f} minutes, seed {given.seed}.")
    print("Known weak versions are not looked for: the lists of those are on other machines.")
    return int(any(row.counts and not row.holds for row in rows))


def again(number: int, seed: int) -> int:
    """Send one odd request to a new site, and show it with its answer."""
    import django

    django.setup()
    from tests.security.fuzz import repeat

    with TemporaryDirectory() as folder:
        print(repeat(Path(folder), seed=seed, number=number))
    return 0


if __name__ == "__main__":
    sys.exit(main())
