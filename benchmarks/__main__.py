"""``python -m benchmarks``: measure every goal of performance, beside its floor in the same run.

Starts all servers and databases itself and ends them again. Prints a table, then one JSON object
a line. ``--write`` puts the table into docs/performance.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from benchmarks import quiz, serving
from benchmarks.figures import Figure
from benchmarks.servers import ROOT
from tests.throwaway_postgres import throwaway_postgres

DOCUMENT = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- written by make bench -->\n", "<!-- end -->\n"
# One process, as starting Django takes longer than most of it.
SET_UP = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_content")
call_command("publish_first_edition")
"""
COLLECT = 'call_command("collectstatic", interactive=False, verbosity=0)'
PARTS = ("serving", "quiz", "processes", "desk")
HOLDS = {True: "yes", False: "**no**", None: ""}


def main() -> None:
    """Measure, print and, where asked to, write the figures down."""
    parser = argparse.ArgumentParser(description="Measure every goal of performance.")
    parser.add_argument("--write", action="store_true", help="put the table into the document")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure one part")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # or servers would go on without us
    started = time.monotonic()
    found: list[Figure] = []
    for figure in measured(options.only or PARTS):
        found.append(figure)
        passed = time.monotonic() - started
        print(f"{passed:4.0f} s  {line(figure)}", file=sys.stderr, flush=True)  # noqa: T201
    minutes = (time.monotonic() - started) / 60
    text = f"{table(found)}\n{machine(minutes)}\n"
    print(text, *(json.dumps(each.to_data()) for each in found), sep="\n")  # noqa: T201
    if options.write:
        write(text)


def measured(parts: Iterable[str]) -> Iterator[Figure]:
    """Yield the figures of these parts, each on a new site."""
    with tempfile.TemporaryDirectory(prefix="rolesite-bench-") as name, throwaway_postgres() as url:
        folder = Path(name)
        sqlite = prepared(f"sqlite:///{folder}/site.sqlite3", folder, COLLECT)
        postgres = prepared(url, folder)
        shutil.copy(folder / "site.sqlite3", folder / "desk.sqlite3")
        desk = {**sqlite, "DATABASE_URL": f"sqlite:///{folder}/desk.sqlite3"}
        measures: Mapping[str, Callable[[], Iterator[Figure]]] = {
            "serving": lambda: serving.figures(sqlite, folder),
            "quiz": lambda: quiz.figures(sqlite, postgres),
            "processes": lambda: quiz.two_processes(postgres, folder),
            "desk": lambda: inside(desk),
        }
        for part in parts:
            yield from measures[part]()


def prepared(address: str, folder: Path, more: str = "") -> dict[str, str]:
    """Fill a database with the content of a new site; return the environment of a site on it."""
    environment = {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "BENCHMARK_STATIC": str(folder / "static"),
    }
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", SET_UP + more],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return environment


def inside(environment: Mapping[str, str]) -> Iterator[Figure]:
    """Yield what a process prints that measures the site's code from inside."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.desk"],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout  # noqa: S101  asked for above
        for printed in process.stdout:
            data = json.loads(printed)
            del data["holds"]
            yield Figure(**data)
    if process.returncode:
        raise SystemExit(process.returncode)


def line(figure: Figure) -> str:
    """Return one figure as a line of a Markdown table."""
    sign = "≥" if figure.at_least else "≤"
    goal = "" if figure.limit is None else f"{sign} {figure.limit:g} {figure.unit}".strip()
    spread = "" if figure.spread is None else f"{100 * figure.spread:.0f} %, {figure.rounds}"
    value = f"{figure.value:.3g} {figure.unit}".strip()
    holds = HOLDS[figure.holds]
    return (
        f"| {figure.goal} | {figure.what} | {value} | {spread} | {goal} | {holds} | {figure.note} |"
    )


def table(figures: Iterable[Figure]) -> str:
    """Return all figures as a Markdown table, in the order of the goals."""
    ordered = sorted(figures, key=lambda each: (not each.goal, len(each.goal), each.goal))
    head = "| goal | what | median | spread, rounds | limit | holds | |"
    return "\n".join([head, "|---|---|---:|---|---|---|---|", *map(line, ordered)])


def machine(minutes: float) -> str:
    """Say where and how long this was measured."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    today = dt.datetime.now(dt.UTC).date()
    return f"\n{today}, {os.cpu_count()} cores, {minutes:.1f} minutes, load at the end {load}."


def write(text: str) -> None:
    """Put the table between its two marks in the document."""
    before, _, rest = DOCUMENT.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    DOCUMENT.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")


if __name__ == "__main__":
    main()
